"""A conference: everybody who calls joins one room, which opens and closes with its host."""

from twimlkit import Conference, Dial, Response, Say

ROOM = "Monday meeting"


def join(*, host: bool) -> Response:
    """Let a caller into the room.

    Args:
        host: Whether the conference starts when this caller enters, and ends when this caller leaves.
    """
    greeting = "You are the host." if host else "Please wait for the host."
    return Response(
        Say(greeting),
        Dial(
            Conference(
                ROOM,
                beep="onEnter",
                start_conference_on_enter=host,
                end_conference_on_exit=host,
                wait_url="/music",
                max_participants=20,
                status_callback="/room",
                status_callback_event=("join", "leave"),
            )
        ),
    )


if __name__ == "__main__":
    print(join(host=True).pretty())
