"""Reports for programs: JSON, SARIF 2.1.0, and the commands of GitHub's workflows."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urljoin, urlsplit

import pytest

from tests.cli.running import run
from twimlkit.cli._lint import LintedFile
from twimlkit.cli._reports import as_github, as_sarif
from twimlkit.linter import RULES, SEVERITIES, Finding, lint
from twimlkit.linter.examples import example_of

MIXED = "<Response>\n<Say loud='é'>日本</Say><Record/></Response\n>"
HARD_NAME = b"50%, a:b [x]\n\xff \xc3\xa9.xml"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current folder, with three documents."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "menu.xml").write_text(MIXED, "utf-8")
    (tmp_path / "right.xml").write_text("<Response/>")
    (tmp_path / "ill formed.twiml").write_text("<Response><Say>")
    return tmp_path


# JSON.


def test_json_has_every_field_of_every_finding(folder: Path) -> None:
    report = json.loads(run("lint", "menu.xml", "right.xml", "missing.xml", "--format", "json").stdout)
    findings = lint(MIXED)
    assert len(findings) == 2
    assert report == {
        "files": [
            {
                "file": "menu.xml",
                "findings": [{name: getattr(each, name) for name in Finding.__slots__} for each in findings],
            },
            {"file": "right.xml", "findings": []},
        ],
        "unread": [{"file": "missing.xml", "problem": "No such file or directory"}],
        "counts": {"error": 0, "warning": 1, "advice": 1},
    }


# SARIF: what its schema and its text want of what we write.


def sarif_of(*names: object) -> dict[str, Any]:
    log = json.loads(run("lint", *names, "--format", "sarif").stdout)
    assert set(log) == {"$schema", "version", "runs"}
    assert log["version"] == "2.1.0"
    [run_] = log["runs"]
    return run_


def test_sarif_describes_every_rule(folder: Path) -> None:
    driver = sarif_of("menu.xml")["tool"]["driver"]
    assert driver["name"] == "twimlkit"
    assert [rule["id"] for rule in driver["rules"]] == list(RULES)
    for described in driver["rules"]:
        rule = RULES[described["id"]]
        why = example_of(rule.name).why
        assert described["shortDescription"] == {"text": rule.summary}
        assert described["fullDescription"] == {"text": why}
        assert described["help"]["text"].startswith(why)
        assert f"twimlkit explain {rule.name}" in described["help"]["text"]
        assert described["defaultConfiguration"]["level"] in {"error", "warning", "note"}
        assert ("helpUri" in described) == isinstance(rule.code, int)
        if "helpUri" in described:
            assert urlsplit(described["helpUri"])[:2] == ("https", "www.twilio.com")
            assert described["helpUri"].endswith(f"/{rule.code}")


def test_sarif_has_every_finding(folder: Path) -> None:
    found = sarif_of("menu.xml", "ill formed.twiml")
    assert found["columnKind"] == "unicodeCodePoints"
    findings = [*lint(MIXED), *lint("<Response><Say>")]
    assert {finding.severity for finding in findings} == set(SEVERITIES)
    assert len(found["results"]) == len(findings)
    levels = {"error": "error", "warning": "warning", "advice": "note"}
    for result, finding in zip(found["results"], findings, strict=True):
        assert result["ruleId"] == finding.rule
        assert found["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == finding.rule
        assert result["level"] == levels[finding.severity]
        assert result["message"]["text"] == finding.message
        [location] = result["locations"]
        region = location["physicalLocation"]["region"]
        assert region == {"startLine": finding.line, "startColumn": finding.column}
        assert location.get("logicalLocations", [{}])[0].get("fullyQualifiedName", "") == finding.path
        assert result.get("properties", {}).get("twilioCode") == finding.code
    uris = [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in found["results"]]
    assert set(uris) == {"menu.xml", "ill%20formed.twiml"}


def test_sarif_says_what_could_not_be_read(folder: Path) -> None:
    right, wrong = sarif_of("right.xml")["invocations"], sarif_of("right.xml", "missing.xml")["invocations"]
    assert right == [{"executionSuccessful": True, "toolExecutionNotifications": []}]
    [invocation] = wrong
    assert invocation["executionSuccessful"] is False
    [notification] = invocation["toolExecutionNotifications"]
    assert notification["message"]["text"] == "No such file or directory"
    assert notification["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "missing.xml"


@pytest.mark.parametrize("name", ["menu.xml", "./menu.xml", "deep/../menu.xml", "{folder}/menu.xml"])
def test_files_are_named_relative_to_the_current_folder(folder: Path, name: str) -> None:
    (folder / "deep").mkdir()
    path = name.format(folder=folder)
    for result in sarif_of(path)["results"]:
        assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "menu.xml"
    assert "file=menu.xml,line=2," in run("lint", path, "--format", "github").stdout


def test_files_elsewhere_are_named_from_the_root(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "deep").mkdir()
    monkeypatch.chdir(folder / "deep")
    for result in sarif_of("../menu.xml")["results"]:
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert uri == (folder / "menu.xml").as_uri()
    assert f"file={folder}/menu.xml," in run("lint", "../menu.xml", "--format", "github").stdout


def test_any_name_of_a_file_becomes_a_uri(folder: Path) -> None:
    name = HARD_NAME.decode("utf-8", "surrogateescape")
    run_ = json.loads(as_sarif([LintedFile(name, lint(MIXED))]))["runs"][0]
    uri = run_["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert re.fullmatch(r"([A-Za-z0-9\-._~/]|%[0-9A-F]{2})+", uri)
    assert unquote_to_bytes(uri) == HARD_NAME
    assert urljoin("https://example.com/checkout/", uri) == f"https://example.com/checkout/{uri}"


# GitHub.


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Read the commands in a text as GitHub's documentation says."""
    found = []
    for line in text.splitlines():
        command, properties, message = re.fullmatch("::([a-z]+) ([^:]*)::(.*)", line).groups()
        pairs = (pair.split("=", 1) for pair in properties.split(","))
        found.append((command, {name: unescaped(value) for name, value in pairs}, unescaped(message)))
    return found


