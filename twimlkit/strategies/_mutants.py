"""Strategies for mutants: valid documents with one mistake, and the rule of the linter that finds it."""

from __future__ import annotations

import contextlib
import functools
from dataclasses import dataclass

from hypothesis import assume, reject
from hypothesis import strategies as st

from twimlkit._core.element import Document, Element
from twimlkit._core.names import suggestion
from twimlkit._core.placeholders import template_of
from twimlkit.errors import InvalidTwiML
from twimlkit.linter import RULES, lint

from ._elements import nested
from ._mutation import ELEMENT_CLASSES, Mutation, Site
from ._mutations import MUTATIONS


@dataclass(frozen=True, slots=True)
class Mutant:
    """A valid document with one mistake.

    Attributes:
        xml: The document with the mistake.
        rule: The name of the rule that finds the mistake, as in `twimlkit.linter.RULES`.
        description: What was done to the original, in one sentence.
        original: The valid document, in which that rule finds nothing.
    """

    xml: bytes
    rule: str
    description: str
    original: Document

    @property
    def refused(self) -> bool:
        """Whether `parse` raises InvalidTwiML for the mistake, which else only the linter finds."""
        return RULES[self.rule].refused


def mutants(*rules: str) -> st.SearchStrategy[Mutant]:
    """Draw valid documents with one mistake, and the rule of the linter that finds it.

    Args:
        rules: The names of the rules to break, as in `mutants("misplaced-element")`. Default: all rules that check in
            every context.

    Raises:
        ValueError: There is no such rule.
    """
    for rule in rules:
        if rule not in RULES:
            raise ValueError(f"there is no rule {rule!r}{suggestion(rule, RULES)}")
    wanted = rules or [name for name, rule in RULES.items() if not rule.context]
    # Not one_of: it would draw more mutants of a rule that has more mutations.
    return st.sampled_from(wanted).flatmap(_of_rule)


@functools.cache
def _of_rule(rule: str) -> st.SearchStrategy[Mutant]:
    return st.one_of([mutants_of(mutation) for mutation in MUTATIONS if mutation.rule == rule])


@st.composite
def mutants_of(draw: st.DrawFn, mutation: Mutation) -> Mutant:
    """Draw mutants with one mutation."""
    rule = RULES[mutation.rule]
    # What only the linter finds may stand in the original too, unless there is little in it.
    levels = 1 if rule.refused else 0
    element = draw(nested(draw(st.sampled_from(mutation.element_classes)), levels).filter(mutation.suits))
    original = draw(documents_around(element, levels))
    if not rule.refused:
        assume(all(finding.rule != rule.name for finding in lint(bytes(original), context=rule.context)))
    xml, sentence = mutation.mutate(Site(draw, original, element))
    data = xml if isinstance(xml, bytes) else xml.encode()
    assume(template_of(data) is None)  # of which less is known
    return Mutant(data, rule.name, sentence, original)


@st.composite
def documents_around(draw: st.DrawFn, element: Element, levels: int) -> Document:
    """Draw documents with an element somewhere inside."""
    while not isinstance(element, Document):
        element_class = type(element)
        # The earlier classes lead to a document; through others the way could go round in circles.
        earlier = ELEMENT_CLASSES[: ELEMENT_CLASSES.index(element_class)]
        parents = [parent for parent in earlier if element_class in parent.grammar().child_classes]
        element = _with(draw(nested(draw(st.sampled_from(parents)), levels)), element)
    return element


def _with(outer: Element, inner: Element) -> Element:
    """Return an element with another one inside, and as many of its own children as may stand beside it."""
    texts = [child for child in outer.children if isinstance(child, str)]
    for children in ([*outer.children, inner], [inner, *outer.children], [*texts, inner], [inner]):
        with contextlib.suppress(InvalidTwiML):
            return outer.replace(children=children)
    return reject()
