"""The rules about a document as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.linter.documents import found
from tests.linter.places import CONTEXTS
from twimlkit._core.problems import MAX_DEPTH, MAX_DOCUMENT_BYTES
from twimlkit.linter import lint
from twimlkit.strategies import messaging_responses, responses

if TYPE_CHECKING:
    from twimlkit import MessagingResponse, Response

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'


def rules(xml: str | bytes) -> list[str]:
    return [finding.rule for finding in lint(xml)]


@pytest.mark.parametrize(
    ("xml", "line", "column"),
    [
        ("", 1, 1),
        ("Hello", 1, 1),
        ("<Response><Say>Hello</Response>", 1, 23),
        ("<Response>\n  <Say>a & b</Say>\n</Response>", 2, 11),
        ("<Response>\n  <Say>żółć&nbsp;</Say>\n</Response>", 2, 12),
        ("<Response/><Response/>", 1, 12),
        ("<Response a='1' a='2'/>", 1, 17),
        ("<!DOCTYPE x [<!ENTITY a 'b'>]><Response/>", 1, 1),
        (b"<Response><Say>\xff</Say></Response>", 1, 16),
        (b"<?xml version='1.0' encoding='rot13'?><Response/>", 1, 31),
        ("<Response><Say>\ud800</Say></Response>", 1, 16),
    ],
)
def test_what_is_malformed_is_shown_where_it_is(xml: str | bytes, line: int, column: int) -> None:
    finding = lint(xml)[-1]
    assert (finding.rule, finding.severity, finding.code) == ("malformed", "error", 12100)
    assert (finding.line, finding.column) == (line, column)
    assert finding.problem
    assert finding.remedy


def test_what_stands_before_a_mistake_in_the_xml_is_looked_at() -> None:
    xml = "<Response>\n<Pause length='0'/>\n<gather/>\n<Say>Hello</Response>\n<Pause length='0'/>"
    assert [(finding.rule, finding.line) for finding in lint(xml)] == [
        ("wrong-value", 2),
        ("unknown-element", 3),
        ("endless-question", 3),
        ("malformed", 4),
    ]


@settings(max_examples=15)
@given(document=responses() | messaging_responses(), part=st.floats(0, 1))
def test_the_beginning_of_a_document_breaks_no_rule_that_the_whole_keeps(
    document: Response | MessagingResponse, part: float
) -> None:
    xml, context = document.to_xml(), CONTEXTS[type(document).__name__]
    whole = {(finding.rule, finding.line, finding.column) for finding in lint(xml, context=context)}
    findings = lint(xml[: int(part * (len(xml) - 1))], context=context)
    assert [finding.rule for finding in findings].count("malformed") == 1
    others = {(finding.rule, finding.line, finding.column) for finding in findings if finding.rule != "malformed"}
    assert others <= whole


@pytest.mark.parametrize("blank", [" ", "\n", "\r\n\r\n", "\t \n "])
def test_a_blank_before_the_declaration_hides_nothing_behind_it(blank: str) -> None:
    xml = f"{blank}{DECLARATION}\n<Response><Pause length='0'/></Response>"
    early, value = lint(xml)
    assert (early.rule, early.code, early.severity) == ("blank-before-declaration", 12100, "error")
    lines = blank.replace("\r\n", "\n").split("\n")
    assert (early.line, early.column) == (len(lines), len(lines[-1]) + 1)
    assert (value.rule, value.line) == ("wrong-value", len(lines) + 1)


@pytest.mark.parametrize("xml", [f"{DECLARATION}<Response/>", "\n <Response/>", f"\ufeff{DECLARATION}<Response/>"])
def test_a_blank_that_does_no_harm_is_not_found(xml: str) -> None:
    assert lint(xml) == []


def test_text_before_the_declaration_is_malformed() -> None:
    assert rules(f"x{DECLARATION}<Response/>") == ["malformed"]


def sized(size: int) -> str:
    return f"<Response><!--{'x' * (size - len('<Response><!----></Response>'))}--></Response>"


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (48 * 1024, []),
        (48 * 1024 + 1, ["large-document"]),
        (MAX_DOCUMENT_BYTES, ["large-document"]),
        (MAX_DOCUMENT_BYTES + 1, ["too-large"]),
    ],
)
def test_sizes_are_counted_to_the_byte(size: int, expected: list[str]) -> None:
    assert rules(sized(size)) == expected
    assert rules(sized(size).encode()) == expected
    # Characters of two bytes count as two.
    assert rules(sized(size - 1).replace("x", "ż", 1)) == expected


def test_what_is_too_large_is_looked_at_too() -> None:
    xml = sized(MAX_DOCUMENT_BYTES + 1).replace("</Response>", "<Pause length='0'/></Response>")
    assert rules(xml) == ["too-large", "wrong-value"]


@pytest.mark.parametrize(("levels", "expected"), [(MAX_DEPTH, []), (MAX_DEPTH + 1, ["too-deep"]), (1000, ["too-deep"])])
def test_levels_are_counted(levels: int, expected: list[str]) -> None:
    inside = "<lang xml:lang='fr-FR'>" * (levels - 2) + "x" + "</lang>" * (levels - 2)
    findings = lint(f"<Response><Say>{inside}</Say></Response>")
    assert [finding.rule for finding in findings] == expected
    assert all(finding.path.count("/") == MAX_DEPTH for finding in findings)


@pytest.mark.parametrize("xml", ["<Say>Hello</Say>", "<Foo/>", "<Message>Hello</Message>", "<ns/>"])
def test_another_root_is_found(xml: str) -> None:
    (finding,) = found("wrong-root", xml)
    assert (finding.code, finding.severity, finding.path) == (12102, "error", finding.element)
    assert finding.remedy in ("put it into Response", "write Response")


@pytest.mark.parametrize("tag", ["response", "RESPONSE", "Respones", "VoiceResponse"])
def test_a_misspelt_root_has_its_inside_looked_at(tag: str) -> None:
    assert rules(f"<{tag}><Pause length='0'/></{tag}>") == ["wrong-root", "wrong-value"]
