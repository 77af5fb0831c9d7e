"""The views in plain Starlette."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route

from tests.web.views import VIEWS
from twimlkit import Response
from twimlkit.web.fastapi import twiml
from twimlkit.webhook import CallRequest


def room(web_request: Request, call: CallRequest) -> Response:
    from tests.web.views import room

    return room(call, web_request.path_params["name"])


app = Starlette(
    routes=[
        *(
            Route(f"/{name}", twiml(**configuration)(view), methods=["GET", "POST"])
            for name, (view, configuration) in VIEWS.items()
        ),
        Route("/room/{name}", twiml(room), methods=["GET", "POST"]),
    ]
)
