"""A page for a call, in FastAPI: it says hello, the version of Twilio's API, and the name of the server's role.

    pip install 'twimlkit[fastapi]' uvicorn
    TWILIO_AUTH_TOKEN=… RoleName=… python examples/web/hello_fastapi.py

The page is http://127.0.0.1:8000/voice. Only Twilio gets an answer from it: any other request is refused with 403.
Behind a proxy or a tunnel, BASE_URL says what its public URL begins with, as in https://example.com.
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
@twiml(base_url=os.environ.get("BASE_URL"))
async def voice(call: CallRequest) -> Response:
    """Greets the caller."""
    role = os.environ.get("RoleName", "unknown")  # noqa: SIM112  # Azure, which sets it, spells it so
    return Response(
        Say("Hello!"),
        Pause(),
        Say(f"The version of the API is {call.api_version}."),
        Say(f"The name of the role is {role}."),
    )


if __name__ == "__main__":
    uvicorn.run(app, port=int(os.environ.get("PORT", "8000")))
