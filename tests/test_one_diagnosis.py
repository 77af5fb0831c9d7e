"""One diagnosis for all doors: a class, `parse` and `lint` report the same problem of the same document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings

from twimlkit import InvalidTwiML, custom, lint, parse
from twimlkit._core.names import to_python_name
from twimlkit._core.sites import content_of, document_of, sites_of
from twimlkit._core.values import InvalidValue
from twimlkit._core.xml import Node, read
from twimlkit.linter import RULES
from twimlkit.strategies import Mutant, mutants

if TYPE_CHECKING:
    from collections.abc import Callable

    from twimlkit._core.sites import ElementSite
    from twimlkit.linter import Finding

REFUSED = [rule.name for rule in RULES.values() if rule.refused]

# What Python can write too: it has no malformed XML, no namespaces and no classes with unknown names.
EXPRESSIBLE = [
    "conflicting-elements",
    "legacy-attribute",
    "misplaced-element",
    "misplaced-text",
    "missing-attribute",
    "missing-content",
    "suspected-typo",
    "text-beside-elements",
    "too-many-elements",
    "unknown-attribute",
    "unreachable",
    "wrong-value",
]

OF_A_PART = ["misplaced-element", "too-many-elements", "unreachable"]
"""The rules whose problems stand at an element inside the one that is refused."""


def for_every_rule(rules: list[str], compare: Callable[[Mutant], set[str]], examples: int) -> None:
    """Compare mutants of each rule; some of them must break that rule first, since only the first problem is raised."""
    for rule in rules:
        raised = set()

        @settings(max_examples=examples)
        @given(mutants(rule))
        def check(mutant: Mutant) -> None:
            raised.update(compare(mutant))  # noqa: B023  # called before the next

        check()
        assert rule in raised


# The parser and the linter.


def raised_by_parse(mutant: Mutant) -> set[str]:
    with pytest.raises(InvalidTwiML) as caught:
        parse(mutant.xml)
    error = caught.value
    findings = [each for each in lint(mutant.xml) if RULES[each.rule].refused]
    assert mutant.rule in [each.rule for each in findings]
    assert (error.rule, error.code, error.line, error.column, error.path or "", error.element, error.message) in [
        (each.rule, each.code, each.line, each.column, each.path, each.element, each.message) for each in findings
    ]
    return {error.rule}


def test_parse_raises_what_lint_finds() -> None:
    for_every_rule(REFUSED, raised_by_parse, 5)


@pytest.mark.slow
def test_parse_raises_what_lint_finds_in_many_documents() -> None:
    for_every_rule(REFUSED, raised_by_parse, 25)


# The classes and the linter.


def raised_by_classes(mutant: Mutant) -> set[str]:
    root = read(mutant.xml).root
    findings = [each for each in lint(mutant.xml) if RULES[each.rule].refused]
    raised = set()
    for site in sites_of(root, document_of(root)):
        expected = [_problem_of(each, site) for each in findings if _is_at(each, site)]
        try:
            _build(site)
        except InvalidTwiML as error:
            problem = error.rule, error.code, error.element, error.attribute
            assert problem in expected
            raised.add(error.rule)
        else:
            assert expected == []
    return raised


def _is_at(finding: Finding, site: ElementSite) -> bool:
    """Tell whether a finding is a problem of the element, or of one directly inside that it cannot hold."""
    places = [inner.path for inner in site.inside] if finding.rule in OF_A_PART else [site.path]
    return finding.path in places


def _problem_of(finding: Finding, site: ElementSite) -> tuple[str, int | None, str | None, str | None]:
    name = finding.attribute and _python_name(site, finding.attribute)
    return finding.rule, finding.code, finding.element, name


def _python_name(site: ElementSite, xml_name: str) -> str:
    attribute = site.grammar.xml_attributes.get(xml_name)
    return attribute.name if attribute else to_python_name(xml_name)


def _build(site: ElementSite) -> None:
    """Build the element of a node in Python, around children that are right in themselves."""
    inside = iter(site.inside)
    content = [
        _child(next(inside)) if isinstance(child, Node) else child
        for child in content_of(site.grammar, site.node.children)
    ]
    attributes = {_python_name(site, name): _value(site, name, text) for name, text in site.attributes.items()}
    site.element_class(*content, **attributes)


def _child(site: ElementSite) -> Any:
    is_known = site.element_class and site.element_class.tag == site.tag
    return site.element_class.unvalidated((), {}) if is_known else custom(site.tag)


def _value(site: ElementSite, name: str, text: str) -> object:
    """Return the value of an attribute in Python; a text that XML cannot hold there stays as it is."""
    attribute = site.grammar.xml_attributes.get(name)
    try:
        return attribute.from_xml(text) if attribute else text
    except InvalidValue:
        return text


def test_classes_raise_what_lint_finds() -> None:
    for_every_rule(EXPRESSIBLE, raised_by_classes, 5)


@pytest.mark.slow
def test_classes_raise_what_lint_finds_in_many_documents() -> None:
    for_every_rule(EXPRESSIBLE, raised_by_classes, 25)
