"""The known name that is nearest to a wrong one."""

from __future__ import annotations

from difflib import get_close_matches

from hypothesis import example, given
from hypothesis import strategies as st

from tests.facts import FACTS
from twimlkit._core.names import nearest, suggestion

NAMES = sorted({name for fact in FACTS.values() for name in (fact.tag, *fact.attributes)})
LETTERS = st.text("abcegimnrstABC_é:-1", max_size=3)


def plain(name: str) -> str:
    return name.replace("_", "").lower()


@st.composite
def misspelt(draw: st.DrawFn) -> str:
    """Draw a known name of which a part is left out, or has other letters in its place."""
    name = draw(st.sampled_from(NAMES))
    start = draw(st.integers(0, len(name)))
    return name[:start] + draw(LETTERS) + name[start + draw(st.integers(0, 4)) :]


@given(misspelt() | st.text(max_size=20), st.sets(st.sampled_from(NAMES)))
@example("", {"p", "s"})
@example("a" * 5000, {"p", "aaaaaaaaaaaaaaaa"})
def test_the_nearest_name_is_that_of_difflib(wrong: str, known: set[str]) -> None:
    by_plain = {plain(name): name for name in sorted(known)}
    expected = get_close_matches(plain(wrong), by_plain, n=1)
    assert nearest(wrong, sorted(known)) == (by_plain[expected[0]] if expected else None)


def test_capitals_and_underscores_make_no_difference() -> None:
    assert nearest("NUM_DIGITS", ["numDigits", "digits"]) == "numDigits"
    assert suggestion("Num_Digits", ["numDigits", "digits"]) == "; did you mean 'numDigits'?"
    assert suggestion("x", ["numDigits", "digits"]) == ""


def test_there_may_be_nothing_to_compare() -> None:
    for wrong in ("", "_", "a"):
        assert nearest(wrong, []) is None
        assert nearest(wrong, ["_", ""]) is None
