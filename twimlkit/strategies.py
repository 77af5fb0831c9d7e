"""Hypothesis strategies that draw TwiML, for tests of what makes, reads or answers it.

    from hypothesis import given
    from twimlkit.strategies import responses

    @given(responses())
    def test_every_response_is_stored(response): ...

What is drawn follows from the signatures of the classes: any attributes and children that are legal, and any text that
XML can hold. Failing examples shrink to few elements with plain words, and print as the Python that builds them.
"""

from __future__ import annotations

import contextlib
import functools
import math
import string
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

try:
    from hypothesis import strategies as st
except ModuleNotFoundError as _missing:
    _remedy = "twimlkit.strategies needs Hypothesis: install it with pip install 'twimlkit[testing]'"
    raise ModuleNotFoundError(_remedy, name=_missing.name) from _missing

from .element import Element
from .errors import InvalidTwiML, TooLarge
from .messaging import MessagingResponse
from .values import Address, Boolean, Items, Number, OneLine, OneOf, Text, TextOrWhole, Unfit, Value, Whole
from .voice import Response

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from .grammar import Grammar

__all__ = ["elements", "messaging_responses", "responses"]

_E = TypeVar("_E", bound=Element)

_LEVELS: Final = 4  # of elements inside each other: a Response, a Gather, a Say, an Emphasis, and text in it
_ITEMS: Final = 4  # of a list, at most
_PIECES: Final = 12  # of a text, at most


def elements(cls: type[_E]) -> st.SearchStrategy[_E]:
    """Draws right instances of a class of the vocabulary, or of a class of one's own that declares its signature.

    cls: the class, as in `elements(Gather)`.

    Raises TypeError where the class declares no element.
    """
    cls.grammar()
    return cast("st.SearchStrategy[_E]", _elements(cls, _LEVELS))


def responses() -> st.SearchStrategy[Response]:
    """Draws documents of a call."""
    return elements(Response)


def messaging_responses() -> st.SearchStrategy[MessagingResponse]:
    """Draws documents of a message."""
    return elements(MessagingResponse)


# What is inside an element.


def _elements(cls: type[Element], levels: int) -> st.SearchStrategy[Element]:
    """Draws elements with so many levels of optional elements inside."""
    return cast("st.SearchStrategy[Element]", _built(cls, levels).filter(lambda element: element is not None))


@st.composite
def _built(draw: st.DrawFn, cls: type[Element], levels: int) -> Element | None:
    """Draws elements, or None where only a class's own rule or the size of a document is against it."""
    contents, attributes = _parts(cls, levels)  # type: ignore[arg-type]  # mypy takes the class for an instance
    content, given = draw(contents), draw(attributes)
    with contextlib.suppress(InvalidTwiML if cls.check is not Element.check else TooLarge):
        return cls(*content, **given)
    return None


@functools.cache
def _parts(cls: type[Element], levels: int) -> tuple[st.SearchStrategy[list[Any]], st.SearchStrategy[dict[str, Any]]]:
    """Draws what an element is built of: its content, and its attributes in any order."""
    grammar = cls.grammar()
    every = {name: _value(attribute.value) for name, attribute in grammar.attributes.items()}
    needed = {name: every.pop(name) for name in grammar.needed}
    content = _content(grammar, levels).map(functools.partial(_within_limits, grammar))
    return content, st.fixed_dictionaries(needed, optional=every)


def _content(grammar: Grammar, levels: int) -> st.SearchStrategy[list[Any]]:
    """Draws the texts and elements inside an element."""
    text = [_filled(grammar.text)] if grammar.text else []
    inside = _children(grammar, levels) if levels or grammar.required else []
    if grammar.single:
        return _several([*text, *inside], 1, least=int(grammar.required))
    if grammar.spoken:
        after = [_joined(_alone(st.one_of(inside)), _several(text, 1))] if inside else []
        return _joined(_several(text, 1), _several(after, levels).map(_flat))
    if not inside:
        return _several(text, 1)
    lasting = _several(_children(grammar, levels, but=grammar.ending), 2 * levels)
    last = _several(_children(grammar, levels, but=grammar.classes - grammar.ending), 1)
    children = _joined(lasting, last)
    return _with_text(text[0], grammar, levels) | children if text else children


def _with_text(text: st.SearchStrategy[str], grammar: Grammar, levels: int) -> st.SearchStrategy[list[Any]]:
    """Draws a text that is a value, alone or among such elements as may stand beside it."""
    beside = _children(grammar, levels, but=grammar.apart)
    if not beside:
        return _alone(text)
    visible = text.filter(lambda drawn: not drawn.isspace())
    return _alone(text) | _joined(_several(beside, 2), _alone(visible), _several(beside, 2))


def _filled(text: Text) -> st.SearchStrategy[str]:
    """Draws a text of which something is left when it is built."""
    return _value(text).map(str).filter(lambda drawn: text.tidy(drawn) != "")


def _children(
    grammar: Grammar, levels: int, *, but: Collection[type[Element]] = ()
) -> list[st.SearchStrategy[Element]]:
    """Draws children of each class but some, one level further down."""
    return [_elements(kind, max(0, levels - 1)) for kind in grammar.kinds if kind not in but]


