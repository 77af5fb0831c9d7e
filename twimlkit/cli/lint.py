"""Lints many files, on all cores where that is worth it."""

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

from twimlkit.linter import lint
from twimlkit.parser import read

from .files import STANDARD_INPUT, Trouble, read_bytes

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Iterator, Sequence

    from twimlkit.linter import Context, Finding

__all__ = ["MANY", "Linted", "cores", "lint_file", "lint_files"]

MANY: Final = 100
"""How many files for each process make it worth starting one."""

_MOST: Final = 61  # processes that Windows lets a program wait for


class Linted(NamedTuple):
    """Says what became of one file.

    name: the file; findings: what is wrong with it; text: the document, where something is wrong with it.
    problem: why it could not be read, or None.
    """

    name: str
    findings: list[Finding]
    text: str = ""
    problem: str | None = None


def cores() -> int:
    """The number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def lint_file(name: str, *, context: Context | None = None, ignore: Collection[str] = ()) -> Linted:
    """Lints one file."""
    try:
        data = read_bytes(name)
    except Trouble as trouble:
        return Linted(name, [], problem=trouble.problem)
    findings = lint(data, context=context, ignore=ignore)
    return Linted(name, findings, read(data).data.decode() if findings else "")


def lint_files(
    names: Sequence[str], *, jobs: int, context: Context | None = None, ignore: Collection[str] = ()
) -> Iterator[Linted]:
    """Lints files, and gives what became of each, in their order.

    jobs: the most processes to use; there are no more than the number of files is worth.
    """
    look = functools.partial(lint_file, context=context, ignore=ignore)
    workers = min(jobs, len(names) // MANY, _MOST)
    if workers <= 1 or STANDARD_INPUT in names:
        return map(look, names)
    # An interrupt from the keyboard reaches all processes, and ends those of the pool silently.
    end = signal.SIG_IGN if _ignores_interrupts() else signal.SIG_DFL
    pool = ProcessPoolExecutor(workers, get_context(_start_method()), signal.signal, (signal.SIGINT, end))
    chunk = math.ceil(len(names) / (8 * workers))  # small enough that none waits long for the others at the end
    with _interrupts_later(pool):
        linted = pool.map(look, names, chunksize=chunk)
    return _until_the_end(pool, linted)


def _start_method() -> str:
    """The quickest way to start a process that is safe here: any but fork takes as long as linting a thousand files."""
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


def _ignores_interrupts() -> bool:
    """Tells whether an interrupt does nothing here, as in the background of a shell."""
    return signal.getsignal(signal.SIGINT) == signal.SIG_IGN


@contextmanager
def _interrupts_later(pool: ProcessPoolExecutor) -> Generator[None]:
    """Lets an interrupt wait while a pool starts, which would else never end."""
    interrupts: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, _: interrupts.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
    if interrupts and not _ignores_interrupts():
        pool.shutdown(cancel_futures=True)
        raise KeyboardInterrupt


def _until_the_end(pool: ProcessPoolExecutor, linted: Iterator[Linted]) -> Iterator[Linted]:
    """The results of a pool, which ends with them or when nobody wants more."""
    try:
        yield from linted
    finally:
        pool.shutdown(cancel_futures=True)
