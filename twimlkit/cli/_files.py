"""The files of a command: found, read and written."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from twimlkit._core.element import MAX_DOCUMENT_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable

STANDARD_INPUT: Final = "-"
"""The name of standard input."""

_SUFFIXES: Final = (".xml", ".twiml")
_MAX_BYTES: Final = 16 * MAX_DOCUMENT_BYTES  # enough for every document that the linter can still say something about


class FileError(Exception):
    """A file that cannot be read or written.

    Args:
        name: The file.
        problem: The reason.
    """

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(name, problem)
        self.name = name
        self.problem = problem

    def __str__(self) -> str:
        return f"{printable(self.name)}: {self.problem}"


def find_files(names: Iterable[str]) -> tuple[list[str], list[FileError]]:
    """Return the files to read, each once, and the errors of the search.

    Args:
        names: Files, `-` for standard input, and directories, which are searched for TwiML except in their hidden
            directories.
    """
    files: list[str] = []
    errors: list[FileError] = []
    for name in names:
        if name == STANDARD_INPUT or not Path(name).is_dir():
            files.append(name)
        elif found := _search(name, errors):
            files += found
        else:
            wanted = " or ".join(f"*{suffix}" for suffix in _SUFFIXES)
            errors.append(FileError(name, f"the directory contains no {wanted}"))
    return list(dict.fromkeys(files)), errors


def _search(directory: str, errors: list[FileError]) -> list[str]:
    def note(error: OSError) -> None:
        errors.append(FileError(error.filename, _reason(error)))

    found: list[str] = []
    for folder, inside, names in os.walk(directory, onerror=note):
        inside[:] = sorted(name for name in inside if not name.startswith("."))
        found += [str(Path(folder, name)) for name in sorted(names) if name.lower().endswith(_SUFFIXES)]
    return found


def read_file(name: str) -> bytes:
    """Read a file or standard input.

    Raises:
        FileError: It cannot be read, or is larger than 1 MiB.
    """
    try:
        if name == STANDARD_INPUT:
            data = sys.stdin.buffer.read(_MAX_BYTES + 1) if sys.stdin else b""  # pyright: ignore[reportUnnecessaryComparison]  # None if the shell has closed it
        else:
            with Path(name).open("rb") as file:
                data = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise FileError(name, _reason(error)) from None
    if len(data) > _MAX_BYTES:
        raise FileError(name, f"the file is larger than {_MAX_BYTES >> 20} MiB; Twilio accepts at most 64 KiB")
    return data


def write_file(name: str, data: bytes) -> None:
    """Replace a file atomically, with its permissions kept.

    Raises:
        FileError: It cannot be written; then it is unchanged.
    """
    path = Path(os.path.realpath(name))  # replaces the target of a link, not the link
    try:
        with path.open("r+b"):  # in a writable directory a file may be read-only
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
        raise FileError(name, _reason(error)) from None


def write_output(text: str) -> None:
    """Write text to standard output in UTF-8, whatever the encoding of the terminal."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode(errors="backslashreplace"))
    sys.stdout.buffer.flush()


def printable(text: str) -> str:
    """Replace each character that a terminal cannot show by an escape sequence."""
    return text if text.isprintable() else "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
