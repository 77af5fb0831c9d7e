"""Place a call with the TwiML at a URL.

With an account in the environment, this rings a real phone:

    TWILIO_ACCOUNT_SID=AC… TWILIO_AUTH_TOKEN=… python examples/place_call.py --to +1… --from +1… --url https://…/voice

Without an account, everything happens on this machine: a stand-in for Twilio takes the call, requests the TwiML from
web/hello_flask.py with a signature, as Twilio does, and the TwiML is printed. That needs Flask:

    pip install 'twimlkit[flask]'
"""

import argparse
import logging
import os
import runpy
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lxml import etree
from stand_in import StandIn

from twimlkit.rest import CallResource, TwilioClient, TwilioError

DEMO = "http://demo.twilio.com/docs/voice.xml"


def main() -> None:
    """Place the call that the command line describes."""
    has_account = "TWILIO_ACCOUNT_SID" in os.environ
    numbers = {name: os.environ.get(f"TWILIO_{name.upper()}") for name in ("to", "from")}
    parser = argparse.ArgumentParser(
        description="Place a call, at Twilio or, without an account, at a stand-in for it."
    )
    parser.add_argument("--to", default=numbers["to"], help="number to call, as in +14155550100; default: TWILIO_TO")
    parser.add_argument(
        "--from", dest="from_", default=numbers["from"], help="number of your account; default: TWILIO_FROM"
    )
    parser.add_argument("--url", default=DEMO, help="URL of the TwiML; default: a greeting of Twilio's")
    given = parser.parse_args()
    if not has_account:
        rehearse(given.to or "+14155550100", given.from_ or "+14155550199")
    elif given.to and given.from_:
        with TwilioClient() as client:
            place(client, given.to, given.from_, given.url)
    else:
        parser.error("a real phone will ring, so --to and --from are required")


def place(client: TwilioClient, to: str, from_: str, url: str) -> CallResource:
    """Place the call and print its status."""
    call = client.place_call(to=to, from_=from_, url=url)
    print(f"The call {call.sid} from {call.from_} to {call.to} is {call.status}.")
    return call


def rehearse(to: str, from_: str) -> None:
    """Place the call at a stand-in for Twilio, answer it, and print its TwiML."""
    with (
        StandIn() as twilio,
        page(twilio.auth_token) as url,
        TwilioClient(twilio.account_sid, twilio.auth_token, base_url=twilio.address) as client,
    ):
        call = place(client, to, from_, url)
        twiml = twilio.pick_up(call.sid)
        print(f"It was answered, and is {client.fetch_call(call.sid).status}. The page of hello_flask.py said:\n")
        print(etree.tostring(etree.fromstring(twiml.encode()), pretty_print=True, encoding="unicode"), end="")


@contextmanager
def page(auth_token: str) -> Iterator[str]:
    """Serve web/hello_flask.py on this machine, and yield the URL of its view."""
    os.environ["TWILIO_AUTH_TOKEN"] = auth_token  # verifies the signature of the stand-in
    os.environ.pop("BASE_URL", None)  # there is no proxy
    try:
        from werkzeug.serving import make_server  # only without an account

        app = runpy.run_path(str(Path(__file__).parent / "web" / "hello_flask.py"))["app"]
    except ImportError as missing:
        sys.exit(f"{missing}\nWithout an account this example needs Flask: pip install 'twimlkit[flask]'")

    logging.getLogger("werkzeug").setLevel("WARNING")
    server = make_server("127.0.0.1", 0, app)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.port}/voice"
    finally:
        server.shutdown()
        server.server_close()


if __name__ == "__main__":
    try:
        main()
    except TwilioError as error:
        sys.exit(f"{type(error).__name__}: {error}")
