"""Files, read and written."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

from twimlkit._core.element import MAX_DOCUMENT_BYTES

STANDARD_INPUT: Final = "-"
"""The name of standard input."""

DOCUMENT_SUFFIXES: Final = (".xml", ".twiml")
"""The names of files that are TwiML documents, unless they are other XML."""

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
        return f"{printable(self.name) or repr('')}: {self.problem}"


def read_file(name: str) -> bytes:
    """Read a file or standard input, but no more than shows that it is too large.

    Raises:
        FileError: It cannot be read.
    """
    try:
        if name == STANDARD_INPUT:
            data = sys.stdin.buffer.read(_MAX_BYTES + 1) if sys.stdin else b""  # pyright: ignore[reportUnnecessaryComparison]  # None if the shell has closed it
        else:
            with open(name, "rb") as file:  # noqa: PTH123  # Path takes an empty name for the current folder
                data = file.read(_MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise FileError(name, reason_of(error)) from None
    return data


def is_too_large(data: bytes) -> bool:
    """Tell whether a file is so large that it was not read to its end."""
    return len(data) > _MAX_BYTES


def check_size(name: str, data: bytes) -> None:
    """Refuse a file that was not read to its end.

    Raises:
        FileError: It is larger than 1 MiB.
    """
    if is_too_large(data):
        raise FileError(name, f"the file is larger than {_MAX_BYTES >> 20} MiB; Twilio accepts at most 64 KiB")


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
        raise FileError(name, reason_of(error)) from None


def write_output(text: str) -> None:
    """Write text to standard output in UTF-8, whatever the encoding of the terminal."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode(errors="backslashreplace"))
    sys.stdout.buffer.flush()


def printable(text: str) -> str:
    """Replace each character that a terminal cannot show by an escape sequence."""
    return text if text.isprintable() else "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)


def reason_of(error: Exception) -> str:
    """Return the reason of an error in few words."""
    return (isinstance(error, OSError) and error.strerror) or str(error)
