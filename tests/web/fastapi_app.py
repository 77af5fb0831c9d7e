"""The views in FastAPI."""

from typing import Annotated

from fastapi import Depends, FastAPI, Request
from fastapi.responses import RedirectResponse

from tests.web.starlette_app import signed_endpoint
from tests.web.views import VIEWS, note, room
from twimlkit import Response, Say
from twimlkit.web.fastapi import TwiMLResponse, signed, twiml, verified
from twimlkit.webhook import CallRequest

app = FastAPI()
for name, (view, configuration) in VIEWS.items():
    app.add_api_route(
        f"/{name}", twiml(**configuration)(view), name=name, methods=["GET", "POST"], response_class=TwiMLResponse
    )
app.add_api_route("/room/{name}", twiml(room), methods=["GET", "POST"])


@app.api_route("/signed", methods=["GET", "POST", "PUT"])
@signed
async def signed_view(request: Request):
    return await signed_endpoint(request)


@app.post("/moved")
@twiml
def moved(call: CallRequest) -> RedirectResponse:
    return RedirectResponse("/voice", 302)


@app.post("/depends")
def depends(call: Annotated[CallRequest, Depends(verified(CallRequest))]) -> TwiMLResponse:
    note(call)
    return TwiMLResponse(Response(Say(f"Hello {call.from_}, you dialled {call.to}.")))
