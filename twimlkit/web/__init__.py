"""Web framework integrations: verify Twilio's signature and return TwiML.

    from twimlkit.web.flask import twiml      # pip install 'twimlkit[flask]'
    from twimlkit.web.django import twiml     # pip install 'twimlkit[django]'
    from twimlkit.web.fastapi import twiml    # pip install 'twimlkit[fastapi]', also for Starlette

The decorator `twiml` works the same way in all of them:

    @app.post("/voice")
    @twiml
    def voice(call: CallRequest) -> Response:
        return Response(Say(f"Hello {call.from_}"))

- The view runs only if Twilio has signed the request. Otherwise the response has the status 403.
- The request is passed to the parameter annotated with `CallRequest`, `MessageRequest`, a callback such as
  `ConferenceCallback`, or a union of them. If it is invalid or of another class, the response has the status 400 and
  gives the reason.
- The view returns a `Response` to a call or a `MessagingResponse` to a message, which is sent as
  `text/xml; charset=utf-8`, None, which is sent as 204 and suits callbacks, or the framework's own response, such as
  `TwiMLResponse`. Anything else is a TypeError.

`signed` verifies the signature alone. `twiml(auth_token=…, base_url=…, trusted_proxies=…)` sets the auth token and the
public URL behind a proxy; see `help(twiml)`. `twimlkit.web.testing` sends signed requests to an application. The guide
is examples/web/README.md.

https://www.twilio.com/docs/usage/webhooks
"""

__all__: list[str] = []
