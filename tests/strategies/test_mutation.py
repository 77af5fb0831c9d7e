"""That every mutant has the mistake that it says it has: by the linter, the parser and lxml."""

from __future__ import annotations

import contextlib
import dataclasses
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import find, given, settings
from lxml import etree

from tests.facts import lxml_name
from tests.strategies.test_trees import QUIET, UNSHRUNK
from tests.trees import every
from twimlkit import ConversationRelay, Gather, Hangup, Headers, MessagingResponse, Response, Say
from twimlkit.element import DECLARATION, Document
from twimlkit.errors import InvalidTwiML
from twimlkit.linter import RULES, lint
from twimlkit.parser import form_of, parse
from twimlkit.strategies import Mutant, elements, mutants
from twimlkit.strategies.mistakes import KINDS, Place, misspellings
from twimlkit.strategies.mutation import _MISTAKES, _around, _mutants
from twimlkit.strategies.values import wrong_values

if TYPE_CHECKING:
    from twimlkit.element import Element
    from twimlkit.strategies.mistakes import Mistake

MISTAKES = [mistake for mistakes in _MISTAKES.values() for mistake in mistakes]


def rules_of(xml: bytes, rule: str) -> set[str]:
    return {finding.rule for finding in lint(xml, context=RULES[rule].context)}


def is_parsed(xml: bytes) -> bool:
    with contextlib.suppress(InvalidTwiML):
        return isinstance(parse(xml), Document)
    return False


def is_read_by_lxml(xml: bytes) -> bool:
    with contextlib.suppress(etree.XMLSyntaxError):
        return etree.fromstring(xml) is not None
    return False


def assert_has_its_mistake(mutant: Mutant) -> None:
    right = bytes(mutant.right)
    assert mutant.rule in rules_of(mutant.xml, mutant.rule)
    assert mutant.rule not in rules_of(right, mutant.rule)
    assert mutant.refused == RULES[mutant.rule].refused
    assert is_parsed(mutant.xml) != mutant.refused
    assert parse(right, root=type(mutant.right)) == mutant.right
    # lxml reads document types too; TwiML has none.
    is_well_formed = mutant.rule not in ("malformed", "blank-before-declaration") or b"<!DOCTYPE" in mutant.xml
    assert is_read_by_lxml(mutant.xml) == is_well_formed


def test_there_is_a_mistake_for_every_rule_and_a_rule_for_every_mistake() -> None:
    assert {mistake.rule for mistake in MISTAKES} == RULES.keys()


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.rule)
def test_every_mistake_is_made_and_found(mistake: Mistake) -> None:
    @settings(max_examples=6)
    @given(_mutants(RULES[mistake.rule], mistake))
    def check(mutant: Mutant) -> None:
        assert mutant.rule == mistake.rule
        assert_has_its_mistake(mutant)

    check()


@pytest.mark.parametrize(
    ("rule", "kind"),
    [
        ("misplaced-element", MessagingResponse),  # a verb could make it a right document of the other kind
        ("unknown-element", Headers),  # is nearly Header
        ("unknown-attribute", ConversationRelay),  # has attributes that are known to be misspelt
    ],
)
def test_a_mistake_is_never_right_by_chance(rule: str, kind: type[Element]) -> None:
    for mistake in _MISTAKES[rule]:

        @settings(max_examples=30)
        @given(_mutants(RULES[rule], dataclasses.replace(mistake, on=(kind,))))
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
    for kind in KINDS:
        element = find(elements(kind), lambda _: True, settings=UNSHRUNK)
        document = find(_around(element, levels), lambda _: True, settings=UNSHRUNK)
        assert isinstance(document, Document)
        assert any(each is element for each in every(document))


def test_a_place_is_that_of_its_element() -> None:
    twins = [Say("a"), Say("a")]
    gather = Gather(*twins)
    place = Place(None, Response(Say("a"), gather, Hangup()), twins[1])
    assert place.node is place.parent.nodes[1]
    assert place.parent is place.root.nodes[1]
    assert place.xml == str(Response(Say("a"), gather, Hangup()))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_wrong_values_are_refused_by_the_class(kind: type[Element]) -> None:
    for wire, attribute in form_of(kind).wires.items():
        for text in wrong_values(attribute.value):
            xml = etree.tostring(etree.Element(kind._tag, {lxml_name(wire): text}))
            with pytest.raises(InvalidTwiML, match=re.escape(wire)):
                parse(xml, root=kind)


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
    found = find(mutants("unreachable"), lambda mutant: mutant.mistake.startswith("<Say>"), settings=QUIET)
    assert found == Mutant(
        xml=b'<?xml version="1.0" encoding="UTF-8"?><Response><Hangup/><Say/></Response>',
        rule="unreachable",
        mistake="<Say> was put after <Hangup>",
        right=Response(),
    )


# What is asked for.


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
