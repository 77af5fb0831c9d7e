"""`twimlkit lint`: its files, its output and its exit status."""

import concurrent.futures
import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cases import calls, for_each
from tests.cli.running import run
from twimlkit._core.problems import MAX_DOCUMENT_BYTES
from twimlkit.cli import _lint as cli_lint
from twimlkit.cli._settings import Settings
from twimlkit.linter import CONTEXTS, SEVERITIES, Finding, lint

CLEAN = "<Response><Say>Hello</Say></Response>"
ADVICE = "<Response><Record/></Response>"
WARNING = "<Response><Say loud='very'>Hello</Say></Response>"
ERROR = "<Response><Say>Hello</Response>"
BY_SEVERITY = {"error": ERROR, "warning": WARNING, "advice": ADVICE, None: CLEAN}


def findings_of(*arguments: object, given: bytes | str | None = None) -> dict[str, list[dict[str, Any]]]:
    """Return the findings of a run with JSON by the names of the files."""
    report = json.loads(run("lint", *arguments, "--format", "json", given=given).stdout)
    return {file["file"]: file["findings"] for file in report["files"]}


def as_objects(findings: list[Finding]) -> list[dict[str, Any]]:
    return [dataclasses.asdict(finding) for finding in findings]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current folder, which is empty."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


# What is said.


def test_a_finding_is_shown_with_its_line_and_a_caret(folder: Path) -> None:
    xml = "<Response>\n\t<Say>日本語</Say><Say loud='very'>Hello</Say>\n</Response>"
    (folder / "menu.xml").write_text(xml, "utf-8")
    [finding] = lint(xml)
    assert (finding.line, finding.column, finding.code) == (2, 21, 12200)
    result = run("lint", "menu.xml")
    assert result.stdout == (
        f"menu.xml:2:21: warning: {finding.problem} [unknown-attribute, Twilio 12200]\n"
        "   2 |     <Say>日本語</Say><Say loud='very'>Hello</Say>\n"
        "     |                           ^\n"
        f"     = {finding.remedy}\n"
        "\n"
        "Found 1 warning in 1 file.\n"
    )
    assert result.stderr == ""


def test_the_last_line_counts_what_was_found(folder: Path) -> None:
    for number, xml in enumerate([WARNING, ERROR, ADVICE, WARNING, CLEAN]):
        (folder / f"{number}.xml").write_text(xml)
    counted = "Found 1 error, 2 warnings and 1 piece of advice in 5 files."
    assert run("lint", ".", "--advice").stdout.splitlines()[-1] == counted
    counted = "Found 1 error and 2 warnings in 5 files. `--advice` shows 1 piece of advice."
    assert run("lint", ".").stdout.splitlines()[-1] == counted
    assert run("lint", "4.xml").stdout == "No problems in 1 file.\n"
    assert run("lint", "4.xml", "0.xml", "4.xml", "missing").stdout.endswith("\nFound 1 warning in 2 files.\n")


def test_advice_is_shown_when_it_is_wanted_and_always_reported(folder: Path) -> None:
    (folder / "a.xml").write_text(ADVICE)
    assert run("lint", "a.xml").stdout == "No problems in 1 file. `--advice` shows 1 piece of advice.\n"
    assert run("lint", "a.xml", "--advice").stdout.endswith("\nFound 1 piece of advice in 1 file.\n")
    assert "a.xml:1:11: advice: " in run("lint", "a.xml", "--advice").stdout
    assert [finding["severity"] for finding in findings_of("a.xml")["a.xml"]] == ["advice"]
    assert '"level": "note"' in run("lint", "a.xml", "--format", "sarif").stdout


def test_a_quiet_run_shows_nothing_but_findings(folder: Path) -> None:
    (folder / "a.xml").write_text(ADVICE)
    assert run("lint", "a.xml", "-q").stdout == ""
    shown = run("lint", "-", given=WARNING).stdout
    assert shown.startswith(run("lint", "-", "--quiet", given=WARNING).stdout)
    assert shown.endswith("\n\nFound 1 warning in 1 file.\n")


