"""What holds of all rules: their names and codes, how they are switched off, and that each has its own mistake."""

import json
import re
from dataclasses import fields
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cases import for_each
from tests.facts import DATA, ERRORS, FACTS
from tests.linter.documents import ONLY, found
from twimlkit import Gather, MessagingResponse, Redirect, Refer, ReferSip, Response, Say
from twimlkit._core.vocabulary import element_classes
from twimlkit.linter import CONTEXTS, RULES, SEVERITIES, Context, Rule, lint
from twimlkit.linter._rules import contexts, flow, limits, refused, speech, urls, vocabulary

LEVELS = {row["code"]: row["level"] for row in ERRORS}
LIMITS = {
    row["id"]: row for rows in json.loads((DATA / "limits.json").read_bytes()).values() for row in rows if "id" in row
}
MODULES = (vocabulary, flow, speech, urls, limits, contexts)

EXPECTED = {
    "malformed": ("error", 12100),
    "blank-before-declaration": ("error", LIMITS["leading_bytes"]["error"]),
    "too-large": ("error", LIMITS["response_size"]["error"]),
    "too-deep": ("error", None),
    "large-document": ("advice", None),
    "wrong-root": ("error", LIMITS["root"]["error"]),
    "unknown-element": (None, "various"),
    "misplaced-element": (None, "various"),
    "too-many-elements": (None, "various"),
    "misplaced-text": (None, "various"),
    "text-beside-elements": (None, "various"),
    "missing-content": (None, "various"),
    "conflicting-elements": (None, "various"),
    "unknown-attribute": (None, LIMITS["case_sensitive"]["error"]),
    "wrong-value": (None, "various"),
    "missing-attribute": ("error", None),
    "namespace": (None, 12200),
    "legacy-attribute": (None, "various"),
    "legacy-element": (None, "various"),
    "suspected-typo": (None, 12200),
    "deprecated-element": ("advice", None),
    "deprecated-attribute": ("advice", None),
    "unreachable": ("warning", None),
    "seldom-reached": ("advice", None),
    "endless-question": ("advice", None),
    "silence-ends-call": ("advice", None),
    "redirect-to-itself": ("advice", None),
    "reject-not-first": ("advice", None),
    "empty-element": ("advice", None),
    "too-many-messages": ("warning", LIMITS["replies_per_message"]["error"]),
    "empty-say": ("warning", 13520),
    "long-say": ("warning", LIMITS["say_basic"]["error"]),
    "unknown-interpretation": ("warning", None),
    "voice-settings": ("warning", None),
    "unknown-voice": ("warning", 13511),
    "unknown-language": ("warning", "various"),
    "voice-language": ("warning", None),
    "speech-timeout": ("warning", 13335),
    "relative-url": ("error", None),
    "url-scheme": ("error", "various"),
    "url-without-scheme": ("warning", None),
    "stream-query": (None, 31922),
    "underscore-in-host": ("warning", None),
    "password-in-url": ("advice", None),
    "phone-number": ("advice", "various"),
    "no-number": (None, 13223),
    "sid-prefix": ("warning", "various"),
    "below-documented": ("advice", None),
    "above-cap": ("warning", None),
    "account-option": ("advice", None),
    "sender-name": ("warning", 14102),
    "task-json": ("error", 14221),
    "transcription-length": ("warning", 13615),
    "parameter-length": ("warning", None),
    "whatsapp-caller": ("warning", None),
    "client-caller": (None, 13214),
    "currency-code": (None, 64011),
    "amount-decimals": (None, 64003),
    "connect-track": (None, 31941),
    "whisper-verb": (None, "various"),
    "wait-verb": ("error", 13238),
    "queue-only-verb": ("advice", 13238),
    "inline-url": ("error", "various"),
    "inline-size": ("error", LIMITS["inline_twiml_size"]["error"]),
}
"""The rules, each with its severity and its code."""

CROWD = (
    "<Response><Say voice='Polly.Joana' loop='1001'/><Say language='en-UK'>x</Say>"
    "<Dial timeout='4'>415-123-4567</Dial><Play>https://my_host.example.com/</Play>"
    "<Enqueue workflowSid='WW'><Task>{</Task></Enqueue><Gather action='/'/><Echo/></Response>"
)
"""A document that breaks many rules, some of them in one place."""


# What a rule says of itself.


def test_the_rules_are_those_that_are_expected() -> None:
    assert {name: (rule.severity, rule.code) for name, rule in RULES.items()} == EXPECTED


def test_every_rule_of_a_module_is_there_under_its_own_name() -> None:
    rules = [rule for module in MODULES for rule in vars(module).values() if isinstance(rule, Rule)]
    rules += refused.RULES
    assert len(rules) == len(RULES)
    assert all(RULES[rule.name] is rule for rule in rules)


