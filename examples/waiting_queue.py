"""A queue: callers wait in line and hear their position, and agents call in to take the next caller."""

from twimlkit import Dial, Enqueue, Gather, Leave, Play, Queue, Redirect, Response, Say

QUEUE = "support"


def enter() -> Response:
    """Put a caller in the queue. Twilio runs /wait meanwhile, and /left when the caller leaves the queue."""
    return Response(
        Say("All our agents are busy. Please hold the line."),
        Enqueue(QUEUE, action="/left", wait_url="/wait"),
    )


def wait(position: int) -> Response:
    """Keep a caller company, again and again.

    Args:
        position: The caller's place in line: the parameter `QueuePosition` of Twilio's request to /wait.
    """
    return Response(
        Gather(
            Say(f"You are number {position} in line. To stop waiting, press the star key."),
            Play("https://example.com/music.mp3"),
            action="/key",
            num_digits=1,
            timeout=1,
        ),
        Redirect("/wait"),
    )


def key(digits: str) -> Response:
    """Let a caller who pressed the star key out of the queue; Twilio then continues with /left."""
    return Response(Leave() if digits == "*" else Redirect("/wait"))


def left(result: str) -> Response:
    """Say goodbye to a caller who gave up; after a talk with an agent, end the call.

    Args:
        result: Why the caller left: the parameter `QueueResult` of Twilio's request to /left.
    """
    return Response(Say("We are sorry that it took so long.")) if result == "leave" else Response()


def agent() -> Response:
    """Connect an agent who calls in with the caller who has waited longest."""
    return Response(
        Dial(Queue(QUEUE, url="/connecting")),
        Say("Nobody is waiting."),
    )


def connecting() -> Response:
    """Tell the caller, just before both are connected, that the wait is over."""
    return Response(Say("Thank you for waiting. An agent is with you now."))


if __name__ == "__main__":
    print(enter().pretty())
