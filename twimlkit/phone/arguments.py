"""What a tester passes to a step: a mistake is refused, and the message says what to write."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

__all__ = [
    "CALL_EVENTS",
    "METHODS",
    "check_choice",
    "check_document",
    "check_list",
    "check_media",
    "check_message",
    "check_number",
    "check_responses",
    "check_seconds",
    "check_share",
    "check_text",
    "check_url",
    "check_wanted",
    "plain_number",
]

METHODS: Final = ("GET", "POST")
CALL_EVENTS: Final = ("initiated", "ringing", "answered", "completed")
"""The events of a call that a status callback is told."""


def check_wanted(step: str, wanted: object) -> None:
    """Refuse what is neither a text nor a pattern of texts."""
    if not isinstance(getattr(wanted, "pattern", wanted), str):
        example = f'{step}("Welcome")' if step == "hears" else f'{step}="Welcome"'
        raise TypeError(f"{step} takes a text, as in {example}, or a pattern of re.compile, not {wanted!r}")
    if isinstance(wanted, str) and not wanted.strip():
        raise ValueError(f"{step} takes a text that is not blank, since a blank one is in everything")


def check_text(step: str, text: object) -> None:
    """Refuse what is no text."""
    if not isinstance(text, str):
        raise TypeError(f"{step} takes a text, not {text!r}: write {step}({str(text)!r})".replace("'", '"'))


def check_number(step: str, number: object) -> None:
    """Refuse what is no number or address."""
    if not isinstance(number, str):
        example = f'{step}="+14155550110"' if step in ("from_", "to", "number") else f'{step}("+14155550110")'
        raise TypeError(f"{step} takes a number as a text, as in {example}, not {number!r}")


def check_document(twiml: object) -> str | None:
    """Return a document as a text, or None where there is none."""
    if isinstance(twiml, bytes):
        return twiml.decode("utf-8", "replace")
    return None if twiml is None else str(twiml)


def plain_number(number: str) -> str:
    """Return a number without the marks that people write in it; another address as it is."""
    return re.sub(r"[\s().-]", "", number) if re.fullmatch(r"\+?[\d\s().-]+", number) else number


def check_url(url: object) -> None:
    """Refuse what is no text."""
    if not isinstance(url, str):
        raise TypeError(f'{url!r} is no URL: write a text, as in "/voice"')


def check_media(media: object) -> tuple[str, str]:
    """Return the URL of a file and its content type, as they are written."""
    match media:
        case str():
            return media, "image/jpeg"
        case (str() as url, str() as kind):
            return url, kind
        case _:
            raise TypeError(f"media takes URLs, or pairs of URL and content type, not {media!r}")


def check_responses(response: object, notify: object) -> None:
    """Refuse what are no SIP responses."""
    if not (isinstance(response, int) and isinstance(notify, int | None)):
        raise TypeError(f"refer takes SIP responses, as in refer(202, 200), not {response!r} and {notify!r}")


def check_message(message: object) -> None:
    """Refuse what is no message of a WebSocket."""
    if not isinstance(message, Mapping):
        raise TypeError(f'socket_sends takes a message, as in {{"type": "end"}}, not {message!r}')


def check_seconds(step: str, seconds: object) -> None:
    """Refuse what is no length of time."""
    if not isinstance(seconds, int | float):
        raise TypeError(f"{step} takes seconds, not {seconds!r}")
    if not 0 <= seconds < math.inf:
        raise ValueError(f"{step} takes seconds from 0 on, not {seconds!r}")


def check_share(name: str, share: object) -> None:
    """Refuse a number that is not from 0 to 1."""
    if not isinstance(share, int | float | None):
        raise TypeError(f"{name} takes a number from 0 to 1, not {share!r}")
    if share is not None and not 0 <= share <= 1:
        raise ValueError(f"{name} is from 0 to 1, not {share!r}")


def check_list(name: str, values: Iterable[object]) -> None:
    """Refuse a text where several are meant."""
    if isinstance(values, str):
        raise TypeError(f'{name} takes several: write {name}=["{values}"]')


def check_choice(name: str, value: object, choices: Collection[str]) -> None:
    """Refuse what is none of the choices."""
    if value not in choices:
        raise ValueError(f"{name} must be {' or '.join(choices)}, not {value!r}")
