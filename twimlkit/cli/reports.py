"""What was found in files, as programs read it: JSON, SARIF, and the commands of GitHub's workflows."""

from __future__ import annotations

import dataclasses
import json
import os
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote_from_bytes

from twimlkit.linter import RULES, SEVERITIES

from .files import STANDARD_INPUT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from twimlkit.linter import Finding, Rule, Severity

    from .lint import Linted

__all__ = ["as_github", "as_json", "as_sarif", "count_findings", "page_of"]


def page_of(code: int) -> str:
    """The address of Twilio's page about a code."""
    return f"https://www.twilio.com/docs/api/errors/{code}"


def count_findings(linted: Sequence[Linted]) -> dict[Severity, int]:
    """Counts the findings of each severity."""
    found = [finding.severity for file in linted for finding in file.findings]
    return {severity: found.count(severity) for severity in SEVERITIES}


def as_json(linted: Sequence[Linted]) -> str:
    """Writes findings as JSON in a format of its own.

    An object with `files`: an object for each file that was read, with its name as `file`, and its `findings` with the
    fields of `twimlkit.linter.Finding`; `unread`: the `file` and the `problem` of each that could not be read;
    `counts`: the number of findings of each severity.
    """
    read = [file for file in linted if file.problem is None]
    return _written(
        {
            "files": [{"file": file.name, "findings": list(map(dataclasses.asdict, file.findings))} for file in read],
            "unread": [{"file": file.name, "problem": file.problem} for file in linted if file.problem is not None],
            "counts": count_findings(linted),
        }
    )


def _written(report: dict[str, Any]) -> str:
    """The text of a report, in ASCII, since a name need not be text in any encoding."""
    return json.dumps(report, indent=2) + "\n"


# SARIF, https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html

_LEVELS: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "advice": "note"}


def as_sarif(linted: Sequence[Linted]) -> str:
    """Writes findings as SARIF 2.1.0, which GitHub's code scanning and editors read."""
    rules = [_sarif_rule(rule) for rule in RULES.values()]
    unread = [
        {"level": "error", "message": {"text": file.problem}, "locations": [{"physicalLocation": _artifact(file.name)}]}
        for file in linted
        if file.problem is not None
    ]
    run = {
        "tool": {"driver": {"name": "twimlkit", "version": version("twimlkit"), "rules": rules}},
        "invocations": [{"executionSuccessful": not unread, "toolExecutionNotifications": unread}],
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(file.name, finding) for file in linted for finding in file.findings],
    }
    schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
    return _written({"$schema": schema, "version": "2.1.0", "runs": [run]})


def _sarif_rule(rule: Rule) -> dict[str, Any]:
    page = {"helpUri": page_of(rule.code)} if isinstance(rule.code, int) else {}
    return {
        "id": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.summary},  # GitHub wants it, and a help, of every rule
        "help": {"text": f"{rule.summary} The command `twimlkit explain {rule.name}` says more."},
        "defaultConfiguration": {"level": _LEVELS[rule.severity or "warning"]},
        **page,
    }


def _sarif_result(name: str, finding: Finding) -> dict[str, Any]:
    region = {"startLine": finding.line, "startColumn": finding.column}
    location: dict[str, Any] = {"physicalLocation": {**_artifact(name), "region": region}}
    if finding.path:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.path}]
    return {
        "ruleId": finding.rule,
        "ruleIndex": list(RULES).index(finding.rule),
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{finding.problem}: {finding.remedy}"},
        "locations": [location],
        **({"properties": {"twilioCode": finding.code}} if finding.code else {}),
    }


def _artifact(name: str) -> dict[str, Any]:
    return {"artifactLocation": {"uri": _uri(name)}}


def _uri(name: str) -> str:
    """The URI of a file, relative where it is below the current directory."""
    near = _near(name)
    return Path(near).as_uri() if Path(near).is_absolute() else quote_from_bytes(os.fsencode(near))


def _near(name: str) -> str:
    """The path of a file, relative where it is below the current directory, and else from the root."""
    if name == STANDARD_INPUT:
        return name
    path = Path(os.path.normpath(Path.cwd() / name))
    return path.relative_to(Path.cwd()).as_posix() if path.is_relative_to(Path.cwd()) else str(path)


# GitHub, https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions

_COMMANDS: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "advice": "notice"}


def as_github(linted: Sequence[Linted]) -> str:
    """Writes findings as the commands by which GitHub's workflows show them beside the lines of a change."""
    return "".join(f"{command}\n" for file in linted for command in _github_commands(file))


def _github_commands(file: Linted) -> Iterator[str]:
    name = _property(_near(file.name))
    if file.problem is not None:
        yield f"::error file={name}::{_data(file.problem)}"
    for finding in file.findings:
        title = _property(finding.rule + (f" (Twilio {finding.code})" if finding.code else ""))
        place = f"file={name},line={finding.line},col={finding.column}"
        message = _data(f"{finding.problem}: {finding.remedy}")
        yield f"::{_COMMANDS[finding.severity]} {place},title={title}::{message}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