@for_each(rule=RULES.values())
def test_a_rule_has_a_name_a_summary_and_a_code_that_twilio_has(rule: Rule) -> None:
    assert re.fullmatch("[a-z]+(-[a-z]+)+|malformed|unreachable|namespace", rule.name)
    assert re.fullmatch(r"[A-Z][^\n]{10,110}[^.]\.", rule.summary), rule.summary
    assert ". " not in rule.summary
    assert rule.severity in (*SEVERITIES, None)
    assert rule.code in (*LEVELS, None, "various")


# What a rule finds.


def test_every_rule_has_a_document_that_breaks_it() -> None:
    assert ONLY.keys() == RULES.keys()


@for_each(name=ONLY)
def test_a_document_breaks_only_its_rule(name: str) -> None:
    xml, context = ONLY[name]
    findings = lint(xml, context=context)
    assert {finding.rule for finding in findings} == {name}
    assert lint(xml, context=context, ignore=[name]) == []
    for finding in findings:
        expected = LEVELS.get(finding.code, "warning")
        assert finding.severity == (RULES[name].severity or expected)
        assert finding.code in (*LEVELS, None)
        if RULES[name].code != "various":
            assert finding.code == RULES[name].code
        place = f"{finding.line}:{finding.column}"
        assert str(finding).startswith(f"{place}: {finding.severity}: {finding.message} [{name}")
        assert re.fullmatch(f"{re.escape(finding.problem)}([:;] {re.escape(finding.remedy)})?", finding.message)


PYTHON_NAMES = {
    attribute.name
    for element_class in element_classes()
    for attribute in element_class.grammar().attributes.values()
    if attribute.name != attribute.xml_name
}


@for_each(name=ONLY)
def test_messages_have_the_names_of_xml(name: str) -> None:
    xml, context = ONLY[name]
    for finding in lint(xml, context=context):
        words = re.findall(r"\w+", f"{finding.problem} {finding.remedy}")
        assert PYTHON_NAMES.isdisjoint(words)
        assert finding.problem
        assert finding.remedy or re.search(" (must|needs) ", finding.problem)
        assert not finding.message.endswith((".", ":"))


@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if rule.context])
def test_a_rule_of_a_context_looks_only_there(name: str) -> None:
    xml, context = ONLY[name]
    assert context == RULES[name].context
    assert {other for other in (None, *CONTEXTS) if found(name, xml, other)} == {context}


def test_a_rule_for_every_context_but_that_of_any_call() -> None:
    # What a message cannot hold is misplaced in its document.
    assert {rule.context for rule in RULES.values()} == {None, *CONTEXTS} - {"voice", "message"}


ODD_VALUES = (
    "", " ", "{{x}}", "https://[::1", "//", "http://a@b@c:d", "%", "'", "9" * 500, "1e999", "NaN", "[" * 1500, "\u0661",
    "Polly.", "Google.-", "whatsapp:", ":", "_", "+",
)  # fmt: skip


@pytest.mark.parametrize("context", [None, "inline"])
def test_no_value_makes_a_rule_fail(context: Context | None) -> None:
    for value in ODD_VALUES:
        elements = ""
        for fact in FACTS.values():
            attributes = "".join(f' {xml_name}="{value}"' for xml_name in fact.attributes)
            elements += f"<{fact.tag}{attributes}>{value}</{fact.tag}>"
        for finding in lint(f"<Response>{elements}</Response>", context=context):
            assert finding.line == 1
            assert finding.column >= 1
            assert len(finding.problem) < 400


# How rules are switched off.


def test_a_single_rule_is_ignored_by_its_name() -> None:
    xml = "<Response><Gather/></Response>"
    assert [finding.rule for finding in lint(xml)] == ["silence-ends-call", "endless-question"]
    assert lint(xml, ignore="endless-question") == lint(xml, ignore=["endless-question"])
    with pytest.raises(ValueError, match="no rule 'endless-questions'; did you mean 'endless-question'"):
        lint(xml, ignore="endless-questions")


