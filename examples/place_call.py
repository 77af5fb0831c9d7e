"""Places a call with the TwiML at a URL, and prints it.

With an account in the environment somebody's telephone rings:

    TWILIO_ACCOUNT_SID=AC… TWILIO_AUTH_TOKEN=… python examples/place_call.py --to +1… --from +1… --url https://…/voice

Without one nobody's does, and the whole way there and back is shown on this machine: a stand-in for Twilio takes the
call, asks the page of web/hello_flask.py for its TwiML with a signature, as Twilio does, and gets it. That needs Flask:

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

from twimlkit.rest import Call, Client, TwilioError

DEMO = "http://demo.twilio.com/docs/voice.xml"


def main() -> None:
    """Reads what was asked for, and does it."""
    has_account = "TWILIO_ACCOUNT_SID" in os.environ
    numbers = {name: os.environ.get(f"TWILIO_{name.upper()}") for name in ("to", "from")}
    parser = argparse.ArgumentParser(description="Places a call, at Twilio or without an account at a stand-in for it.")
    parser.add_argument("--to", default=numbers["to"], help="whom to call, as in +14155550100; or TWILIO_TO")
    parser.add_argument("--from", dest="from_", default=numbers["from"], help="a number of yours; or TWILIO_FROM")
    parser.add_argument("--url", default=DEMO, help="where the TwiML is; by default a greeting of Twilio's")
    given = parser.parse_args()
    if not has_account:
        rehearse(given.to or "+14155550100", given.from_ or "+14155550199")
    elif given.to and given.from_:
        with Client.from_env() as client:
            place(client, given.to, given.from_, given.url)
    else:
        parser.error(
            "there is an account, so that somebody's telephone will ring: say --to whom and --from which number"
        )


def place(client: Client, to: str, from_: str, url: str) -> Call:
    """Places the call, and prints what Twilio says of it."""
    call = client.place_call(to=to, from_=from_, url=url)
    print(f"The call {call.sid} from {call.from_} to {call.to} is {call.status}.")
    return call


def rehearse(to: str, from_: str) -> None:
    """Places the call at a stand-in for Twilio, lets it be answered, and prints the TwiML that the page gave."""
    with (
        StandIn() as twilio,
        page(twilio.auth_token) as url,
        Client(twilio.account_sid, twilio.auth_token, base_url=twilio.address) as client,
    ):
        call = place(client, to, from_, url)
        twiml = twilio.pick_up(call.sid)
        print(f"It was answered, and is {client.fetch_call(call.sid).status}. The page of hello_flask.py said:\n")
        print(etree.tostring(etree.fromstring(twiml.encode()), pretty_print=True, encoding="unicode"), end="")


@contextmanager
def page(auth_token: str) -> Iterator[str]:
    """Serves the page of web/hello_flask.py on this machine, and gives its URL."""
    os.environ["TWILIO_AUTH_TOKEN"] = auth_token  # by which the page knows who is Twilio
    os.environ.pop("BASE_URL", None)  # no proxy stands before it
    try:
        from werkzeug.serving import make_server  # only who has no account needs Flask

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
