"""A call whose audio arrives over a WebSocket, in FastAPI: callers hear their own voice.

    pip install 'twimlkit[fastapi]' 'uvicorn[standard]'
    TWILIO_AUTH_TOKEN=… TWILIO_BASE_URL=https://example.com python examples/web/stream.py

TWILIO_BASE_URL is the public URL of this server, which must support https and wss. Twilio requests /voice when a call
arrives, and then connects to /stream. Both verify Twilio's signature.

https://www.twilio.com/docs/voice/media-streams/websocket-messages
"""

import base64
import logging
import os

import uvicorn
from fastapi import FastAPI, WebSocket

from twimlkit import Connect, Parameter, Response, Say, Stream
from twimlkit.web.fastapi import TwiMLResponse, twiml
from twimlkit.webhook import SIGNATURE_HEADER, CallRequest, verify

STREAM_URL = f"wss://{os.environ['TWILIO_BASE_URL'].removeprefix('https://')}/stream"
BYTES_PER_SECOND = 8000  # Twilio sends μ-law audio with 8000 samples per second, one byte each

logger = logging.getLogger(__name__)
app = FastAPI()


@app.post("/voice", response_class=TwiMLResponse)
@twiml
async def voice(call: CallRequest) -> Response:
    """Connect the call to the WebSocket."""
    return Response(
        Say("Speak, and you will hear yourself."),
        Connect(Stream(Parameter(name="caller", value=call.from_), url=STREAM_URL)),
    )


@app.websocket("/stream")
async def stream(websocket: WebSocket) -> None:
    """Send the audio back to the caller until the call ends."""
    signature = websocket.headers.get(SIGNATURE_HEADER)
    if not verify(os.environ["TWILIO_AUTH_TOKEN"], STREAM_URL, (), signature):
        await websocket.close()  # before it is accepted: the response is 403
        return
    await websocket.accept()
    seconds = 0.0
    async for message in websocket.iter_json():
        match message:
            case {"event": "connected", "protocol": protocol, "version": version}:
                logger.info("Twilio speaks the protocol %s %s", protocol, version)
            case {"event": "start", "start": {"callSid": call_sid, "customParameters": {"caller": caller}}}:
                logger.info("The call %s of %s has started", call_sid, caller)
            case {"event": "media", "streamSid": stream_sid, "media": {"payload": payload}}:
                seconds += len(base64.b64decode(payload)) / BYTES_PER_SECOND
                echo = {"event": "media", "streamSid": stream_sid, "media": {"payload": payload}}
                await websocket.send_json(echo)
            case {"event": "stop", "stop": {"callSid": call_sid}}:
                logger.info("The call %s has ended after %.2f seconds of audio", call_sid, seconds)
                await websocket.close()
                return


if __name__ == "__main__":
    logging.basicConfig(level="INFO")
    uvicorn.run(app, port=int(os.environ.get("PORT", "8000")))
