"""The shape of the package: its rooms, their doors, and the modules that an import loads."""

import ast
import importlib
import inspect
import os
import subprocess
import sys
from functools import cache
from importlib.util import resolve_name
from pathlib import Path
from typing import NamedTuple

import pytest

import twimlkit
import twimlkit.linter
import twimlkit.parser
from tests.cases import for_each
from twimlkit._core.element import Custom, Document, Element

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "twimlkit"

DOOR = "twimlkit"
"""The door holds the vocabulary, so it stands where the vocabulary ends."""

# The rooms of the design, from the ground up: each imports only from those before it.
ROOMS = [
    "errors",
    "_core",
    "types",
    "speech",
    "voice",
    "messaging",
    DOOR,
    "parser",
    "linter",
    "schemas",
    "strategies",
    "twimlets",
    "webhook",
    "rest",
    "web",
    "phone",
    "cli",
    "__main__",
]

CORE = [
    "marks",
    "names",
    "extras",
    "data",
    "codes",
    "values",
    "docstrings",
    "grammar",
    "element",
    "vocabulary",
    "placeholders",
    "problems",
    "xml",
    "sites",
]
"""The modules of `_core`, likewise from the ground up."""

LAZY = {
    ("twimlkit", "twimlkit.parser"),
    ("twimlkit", "twimlkit.linter"),
    # What a signature says of the whole vocabulary is known when all classes are.
    ("twimlkit._core.grammar", "twimlkit._core.vocabulary"),
    # Only a refusal needs the diagnosis, and it would slow every import.
    ("twimlkit._core.element", "twimlkit._core.problems"),
}
"""The imports that point up, each inside a function or for a type checker."""

TOP = {
    ".ci", ".github", ".gitignore", ".pre-commit-config.yaml", ".pre-commit-hooks.yaml", "LICENSE", "README.md",
    "examples", "pyproject.toml", "tests", "twimlkit",
}  # fmt: skip

PRIVATE_OF_OTHERS = {
    "_replace": "the method of named tuples, which Python documents",
    "_Element": "the name that lxml's stubs give its elements",
}
"""Names with an underscore that are no secret of another room, with the reason."""

FILES = sorted(PACKAGE.rglob("*.py"))
MODULES = {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in FILES}
TREES = {module: ast.parse(path.read_text()) for module, path in MODULES.items()}
IMPORTABLE = [module for module in MODULES if module != "twimlkit.__main__"]
PUBLIC = [module for module in IMPORTABLE if not any(part.startswith("_") for part in module.split("."))]


class Import(NamedTuple):
    """An import of a module of the package, or of a name in it."""

    module: str
    name: str | None
    is_lazy: bool


def room(module):
    """Return the room that a module of the package is in; the package itself is the door."""
    return module.split(".")[1] if "." in module else DOOR


def is_ours(module):
    return module == DOOR or module.startswith(f"{DOOR}.")


def imports(module, tree, *, is_package):
    """Yield what a module imports from the package, at its top, in a function, or for a type checker."""
    package = module if is_package else module.rpartition(".")[0]
    for node, is_lazy in walk(tree):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, None, is_lazy) for alias in node.names if is_ours(alias.name))
        elif isinstance(node, ast.ImportFrom):
            source = resolve_name("." * node.level + (node.module or ""), package) if node.level else node.module
            for alias in node.names if is_ours(source) else ():
                # `from . import values` names a module; `from .values import Url` does not.
                inner = f"{source}.{alias.name}"
                yield Import(inner, None, is_lazy) if inner in MODULES else Import(source, alias.name, is_lazy)


def walk(node, *, is_lazy=False):
    """Yield all nodes of a module, and whether they run only in a function or for a type checker."""
    for child in ast.iter_child_nodes(node):
        inside = is_lazy or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) or is_for_checkers(child)
        yield child, inside
        yield from walk(child, is_lazy=inside)


def is_for_checkers(node):
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


@cache
def imports_of(module):
    path = MODULES[module]
    return [*imports(module, TREES[module], is_package=path.name == "__init__.py")]