@pytest.mark.slow
@for_each(report=["text", "json", "sarif", "github"])
def test_the_work_grows_no_faster_than_the_findings(report: str, folder: Path) -> None:
    def work(count: int) -> int:
        (folder / "a.xml").write_text("<Response>" + "<Say loud='x'>a</Say>" * count + "</Response>")
        return calls(lambda: run("lint", "a.xml", "--format", report))

    work(1)  # what is done only once
    assert work(2_000) < 11 * work(200)


def test_ten_thousand_findings_are_shown(folder: Path) -> None:
    (folder / "a.xml").write_text("<Response>" + "<Say loud='x'>a</Say>" * 10_000 + "</Response>")
    for report in ("text", "json", "sarif", "github"):
        assert len(run("lint", "a.xml", "--format", report).stdout) > 10**6


def test_a_finding_in_what_is_no_text_is_shown_without_a_line(folder: Path) -> None:
    (folder / "binary.xml").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    result = run("lint", "binary.xml")
    assert result.exit_code == 1
    assert "12100" in result.stdout
    assert "^" not in result.stdout


def test_nothing_in_a_document_commands_the_terminal(folder: Path) -> None:
    (folder / "a.xml").write_bytes(b"<Response>\x1b]0;title\x07<Say/></Response>")
    (folder / "b.xml").write_text("<Response><Say \u202eloud='x'/>\x9b31m</Response>", "utf-8")
    result = run("lint", ".")
    assert "Found 2 errors" in result.stdout
    assert not set("\x1b\x07\x9b\u202e") & set(result.stdout)


def test_markup_in_names_and_documents_is_shown_as_it_is(folder: Path) -> None:
    name = "[bold]menu[/bold].xml"
    (folder / name.replace("/", "")).write_text("<Response><Say loud='[red]:smile:'>[i]x[/i]</Say></Response>")
    shown = run("lint", ".").stdout
    assert shown.startswith("[bold]menu[bold].xml:1:")
    assert "[unknown-attribute, Twilio 12200]" in shown
    assert "loud='[red]:smile:'>[i]x[/i]" in shown


# The exit status.


@pytest.mark.parametrize("severity", BY_SEVERITY)
@pytest.mark.parametrize("bad", [None, "error", "warning"])
def test_the_exit_status_says_whether_something_bad_was_found(severity: str | None, bad: str | None) -> None:
    worst = min((SEVERITIES.index(finding.severity) for finding in lint(BY_SEVERITY[severity])), default=9)
    assert worst == (SEVERITIES.index(severity) if severity else 9)
    options = ["--fail-on", bad] if bad else []
    expected = worst <= SEVERITIES.index(bad or "warning")
    assert run("lint", "-", *options, given=BY_SEVERITY[severity]).exit_code == expected


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--ignore", "unknown-atribute"], "did you mean 'unknown-attribute'?"),
        (["--context", "elsewhere"], "must be voice, message, whisper, wait or inline, not 'elsewhere'"),
        (["--format", "xml"], "must be text, json, sarif or github, not 'xml'"),
        (["--fail-on", "never"], "must be error or warning, not 'never'"),
        (["--fail-on", "advice"], "must be error or warning, not 'advice'"),
        (["--jobs", "0"], "'--jobs': must be a whole number from 1, not '0'"),
        (["--jobs", "x"], "'--jobs': must be a whole number from 1, not 'x'"),
        (["--select", "speed"], "unknown rule 'speed'; see `twimlkit explain`"),
        (["--nonsense"], "--nonsense"),
    ],
)
def test_a_wrong_option_is_refused(options: list[str], said: str) -> None:
    result = run("lint", "-", *options, given=ERROR)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.replace("│", " ").split())
    assert result.stdout == ""


def test_a_run_without_files_is_refused() -> None:
    assert run("lint").exit_code == 2
    assert "FILE" in run("lint").stderr


# Options.


