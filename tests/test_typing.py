"""What the type checkers refuse and accept, and how complete the types are."""

import json
import os
import re
import runpy
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.cases import for_each
from twimlkit import InvalidTwiML
from twimlkit.rest import InvalidParameter

ROOT = Path(__file__).parent.parent
WRONG_USES = ROOT / "tests/typing/wrong_uses.py"
RIGHT_USES = ROOT / "tests/typing/right_uses.py"
MARK = re.compile(r"# wrong(?P<to_a_checker> to a checker)?: \S")

LINES = dict(enumerate(WRONG_USES.read_text().splitlines(), 1))
MARKED = {number: mark for number, line in LINES.items() if (mark := MARK.search(line))}
REFUSED_WHEN_RUN = [LINES[number] for number, mark in MARKED.items() if not mark["to_a_checker"]]


def run(tool, *arguments, cwd=ROOT):
    """Run a type checker; skip the test where it is not installed, but never in CI."""
    if not find_spec(tool) and not os.environ.get("CI"):
        pytest.skip(f"{tool} is not installed")
    # With --verifytypes, pyright takes the packages of the first Python in PATH, whatever --pythonpath says.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    environment = os.environ | {"PATH": path, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", tool, *arguments]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False, timeout=300)


@cache
def lines_refused_by_mypy():
    done = run("mypy", "--strict", "--no-pretty", "--hide-error-context", str(WRONG_USES), str(RIGHT_USES))
    assert done.returncode in (0, 1), done.stderr or done.stdout
    found = re.findall(r"^(\S+\.py):(\d+): error: ", done.stdout, re.MULTILINE)
    return {((ROOT / path).resolve(), int(line)) for path, line in found}


def pyright_json(*arguments, cwd=ROOT):
    done = run("pyright", "--outputjson", "--pythonpath", sys.executable, *arguments, cwd=cwd)
    assert done.returncode in (0, 1), done.stderr or done.stdout
    return json.loads(done.stdout)


@cache
def lines_refused_by_pyright():
    found = pyright_json(str(WRONG_USES), str(RIGHT_USES))["generalDiagnostics"]
    return {
        (Path(each["file"]).resolve(), each["range"]["start"]["line"] + 1)
        for each in found
        if each["severity"] == "error"
    }


CHECKERS = pytest.mark.parametrize(
    "refused", [lines_refused_by_mypy, lines_refused_by_pyright], ids=["mypy", "pyright"]
)


@CHECKERS
def test_exactly_the_marked_lines_are_refused(refused):
    assert {line for path, line in refused() if path == WRONG_USES} == set(MARKED)


@CHECKERS
def test_right_uses_are_accepted(refused):
    assert [line for path, line in refused() if path == RIGHT_USES] == []


def test_there_are_wrong_uses_of_many_kinds():
    assert len(MARKED) >= 45


@pytest.fixture(scope="module")
def names():
    """Return what the wrong uses are written with: the file up to its first mark."""
    before = "\n".join(line for number, line in LINES.items() if number < min(MARKED))
    found = {}
    exec(before, found)
    return found


@for_each(line=REFUSED_WHEN_RUN)
def test_wrong_uses_are_refused_when_they_run(line, names):
    with pytest.raises((InvalidTwiML, InvalidParameter, TypeError, AttributeError)):
        exec(line, dict(names))


def test_right_uses_run():
    runpy.run_path(str(RIGHT_USES))


def test_the_types_of_the_package_are_complete(tmp_path):
    # From elsewhere, so that pyright treats the package as an installed one and requires its py.typed.
    report = pyright_json("--verifytypes", "twimlkit", "--ignoreexternal", cwd=tmp_path)["typeCompleteness"]
    assert report["pyTypedPath"] == str(ROOT / "twimlkit/py.typed")
    incomplete = [
        f"{symbol['name']}: {each['message']}"
        for symbol in report["symbols"]
        if not symbol["isTypeKnown"]
        for each in symbol["diagnostics"]
    ]
    assert incomplete == []
    assert report["completenessScore"] == 1
