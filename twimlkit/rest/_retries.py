"""What follows an attempt: a result, a retry or an error.

A request that is safe to repeat is retried after every failure: no connection, no response, a failure at Twilio, too
many requests. Any other request is retried only if Twilio definitely did not process it: no connection was made, or
Twilio answered 429.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeAlias, TypeVar, cast

from ._resources import UnreadableResponse
from .errors import NotSent, RateLimited, RequestRejected, TwilioError, Unavailable, UnknownOutcome, rejection_class

if TYPE_CHECKING:
    from ._requests import Request

INITIAL_BACKOFF: Final = 0.5
MAX_BACKOFF: Final = 8.0
MAX_DELAY: Final = 60.0
"""The longest time in seconds before a retry; an error is raised instead of a longer one."""

_OK: Final = 200
_REDIRECT: Final = 300
_BAD_REQUEST: Final = 400
_NOT_FOUND: Final = 404
_SERVER_ERROR: Final = 500
_EXCERPT_LENGTH: Final = 200
_T = TypeVar("_T")


class RawResponse(NamedTuple):
    """A response before its body is parsed; `retry_after` is the header of that name, or empty."""

    status: int
    body: bytes
    request_id: str | None = None
    retry_after: str = ""


class NoResponse(NamedTuple):
    """A failed attempt without a response; `sent` tells whether Twilio may have received the request."""

    sent: bool
    reason: str


Outcome: TypeAlias = RawResponse | NoResponse


class RetryState(Generic[_T]):
    """The state of one request from its first attempt to its result or error.

    Args:
        request: The request.
        max_retries: Maximum number of retries.

    Attributes:
        result: The result, once `next_delay` has returned None.
    """

    __slots__ = ("_max_retries", "_possibly_processed", "_request", "_retries", "result")

    def __init__(self, request: Request[_T], max_retries: int) -> None:
        self.result: _T
        self._request = request
        self._max_retries = max_retries
        self._retries = 0
        self._possibly_processed = False

    def next_delay(self, outcome: Outcome) -> float | None:
        """Process the outcome of an attempt.

        Args:
            outcome: The outcome.

        Returns:
            The seconds to wait before the next attempt, or None if `result` is set.

        Raises:
            TwilioError: The request failed and must not be retried.
        """
        error = self._evaluate(outcome)
        if error is None:
            return None
        delay = self._delay(outcome)
        if not self._may_retry(error) or self._retries >= self._max_retries or delay > MAX_DELAY:
            if self._possibly_processed and isinstance(error, RequestRejected):
                error.add_note("An earlier attempt had no response and may have been processed.")
            raise error
        self._retries += 1
        self._possibly_processed = self._possibly_processed or not isinstance(error, (NotSent, RequestRejected))
        return delay

    def _evaluate(self, outcome: Outcome) -> TwilioError | None:
        """Set the result, or return the error."""
        if isinstance(outcome, NoResponse):
            return self._no_response(outcome)
        if outcome.status < _OK or outcome.status >= _REDIRECT:
            deletes = self._request.method == "DELETE"
            already_deleted = outcome.status == _NOT_FOUND and self._possibly_processed and deletes
            if not already_deleted:
                return self._failed(outcome)
        try:
            self.result = self._request.parse(_load_json(outcome) if self._request.method != "DELETE" else None)
        except UnreadableResponse as problem:
            return self._unclear(f"Twilio's response is unreadable: {problem}", outcome)
        return None

    def _no_response(self, outcome: NoResponse) -> TwilioError:
        if not outcome.sent:
            return NotSent(f"no connection to Twilio was made: {outcome.reason}")
        return self._unclear(f"Twilio did not respond: {outcome.reason}", None)

    def _failed(self, response: RawResponse) -> TwilioError:
        problem = _problem(response)
        if response.status >= _SERVER_ERROR:
            return self._unclear(**problem)
        error_class = rejection_class(response.status, problem["code"])
        if error_class is RateLimited and response.retry_after:
            return RateLimited(**problem, retry_after=_seconds(response.retry_after))
        return error_class(**problem)

    def _unclear(self, message: str, response: RawResponse | None = None, **known: Any) -> TwilioError:
        """Return the error for a request that Twilio may or may not have processed."""
        if response:
            known = {"status": response.status, "request_id": response.request_id}
        if self._request.possible_effect is None:
            return Unavailable(message, **known)
        return UnknownOutcome(f"{self._request.possible_effect}: {message}", **known)

    def _may_retry(self, error: TwilioError) -> bool:
        return isinstance(error, (Unavailable, RateLimited)) and not isinstance(error, UnknownOutcome)

    def _delay(self, outcome: Outcome) -> float:
        """Return the exponential backoff with up to 50 % jitter, added to the time that Twilio asks for."""
        from random import random  # slow to import, and only a failure needs it

        backoff = min(MAX_BACKOFF, INITIAL_BACKOFF * (1 << min(self._retries, 10)))
        retry_after = outcome.retry_after if isinstance(outcome, RawResponse) else ""
        return (_seconds(retry_after) if retry_after else 0.0) + backoff * (1 + random()) / 2  # noqa: S311  # jitter


def _load_json(response: RawResponse) -> object:
    import json  # slow to import, and only a response needs it

    try:
        return json.loads(response.body)
    except (ValueError, RecursionError):
        raise UnreadableResponse(f"it is not JSON but {_excerpt(response.body)}") from None


def _problem(response: RawResponse) -> dict[str, Any]:
    """Return the arguments of the error for a response that is not a success."""
    try:
        body = _load_json(response)
    except UnreadableResponse:
        body = None
    sent = cast("dict[str, Any]", body) if isinstance(body, dict) else {}
    code, page, details = sent.get("code"), sent.get("more_info"), sent.get("details")
    message = sent.get("message") or sent.get("detail") or sent.get("title")
    if not isinstance(message, str) or not message:
        where = " with a redirect, which is not followed" if response.status < _BAD_REQUEST else ""
        message = f"Twilio answered HTTP {response.status}{where}: {_excerpt(response.body)}"
    return {
        "message": message,
        "status": response.status,
        "code": code if isinstance(code, int) else None,
        "more_info": page if isinstance(page, str) else None,
        "request_id": response.request_id,
        "details": cast("dict[str, Any]", details) if isinstance(details, dict) else None,
    }


def _excerpt(body: bytes) -> str:
    """Return the beginning of a body on one line."""
    text = " ".join(body[: 4 * _EXCERPT_LENGTH].decode(errors="replace").split())
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
    except ValueError:
        return 0.0
    return max(0.0, (moment - datetime.now(moment.tzinfo and UTC)).total_seconds())
