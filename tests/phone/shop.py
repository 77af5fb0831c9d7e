"""A shop with a telephone, as people write it: the application of these tests."""

from flask import Flask, Response, abort, session

from twimlkit import (
    Dial,
    Enqueue,
    Gather,
    Hangup,
    Message,
    MessagingResponse,
    Number,
    Pause,
    Play,
    Queue,
    Record,
    Redirect,
    Say,
)
from twimlkit import Response as Document
from twimlkit.web.flask import twiml
from twimlkit.webhook import CallRequest, MessageRequest

app = Flask(__name__)
app.secret_key = "a secret"

TO_PRESS = "Press 1 for sales, 2 for support, 3 for the survey, 4 for the queue."


@app.post("/voice")
@twiml
def voice(call: CallRequest):
    return Document(
        Say("Welcome to the shop."),
        Gather(Say(TO_PRESS), action="/menu", num_digits=1),
        Say("We did not hear from you."),
        Redirect("/voice"),
    )


@app.post("/menu")
@twiml
def menu(call: CallRequest):
    match call.digits:
        case "1":
            return Document(Dial("+14155550110", action="/sales", caller_id="+14155550100"))
        case "2":
            parties = [Number("+14155550111", url="/accept"), Number("+14155550112", url="/accept")]
            return Document(Dial(*parties), Say("Nobody is free."))
        case "3":
            return Document(Redirect("/survey"))
        case "4":
            return Document(Enqueue("support", wait_url="/wait", action="/left"))
        case "5":
            raise LookupError("there is no fifth choice")
        case "6":
            return Document(Say("Sales is open until six."))
        case _:
            return abort(503)


@app.post("/sales")
@twiml
def sales(call: CallRequest):
    if call.dial_call_status == "completed":
        return Document(Say("Thank you for your call."))
    return Document(Say("Please leave a message."), Record(action="/recorded", max_length=30))


@app.post("/accept")
@twiml
def accept(call: CallRequest):
    return Document(Gather(Say("Press 1 to accept."), action="/accepted", num_digits=1), Hangup())


@app.post("/accepted")
@twiml
def accepted(call: CallRequest):
    return Document()


@app.post("/survey")
@twiml
def survey(call: CallRequest):
    return Document(Gather(Say("How was it, from 1 to 5?"), action="/answer"), Redirect("/survey"))


@app.post("/answer")
@twiml
def answer(call: CallRequest):
    return Document(Say("Tell us more after the beep."), Record(action="/recorded", transcribe=True))


@app.post("/recorded")
@twiml
def recorded(call: CallRequest):
    return Document(Say("Thank you. Goodbye."))


@app.post("/wait")
@twiml
def wait(call: CallRequest):
    return Document(Say(f"You are number {call.queue_position}."), Play("/static/music.mp3"))


@app.get("/static/music.mp3")
def music():
    return Response(b"music", mimetype="audio/mpeg")


@app.post("/left")
@twiml
def left(call: CallRequest):
    return Document(Say("Goodbye."))


@app.post("/agent")
@twiml
def agent(call: CallRequest):
    return Document(Dial(Queue("support", url="/connecting")))


@app.post("/connecting")
@twiml
def connecting(call: CallRequest):
    return Document(Say("An agent is here."))


@app.post("/broken")
def broken():
    return Response("<Response><Say>Hello.</Say>", mimetype="text/xml")


@app.post("/wrong")
def wrong():
    return Response(
        "<Response><Say>Hello.</Say><Dial callerId='anonymous'><Queue/></Dial></Response>", mimetype="text/xml"
    )


@app.post("/loop")
@twiml
def loop(call: CallRequest):
    return Document(Pause(length=1), Redirect("/loop"))


@app.post("/sms")
@twiml
def sms(message: MessageRequest):
    if "name" not in session:
        session["name"] = None
        return MessagingResponse(Message("What is your name?"))
    if session["name"] is None:
        session["name"] = message.body
        return MessagingResponse(Message(f"Welcome, {session['name']}."))
    return MessagingResponse(Message(f"{session['name']}, we will call you."))
