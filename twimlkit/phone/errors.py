"""What a telephone raises."""

from __future__ import annotations

__all__ = ["CallError"]


class CallError(AssertionError):
    """A check that fails, a step that Twilio would not take, or an error that fails a strict test.

    The message ends with the transcript.
    """
