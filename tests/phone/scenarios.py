"""Plays the scenarios of files and judges what came of them: python -m tests.phone.scenarios FILE…

It prints a line for each scenario and a table by file and certainty, and exits with 1 if one fails.
"""

import json
import sys
import traceback
from collections import Counter
from pathlib import Path

from tests.phone.judging import judge
from tests.phone.playing import CannotPlay, Played

PASS, FAIL, SKIP = "pass", "FAIL", "SKIP"
CERTAINTIES = ("documented", "implemented", "inferred")


def scenarios_of(path):
    """Return the scenarios of a file."""
    return json.loads(Path(path).read_text(encoding="utf-8"))["scenarios"]


def verdict_of(scenario):
    """Play a scenario; returns the verdict and the reasons for it."""
    try:
        differences = judge(Played(scenario))
    except CannotPlay as error:
        return SKIP, [f"cannot play {error}"]
    except Exception as error:  # noqa: BLE001  # one scenario must not stop the others
        return FAIL, ["".join(traceback.format_exception(error, limit=-3)).strip()]
    return (FAIL, differences) if differences else (PASS, [])


def main(paths):
    counts = Counter()
    for path in paths:
        for scenario in scenarios_of(path):
            verdict, reasons = verdict_of(scenario)
            counts[Path(path).name, scenario["certainty"], verdict] += 1
            print(f"{verdict} {scenario['id']} ({scenario['certainty']})")
            for reason in reasons:
                print(f"     {reason}".replace("\n", "\n     "))
    print()
    print(table(counts))
    return 1 if any(verdict == FAIL for _, _, verdict in counts) else 0


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
