"""The files of a command: those that are named, and those with TwiML in directories that are named."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ._files import DOCUMENT_SUFFIXES, STANDARD_INPUT, FileError, is_too_large, read_file, reason_of
from ._sources import holds_twiml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Excluded = Callable[[str], bool]


def find_files(
    names: Iterable[str], is_excluded: Excluded, *, force_exclude: bool, only_documents: bool = False
) -> tuple[list[str], list[FileError]]:
    """Return the files to read, each once, and the errors of the search.

    Args:
        names: Files, `-` for standard input, and directories. Directories are searched for files with TwiML, but for
            links, hidden directories, virtual environments, node_modules, and what git ignores.
        is_excluded: Tells whether a path is left out.
        force_exclude: Whether to leave out files that are named, too.
        only_documents: Whether to search directories only for documents of their own, not for files that hold some.
    """
    files: list[str] = []
    errors: list[FileError] = []
    for name in names:
        if name == STANDARD_INPUT or not os.path.isdir(name):  # noqa: PTH112  # Path raises if a name is too long
            files += [] if force_exclude and name != STANDARD_INPUT and is_excluded(name) else [name]
        elif found := _search(name, is_excluded, DOCUMENT_SUFFIXES if only_documents else "", errors):
            files += found
        else:
            errors.append(FileError(name, "the directory contains no TwiML"))
    return list(dict.fromkeys(files)), errors


def _search(
    directory: str, is_excluded: Excluded, suffixes: str | tuple[str, ...], errors: list[FileError]
) -> list[str]:
    def note(error: OSError) -> None:
        errors.append(FileError(error.filename, reason_of(error)))

    found: list[str] = []
    top = str(Path(directory))
    listings = {top: _listed_by_git(top)}
    for walked, inside, names in os.walk(top, onerror=note):
        folder = Path(walked)
        listing = listings.pop(walked)
        if walked != top and ".git" in (*inside, *names):
            listing = _listed_by_git(walked)

        def is_wanted(path: Path, listing: set[str] | None = listing) -> bool:
            is_listed = listing is None or str(path) in listing
            return is_listed and not path.is_symlink() and not is_excluded(str(path))

        inside[:] = sorted(name for name in inside if not _is_foreign(folder / name) and is_wanted(folder / name))
        listings |= {os.path.join(walked, name): listing for name in inside}  # noqa: PTH118  # as os.walk names them
        for path in (folder / name for name in sorted(names) if name.lower().endswith(suffixes)):
            try:
                if is_wanted(path) and path.is_file() and _holds_twiml(str(path)):
                    found.append(str(path))
            except FileError as error:
                errors.append(error)
    return found


def _is_foreign(folder: Path) -> bool:
    """Tell whether a folder is hidden, or holds code of others."""
    return folder.name.startswith(".") or folder.name == "node_modules" or (folder / "pyvenv.cfg").exists()


def _holds_twiml(name: str) -> bool:
    data = read_file(name)
    return not is_too_large(data) and holds_twiml(name, data)


_LIST_FILES: Final = (
    "git",
    "-c",
    "core.fsmonitor=false",
    "ls-files",
    "-z",
    "--cached",
    "--others",
    "--exclude-standard",
)


def _listed_by_git(folder: str) -> set[str] | None:
    """Return the files in a folder that git does not ignore, and the folders around them; None if git knows none."""
    try:
        done = subprocess.run(_LIST_FILES, cwd=folder, capture_output=True, check=False)  # noqa: S603  # no input in it
    except OSError:
        return None
    found: set[str] = set()
    for name in os.fsdecode(done.stdout).split("\0") if done.returncode == 0 else ():
        path = Path(folder, name)
        while name and str(path) not in found and path != Path(folder):
            found.add(str(path))
            path = path.parent
    return found or None
