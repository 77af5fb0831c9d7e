"""Hello World: the smallest document of a call."""

from twimlkit import Response, Say


def hello() -> Response:
    """Greet the caller. After the last verb, Twilio hangs up."""
    return Response(Say("Hello World"))


if __name__ == "__main__":
    print(hello().pretty())
