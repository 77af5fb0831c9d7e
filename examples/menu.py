"""A menu: Gather asks for a key, and a second document answers the key that was pressed."""

from twimlkit import Dial, Gather, Hangup, Pause, Redirect, Response, Say

SALES = "+14155550100"


def menu() -> Response:
    """Ask for one key. Twilio sends it to /answer; without a key, it runs the rest of this document."""
    return Response(
        Gather(
            Say("For sales, press 1."),
            Pause(length=1),
            Say("For our opening hours, press 2."),
            action="/answer",
            num_digits=1,
            timeout=8,
        ),
        Say("We did not hear from you. Goodbye."),
        Hangup(),
    )


def answer(digits: str) -> Response:
    """Continue after the key.

    Args:
        digits: The keys that the caller pressed: the parameter `Digits` of Twilio's request to /answer.
    """
    match digits:
        case "1":
            return Response(Say("We are connecting you."), Dial(SALES, timeout=20))
        case "2":
            return Response(Say("We are open from nine to five."), Redirect("/menu"))
        case _:
            return Response(Say("Sorry, that is not a choice."), Redirect("/menu"))


if __name__ == "__main__":
    print(menu().pretty())
