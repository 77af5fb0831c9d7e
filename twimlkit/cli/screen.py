"""What people see of findings and mistakes: each with the line that it is about, and a caret below the place."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final, NamedTuple

from rich.console import Console
from rich.text import Text

from twimlkit.parser import read

from .excerpt import excerpt_of, lines_of
from .files import printable
from .reports import count_findings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twimlkit.errors import InvalidTwiML
    from twimlkit.linter import Severity

    from .lint import Linted

__all__ = ["Remark", "complain", "counted", "screen", "show_findings", "show_refusal", "show_remark", "summary_of"]

_COLOURS: Final[dict[Severity, str]] = {"error": "bold red", "warning": "bold yellow", "advice": "bold cyan"}
_MARGIN: Final = "blue"
_UNKNOWN_WIDTH: Final = 120  # where no terminal says how wide it is
_NARROWEST: Final = 20


def screen(*, stderr: bool = False) -> Console:
    """The terminal, or the file or the pipe in its place, which gets no colours; nor does a terminal with NO_COLOR."""
    console = Console(
        stderr=stderr,
        color_system=None if os.environ.get("NO_COLOR") else "auto",
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=True,
    )
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = _UNKNOWN_WIDTH
    return console


class Remark(NamedTuple):
    """Says something of a document.

    name: the file; line, column: the place, counted from 1, or 0 where it is about the whole.
    """

    name: str
    line: int
    column: int
    severity: Severity
    problem: str
    remedy: str = ""


def complain(problem: str) -> None:
    """Says on standard error what could not be done."""
    screen(stderr=True).print(Text.assemble(("twimlkit: ", "bold red"), problem))


def show_refusal(name: str, data: bytes, error: InvalidTwiML) -> None:
    """Shows on standard error why a document could not be read, and where."""
    subject = f"<{error.element}> " if error.element else ""
    code = f" [Twilio {error.code}]" if error.code else ""
    remark = Remark(name, error.line or 0, error.column or 0, "error", f"{subject}{error.problem}{code}")
    show_remark(screen(stderr=True), remark, lines_of(read(data).data.decode()))


def show_findings(console: Console, linted: Sequence[Linted]) -> None:
    """Shows every finding, and how many there are."""
    for file in linted:
        lines = lines_of(file.text)
        for finding in file.findings:
            code = f", Twilio {finding.code}" if finding.code else ""
            problem = f"{finding.problem} [{finding.rule}{code}]"
            place = (file.name, finding.line, finding.column)
            show_remark(console, Remark(*place, finding.severity, problem, finding.remedy), lines)
            console.print()
    console.print(summary_of(linted))


def show_remark(console: Console, remark: Remark, lines: Sequence[str]) -> None:
    """Shows a remark with the line that it is about; lines: those of the document, or none where it is no text."""
    place = f":{remark.line}:{remark.column}" if remark.line else ""
    colour = _COLOURS[remark.severity]
    where = f"{printable(remark.name)}{place}: "
    console.print(Text.assemble((where, "bold"), (remark.severity, colour), f": {printable(remark.problem)}"))
    number = str(remark.line).rjust(4)
    margin = " " * len(number)
    line = "".join(lines[remark.line - 1 : remark.line])
    if line:
        room = max(_NARROWEST, console.width - len(f"{number} | "))
        text, offset = excerpt_of(line, remark.column, room)
        console.print(Text.assemble((f"{number} | ", _MARGIN), text))
        console.print(Text.assemble((f"{margin} | ", _MARGIN), " " * offset, ("^", colour)))
    if remark.remedy:
        console.print(Text.assemble((f"{margin} = ", _MARGIN), printable(remark.remedy)))


def summary_of(linted: Sequence[Linted]) -> str:
    """Says in one line how much was found in how many files."""
    counts = count_findings(linted)
    found = [
        counted(counts["error"], "error"),
        counted(counts["warning"], "warning"),
        counted(counts["advice"], "piece of advice", "pieces of advice"),
    ]
    files = counted(sum(file.problem is None for file in linted), "file")
    *others, last = [part for part in found if not part.startswith("0 ")] or ["nothing"]
    return f"Found {' and '.join(filter(None, (', '.join(others), last)))} in {files}."


def counted(number: int, one: str, several: str | None = None) -> str:
    """Says how many there are of something."""
    return f"{number} {one if number == 1 else several or f'{one}s'}"
