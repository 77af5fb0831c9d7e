"""A table is booked by text messages, in Flask, with the conversation in a cookie. Its test is in test_booking.py."""

from flask import Flask, session

from twimlkit import Message, MessagingResponse
from twimlkit.web.flask import twiml
from twimlkit.webhook import MessageRequest

app = Flask(__name__)
app.secret_key = "change this"  # noqa: S105  # an example


@app.post("/sms")
@twiml
def sms(message: MessageRequest) -> MessagingResponse:
    """Ask for what is missing."""
    if "asked" not in session:
        session["asked"] = "people"
        return MessagingResponse(Message("For how many people?"))
    if session["asked"] == "people":
        if not message.body.isdigit():
            return MessagingResponse(Message("Please answer with a number."))
        session["people"], session["asked"] = message.body, "time"
        return MessagingResponse(Message("At what time?"))
    people = session["people"]
    session.clear()
    return MessagingResponse(Message(f"A table for {people} at {message.body}. See you then!"))
