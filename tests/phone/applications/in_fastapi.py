"""The application in FastAPI, with a lifespan."""

from contextlib import asynccontextmanager

from fastapi import FastAPI

from tests.phone.applications import documents
from twimlkit.web.fastapi import TwiMLResponse, twiml
from twimlkit.webhook import CallRequest, MessageRequest

events = []


@asynccontextmanager
async def lifespan(app):
    events.append("startup")
    yield
    events.append("shutdown")


app = FastAPI(lifespan=lifespan)


@app.post("/voice", response_class=TwiMLResponse)
@twiml
async def voice(call: CallRequest):
    events.append("voice")
    return documents.menu()


@app.post("/key", response_class=TwiMLResponse)
@twiml
async def key(call: CallRequest):
    return documents.key(call.digits)


@app.post("/sms", response_class=TwiMLResponse)
@twiml
def sms(message: MessageRequest):
    return documents.reply(message.body)
