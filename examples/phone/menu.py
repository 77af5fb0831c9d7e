"""A menu that connects the caller to sales, in Flask. Its test is in test_menu.py."""

from flask import Flask

from twimlkit import Dial, Gather, Hangup, Redirect, Response, Say
from twimlkit.web.flask import twiml
from twimlkit.webhook import CallRequest

app = Flask(__name__)

SALES = "+14155550110"


@app.post("/voice")
@twiml
def voice(call: CallRequest) -> Response:
    """Ask what the caller wants."""
    return Response(
        Say("Welcome to the shop."),
        Gather(Say("Press 1 for sales, or 2 for our opening hours."), action="/key", num_digits=1),
        Say("We did not hear from you."),
        Redirect("/voice"),
    )


@app.post("/key")
@twiml
def key(call: CallRequest) -> Response:
    """Do what the caller wants."""
    if call.digits == "1":
        return Response(Dial(SALES, action="/sales", timeout=20))
    if call.digits == "2":
        return Response(Say("We are open from nine to six."), Hangup())
    return Response(Say("There is no such choice."), Redirect("/voice"))


@app.post("/sales")
@twiml
def sales(call: CallRequest) -> Response:
    """Say goodbye, or that nobody was free."""
    if call.dial_call_status == "completed":
        return Response(Say("Goodbye."))
    return Response(Say("Nobody is free. Please call again later."))
