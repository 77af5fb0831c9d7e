"""The command line: `twimlkit`, or `python -m twimlkit`. It needs the extra: pip install 'twimlkit[cli]'."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper

__all__ = ["main"]


def main() -> None:
    """Run the command that the process's arguments name, and exit with its status.

    The status is that of the command; 130 after a keyboard interrupt, 1 if the output's reader is gone, 2 if the output
    cannot be written or if typer or rich is missing.
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
        sys.stderr.write(f"twimlkit: {error.strerror}\n")
        sys.exit(2)


def _run() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a character that the terminal cannot show is no failure
    try:
        from ._commands import app
    except ModuleNotFoundError as missing:
        package = (missing.name or "").partition(".")[0]
        if package not in ("typer", "rich"):
            raise
        sys.stderr.write(f"twimlkit: {package} is not installed: run pip install 'twimlkit[cli]'\n")
        sys.exit(2)
    try:
        app()
    finally:
        if sys.stdout:  # pyright: ignore[reportUnnecessaryComparison]  # None if the shell has closed it
            sys.stdout.flush()


def _discard_output() -> None:
    """Discard the buffered output, which Python would try to write again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
