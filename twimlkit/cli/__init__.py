"""The command line: `twimlkit`, or `python -m twimlkit`. It needs the extra: pip install 'twimlkit[cli]'."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from typing import NoReturn

from twimlkit._core.extras import needs_extra

__all__ = ["main"]


def main() -> None:
    """Run the command that the process's arguments name, and exit with its status.

    The status is that of the command; 130 after a keyboard interrupt, 1 if the output's reader is gone, 2 if the output
    cannot be written, or if typer or rich is missing.
    """
    try:
        _run()
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        _discard_output()
        sys.exit(1)
    except OSError as error:
        _discard_output()
        _fail(error.strerror or str(error))


def _run() -> None:
    if not sys.stdout:  # pyright: ignore[reportUnnecessaryComparison]  # None if the shell has closed it
        _fail("standard output is closed")
    if not os.environ.get("COLUMNS", "0").strip("0"):  # unknown, and nothing fits into no column
        os.environ.pop("COLUMNS", None)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a character that the terminal cannot show is no failure
    try:
        with needs_extra("cli"):
            from ._commands import app
    except ModuleNotFoundError as missing:
        _fail(str(missing))
    try:
        app(prog_name="twimlkit")
    finally:
        sys.stdout.flush()


def _fail(problem: str) -> NoReturn:
    if sys.stderr:  # pyright: ignore[reportUnnecessaryComparison]  # None if the shell has closed it
        sys.stderr.write(f"twimlkit: {problem}\n")
    sys.exit(2)


def _discard_output() -> None:
    """Discard the buffered output, which Python would try to write again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
