"""Building and writing documents as people write them, with texts that are new each time.

python -m tests.bench.corpus [--quick] [WORD ...]    print how each document is measured, the slowest first
python -m tests.bench.corpus --code WORD ...         print the source code that builds the documents
"""

from __future__ import annotations

import argparse
import gc
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import count
from pathlib import Path
from statistics import geometric_mean, median
from time import process_time
from typing import TypeAlias

from lxml import etree

from .measuring import Benchmark, Effort, Goal, Row, compare, in_turns, microseconds
from .spelling import BUILDER, SOURCES, Document, read
from .vocabulary import F_STRING, LXML, OURS, TWILIO, f_string_menu, lxml_menu, our_menu, twilio_menu

__all__ = ["BENCHMARKS", "canonical", "documents", "functions"]

DATA = Path(__file__).parent.parent / "data"

Functions: TypeAlias = Mapping[str, Callable[..., "str | bytes"]]
"""The functions that build and write one document, by library."""

Texts: TypeAlias = tuple[str, ...]
"""The arguments of such a function."""

NUMBERS = count(1_000)
"""Numbers that make texts and URLs new."""

WARM_UP = 5  # calls before a turn, since the caches of the processor are full of what ran before it
MOST_CALLS = 400  # in a turn


def documents() -> dict[str, bytes]:
    """Return the documents of the corpus as XML by their names."""
    files = [file for folder in ("published", "ordinary") for file in sorted((DATA / folder).glob("*.xml"))]
    return {f"{file.parent.name}/{file.stem}": file.read_bytes() for file in files}


def functions(document: Document) -> Functions:
    return {library: document.function(library) for library in SOURCES}


def canonical(xml: str | bytes) -> bytes:
    """Return a document as canonical XML."""
    return etree.tostring(etree.fromstring(xml.encode() if isinstance(xml, str) else xml), method="c14n")


def check_same_tree(functions: Functions, arguments: Texts) -> None:
    """Raise RuntimeError unless all functions write the same document."""
    trees = {library: canonical(function(*arguments)) for library, function in functions.items()}
    different = [library for library, tree in trees.items() if tree != trees[OURS]]
    if different:
        raise RuntimeError(f"{', '.join(different)} and {OURS} do not write the same document")


def new_texts(document: Document) -> Callable[[], Texts]:
    """Return a function that returns the texts of a document, with a new number in each."""
    parts = [_around_number(text) for text in document.texts]

    def texts() -> Texts:
        number = next(NUMBERS)
        return tuple([f"{before}{number}{after}" for before, after in parts])

    return texts


def _around_number(text: str) -> tuple[str, str]:
    """Return the parts of a text before and after a number: the last digits of a telephone number, or after a word."""
    if re.fullmatch(r"\+?[0-9-]{10,}", text):
        return text[:-4], ""
    end = max(place.end() for place in re.finditer(r"\w", text))
    return text[:end], text[end:]


def paired_turns(functions: Functions, arguments: Callable[[], Texts], effort: Effort) -> dict[str, list[float]]:
    """Measure the functions in turns, and return the seconds of one call of each in each round.

    Each call is given arguments of its own, which are made before the turn.
    """
    check_same_tree(functions, arguments())
    calls = {library: _calls_in_a_turn(function, arguments, effort.turn) for library, function in functions.items()}
    taken: dict[str, list[float]] = {library: [] for library in functions}
    gc.collect()
    for library in in_turns(list(functions), effort.rounds):
        taken[library].append(_seconds(functions[library], arguments, calls[library]) / calls[library])
    return taken


def _calls_in_a_turn(function: Callable[..., object], arguments: Callable[[], Texts], turn: float) -> int:
    calls = 4
    while (seconds := _seconds(function, arguments, calls)) < turn / 4 and calls < MOST_CALLS:
        calls *= 4
    return min(MOST_CALLS, max(1, round(calls * turn / seconds)))


def _seconds(function: Callable[..., object], arguments: Callable[[], Texts], calls: int) -> float:
    given = [arguments() for _ in range(WARM_UP + calls)]
    for each in given[:WARM_UP]:
        function(*each)
    start = process_time()
    for each in given[WARM_UP:]:
        function(*each)
    return process_time() - start


