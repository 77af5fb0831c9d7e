"""A support queue: callers wait, agents call in and take the next, in Flask. Its test is in test_support.py."""

from flask import Flask

from twimlkit import Dial, Enqueue, Play, Queue, Response, Say
from twimlkit.web.flask import twiml
from twimlkit.webhook import CallRequest

app = Flask(__name__)


@app.post("/voice")
@twiml
def voice(call: CallRequest) -> Response:
    """Put a caller in the queue."""
    return Response(Enqueue("support", wait_url="/wait", action="/left"))


@app.post("/wait")
@twiml
def wait(call: CallRequest) -> Response:
    """Keep a caller company, again and again."""
    return Response(Say(f"You are number {call.queue_position}."), Play("https://example.com/music.mp3"))


@app.post("/left")
@twiml
def left(call: CallRequest) -> Response:
    """Say goodbye."""
    return Response(Say("Thank you for calling."))


@app.post("/agent")
@twiml
def agent(call: CallRequest) -> Response:
    """Give an agent the next caller."""
    return Response(Dial(Queue("support", url="/connecting")), Say("Nobody is waiting."))


@app.post("/connecting")
@twiml
def connecting(call: CallRequest) -> Response:
    """Tell a caller that the wait is over."""
    return Response(Say("An agent is here."))
