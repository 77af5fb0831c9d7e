"""The README tells the truth: its code runs, and shows what really comes out."""

import ast
import contextlib
import inspect
import io
import json
import os
import re
import subprocess
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from lxml import etree
from twilio.twiml import messaging_response, voice_response

import twimlkit
from tests.facts import ELEMENTS
from twimlkit import Custom, InvalidTwiML, MessagingResponse, Response, errors
from twimlkit.element import Document, Element

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


# How the README is read.


class Block(NamedTuple):
    """A block of code, and the outputs shown right below it."""

    line: int
    language: str
    code: str
    shown: list[str]


def blocks() -> Iterator[Block]:
    """The blocks of code; what is shown of their output stands below them without a word between."""
    block = None
    end = 0
    for found in re.finditer(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL):
        language, code = found.groups()
        if block and language in ("xml", "text") and not README[end : found.start()].strip():
            block.shown.append(code)
        else:
            block = Block(README.count("\n", 0, found.start()) + 1, language, code, [])
            yield block
        end = found.end()


def rows(*, starting: str) -> list[tuple[str, ...]]:
    """The rows of every table whose heading starts with some text, cell by cell."""
    tables = re.findall(rf"^\| {starting}.*\n\|[ |-]+\|\n((?:\|.*\|\n)+)", README, re.MULTILINE)
    return [tuple(cell.strip() for cell in row[1:-1].split(" | ")) for table in tables for row in table.splitlines()]


def code(cell: str) -> str:
    """The code in a cell of a table, one line for each piece of it."""
    pieces = cell.split("<br>")
    assert all(re.fullmatch("`[^`]+`", piece) for piece in pieces), cell
    return "\n".join(piece[1:-1] for piece in pieces)


def vocabulary() -> dict[str, Any]:
    return {name: getattr(twimlkit, name) for name in twimlkit.__all__}


BLOCKS = list(blocks())
PROGRAMS = [block for block in BLOCKS if block.language == "python"]
COMMANDS = [block.code.strip() for block in BLOCKS if block.language == "sh"]
ELEMENT_ROWS = rows(starting="(?:Verb|Element) ")
ERROR_ROWS = rows(starting="You write ")
MIGRATION_ROWS = rows(starting="twilio-python ")
CLASSES = {name: each for name, each in vocabulary().items() if isinstance(each, type) and issubclass(each, Element)}


def test_the_readme_is_read_whole():
    assert README.count("```") == 2 * sum(1 + len(block.shown) for block in BLOCKS)
    assert {block.language for block in BLOCKS} == {"python", "sh", "text"}
    # Every line of a table is the row of one, a heading, or the rule below a heading.
    written = re.sub("<!-- figures: begin -->.*<!-- figures: end -->", "", README, flags=re.DOTALL)
    tables = len(re.findall(r"^\|[ |-]+\|$", written, re.MULTILINE))
    known = len(ELEMENT_ROWS) + len(ERROR_ROWS) + len(MIGRATION_ROWS) + len(rows(starting="Example "))
    assert len(re.findall(r"^\|", written, re.MULTILINE)) == known + 2 * tables


# Its programs.


def expectation(statement: ast.stmt, lines: list[str]) -> str | None:
    """What a comment beside a statement says that its value is."""
    found = re.search(r"# -> (.+)$", lines[statement.end_lineno - 1])
    return found[1] if found else None


def run(block: Block) -> tuple[dict[str, Any], int]:
    """Runs a program, compares each value beside which a comment says what it is, and counts them."""
    names: dict[str, Any] = {"__name__": "readme"}
    lines = [""] * block.line + block.code.splitlines()
    tree = ast.parse("\n".join(lines), "README.md")
    compared = 0
    for statement in tree.body:
        expected = expectation(statement, lines)
        if expected is None:
            exec(compile(ast.Module([statement], []), "README.md", "exec"), names)
        else:
            assert isinstance(statement, ast.Expr)
            assert repr(eval(compile(ast.Expression(statement.value), "README.md", "eval"), names)) == expected
            compared += 1
    return names, compared


@pytest.mark.parametrize("block", PROGRAMS, ids=lambda block: f"line {block.line}")
def test_program_runs_and_prints_what_is_shown(block):
    names, compared, came = {}, 0, []
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        try:
            names, compared = run(block)
        except (InvalidTwiML, AttributeError) as error:
            came.append("".join(traceback.format_exception_only(error)))
    came[:0] = [printed.getvalue()] * bool(printed.getvalue())
    assert [shown.rstrip() for shown in block.shown] == [output.rstrip() for output in came]
    assert compared == block.code.count("# -> ")
    for name, function in names.items():
        if name.startswith("test_"):
            function()


# Its commands.


def test_it_has_the_commands_that_set_up():
    setup = "python3 -m venv .venv && .venv/bin/pip install"
    assert [
        f"{setup} . && .venv/bin/python examples/hello.py",
        f'{setup} -e ".[dev]" && .venv/bin/pytest',
        ".venv/bin/python -m tests.bench",
    ] == COMMANDS


def test_the_first_command_prints_what_is_shown():
    (block,) = (block for block in BLOCKS if block.language == "sh" and block.shown)
    program = block.code.split()[-1]
    done = subprocess.run(
        [sys.executable, program],
        capture_output=True,
        check=True,
        cwd=ROOT,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
    )
    assert [done.stdout.strip()] == [shown.strip() for shown in block.shown]


def test_it_names_every_example():
    named = [re.fullmatch(r"\[(.+)\]\((.+)\)", example).groups() for example, _ in rows(starting="Example ")]
    assert sorted(named) == sorted((path.name, f"examples/{path.name}") for path in (ROOT / "examples").glob("*.py"))


