"""Place a call with the TwiML at a URL.

With an account in the environment, this rings a real phone:

    TWILIO_ACCOUNT_SID=AC… TWILIO_AUTH_TOKEN=… python examples/place_call.py --to +1… --from +1… --url https://…/voice

Without an account, everything happens in this process: a telephone for tests takes the call, requests the TwiML from
web/hello_flask.py with a signature, as Twilio does, and what is heard is printed. That needs Flask:

    pip install 'twimlkit[flask]'
"""

import argparse
import os
import runpy
import sys
from pathlib import Path

from twimlkit.phone import Phone
from twimlkit.rest import CallResource, TwilioClient, TwilioError

DEMO = "http://demo.twilio.com/docs/voice.xml"


def main() -> None:
    """Place the call that the command line describes."""
    has_account = "TWILIO_ACCOUNT_SID" in os.environ
    numbers = {name: os.environ.get(f"TWILIO_{name.upper()}") for name in ("to", "from")}
    parser = argparse.ArgumentParser(
        description="Place a call, at Twilio or, without an account, at a telephone for tests."
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
    """Place the call at a telephone for tests, answer it, and print what is heard."""
    os.environ.pop("TWILIO_BASE_URL", None)  # there is no proxy
    try:
        app = runpy.run_path(str(Path(__file__).parent / "web" / "hello_flask.py"))["app"]
    except ImportError as missing:
        sys.exit(f"{missing}\nWithout an account this example needs Flask: pip install 'twimlkit[flask]'")
    with Phone(app) as phone, phone.client() as client:
        os.environ["TWILIO_AUTH_TOKEN"] = phone.auth_token  # verifies the signature
        place(client, to, from_, "https://testserver/voice")
        call = phone.rings(to).answer().ends()
        print("It was answered, and heard what the page of hello_flask.py says:\n")
        print(*call.heard, sep="\n")


if __name__ == "__main__":
    try:
        main()
    except TwilioError as error:
        sys.exit(f"{type(error).__name__}: {error}")