def points_down(importer, imported):
    """Tell whether an import points down, or stays in its room."""
    if room(importer) == room(imported) == "_core":
        order = [f"twimlkit._core.{name}" for name in CORE]
        return order.index(imported) < order.index(importer)
    return ROOMS.index(room(imported)) <= ROOMS.index(room(importer))


# Rooms.


def test_every_module_is_in_a_room_of_the_design():
    assert {room(module) for module in MODULES} <= set(ROOMS)
    assert {module for module in MODULES if room(module) == "_core"} == {
        "twimlkit._core",
        *(f"twimlkit._core.{name}" for name in CORE),
    }


@for_each(module=MODULES)
def test_every_import_points_down(module):
    upward = [
        each
        for each in imports_of(module)
        if each.module != module
        and not points_down(module, each.module)
        and not (each.is_lazy and (module, each.module) in LAZY)
    ]
    assert upward == []


def test_every_lazy_import_is_there():
    assert {(module, each.module) for module in MODULES for each in imports_of(module) if each.is_lazy} >= LAZY


def test_imports_are_found_wherever_they_stand():
    source = (
        "import json, twimlkit.cli\n"
        "from . import values, voice\n"
        "from ..errors import InvalidTwiML\n"
        "from twimlkit import Say\n"
        "def later():\n    from ..web.flask import reply\n"
        "if TYPE_CHECKING:\n    from ..rest import Client\n"
    )
    assert [*imports("twimlkit._core.grammar", ast.parse(source), is_package=False)] == [
        Import("twimlkit.cli", None, is_lazy=False),
        Import("twimlkit._core.values", None, is_lazy=False),
        Import("twimlkit._core", "voice", is_lazy=False),
        Import("twimlkit.errors", "InvalidTwiML", is_lazy=False),
        Import("twimlkit", "Say", is_lazy=False),
        Import("twimlkit.web.flask", "reply", is_lazy=True),
        Import("twimlkit.rest", "Client", is_lazy=True),
    ]


# Nothing private crosses a room.


def is_private(name):
    return name.startswith("_") and not name.endswith("__")


@for_each(module=MODULES)
def test_no_private_name_is_imported_from_another_room(module):
    private = [
        each
        for each in imports_of(module)
        if room(each.module) != room(module)
        and any(map(is_private, [*each.module.removeprefix("twimlkit._core").split("."), each.name or ""]))
    ]
    assert private == []


@cache
def names_of(room_name):
    """Return the names that a room defines: of functions, classes, variables and attributes."""
    names = set()
    for module, tree in TREES.items():
        for node in ast.walk(tree) if room(module) == room_name else ():
            match node:
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                    names.add(name)
                case ast.Name(id=name, ctx=ast.Store()):
                    names.add(name)
                case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name, ctx=ast.Store()):
                    names.add(name)
    return names


@for_each(module=MODULES)
def test_no_private_attribute_of_another_room_is_read_or_set(module):
    read = {node.attr for node in ast.walk(TREES[module]) if isinstance(node, ast.Attribute)}
    read |= {
        name
        for node in ast.walk(TREES[module])
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("getattr", "setattr", "hasattr", "delattr")
        for name in (ast.literal_eval(each) for each in node.args if isinstance(each, ast.Constant))
        if isinstance(name, str)
    }
    private = {name for name in read if is_private(name)}
    assert private - names_of(room(module)) - PRIVATE_OF_OTHERS.keys() == set()


# Doors.


@for_each(module=PUBLIC)
def test_all_names_what_is_there(module):
    found = importlib.import_module(module)
    assert [name for name in found.__all__ if not hasattr(found, name)] == []
    assert len(found.__all__) == len(set(found.__all__))
    assert not any(map(is_private, found.__all__))


