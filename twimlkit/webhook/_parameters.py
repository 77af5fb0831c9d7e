"""The parameters of a request, and their names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from twimlkit._core.values import shortened

Params: TypeAlias = Mapping[str, str | Sequence[str]] | Iterable[tuple[str, str]]
"""The parameters of a request: a mapping of names to one or several strings, pairs, or a framework's form or query."""


class SentAs:
    """The names of an attribute's parameter, where they do not follow from the attribute's name.

    Args:
        names: The current name, then older ones. Empty for an attribute that is made from several parameters.
    """

    __slots__ = ("names",)

    def __init__(self, *names: str) -> None:
        self.names = names


def pairs_of(params: Params) -> list[tuple[str, str]]:
    """Return every parameter as a name and a value.

    Raises:
        TypeError: A name or a value is not a string.
    """
    expected = "params must map names to strings or lists of strings, or be pairs of strings"
    pairs: list[tuple[Any, Any]]
    try:
        pairs = [(name, value) for name, value in _unchecked_pairs(params)]
    except (TypeError, ValueError):
        raise TypeError(expected) from None
    for name, value in pairs:
        if not (isinstance(name, str) and isinstance(value, str)):
            wrong = type(value if isinstance(name, str) else name).__name__
            raise TypeError(f"{expected}; {shortened(str(name))} is {wrong}")
    return pairs


def _unchecked_pairs(params: Any) -> Iterable[tuple[Any, Any]]:
    # Django, Starlette and Werkzeug call it getlist, aiohttp getall
    if all_values := getattr(params, "getlist", None) or getattr(params, "getall", None):
        return ((name, value) for name in params for value in all_values(name))
    if items := getattr(params, "items", None):
        return ((name, value) for name, values in items() for value in _values_of(values))
    return ((name, value) for name, value in params)


def _values_of(values: Any) -> Iterable[Any]:
    several: Iterable[Any] = values
    return several if isinstance(values, list | tuple | set | frozenset) else (values,)