@pytest.mark.parametrize("context", CONTEXTS)
def test_the_context_reaches_the_rules(context: Any) -> None:
    verbs = ["<Dial>+14155550100</Dial>", "<Gather action='/x'/>", "<Message>x</Message>"]
    xml = f"<Response>{''.join(reversed(verbs) if context == 'voice' else verbs)}</Response>"
    assert as_objects(lint(xml, context=context)) != as_objects(lint(xml))
    assert findings_of("-", "--context", context, given=xml)["-"] == as_objects(lint(xml, context=context))


def test_rules_are_left_out() -> None:
    xml = "<Response><Say loud='very'/><Gather/></Response>"
    rules = {finding.rule for finding in lint(xml)}
    assert len(rules) >= 3
    for left in rules:
        options = [option for rule in rules - {left} for option in ("--ignore", rule)]
        assert {finding["rule"] for finding in findings_of("-", *options, given=xml)["-"]} == {left}


def test_rules_are_named_in_lists() -> None:
    xml = "<Response><Say loud='very'/><Gather/></Response>"
    rules = sorted({finding.rule for finding in lint(xml)})
    for options in (
        ["--select", ",".join(rules[:2])],
        ["--ignore", ", ".join(rules[2:])],
        ["--select", rules[0], "--select", rules[1]],
    ):
        assert sorted({finding["rule"] for finding in findings_of("-", *options, given=xml)["-"]}) == rules[:2]


# Files.


def test_directories_are_searched(folder: Path) -> None:
    for name in ["b.xml", "a.twiml", "C.XML", "deep/er/d.xml", ".hidden/g.xml", ".h.xml"]:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(CLEAN)
    assert list(findings_of(".")) == [".h.xml", "C.XML", "a.twiml", "b.xml", "deep/er/d.xml"]
    (folder / "e.txt").write_text("Nothing.")
    assert list(findings_of("deep", "b.xml", "e.txt", "deep/er", folder)) == [
        "deep/er/d.xml",
        "b.xml",
        *(str(folder / name) for name in [".h.xml", "C.XML", "a.twiml", "b.xml", "deep/er/d.xml"]),
    ]


def test_what_cannot_be_read_is_said_and_the_rest_is_linted(folder: Path) -> None:
    (folder / "right.xml").write_text(CLEAN)
    (folder / "wrong.xml").write_text(ERROR)
    (folder / "large.xml").write_bytes(b" " * (16 * MAX_DOCUMENT_BYTES + 1))
    (folder / "loop.xml").symlink_to("loop.xml")
    (folder / "empty").mkdir()
    long = "long" * 2000
    result = run("lint", "missing.xml", "wrong.xml", "empty", "loop.xml", "right.xml", "large.xml", "new\nline", long)
    assert result.exit_code == 2
    assert "Found 1 error in 2 files." in result.stdout
    assert sorted(result.stderr.splitlines()) == [
        "twimlkit: empty: the directory contains no TwiML",
        "twimlkit: large.xml: the file is larger than 1 MiB; Twilio accepts at most 64 KiB",
        f"twimlkit: {long}: File name too long",
        "twimlkit: loop.xml: Too many levels of symbolic links",
        "twimlkit: missing.xml: No such file or directory",
        r"twimlkit: new\nline: No such file or directory",
    ]


def test_an_empty_name_is_said(folder: Path) -> None:
    (folder / "pyproject.toml").write_text("[tool.twimlkit]\nexclude = ['tests']\ncontext = {x = 'wait'}")
    for arguments in (["lint", ""], ["lint", "", "--exclude", "x"], ["format", ""], ["code", ""]):
        result = run(*arguments)
        assert (result.exit_code, result.stderr) == (2, "twimlkit: '': No such file or directory\n")


