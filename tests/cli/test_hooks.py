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


def test_format_looks_at_documents_and_lint_at_all_text() -> None:
    files = HOOKS["twimlkit-format"]["files"]
    assert [path for path in ("a.xml", "deep/b.twiml", "c.xml.j2", "xml", "d.py") if re.search(files, path)] == [
        "a.xml",
        "deep/b.twiml",
    ]
    assert (HOOKS["twimlkit-lint"]["files"], HOOKS["twimlkit-lint"]["types"]) == ("", ["text"])


@pytest.mark.parametrize("name", HOOKS)
def test_a_hook_passes_over_other_files(name: str, tmp_path: Path) -> None:
    (tmp_path / "pom.xml").write_text("<project/>")
    _, *arguments = HOOKS[name]["entry"].split()
    result = run(*arguments, tmp_path / "pom.xml")
    assert (result.exit_code, result.stderr) == (0, "")


def test_a_hook_fails_for_warnings(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("x = '<Response><Say loud=\"1\">a</Say></Response>'")
    _, *arguments = HOOKS["twimlkit-lint"]["entry"].split()
    assert run(*arguments, tmp_path / "app.py").exit_code == 1


@pytest.mark.parametrize("name", HOOKS)
def test_a_hook_leaves_out_what_the_project_excludes(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.twimlkit]\nexclude = ['wrong.xml']")
    (tmp_path / "wrong.xml").write_text("<Response>")
    monkeypatch.chdir(tmp_path)
    _, *arguments = HOOKS[name]["entry"].split()
    assert run(*arguments, "wrong.xml").exit_code == 0
    assert run(*(each for each in arguments if each != "--force-exclude"), "wrong.xml").exit_code != 0
