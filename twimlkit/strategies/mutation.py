"""Draws mutants: right documents in which one mistake was made, and the rule of the linter that must find it."""

from __future__ import annotations

import contextlib
import functools
from dataclasses import dataclass
from typing import Final

from hypothesis import assume, reject
from hypothesis import strategies as st

from twimlkit.element import Document, Element
from twimlkit.errors import InvalidTwiML, suggestion
from twimlkit.linter import RULES, Rule, lint

from . import advice, misprints, refusals
from .mistakes import KINDS, Mistake, Place
from .trees import nested

__all__ = ["Mutant", "mutants"]


@dataclass(frozen=True, slots=True)
class Mutant:
    """Is a right document in which one mistake was made.

    xml: the wrong document.
    rule: the name of the rule of the linter that must find the mistake: one of those in `twimlkit.linter.RULES`.
    mistake: what was done to the right document, in one sentence.
    right: the right document, in which that rule finds nothing.
    """

    xml: bytes
    rule: str
    mistake: str
    right: Document

    @property
    def refused(self) -> bool:
        """Whether `parse` refuses the wrong document; what is only unwise, it takes."""
        return RULES[self.rule].refused


_MISTAKES: Final[dict[str, list[Mistake]]] = {
    rule: [
        mistake
        for module in (misprints, refusals, advice)
        for mistake in vars(module).values()
        if isinstance(mistake, Mistake) and mistake.rule == rule
    ]
    for rule in RULES
}


def mutants(*rules: str) -> st.SearchStrategy[Mutant]:
    """Draws right documents in which one mistake was made, with the rule of the linter that must find it.

    rules: the names of the rules of which mutants are wanted, as in `mutants("misplaced-element")`; by default all but
    those that look only in a certain context.

    Raises ValueError where there is no such rule.
    """
    for rule in rules:
        if rule not in RULES:
            raise ValueError(f"there is no rule {rule!r}{suggestion(rule, RULES)}")
    wanted = rules or [name for name, rule in RULES.items() if not rule.context]
    # Not one_of: it would give a rule more mutants than another because it can be broken in more ways.
    return st.sampled_from(wanted).flatmap(_of_rule)


@functools.cache
def _of_rule(rule: str) -> st.SearchStrategy[Mutant]:
    return st.one_of([_mutants(RULES[rule], mistake) for mistake in _MISTAKES[rule]])


@st.composite
def _mutants(draw: st.DrawFn, rule: Rule, mistake: Mistake) -> Mutant:
    """Draws documents in which a mistake was made."""
    # What is legal may be in the right document too, unless there is little in that.
    levels = 1 if rule.refused else 0
    element = draw(nested(draw(st.sampled_from(mistake.kinds)), levels).filter(mistake.suits))
    right = draw(_around(element, levels))
    if not rule.refused:
        assume(all(finding.rule != rule.name for finding in lint(bytes(right), context=rule.context)))
    xml, sentence = mistake.make(Place(draw, right, element))
    return Mutant(xml if isinstance(xml, bytes) else xml.encode(), rule.name, sentence, right)


@st.composite
def _around(draw: st.DrawFn, element: Element, levels: int) -> Document:
    """Draws documents with an element somewhere inside."""
    while not isinstance(element, Document):
        kind = type(element)
        # Those that come before it lead to a document; through others the way could go round in circles.
        parents = [parent for parent in KINDS[: KINDS.index(kind)] if kind in parent.grammar().classes]
        element = _with(draw(nested(draw(st.sampled_from(parents)), levels)), element)
    return element


def _with(outer: Element, inner: Element) -> Element:
    """An element with another one inside, and as many of its own children as may stand beside that."""
    texts = [child for child in outer.children if isinstance(child, str)]
    for children in ([*outer.children, inner], [inner, *outer.children], [*texts, inner], [inner]):
        with contextlib.suppress(InvalidTwiML):
            return outer.replace(children=children)
    return reject()
