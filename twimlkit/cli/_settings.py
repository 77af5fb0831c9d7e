"""The settings of a project: `[tool.twimlkit]` in its pyproject.toml."""

from __future__ import annotations

import os
import tomllib
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeGuard, cast

from twimlkit._core.names import suggestion
from twimlkit.linter import CONTEXTS, RULES, Context

from ._files import FileError, reason_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Settings(NamedTuple):
    """The settings of a project.

    Attributes:
        folder: The folder from which patterns of paths count.
        select: The rules to check; empty for all.
        ignore: The rules to ignore.
        exclude: Patterns of the paths to leave out.
        context: What Twilio uses documents for, by patterns of their paths.
        here: Patterns of the paths to leave out, from the current folder.
    """

    folder: Path = Path()
    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    exclude: Sequence[str] = ()
    context: dict[str, Context] = {}  # noqa: RUF012  # a default of a NamedTuple, which nothing changes
    here: Sequence[str] = ()

    def is_excluded(self, name: str) -> bool:
        """Tell whether a file or directory is left out."""
        return _is_among(name, self.folder, self.exclude) or _is_among(name, Path(), self.here)

    def context_of(self, name: str) -> Context | None:
        """Return what Twilio uses a document for, by the first pattern of its path, or None."""
        return next((each for pattern, each in self.context.items() if _is_among(name, self.folder, [pattern])), None)

    def ignored(self) -> frozenset[str]:
        """Return the rules that are not checked."""
        return frozenset(self.ignore) | (RULES.keys() - set(self.select) if self.select else frozenset[str]())


def _is_among(name: str, folder: Path, patterns: Sequence[str]) -> bool:
    if not patterns:
        return False
    try:
        path = os.path.relpath(name, folder)
    except ValueError:  # it is on another drive of Windows
        path = name
    parts = Path(path).as_posix().split("/")
    return any(_matches(parts, pattern) for pattern in patterns)


def _matches(parts: list[str], pattern: str) -> bool:
    """Tell whether a pattern matches a path, a folder around it, or without a slash any name in it."""
    pattern = pattern.removeprefix("./").removesuffix("/**").rstrip("/")
    is_anywhere = "/" not in pattern or pattern.startswith("**/")
    pattern = pattern.removeprefix("**/")
    ends = range(1, len(parts) + 1)
    starts = range(len(parts)) if is_anywhere else [0]
    return any(fnmatchcase("/".join(parts[start:end]), pattern) for start in starts for end in ends if start < end)


def unknown_rule(name: str) -> str | None:
    """Return what is wrong with the name of a rule, or None."""
    return None if name in RULES else f"unknown rule {name!r}{suggestion(name, RULES) or '; see `twimlkit explain`'}"


def read_settings() -> Settings:
    """Return the settings in the nearest pyproject.toml: that of this folder, or of one around it.

    Raises:
        FileError: It cannot be read, or its settings are wrong.
    """
    here = Path.cwd()
    path = next((path for folder in (here, *here.parents) if (path := folder / "pyproject.toml").is_file()), None)
    if path is None:
        return Settings(here)
    name = os.path.relpath(path)
    try:
        tables: Any = tomllib.loads(path.read_text("utf-8")).get("tool", {})
    except OSError as error:
        raise FileError(name, reason_of(error)) from None
    except ValueError as error:
        raise FileError(name, f"not valid TOML: {error}") from None
    table: Any = cast("dict[str, Any]", tables).get("twimlkit", {}) if isinstance(tables, dict) else tables
    for problem in _problems(table):
        raise FileError(name, f"[tool.twimlkit] {problem}")
    return Settings(path.parent, **table)


def _is_list_of_texts(value: Any) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(each, str) for each in cast("Iterable[object]", value))


_KEYS: Final = ("select", "ignore", "exclude", "context")


def _problems(table: Any) -> Iterable[str]:
    """Yield what is wrong with the settings."""
    if not isinstance(table, dict):
        yield "must be a table"
        return
    for key, value in cast("dict[str, Any]", table).items():
        if key == "context":
            if not isinstance(value, dict):
                yield 'context must be a table of contexts by paths, as in {"whispers/*" = "whisper"}'
                return
            for context in cast("dict[str, Any]", value).values():
                if context not in CONTEXTS:
                    yield f"context must be {', '.join(CONTEXTS[:-1])} or {CONTEXTS[-1]}, not {context!r}"
        elif key not in _KEYS[:3]:
            yield f"has no setting {key!r}{suggestion(key, _KEYS)}"
        elif not _is_list_of_texts(value):
            yield f"{key} must be a list of texts"
        elif key != "exclude":
            yield from (f"{key}: {problem}" for each in value if (problem := unknown_rule(each)))
