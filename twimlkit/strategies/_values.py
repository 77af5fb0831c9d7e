"""Strategies for valid values of attributes and texts, and lists of invalid ones."""

from __future__ import annotations

import math
import string
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from twimlkit._core.values import (
    Address,
    Amount,
    Boolean,
    Bounded,
    InvalidValue,
    Items,
    NumberValue,
    OneLine,
    OneOf,
    Text,
    TextOrWhole,
    Value,
    Whole,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_ITEMS: Final = 4  # of a list
_MAX_PIECES: Final = 12  # of a text


def valid_values(value: Value) -> st.SearchStrategy[Any]:  # noqa: PLR0911  # one for each type of value
    """Draw values that a type of value accepts in Python."""
    match value:
        case OneOf():
            words = st.sampled_from([word for word, _ in value.table.values()])
            return words | valid_values(value.other) if value.other else words
        case Items():
            # An item with a separator in it is drawn again.
            item = valid_values(value.item).filter(lambda drawn: _is_accepted(value, [drawn]))
            least, most = int(not value.separated.may_be_empty), value.separated.most or _MAX_ITEMS
            return st.lists(item, min_size=least, max_size=min(most, _MAX_ITEMS))
        case Whole():
            return st.integers(math.ceil(value.least), math.floor(value.most))
        case NumberValue() | Amount():
            return _numbers(value)
        case Boolean():
            return st.booleans()
        case TextOrWhole():
            return _texts(value, _ANY, _CHARACTERS) | valid_values(Whole())
        case Address():
            return _texts(value, _URLS, _SOLID)
        case OneLine():
            return _texts(value, _LINES, _PRINTED)
        case Text():
            return _texts(value, _ANY, _CHARACTERS)
        case _:
            raise TypeError(f"there is no strategy for {type(value).__name__}")


def _is_accepted(value: Value, drawn: object) -> bool:
    try:
        value.from_python(drawn)
    except InvalidValue:
        return False
    return True


def _numbers(value: NumberValue | Amount) -> st.SearchStrategy[Any]:
    """Draw numbers of every type, and texts of amounts, with two places or as many as their bounds have."""
    least, most = Decimal(str(value.least)), Decimal(str(value.most))
    places = max(2, *(-int(bound.as_tuple().exponent) for bound in (least, most)))
    decimals = st.decimals(least, most, places=places).filter(lambda drawn: _is_accepted(value, drawn))
    whole = st.integers(math.ceil(least), math.floor(most)) if math.ceil(least) <= most else st.nothing()
    floats = decimals.map(float).filter(lambda drawn: _is_accepted(value, drawn))
    texts = decimals.map("{:f}".format) if isinstance(value, Amount) else st.nothing()
    return whole | decimals | floats | texts


def _texts(value: Text, texts: st.SearchStrategy[str], alphabet: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Draw texts of the form and length of a value, sometimes the longest."""
    if value.matching:
        texts = st.from_regex(value.matching.pattern, fullmatch=True, alphabet=alphabet)
    elif (most := value.most) and not isinstance(value, Address):
        texts |= _WORDS.map(lambda words: words.strip().ljust(most, "x")[:most])
    return texts.filter(lambda text: _is_accepted(value, text)) if value.is_bounded else texts


_NO_XML: Final = "\ufffe\uffff"
_CONTROLS: Final = "\n\r\t" + "".join(map(chr, range(0x7F, 0xA0)))  # that XML can hold
_SOLID: Final = st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"], exclude_characters=_NO_XML)
_PRINTED: Final = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=_NO_XML)
_CHARACTERS: Final = st.characters(
    exclude_categories=["Cs", "Cc"], include_characters=_CONTROLS, exclude_characters=_NO_XML
)

_WORDS: Final = st.text(string.ascii_lowercase + " ", min_size=1, max_size=_MAX_PIECES)
_MARKUP: Final = st.sampled_from(["&", "<", ">", '"', "'", "]]>", "<!--", "&amp;", "&#13;", "<Say/>"])
_SCRIPTS: Final = st.sampled_from(
    ["e\u0301", "\u05e9\u05dc\u05d5\u05dd", "\u202eabc", "\U0001f469\u200d\U0001f467", "\ufdd0", "\U0001fffe"]
)
_NUMBERS: Final = st.from_regex(r"(client:|whatsapp:)?\+[1-9][0-9]{6,14}", fullmatch=True)


def _mixture(*pieces: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Draw texts of any characters, markup and writing systems."""
    return st.lists(st.one_of(*pieces, _MARKUP, _SCRIPTS), max_size=_MAX_PIECES).map("".join)


_LINES: Final = _WORDS | _NUMBERS | _mixture(_PRINTED)
_ANY: Final = _WORDS | _mixture(_CHARACTERS, st.sampled_from(["\n", "\t", "\r", "\r\n", "\x85"]))

_PATHS: Final = st.text(string.ascii_lowercase + "/-", max_size=_MAX_PIECES).map(lambda path: "/" + path.lstrip("/"))
_QUERIES: Final = st.just("") | st.builds("{}{}".format, st.sampled_from("?#"), _mixture(_SOLID))
_HOSTS: Final = st.sampled_from(
    ["example.com", "localhost:8080", "user:word@example.com", "[::1]", "m\xfcnchen.example"]
)
_ORIGINS: Final = st.builds("{}://{}".format, st.sampled_from(["https", "http", "wss", "ws"]), _HOSTS)
_URLS: Final = st.one_of(
    _PATHS,
    _QUERIES,
    st.builds("{}{}{}".format, _ORIGINS, _PATHS, _QUERIES),
    st.builds("{}:{}@{}".format, st.sampled_from(["sip", "sips"]), st.sampled_from(["a", "+14155550100"]), _HOSTS),
)


# Invalid values.


def invalid_texts(value: Value) -> list[str]:
    """Return texts that a type of value refuses in XML; an empty list where it accepts any text."""
    return [text for text in dict.fromkeys(_suspects(value)) if not _is_valid(value, text)]


def _suspects(value: Value) -> Iterator[str]:
    """Yield texts that are probably invalid."""
    match value:
        case OneOf():
            yield from (text.swapcase() for text in value.table)
            yield from _suspects(value.other) if value.other else ()
        case Items():
            texts = list(_suspects(value.item))
            yield from texts
            yield from (value.separated.by.join([str(value.item.example()), text]) for text in texts)
            yield value.separated.by.join(["1"] * ((value.separated.most or 0) + 1))
        case Bounded():
            yield from (str(value.least - 1), str(value.most + 1))
        case Text():
            yield str(value.example()) * (value.most or 1) + "x"
        case _:
            pass
    yield from _SUSPECTS


_SUSPECTS: Final = ("", "x", "yes", "-1", "1.5", "1e3", "a\tb", "a\x7fb", "a b", "ftp://example.com", "http://")


def _is_valid(value: Value, text: str) -> bool:
    try:
        value.from_xml(text)
    except InvalidValue:
        return False
    return True
