"""Hello World: the smallest document of a call."""

from twimlkit import Response, Say


def hello() -> Response:
    """Greets the caller. When no verb is left, Twilio hangs up."""
    return Response(Say("Hello World"))


if __name__ == "__main__":
    print(hello().pretty())
