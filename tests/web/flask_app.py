"""The views in Flask."""

from flask import Flask, jsonify, redirect, request

from tests.web.views import VIEWS, note, room
from twimlkit import Response, Say
from twimlkit.web.flask import TwiMLResponse, signed, twiml
from twimlkit.webhook import CallRequest

app = Flask(__name__)
for name, (view, configuration) in VIEWS.items():
    app.add_url_rule(f"/{name}", name, twiml(**configuration)(view), methods=["GET", "POST"])
app.add_url_rule("/room/<name>", "room", twiml(room), methods=["GET", "POST"])


@app.route("/signed", methods=["GET", "POST", "PUT"])
@signed
def signed_view():
    note(request)
    return jsonify(request.get_json()) if request.is_json else TwiMLResponse(Response(Say(request.values["From"])))


@app.post("/moved")
@twiml
def moved(call: CallRequest):
    return redirect("/voice")
