"""Values as the datatypes that RELAX NG and XSD share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from twimlkit._core.values import (
    AMOUNT,
    MAX_DIGITS,
    Address,
    Amount,
    Boolean,
    Bounded,
    Items,
    NumberValue,
    OneLine,
    OneOf,
    Text,
    Value,
    Whole,
)
from twimlkit._core.vocabulary import element_classes

from ._documentation import to_xml_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from twimlkit._core.marks import Separated


class Datatype(NamedTuple):
    """The type of a single value.

    Attributes:
        base: The name of a type that both languages know.
        facets: Its bounds and patterns, each with the name of its kind.
        name: A name of its own, or None.
        meaning: The documentation of a type with a name.
    """

    base: str
    facets: tuple[tuple[str, str], ...]
    name: str | None = None
    meaning: str = ""


def datatype_of(value: Value, *, filled: bool = False) -> Datatype:
    """Return the datatype of a value that is neither one of several words nor a list with spaces.

    Args:
        value: The value.
        filled: Whether a text must not be empty.
    """
    match value:
        case Text():
            return _text_datatype(value, filled=filled)
        case Whole():
            return _number_datatype("integer", _WHOLE, value)
        case NumberValue():
            # The decimals of some releases of libxml2 have 24 digits only.
            return _number_datatype("double", _DECIMAL, value)
        case Amount():
            return _number_datatype("decimal", AMOUNT, value)
        case Boolean():
            return Datatype("boolean", (("pattern", r"\s*(true|false)\s*"),), "boolean", _meaning(value))
        case Items():
            return Datatype("string", (("pattern", _list_pattern(value.separated)),))
        case _:
            raise TypeError(f"no datatype stands for {type(value).__name__}")


def named_datatypes() -> list[Datatype]:
    """Return the datatypes that have a name, each once."""
    found: dict[str | None, Datatype] = {}
    for grammar in (element_class.grammar() for element_class in element_classes()):
        values: list[tuple[Value, bool]] = [(attribute.value, False) for attribute in grammar.attributes.values()]
        values += [(grammar.text, grammar.needs_content)] if grammar.text else []
        for value, filled in values:
            for single in _single_values(value):
                datatype = datatype_of(single, filled=filled)
                found.setdefault(datatype.name, datatype)
    found.pop(None, None)
    return list(found.values())


def _single_values(value: Value) -> Iterator[Value]:
    """Yield the values that need a datatype: all but words, and lists of words with spaces."""
    match value:
        case OneOf():
            yield from _single_values(value.other) if value.other else ()
        case Items() if is_spaced_list(value):
            yield from _single_values(value.item)
        case _:
            yield value


def is_spaced_list(value: Items) -> bool:
    """Tell whether a list is written with spaces, as the lists of both languages are."""
    return value.separated.by == " "


def form_of(value: Text) -> Literal["url", "line", "text"]:
    """Name the form of a text."""
    return "url" if isinstance(value, Address) else "line" if isinstance(value, OneLine) else "text"


def _meaning(value: Value) -> str:
    return to_xml_names(type(value).__doc__ or "")


def _text_datatype(value: Text, *, filled: bool) -> Datatype:
    facets: list[tuple[str, str]] = []
    form, is_limited = form_of(value), value.most is not None
    if form == "text":
        facets += [("minLength", "1")] * filled + [("maxLength", str(value.most))] * is_limited
    if form == "url":
        facets += [("pattern", _stripped(_address_pattern(), filled=filled))]
    if form == "line" or (form == "url" and is_limited):
        facets += [("pattern", _stripped(_line_pattern(value.most), filled=filled))]
    if value.matching:
        return Datatype("string", (*facets, ("pattern", _xsd_pattern(value.matching.pattern))))
    name = "-".join(["filled"] * filled + [form] + [str(value.most)] * is_limited)
    return Datatype("string", tuple(facets), name, _meaning(value))


def _number_datatype(base: str, pattern: str, value: Bounded) -> Datatype:
    bounds = ("minInclusive", str(value.least)), ("maxInclusive", str(value.most))
    return Datatype(base, (("pattern", rf"\s*{_xsd_pattern(pattern)}\s*"), *bounds))


# Patterns.

_WHOLE: Final = rf"[+-]?[0-9]{{1,{MAX_DIGITS}}}"
_DECIMAL: Final = r"[+-]?([0-9]{1,400}(\.[0-9]{0,400})?|\.[0-9]{1,400})"
_WEB_SCHEMES: Final = ("http", "https", "ws", "wss")  # with a host
_PHONE_SCHEMES: Final = ("sip", "sips")  # without

_SPACES: Final = "\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_BLANK: Final = r" \t\n\r" + "\x85" + _SPACES
"""The white space of Python that XML can hold."""

_AROUND: Final = f"[{_BLANK}]*"
_INSIDE: Final = f"[ {_SPACES}]*"
_PRINTED: Final = r"\P{Cc}"


def _visible(*others: str) -> str:
    """Match one character, except white space, control characters, and these others."""
    # No backslash s stands here: a tab is a control character too, and Jing misreads it after a ^.
    return rf"[^ \p{{Cc}}{_SPACES}{''.join(others)}]"


_VISIBLE: Final = _visible()
_NAMING: Final = r"A-Za-z0-9+.\-"  # in a scheme
_PART: Final = _visible("@/?#")  # of an authority
_LETTER: Final = _visible(r":\[\]@/?#")  # of a host, which has one at least
_INNER: Final = _visible(r"\]@/?#")  # of a host in brackets, which may begin with a colon
_HOST: Final = rf"((\][\[\]]*|\[+)?{_LETTER}{_PART}*|\[+:{_INNER}*\]{_PART}*)"
_AUTHORITY: Final = f"//({_visible('/?#')}*@)?{_HOST}([/?#]{_VISIBLE}*)?"


def _any_case(schemes: Iterable[str]) -> str:
    return "|".join("".join(f"[{letter.upper()}{letter}]" for letter in scheme) for scheme in schemes)


def _address_pattern() -> str:
    """Match a URL that is not empty: an alternative for each kind that a class accepts."""
    return "|".join(
        (
            f"(({_any_case((*_WEB_SCHEMES, *_PHONE_SCHEMES))}):)?{_AUTHORITY}",
            f"({_any_case(_PHONE_SCHEMES)}):(/?{_visible('/')}{_VISIBLE}*|/)?",
            f"/({_visible('/')}{_VISIBLE}*)?",
            f"{_visible('A-Za-z/')}{_VISIBLE}*",
            f"[A-Za-z][{_NAMING}]*({_visible(':', _NAMING)}{_VISIBLE}*)?",
        )
    )


def _line_pattern(most: int | None) -> str:
    """Match text on one line that is not empty, with at most this number of characters."""
    if most is None:
        return f"{_VISIBLE}({_INSIDE}{_VISIBLE})*"
    return f"{_VISIBLE}({_PRINTED}{{0,{most - 2}}}{_VISIBLE})?"


def _stripped(pattern: str, *, filled: bool) -> str:
    """Match a pattern with white space around it, or white space alone unless it must be filled."""
    return f"{_AROUND}({pattern}){_AROUND}" if filled else f"{_AROUND}(({pattern}){_AROUND})?"


def _list_pattern(separated: Separated) -> str:
    """Match a list with another separator than a space; unless it may be empty, with an item that is not."""
    by = separated.by
    gap, solid = f"[{by}{_BLANK}]*", f"[^{by}{_BLANK}]"
    rest = f"[^{by}]*" if separated.longest is None else f"([^{by}]{{0,{separated.longest - 2}}}{solid})?{_AROUND}"
    more = "*" if separated.most is None else f"{{0,{separated.most - 1}}}"
    items = f"{solid}{rest}({by}{gap}{solid}{rest}){more}({by}{gap})?"
    return f"{gap}({items})?" if separated.may_be_empty else gap + items


def _xsd_pattern(pattern: str) -> str:
    """Translate a pattern of Python to XSD, where a hyphen at the end of a class needs a backslash."""
    return re.sub(r"(?<!\\)-]", r"\\-]", pattern)
