"""The parameters of a request, and their names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NoReturn, TypeAlias

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

    def __get_pydantic_core_schema__(self, source: object, handler: object) -> NoReturn:
        """Refuse a request class as a dependency of FastAPI, whose parameters anybody could send."""
        raise refusal("A request of Twilio")


def refusal(what: str) -> TypeError:
    """Return the error for a request that pydantic would make from parameters without a signature."""
    return TypeError(
        f"{what} must not be made from a request that may be unsigned: put @twiml below the route, "
        "or use Annotated[CallRequest, Depends(verified(CallRequest))], both from twimlkit.web.fastapi"
    )


def pairs_of(params: Params) -> list[tuple[str, str]]:
    """Return every parameter as a name and a value.

    Raises:
        TypeError: A name or a value is not a string.
    """
    expected = "params must map names to strings or lists of strings, or be pairs of strings"
    pairs: list[tuple[Any, Any]]
    try:
        pairs = list(_unchecked_pairs(params))
    except (TypeError, ValueError):
        raise TypeError(expected) from None
    if not all(isinstance(name, str) and isinstance(value, str) for name, value in pairs):
        name, wrong = next((name, each) for name, value in pairs for each in (name, value) if not isinstance(each, str))
        raise TypeError(f"{expected}; {shortened(str(name))} is {type(wrong).__name__}")
    return pairs


def _unchecked_pairs(params: Any) -> Iterable[tuple[Any, Any]]:
    # Django, Starlette and Werkzeug call it getlist, aiohttp getall
    if all_values := getattr(params, "getlist", None) or getattr(params, "getall", None):
        return ((name, value) for name in params for value in all_values(name))
    if items := getattr(params, "items", None):
        return (
            (name, value)
            for name, values in items()
            for value in ((values,) if isinstance(values, str) else _several(values))
        )
    return ((name, value) for name, value in params)


def _several(values: Any) -> Iterable[Any]:
    several: Iterable[Any] = values
    return several if isinstance(values, Iterable) else (values,)
