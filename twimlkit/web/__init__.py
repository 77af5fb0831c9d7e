"""Answers Twilio's requests from a web framework: a door for Flask, one for Django, one for FastAPI and Starlette.

    from twimlkit.web.flask import twiml      # pip install 'twimlkit[flask]'
    from twimlkit.web.django import twiml     # pip install 'twimlkit[django]'
    from twimlkit.web.fastapi import twiml    # pip install 'twimlkit[fastapi]'

Each has the one decorator `twiml`, which does the same in all of them:

    @app.post("/voice")
    @twiml
    def voice(call: CallRequest) -> Response:
        return Response(Say(f"Hello {call.from_}"))

- The view runs only when Twilio has signed the request: where the signature is missing or wrong, the answer is 403.
- It gets the request in the parameter that is annotated with `CallRequest`, `MessageRequest` or the union of both;
  a request that is broken, or of another kind, is answered with 400 and the reason.
- What it returns is sent as `text/xml; charset=utf-8`: a `Response` to a call, a `MessagingResponse` to a message.
  None is sent as 204, which suits status callbacks. Anything else is a TypeError.

`twiml(...)` takes the auth token and what is needed behind a proxy as arguments; see `twimlkit.web.door.Decorator`.

https://www.twilio.com/docs/usage/webhooks
"""

__all__: list[str] = []