def unescaped(text: str) -> str:
    for escape, char in {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}.items():
        text = text.replace(escape, char)
    return text


def test_github_gets_a_command_for_each_finding(folder: Path) -> None:
    result = run("lint", "menu.xml", "ill formed.twiml", "missing.xml", "--format", "github")
    findings = [("menu.xml", each) for each in lint(MIXED)]
    findings += [("ill formed.twiml", each) for each in lint("<Response><Say>")]
    expected = [
        (
            {"error": "error", "warning": "warning", "advice": "notice"}[finding.severity],
            {
                "file": name,
                "line": str(finding.line),
                "col": str(finding.column),
                "title": finding.rule + (f" (Twilio {finding.code})" if finding.code else ""),
            },
            finding.message,
        )
        for name, finding in findings
    ]
    assert commands(result.stdout) == [*expected, ("error", {"file": "missing.xml"}, "No such file or directory")]


def test_github_gets_any_name_and_text_on_one_line() -> None:
    name = "50%, a:b,\r\n%0A.xml"
    finding = Finding("rule", "error", 1, 1, "", "", "", "100%\r\n::error::x, y: z%0A: %25")
    [(command, properties, message)] = commands(as_github([LintedFile(name, [finding])]))
    assert (command, properties["file"], properties["title"]) == ("error", name, "rule")
    assert message == finding.message


# All of them.


@pytest.mark.parametrize("report", ["json", "sarif", "github"])
def test_a_report_is_nothing_but_itself(folder: Path, report: str) -> None:
    result = run("lint", ".", "missing.xml", "--format", report)
    assert result.exit_code == 2
    assert result.stderr == "twimlkit: missing.xml: No such file or directory\n"
    if report == "github":
        assert all(line.startswith("::") for line in result.stdout.splitlines())
    else:
        json.loads(result.stdout)
        assert result.stdout.isascii()


@pytest.mark.parametrize("report", ["text", "json", "sarif", "github"])
def test_any_name_of_a_file_can_be_reported(folder: Path, report: str) -> None:
    (folder / HARD_NAME.decode("utf-8", "surrogateescape")).write_text("<Response><Say loud='x'/></Response>")
    result = run("lint", ".", "--format", report)
    assert result.exit_code == 1
    assert r"50%, a:b [x]\n" in result.stdout or "%3A" in result.stdout or "%0A" in result.stdout
