"""Call many numbers at once, and print the result or the error of each.

    TWILIO_ACCOUNT_SID=AC… TWILIO_AUTH_TOKEN=… python examples/rest/bulk_calls.py --from +1… +1… +1… …

This rings real phones, unless TWIMLKIT_API_URL is the `api_url` of a telephone for tests, as README.md in this folder
shows.
"""

import argparse
import asyncio
import sys

from twimlkit import Pause, Response, Say
from twimlkit.rest import AsyncTwilioClient, CallResource, TwilioError, UnknownOutcome

GREETING = Response(Pause(), Say("Our office is closed tomorrow. Goodbye."))


async def place_calls(numbers: list[str], from_: str) -> dict[str, CallResource | TwilioError]:
    """Call all numbers with one client, and return the call or the error of each number."""
    async with AsyncTwilioClient(max_connections=20) as client:
        results = await asyncio.gather(*[place_call(client, number, from_) for number in numbers])
    return dict(zip(numbers, results, strict=True))


async def place_call(client: AsyncTwilioClient, number: str, from_: str) -> CallResource | TwilioError:
    """Return the error of one number instead of raising it, so that the other calls go on."""
    try:
        return await client.place_call(to=number, from_=from_, twiml=GREETING)
    except TwilioError as error:
        return error


def row(number: str, result: CallResource | TwilioError) -> str:
    """Return one row of the table."""
    if isinstance(result, CallResource):
        return f"{number:<16} {result.status:<16} {result.sid}"
    advice = "; check list_calls before you call again" if isinstance(result, UnknownOutcome) else ""
    return f"{number:<16} {type(result).__name__:<16} {result}{advice}"


def main() -> None:
    """Call the numbers of the command line, and exit with 1 if a call failed."""
    parser = argparse.ArgumentParser(description="Call many numbers at once.")
    parser.add_argument("--from", dest="from_", required=True, help="number of your account")
    parser.add_argument("numbers", nargs="+", metavar="NUMBER", help="number to call, as in +14155550100")
    given = parser.parse_args()
    numbers = list(dict.fromkeys(given.numbers))  # nobody is called twice
    try:
        results = asyncio.run(place_calls(numbers, given.from_))
    except TwilioError as error:
        sys.exit(f"{type(error).__name__}: {error}")
    for number, result in results.items():
        print(row(number, result))
    failed = sum(isinstance(result, TwilioError) for result in results.values())
    print(f"{len(numbers) - failed} of {len(numbers)} calls placed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