def test_its_links_lead_somewhere():
    headings = re.findall(r"^#+ (.+)$", README, re.MULTILINE)
    anchors = {"#" + re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    links = re.findall(r"\]\(([^)]+)\)", README)
    assert links
    for link in links:
        assert link.startswith("https://") or link in anchors or (ROOT / link).is_file(), link


# Its table of elements.


def inside(element: Element) -> Iterator[Element]:
    """An element and all that it holds."""
    yield element
    for child in element.children:
        if isinstance(child, Element):
            yield from inside(child)


@pytest.mark.parametrize(("name", "about", "cell"), ELEMENT_ROWS, ids=[row[0] for row in ELEMENT_ROWS])
def test_element_is_in_the_line_that_shows_it(name, about, cell):
    element = eval(code(cell), vocabulary())
    shown = CLASSES[code(name)]
    assert shown in {type(each) for each in inside(element)}
    if not isinstance(element, Document):
        document = MessagingResponse if element.tag == "Message" else Response
        assert document(element).children == (element,)
    assert shown.deprecated == bool(re.search("Twilio (has retired|advises against) it", about))


def test_every_element_is_in_the_table_once():
    first = ["Say", "Dial", "Gather", "Hangup", "Play", "Pause", "Record", "Redirect", "Reject", "Sms"]
    names = [code(name) for name, _, _ in ELEMENT_ROWS]
    assert names[:10] == first
    assert sorted(names) == sorted(name for name, each in CLASSES.items() if each is not Custom)


# Its tables of errors.


@pytest.mark.parametrize(("cell", "kind", "message"), ERROR_ROWS, ids=[row[0] for row in ERROR_ROWS])
def test_error_says_what_is_shown(cell, kind, message):
    with pytest.raises(InvalidTwiML) as caught:
        eval(code(cell), vocabulary())
    assert (f"`{type(caught.value).__name__}`", f"`{caught.value}`") == (kind, message)


def test_every_kind_of_error_is_shown():
    family = {name for name in errors.__all__ if isinstance(getattr(errors, name), type)}
    assert {code(kind) for _, kind, _ in ERROR_ROWS} == family - {"InvalidTwiML"}
    (drawn,) = (block.code for block in BLOCKS if block.language == "text")
    assert drawn in inspect.getdoc(errors) + "\n"
    assert set(re.findall(r"^\W*(\w+)", drawn, re.MULTILINE)) == family


# Its table for people who come from twilio-python.


def theirs() -> dict[str, Any]:
    """What twilio-python offers, and an empty element of each kind that its column adds to."""
    offered = {**vars(voice_response), "MessagingResponse": messaging_response.MessagingResponse}
    made = {kind.lower(): offered[kind]() for kind in ("Dial", "Gather", "Say")}
    return {**offered, **made, "response": offered["VoiceResponse"](), "reply": offered["MessagingResponse"]()}


def outcome(source: str, names: dict[str, Any]) -> object:
    """The value of the last expression of some code; or, where it adds to something that was there, that."""
    *before, last = ast.parse(source).body
    exec(compile(ast.Module(before, []), "README.md", "exec"), names)
    value = None
    if isinstance(last, ast.Expr):
        value = eval(compile(ast.Expression(last.value), "README.md", "eval"), names)
    else:
        exec(compile(ast.Module([last], []), "README.md", "exec"), names)
    added_to = next((name for name in ("response", "reply", "dial", "gather", "say") if _uses(source, name)), None)
    return names[added_to] if added_to and not isinstance(value, str) else value


def _uses(source: str, name: str) -> bool:
    return any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(ast.parse(source)))


def canonical(written: object) -> bytes:
    """The XML in the one form that equal trees have."""
    return etree.tostring(etree.fromstring(str(written).encode()), method="c14n")


@pytest.mark.parametrize(("before", "after"), MIGRATION_ROWS, ids=[row[0] for row in MIGRATION_ROWS])
def test_both_columns_write_the_same(before, after):
    was = outcome(code(before), theirs())
    now = outcome(code(after), {**vocabulary(), "etree": etree, "json": json})
    assert isinstance(now, str | Element)
    assert isinstance(was, str) == isinstance(now, str)
    assert canonical(was) == canonical(now)


def test_every_way_to_add_in_twilio_python_is_in_the_table():
    shown = "\n".join(code(before) for before, _ in MIGRATION_ROWS)
    adders = {
        name
        for kind in (voice_response.VoiceResponse, voice_response.Dial, voice_response.Say, messaging_response.Message)
        for name, each in vars(kind).items()
        if inspect.isfunction(each) and not name.startswith("_")
    }
    adders |= {"append", "nest", "add_child", "message"}
    missing = {name for name in adders if f".{name}(" not in shown}
    # Queue and Prompt do not stand in a Response; the table of elements shows Echo.
    assert missing <= {"echo", "prompt", "queue"}


# What it claims.


def test_what_it_claims_of_twilio_python_is_so():
    response = voice_response.VoiceResponse()
    response.gather(numdigits=1, timeout=-5).append(voice_response.Dial("+14155550100"))
    assert '<Gather numdigits="1" timeout="-5"><Dial>+14155550100</Dial></Gather>' in str(response)


def test_it_says_what_ends_a_document():
    (said,) = re.findall(r"nothing after a verb that ends the document: (.+)$", README, re.MULTILINE)
    assert set(re.findall(r"[A-Z]\w+", said)) == {tag for tag, facts in ELEMENTS.items() if facts["terminal"]}


def test_it_needs_the_python_that_it_says():
    (said,) = re.findall(r"It needs Python ([\d.]+) or newer", README)
    assert f'requires-python = ">={said}"' in (ROOT / "pyproject.toml").read_text("utf-8")
