"""Findings and errors for people: each with its line of the document, and a caret below the place."""

from __future__ import annotations

import functools
import os
from typing import TYPE_CHECKING, Final

from rich.console import Console, ConsoleDimensions
from rich.text import Text

from twimlkit._core.xml import read
from twimlkit.linter import Finding

from ._excerpt import excerpt_of, lines_of
from ._files import printable
from ._reports import count_findings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twimlkit.errors import InvalidTwiML
    from twimlkit.linter import Severity

    from ._lint import LintedFile

_COLOURS: Final[dict[Severity, str]] = {"error": "bold red", "warning": "bold yellow", "advice": "bold cyan"}
_MARGIN: Final = "blue"
_DEFAULT_WIDTH: Final = 120
_MIN_WIDTH: Final = 20


def make_console(*, stderr: bool = False) -> Console:
    """Make a console for the terminal, file or pipe, in colour only on a terminal and without NO_COLOR."""
    console = Console(
        stderr=stderr,
        color_system=None if os.environ.get("NO_COLOR") else "auto",
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=True,
    )
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = _DEFAULT_WIDTH
    console.size = ConsoleDimensions(max(console.width, _MIN_WIDTH), console.height)  # asks the terminal only once
    return console


def show_error(problem: str) -> None:
    """Show on standard error why the command failed, or what it left out."""
    make_console(stderr=True).print(Text.assemble(("twimlkit: ", "bold red"), problem))


def show_refusal(name: str, data: bytes, error: InvalidTwiML) -> None:
    """Show on standard error why and where a document is invalid."""
    rule, line, column, message = error.rule or "", error.line or 0, error.column or 0, error.message
    remedy = f"see `twimlkit explain {rule}`" if rule else ""
    finding = Finding(rule, "error", line, column, error.path or "", message, remedy, message, error.code)
    show_finding(make_console(stderr=True), name, finding, lines_of(read(data).data.decode()))


def show_findings(console: Console, files: Sequence[LintedFile], *, advice: bool, quiet: bool) -> None:
    """Show findings, and a summary unless it is to be quiet.

    Args:
        console: Where to show them.
        files: The files.
        advice: Whether to show advice too.
        quiet: Whether to show nothing but findings.
    """
    for file in files:
        lines = lines_of(file.text)
        for finding in file.findings:
            if advice or finding.severity != "advice":
                show_finding(console, file.name, finding, lines)
                _write(console)
    if not quiet:
        _write(console, summary_of(files, advice=advice))


def show_finding(console: Console, name: str, finding: Finding, lines: Sequence[str]) -> None:
    """Show a finding with its line.

    Args:
        console: Where to show it.
        name: The file.
        finding: The finding.
        lines: The lines of the document; empty if it is not text.
    """
    place = f":{finding.line}:{finding.column}" if finding.line else ""
    labels = ", ".join(filter(None, (finding.rule, f"Twilio {finding.code}" if finding.code else "")))
    problem = printable(finding.problem) + (f" [{labels}]" if labels else "")
    where = f"{printable(name)}{place}: "
    _write(console, (where, "bold"), (finding.severity, _COLOURS[finding.severity]), f": {problem}")
    if 0 < finding.line <= len(lines) and (line := lines[finding.line - 1]):
        _show_line(console, finding.line, line, finding)
    if finding.remedy:
        _show_note(console, finding.line, finding.remedy)


def show_document(console: Console, document: str, finding: Finding | None = None) -> None:
    """Show a document with numbered lines, each cut to the width of the console.

    Args:
        console: Where to show it.
        document: The document, which ends with a line break.
        finding: The finding to show at its place.
    """
    for number, line in enumerate(lines_of(document)[:-1], 1):
        is_wrong = finding is not None and finding.line == number
        _show_line(console, number, line, finding if is_wrong else None)
    if finding:
        _show_note(console, finding.line, finding.message)


def _show_line(console: Console, number: int, line: str, finding: Finding | None) -> None:
    margin = f"{number:4} | "
    room = max(_MIN_WIDTH, console.width - len(margin))
    text, offset = excerpt_of(line, finding.column if finding else 1, room)
    _write(console, (margin, _MARGIN), text)
    if finding:
        blank = f"{'':{len(margin) - 2}}| "
        _write(console, (blank, _MARGIN), " " * offset, ("^", _COLOURS[finding.severity]))


def _show_note(console: Console, number: int, note: str) -> None:
    margin = f"{'':{len(f'{number:4}')}} = "
    _write(console, (margin, _MARGIN), printable(note))


def _write(console: Console, *parts: str | tuple[str, str]) -> None:
    """Write a line of texts, and of texts with their style, much faster than rich lays one out."""
    line = "".join(part if isinstance(part, str) else part[0].join(_codes(console, part[1])) for part in parts)
    console.file.write(f"{line}\n")


@functools.lru_cache(maxsize=8)
def _codes(console: Console, style: str) -> tuple[str, str]:
    """Return what begins and what ends a style on a console."""
    with console.capture() as written:
        console.print(Text("_", style), end="")
    begin, _, end = written.get().partition("_")
    return begin, end


def summary_of(files: Sequence[LintedFile], *, advice: bool) -> str:
    """Return one line with the number of findings and files."""
    read = [file for file in files if file.problem is None]
    if not read:
        return "Found no TwiML."
    counts = count_findings(files)
    found = [count_of(counts["error"], "error"), count_of(counts["warning"], "warning")]
    advised = count_of(counts["advice"], "piece of advice", "pieces of advice")
    *others, last = [part for part in [*found, *([advised] if advice else [])] if not part.startswith("0 ")] or [""]
    listed = " and ".join(filter(None, (", ".join(others), last)))
    hidden = f" `--advice` shows {advised}." if counts["advice"] and not advice else ""
    return f"{f'Found {listed}' if listed else 'No problems'} in {count_of(len(read), 'file')}.{hidden}"


def count_of(number: int, singular: str, plural: str | None = None) -> str:
    """Return a number with its noun: `1 file`, `2 files`."""
    return f"{number} {singular if number == 1 else plural or f'{singular}s'}"
