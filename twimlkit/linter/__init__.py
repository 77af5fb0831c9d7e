"""The linter: errors and risky patterns in TwiML, with their places and what to write instead.

    >>> from twimlkit import lint
    >>> for finding in lint("<Response><Gather numdigits='1' action='/menu'/><Hangup/></Response>"):
    ...     print(finding)
    1:19: warning: <Gather> has no attribute 'numdigits'; did you mean 'numDigits'? [unknown-attribute, Twilio 12200]

A finding has one of three severities:

- `error`: the call fails.
- `warning`: Twilio ignores or replaces something.
- `advice`: it works, and could be better.

If Twilio has a code for the mistake, Twilio's own level of that code decides between `error` and `warning`.

Some rules depend on what Twilio uses the document for, which `context` names: `voice` for a call, `message` for the
reply to a message, `whisper` for the called party before both are connected, `wait` while somebody waits in a queue or
for a conference, and `inline` for the parameter Twiml of the REST API. Without it, the content decides between `voice`
and `message`.

`ignore` names rules to ignore. A comment in the document does the same for the next element and what is inside it, or
at the top for the whole document: `<!-- twimlkit: ignore endless-question, phone-number -->`. `RULES` has every rule by
its name; `twimlkit explain` lists them, and `twimlkit explain RULE` explains one.

A document may be a template. Its placeholders, such as `{{ name }}`, `{% if … %}`, `${name}`, `<%= name %>` and
`{name}`, stand for unknown values and unknown content, and nothing is reported that depends on them.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Final, cast

from twimlkit._core.codes import level_of
from twimlkit._core.names import suggestion
from twimlkit._core.sites import ElementSite, problems_at, where
from twimlkit._core.xml import Place

from ._finding import CONTEXTS, SEVERITIES, Context, Finding, Severity
from ._inspection import Inspection, ValueSite
from ._rule import Rule
from ._rules import contexts, flow, limits, refused, speech, urls, vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from twimlkit._core.element import Element
    from twimlkit._core.grammar import Attribute
    from twimlkit._core.problems import Problem

__all__ = ["CONTEXTS", "RULES", "SEVERITIES", "Context", "Finding", "Rule", "Severity", "lint"]

RULES: Final[dict[str, Rule]] = {rule.name: rule for rule in refused.RULES} | {
    rule.name: rule
    for module in (vocabulary, flow, speech, urls, limits, contexts)
    for rule in vars(module).values()
    if isinstance(rule, Rule)
}
"""The rules by their names."""


def lint(
    xml: str | bytes | Element, *, context: Context | None = None, ignore: str | Collection[str] = ()
) -> list[Finding]:
    """Find errors and risky patterns in a document.

    If the document is not well-formed XML, the part before the mistake is checked too.

    Args:
        xml: The document, or an element, whose places are those in its `to_xml()`. Bytes are decoded by their byte
            order mark or XML declaration, else as UTF-8.
        context: What Twilio uses the document for: `voice` for a call, `message` for the reply to a message, `whisper`
            for the called party before both are connected, `wait` while somebody waits in a queue or for a conference,
            `inline` for the parameter Twiml of the REST API. Default: a call or a message, by the content.
        ignore: The name of a rule to ignore, or the names of several.

    Returns:
        The findings in the order of their places.

    Raises:
        ValueError: There is no such context or rule.

    https://www.twilio.com/docs/api/errors
    """
    if context is not None and context not in CONTEXTS:
        near = suggestion(context, CONTEXTS) or f": write one of {', '.join(CONTEXTS)}"
        raise ValueError(f"there is no context {context!r}{near}")
    ignored = frozenset([ignore] if isinstance(ignore, str) else ignore)
    for name in ignored:
        if name not in RULES:
            raise ValueError(f"there is no rule {name!r}{suggestion(name, RULES)}")
    plan = _plan(ignored, context)
    return sorted(plan.findings(Inspection(xml, context)), key=lambda finding: (finding.line, finding.column))


class _Steps:
    """The rules that check the elements of one class, and its values."""

    def __init__(self, rules: list[Rule], element_class: type[Element] | None) -> None:
        self.elements = [rule for rule in rules if rule.scope == "element" and rule.checks(element_class)]
        self.values: dict[str, tuple[Attribute, list[Rule]]] = {}
        self.texts: list[Rule] = []
        if element_class is None:
            return
        grammar = element_class.grammar()
        for name, attribute in grammar.xml_attributes.items():
            if found := _checking(rules, attribute.value, attribute.marks):
                self.values[name] = attribute, found
        if grammar.text and not grammar.is_spoken:
            self.texts = _checking(rules, grammar.text, grammar.text_marks)


def _checking(rules: list[Rule], value: Any, marks: tuple[object, ...]) -> list[Rule]:
    """Return the rules that check values of a type with these marks."""
    return [rule for rule in rules if rule.scope == "value" and rule.applies and rule.applies(value, marks)]


class _Plan:
    """The rules to check, by what they check."""

    def __init__(self, rules: list[Rule]) -> None:
        self.rules = rules
        self.names = {rule.name for rule in rules}
        self.documents = [rule for rule in rules if rule.scope == "document"]
        self.steps: dict[type[Element] | None, _Steps] = {}

    def findings(self, inspection: Inspection) -> Iterator[Finding]:
        """Yield what is wrong with a document."""
        for problem, place, path in inspection.tree.faults:
            if problem.rule in self.names and not inspection.ignores(problem.rule, None):
                yield _finding(problem, place, path or "")
        for problem in self._problems(inspection):
            if problem.rule in self.names:
                site = problem.part if isinstance(problem.part, ElementSite) else None
                if inspection.ignored and inspection.ignores(problem.rule, site):
                    continue
                place = where(inspection.tree, site, problem)[0] if site else Place(1, 1)
                yield _finding(problem, place, site.path if site else "")

    def _problems(self, inspection: Inspection) -> Iterator[Problem]:
        document = inspection.document
        for site in inspection.sites:
            for problem in problems_at(site, document):
                yield problem if problem.part else problem._replace(part=site)
        for rule, subject in self._checks(inspection):
            for problem in rule.check(subject):
                yield rule.named(problem)

    def _checks(self, inspection: Inspection) -> Iterator[tuple[Rule, Any]]:
        """Yield the rules that are not refused, each with what it checks."""
        for site in inspection.sites:
            if site.is_named:
                steps = self.steps.get(site.element_class)
                if steps is None:
                    steps = self.steps[site.element_class] = _Steps(self.rules, site.element_class)
                for rule in steps.elements:
                    yield rule, site
                if steps.values or steps.texts:
                    for value, rules in _values(site, steps):
                        for rule in rules:
                            yield rule, value
        for rule in self.documents:
            yield rule, inspection


def _values(site: ElementSite, steps: _Steps) -> Iterator[tuple[ValueSite, list[Rule]]]:
    """Yield the values of an element, each with the rules that check it."""
    checked = steps.values
    for name, text in site.attributes.items():
        if name in checked:
            attribute, rules = checked[name]
            yield ValueSite(site, text.strip(), attribute.value, attribute.marks, attribute), rules
    if steps.texts and site.node.is_closed and (value := site.grammar.text) and (text := site.text):
        yield ValueSite(site, text, value, site.grammar.text_marks, None), steps.texts


def _finding(problem: Problem, place: Place, path: str) -> Finding:
    severity = RULES[problem.rule].severity or cast("Severity", level_of(problem.code))
    return Finding(
        rule=problem.rule,
        severity=severity,
        line=place.line,
        column=place.column,
        path=path,
        problem=problem.message,
        remedy=problem.remedy,
        message=problem.text,
        code=problem.code,
        element=problem.element,
        attribute=problem.attribute,
    )


@functools.cache
def _plan(ignored: frozenset[str], context: Context | None) -> _Plan:
    in_context = [rule for rule in RULES.values() if rule.context in (None, context)]
    checking = [rule for rule in in_context if context not in rule.not_in]
    return _Plan([rule for rule in checking if rule.name not in ignored])
