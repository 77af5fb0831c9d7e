"""The views in plain Starlette."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route

from tests.web.views import VIEWS, note
from twimlkit import Response, Say
from twimlkit.web.fastapi import TwiMLResponse, signed, twiml
from twimlkit.webhook import CallRequest


def room(web_request: Request, call: CallRequest) -> Response:
    from tests.web.views import room

    return room(call, web_request.path_params["name"])


async def signed_endpoint(request: Request):
    note(request)
    if request.headers.get("content-type") == "application/json":
        return JSONResponse(await request.json())
    form = await request.form() or request.query_params
    return TwiMLResponse(Response(Say(form["From"])))


@twiml
def moved(call: CallRequest):
    return RedirectResponse("/voice", 302)


app = Starlette(
    routes=[
        *(
            Route(f"/{name}", twiml(**configuration)(view), methods=["GET", "POST"])
            for name, (view, configuration) in VIEWS.items()
        ),
        Route("/room/{name}", twiml(room), methods=["GET", "POST"]),
        Route("/signed", signed(signed_endpoint), methods=["GET", "POST", "PUT"]),
        Route("/moved", moved, methods=["POST"]),
    ]
)
