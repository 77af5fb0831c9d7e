"""Print the benchmark as a Markdown table.

python -m tests.bench [--quick] [WORD ...]    with words, only the work whose name contains one of them
"""

import argparse
import os
import platform
import re
from collections.abc import Iterable
from dataclasses import astuple
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from . import corpus, phone, reading, rest, vocabulary
from .measuring import Effort, Row

BENCHMARKS = [*vocabulary.BENCHMARKS, *corpus.BENCHMARKS, *reading.BENCHMARKS, *rest.BENCHMARKS, *phone.BENCHMARKS]

THOROUGH = Effort(rounds=201, processes=31, turn=0.002)
QUICK = Effort(rounds=21, processes=7, turn=0.001)

HEADINGS = ("work", "compared with", "twimlkit", "the other", "ratio (quartiles)", "must reach", "aim", "reached")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Print the benchmark as a table.")
    parser.add_argument("words", nargs="*", metavar="WORD", help="only the work whose name contains one of these words")
    parser.add_argument("--quick", action="store_true", help="fewer rounds, for figures that vary more")
    arguments = parser.parse_args()
    effort = QUICK if arguments.quick else THOROUGH
    chosen = [each for each in BENCHMARKS if not arguments.words or any(word in each.name for word in arguments.words)]
    if not chosen:
        parser.error("no work has such a name; the names are: " + "; ".join(each.name for each in BENCHMARKS))

    print(conditions())
    print("Processor time, unless the work says that it is elapsed time.")
    print(f"Medians of {effort.rounds} rounds, or of {effort.processes} where each turn is a process or places calls.")
    print("The ratio is theirs to ours where it must be at least (≥) a number, and where nothing is required;")
    print("it is ours to theirs where it must be at most (≤) a number.\n")
    print(as_line(HEADINGS))
    print(as_line(["---"] * len(HEADINGS)))
    rows: list[Row] = []
    for benchmark in chosen:
        for row in benchmark.rows(effort):
            print(as_line(astuple(row)), flush=True)
            rows.append(row)
    missed = sum(row.reached == "NO" for row in rows)
    print(f"\nNot reached: {missed}." if missed else "\nAll required ratios are reached.")


def conditions() -> str:
    """Return the day, the machine and the versions."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    packages = ", ".join(f"{name} {installed_version(name)}" for name in ("twimlkit", "twilio", "lxml", "httpx2"))
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {processor()}, {platform.system()} {platform.release()}, {python}, {packages}."
    )


def processor() -> str:
    """Return the model of the processor and the number of its cores."""
    cpus = Path("/proc/cpuinfo")
    models = re.findall(r"^model name\s*: (.+)$", cpus.read_text(), re.MULTILINE) if cpus.exists() else []
    return f"{models[0] if models else platform.processor() or platform.machine()} with {os.cpu_count()} cores"


def installed_version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "of this checkout"


def as_line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
