"""What a tester passes to a step: a mistake is refused, and the message says what to write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

__all__ = [
    "METHODS",
    "check_choice",
    "check_list",
    "check_number",
    "check_seconds",
    "check_share",
    "check_text",
    "check_wanted",
]

METHODS: Final = ("GET", "POST")


def check_wanted(step: str, wanted: object) -> None:
    """Refuse what is neither a text nor a pattern of texts."""
    if not isinstance(getattr(wanted, "pattern", wanted), str):
        example = f'{step}("Welcome")' if step == "hears" else f'{step}="Welcome"'
        raise TypeError(f"{step} takes a text, as in {example}, or a pattern of re.compile, not {wanted!r}")


def check_text(step: str, text: object) -> None:
    """Refuse what is no text."""
    if not isinstance(text, str):
        raise TypeError(f"{step} takes a text, not {text!r}: write {step}({str(text)!r})".replace("'", '"'))


def check_number(step: str, number: object) -> None:
    """Refuse what is no number or address."""
    if not isinstance(number, str):
        raise TypeError(f'{step} takes a number as a text, as in {step}("+14155550110"), not {number!r}')


def check_seconds(step: str, seconds: object) -> None:
    """Refuse what is no length of time."""
    if not isinstance(seconds, int | float):
        raise TypeError(f"{step} takes seconds, not {seconds!r}")
    if not seconds >= 0:
        raise ValueError(f"{step} takes seconds from 0 on, not {seconds!r}")


def check_share(name: str, share: float | None) -> None:
    """Refuse a number that is not from 0 to 1."""
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
