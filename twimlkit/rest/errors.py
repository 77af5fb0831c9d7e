"""The errors of requests to Twilio.

TwilioError                   the base of all
├── InvalidParameter          a parameter is invalid; nothing was sent; a ValueError too
├── RequestRejected           Twilio rejected the request and did nothing
│   ├── AuthenticationError   the account SID, the token or the API key is wrong
│   ├── PermissionDenied      the account or the key lacks the permission, or may not reach that country
│   ├── NotFound              the call, message or account does not exist
│   ├── RateLimited           too many requests at once, even after the last retry
│   ├── InvalidNumber         a number is invalid, does not belong to the account, or cannot be reached
│   ├── OptedOut              the recipient has unsubscribed from the sender's messages
│   └── NotInProgress         the call has ended, or is in the wrong state for the change
├── Unavailable               Twilio failed or did not respond; to repeat the request does no harm
│   └── NotSent               no connection was made; nothing was done
└── UnknownOutcome            no clear response: Twilio may or may not have processed the request
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "AuthenticationError",
    "InvalidNumber",
    "InvalidParameter",
    "NotFound",
    "NotInProgress",
    "NotSent",
    "OptedOut",
    "PermissionDenied",
    "RateLimited",
    "RequestRejected",
    "TwilioError",
    "Unavailable",
    "UnknownOutcome",
    "rejection_class",
]


class TwilioError(Exception):
    """A request to Twilio that has no result.

    Args:
        message: Description of the problem, in Twilio's words if Twilio responded.
        status: HTTP status of the response, if there was one.
        code: Twilio's error code, if there is one.
        more_info: URL of the page that explains the code. Default: that of `code`.
        request_id: Twilio's ID of the request, for its support.
        details: Further data that Twilio sent.

    Attributes:
        numbers: The addresses of the request by parameter, `to` and `from_`, masked but for the last four digits.

    https://www.twilio.com/docs/api/errors
    """

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        code: int | None = None,
        more_info: str | None = None,
        request_id: str | None = None,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.message: str = message
        self.status: int | None = status
        self.code: int | None = code
        self.more_info: str | None = more_info or (f"https://www.twilio.com/docs/errors/{code}" if code else None)
        self.request_id: str | None = request_id or None
        self.details: dict[str, Any] = dict(details or {})
        self.numbers: dict[str, str] = {}

    def __str__(self) -> str:
        numbers = {name.rstrip("_"): number for name, number in self.numbers.items()}
        known = {"Twilio": self.code, "HTTP": self.status, **numbers, "request": self.request_id}
        shown = ", ".join(f"{name} {value}" for name, value in known.items() if value)
        return f"{self.message} ({shown})" if shown else self.message

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.message,), self.__dict__


class InvalidParameter(TwilioError, ValueError):
    """An invalid parameter, or one that contradicts another; nothing was sent.

    Args:
        message: Description of the problem.
        parameter: Name of the parameter in Python.
        code: Twilio's error code for the same mistake, if there is one.
    """

    def __init__(self, message: str, *, parameter: str | None = None, code: int | None = None) -> None:
        super().__init__(message, code=code)
        self.parameter: str | None = parameter


class RequestRejected(TwilioError):
    """A request that Twilio rejected; nothing was done."""


class AuthenticationError(RequestRejected):
    """A wrong account SID, token or API key."""


class PermissionDenied(RequestRejected):
    """An action that the account or the key may not take, or not with a number in that country."""


class NotFound(RequestRejected):
    """A call, message or account that does not exist in this region."""


class RateLimited(RequestRejected):
    """Too many requests at once, even after the last retry.

    Args:
        message: Description of the problem.
        retry_after: Seconds to wait before the next attempt, if Twilio sent them.
        **known: The other arguments of `TwilioError`.
    """

    def __init__(self, message: str, *, retry_after: float | None = None, **known: Any) -> None:
        super().__init__(message, **known)
        self.retry_after: float | None = retry_after


class InvalidNumber(RequestRejected):
    """A number that is invalid, does not belong to the account, or cannot be reached."""


class OptedOut(RequestRejected):
    """A recipient who has unsubscribed from the sender's messages."""


class NotInProgress(RequestRejected):
    """A call in the wrong state for the change, usually because it has ended."""


class Unavailable(TwilioError):
    """A failure at Twilio, no response, or an unreadable one, to a request that does no harm if it is repeated."""


class NotSent(Unavailable):
    """No connection to Twilio; nothing was done."""


class UnknownOutcome(TwilioError):
    """A request without a clear response that must not be repeated blindly: Twilio may have processed it.

    Check with `list_calls` or `list_messages` first: a second request may call the same person twice.
    """


_BY_CODE: Final[dict[int, type[RequestRejected]]] = {
    20003: AuthenticationError,
    **dict.fromkeys((20005, 20006, 20008, 20403, 21203, 21215, 21408), PermissionDenied),
    20404: NotFound,
    20429: RateLimited,
    **dict.fromkeys((21202, 21210, 21211, 21212, 21214, 21217, 21219, 21264, 21265, 21266, 21268), InvalidNumber),
    **dict.fromkeys((21401, 21421, 21601, 21606, 21608, 21612, 21614, 21635), InvalidNumber),
    **dict.fromkeys((21659, 21660, 21661, 21663), InvalidNumber),
    21220: NotInProgress,
    21610: OptedOut,
}
_TOO_MANY_REQUESTS: Final = 429
_BY_STATUS: Final[dict[int, type[RequestRejected]]] = {
    401: AuthenticationError,
    403: PermissionDenied,
    404: NotFound,
    _TOO_MANY_REQUESTS: RateLimited,
}


def rejection_class(status: int, code: int | None) -> type[RequestRejected]:
    """Return the error class for a response, chosen by Twilio's code and otherwise by the HTTP status."""
    if status == _TOO_MANY_REQUESTS:
        return RateLimited
    return _BY_CODE.get(code or 0) or _BY_STATUS.get(status, RequestRejected)
