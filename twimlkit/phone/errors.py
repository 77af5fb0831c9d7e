"""What a telephone raises."""

from __future__ import annotations

__all__ = ["CallError", "Unreachable"]


class CallError(AssertionError):
    """A check that fails, a step that Twilio would not take, or an error that fails a strict test.

    The message ends with the transcript.
    """


class Unreachable(Exception):
    """An application of a test raises this to be as one to which there is no connection."""