def test_what_is_elsewhere_is_not_left_out(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file on another drive of Windows has no path from here."""

    def fail(*_: object) -> str:
        raise ValueError("path is on mount 'D:', start on mount 'C:'")

    (folder / "wrong.xml").write_text(ERROR)
    monkeypatch.setattr("os.path.relpath", fail)
    assert run("lint", "wrong.xml", "--exclude", "tests").exit_code == 1
    assert run("lint", "wrong.xml", "--exclude", "wrong.xml", "--force-exclude").exit_code == 0


def test_a_document_over_the_limit_is_read_and_judged(folder: Path) -> None:
    (folder / "large.xml").write_text(f"<Response>{' ' * MAX_DOCUMENT_BYTES}</Response>")
    assert [finding["code"] for finding in findings_of("large.xml")["large.xml"]] == [11750]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "iso-8859-1"])
def test_bytes_of_standard_input_are_decoded_as_they_say(codec: str) -> None:
    xml = f"<?xml version='1.0' encoding='{codec.removesuffix('-sig')}'?><Response><Say lóud='é'>é</Say></Response>"
    result = run("lint", "-", given=xml.encode(codec))
    assert "<Say lóud='é'>é</Say>" in result.stdout
    assert as_objects(lint(xml.encode(codec))) == findings_of("-", given=xml.encode(codec))["-"]


@settings(max_examples=60)
@given(st.sampled_from(["lint", "code", "format"]), st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_bytes_get_an_answer(command: str, data: bytes) -> None:
    result = run(command, "-", given=data)  # raises what the command raises
    assert result.exit_code in (0, 1, 2)
    assert (result.exit_code == 0) == (command == "lint" and not lint(data)) or not data.strip()


# Many files.


@pytest.fixture
def pools(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the number of processes of each pool that is made."""
    made = []

    class Pool(concurrent.futures.ProcessPoolExecutor):
        def __init__(self, workers: int, *arguments: Any) -> None:
            made.append(workers)
            super().__init__(workers, *arguments)

    monkeypatch.setattr(cli_lint, "ProcessPoolExecutor", Pool)
    return made


def test_many_files_are_linted_in_several_processes(
    folder: Path, pools: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = [CLEAN, ERROR, WARNING, ADVICE] * 3
    names = [f"{number:02}.xml" for number in range(len(documents))]
    for name, xml in zip(names, documents, strict=True):
        (folder / name).write_text(xml)
    alone = list(cli_lint.lint_files([*names, "missing.xml"], jobs=2, settings=Settings(ignore=["endless-question"])))
    assert pools == []
    monkeypatch.setattr(cli_lint, "FILES_PER_PROCESS", 5)
    assert (
        list(cli_lint.lint_files([*names, "missing.xml"], jobs=9, settings=Settings(ignore=["endless-question"])))
        == alone
    )
    assert pools == [2]
    assert [linted.name for linted in alone] == [*names, "missing.xml"]
    assert [linted.findings for linted in alone[:4]] == [
        lint(xml, ignore=["endless-question"]) for xml in documents[:4]
    ]
    assert [linted.problem for linted in alone] == [None] * len(names) + ["No such file or directory"]


@pytest.mark.parametrize(("jobs", "number", "first"), [(1, 20, "0"), (2, 9, "0"), (2, 20, "-")])
def test_few_files_and_standard_input_are_linted_in_one_process(
    pools: list[int], monkeypatch: pytest.MonkeyPatch, jobs: int, number: int, first: str
) -> None:
    monkeypatch.setattr(cli_lint, "FILES_PER_PROCESS", 5)
    monkeypatch.setattr(cli_lint, "lint_file", lambda name, **_: cli_lint.LintedFile(name, []))
    names = [first, *map(str, range(1, number))]
    assert [linted.name for linted in cli_lint.lint_files(names, jobs=jobs, settings=Settings())] == names
    assert pools == []


def test_a_process_that_dies_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> Iterator[cli_lint.LintedFile]:
        yield cli_lint.LintedFile("-", [])
        raise concurrent.futures.process.BrokenProcessPool

    monkeypatch.setattr("twimlkit.cli._commands.lint_files", broken)
    result = run("lint", "-", given=CLEAN)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--jobs 1" in result.stderr
