"""A line of a document as a terminal shows it, cut to the part that is meant."""

from __future__ import annotations

import itertools
import re
import unicodedata
from typing import Final, NamedTuple

from rich.cells import cell_len

__all__ = ["Excerpt", "excerpt_of", "lines_of"]

_TAB: Final = "    "
_CUT: Final = "…"
_UNSHOWN: Final = "\N{REPLACEMENT CHARACTER}"


class Excerpt(NamedTuple):
    """Is what is shown of a line: the part around a place, and how many cells of the terminal stand before that."""

    text: str
    offset: int


def lines_of(document: str) -> list[str]:
    """The lines of a document as XML counts them."""
    return re.split("\r\n?|\n", document)


def excerpt_of(line: str, column: int, width: int) -> Excerpt:
    """Shows the part of a line around a place in so many cells of the terminal.

    column: the place in characters, counted from 1; width: the number of cells, at least 10.
    """
    place = min(column - 1, len(line))
    # No more is looked at than can be shown: a document may stand on one line.
    before = [_visible(char) for char in line[max(0, place - width) : place]]
    after = [_visible(char) for char in line[place : place + width]]
    left = _fitting(before[::-1], place, max(width // 2, width - _cells(after)))[::-1]
    right = _fitting(after, len(line) - place, width - _cells(left))
    return Excerpt("".join(left + right), _cells(left))


def _fitting(pieces: list[str], number: int, room: int) -> list[str]:
    """The first pieces, as many as fit in so many cells, and a sign where they are not all that there are."""
    if len(pieces) == number and _cells(pieces) <= room:
        return pieces
    ends = itertools.accumulate(map(cell_len, pieces))
    return [*(piece for piece, end in zip(pieces, ends, strict=True) if end < room), _CUT]


def _cells(pieces: list[str]) -> int:
    return cell_len("".join(pieces))


def _visible(char: str) -> str:
    """What stands for a character, so that the terminal moves on as far as we count, and obeys no command in it."""
    if char == "\t":
        return _TAB
    if char.isprintable():
        return char
    return {"Zs": " ", "Cf": ""}.get(unicodedata.category(char), _UNSHOWN)
