"""Lints many files, in several processes if that is faster."""

from __future__ import annotations

import functools
import math
import os
import signal
import sys
import threading
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TYPE_CHECKING, Final, NamedTuple

from twimlkit._core.xml import read
from twimlkit.linter import lint

from ._files import STANDARD_INPUT, FileError, read_file

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Iterator, Sequence

    from twimlkit.linter import Context, Finding

FILES_PER_PROCESS: Final = 100
"""The number of files for which it is worth starting a process."""

_MAX_PROCESSES: Final = 61  # that Windows lets a program wait for


class LintedFile(NamedTuple):
    """The result of linting one file.

    Attributes:
        name: The file.
        findings: What was found in it.
        text: The document, if anything was found in it.
        problem: Why the file could not be read, or None.
    """

    name: str
    findings: list[Finding]
    text: str = ""
    problem: str | None = None


def processor_count() -> int:
    """Return the number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def lint_file(name: str, *, context: Context | None = None, ignore: Collection[str] = ()) -> LintedFile:
    """Lint one file."""
    try:
        data = read_file(name)
    except FileError as error:
        return LintedFile(name, [], problem=error.problem)
    findings = lint(data, context=context, ignore=ignore)
    return LintedFile(name, findings, read(data).data.decode() if findings else "")


def lint_files(
    names: Sequence[str], *, jobs: int, context: Context | None = None, ignore: Collection[str] = ()
) -> Iterator[LintedFile]:
    """Lint files, and yield the results in the order of the files.

    Args:
        names: The files.
        jobs: The largest number of processes; few files are linted in fewer.
        context: Where Twilio meets the documents.
        ignore: The rules to ignore.
    """
    lint_one = functools.partial(lint_file, context=context, ignore=ignore)
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
