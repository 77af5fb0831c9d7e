"""Findings: the problems of a document with their places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

Severity: TypeAlias = Literal["error", "warning", "advice"]
"""How bad a finding is: the call fails; Twilio ignores or replaces something; it works and could be better."""

Context: TypeAlias = Literal["voice", "message", "whisper", "wait", "inline"]
"""What Twilio uses a document for: a call; the reply to a message; the called party before both are connected; those
who wait in a queue or for a conference; or the parameter `Twiml` of the REST API."""

SEVERITIES: Final[tuple[Severity, ...]] = get_args(Severity)
CONTEXTS: Final[tuple[Context, ...]] = get_args(Context)


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem in a document: what is wrong or risky, where, and what to write instead.

    Attributes:
        rule: The name of the rule that found it.
        severity: `error`, `warning` or `advice`; see `Severity`.
        line: The line, counted from 1.
        column: The column, counted from 1.
        path: The element, as in `Response/Gather[2]/Say`; empty where the XML itself is wrong.
        problem: What is wrong.
        remedy: What to write instead; empty where `problem` says it.
        message: Both in one text, as an exception of `parse` has it.
        code: The code under which Twilio's debugger would report it, or None where there is none.
        element: The name in XML of the wrong element, or None.
        attribute: The name in XML of the wrong attribute, or None.
    """

    rule: str
    severity: Severity
    line: int
    column: int
    path: str
    problem: str
    remedy: str
    message: str
    code: int | None = None
    element: str | None = None
    attribute: str | None = None

    def __str__(self) -> str:
        code = f", Twilio {self.code}" if self.code else ""
        return f"{self.line}:{self.column}: {self.severity}: {self.message} [{self.rule}{code}]"
