"""Every mutant has its mistake: to the linter, the parser and lxml."""

from __future__ import annotations

import contextlib
import dataclasses
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import find, given, settings
from lxml import etree

from tests.facts import lxml_name
from tests.strategies.test_elements import QUIET, UNSHRUNK
from tests.trees import every
from twimlkit import ConversationRelay, Gather, Hangup, Headers, MessagingResponse, Response, Say
from twimlkit._core.element import DECLARATION, Document
from twimlkit._core.sites import problems_at, sites_of
from twimlkit._core.xml import read
from twimlkit.errors import InvalidTwiML
from twimlkit.linter import RULES, lint
from twimlkit.parser import parse
from twimlkit.strategies import Mutant, elements, mutants
from twimlkit.strategies._mutants import documents_around, mutants_of
from twimlkit.strategies._mutation import ELEMENT_CLASSES, Site, misspellings
from twimlkit.strategies._mutations import MUTATIONS
from twimlkit.strategies._values import invalid_texts

if TYPE_CHECKING:
    from twimlkit._core.element import Element
    from twimlkit.strategies._mutation import Mutation


def rules_of(xml: bytes, rule: str) -> set[str]:
    return {finding.rule for finding in lint(xml, context=RULES[rule].context)}


def is_parsed(xml: bytes, root: type[Element] | None = None) -> bool:
    with contextlib.suppress(InvalidTwiML):
        return isinstance(parse(xml, root=root), root or Document)
    return False


def is_read_by_lxml(xml: bytes) -> bool:
    with contextlib.suppress(etree.XMLSyntaxError):
        return etree.fromstring(xml) is not None
    return False


def assert_has_its_mistake(mutant: Mutant) -> None:
    original = bytes(mutant.original)
    assert mutant.rule in rules_of(mutant.xml, mutant.rule)
    assert mutant.rule not in rules_of(original, mutant.rule)
    assert mutant.refused == RULES[mutant.rule].refused
    assert is_parsed(mutant.xml) != mutant.refused
    assert parse(original, root=type(mutant.original)) == mutant.original
    # lxml reads document types too; TwiML has none.
    is_well_formed = mutant.rule not in ("malformed", "blank-before-declaration") or b"<!DOCTYPE" in mutant.xml
    assert is_read_by_lxml(mutant.xml) == is_well_formed


def test_there_is_a_mutation_for_every_rule_and_a_rule_for_every_mutation() -> None:
    assert {mutation.rule for mutation in MUTATIONS} == RULES.keys()


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.rule)
def test_every_mutation_is_made_and_found(mutation: Mutation) -> None:
    @settings(max_examples=6)
    @given(mutants_of(mutation))
    def check(mutant: Mutant) -> None:
        assert mutant.rule == mutation.rule
        assert_has_its_mistake(mutant)

    check()


@pytest.mark.parametrize(
    ("rule", "element_class"),
    [
        ("misplaced-element", MessagingResponse),  # a verb could make it a valid document of the other class
        ("unknown-element", Headers),  # is nearly Header
        ("unknown-attribute", ConversationRelay),  # has attributes that are known to be misspelt
    ],
)
def test_a_mutant_is_never_valid_by_chance(rule: str, element_class: type[Element]) -> None:
    for mutation in (each for each in MUTATIONS if each.rule == rule):

        @settings(max_examples=30)
        @given(mutants_of(dataclasses.replace(mutation, on=(element_class,))))
        def check(mutant: Mutant) -> None:
            assert_has_its_mistake(mutant)

        check()


@given(mutants())
def test_mutants_are_of_every_rule_that_looks_everywhere(mutant: Mutant) -> None:
    assert RULES[mutant.rule].context is None
    assert_has_its_mistake(mutant)


@given(mutants("misplaced-element", "whisper-verb"))
def test_mutants_are_of_the_rules_that_are_asked_for(mutant: Mutant) -> None:
    assert mutant.rule in ("misplaced-element", "whisper-verb")
    assert mutant.refused == (mutant.rule == "misplaced-element")


@pytest.mark.parametrize("levels", [0, 1])
def test_every_element_finds_a_place_in_a_document(levels: int) -> None:
    for element_class in ELEMENT_CLASSES:
        element = find(elements(element_class), lambda _: True, settings=UNSHRUNK)
        document = find(documents_around(element, levels), lambda _: True, settings=UNSHRUNK)
        assert isinstance(document, Document)
        assert any(each is element for each in every(document))


def test_a_site_is_that_of_its_element() -> None:
    twins = [Say("a"), Say("a")]
    gather = Gather(*twins)
    site = Site(None, Response(Say("a"), gather, Hangup()), twins[1])
    assert site.node is site.parent.nodes[1]
    assert site.parent is site.root.nodes[1]
    assert site.xml == str(Response(Say("a"), gather, Hangup()))


def test_invalid_texts_are_refused_by_the_class() -> None:
    for element_class in ELEMENT_CLASSES:
        for xml_name, attribute in element_class.grammar().xml_attributes.items():
            for text in invalid_texts(attribute.value):
                xml = etree.tostring(etree.Element(element_class.tag, {lxml_name(xml_name): text}))
                assert not is_parsed(xml, element_class)
                [site] = sites_of(read(xml).root, element_class)
                problems = [(problem.rule, problem.attribute) for problem in problems_at(site, element_class)]
                assert ("wrong-value", xml_name) in problems


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("Say", ["say", "SAY", "Sa", "Sayy", "aSy", "Sya"]),
        ("p", ["P", "pp"]),
        ("xml:lang", ["xml:lan", "xml:langg", "xml:alng", "xml:lnag", "xml:lagn"]),
    ],
)
def test_misspellings_are_names_of_xml_without_a_prefix(name: str, wrong: list[str]) -> None:
    assert misspellings(name) == wrong


# Shrinking.

SHRUNK = {
    "misplaced-text": "<Response>text</Response>",
    "unknown-element": "<Response><connect/></Response>",
    "empty-say": "<Response><Say/></Response>",
    "missing-content": "<Response><Enqueue/></Response>",
    "connect-track": '<Response><Connect><Stream url="wss://example.com/" track="both_tracks"/></Connect></Response>',
}


@pytest.mark.parametrize("rule", SHRUNK)
def test_shrinks_to_the_least_document(rule: str) -> None:
    assert find(mutants(rule), lambda _: True, settings=QUIET).xml.decode() == DECLARATION + SHRUNK[rule]


def test_shrinks_to_what_matters() -> None:
    found = find(mutants("unreachable"), lambda mutant: mutant.description.startswith("<Say>"), settings=QUIET)
    assert found == Mutant(
        xml=b'<?xml version="1.0" encoding="UTF-8"?><Response><Hangup/><Say/></Response>',
        rule="unreachable",
        description="<Say> was put after <Hangup>",
        original=Response(),
    )


# Names of rules.


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("misplaced_element", "there is no rule 'misplaced_element'; did you mean 'misplaced-element'?"),
        ("Say", "there is no rule 'Say'"),
    ],
)
def test_an_unknown_rule_is_refused(name: str, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        mutants("unreachable", name)


def test_a_strategy_shows_itself_shortly() -> None:
    assert len(repr(mutants())) < 2_000
    assert len(repr(mutants("malformed"))) < 200
