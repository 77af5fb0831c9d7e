"""`twimlkit explain` and `twimlkit schema`: what there is to know, from the classes, the codes and the rules."""

import json
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cli.running import run
from tests.facts import ERRORS, FACTS
from tests.linter.documents import ONLY
from twimlkit import schemas
from twimlkit.cli.explain import rules_for
from twimlkit.linter import RULES, lint
from twimlkit.strategies import mutants

ROWS = {row["code"]: row for row in json.loads(files("twimlkit").joinpath("codes.json").read_bytes())}
CODES: dict[int, dict[str, Any]] = {row["code"]: row for row in ERRORS}


def explained(name: object) -> str:
    """What is said of a name, on one line."""
    result = run("explain", name)
    assert (result.exit_code, result.stderr) == (0, "")
    return " ".join(result.stdout.split())


# Elements.


@pytest.mark.parametrize("name", FACTS)
def test_an_element_is_explained_by_the_facts(name: str) -> None:
    fact = FACTS[name]
    shown = run("explain", fact.element.__name__).stdout
    words = shown.replace("(", " ").replace(")", " ").replace(",", " ").split()
    for wire in fact.attributes:
        assert wire in words
    for python in fact.element.grammar().attributes:
        assert python in words
    for child in fact.children:
        assert f"<{FACTS[child].element._tag}>" in words
    assert words.count("required") >= len(fact.element.grammar().needed)


def test_what_an_attribute_may_be_is_said() -> None:
    lines = run("explain", "gather").stdout.splitlines()
    said = {line.split()[0]: " ".join(line.split()[1:]) for line in lines if line.startswith(" ") and line.split()}
    assert said["numDigits"].startswith("whole number from 1 ")
    assert said["timeout"].startswith("auto, or whole number from 1 ")
    assert said["method"].startswith("GET, POST the HTTP method")
    assert said["bargeIn"].startswith("true or false ")
    assert said["hints"].startswith("one or several, with commas between, of: ")
    assert "URL with wss" in explained("ConversationRelay").replace(";", "")
    assert "a SID that begins with WW" in explained("Enqueue")
    assert "URL; deprecated" in explained("Message")
    assert "Twilio advises against it" in explained("Sms")


def test_the_width_of_the_terminal_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    assert max(map(len, run("explain", "Sip").stdout.splitlines())) == 120
    monkeypatch.setitem(run.__globals__["PLAIN"], "COLUMNS", "60")
    assert max(map(len, run("explain", "Sip").stdout.splitlines())) == 60


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("say-as", ["<say-as>, in Python SayAs(…)"]),
        ("SAYAS", ["<say-as>, in Python SayAs(…)"]),
        ("sip", ["<Sip>, in Python Sip(…)", "<Sip>, in Python ReferSip(…)"]),
        ("refersip", ["<Sip>, in Python ReferSip(…)"]),
        ("Response", ["<Response>, in Python Response(…)", "<Response>, in Python MessagingResponse(…)"]),
        ("<Dial>", ["<Dial>, in Python Dial(…)"]),
        ("p", ["<p>, in Python P(…)"]),
    ],
)
def test_an_element_is_found_by_any_of_its_names(name: str, shown: list[str]) -> None:
    assert [line for line in run("explain", name).stdout.splitlines() if "in Python" in line] == shown


# Codes and rules.


@pytest.mark.parametrize("code", [*list(CODES)[::7], 13320, 12100])
def test_a_code_is_explained(code: int) -> None:
    shown = explained(code)
    row = CODES[code]
    assert f"Twilio {code}, of level {row['level']}: {row['meaning']}" in shown
    assert f"https://www.twilio.com/docs/api/errors/{code}" in shown
    for rule in RULES.values():
        if rule.code == code:
            assert rule.name in shown


@pytest.mark.parametrize("name", RULES)
def test_a_rule_is_explained(name: str) -> None:
    shown = explained(name)
    rule = RULES[name]
    assert rule.summary in shown
    assert f"--ignore {name}" in shown
    assert not isinstance(rule.code, int) or str(rule.code) in shown
    assert rule.severity is None or f"Severity {rule.severity}" in shown
    assert rule.context is None or f"--context {rule.context}" in shown


def reports(xml: str | bytes, context: Any = None) -> set[tuple[int, str]]:
    return {(finding.code, finding.rule) for finding in lint(xml, context=context) if finding.code}


def assert_known(found: set[tuple[int, str]]) -> None:
    assert {(code, rule) for code, rule in found if rule not in rules_for(ROWS[code])} == set()


def test_a_code_names_the_rules_that_report_it() -> None:
    found = set().union(*(reports(xml, context) for xml, context in ONLY.values()))
    assert len(found) > 30
    assert_known(found)
    for code, rule in [(13320, "misplaced-element"), (14220, "sid-prefix"), (13250, "too-many-elements")]:
        assert rule in explained(code)
    assert "no rule: no document shows it" in explained(11200)


@given(mutants())
def test_a_code_names_every_rule_that_reports_it(mutant: Any) -> None:
    assert_known(reports(mutant.xml))


# What there is not.


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("gahter", "Gather"),
        ("say_as", "SayAs"),
        ("misplaced-elements", "misplaced-element"),
        ("133200", "13320"),
        ("[red]", None),
        ("", None),
        ("\x1b[31m", None),
    ],
)
def test_another_name_is_refused(name: str, near: str | None) -> None:
    result = run("explain", name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("twimlkit: there is no element, code or rule ")
    assert ("did you mean" in result.stderr) == (near is not None)
    assert near is None or f"did you mean {near!r}?" in result.stderr
    assert "\x1b" not in result.stderr


@settings(max_examples=20)
@given(st.text(max_size=20))
def test_any_name_gets_an_answer(name: str) -> None:
    assert run("explain", "--", name).exit_code in (0, 2)


# Schemas.


def test_schemas_are_printed() -> None:
    assert run("schema", "rng").stdout_bytes == schemas.relax_ng().encode()
    assert run("schema", "xsd").stdout_bytes == schemas.xsd().encode()
    assert json.loads(run("schema", "json").stdout_bytes) == schemas.description()
    result = run("schema", "dtd")
    assert (result.exit_code, result.stdout) == (2, "")
