"""A part of a file as it is meant: without quotes, escapes and margins, and each character with its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Piece(NamedTuple):
    """A text, and the number of characters of the file before it."""

    text: str
    offset: int


class Passage:
    """A text that stands in a file in pieces.

    Attributes:
        text: The text.
    """

    __slots__ = ("_offsets", "_starts", "text")

    def __init__(self, pieces: Iterable[Piece]) -> None:
        texts: list[str] = []
        self._starts = [0]
        self._offsets = [0]
        length = 0
        for text, offset in pieces:
            texts.append(text)
            self._starts.append(length)
            self._offsets.append(offset)
            length += len(text)
        self.text = "".join(texts)

    def offset(self, index: int) -> int:
        """Return the number of characters of the file before the one at an index."""
        piece = bisect_right(self._starts, index) - 1
        return self._offsets[piece] + index - self._starts[piece]

    def pieces(self, start: int = 0, end: int | None = None) -> Iterator[Piece]:
        """Yield the pieces of the text, or of a part of it."""
        end = len(self.text) if end is None else end
        while start < end:
            following = bisect_right(self._starts, start)
            stop = min([end, *self._starts[following : following + 1]])
            yield Piece(self.text[start:stop], self.offset(start))
            start = stop

    def outside(self, inner: Passage) -> Passage:
        """Return a passage of this text as a passage of the file."""
        pieces: list[Piece] = []
        for text, offset in inner.pieces():
            is_same = self.text.startswith(text, offset)
            pieces += self.pieces(offset, offset + len(text)) if is_same else [Piece(text, self.offset(offset))]
        return Passage(pieces)


class Lines:
    """The lines of a text, as XML and most editors count them."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(end.end() for end in re.finditer(r"\r\n?|\n", text))]

    def offset(self, line: int, column: int) -> int:
        """Return the number of characters before a place, which is counted from 1."""
        return self._starts[line - 1] + column - 1

    def place(self, offset: int) -> tuple[int, int]:
        """Return the line and the column of a character, counted from 1."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