def _several(pieces: Sequence[st.SearchStrategy[Any]], most: int, *, least: int = 0) -> st.SearchStrategy[list[Any]]:
    """Draws lists of pieces of any kind; only the empty one where there is no kind."""
    return st.lists(st.one_of(pieces), min_size=least, max_size=most) if pieces else st.just([])


def _alone(piece: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    """Draws lists of one piece."""
    return _several([piece], 1, least=1)


def _joined(*lists: st.SearchStrategy[list[Any]]) -> st.SearchStrategy[list[Any]]:
    """Draws one list of several."""
    return st.tuples(*lists).map(_flat)


def _flat(lists: Iterable[list[Any]]) -> list[Any]:
    return [piece for part in lists for piece in part]


def _within_limits(grammar: Grammar, content: list[Any]) -> list[Any]:
    """Leaves out the children of which there are more than the element holds."""
    kept: list[Any] = []
    for piece in content:
        most = grammar.kinds.get(type(piece))
        if most is None or sum(type(other) is type(piece) for other in kept) < most:
            kept.append(piece)
    return kept


# What a value may be.


def _value(value: Value) -> st.SearchStrategy[Any]:  # noqa: PLR0911  # one for each kind of value
    """Draws what a value takes."""
    match value:
        case OneOf():
            words = st.sampled_from([word for word, _ in value.table.values()])
            return words | _value(value.other) if value.other else words
        case Items():
            # An item that holds what separates items is drawn again.
            item = _value(value.item).filter(lambda drawn: _is_taken(value, [drawn]))
            return st.lists(item, min_size=1, max_size=min(value.separated.most or _ITEMS, _ITEMS))
        case Whole():
            return st.integers(math.ceil(value.least), math.floor(value.most))
        case Number():
            return _numbers(value)
        case Boolean():
            return st.booleans()
        case TextOrWhole():
            return _texts(value, _ANY, _CHARACTERS) | _value(Whole())
        case Address():
            return _texts(value, _URLS, _SOLID)
        case OneLine():
            return _texts(value, _LINES, _PRINTED)
        case Text():
            return _texts(value, _ANY, _CHARACTERS)
        case _:
            raise TypeError(f"nothing is known of what {type(value).__name__} takes")


def _is_taken(value: Value, drawn: object) -> bool:
    try:
        value.take(drawn)
    except Unfit:
        return False
    return True


def _numbers(value: Number) -> st.SearchStrategy[int | float | Decimal]:
    """Draws numbers of every type, with two places or as many as their bounds have."""
    least, most = Decimal(str(value.least)), Decimal(str(value.most))
    places = max(2, *(-int(bound.as_tuple().exponent) for bound in (least, most)))
    decimals = st.decimals(least, most, places=places).filter(lambda drawn: _is_taken(value, drawn))
    whole = st.integers(math.ceil(least), math.floor(most)) if math.ceil(least) <= most else st.nothing()
    return whole | decimals | decimals.map(float)


def _texts(value: Text, texts: st.SearchStrategy[str], alphabet: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Draws texts of a value's form and length, now and then the longest."""
    if value.matching:
        texts = st.from_regex(value.matching.pattern, fullmatch=True, alphabet=alphabet)
    elif (most := value.most) and not isinstance(value, Address):
        texts |= _WORDS.map(lambda words: words.strip().ljust(most, "x")[:most])
    return texts.filter(lambda text: _is_taken(value, text)) if value.bounded else texts


_NO_XML: Final = "\ufffe\uffff"
_CONTROLS: Final = "\n\r\t" + "".join(map(chr, range(0x7F, 0xA0)))  # that XML can hold
_SOLID: Final = st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"], exclude_characters=_NO_XML)
_PRINTED: Final = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=_NO_XML)
_CHARACTERS: Final = st.characters(
    exclude_categories=["Cs", "Cc"], include_characters=_CONTROLS, exclude_characters=_NO_XML
)

_WORDS: Final = st.text(string.ascii_lowercase + " ", min_size=1, max_size=_PIECES)
_MARKUP: Final = st.sampled_from(["&", "<", ">", '"', "'", "]]>", "<!--", "&amp;", "&#13;", "<Say/>"])
_SCRIPTS: Final = st.sampled_from(
    ["e\u0301", "\u05e9\u05dc\u05d5\u05dd", "\u202eabc", "\U0001f469\u200d\U0001f467", "\ufdd0", "\U0001fffe"]
)
_NUMBERS: Final = st.from_regex(r"(client:|whatsapp:)?\+[1-9][0-9]{6,14}", fullmatch=True)


def _mixture(*pieces: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Draws texts of any characters, marks of XML and writing systems."""
    return st.lists(st.one_of(*pieces, _MARKUP, _SCRIPTS), max_size=_PIECES).map("".join)


_LINES: Final = _WORDS | _NUMBERS | _mixture(_PRINTED)
_ANY: Final = _WORDS | _mixture(_CHARACTERS, st.sampled_from(["\n", "\t", "\r", "\r\n", "\x85"]))

_PATHS: Final = st.text(string.ascii_lowercase + "/-", max_size=_PIECES).map(lambda path: "/" + path.lstrip("/"))
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
