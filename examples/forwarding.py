"""Call forwarding: Dial rings several numbers at once, and the first to answer gets the call."""

from collections.abc import Iterable

from twimlkit import Dial, Hangup, Number, Response, Say

OFFICE, MOBILE, HOME = "+14155550101", "+14155550102", "+14155550103"


def forward(numbers: Iterable[str]) -> Response:
    """Ring up to ten numbers for twenty seconds.

    Whoever answers hears /whisper first. After the call, Twilio goes on with /forwarded.
    """
    return Response(
        Say("Please hold while we find somebody for you."),
        Dial(
            *(Number(number, url="/whisper") for number in numbers),
            action="/forwarded",
            answer_on_bridge=True,
            timeout=20,
        ),
    )


def whisper() -> Response:
    """Tell whoever answers, but not the caller, what the call is about."""
    return Response(Say("A call from the office line."))


def forwarded(status: str) -> Response:
    """End the call, with a word to the caller if nobody was reached.

    Args:
        status: How the dialled call ended: the parameter `DialCallStatus` of Twilio's request to /forwarded.
    """
    if status == "completed":
        return Response(Hangup())
    return Response(Say("Nobody can take your call now. Please try again later."), Hangup())


if __name__ == "__main__":
    print(forward([OFFICE, MOBILE, HOME]).pretty())
