"""Voicemail: Record takes a message after the beep, and Twilio reports it to us."""

from twimlkit import Hangup, Record, Response, Say


def voicemail() -> Response:
    """Take a message of at most two minutes; a caller who says nothing hears the last Say."""
    return Response(
        Say("Please leave a message after the beep. Press the pound key when you are done."),
        Record(
            action="/recorded",
            max_length=120,
            finish_on_key="#",
            recording_status_callback="/recording",
            transcribe=True,
            transcribe_callback="/transcription",
        ),
        Say("We did not get a message. Goodbye."),
    )


def recorded(seconds: int) -> Response:
    """Thank the caller.

    Args:
        seconds: The length of the message: the parameter `RecordingDuration` of Twilio's request to /recorded.
    """
    return Response(Say(f"Thank you for your message of {seconds} seconds."), Hangup())


if __name__ == "__main__":
    print(voicemail().pretty())
