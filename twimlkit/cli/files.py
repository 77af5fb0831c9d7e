"""The files that a command is given: found, read and written."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from twimlkit.element import LARGEST

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["STANDARD_INPUT", "SUFFIXES", "Trouble", "find", "printable", "read_bytes", "write_bytes", "write_output"]

STANDARD_INPUT: Final = "-"
"""The name that stands for standard input."""

SUFFIXES: Final = (".xml", ".twiml")
"""How the names of the files end that are looked for in a directory."""

_LONGEST: Final = 16 * LARGEST  # bytes: no document that Twilio would take, and no trouble for a computer either


class Trouble(Exception):
    """Says that a file could not be read or written."""

    name: str
    problem: str

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(name, problem)
        self.name = name
        self.problem = problem

    def __str__(self) -> str:
        return f"{printable(self.name)}: {self.problem}"


def find(names: Iterable[str]) -> tuple[list[str], list[Trouble]]:
    """Lists the files of some names, each once, and what stood in the way.

    names: files, `-` for standard input, and directories, which are searched for documents of TwiML; hidden
    directories inside them are passed over.
    """
    files: list[str] = []
    troubles: list[Trouble] = []
    for name in names:
        if name == STANDARD_INPUT or not Path(name).is_dir():
            files.append(name)
        elif found := _search(name, troubles):
            files += found
        else:
            wanted = " and no ".join(f"*{suffix}" for suffix in SUFFIXES)
            troubles.append(Trouble(name, f"there is no {wanted} in this directory"))
    return list(dict.fromkeys(files)), troubles


def _search(directory: str, troubles: list[Trouble]) -> list[str]:
    """The documents in a directory, in the order of their names."""

    def note(error: OSError) -> None:
        troubles.append(Trouble(error.filename, _reason(error)))

    found: list[str] = []
    for folder, inside, names in os.walk(directory, onerror=note):
        inside[:] = sorted(name for name in inside if not name.startswith("."))
        found += [str(Path(folder, name)) for name in sorted(names) if name.lower().endswith(SUFFIXES)]
    return found


def read_bytes(name: str) -> bytes:
    """Reads a file, or standard input; raises Trouble."""
    try:
        if name == STANDARD_INPUT:
            data = sys.stdin.buffer.read(_LONGEST + 1) if sys.stdin else b""  # pyright: ignore[reportUnnecessaryComparison]  # None where the shell has closed it
        else:
            with Path(name).open("rb") as file:
                data = file.read(_LONGEST + 1)
    except OSError as error:
        raise Trouble(name, _reason(error)) from None
    if len(data) > _LONGEST:
        raise Trouble(name, f"this is more than {_LONGEST >> 20} MiB: Twilio takes documents of up to 64 KiB")
    return data


def write_bytes(name: str, data: bytes) -> None:
    """Puts data in the place of a file at one stroke, with the permissions that it had; raises Trouble."""
    path = Path(os.path.realpath(name))  # what a link points at is replaced, and not the link
    try:
        with path.open("r+b"):  # a directory may be written where a file in it may not
            pass
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            try:
                file.write(data)
                file.close()
                shutil.copymode(path, file.name)
                Path(file.name).replace(path)
            except BaseException:
                Path(file.name).unlink()
                raise
    except OSError as error:
        raise Trouble(name, _reason(error)) from None


def write_output(text: str) -> None:
    """Writes text to standard output in UTF-8, whatever the terminal takes."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode(errors="backslashreplace"))
    sys.stdout.buffer.flush()


def printable(text: str) -> str:
    """The text with an escape for each character that a terminal would not show as one."""
    return text if text.isprintable() else "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
