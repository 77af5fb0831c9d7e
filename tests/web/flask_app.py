"""The views in Flask."""

from flask import Flask

from tests.web.views import VIEWS, room
from twimlkit.web.flask import twiml

app = Flask(__name__)
for name, (view, configuration) in VIEWS.items():
    app.add_url_rule(f"/{name}", name, twiml(**configuration)(view), methods=["GET", "POST"])
app.add_url_rule("/room/<name>", "room", twiml(room), methods=["GET", "POST"])
