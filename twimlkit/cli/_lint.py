"""Lints many files, in several processes if that is faster."""

from __future__ import annotations

import dataclasses
import functools
import math
import os
import re
import signal
import sys
import threading
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TYPE_CHECKING, Final, NamedTuple

from twimlkit._core.xml import read
from twimlkit.linter import lint

from ._files import STANDARD_INPUT, FileError, check_size, read_file
from ._passage import Lines
from ._sources import find_twiml

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

    from twimlkit.linter import Context, Finding

    from ._passage import Passage
    from ._settings import Settings

FILES_PER_PROCESS: Final = 100
"""The number of files for which it is worth starting a process."""

_MAX_PROCESSES: Final = 61  # that Windows lets a program wait for


class LintedFile(NamedTuple):
    """The result of linting one file.

    Attributes:
        name: The file.
        findings: What was found in it.
        text: The text of the file, if anything was found in it.
        problem: Why the file could not be read, or None.
        holds_twiml: Whether there is any TwiML in it.
    """

    name: str
    findings: list[Finding]
    text: str = ""
    problem: str | None = None
    holds_twiml: bool = True


def processor_count() -> int:
    """Return the number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def lint_file(name: str, *, settings: Settings, context: Context | None = None) -> LintedFile:
    """Lint the TwiML in one file."""
    try:
        data = read_file(name)
        text, documents = find_twiml(name, data)
        if documents:
            check_size(name, data)
    except FileError as error:
        return LintedFile(name, [], problem=error.problem)
    context = context or settings.context_of(name)
    lines = Lines(text)
    findings: list[Finding] = []
    for document in documents:
        if isinstance(document, bytes):
            findings += lint(document, context=context, ignore=settings.ignored())
            text = read(document).data.decode() if findings else ""
        else:
            place = functools.partial(_place_in_file, document, Lines(document.text), lines)
            found = lint(document.text, context=context, ignore=settings.ignored())
            findings += [_in_file(finding, place) for finding in found]
    findings.sort(key=lambda finding: (finding.line, finding.column))
    return LintedFile(name, findings, text if findings else "", holds_twiml=bool(documents))


def _place_in_file(passage: Passage, lines: Lines, lines_of_file: Lines, line: int, column: int) -> tuple[int, int]:
    return lines_of_file.place(passage.offset(lines.offset(line, column)))


def _in_file(finding: Finding, place: Callable[[int, int], tuple[int, int]]) -> Finding:
    """Return a finding with its place in the file, and so the places that its message names."""

    def replaced(found: re.Match[str]) -> str:
        return "in line {}, column {}".format(*place(int(found[1]), int(found[2])))

    line, column = place(finding.line, finding.column)
    message, remedy = (re.sub(_PLACE, replaced, text) for text in (finding.message, finding.remedy))
    return dataclasses.replace(finding, line=line, column=column, message=message, remedy=remedy)


_PLACE: Final = r"\bin line (\d+), column (\d+)"


def lint_files(
    names: Sequence[str], *, jobs: int, settings: Settings, context: Context | None = None
) -> Iterator[LintedFile]:
    """Lint files, and yield the results in the order of the files.

    Args:
        names: The files.
        jobs: The largest number of processes; few files are linted in fewer.
        settings: The rules to check, and the contexts of files.
        context: What Twilio uses the documents for, whatever the settings.
    """
    lint_one = functools.partial(lint_file, settings=settings, context=context)
    workers = min(jobs, len(names) // FILES_PER_PROCESS, _MAX_PROCESSES)
    if workers <= 1 or STANDARD_INPUT in names:
        return map(lint_one, names)
    # A keyboard interrupt reaches all processes, and must end those of the pool silently.
    handler = signal.SIG_IGN if _ignores_interrupts() else signal.SIG_DFL
    pool = ProcessPoolExecutor(workers, get_context(_start_method()), signal.signal, (signal.SIGINT, handler))
    chunk = math.ceil(len(names) / (8 * workers))  # small, so that no process is busy long after the others
    with _interrupts_deferred(pool):
        results = pool.map(lint_one, names, chunksize=chunk)
    return _until_done(pool, results)


def _start_method() -> str:
    """Return the fastest safe way to start a process; any but fork takes as long as linting a thousand files."""
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


def _ignores_interrupts() -> bool:
    """Tell whether interrupts are ignored, as in the background of a shell."""
    return signal.getsignal(signal.SIGINT) == signal.SIG_IGN


@contextmanager
def _interrupts_deferred(pool: ProcessPoolExecutor) -> Generator[None]:
    """Defer interrupts while a pool starts, which would otherwise hang."""
    interrupts: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, _: interrupts.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
    if interrupts and not _ignores_interrupts():
        pool.shutdown(cancel_futures=True)
        raise KeyboardInterrupt


def _until_done(pool: ProcessPoolExecutor, results: Iterator[LintedFile]) -> Iterator[LintedFile]:
    """Yield the results of a pool, and shut it down after the last or when the caller stops."""
    try:
        yield from results
    finally:
        pool.shutdown(cancel_futures=True)
