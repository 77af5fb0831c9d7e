"""Plays the scenarios of files and judges what came of them: python -m tests.phone.scenarios FILE…

It prints a line for each scenario and a table by file and certainty, and exits with 1 if one fails or a file cannot be
read, with 2 without files. `tests/phone/form.py` says what a scenario may hold; one that holds more is no pass.
"""

import json
import sys
import traceback
from collections import Counter
from pathlib import Path

from tests.phone.judging import judge
from tests.phone.playing import CannotPlay, Played
from twimlkit.phone import CallError

PASS, FAIL, SKIP = "pass", "FAIL", "SKIP"
CERTAINTIES = ("documented", "implemented", "inferred")


class NotReadable(Exception):
    """A file is no file of scenarios."""


def scenarios_of(path):
    """Return the scenarios of a file."""
    try:
        read = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise NotReadable(f"{path}: {error.strerror}") from None
    except ValueError as error:
        raise NotReadable(f"{path}: no JSON: {error}") from None
    if not isinstance(read, dict) or not isinstance(read.get("scenarios"), list):
        raise NotReadable(f'{path}: no file of scenarios: it needs an object with a list "scenarios"')
    return read["scenarios"]


def verdict_of(scenario):
    """Play a scenario; returns the verdict and the reasons for it."""
    try:
        differences = judge(Played(scenario))
    except CannotPlay as error:
        return SKIP, [f"cannot play: {error}"]
    except CallError as error:
        return FAIL, [str(error)]
    except Exception as error:  # noqa: BLE001  # one scenario must not stop the others
        return FAIL, ["".join(traceback.format_exception(error, limit=-3)).strip()]
    return (FAIL, differences) if differences else (PASS, [])


def main(paths):
    if not paths:
        print("usage: python -m tests.phone.scenarios FILE…", file=sys.stderr)
        return 2
    counts = Counter()
    failed = False
    for path in paths:
        try:
            scenarios = scenarios_of(path)
        except NotReadable as error:
            print(error, file=sys.stderr)
            failed = True
            continue
        for scenario in scenarios:
            verdict, reasons = verdict_of(scenario)
            failed = failed or verdict == FAIL
            known = scenario if isinstance(scenario, dict) else {}
            certainty = known.get("certainty", "no certainty")
            counts[Path(path).name, certainty, verdict] += 1
            print(f"{verdict} {known.get('id', 'without an id')} ({certainty})")
            for reason in reasons:
                print(f"     {reason}".replace("\n", "\n     "))
    print()
    print(table(counts))
    return 1 if failed else 0


def table(counts):
    """Return how many scenarios of each file and certainty pass, of how many; skipped ones do not."""
    rows = [("file", *CERTAINTIES)]
    files = sorted({name for name, _, _ in counts})
    for name in [*files, "all"]:
        cells = []
        for certainty in CERTAINTIES:
            meant = [
                (key[2], count) for key, count in counts.items() if key[1] == certainty and name in (key[0], "all")
            ]
            passed = sum(count for verdict, count in meant if verdict == PASS)
            total = sum(count for _, count in meant)
            cells.append(f"{passed}/{total}" if total else "")
        rows.append((name, *cells))
    widths = [max(len(row[number]) for row in rows) for number in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
