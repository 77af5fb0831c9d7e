"""The views in FastAPI."""

from fastapi import FastAPI

from tests.web.views import VIEWS, room
from twimlkit.web.fastapi import TwiMLResponse, twiml

app = FastAPI()
for name, (view, configuration) in VIEWS.items():
    app.add_api_route(
        f"/{name}", twiml(**configuration)(view), name=name, methods=["GET", "POST"], response_class=TwiMLResponse
    )
app.add_api_route("/room/{name}", twiml(room), methods=["GET", "POST"])
