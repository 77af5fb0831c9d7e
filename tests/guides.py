"""The guides: the Markdown files for users, with their blocks of code, their tables and their links.

`python -m tests.guides` writes below every program and command what it prints today.
"""

import ast
import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from lxml import etree

from tests.stand_in import StandIn
from twimlkit import InvalidTwiML, rest

__all__ = [
    "BASH",
    "GUIDES",
    "ROOT",
    "Block",
    "Guide",
    "account",
    "cell_code",
    "home",
    "rows",
    "run_command",
    "run_program",
]

ROOT = Path(__file__).parent.parent
BASH = os.name == "posix" and shutil.which("bash")
"""The shell that the commands are for, or None if it is not installed."""


class Block(NamedTuple):
    """A block of code, and the outputs shown right below it.

    Attributes:
        guide: The path of the guide.
        heading: The heading of the section.
        line: The line above the first line of code.
        language: The language that the fence names.
        code: The code.
        shown: The outputs.
        ends: Where the code and each output end in the text.
    """

    guide: str
    heading: str
    line: int
    language: str
    code: str
    shown: list[str]
    ends: list[int]

    @property
    def file(self) -> str | None:
        """The name of the file in which the reader saves the code, if a comment in the first line gives it."""
        found = re.match(r"# (\w+\.py)\n", self.code)
        return found[1] if found else None

    @property
    def name(self) -> str:
        return f"{self.guide} line {self.line}"


@dataclass(frozen=True)
class Guide:
    """One Markdown file."""

    path: str

    @cached_property
    def text(self) -> str:
        return (ROOT / self.path).read_text("utf-8")

    @cached_property
    def prose(self) -> str:
        """The text without its blocks of code."""
        return re.sub(r"^```\w*\n.*?^```$", "", self.text, flags=re.MULTILINE | re.DOTALL)

    @cached_property
    def blocks(self) -> list[Block]:
        """The blocks of code. An output stands right below its block, without a word between them."""
        blocks: list[Block] = []
        for found in re.finditer(r"^```(\w+)\n(.*?)^```$", self.text, re.MULTILINE | re.DOTALL):
            language, code = found.groups()
            if blocks and language in {"xml", "text"} and not self.text[blocks[-1].ends[-1] : found.start()].strip():
                blocks[-1].shown.append(code)
                blocks[-1].ends.append(found.end())
            else:
                line = self.text.count("\n", 0, found.start()) + 1
                headings = re.findall(r"^#+ (.+)$", self.text[: found.start()], re.MULTILINE)
                blocks.append(Block(self.path, headings[-1], line, language, code, [], [found.end()]))
        return blocks

    @cached_property
    def anchors(self) -> set[str]:
        """The anchors that GitHub gives the headings."""
        headings = re.findall(r"^#+ (.+)$", self.prose, re.MULTILINE)
        return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}

    @cached_property
    def links(self) -> list[str]:
        return re.findall(r"(?<=\]\()[^)\s]+(?=\))|(?<=href=\")[^\"]+|(?<=src=\")[^\"]+", self.prose)

    @cached_property
    def tables(self) -> list[tuple[str, list[tuple[str, ...]]]]:
        """The tables: the heading of the first column, and the rows, cell by cell."""
        return [
            (heading, [tuple(cell.strip() for cell in row[1:-1].split(" | ")) for row in table.splitlines()])
            for heading, table in re.findall(r"^\| ?(.*?) ?\|.*\n\|[ |-]+\|\n((?:\|.*\|\n)+)", self.prose, re.MULTILINE)
        ]

    def rows(self, *headings: str) -> list[tuple[str, ...]]:
        """Return the rows of the tables whose first column has one of these headings."""
        return [row for heading, table in self.tables if heading in headings for row in table]


def _paths() -> Iterator[str]:
    folders = (ROOT / name for name in ("examples", "tests", "twimlkit"))
    for path in chain(ROOT.glob("*.md"), *(folder.rglob("*.md") for folder in folders)):
        yield path.relative_to(ROOT).as_posix()


GUIDES: Mapping[str, Guide] = {path: Guide(path) for path in sorted(_paths())}


def rows(*headings: str) -> list[tuple[str, ...]]:
    """Return the rows of such tables in all guides, each once."""
    return list(dict.fromkeys(chain.from_iterable(guide.rows(*headings) for guide in GUIDES.values())))


def cell_code(cell: str) -> str:
    """Return the code in a cell of a table, one line for each piece of it."""
    pieces = cell.split("<br>")
    assert all(re.fullmatch("`[^`]+`", piece) for piece in pieces), cell
    return "\n".join(piece[1:-1] for piece in pieces)


# Where the code runs.


