"""Finds all that is wrong or unwise in TwiML.

    from twimlkit.linter import lint

    for finding in lint("<Response><Gather numdigits='1'><Dial/></Gather></Response>"):
        print(finding)

`RULES` has every rule by its name, and what it looks for.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Final

from twimlkit.errors import suggestion

from . import contexts, document, flow, limits, speech, urls, vocabulary
from .findings import CONTEXTS, SEVERITIES, Complaint, Context, Finding, Held, Rule, Severity, level_of
from .inspection import Inspection, Spot

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from twimlkit.element import Element
    from twimlkit.grammar import Attribute

__all__ = ["CONTEXTS", "RULES", "SEVERITIES", "Context", "Finding", "Rule", "Severity", "lint"]

RULES: Final[dict[str, Rule]] = {
    rule.name: rule
    for module in (document, vocabulary, flow, speech, urls, limits, contexts)
    for rule in vars(module).values()
    if isinstance(rule, Rule)
}
"""The rules by their names."""


def lint(xml: str | bytes, *, context: Context | None = None, ignore: Collection[str] = ()) -> list[Finding]:
    """Finds all that is wrong or unwise in a document, in the order in which it stands there.

    xml: the document; bytes are decoded as their byte order mark or their XML declaration says, and else as UTF-8.
    context: where Twilio meets the document: `voice` in a call, `message` in answer to a message, `whisper` at a called
    party before both are connected, `wait` while somebody waits in a queue or for a conference, `inline` as the
    parameter Twiml of the REST API; by default what it holds decides between a call and a message.
    ignore: the names of rules to leave out.

    Of a document that is not well-formed XML, what stands before the mistake is looked at too.

    Raises ValueError where there is no such context or rule.

    https://www.twilio.com/docs/api/errors
    """
    if context is not None and context not in CONTEXTS:
        near = suggestion(context, CONTEXTS) or f": there are {', '.join(CONTEXTS)}"
        raise ValueError(f"there is no context {context!r}{near}")
    for name in ignore:
        if name not in RULES:
            raise ValueError(f"there is no rule {name!r}{suggestion(name, RULES)}")
    inspection = Inspection(xml, context)
    findings = [_finding(inspection, *found) for found in _plan(frozenset(ignore), context).complaints(inspection)]
    return sorted(findings, key=lambda finding: (finding.line, finding.column))


def _finding(inspection: Inspection, rule: Rule, complaint: Complaint) -> Finding:
    """Puts together what a rule says of a document."""
    spot, wire = complaint.spot, complaint.wire
    place = complaint.place or (inspection.tree.place_of(spot.node, wire) if spot else inspection.tree.place(0))
    code = complaint.code or (rule.code if isinstance(rule.code, int) else None)
    return Finding(
        rule=rule.name,
        severity=rule.severity or level_of(code),
        line=place.line,
        column=place.column,
        path=spot.path if spot else "",
        problem=complaint.problem,
        remedy=complaint.remedy,
        code=code,
        element=spot.node.tag if spot else None,
        attribute=wire,
    )


class _Steps:
    """Holds the rules that look at the elements of one class."""

    def __init__(self, rules: Iterable[Rule], kind: type[Element] | None) -> None:
        self.elements = [rule for rule in rules if rule.scope == "element" and _looks_at(rule, kind)]
        grammar = kind.grammar() if kind else None
        attributes = grammar.attributes.values() if grammar else ()
        self.values: dict[str, tuple[Attribute, list[Rule]]] = {}
        for attribute in attributes:
            if looking := _looking(rules, attribute.value, attribute.marks):
                self.values[attribute.wire] = attribute, looking
        self.texts = (
            _looking(rules, grammar.text, grammar.text_marks) if grammar and grammar.text and not grammar.spoken else []
        )


def _looking(rules: Iterable[Rule], value: Any, marks: tuple[object, ...]) -> list[Rule]:
    """The rules that look at such a value."""
    return [rule for rule in rules if rule.scope == "value" and rule.applies and rule.applies(value, marks)]


def _looks_at(rule: Rule, kind: type[Element] | None) -> bool:
    """Whether a rule looks at elements of a class, or of none."""
    if kind is None:
        return not rule.kinds and not rule.applies
    return (not rule.kinds or kind in rule.kinds) and (not rule.applies or rule.applies(kind))


class _Plan:
    """Holds the rules that are to be followed, by what they look at."""

    def __init__(self, rules: list[Rule]) -> None:
        self.rules = rules
        self.documents = [rule for rule in rules if rule.scope == "document"]
        self.steps: dict[type[Element] | None, _Steps] = {}

    def complaints(self, inspection: Inspection) -> Iterator[tuple[Rule, Complaint]]:
        """What the rules say of a document."""
        for rule in self.documents:
            for complaint in rule.check(inspection):
                yield rule, complaint
        for spot in inspection.spots:
            yield from self.about(spot)

    def about(self, spot: Spot) -> Iterator[tuple[Rule, Complaint]]:
        """What the rules say of one element."""
        steps = self.steps.get(spot.kind)
        if steps is None:
            steps = self.steps[spot.kind] = _Steps(self.rules, spot.kind)
        for rule in steps.elements:
            for complaint in rule.check(spot):
                yield rule, complaint
        for held, rules in _held(spot, steps):
            for rule in rules:
                for complaint in rule.check(held):
                    yield rule, complaint


def _held(spot: Spot, steps: _Steps) -> Iterator[tuple[Held, list[Rule]]]:
    """The values in an element, each with the rules that look at it."""
    for wire, text in spot.node.attributes.items():
        if wire in steps.values:
            attribute, rules = steps.values[wire]
            yield Held(spot, text.strip(), attribute.value, attribute.marks, attribute), rules
    if steps.texts and spot.node.closed and spot.form and spot.form.grammar.text and (text := spot.text):
        grammar = spot.form.grammar
        yield Held(spot, text, spot.form.grammar.text, grammar.text_marks, None), steps.texts


@functools.cache
def _plan(ignored: frozenset[str], context: Context | None) -> _Plan:
    rules = [rule for rule in RULES.values() if rule.context in (None, context)]
    return _Plan([rule for rule in rules if rule.name not in ignored])