def measure_documents(effort: Effort, names: Sequence[str] = ()) -> dict[str, dict[str, list[float]]]:
    """Measure the documents whose names contain one of the given, by default all: by document, and by library."""
    shorter = Effort(rounds=effort.rounds // 3, processes=effort.processes, turn=0.0005)  # of so many documents
    taken: dict[str, dict[str, list[float]]] = {}
    for name, xml in documents().items():
        if not names or any(each in name for each in names):
            document = read(xml)
            taken[name] = paired_turns(functions(document), new_texts(document), shorter)
    return taken


def ratio(taken: Mapping[str, Sequence[float]], library: str) -> float:
    """Return the median of the ratios of the rounds, theirs to ours."""
    return median(theirs / ours for ours, theirs in zip(taken[OURS], taken[library], strict=True))


def slowest_first(taken: Mapping[str, Mapping[str, Sequence[float]]]) -> list[str]:
    """Return the names of the documents, those with the smallest ratio to twilio-python first."""
    return sorted(taken, key=lambda name: ratio(taken[name], TWILIO))


def together(taken: Sequence[Mapping[str, Sequence[float]]], library: str) -> list[float]:
    """Return the geometric mean of several documents in each round."""
    return [geometric_mean(seconds) for seconds in zip(*(each[library] for each in taken), strict=True)]


CORPUS_GOALS = {TWILIO: Goal(6, 7.5), LXML: Goal(1.15, 1.4), BUILDER: Goal(1.15, 1.4)}
SLOWEST_GOALS = {TWILIO: Goal(3.5, 5)}


def corpus(work: str, effort: Effort) -> Iterator[Row]:
    """Measure all documents of the corpus; the geometric mean of a round's ratios is the ratio of its means."""
    taken = measure_documents(effort)
    slowest = slowest_first(taken)[: round(len(taken) / 10)]
    for which, names, goals in (("", list(taken), CORPUS_GOALS), ("slowest ", slowest, SLOWEST_GOALS)):
        means = {library: together([taken[name] for name in names], library) for library in SOURCES}
        ours = means.pop(OURS)
        for library, theirs in means.items():
            yield compare(
                f"{work}: geometric mean of the {which}{len(names)} documents",
                library,
                ours,
                theirs,
                goal=goals.get(library, Goal()),
                written=microseconds,
            )


# The menu of seven elements, with values as they occur.

MENUS: Functions = {OURS: our_menu, TWILIO: twilio_menu, LXML: lxml_menu, F_STRING: f_string_menu}


def ordinary_values() -> Texts:
    return (
        "/menu?site=berlin&lang=en",
        "Welcome to O'Neill & Sons. Press 1 if you're calling about an order.",
        "For everything else, press 2. It won't take more than 3 minutes.",
        "We didn't hear from you.",
    )


def new_values() -> Texts:
    number = next(NUMBERS)
    action, *texts = ordinary_values()
    return f"{action}&call={number}", *(f"{text} {number}" for text in texts)


def menu(work: str, effort: Effort, values: Callable[[], Texts], goal: Goal) -> Iterator[Row]:
    taken = paired_turns(MENUS, values, effort)
    ours = taken.pop(OURS)
    for library, theirs in taken.items():
        wanted = goal if library == TWILIO else Goal()
        yield compare(work, library, ours, theirs, goal=wanted, written=microseconds)


BENCHMARKS = [
    Benchmark("menu with ordinary values", partial(menu, values=ordinary_values, goal=Goal(5, 6))),
    Benchmark("menu with new URLs and texts", partial(menu, values=new_values, goal=Goal(4.3, 5))),
    Benchmark("corpus", corpus),
]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.corpus", description="Show the documents one by one.")
    parser.add_argument("words", nargs="*", metavar="WORD", help="only documents whose name contains one of these")
    parser.add_argument("--code", action="store_true", help="print the source code of each document")
    parser.add_argument("--quick", action="store_true", help="fewer rounds, for figures that vary more")
    arguments = parser.parse_args()
    if arguments.code:
        for name, xml in documents().items():
            if not arguments.words or any(word in name for word in arguments.words):
                for library, source in SOURCES.items():
                    print(f"# {name}: {library}\n\n{source(read(xml))}\n")
        return
    effort = Effort(rounds=30, processes=0, turn=0.001) if arguments.quick else Effort(201, 0, 0.002)
    taken = measure_documents(effort, arguments.words)
    print("| document | twimlkit | " + " | ".join(f"to {library}" for library in SOURCES if library != OURS) + " |")
    print("| --- |" + " --- |" * len(SOURCES))
    for name in slowest_first(taken):
        ratios = [f"{ratio(taken[name], library):.2f}" for library in SOURCES if library != OURS]
        print(f"| {name} | {microseconds(median(taken[name][OURS]))} | {' | '.join(ratios)} |")


if __name__ == "__main__":
    main()