def home(guide: str, folder: Path) -> Path:
    """Fill a folder with what the code of a guide expects: .venv, the examples, and the files that the guide shows.

    `pip` and `python3 -m venv` do nothing there, since everything is installed already.
    """
    for block in GUIDES[guide].blocks:
        if block.file:
            (folder / block.file).write_text(block.code, "utf-8")
    if not BASH:
        return folder
    for name in ("examples", "tests"):
        (folder / name).symlink_to(ROOT / name, target_is_directory=True)
    programs = folder / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name, run in {
        "pip": "exit 0",
        "pytest": f'exec "{sys.executable}" -m pytest "$@"',
        "python": f'exec "{sys.executable}" "$@"',
        "python3": f'[ "$2" = venv ] || exec "{sys.executable}" "$@"',
        "twimlkit": f'exec "{sys.executable}" -m twimlkit "$@"',
    }.items():
        program = programs / name
        program.write_text(f"#!/bin/sh\n{run}\n")
        program.chmod(0o755)
    return folder


@contextlib.contextmanager
def account(twilio: StandIn) -> Iterator[None]:
    """Set up the environment of an account whose requests go to a stand-in for Twilio."""
    names = {
        "TWILIO_ACCOUNT_SID": twilio.account_sid,
        "TWILIO_AUTH_TOKEN": twilio.auth_token,
        "TWIMLKIT_API_URL": twilio.address,
        "no_proxy": "127.0.0.1",
    }
    with mock.patch.dict(os.environ, _without_account() | names, clear=True):
        yield


def _without_account() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("TWILIO_", "TWIMLKIT_"))}


def run_program(block: Block, folder: Path) -> tuple[dict[str, Any], list[str]]:
    """Run a program, check the values that its comments show, and return its names and what it prints.

    An error that ends the program counts as printed.
    """
    names: dict[str, Any] = {"__name__": "guide"}
    outputs: list[str] = []
    with _importing_from(folder), contextlib.redirect_stdout(io.StringIO()) as printed:
        try:
            _execute(block, names)
        except (InvalidTwiML, AttributeError, rest.TwilioError) as error:
            # Python 3.11 adds its suggestion only when it prints the error.
            shown = "".join(traceback.format_exception_only(error))
            outputs.append(re.sub(r"\. Did you mean: '\w+'\?$", "", shown, flags=re.MULTILINE))
    if printed.getvalue():
        outputs.insert(0, printed.getvalue())
    return names, outputs


def _execute(block: Block, names: dict[str, Any]) -> None:
    lines = [""] * block.line + block.code.splitlines()
    shown = {number for number, line in enumerate(lines, 1) if "# -> " in line}
    for statement in ast.parse("\n".join(lines)).body:
        if statement.end_lineno in shown:
            assert isinstance(statement, ast.Expr), f"{block.guide}:{statement.lineno} has no value"
            value = eval(compile(ast.Expression(statement.value), block.guide, "eval"), names)
            line = lines[statement.end_lineno - 1]
            assert repr(value) == line.partition("# -> ")[2], f"{block.guide}:{statement.end_lineno}"
            shown.remove(statement.end_lineno)
        else:
            exec(compile(ast.Module([statement], []), block.guide, "exec"), names)
    assert not shown, f"{block.guide}: these lines show values of no statement: {shown}"


@contextlib.contextmanager
def _importing_from(folder: Path) -> Iterator[None]:
    """Let a block import the files of its guide, and forget them afterwards."""
    before = set(sys.modules)
    with mock.patch.object(sys, "path", [str(folder), *sys.path]):
        yield
    for path in folder.glob("*.py"):
        if path.stem not in before:
            sys.modules.pop(path.stem, None)


def run_command(command: str, folder: Path) -> str:
    """Run a command of the shell without an account, and return what it prints."""
    programs = folder / ".venv" / "bin"
    environment = _without_account() | {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])),
        "PYTHONUTF8": "1",
    }
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        capture_output=True,
        check=False,
        cwd=folder,
        encoding="utf-8",
        env=environment,
    )
    finds = "lint examples/mistakes.xml" in command  # which the command says by its status too
    assert done.returncode == int(finds), f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


# The outputs, written again.


def _written(guide: Guide) -> str:
    """Return the text of a guide with what its blocks print today."""
    text = guide.text
    for block in reversed([block for block in guide.blocks if block.shown]):
        with tempfile.TemporaryDirectory() as name, StandIn() as twilio, account(twilio):
            folder = home(guide.path, Path(name))
            if block.language == "sh":
                outputs = [run_command(block.code, folder)]
            elif block.language == "python":
                _, outputs = run_program(block, folder)
            else:
                continue
        fences = [f"\n\n```{_language(output)}\n{output.strip()}\n```" for output in outputs]
        text = text[: block.ends[0]] + "".join(fences) + text[block.ends[-1] :]
    return text


def _language(output: str) -> str:
    try:
        etree.fromstring(output.strip().encode())
    except etree.XMLSyntaxError:
        return "text"
    return "xml"


if __name__ == "__main__":
    for each in GUIDES.values():
        (ROOT / each.path).write_text(_written(each), "utf-8")
