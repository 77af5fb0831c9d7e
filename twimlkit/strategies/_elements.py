"""Strategies for valid elements: any attributes and children that the signature of a class allows."""

from __future__ import annotations

import contextlib
import functools
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from hypothesis import strategies as st

from twimlkit._core.element import Element
from twimlkit.errors import InvalidTwiML, TooLarge
from twimlkit.messaging import MessagingResponse
from twimlkit.voice import Response

from ._values import valid_values

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from twimlkit._core.grammar import Grammar
    from twimlkit._core.values import Text

_E = TypeVar("_E", bound=Element)

_LEVELS: Final = 4  # of elements inside each other: a Response, a Gather, a Say, an Emphasis, and text in it


def elements(element_class: type[_E]) -> st.SearchStrategy[_E]:
    """Draw valid elements of a class.

    Args:
        element_class: The class, as in `elements(Gather)`: one of the vocabulary, or your own.

    Raises:
        TypeError: The class declares no element.
    """
    element_class.grammar()
    return nested(element_class, _LEVELS)


def responses() -> st.SearchStrategy[Response]:
    """Draw documents of calls."""
    return elements(Response)


def messaging_responses() -> st.SearchStrategy[MessagingResponse]:
    """Draw documents of messages."""
    return elements(MessagingResponse)


# What is inside an element.


def nested(element_class: type[_E], levels: int) -> st.SearchStrategy[_E]:
    """Draw elements with at most this number of levels of optional elements inside."""
    return cast("st.SearchStrategy[_E]", _built(element_class, levels).filter(_is_built))


def _is_built(element: Element | None) -> bool:
    return element is not None


@st.composite
def _built(draw: st.DrawFn, element_class: type[Element], levels: int) -> Element | None:
    """Draw elements, or None where a class's own check or the size limit refuses one."""
    contents, attributes = _parts(element_class, levels)  # type: ignore[arg-type]  # mypy takes the class for an instance
    content, given = draw(contents), draw(attributes)
    with contextlib.suppress(InvalidTwiML if element_class.grammar().has_check else TooLarge):
        return element_class(*content, **given)
    return None


@functools.cache
def _parts(
    element_class: type[Element], levels: int
) -> tuple[st.SearchStrategy[list[Any]], st.SearchStrategy[dict[str, Any]]]:
    """Return strategies for the content of an element and for its attributes, in any order."""
    grammar = element_class.grammar()
    optional = {name: valid_values(attribute.value) for name, attribute in grammar.attributes.items()}
    required = {name: optional.pop(name) for name in grammar.required}
    content = _content(grammar, levels).map(functools.partial(_within_limits, grammar))
    return content, st.fixed_dictionaries(required, optional=optional)


def _content(grammar: Grammar, levels: int) -> st.SearchStrategy[list[Any]]:
    """Draw the texts and elements inside an element."""
    text = [_filled(grammar.text)] if grammar.text else []
    inside = _children(grammar, levels) if levels or grammar.needs_content else []
    if grammar.is_single:
        return _several([*text, *inside], 1, least=int(grammar.needs_content))
    if grammar.is_spoken:
        after = [_joined(_alone(st.one_of(inside)), _several(text, 1))] if inside else []
        return _joined(_several(text, 1), _several(after, levels).map(_flat))
    if not inside:
        return _several(text, 1)
    lasting = _several(_children(grammar, levels, but=grammar.ending), 2 * levels)
    last = _several(_children(grammar, levels, but=grammar.child_classes - grammar.ending), 1)
    children = _joined(lasting, last)
    return _with_text(text[0], grammar, levels) | children if text else children


def _with_text(text: st.SearchStrategy[str], grammar: Grammar, levels: int) -> st.SearchStrategy[list[Any]]:
    """Draw a text that is a value, alone or among the elements that may stand beside it."""
    beside = _children(grammar, levels, but=grammar.not_beside_text)
    if not beside:
        return _alone(text)
    visible = text.filter(lambda drawn: not drawn.isspace())
    return _alone(text) | _joined(_several(beside, 2), _alone(visible), _several(beside, 2))


def _filled(text: Text) -> st.SearchStrategy[str]:
    """Draw a text that is not empty when it is built."""
    return valid_values(text).map(str).filter(lambda drawn: text.tidy(drawn) != "")


def _children(
    grammar: Grammar, levels: int, *, but: Collection[type[Element]] = ()
) -> list[st.SearchStrategy[Element]]:
    """Return strategies for children of each class but some, one level further down."""
    return [nested(child, max(0, levels - 1)) for child in grammar.child_limits if child not in but]


def _several(pieces: Sequence[st.SearchStrategy[Any]], most: int, *, least: int = 0) -> st.SearchStrategy[list[Any]]:
    """Draw lists of pieces; only the empty list where there are no strategies."""
    return st.lists(st.one_of(pieces), min_size=least, max_size=most) if pieces else st.just([])


def _alone(piece: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return _several([piece], 1, least=1)


def _joined(*lists: st.SearchStrategy[list[Any]]) -> st.SearchStrategy[list[Any]]:
    return st.tuples(*lists).map(_flat)


def _flat(lists: Iterable[list[Any]]) -> list[Any]:
    return [piece for part in lists for piece in part]


def _within_limits(grammar: Grammar, content: list[Any]) -> list[Any]:
    """Drop the children that are too many."""
    kept: list[Any] = []
    for piece in content:
        most = grammar.child_limits.get(type(piece))
        if most is None or sum(type(other) is type(piece) for other in kept) < most:
            kept.append(piece)
    return kept
