"""Says what went wrong with a request to Twilio: one family of errors.

TwilioError                   all of them
├── InvalidParameter          a parameter that is not right, found before anything was sent; a ValueError too
├── Refused                   Twilio answered, and did nothing
│   ├── AuthenticationError   the account, the token or the key is not right
│   ├── PermissionDenied      the account or the key may not do that, or not for that country
│   ├── NotFound              there is no such call, message or account
│   ├── RateLimited           too many requests at once, and still so after the last repeat
│   ├── InvalidNumber         a number that is not right, not the account's to use, or cannot be reached
│   ├── OptedOut              the recipient has asked for no more messages
│   └── NotInProgress         the call is over, or not as far yet as the change needs it
└── Unavailable               Twilio did not answer, or failed; to ask again does no harm
    ├── NotSent               no connection was made, so nothing was done
    └── UnknownOutcome        the request went out: what it asks for may have been done
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
    "Refused",
    "TwilioError",
    "Unavailable",
    "UnknownOutcome",
    "refusal_class",
]


class TwilioError(Exception):
    """Says why a request to Twilio has no result.

    message: what is wrong, in Twilio's words where Twilio answered.
    status: the HTTP status of the answer, or None where there was none.
    code: Twilio's number for what is wrong, where there is one.
    more_info: the page that explains it.
    request_id: Twilio's id of the request, to quote to its support.
    details: what else Twilio said.

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
        self.request_id: str | None = request_id
        self.details: dict[str, Any] = dict(details or {})

    def __str__(self) -> str:
        known = {"Twilio": self.code, "HTTP": self.status, "request": self.request_id}
        shown = ", ".join(f"{name} {value}" for name, value in known.items() if value)
        return f"{self.message} ({shown})" if shown else self.message

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.message,), self.__dict__


class InvalidParameter(TwilioError, ValueError):
    """Says that a parameter is not right, or does not go with the others; nothing was sent.

    parameter: its name in Python.
    """

    def __init__(self, message: str, *, parameter: str | None = None, code: int | None = None) -> None:
        super().__init__(message, code=code)
        self.parameter: str | None = parameter


class Refused(TwilioError):
    """Says that Twilio refused a request and did nothing."""


class AuthenticationError(Refused):
    """Says that Twilio does not know the account, or not with that token or key."""


class PermissionDenied(Refused):
    """Says that the account or the key may not do that, or not with a number in that country."""


class NotFound(Refused):
    """Says that there is no such call, message or account where the request went."""


class RateLimited(Refused):
    """Says that there were too many requests at once, and still were after the last repeat.

    retry_after: the seconds to wait, where Twilio said so.
    """

    def __init__(self, message: str, *, retry_after: float | None = None, **known: Any) -> None:
        super().__init__(message, **known)
        self.retry_after = retry_after


class InvalidNumber(Refused):
    """Says that a number is not right, is not the account's to use, or cannot be reached."""


class OptedOut(Refused):
    """Says that the recipient has asked for no more messages from the sender."""


class NotInProgress(Refused):
    """Says that a call is not in the state that the change needs, as a rule because it is over."""


class Unavailable(TwilioError):
    """Says that Twilio did not answer, failed, or answered what cannot be read; to ask again does no harm."""


class NotSent(Unavailable):
    """Says that no connection to Twilio was made, so that nothing was done."""


class UnknownOutcome(Unavailable):
    """Says that what was asked for may have been done: the request went out, and no clear answer came back.

    Look whether it was done, with `list_calls` or `list_messages`, before it is asked for again.
    """


_BY_CODE: Final[dict[int, type[Refused]]] = {
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
_BY_STATUS: Final[dict[int, type[Refused]]] = {
    401: AuthenticationError,
    403: PermissionDenied,
    404: NotFound,
    429: RateLimited,
}


def refusal_class(status: int, code: int | None) -> type[Refused]:
    """Finds the class of error for an answer, by Twilio's code first and by the HTTP status else."""
    return RateLimited if status == _TOO_MANY else _BY_CODE.get(code or 0) or _BY_STATUS.get(status, Refused)


_TOO_MANY: Final = 429
