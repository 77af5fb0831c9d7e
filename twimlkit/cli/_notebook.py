"""Jupyter notebooks: the sources of their cells, with the places in the file."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from ._passage import Passage, Piece

if TYPE_CHECKING:
    from collections.abc import Iterator


def cells_of(notebook: str) -> list[tuple[str, Passage]] | None:
    """Return the type of each cell (`code`, `markdown`, `raw`) and its source, or None if it is no notebook."""
    try:
        json.loads(notebook)
    except (ValueError, RecursionError):
        return None
    return list(_cells_in(notebook))


_SOURCES: Final = (["cells", "source"], ["worksheets", "cells", "source"], ["worksheets", "cells", "input"])
_DEEPEST: Final = 6  # objects and lists around a line of a source
_TOKEN: Final = re.compile(r'(?P<text>"(?:[^"\\]|\\.)*+")(?P<is_key>\s*:)?|(?P<open>[\[{])|[\]}]')


def _cells_in(notebook: str) -> Iterator[tuple[str, Passage]]:
    path: list[str] = []  # the key in each object around, and nothing for each list
    kind, pieces = "", list[Piece]()
    for token in _TOKEN.finditer(notebook):
        if token["open"]:
            path.append("")
            continue
        keys = list(filter(None, path)) if len(path) <= _DEEPEST else []
        if token["is_key"]:
            path[-1] = json.loads(token["text"])
        elif token["text"] and keys in _SOURCES:
            pieces += _pieces_of(notebook, *token.span("text"))
        elif token["text"] and keys[-2:] == ["cells", "cell_type"]:
            kind = json.loads(token["text"])
        elif not token["text"]:
            path.pop()
            if pieces and path[-2:] == ["cells", ""]:
                yield kind, Passage(pieces)
                kind, pieces = "", []


_PART: Final = re.compile(r'[^\\"]+|\\u[Dd][89ABab]..\\u[Dd][C-Fc-f]..|\\u....|\\.')


def _pieces_of(notebook: str, start: int, end: int) -> Iterator[Piece]:
    """Yield the pieces of a text of JSON, between its quotes."""
    for part in _PART.finditer(notebook, start + 1, end - 1):
        text = part[0]
        yield Piece(json.loads(f'"{text}"') if text[0] == "\\" else text, part.start())


def without_magic(source: Passage) -> Passage:
    """Return the source of a cell with a comment in place of each line that is not for Python: `%pip`, `!ls`."""
    code = re.sub(r"(?m)^([ \t]*)[%!?]", r"\1#", source.text)
    pieces: list[Piece] = []
    start = 0
    for text, offset in source.pieces():
        pieces.append(Piece(code[start : start + len(text)], offset))
        start += len(text)
    return Passage(pieces)
