"""Pieces of work measured against each other."""

import gc
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time

__all__ = [
    "Benchmark",
    "Effort",
    "Goal",
    "Row",
    "compare",
    "in_turns",
    "microseconds",
    "milliseconds",
    "paired_processes",
    "paired_rounds",
]

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Effort:
    """The length of a measurement.

    Attributes:
        rounds: The number of turns of each contestant.
        processes: The same, where each turn is a process of its own.
        turn: The least number of seconds of a turn.
    """

    rounds: int
    processes: int
    turn: float


@dataclass(frozen=True)
class Goal:
    """The ratio that must be reached, and the one that should be.

    Attributes:
        must: The required ratio; without it, the ratio is only shown.
        aim: The ratio that should be reached.
        smaller: Whether the ratio is ours to theirs, and must be at most `must`; else it is theirs to ours, and must be
            at least `must`.
    """

    must: float | None = None
    aim: float | None = None
    smaller: bool = False

    def ratio(self, ours: float, theirs: float) -> float:
        return ours / theirs if self.smaller else theirs / ours

    def reaches(self, ratio: float, wanted: float | None) -> bool:
        return wanted is not None and (ratio <= wanted if self.smaller else ratio >= wanted)

    def verdict(self, ratio: float) -> str:
        if self.must is None:
            return ""
        return "NO" if not self.reaches(ratio, self.must) else "aim" if self.reaches(ratio, self.aim) else "yes"

    def text(self, wanted: float | None) -> str:
        return "" if wanted is None else f"{'≤' if self.smaller else '≥'} {wanted:.3g}"


@dataclass(frozen=True)
class Row:
    """A line of the table, as text."""

    work: str
    against: str
    ours: str
    theirs: str
    ratio: str
    must: str
    aim: str
    reached: str


@dataclass(frozen=True)
class Benchmark:
    """A piece of work: its name, and the function that measures it and yields the rows of the table."""

    name: str
    measure: Callable[[str, Effort], Iterable[Row]]

    def rows(self, effort: Effort) -> Iterable[Row]:
        return self.measure(self.name, effort)


def paired_rounds(contestants: Mapping[str, Callable[[], object]], effort: Effort) -> dict[str, list[float]]:
    """Measure the contestants in turns, and return the seconds of one call of each in each round.

    Seconds are processor time, since other programs may be busy too. Garbage is collected before each turn, so that
    none pays for the garbage of another.
    """
    calls = {name: _calls_in_a_turn(run, effort.turn) for name, run in contestants.items()}
    taken: dict[str, list[float]] = {name: [] for name in contestants}
    for name in in_turns(list(contestants), effort.rounds):
        gc.collect()
        taken[name].append(_seconds(contestants[name], calls[name]) / calls[name])
    return taken


def in_turns(names: Sequence[str], rounds: int) -> Iterator[str]:
    """Yield the names once in each round: forwards and backwards, and each of them first in its turn."""
    for number in range(rounds):
        first = number // 2 % len(names)
        order = [*names[first:], *names[:first]]
        yield from order if number % 2 == 0 else order[::-1]


def _calls_in_a_turn(run: Callable[[], object], turn: float) -> int:
    calls = 1
    while _seconds(run, calls) < turn:
        calls *= 2
    return calls


def _seconds(run: Callable[[], object], calls: int) -> float:
    start = process_time()
    for _ in range(calls):
        run()
    return process_time() - start


def paired_processes(
    codes: Mapping[str, str], effort: Effort, *, before: str = "", after: str = "", whole: bool = False
) -> dict[str, list[float]]:
    """Run each code in fresh processes that take turns, and return the seconds of processor time of each.

    Args:
        codes: The codes by the names of the contestants.
        effort: The number of processes.
        before: Code that runs first and is not measured.
        after: Code that runs last and is not measured.
        whole: Whether to measure everything since the start of the process.
    """
    taken: dict[str, list[float]] = {name: [] for name in codes}
    for work in codes.values():
        _seconds_in_process(before, work, after)  # compiles the modules, as those of an installed package are
    for name in in_turns(list(codes), effort.processes):
        taken[name].append(_seconds_in_process(before, codes[name], after)[whole])
    return taken


def _seconds_in_process(before: str, work: str, after: str) -> tuple[float, float]:
    """Return the seconds of the work, and those since the start of the process."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": ""}
    code = _FRESH_PROCESS.format(before=before, work=work, after=after)
    done = subprocess.run([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, text=True, check=True)
    seconds, whole = map(float, done.stdout.split())
    return seconds, whole


_FRESH_PROCESS = """
import sys
from time import process_time
{before}
start = process_time()
{work}
print(process_time() - start, process_time())
{after}
"""


def compare(
    work: str,
    against: str,
    ours: Sequence[float],
    theirs: Sequence[float],
    *,
    goal: Goal,
    written: Callable[[float], str],
) -> Row:
    """Compare ours with theirs round by round: the medians of both, and the median and quartiles of the ratios."""
    ratios = [goal.ratio(*pair) for pair in zip(ours, theirs, strict=True)]
    ratio = statistics.median(ratios)
    low, _, high = statistics.quantiles(ratios, n=4) if len(ratios) > 1 else (ratio, ratio, ratio)
    return Row(
        work=work,
        against=against,
        ours=written(statistics.median(ours)),
        theirs=written(statistics.median(theirs)),
        ratio=f"{ratio:.2f}" + (f" ({low:.2f} to {high:.2f})" if len(ratios) > 1 else ""),
        must=goal.text(goal.must),
        aim=goal.text(goal.aim),
        reached=goal.verdict(ratio),
    )


def microseconds(seconds: float) -> str:
    """Write seconds as µs."""
    return f"{seconds * 1e6:.2f} µs" if seconds < 1e-5 else f"{seconds * 1e6:.1f} µs"


def milliseconds(seconds: float) -> str:
    """Write seconds as ms."""
    return f"{seconds * 1e3:.1f} ms"
