"""A survey with a mark and a recorded comment, in FastAPI. Its test is in test_survey.py."""

from fastapi import FastAPI

from twimlkit import Gather, Record, Redirect, Response, Say
from twimlkit.web.fastapi import TwiMLResponse, twiml
from twimlkit.webhook import CallRequest

app = FastAPI(default_response_class=TwiMLResponse)
marks: dict[str, int] = {}
comments: dict[str, str] = {}


@app.post("/voice")
@twiml
async def voice(call: CallRequest) -> Response:
    """Ask for a mark."""
    question = Say("How did you like our service, from 1 to 5? Then press the pound key.")
    return Response(Gather(question, action="/mark"), Say("Please press a key."), Redirect("/voice"))


@app.post("/mark")
@twiml
async def mark(call: CallRequest) -> Response:
    """Keep the mark, and ask for a comment."""
    if call.digits not in {"1", "2", "3", "4", "5"}:
        return Response(Redirect("/voice"))
    marks[call.from_] = int(call.digits)
    return Response(Say("Please tell us more after the beep."), Record(action="/recorded", max_length=60))


@app.post("/recorded")
@twiml
async def recorded(call: CallRequest) -> Response:
    """Keep the comment."""
    comments[call.from_] = str(call.recording_url)
    return Response(Say("Thank you. Goodbye."))
