"""Parsing TwiML, beside lxml and building by hand; and linting it."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from lxml import etree

from twimlkit import Hangup, Response, Say
from twimlkit.linter import lint
from twimlkit.parser import parse

from .measuring import Benchmark, Effort, Goal, Row, compare, in_turns, microseconds, milliseconds, paired_rounds
from .vocabulary import ACTION, OFFER, PROMPT, SORRY, lxml_menu, lxml_says, our_gather, our_says

__all__ = ["BENCHMARKS"]

OURS = "lxml.etree.fromstring + our classes by hand"
LXML = "lxml.etree.fromstring + bare lxml by hand"
PARSING = {LXML: Goal(1.5, 1.3, smaller=True)}
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Sample(NamedTuple):
    """A document as XML, and the functions that build it by hand, with our classes and with bare lxml."""

    xml: str
    ours: Callable[[], Response]
    lxml: Callable[[], str]


def menu() -> Sample:
    def build() -> Response:
        return Response(our_gather(ACTION, PROMPT, OFFER), Say(SORRY), Hangup())

    return Sample(build().to_xml(), build, lambda: lxml_menu(ACTION, PROMPT, OFFER, SORRY))


def says(count: int) -> Sample:
    lines = [f"Line {number}" for number in range(count)]
    return Sample(our_says(lines).to_xml(), lambda: our_says(lines), lambda: lxml_says(lines))


def reading(work: str, effort: Effort, sample: Callable[[], Sample], count: int = 1) -> Iterator[Row]:
    """Measure parsing beside reading with lxml and building the same by hand, per element."""
    xml, ours, lxml = sample()
    if parse(xml) != ours():
        raise RuntimeError("the parsed document is not the one that is built by hand")
    data = xml.encode()  # lxml takes no text with an encoding declaration
    runs: dict[str, Callable[[], object]] = {
        "": lambda: parse(xml),
        OURS: lambda: (etree.fromstring(data), ours()),
        LXML: lambda: (etree.fromstring(data), lxml()),
    }
    taken = {name: [seconds / count for seconds in rounds] for name, rounds in paired_rounds(runs, effort).items()}
    parsing = taken.pop("")
    for against, theirs in taken.items():
        goal = PARSING.get(against, Goal()) if count == 1 else Goal()
        yield compare(work, against, parsing, theirs, goal=goal, written=microseconds)


def linting(work: str, effort: Effort) -> Iterator[Row]:
    """Measure linting beside parsing, and beside reading and building with bare lxml."""
    xml, _, lxml = menu()
    data = xml.encode()
    lint(xml)  # fills the caches
    runs: dict[str, Callable[[], object]] = {
        "lint": lambda: lint(xml),
        "parse": lambda: parse(xml),
        LXML: lambda: (etree.fromstring(data), lxml()),
    }
    taken = paired_rounds(runs, effort)
    goals = {LXML: Goal(4, 3, smaller=True)}
    for against in ("parse", LXML):
        goal = goals.get(against, Goal())
        yield compare(work, against, taken["lint"], taken[against], goal=goal, written=microseconds)


def growth(work: str, effort: Effort, run: Callable[[str], object]) -> Iterator[Row]:
    """Measure the cost of a Say in a long document beside a short one."""
    few, many = 100, 1_000
    short, long = says(few).xml, says(many).xml
    run(short)  # fills the caches
    taken = paired_rounds({"short": lambda: run(short), "long": lambda: run(long)}, effort)
    per_say: Sequence[list[float]] = [
        [seconds / count for seconds in taken[name]] for name, count in (("long", many), ("short", few))
    ]
    yield compare(work, f"{few} Says", *per_say, goal=Goal(1.25, smaller=True), written=microseconds)


def linting_files(work: str, effort: Effort) -> Iterator[Row]:
    """Measure the elapsed time of `twimlkit lint` on all cores beside one: whole processes, with their start."""
    taken: dict[str, list[float]] = {"all": [], "one": []}
    with tempfile.TemporaryDirectory() as folder:
        xml = says(300).xml
        for number in range(1_000):
            Path(folder, f"{number:03}.xml").write_text(xml)
        command = [sys.executable, "-m", "twimlkit", "lint", folder]
        commands = {"all": command, "one": [*command, "--jobs", "1"]}
        for name in in_turns(list(commands), effort.processes):
            start = perf_counter()
            subprocess.run(commands[name], stdout=subprocess.DEVNULL, check=True)
            taken[name].append(perf_counter() - start)
    goal = Goal(1.2, 0.7 * CORES) if CORES > 1 else Goal()
    yield compare(work, "one core", taken["all"], taken["one"], goal=goal, written=milliseconds)


def showing_findings(work: str, effort: Effort) -> Iterator[Row]:
    """Measure the elapsed time of `twimlkit lint` with 10,000 findings: whole processes, with their start."""
    taken: dict[str, list[float]] = {report: [] for report in ("text", "json", "sarif", "github")}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "a.xml")
        file.write_text("<Response>" + "<Say loud='x'>a</Say>" * 10_000 + "</Response>")
        for report in in_turns(list(taken), effort.processes):
            command = [sys.executable, "-m", "twimlkit", "lint", str(file), "--format", report]
            start = perf_counter()
            done = subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
            taken[report].append(perf_counter() - start)
            if done.returncode != 1:
                raise RuntimeError("nothing was found")
    for report, rounds in taken.items():
        second = [1.0] * len(rounds)
        goal = Goal(1, smaller=True)
        yield compare(f"{work} as {report}", "one second", rounds, second, goal=goal, written=milliseconds)


BENCHMARKS = [
    Benchmark("parse: menu of seven elements", partial(reading, sample=menu)),
    Benchmark("parse: 1,000 Says, per Say", partial(reading, sample=partial(says, 1_000), count=1_000)),
    Benchmark("parse: growth, 1,000 Says, per Say", partial(growth, run=parse)),
    Benchmark("lint: menu of seven elements", linting),
    Benchmark("lint: growth, 1,000 Says, per Say", partial(growth, run=lint)),
    Benchmark("lint: 1,000 files of 300 Says on all cores, elapsed time", linting_files),
    Benchmark("lint: 10,000 findings", showing_findings),
]
