"""The rules about what runs, in which order, and what has nothing to do."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from tests.cases import for_each
from tests.facts import ELEMENTS, FACTS
from tests.linter.documents import found
from tests.linter.places import full
from twimlkit.linter import Finding, lint

ENDING = [name for name, fact in FACTS.items() if fact.terminal]
VERBS = sorted(FACTS["Response"].children)


def within(rule: str, *verbs: str) -> list[Finding]:
    """What a rule finds in a document of some verbs."""
    return found(rule, f"<Response>{''.join(verbs)}</Response>")


def plain(name: str) -> str:
    """The least XML of an element."""
    return etree.tostring(full(FACTS[name]), encoding="unicode")


@pytest.mark.parametrize("ending", ENDING)
def test_what_follows_an_ending_verb_is_never_run(ending: str) -> None:
    last = plain(ending)
    (finding,) = within("unreachable", "<Pause/>", last, "<Say>a</Say>", last, "<Say>b</Say>")
    assert (finding.path, finding.severity, finding.code) == ("Response/Say[1]", "warning", None)
    assert "2 more" in finding.remedy
    assert within("unreachable", "<Pause/>", "<Say>a</Say>", last) == []


@for_each(verb=[name for name in VERBS if name not in ENDING])
def test_other_verbs_end_nothing(verb: str) -> None:
    assert within("unreachable", plain(verb), "<Say>a</Say>") == []


def test_the_verbs_that_go_on_elsewhere_are_those_of_the_facts() -> None:
    for name in {*VERBS} - {*ENDING}:
        condition = ELEMENTS[FACTS[name].tag].get("terminal_condition") or ""
        xml = plain(name)
        if "action" in FACTS[name].attributes:
            node = full(FACTS[name])
            node.set("action", "/next")
            xml = etree.tostring(node, encoding="unicode")
        # Gather and Pay go on with the next verb when there was no answer: that is what the next verb is for.
        # What follows a Record runs when there was no recording.
        expected = "action" in condition and name not in ("Gather", "Pay", "Record")
        assert bool(within("seldom-reached", xml, "<Say>a</Say>")) == expected, name
        assert within("seldom-reached", xml) == []


def test_without_an_action_the_next_verb_runs() -> None:
    for verb in ("<Dial>+14155550100</Dial>", "<Enqueue>a</Enqueue>", "<Connect><Room>a</Room></Connect>"):
        assert within("seldom-reached", verb, "<Say>a</Say>") == []
    message = "<Message action='/sent'>a</Message>"
    (finding,) = found("seldom-reached", f"<Response>{message}{message}{message}</Response>")
    assert (finding.path, finding.severity) == ("Response/Message[2]", "advice")


@pytest.mark.parametrize("name", ["Gather", "Record"])
@pytest.mark.parametrize(("action", "count"), [("", 1), ("action=''", 1), ("action='#x'", 1), ("action='/next'", 0)])
def test_a_question_asks_another_url(name: str, action: str, count: int) -> None:
    assert len(within("endless-question", f"<{name} {action}/>")) == count


def test_only_the_first_endless_question_is_reported() -> None:
    (finding,) = within("endless-question", "<Gather action='/next'/>", "<Gather/>", "<Record/>", "<Gather/>")
    assert finding.path == "Response/Gather[2]"


def test_no_question_is_endless_in_a_whisper_and_none_of_pay() -> None:
    assert found("endless-question", "<Response><Gather/></Response>", "whisper") == []
    assert within("endless-question", "<Pay/>") == []


def test_a_document_without_a_url_is_no_endless_question() -> None:
    assert found("endless-question", "<Response><Gather/></Response>", "inline") == []


def test_a_word_that_is_only_like_a_question_is_none() -> None:
    assert within("endless-question", "<Gathr/>") == []
    assert len(within("endless-question", "<gather/>")) == 1


@pytest.mark.parametrize(
    ("verbs", "count"),
    [
        ("<Gather action='/x'/>", 1),
        ("<Say>a</Say><Gather/>", 1),
        ("<Gather action='/x'/><Say>b</Say>", 0),
        ("<Gather action='/x'/><Redirect/>", 0),
        ("<Gather action='/x' actionOnEmptyResult='true'/>", 0),
        ("<Gather action='/x' actionOnEmptyResult=' TRUE '/>", 0),
        ("<Gather action='/x' actionOnEmptyResult='false'/>", 1),
        ("<Gather action='/x' actionOnEmptyResult='{{empty}}'/>", 0),
        ("<Gather action='/x'/><Gather action='/y'/>", 1),
        ("<Hangup/><Gather action='/x'/>", 0),
        ("<Gather action='/x'/>{% if late %}<Hangup/>{% endif %}", 0),
        ("", 0),
    ],
)
def test_a_gather_is_followed_by_a_verb_for_silence(verbs: str, count: int) -> None:
    findings = within("silence-ends-call", verbs)
    assert [finding.severity for finding in findings] == ["advice"] * count
    for context in ("whisper", "wait"):
        assert found("silence-ends-call", f"<Response>{verbs}</Response>", context) == []


def test_whether_a_gather_is_last_is_not_known_before_the_end() -> None:
    assert found("silence-ends-call", "<Response><Gather action='/x'/>") == []


@pytest.mark.parametrize(
    ("xml", "count"),
    [
        ("<Redirect/>", 1),
        ("<Redirect>  </Redirect>", 1),
        ("<Redirect>#top</Redirect>", 1),
        ("<Redirect>?again=1</Redirect>", 0),
        ("<Redirect>/menu</Redirect>", 0),
        ("<Redirect>{{next}}</Redirect>", 0),
        ("<Say>Closed.</Say><Redirect/>", 1),
        ("<Start><Stream url='wss://example.com/'/></Start><Redirect/>", 1),
        ("<Stop><Stream name='a'/></Stop><Redirect/>", 1),
        ("<Sms>Hello</Sms><Redirect/>", 1),
        ("<Message>Hello</Message><Redirect/>", 1),
        ("<Redirect><Say>/menu</Say></Redirect>", 0),
        # A menu asks again, and a queue goes on with its music.
        ("<Gather action='/menu'/><Redirect/>", 0),
        ("<Play>/music.mp3</Play><Redirect/>", 0),
        ("<Say>Please wait.</Say><Pause length='10'/><Redirect/>", 0),
        ("<Dial>+14155550100</Dial><Redirect/>", 0),
    ],
)
def test_a_redirect_goes_elsewhere(xml: str, count: int) -> None:
    assert len(within("redirect-to-itself", xml)) == count


def test_a_waiting_document_may_ask_for_itself_again() -> None:
    assert lint("<Response><Say>Please wait.</Say><Redirect/></Response>", context="wait") == []


def test_a_reject_comes_first() -> None:
    assert within("reject-not-first", "<Reject/>") == []
    (finding,) = within("reject-not-first", "<Pause/>", "<Say>a</Say>", "<Reject/>")
    assert finding.path == "Response/Reject"
    assert within("reject-not-first", "<Hangup/>", "<Reject/>") == []  # which never runs


@pytest.mark.parametrize(
    ("xml", "count"),
    [
        ("<Play/>", 1),
        ("<Play digits='1'/>", 0),
        ("<Play>/a.mp3</Play>", 0),
        ("<Dial/>", 1),
        ("<Dial>+14155550100</Dial>", 0),
        ("<Dial><Client/></Dial>", 1),
        ("<Dial><Client><Parameter name='a' value='b'/></Client></Dial>", 1),
        ("<Dial><Client><Identity>anna</Identity></Client></Dial>", 0),
        ("<Dial><Sip/></Dial>", 1),
        ("<Dial><Sip>sip:a@example.com<Headers/></Sip></Dial>", 1),
        ("<Dial><Sip>sip:a@example.com</Sip></Dial>", 0),
        ("<Dial><Application/></Dial>", 1),
        ("<Connect/>", 1),
        ("<Connect><Room>a</Room></Connect>", 0),
        ("<Start/>", 1),
        ("<Stop/>", 1),
        ("<Stop><Stream name='a'/></Stop>", 0),
        ("<Gather action='/next'/>", 0),
        ("<Hangup/>", 0),
    ],
)
def test_an_element_has_something_to_act_on(xml: str, count: int) -> None:
    findings = within("empty-element", xml)
    assert len(findings) == count
    assert all(finding.severity == "advice" and finding.remedy.startswith("add ") for finding in findings)


@pytest.mark.parametrize(
    ("xml", "remedy"),
    [
        ("<Play/>", "add a URL or digits"),
        ("<Dial><Client/></Dial>", "add text or Identity"),
        ("<Dial><Sip/></Dial>", "add text or Uri"),
        ("<Start/>", "add Stream, Siprec, Transcription or Recording"),
        ("<Dial><Sip>sip:a@example.com<Headers/></Sip></Dial>", "add Header"),
    ],
)
def test_what_to_add_to_an_empty_element(xml: str, remedy: str) -> None:
    (finding,) = within("empty-element", xml)
    assert finding.remedy == remedy


def test_nothing_that_twilio_advises_against_is_to_be_added() -> None:
    deprecated = [name for name, fact in FACTS.items() if fact.deprecated]
    assert {"Autopilot", "Assistant"} <= set(deprecated)
    for verb in ("<Connect/>", "<Dial/>", "<Start/>"):
        (finding,) = within("empty-element", verb)
        assert not set(deprecated) & set(re.findall(r"\w+", finding.remedy))


@pytest.mark.parametrize("verb", ["Hangup", "Reject"])
def test_a_parameter_comes_back_from_the_end_of_a_call(verb: str) -> None:
    assert lint(f"<Response><{verb}><Parameter name='a' value='b'/></{verb}></Response>") == []


@pytest.mark.parametrize(
    ("count", "expected"), [(10, []), (11, ["Response/Message[11]"]), (30, ["Response/Message[11]"])]
)
def test_a_reply_has_ten_messages(count: int, expected: list[str]) -> None:
    findings = found("too-many-messages", f"<Response>{'<Message>a</Message>' * count}</Response>")
    assert [finding.path for finding in findings] == expected
    assert all((finding.code, finding.severity) == (14109, "warning") for finding in findings)


def test_only_messages_that_are_certainly_sent_count() -> None:
    messages = "<Message>a</Message>" * 10
    assert within("too-many-messages", messages, "<Redirect>/more</Redirect>") == []
    assert within("too-many-messages", messages, "{% if long %}<Message>b</Message>{% endif %}") == []


@pytest.mark.parametrize("tag", ["Redirect", "Play", "Dial", "Connect", "Start", "Stop"])
def test_what_an_element_does_is_not_known_before_it_ends(tag: str) -> None:
    for rule in ("redirect-to-itself", "empty-element"):
        assert found(rule, f"<Response><{tag}>") == []
    assert [finding.path for finding in lint(f"<Response><{tag}/>") if finding.rule != "malformed"] == [
        f"Response/{tag}"
    ]
