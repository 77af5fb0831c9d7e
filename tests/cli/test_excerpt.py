"""Excerpts: the caret stands below the right character, whatever the line holds."""

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from twimlkit.cli._excerpt import excerpt_of, lines_of

PLAIN = "ab<>/=\"'"
WIDE = "日本語한글ｗ👍"
OTHERS = "é\u0301\u0e49אה\t\xa0\u200d\u202e\x1b\x07\x9b\u2028\ufeff\ud800"

lines = st.text(PLAIN + WIDE + OTHERS, max_size=60).map(lambda text: text * 3)
widths = st.integers(10, 200)


def cells(text: str) -> int:
    """Return the width of a text on a terminal, by the properties of its characters."""
    return sum(
        0 if unicodedata.category(char) in ("Mn", "Me") else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


@given(lines, st.data(), widths)
@example("", None, 10)
def test_the_caret_is_below_the_character(line: str, data: st.DataObject | None, width: int) -> None:
    column = data.draw(st.integers(1, len(line) + 1)) if data else 1
    text, offset = excerpt_of(line, column, width)
    assert cells(text) <= width
    [position] = {place for place in range(len(text) + 1) if cells(text[:place]) == offset and starts_cell(text, place)}
    char = line[column - 1 : column]
    if char and (char in PLAIN + WIDE or char == "é"):
        assert text[position] == char
    elif char == "\t":
        assert text[position] == " "
    elif char in ("\x1b", "\x07", "\x9b", "\u2028", "\ud800"):
        assert text[position : position + 1] == ("\ufffd" if char else "")


def starts_cell(text: str, place: int) -> bool:
    """Tell whether a place is not before a combining character."""
    return place == len(text) or not unicodedata.combining(text[place])


@given(lines, st.data(), widths)
def test_nothing_is_shown_that_the_terminal_would_obey(line: str, data: st.DataObject, width: int) -> None:
    assert excerpt_of(line, data.draw(st.integers(1, len(line) + 1)), width).text.isprintable()


@given(st.text(PLAIN, max_size=60), st.data())
def test_a_line_that_fits_is_shown_as_it_is(line: str, data: st.DataObject) -> None:
    column = data.draw(st.integers(1, len(line) + 1))
    assert excerpt_of(line, column, max(10, len(line))) == (line, column - 1)


def test_a_long_line_is_cut_around_the_place() -> None:
    line = "".join(map(str, range(100)))
    assert excerpt_of(line, 1, 20) == ("0123456789101112131…", 0)
    assert excerpt_of(line, 51, 20) == (f"…{line[41:59]}…", 10)
    assert excerpt_of(line, len(line), 20) == ("…0919293949596979899", 19)
    assert excerpt_of(line, len(line) + 1, 20) == ("…0919293949596979899", 20)


def test_characters_without_a_width_are_left_out() -> None:
    assert excerpt_of("a\u202eb\u200dc\xadd", 5, 20) == ("abcd", 2)
    assert excerpt_of("a\u202eb", 2, 20) == ("ab", 1)


def test_a_very_long_line_takes_no_longer() -> None:
    assert excerpt_of("日" * 10**6, 500_000, 80).text == "…" + "日" * 19 + "日" * 20 + "…"


def test_lines_are_those_of_xml() -> None:
    assert lines_of("a\r\nb\rc\nd\x0be\u2028f\x85g") == ["a", "b", "c", "d\x0be\u2028f\x85g"]
