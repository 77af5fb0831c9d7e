"""What follows an attempt: a result, a retry or an error.

A request that is safe to repeat is retried after every failure: no connection, no response, a failure at Twilio, too
many requests. Any other request is retried only if Twilio definitely did not process it: no connection was made, or
Twilio answered 429.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeAlias, TypeVar, cast

from ._resources import UnreadableResponse
from .errors import NotSent, RateLimited, RequestRejected, TwilioError, Unavailable, UnknownOutcome, rejection_class

if TYPE_CHECKING:
    from collections.abc import Callable

    from ._requests import Request

INITIAL_BACKOFF: Final = 0.5
MAX_BACKOFF: Final = 8.0
MIN_ATTEMPT: Final = 0.1
"""The least time in seconds that is left for a retry; an error is raised instead of a later one."""

_EXCERPT_LENGTH: Final = 200
_SUCCESS, _REDIRECT, _REJECTION = 2, 3, 4  # the hundreds of a status
_NOT_FOUND: Final = 404
_T = TypeVar("_T")


class RawResponse(NamedTuple):
    """A response before its body is parsed; `request_id` and `retry_after` are headers, or empty."""

    status: int
    body: bytes
    request_id: str = ""
    retry_after: str = ""

    def __repr__(self) -> str:
        return f"<RawResponse {self.status}>"  # a traceback must not show a body that may echo the login


class NoResponse(NamedTuple):
    """A failed attempt without a response; `sent` tells whether Twilio may have received the request."""

    sent: bool
    reason: str

    def __repr__(self) -> str:
        return f"<NoResponse sent={self.sent}>"  # the same


Outcome: TypeAlias = RawResponse | NoResponse


@dataclass(frozen=True, slots=True)
class Done(Generic[_T]):
    """The decision to return a result."""

    result: _T


class Retry(NamedTuple):
    """The decision to send a request again.

    Attributes:
        number: The number of this retry, from 1.
        delay: Seconds to wait before it.
        maybe_done: Whether Twilio may have processed an attempt before it.
    """

    number: int
    delay: float
    maybe_done: bool


def decide(
    request: Request[_T],
    outcome: Outcome,
    last: Retry | None,
    *,
    max_retries: int,
    seconds_left: float,
    hide: Callable[[str], str],
) -> Done[_T] | Retry | TwilioError:
    """Decide what follows an attempt.

    Args:
        request: The request.
        outcome: The outcome of the attempt.
        last: The decision that led to the attempt, or None for the first one.
        max_retries: Maximum number of retries.
        seconds_left: Seconds until the deadline of the request and all its retries.
        hide: Function that hides the credentials in a message.

    Returns:
        The result, the next retry, or the error to raise.
    """
    maybe_done = bool(last and last.maybe_done)
    found = _evaluate(request, outcome, hide, maybe_done=maybe_done)
    if isinstance(found, Done):
        return found
    number = last.number + 1 if last else 1
    if isinstance(found, (Unavailable, RateLimited)) and number <= max_retries:
        delay = _delay(outcome, number)
        if delay + MIN_ATTEMPT < seconds_left:
            return Retry(number, delay, maybe_done or not isinstance(found, (NotSent, RateLimited)))
    if maybe_done and isinstance(found, RequestRejected):
        found.add_note("An earlier attempt had no response and may have been processed.")
    found.numbers = request.numbers
    return found


def _evaluate(
    request: Request[_T], outcome: Outcome, hide: Callable[[str], str], *, maybe_done: bool
) -> Done[_T] | TwilioError:
    """Return the result of a request, or its error."""
    if isinstance(outcome, NoResponse):
        reason = hide(outcome.reason)
        if not outcome.sent:
            return NotSent(f"no connection to Twilio was made: {reason}")
        return _unclear(request, f"Twilio did not respond: {reason}")
    is_delete = request.method == "DELETE"
    if outcome.status // 100 != _SUCCESS and not (is_delete and maybe_done and outcome.status == _NOT_FOUND):
        known = _problem(outcome, hide)
        if outcome.status // 100 != _REJECTION:
            return _unclear(request, **known)
        error_class = rejection_class(outcome.status, known["code"])
        if error_class is RateLimited and outcome.retry_after:
            known["retry_after"] = _seconds(outcome.retry_after)
        return error_class(**known)
    try:
        return Done(request.parse(None if is_delete else _load_json(outcome.body)))
    except UnreadableResponse as problem:
        message = f"Twilio's response is unreadable: {problem}: {_excerpt(outcome.body, hide)}"
        return _unclear(request, message, status=outcome.status, request_id=hide(outcome.request_id))


def _unclear(request: Request[Any], message: str, **known: Any) -> TwilioError:
    """Return the error for a request that Twilio may or may not have processed."""
    if request.possible_effect is None:
        return Unavailable(message, **known)
    return UnknownOutcome(f"{request.possible_effect}: {message}", **known)


def _delay(outcome: Outcome, number: int) -> float:
    """Return the exponential backoff with up to 50 % jitter, added to the time that Twilio asks for."""
    from random import random  # slow to import, and only a failure needs it

    backoff = min(MAX_BACKOFF, INITIAL_BACKOFF * (1 << min(number - 1, 10)))
    retry_after = outcome.retry_after if isinstance(outcome, RawResponse) else ""
    return (_seconds(retry_after) if retry_after else 0.0) + backoff * (1 + random()) / 2  # noqa: S311  # jitter


def _load_json(body: bytes) -> object:
    import json  # slow to import, and only a response needs it

    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise UnreadableResponse("it is not JSON") from None


def _problem(response: RawResponse, hide: Callable[[str], str]) -> dict[str, Any]:
    """Return the arguments of the error for a response that is not a success."""
    try:
        body = _load_json(response.body)
    except UnreadableResponse:
        body = None
    sent = cast("dict[str, Any]", body) if isinstance(body, dict) else {}
    code, page, details = sent.get("code"), sent.get("more_info"), sent.get("details")
    if hide(str(details)) != str(details):
        details = None  # it echoes the credentials
    message = sent.get("message") or sent.get("detail") or sent.get("title")
    if not isinstance(message, str) or not message:
        where = " with a redirect, which is not followed" if response.status // 100 == _REDIRECT else ""
        message = f"Twilio answered HTTP {response.status}{where}: {_excerpt(response.body, hide)}"
    return {
        "message": hide(message),
        "status": response.status,
        "code": code if isinstance(code, int) else None,
        "more_info": hide(page) if isinstance(page, str) else None,
        "request_id": hide(response.request_id),
        "details": cast("dict[str, Any]", details) if isinstance(details, dict) else None,
    }


def _excerpt(body: bytes, hide: Callable[[str], str]) -> str:
    """Return the beginning of a body on one line."""
    text = " ".join(hide(body.decode(errors="replace")).split())  # hidden before a cut could leave half of it
    if not text:
        return "an empty body"
    return repr(text) if len(text) <= _EXCERPT_LENGTH else f"{text[:_EXCERPT_LENGTH]!r}…"


def _seconds(header: str) -> float:
    """Parse a Retry-After header, a number of seconds or a date; an invalid one counts as 0."""
    if header.isascii() and header.isdigit():
        return float(header)
    from datetime import UTC, datetime  # slow to import, and hardly ever needed
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(header)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)  # -0000 is UTC too
        return max(0.0, (moment - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError, ArithmeticError):
        return 0.0