@for_each(module=PUBLIC)
def test_all_names_every_public_name_of_the_module(module):
    found = importlib.import_module(module)
    imported = {
        alias.asname or alias.name.partition(".")[0]
        for node in ast.walk(TREES[module])
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    inner = {name for name in vars(found) if f"{module}.{name}" in MODULES}
    own = {name for name in vars(found) if not name.startswith("_")} - imported - inner
    assert sorted(own - set(found.__all__)) == []


@for_each(module=PUBLIC)
def test_what_is_documented_is_exported(module):
    documented = {
        node.name
        for node in TREES[module].body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and ast.get_docstring(node)
    }
    assert documented <= set(importlib.import_module(module).__all__)


@for_each(module=PUBLIC)
def test_what_is_exported_is_documented(module):
    found = importlib.import_module(module)
    for name in found.__all__:
        value = getattr(found, name)
        assert not (inspect.isclass(value) or inspect.isfunction(value)) or value.__doc__, name


def vocabulary():
    """Return the names of all elements' classes that the rooms of the vocabulary define."""
    rooms = [importlib.import_module(f"twimlkit.{name}") for name in ("speech", "voice", "messaging")]
    return {
        name
        for found in rooms
        for name, value in vars(found).items()
        if inspect.isclass(value) and issubclass(value, Element) and value not in (Element, Document)
    }


def test_the_vocabulary_at_the_top_is_complete():
    bases = {"Custom", "Document", "Element"}
    others = {"InvalidTwiML", "MessagingVerb", "Verb", "VoiceResponse", "custom"}
    assert set(twimlkit.__all__) == vocabulary() | bases | others
    assert (twimlkit.Custom, twimlkit.Document, twimlkit.Element) == (Custom, Document, Element)
    assert twimlkit.VoiceResponse is twimlkit.Response


def test_parse_and_lint_are_at_the_top():
    assert twimlkit.parse is twimlkit.parser.parse
    assert twimlkit.lint is twimlkit.linter.lint
    assert {"lint", "parse"} <= set(dir(twimlkit))
    assert not {"lint", "parse"} & set(twimlkit.__all__)
    assert dir(twimlkit) == sorted(set(dir(twimlkit)))
    with pytest.raises(AttributeError, match=r"^module 'twimlkit' has no attribute 'pars'"):
        _ = twimlkit.pars
    with pytest.raises(ImportError, match="cannot import name 'pars' from 'twimlkit'"):
        exec("from twimlkit import pars")


# What an import loads.


def modules_after(statement):
    """Return the modules that a fresh process has loaded after a statement."""
    code = f"{statement}\nimport sys\nprint(*sys.modules)"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


SLOW = {"lxml", "httpx2", "hypothesis", "inspect", "decimal", "json", "difflib", "pyexpat", "importlib.resources"}
ABOVE = {f"twimlkit.{name}" for name in ROOMS[ROOMS.index(DOOR) + 1 :]}
REFUSING = {
    f"twimlkit._core.{name}" for name in ("codes", "data", "placeholders", "problems", "sites", "vocabulary", "xml")
}


def test_an_import_loads_nothing_that_is_slow_or_optional():
    loaded = modules_after("import twimlkit") - modules_after("pass")
    assert loaded & (SLOW | ABOVE | REFUSING | {"pkgutil"}) == set()
    assert "twimlkit.voice" in loaded


def test_a_first_document_loads_nothing_that_is_slow_or_optional():
    document = "from twimlkit import *\nGather(Say('Press 1.', voice='man'), num_digits=1, action='/menu').to_xml()"
    loaded = modules_after(document) - modules_after("pass")
    assert loaded & (SLOW | ABOVE | REFUSING) == set()


def test_parse_and_lint_load_what_they_need():
    parsed = modules_after("from twimlkit import parse\nparse('<Response/>')")
    assert "twimlkit.parser" in parsed
    assert parsed & (ABOVE - {"twimlkit.parser"}) == set()
    linted = modules_after("import twimlkit\ntwimlkit.lint('<Response/>')")
    assert "twimlkit.linter" in linted
    assert linted & {"twimlkit.schemas", "twimlkit.strategies", "twimlkit.rest", "lxml", "hypothesis"} == set()


# The repository.


def test_the_top_of_the_repository_is_that_of_the_design():
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a checkout of git")
    files = [name for name in listed.stdout.split("\0") if name]
    assert {name.partition("/")[0] for name in files} == TOP


def test_the_package_says_that_it_is_typed():
    assert (PACKAGE / "py.typed").read_text() == ""
