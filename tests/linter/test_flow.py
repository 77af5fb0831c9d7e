"""The rules about what runs, in which order, and what has nothing to do."""

from __future__ import annotations

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
        expected = ("action" in condition and name not in ("Gather", "Pay")) or name == "Record"
        assert bool(within("seldom-reached", xml, "<Say>a</Say>")) == expected, name
        assert within("seldom-reached", xml) == []


def test_without_an_action_the_next_verb_runs() -> None:
    for verb in ("<Dial>+14155550100</Dial>", "<Enqueue>a</Enqueue>", "<Connect><Room>a</Room></Connect>"):
        assert within("seldom-reached", verb, "<Say>a</Say>") == []
    message = "<Message action='/sent'>a</Message>"
    (finding,) = found("seldom-reached", f"<Response>{message}{message}{message}</Response>")
    assert (finding.path, finding.severity) == ("Response/Message[2]", "advice")


@pytest.mark.parametrize("name", ["Gather", "Pay", "Record"])
@pytest.mark.parametrize(("action", "count"), [("", 1), ("action=''", 1), ("action='#x'", 1), ("action='/next'", 0)])
def test_a_question_asks_another_url(name: str, action: str, count: int) -> None:
    assert len(within("endless-question", f"<{name} {action}/>")) == count


@pytest.mark.parametrize(
    ("xml", "count"),
    [
        ("<Redirect/>", 1),
        ("<Redirect>  </Redirect>", 1),
        ("<Redirect>#top</Redirect>", 1),
        ("<Redirect>?again=1</Redirect>", 0),
        ("<Redirect>/menu</Redirect>", 0),
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


@pytest.mark.parametrize("verb", ["Hangup", "Reject"])
def test_a_parameter_goes_where_something_takes_it(verb: str) -> None:
    parameter = "<Parameter name='a' value='b'/>"
    assert len(within("idle-parameter", f"<{verb}>{parameter}</{verb}>")) == 1
    assert within("idle-parameter", f"<Dial><Client><Identity>a</Identity>{parameter}</Client></Dial>") == []


@pytest.mark.parametrize(
    ("count", "expected"), [(10, []), (11, ["Response/Message[11]"]), (30, ["Response/Message[11]"])]
)
def test_a_reply_has_ten_messages(count: int, expected: list[str]) -> None:
    findings = found("too-many-messages", f"<Response>{'<Message>a</Message>' * count}</Response>")
    assert [finding.path for finding in findings] == expected
    assert all((finding.code, finding.severity) == (14109, "warning") for finding in findings)


@pytest.mark.parametrize("tag", ["Redirect", "Play", "Dial", "Connect", "Start", "Stop"])
def test_what_an_element_does_is_not_known_before_it_ends(tag: str) -> None:
    for rule in ("redirect-to-itself", "empty-element"):
        assert found(rule, f"<Response><{tag}>") == []
    assert [finding.path for finding in lint(f"<Response><{tag}/>") if finding.rule != "malformed"] == [
        f"Response/{tag}"
    ]
