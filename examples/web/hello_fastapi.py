"""A greeting for a call, in FastAPI: hello, the version of Twilio's API, and the role of the server.

    pip install 'twimlkit[fastapi]' uvicorn
    TWILIO_AUTH_TOKEN=… RoleName=… python examples/web/hello_fastapi.py

The server listens at http://127.0.0.1:8000/voice. A request that Twilio has not signed is rejected with 403. Behind a
proxy or a tunnel, set TWILIO_BASE_URL to the start of the public URL, such as https://example.com.
"""

import os

import uvicorn
from fastapi import FastAPI

from twimlkit import Pause, Response, Say
from twimlkit.web.fastapi import TwiMLResponse, twiml
from twimlkit.webhook import CallRequest

app = FastAPI()


@app.get("/voice", response_class=TwiMLResponse)
@app.post("/voice", response_class=TwiMLResponse)
@twiml
async def voice(call: CallRequest) -> Response:
    """Greet the caller."""
    role = os.environ.get("RoleName", "unknown")  # noqa: SIM112  # the name that Azure sets
    return Response(
        Say("Hello!"),
        Pause(),
        Say(f"The version of the API is {call.api_version}."),
        Say(f"The name of the role is {role}."),
    )


if __name__ == "__main__":
    uvicorn.run(app, port=int(os.environ.get("PORT", "8000")))
