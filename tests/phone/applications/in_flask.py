"""The application in Flask."""

from flask import Flask

from tests.phone.applications import documents
from twimlkit.web.flask import twiml
from twimlkit.webhook import CallRequest, MessageRequest

app = Flask(__name__)


@app.post("/voice")
@twiml
def voice(call: CallRequest):
    return documents.menu()


@app.post("/key")
@twiml
def key(call: CallRequest):
    return documents.key(call.digits)


@app.post("/sms")
@twiml
def sms(message: MessageRequest):
    return documents.reply(message.body)
