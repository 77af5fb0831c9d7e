"""The shape of the package: rooms, doors, and what an import loads."""

import ast
import importlib
import inspect
import os
import subprocess
import sys
from importlib.util import resolve_name
from pathlib import Path

import pytest

import twimlkit
from twimlkit.element import Custom, Document, Element

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "twimlkit"

# The rooms of the design, from the ground up: each imports only from those before it.
ROOMS = [
    "errors",
    "values",
    "grammar",
    "element",
    "speech",
    "voice",
    "messaging",
    "parser",
    "linter",
    "schemas",
    "strategies",
    "twimlets",
    "webhook",
    "rest",
    "web",
    "call",
    "cli",
    "__main__",
]
DOOR = "twimlkit"  # __init__ holds the vocabulary, so it stands where the vocabulary ends
ABOVE_THE_DOOR = ROOMS[ROOMS.index("messaging") + 1 :]

TOP = {
    ".ci", ".gitignore", ".pre-commit-hooks.yaml", "LICENSE", "README.md", "examples", "pyproject.toml", "tests",
    "twimlkit",
}  # fmt: skip

FILES = sorted(PACKAGE.rglob("*.py"))
MODULES = {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in FILES}
PUBLIC = [name for name in MODULES if name != "twimlkit.__main__"]


def room(module):
    """The room that a module of the package is in; the package itself is the door."""
    return module.split(".")[1] if "." in module else DOOR


def imports(module, path):
    """The modules of the package that a module imports, at its top, in a function, or for a type checker."""
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if is_ours(alias.name))
        elif isinstance(node, ast.ImportFrom):
            source = resolve_name("." * node.level + (node.module or ""), package) if node.level else node.module
            if is_ours(source):
                # `from . import values` names a module; `from .values import Url` does not.
                names = {f"{source}.{alias.name}" for alias in node.names}
                yield from (name if name in MODULES else source for name in names)


def is_ours(module):
    return module == DOOR or module.startswith(f"{DOOR}.")


def may_import(importer, imported):
    """Whether an import points down, or stays in its room."""
    if importer == DOOR:
        return imported not in ABOVE_THE_DOOR
    if imported == DOOR:
        return importer in ABOVE_THE_DOOR
    return ROOMS.index(imported) <= ROOMS.index(importer)


def test_every_module_is_in_a_room_of_the_design():
    assert {room(module) for module in MODULES} <= {DOOR, *ROOMS}


@pytest.mark.parametrize("module", MODULES)
def test_every_import_points_down(module):
    upward = [
        imported
        for imported in imports(module, MODULES[module])
        if imported != module and not may_import(room(module), room(imported))
    ]
    assert upward == []


def test_imports_are_found_wherever_they_stand(tmp_path):
    source = tmp_path / "grammar.py"
    source.write_text(
        "import json, twimlkit.cli\n"
        "from . import values, voice\n"
        "from .errors import suggestion\n"
        "from twimlkit import Say\n"
        "def later():\n    from .web.flask import reply\n"
        "if TYPE_CHECKING:\n    from .rest import Client\n"
    )
    expected = {"twimlkit.cli", "twimlkit.values", "twimlkit.voice", "twimlkit.errors", "twimlkit"}
    assert set(imports("twimlkit.grammar", source)) == expected | {"twimlkit.web.flask", "twimlkit.rest"}


@pytest.mark.parametrize("module", PUBLIC)
def test_all_names_what_is_there(module):
    found = importlib.import_module(module)
    assert [name for name in found.__all__ if not hasattr(found, name)] == []
    assert len(found.__all__) == len(set(found.__all__))


@pytest.mark.parametrize("module", PUBLIC)
def test_all_names_every_public_name_of_the_module(module):
    found = importlib.import_module(module)
    imported = {
        alias.asname or alias.name.partition(".")[0]
        for node in ast.walk(ast.parse(MODULES[module].read_text()))
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
    }
    rooms = {name for name in vars(found) if f"{module}.{name}" in MODULES}
    own = {name for name in vars(found) if not name.startswith("_")} - imported - rooms
    assert sorted(own - set(found.__all__)) == []


def vocabulary():
    """Every element's class that the rooms of the vocabulary define."""
    rooms = [importlib.import_module(f"twimlkit.{name}") for name in ("speech", "voice", "messaging")]
    return {
        name
        for found in rooms
        for name, value in vars(found).items()
        if inspect.isclass(value) and issubclass(value, Element) and value not in (Element, Document)
    }


def test_the_vocabulary_at_the_top_is_complete():
    ways_out = {Custom.__name__, "custom"}
    unions = {"MessagingVerb", "Verb"}
    assert set(twimlkit.__all__) == vocabulary() | unions | ways_out | {"InvalidTwiML"}


def modules_after(statement):
    """The modules that a fresh process has loaded after a statement."""
    code = f"{statement}\nimport sys\nprint(*sys.modules)"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_an_import_loads_nothing_that_is_slow_or_optional():
    slow = {"lxml", "httpx2", "hypothesis", "inspect", "decimal", "json", "difflib", "pkgutil", "importlib.resources"}
    loaded = modules_after("import twimlkit") - modules_after("pass")
    assert loaded & slow == set()
    assert "twimlkit.voice" in loaded


def test_a_first_document_loads_nothing_that_is_slow_or_optional():
    document = "from twimlkit import *\nGather(Say('Press 1.', voice='man'), num_digits=1, action='/menu')"
    loaded = modules_after(document) - modules_after("pass")
    assert loaded & {"lxml", "httpx2", "inspect", "decimal", "json", "difflib"} == set()


def test_the_top_of_the_repository_is_that_of_the_design():
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a checkout of git")
    files = [name for name in listed.stdout.split("\0") if name]
    assert {name.partition("/")[0] for name in files} == TOP


def test_the_package_says_that_it_is_typed():
    assert (PACKAGE / "py.typed").read_text() == ""
