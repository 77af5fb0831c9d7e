"""A conversation with a caller over a WebSocket, in FastAPI: Twilio turns speech into text, and text into speech.

    pip install 'twimlkit[fastapi]' 'uvicorn[standard]'
    TWILIO_AUTH_TOKEN=… TWILIO_BASE_URL=https://example.com python examples/web/conversation_relay.py

TWILIO_BASE_URL is the public URL of this server, which must support https and wss. Twilio requests /voice when a call
arrives, connects to /relay, and requests /ended after the conversation. All of them verify Twilio's signature.

https://www.twilio.com/docs/voice/conversationrelay/websocket-messages
"""

import asyncio
import contextlib
import json
import logging
import os
from collections.abc import AsyncIterator

import uvicorn
from fastapi import FastAPI, WebSocket, WebSocketDisconnect

from twimlkit import Connect, ConversationRelay, Dial, Hangup, Response, Say
from twimlkit.web.fastapi import TwiMLResponse, twiml
from twimlkit.webhook import SIGNATURE_HEADER, CallRequest, verify

RELAY_URL = f"wss://{os.environ['TWILIO_BASE_URL'].removeprefix('https://')}/relay"

logger = logging.getLogger(__name__)
app = FastAPI()


@app.post("/voice", response_class=TwiMLResponse)
@twiml
async def voice(call: CallRequest) -> Response:
    """Connect the call to the WebSocket."""
    logger.info("%s calls", call.from_)
    greeting = "Hello! Ask me something, or press 0 to talk to a person."
    relay = ConversationRelay(url=RELAY_URL, welcome_greeting=greeting, dtmf_detection=True)
    return Response(Connect(relay, action="/ended"))


@app.post("/ended", response_class=TwiMLResponse)
@twiml
async def ended(call: CallRequest) -> Response:
    """Connect the caller to a person if the conversation was handed off."""
    handoff = json.loads(call.params.get("HandoffData") or "{}")
    if handoff.get("reason") == "person":
        return Response(Say("One moment, please."), Dial("+14155550100"))
    return Response(Hangup())


async def answer(question: str) -> AsyncIterator[str]:
    """Yield an answer in small pieces, as a language model does."""
    for word in f"You asked: {question}".split():
        yield f"{word} "


async def speak(websocket: WebSocket, question: str) -> None:
    """Send the answer to a question, piece by piece, so that Twilio can speak before it is complete."""
    with contextlib.suppress(WebSocketDisconnect):  # the caller may hang up at any time
        async for token in answer(question):
            await websocket.send_json({"type": "text", "token": token, "last": False})
        await websocket.send_json({"type": "text", "token": "", "last": True})


@app.websocket("/relay")
async def relay(websocket: WebSocket) -> None:
    """Answer the caller until the conversation ends."""
    signature = websocket.headers.get(SIGNATURE_HEADER)
    if not verify(os.environ["TWILIO_AUTH_TOKEN"], RELAY_URL, (), signature):
        await websocket.close()  # before it is accepted: the response is 403
        return
    await websocket.accept()
    speech: asyncio.Task[None] | None = None
    async for message in websocket.iter_json():
        if speech and message["type"] in ("prompt", "interrupt"):
            speech.cancel()
        match message:
            case {"type": "setup", "callSid": call_sid, "from": caller}:
                logger.info("The call %s of %s has started", call_sid, caller)
            case {"type": "prompt", "voicePrompt": question, "last": True}:
                speech = asyncio.create_task(speak(websocket, question))
            case {"type": "interrupt", "utteranceUntilInterrupt": heard}:
                logger.info("The caller interrupted after: %s", heard)
            case {"type": "dtmf", "digit": "0"}:
                await websocket.send_json({"type": "end", "handoffData": json.dumps({"reason": "person"})})
            case {"type": "error", "description": description}:
                logger.error("Twilio reports: %s", description)
    if speech:
        speech.cancel()


if __name__ == "__main__":
    logging.basicConfig(level="INFO")
    uvicorn.run(app, port=int(os.environ.get("PORT", "8000")))
