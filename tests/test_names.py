"""The known name that is nearest to a wrong one."""

from __future__ import annotations

import gc
import tracemalloc
from contextlib import suppress
from difflib import get_close_matches

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.facts import FACTS
from twimlkit import Gather, InvalidTwiML, Say, custom, lint, parse
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


@pytest.mark.slow
def test_long_names_are_not_remembered() -> None:
    def meet(name: str) -> None:
        for make in (
            lambda: custom(name),
            lambda: custom("New", **{name: "x"}),
            lambda: getattr(Say("a"), name),
            lambda: Say(**{name: "x"}),
            lambda: Gather(input=name),
            lambda: Say().unchecked(**{name: "x"}),
            lambda: custom("New", **{name: "x"}).y,
            lambda: lint(f'<Response><{name}/><Say {name}="" voice="{name}" language="{name}"/></Response>'),
            lambda: parse(f"<Response><{name}/></Response>", lenient=True),
        ):
            with suppress(InvalidTwiML, AttributeError):
                make()

    meet("a" * 20_000)
    tracemalloc.start()
    try:
        for number in range(6):
            meet(f"a{number}" + "a" * 20_000)
        gc.collect()
        assert tracemalloc.get_traced_memory()[0] < 120_000
    finally:
        tracemalloc.stop()


def test_there_may_be_nothing_to_compare() -> None:
    for wrong in ("", "_", "a"):
        assert nearest(wrong, []) is None
        assert nearest(wrong, ["_", ""]) is None
