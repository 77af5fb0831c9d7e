"""A wake-up call by Twilio's REST API, and what becomes of it, in Flask. Its test is in test_wake_up.py."""

from flask import Flask, request

from twimlkit import Gather, Response, Say
from twimlkit.rest import TwilioClient
from twimlkit.web.flask import twiml
from twimlkit.webhook import CallRequest

app = Flask(__name__)
HOTEL = "+14155550100"


def wake(client: TwilioClient, number: str, url: str) -> None:
    """Call a guest.

    Args:
        client: The client.
        number: Number of the guest.
        url: Start of the public URL of this application.
    """
    client.place_call(to=number, from_=HOTEL, url=f"{url}/voice")


@app.post("/voice")
@twiml
def voice(call: CallRequest) -> Response:
    """Wake the guest."""
    question = Say("Good morning! It is seven o'clock. Press 1 for another call in ten minutes.")
    return Response(Gather(question, action="/key", num_digits=1))


@app.post("/key")
@twiml
def key(call: CallRequest) -> Response:
    """Call again if the guest wants that."""
    client: TwilioClient = app.config["client"]
    client.place_call(to=call.to, from_=HOTEL, url=request.host_url + "voice")
    return Response(Say("Sleep well."))