@pytest.mark.parametrize(
    ("xml", "found_in"),
    [
        ("<Response>{}<Say>{}{}</Say>{}<Say/></Response>", ["Response/Say[1]", "Response/Say[2]"]),
        ("{}<!-- twimlkit: ignore empty-say --><Response><Say/><Say/></Response>", []),
        ("<?xml version='1.0'?>\n<!--twimlkit:ignore empty-say-->\n<Response><Say/><Say/></Response>", []),
        ("<Response><!-- twimlkit: ignore empty-say --><Say/><Say/></Response>", ["Response/Say[2]"]),
        ("<Response><!-- twimlkit: ignore long-say --><Say/></Response>", ["Response/Say"]),
        ("<Response><!-- twimlkit: ignore long-say, empty-say --><Say/></Response>", []),
        ("<Response><!-- twimlkit: ignore long-say\n empty-say --><Say/></Response>", []),
        ("<Response><!-- twimlkit: ignore empty-say --><Gather><Say/></Gather><Say/></Response>", ["Response/Say"]),
        ("<Response><Say/><!-- twimlkit: ignore empty-say --></Response>", ["Response/Say"]),
        ("<Response><Say/></Response><!-- twimlkit: ignore empty-say -->", ["Response/Say"]),
        ("<Response><!-- twimlkit: ignore --><Say/></Response>", ["Response/Say"]),
        ("<Response><!-- please ignore empty-say --><Say/></Response>", ["Response/Say"]),
        ("<Response><Say><!-- twimlkit: ignore empty-say --></Say></Response>", ["Response/Say"]),
        ("<Response>{% if a %}<!-- twimlkit: ignore empty-say --><Say/>{% endif %}</Response>", []),
    ],
)
def test_a_comment_ignores_rules_in_the_next_element(xml: str, found_in: list[str]) -> None:
    xml = xml.replace("{}", "")
    assert [finding.path for finding in found("empty-say", xml)] == found_in
    assert [finding.path for finding in found("empty-say", xml.encode("utf-16"))] == found_in


@for_each(name=ONLY)
def test_a_comment_at_the_top_ignores_a_rule_in_the_whole_document(name: str) -> None:
    xml, context = ONLY[name]
    text = xml if isinstance(xml, str) else xml.decode()
    declaration = re.match(r"\s*<\?xml.*?\?>|", text)
    assert declaration
    end = declaration.end()
    ignoring = f"{text[:end]}<!-- twimlkit: ignore {name} -->{text[end:]}"
    assert name not in {finding.rule for finding in lint(ignoring, context=context)}


# What is linted.


def test_a_document_may_be_an_element() -> None:
    response = Response(Say("Hello", voice="Polly.Joana"), Gather(action="/menu"))
    assert lint(response) == lint(response.to_xml())
    assert [finding.rule for finding in lint(response)] == ["unknown-voice", "silence-ends-call"]
    reply = MessagingResponse(Redirect(""))
    assert [finding.rule for finding in lint(reply)] == ["redirect-to-itself"]
    assert lint(reply, context="message", ignore="redirect-to-itself") == []


def test_a_part_of_a_document_is_linted_as_what_it_is() -> None:
    assert [finding.path for finding in lint(Gather(Say("Hello", language="en-UK"), action="/menu"))] == ["Gather/Say"]
    assert lint(Refer(ReferSip("sip:alice@example.com")).children[0]) == []
    assert [finding.code for finding in lint(Say("Hello", voice="Polly.Joana"))] == [13511]
    assert [finding.rule for finding in lint(Say("Hello").unchecked(loud=True))] == ["unknown-attribute"]


@pytest.mark.slow
@for_each(context=[None, *CONTEXTS], name=RULES)
def test_ignoring_a_rule_leaves_out_its_findings_alone(name: str, context: Context | None) -> None:
    findings = lint(CROWD, context=context)
    assert lint(CROWD, context=context, ignore=[name]) == [finding for finding in findings if finding.rule != name]
    assert found(name, CROWD, context) == [finding for finding in findings if finding.rule == name]


@given(names=st.sets(st.sampled_from(list(RULES))), xml=st.sampled_from([CROWD, *(xml for xml, _ in ONLY.values())]))
def test_ignoring_rules_leaves_out_their_findings_alone(names: set[str], xml: str | bytes) -> None:
    assert lint(xml, ignore=names) == [finding for finding in lint(xml) if finding.rule not in names]


def test_the_crowd_breaks_many_rules() -> None:
    assert len({finding.rule for finding in lint(CROWD)}) > 6


def test_findings_are_in_the_order_of_the_document() -> None:
    places = [(finding.line, finding.column) for finding in lint(CROWD.replace("><", ">\n<"))]
    assert places == sorted(places)
    assert len({line for line, _ in places}) > 3


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"ignore": ["empty-sya"]}, "there is no rule 'empty-sya'; did you mean 'empty-say'?"),
        ({"ignore": ["Empty_Say"]}, "there is no rule 'Empty_Say'; did you mean 'empty-say'?"),
        ({"ignore": ["qqq"]}, "there is no rule 'qqq'"),
        ({"context": "mesage"}, "there is no context 'mesage'; did you mean 'message'?"),
        ({"context": "qqq"}, "there is no context 'qqq': write one of voice, message, whisper, wait, inline"),
    ],
)
def test_an_unknown_name_is_refused(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        lint("<Response/>", **arguments)


def test_contexts_are_those_of_the_type() -> None:
    assert get_args(Context) == CONTEXTS
    assert [field.name for field in fields(Rule)][:4] == ["name", "summary", "severity", "code"]
