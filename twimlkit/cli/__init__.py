"""The command line: `twimlkit`, or `python -m twimlkit`.

`main` runs it; `commands` has a function for each command, and the other modules do the work of those.
"""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper

__all__ = ["main"]


def main() -> None:
    """Runs the command that the arguments of the process name, and ends the process with its exit status.

    The status is that of the command; 130 after an interrupt from the keyboard, 1 when nobody reads the output any
    more, 2 when the output cannot be written, or when typer or rich is missing.
    """
    try:
        _run()
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        _drop_output()
        sys.exit(1)
    except OSError as error:
        _drop_output()
        sys.stderr.write(f"twimlkit: {error.strerror}\n")
        sys.exit(2)


def _run() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # what the terminal cannot show must not end the program
    try:
        from .commands import app
    except ModuleNotFoundError as missing:
        package = (missing.name or "").partition(".")[0]
        if package not in ("typer", "rich"):
            raise
        sys.stderr.write(f"twimlkit: there is no {package}: install it with pip install 'twimlkit[cli]'\n")
        sys.exit(2)
    try:
        app()
    finally:
        if sys.stdout:  # pyright: ignore[reportUnnecessaryComparison]  # None where the shell has closed it
            sys.stdout.flush()


def _drop_output() -> None:
    """Sends nowhere what is still to be written, which Python would try once more when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
