"""What a telephone raises."""

from __future__ import annotations

from typing import Any

__all__ = ["CallError", "Unreachable", "is_hidden"]


class CallError(AssertionError):
    """A check that fails, a step that Twilio would not take, or an error that fails a strict test.

    The message ends with the transcript.
    """


class Unreachable(Exception):
    """An application of a test raises this to be as one to which there is no connection."""


def is_hidden(caught: Any) -> bool:
    """Whether pytest shows no frames of a module with this as `__tracebackhide__`: a failed step is a line of the test.

    Args:
        caught: pytest's ExceptionInfo.
    """
    return isinstance(caught.value, CallError)
