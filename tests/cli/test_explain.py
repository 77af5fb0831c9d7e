"""`twimlkit explain` and `twimlkit schema`: the documentation in the classes, the codes and the rules."""

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cases import for_each
from tests.cli.running import PLAIN, run
from tests.facts import ERRORS, FACTS
from tests.linter.documents import ONLY
from twimlkit import schemas
from twimlkit._core.codes import code_rows
from twimlkit._core.docstrings import docstring_of
from twimlkit.cli._explain import rules_for
from twimlkit.linter import RULES, lint
from twimlkit.linter.examples import example_of
from twimlkit.messaging import Message
from twimlkit.strategies import mutants

ROWS = {row["code"]: row for row in code_rows()}
CODES: dict[int, dict[str, Any]] = {row["code"]: row for row in ERRORS}


def explained(name: object) -> str:
    """Return the explanation of a name on one line."""
    result = run("explain", name)
    assert (result.exit_code, result.stderr) == (0, "")
    return " ".join(result.stdout.split())


# The overview.


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the terminal 80 columns wide."""
    monkeypatch.setitem(PLAIN, "COLUMNS", "80")


def overview() -> dict[str, list[str]]:
    """Return the lines of the overview by their titles."""
    result = run("explain")
    assert (result.exit_code, result.stderr) == (0, "")
    *sections, hint = result.stdout.rstrip().split("\n\n")
    assert "twimlkit explain NAME" in hint
    return {title: lines for title, *lines in (section.splitlines() for section in sections)}


def entries(lines: list[str]) -> list[str]:
    """Return the entries of a list, each on one line."""
    return re.sub(r"\n\s+", " ", "\n".join(map(str.rstrip, lines))).splitlines()


@pytest.mark.usefixtures("narrow")
def test_every_element_is_listed_in_its_group() -> None:
    listed = overview()
    groups = {fact.element: title for fact in FACTS.values() for title, lines in listed.items() if fact in found(lines)}
    assert len(groups) == len(FACTS)
    for fact in FACTS.values():
        if fact.element.is_document:
            expected = "Documents"
        elif fact.name in FACTS["Response"].children:
            expected = "Verbs of a call"
        elif fact.name in FACTS["Say"].children:
            expected = "SSML in Say"
        else:
            expected = "Messages" if fact.element.__module__ == Message.__module__ else "Nouns in verbs"
        assert groups[fact.element] == expected


def found(lines: list[str]) -> list[Any]:
    """Return the elements that lines list."""
    shown = {entry.split()[0]: entry for entry in entries(lines)}
    facts = [fact for fact in FACTS.values() if fact.element.__name__ in shown]
    for fact in facts:
        entry = shown[fact.element.__name__]
        assert entry.endswith(docstring_of(fact.element).summary)
        assert (f"<{fact.tag}>" in entry) == (fact.tag != fact.element.__name__)
    return facts


@pytest.mark.usefixtures("narrow")
def test_every_rule_is_listed() -> None:
    listed = [entry for title, lines in overview().items() if title.startswith("Rules") for entry in entries(lines)]
    assert [entry.split()[0] for entry in listed] == list(RULES)
    for entry, rule in zip(listed, RULES.values(), strict=True):
        level = CODES[rule.code]["level"] if isinstance(rule.code, int) else "varies"
        assert entry.split()[1] == (rule.severity or level)
        assert entry.endswith(rule.summary)


@pytest.mark.parametrize("columns", [None, 60, 80])
def test_the_overview_fits(monkeypatch: pytest.MonkeyPatch, columns: int | None) -> None:
    monkeypatch.setitem(PLAIN, "COLUMNS", columns and str(columns))
    result = run("explain")
    assert max(map(len, result.stdout.splitlines())) <= (columns or 120)
    assert "…" not in result.stdout


# Elements.


@pytest.mark.parametrize("name", FACTS)
def test_an_element_is_explained_by_the_facts(name: str) -> None:
    fact = FACTS[name]
    shown = run("explain", fact.element.__name__).stdout
    words = shown.replace("(", " ").replace(")", " ").replace(",", " ").split()
    for xml_name in fact.attributes:
        assert xml_name in words
    for python_name in fact.element.grammar().attributes:
        assert python_name in words
    for child in fact.children:
        assert f"<{FACTS[child].tag}>" in words
    assert words.count("required") >= len(fact.element.grammar().required)
    assert ("nothing in the document runs" in shown) == fact.terminal


def test_the_values_of_attributes_are_described() -> None:
    lines = run("explain", "gather").stdout.splitlines()
    shown = {line.split()[0]: " ".join(line.split()[1:]) for line in lines if line.startswith(" ") and line.split()}
    assert shown["numDigits"].startswith("whole number from 1 ")
    assert shown["timeout"].startswith("auto, or whole number from 1 ")
    assert shown["method"].startswith("GET, POST HTTP method")
    assert shown["bargeIn"].startswith("true or false ")
    assert shown["hints"].startswith("any number, separated by commas: ")
    assert "URL; with wss" in explained("ConversationRelay")
    assert "a SID that begins with WW" in explained("Enqueue")
    assert "URL; deprecated" in explained("Message")
    assert "deprecated by Twilio" in explained("Sms")


def test_an_explanation_is_as_wide_as_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    assert max(map(len, run("explain", "Sip").stdout.splitlines())) == 120
    monkeypatch.setitem(PLAIN, "COLUMNS", "60")
    assert max(map(len, run("explain", "Sip").stdout.splitlines())) == 60


@pytest.mark.usefixtures("narrow")
def test_nothing_of_an_attribute_is_cut() -> None:
    shown = run("explain", "Gather").stdout
    assert {"partialResultCallbackMethod", "partial_result_callback_method"} <= set(shown.split())
    assert shown.count("…") == shown.count("Gather(…)")


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


# Attributes.


@for_each(name=["num_digits", "numDigits", "url", "xml_lang", "from_", "record"])
def test_an_attribute_is_explained_with_its_elements(name: str) -> None:
    shown = run("explain", name).stdout
    for fact in FACTS.values():
        for python, attribute in fact.element.grammar().attributes.items():
            if name in (python, attribute.xml_name):
                assert f"{attribute.xml_name}, an attribute; in Python {python}=" in shown
                assert f"<{fact.tag}>" in shown
    assert ("<Record>, in Python" in shown) == (name == "record")


# Codes and rules.


@pytest.mark.parametrize("code", [*list(CODES)[::7], 13320, 12100])
def test_a_code_is_explained(code: int) -> None:
    shown = explained(code)
    row = CODES[code]
    assert f"Twilio {code} ({row['level']}): {row['meaning']}" in shown
    assert f"https://www.twilio.com/docs/api/errors/{code}" in shown
    for rule in RULES.values():
        if rule.code == code:
            assert rule.name in shown


@pytest.mark.parametrize("name", RULES)
def test_a_rule_is_explained(name: str) -> None:
    shown = explained(name)
    rule, example = RULES[name], example_of(name)
    [finding, *_] = lint(example.wrong, context=rule.context)
    assert f"{name}, a rule of the linter {rule.summary} {example.why} Severity" in shown
    assert f"--ignore {name}" in shown
    assert f"Severity {finding.severity}" in shown or rule.severity is None
    assert finding.code is None or f"Codes {finding.code} ({CODES[finding.code]['level']}): " in shown
    assert ("Codes none" in shown) == (rule.code is None)
    assert rule.context is None or f"checked only with --context {rule.context}" in shown
    assert ("InvalidTwiML" in shown) == rule.refused
    assert " ".join(finding.message.split()) in shown


@pytest.mark.usefixtures("narrow")
@pytest.mark.parametrize("name", RULES)
def test_the_examples_of_a_rule_are_shown(name: str) -> None:
    lines = run("explain", name).stdout.splitlines()
    wrong, right = lines.index("Wrong"), lines.index("Right")
    for shown, document in ((lines[wrong:right], example_of(name).wrong), (lines[right:], example_of(name).right)):
        numbered = [line[7:] for line in shown if re.match(" {3}[0-9]| {2}[0-9]{2}", line)]
        written = document.splitlines()
        assert len(numbered) == len(written)
        for line, whole in zip(numbered, written, strict=True):
            assert line.rstrip() == whole if len(whole) <= 73 else line.strip("…") in whole
    carets = [line for line in lines[wrong:right] if re.fullmatch(r" {5}\| +\^", line)]
    assert len(carets) == 1
    assert not any("^" in line for line in lines[right:])


def test_the_rule_of_a_refused_document_can_be_explained() -> None:
    for name, (xml, _) in ONLY.items():
        if RULES[name].refused:
            result = run("code", "-", given=xml)
            assert f"see `twimlkit explain {name}`" in result.stderr


def reports(xml: str | bytes, context: Any = None) -> set[tuple[int, str]]:
    return {(finding.code, finding.rule) for finding in lint(xml, context=context) if finding.code}


def assert_known(found: set[tuple[int, str]]) -> None:
    assert {(code, rule) for code, rule in found if rule not in rules_for(ROWS[code])} == set()


def test_a_code_names_the_rules_that_report_it() -> None:
    found = set().union(*(reports(xml, context) for xml, context in ONLY.values()))
    assert len(found) > 30
    assert_known(found)
    for code, rule in [
        (13320, "misplaced-element"),
        (14220, "sid-prefix"),
        (13250, "too-many-elements"),
        (13336, "wrong-value"),
        (13339, "wrong-value"),
        (64003, "amount-decimals"),
        (64101, "url-scheme"),
    ]:
        assert rule in explained(code)
    assert "no rule, since it is not caused by a document" in explained(11200)


@given(mutants())
def test_a_code_names_every_rule_that_reports_it(mutant: Any) -> None:
    assert_known(reports(mutant.xml))


# Unknown names.


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("gahter", "Gather"),
        ("say_as", "SayAs"),
        ("misplaced-elements", "misplaced-element"),
        ("133200", "13320"),
        ("num_digit", "num_digits"),
        ("[red]", None),
        ("", None),
        ("\x1b[31m", None),
        ("x" * 5000, None),
    ],
)
def test_another_name_is_refused(name: str, near: str | None) -> None:
    result = run("explain", name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("twimlkit: unknown element, attribute, rule or code ")
    assert ("did you mean" in result.stderr) == (near is not None)
    assert near is None or f"did you mean {near!r}?" in result.stderr
    assert "\x1b" not in result.stderr
    assert len(result.stderr) < 200


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
