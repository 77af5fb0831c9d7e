"""The rules that depend on what Twilio uses the document for, judged by the lists of the facts."""

import json

import pytest

from tests.cases import for_each
from tests.facts import DATA, ERRORS, FACTS
from tests.linter.documents import found
from twimlkit.linter import Context

LIMITS = json.loads((DATA / "limits.json").read_bytes())
LISTED = {row["where"]: row for row in LIMITS["restricted_subdocuments"]}
CONFERENCE = set(LISTED["Conference waitUrl"]["verbs"])
QUEUE = set(LISTED["Enqueue waitUrl"]["verbs"])
CALLED = LISTED["Number, Client or Sip url"]
VERBS = list(FACTS["Response"].children)


def document(verb: str) -> str:
    """A document with a verb."""
    return f"<Response>{FACTS[verb].minimal().to_xml()}</Response>"


# Verbs.


@for_each(verb=VERBS)
def test_what_the_called_party_hears_alone_holds_few_verbs(verb: str) -> None:
    findings = found("whisper-verb", document(verb), "whisper")
    # Twilio's list for a Number lacks two verbs that are harmless there: those of the other documents that are heard.
    assert len(findings) == (verb not in {*CALLED["verbs"], *CONFERENCE})
    for finding in findings:
        is_forbidden = verb in CALLED["forbidden"]
        assert finding.code == (CALLED["error"] if is_forbidden else None)
        assert finding.severity == ("error" if is_forbidden else "warning")
        assert finding.element == verb


@for_each(verb=VERBS)
def test_what_is_heard_while_waiting_holds_few_verbs(verb: str) -> None:
    findings = {rule: found(rule, document(verb), "wait") for rule in ("wait-verb", "queue-only-verb")}
    assert len(findings["wait-verb"]) == (verb not in CONFERENCE | QUEUE)
    assert len(findings["queue-only-verb"]) == (verb in QUEUE - CONFERENCE)
    codes = {finding.code for found_by in findings.values() for finding in found_by}
    assert codes <= {LISTED["Conference waitUrl"]["error"]}


def test_the_lists_are_not_empty() -> None:
    assert len(VERBS) > 15
    assert len(CONFERENCE) == 4
    assert CONFERENCE < QUEUE < set(VERBS)


@pytest.mark.parametrize(("rule", "context"), [("whisper-verb", "whisper"), ("wait-verb", "wait")])
def test_every_verb_is_found_and_only_verbs(rule: str, context: Context) -> None:
    verbs = "<Say>x</Say><Dial><Number>x</Number></Dial><Gather><Say>x</Say><Record/></Gather><Echo/><Pay/>"
    assert [finding.element for finding in found(rule, f"<Response>{verbs}</Response>", context)] == [
        "Dial",
        "Echo",
        "Pay",
    ]
    for misplaced in ("<Number>x</Number>", "<Nonsense/>", "<Dail>x</Dail>", "<Response><Echo/></Response>", "text"):
        assert found(rule, f"<Response>{misplaced}</Response>", context) == []


# TwiML in a request.

ASKING = ("Record", "Gather", "Pay")


@for_each(action=[None, "", " ", "/next", "next", "?x=1", "#x", "//example.com/x"], verb=ASKING)
def test_verbs_that_ask_need_an_absolute_action(verb: str, action: str | None) -> None:
    attribute = "" if action is None else f" action='{action}'"
    (finding,) = found("inline-url", f"<Response><{verb}{attribute}/></Response>", "inline")
    assert finding.code == 15004
    assert finding.attribute == ("action" if action and action.strip() else None)
    assert {row["attribute"] for row in ERRORS if row["code"] == 15004} == {"action"}


URL_ATTRIBUTES = [
    (name, xml_name)
    for name, fact in FACTS.items()
    for xml_name, attribute in fact.attributes.items()
    if attribute["type"] == "url" and name in VERBS
]


@pytest.mark.parametrize(("verb", "xml_name"), URL_ATTRIBUTES)
def test_no_url_is_relative(verb: str, xml_name: str) -> None:
    def look(url: str) -> list[int | None]:
        action = " action='https://example.com/'" if verb in ASKING and xml_name != "action" else ""
        text = "https://example.com/" if verb in ("Play", "Redirect") else ""
        xml = f"<Response><{verb} {xml_name}='{url}'{action}>{text}</{verb}></Response>"
        return [finding.code for finding in found("inline-url", xml, "inline")]

    assert look("/next") == [15004 if verb in ASKING and xml_name == "action" else None]
    for right in ("https://example.com/next", "http://example.com", "{{url}}", "${base}/next", "ftp://example.com"):
        assert look(right) == []


@pytest.mark.parametrize("verb", ["Play", "Redirect"])
def test_no_text_that_is_a_url_is_relative(verb: str) -> None:
    for url, count in (("/next", 1), ("https://example.com/", 0), ("a b", 0), ("%s", 0)):
        assert len(found("inline-url", f"<Response><{verb}>\n{url}\n</{verb}></Response>", "inline")) == count


def test_what_needs_no_url_is_not_found() -> None:
    right = (
        "<Play digits='1'/><Dial>+14155550100</Dial><Dial><Conference waitUrl=''>x</Conference></Dial>"
        "<Enqueue waitUrl=''>x</Enqueue><Message>/x</Message><Say href='/x'>/x</Say><Nonsense url='/x'/><Hangup/>"
    )
    assert found("inline-url", f"<Response>{right}</Response>", "inline") == []


def test_a_redirect_needs_a_url() -> None:
    (finding,) = found("inline-url", "<Response><Redirect/></Response>", "inline")
    assert finding.code is None


def test_nested_urls_are_looked_at_and_those_of_another_rule_are_not() -> None:
    xml = (
        "<Response><Dial><Number url='/whisper'>+14155550100</Number></Dial>"
        "<Gather action='https://example.com/'><Play>/menu.mp3</Play></Gather>"
        "<Start><Stream statusCallback='/x'/></Start></Response>"
    )
    assert [finding.element for finding in found("inline-url", xml, "inline")] == ["Number", "Play"]


def test_of_a_text_that_is_cut_off_nothing_is_said() -> None:
    assert found("inline-url", "<Response><Redirect>", "inline") == []
    assert found("inline-url", "<Response><Play>htt<b>", "inline") == []


@pytest.mark.parametrize("character", ["x", "é", "😀"])
def test_the_size_of_a_document_counts_in_characters(character: str) -> None:
    (most,) = (row["value"] for row in LIMITS["document"] if row["id"] == "inline_twiml_size")
    begin, end = "<?xml version='1.0'?>\n<Response><Say>", "</Say></Response>"
    fits = begin + character * (most - len(begin + end)) + end
    for spelling in (str, str.encode, lambda text: text.encode("utf-16")):
        assert found("inline-size", spelling(fits), "inline") == []
        (finding,) = found("inline-size", spelling(f"{fits}\n"), "inline")
        assert finding.code == 32018
        assert finding.problem.endswith(f" {most + 1} characters long")
