"""The part of a line that a terminal can show around a place."""

from __future__ import annotations

import itertools
import re
import unicodedata
from typing import Final, NamedTuple

from rich.cells import cell_len

_TAB: Final = "    "
_CUT: Final = "…"
_INVISIBLE: Final = "\N{REPLACEMENT CHARACTER}"


class Excerpt(NamedTuple):
    """The visible part of a line.

    Attributes:
        text: The text.
        offset: The number of terminal cells before the place.
    """

    text: str
    offset: int


def lines_of(document: str) -> list[str]:
    """Split a document into lines as XML counts them."""
    return re.split("\r\n?|\n", document)


def excerpt_of(line: str, column: int, width: int) -> Excerpt:
    """Return the part of a line around a place.

    Args:
        line: The line.
        column: The place in characters, counted from 1.
        width: The number of terminal cells, at least 10.
    """
    place = min(column - 1, len(line))
    # A document may have all of its text on one line: look at no more of it than can be shown.
    before = _pieces(line[max(0, place - width) : place])
    after = _pieces(line[place : place + width])
    left = _fitting(before[::-1], place, max(width // 2, width - _cells(after)))[::-1]
    right = _fitting(after, len(line) - place, width - _cells(left))
    return Excerpt("".join(left + right), _cells(left))


def _fitting(pieces: list[str], number: int, room: int) -> list[str]:
    """Return the first pieces that fit into `room` cells, and an ellipsis unless they are all `number` pieces."""
    if len(pieces) == number and _cells(pieces) <= room:
        return pieces
    if len(text := "".join(pieces)) == len(pieces) and text.isascii():  # as nearly all are: a cell for each piece
        return [*pieces[: room - 1], _CUT]
    ends = itertools.accumulate(map(cell_len, pieces))
    return [*(piece for piece, end in zip(pieces, ends, strict=True) if end < room), _CUT]


def _cells(pieces: list[str]) -> int:
    return cell_len("".join(pieces))


def _pieces(text: str) -> list[str]:
    return list(text) if text.isascii() and text.isprintable() else list(map(_visible, text))


def _visible(char: str) -> str:
    """Return text for a character that has a known width and is no command to the terminal."""
    if char == "\t":
        return _TAB
    if char.isprintable():
        return char
    return {"Zs": " ", "Cf": ""}.get(unicodedata.category(char), _INVISIBLE)
