"""Decides what follows from what came back: the result, the same request again, or an error.

A request that does no harm when it is made twice is made again after whatever may pass: no connection, no answer, a
failure at Twilio's end, too many requests. Any other one is made again only when it certainly was not carried out: when
no connection was made, or when Twilio refused it with 429.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeAlias, TypeVar, cast

from .answers import Unreadable
from .errors import (
    NotSent,
    RateLimited,
    Refused,
    TwilioError,
    Unavailable,
    UnknownOutcome,
    refusal_class,
)

if TYPE_CHECKING:
    from .requests import Request

__all__ = ["FIRST_PAUSE", "LONGEST_BACKOFF", "LONGEST_PAUSE", "Attempts", "Lost", "Outcome", "Reply"]

FIRST_PAUSE: Final = 0.5
LONGEST_BACKOFF: Final = 8.0
LONGEST_PAUSE: Final = 60.0
"""For how many seconds a client waits at most before it makes a request again."""

_OK: Final = 200
_REDIRECT: Final = 300
_BAD_REQUEST: Final = 400
_NOT_FOUND: Final = 404
_SERVER_ERROR: Final = 500
_SHOWN: Final = 200
_T = TypeVar("_T")


class Reply(NamedTuple):
    """Is an answer as it came.

    retry_after: the header of that name, or nothing.
    """

    status: int
    body: bytes
    request_id: str | None = None
    retry_after: str = ""


class Lost(NamedTuple):
    """Says that no answer came, whether anything may have been sent, and why."""

    sent: bool
    reason: str


Outcome: TypeAlias = Reply | Lost


class Attempts(Generic[_T]):
    """Follows one request from its first attempt to its end.

    request: what is asked for.
    repeats: how often it is made again at most.
    """

    __slots__ = ("_done", "_repeats", "_request", "_unsure", "result")

    def __init__(self, request: Request[_T], repeats: int) -> None:
        self.result: _T
        self._request = request
        self._repeats = repeats
        self._done = 0
        self._unsure = False

    def pause_after(self, outcome: Outcome) -> float | None:
        """Says for how many seconds to wait before the next attempt, or None when `result` is there.

        Raises a subclass of TwilioError when there will be no result.
        """
        error = self._judge(outcome)
        if error is None:
            return None
        pause = self._pause(outcome)
        if not self._may_repeat(error) or self._done >= self._repeats or pause > LONGEST_PAUSE:
            if self._unsure and isinstance(error, Refused):
                error.add_note("An earlier attempt had no answer, and may have done what was asked for.")
            raise error
        self._done += 1
        self._unsure = self._unsure or not isinstance(error, (NotSent, Refused))
        return pause

    def _judge(self, outcome: Outcome) -> TwilioError | None:
        """Reads the result, or makes the error."""
        if isinstance(outcome, Lost):
            return self._lost(outcome)
        if outcome.status < _OK or outcome.status >= _REDIRECT:
            gone = outcome.status == _NOT_FOUND and self._unsure and self._request.method == "DELETE"
            if not gone:
                return self._failed(outcome)
        try:
            self.result = self._request.read(_load(outcome) if self._request.method != "DELETE" else None)
        except Unreadable as problem:
            return self._unclear(f"Twilio answered with {problem}", outcome)
        return None

    def _lost(self, lost: Lost) -> TwilioError:
        if not lost.sent:
            return NotSent(f"no connection to Twilio was made: {lost.reason}")
        return self._unclear(f"Twilio did not answer: {lost.reason}", None)

    def _failed(self, reply: Reply) -> TwilioError:
        """The error for an answer that is not a success."""
        said = _said(reply)
        if reply.status >= _SERVER_ERROR:
            return self._unclear(**said)
        kind = refusal_class(reply.status, said["code"])
        if kind is RateLimited and reply.retry_after:
            return RateLimited(**said, retry_after=_seconds(reply.retry_after))
        return kind(**said)

    def _unclear(self, message: str, reply: Reply | None = None, **known: Any) -> TwilioError:
        """The error for a request of which nobody knows whether it was carried out."""
        if reply:
            known = {"status": reply.status, "request_id": reply.request_id}
        if self._request.doubt is None:
            return Unavailable(message, **known)
        return UnknownOutcome(f"{self._request.doubt}: {message}", **known)

    def _may_repeat(self, error: TwilioError) -> bool:
        if isinstance(error, UnknownOutcome):
            return False
        return isinstance(error, (Unavailable, RateLimited))

    def _pause(self, outcome: Outcome) -> float:
        """Doubles with each attempt; what Twilio asks for comes on top.

        Half of it is left to chance, so that those who were refused together do not come back together.
        """
        from random import random  # slow to import, and only a repeat needs it

        backoff = min(LONGEST_BACKOFF, FIRST_PAUSE * (1 << min(self._done, 10)))
        asked = _seconds(outcome.retry_after) if isinstance(outcome, Reply) and outcome.retry_after else 0.0
        return asked + backoff * (1 + random()) / 2  # noqa: S311  # chance, not a secret


def _load(reply: Reply) -> object:
    import json  # slow to import, and only who has an answer needs it

    try:
        return json.loads(reply.body)
    except (ValueError, RecursionError):
        raise Unreadable(f"what is not JSON: {_excerpt(reply.body)}") from None


def _said(reply: Reply) -> dict[str, Any]:
    """What an answer that is not a success says, as the arguments of an error."""
    try:
        body = _load(reply)
    except Unreadable:
        body = None
    said = cast("dict[str, Any]", body) if isinstance(body, dict) else {}
    code, page, details = said.get("code"), said.get("more_info"), said.get("details")
    message = said.get("message") or said.get("detail") or said.get("title")
    if not isinstance(message, str) or not message:
        where = " with a redirect, which is not followed" if reply.status < _BAD_REQUEST else ""
        message = f"Twilio answered HTTP {reply.status}{where}: {_excerpt(reply.body)}"
    return {
        "message": message,
        "status": reply.status,
        "code": code if isinstance(code, int) else None,
        "more_info": page if isinstance(page, str) else None,
        "request_id": reply.request_id,
        "details": cast("dict[str, Any]", details) if isinstance(details, dict) else None,
    }


def _excerpt(body: bytes) -> str:
    """The beginning of a body, on one line."""
    text = " ".join(body[: 4 * _SHOWN].decode(errors="replace").split())
    return (repr(text) if len(text) <= _SHOWN else f"{text[:_SHOWN]!r}…") if text else "an empty body"


def _seconds(header: str) -> float:
    """Reads a Retry-After, which is a number of seconds or a date; 0 where it is neither."""
    if header.isascii() and header.isdigit():
        return float(header)
    from datetime import UTC, datetime  # slow to import, and hardly ever needed
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return 0.0
    return max(0.0, (moment - datetime.now(moment.tzinfo and UTC)).total_seconds())
