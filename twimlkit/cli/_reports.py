"""Findings for programs: as JSON, as SARIF, and as commands of GitHub's workflows."""

from __future__ import annotations

import json
import os
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import quote_from_bytes

from twimlkit._core.codes import level_of
from twimlkit.linter import RULES, SEVERITIES, Finding
from twimlkit.linter.examples import example_of

from ._files import STANDARD_INPUT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from twimlkit.linter import Rule, Severity

    from ._lint import LintedFile


def page_of(code: int) -> str:
    """Return the URL of Twilio's page about a code."""
    return f"https://www.twilio.com/docs/api/errors/{code}"


def severity_of(rule: Rule) -> Severity | None:
    """Return the severity of a rule's findings, or None if it varies."""
    return rule.severity or (cast("Severity", level_of(rule.code)) if isinstance(rule.code, int) else None)


def count_findings(files: Sequence[LintedFile]) -> dict[Severity, int]:
    """Count the findings of each severity."""
    found = [finding.severity for file in files for finding in file.findings]
    return {severity: found.count(severity) for severity in SEVERITIES}


def as_json(files: Sequence[LintedFile]) -> str:
    """Write findings as JSON.

    Returns:
        An object with `files`, an object for each file that was read, with its name as `file` and its `findings`, with
        the attributes of `twimlkit.linter.Finding`; `unread`, the `file` and the `problem` of each that could not be
        read; and `counts`, the number of findings of each severity.
    """
    read = [file for file in files if file.problem is None]
    return _written(
        {
            "files": [{"file": file.name, "findings": list(map(_fields, file.findings))} for file in read],
            "unread": [{"file": file.name, "problem": file.problem} for file in files if file.problem is not None],
            "counts": count_findings(files),
        }
    )


def _fields(finding: Finding) -> dict[str, Any]:
    return {name: getattr(finding, name) for name in Finding.__dataclass_fields__}


def _written(report: dict[str, Any]) -> str:
    """Return the text of a report, in ASCII: the name of a file may be text in no encoding."""
    return json.dumps(report) + "\n"


# SARIF, https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html

_LEVELS: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "advice": "note"}


def as_sarif(files: Sequence[LintedFile]) -> str:
    """Write findings as SARIF 2.1.0, for editors and GitHub's code scanning."""
    rules = [_sarif_rule(rule) for rule in RULES.values()]
    unread = [
        {"level": "error", "message": {"text": file.problem}, "locations": [{"physicalLocation": _artifact(file.name)}]}
        for file in files
        if file.problem is not None
    ]
    run = {
        "tool": {"driver": {"name": "twimlkit", "version": version("twimlkit"), "rules": rules}},
        "invocations": [{"executionSuccessful": not unread, "toolExecutionNotifications": unread}],
        "columnKind": "unicodeCodePoints",
        "results": [result for file in files for result in _sarif_results(file)],
    }
    schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
    return _written({"$schema": schema, "version": "2.1.0", "runs": [run]})


def _sarif_rule(rule: Rule) -> dict[str, Any]:
    why = example_of(rule.name).why
    page = {"helpUri": page_of(rule.code)} if isinstance(rule.code, int) else {}
    return {
        "id": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": why},
        "help": {"text": f"{why} `twimlkit explain {rule.name}` shows an example."},
        "defaultConfiguration": {"level": _LEVELS[severity_of(rule) or "warning"]},
        **page,
    }


def _sarif_results(file: LintedFile) -> Iterator[dict[str, Any]]:
    artifact = _artifact(file.name)
    numbers = {rule: number for number, rule in enumerate(RULES)}
    for finding in file.findings:
        region = {"startLine": finding.line, "startColumn": finding.column}
        location: dict[str, Any] = {"physicalLocation": {**artifact, "region": region}}
        if finding.path:
            location["logicalLocations"] = [{"fullyQualifiedName": finding.path}]
        yield {
            "ruleId": finding.rule,
            "ruleIndex": numbers[finding.rule],
            "level": _LEVELS[finding.severity],
            "message": {"text": finding.message},
            "locations": [location],
            **({"properties": {"twilioCode": finding.code}} if finding.code else {}),
        }


def _artifact(name: str) -> dict[str, Any]:
    return {"artifactLocation": {"uri": _uri(name)}}


def _uri(name: str) -> str:
    """Return the URI of a file, relative if it is below the current directory."""
    short = _short_path(name)
    return Path(short).as_uri() if Path(short).is_absolute() else quote_from_bytes(os.fsencode(short))


def _short_path(name: str) -> str:
    """Return the path of a file, relative if it is below the current directory, else absolute."""
    if name == STANDARD_INPUT:
        return name
    path = Path(os.path.normpath(Path.cwd() / name))
    return path.relative_to(Path.cwd()).as_posix() if path.is_relative_to(Path.cwd()) else str(path)


# GitHub, https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions

_COMMANDS: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "advice": "notice"}


def as_github(files: Sequence[LintedFile]) -> str:
    """Write findings as the commands by which GitHub's workflows annotate the lines of a change."""
    return "".join(f"{command}\n" for file in files for command in _github_commands(file))


def _github_commands(file: LintedFile) -> Iterator[str]:
    name = _property(_short_path(file.name))
    if file.problem is not None:
        yield f"::error file={name}::{_data(file.problem)}"
    for finding in file.findings:
        title = _property(finding.rule + (f" (Twilio {finding.code})" if finding.code else ""))
        place = f"file={name},line={finding.line},col={finding.column}"
        yield f"::{_COMMANDS[finding.severity]} {place},title={title}::{_data(finding.message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
