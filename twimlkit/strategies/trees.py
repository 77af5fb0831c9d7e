"""Draws right elements: any attributes and children that the signature of a class allows."""

from __future__ import annotations

import contextlib
import functools
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from hypothesis import strategies as st

from twimlkit.element import Element
from twimlkit.errors import InvalidTwiML, TooLarge
from twimlkit.messaging import MessagingResponse
from twimlkit.voice import Response

from .values import right_values

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from twimlkit.grammar import Grammar
    from twimlkit.values import Text

__all__ = ["elements", "messaging_responses", "nested", "responses"]

_E = TypeVar("_E", bound=Element)

_LEVELS: Final = 4  # of elements inside each other: a Response, a Gather, a Say, an Emphasis, and text in it


def elements(cls: type[_E]) -> st.SearchStrategy[_E]:
    """Draws right instances of a class of the vocabulary, or of a class of one's own that declares its signature.

    cls: the class, as in `elements(Gather)`.

    Raises TypeError where the class declares no element.
    """
    cls.grammar()
    return nested(cls, _LEVELS)


def responses() -> st.SearchStrategy[Response]:
    """Draws documents of a call."""
    return elements(Response)


def messaging_responses() -> st.SearchStrategy[MessagingResponse]:
    """Draws documents of a message."""
    return elements(MessagingResponse)


# What is inside an element.


def nested(cls: type[_E], levels: int) -> st.SearchStrategy[_E]:
    """Draws elements with so many levels of optional elements inside."""
    return cast("st.SearchStrategy[_E]", _built(cls, levels).filter(lambda element: element is not None))


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
    every = {name: right_values(attribute.value) for name, attribute in grammar.attributes.items()}
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
    return right_values(text).map(str).filter(lambda drawn: text.tidy(drawn) != "")


def _children(
    grammar: Grammar, levels: int, *, but: Collection[type[Element]] = ()
) -> list[st.SearchStrategy[Element]]:
    """Draws children of each class but some, one level further down."""
    return [nested(kind, max(0, levels - 1)) for kind in grammar.kinds if kind not in but]


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
