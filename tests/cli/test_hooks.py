"""The hooks for pre-commit."""

import re
import tomllib
from pathlib import Path

import pytest
from pre_commit.clientlib import load_manifest

from tests.cli.running import run

ROOT = Path(__file__).parent.parent.parent
HOOKS = {hook["id"]: hook for hook in load_manifest(ROOT / ".pre-commit-hooks.yaml")}  # which judges it
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def test_there_are_two_hooks() -> None:
    assert list(HOOKS) == ["twimlkit-lint", "twimlkit-format"]


@pytest.mark.parametrize("name", HOOKS)
def test_a_hook_runs_a_command_of_ours(name: str) -> None:
    hook = HOOKS[name]
    program, *arguments = hook["entry"].split()
    assert program in PROJECT["scripts"]
    assert run(*arguments, "-", given="<Response/>").exit_code == 0
    assert hook["language"] == "python"
    assert hook["additional_dependencies"] == PROJECT["optional-dependencies"]["cli"]


@pytest.mark.parametrize("name", HOOKS)
def test_a_hook_looks_at_documents(name: str) -> None:
    files = HOOKS[name]["files"]
    assert [path for path in ("a.xml", "deep/b.twiml", "c.xml.j2", "xml", "d.py") if re.search(files, path)] == [
        "a.xml",
        "deep/b.twiml",
    ]
