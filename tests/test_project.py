"""The files of the project itself: what the package index shows, and what runs before a commit and after a push."""

import json
import re
import tomllib
from email.message import Message
from pathlib import Path

import pytest
import yaml
from build.util import project_wheel_metadata
from pre_commit.clientlib import load_config

from tests.cli.running import run

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
PYTHONS = [name.rpartition(" ")[2] for name in PROJECT["classifiers"] if re.search(r":: 3\.\d+$", name)]


@pytest.fixture(scope="module")
def metadata() -> Message:
    return project_wheel_metadata(ROOT, isolated=False)


@pytest.mark.slow
def test_links_work_on_a_package_index(metadata: Message) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    description = str(metadata.get_payload())
    prose = re.sub(r"(?ms)^```.*?^```$", "", description)
    assert re.findall(r"\[[^\[\]\n]*\]\((?!https?:)[^)\n]*\)", prose) == []
    assert re.findall(r"(?m)^```.*?^```$", description, re.DOTALL) == re.findall(r"(?m)^```.*?^```$", readme, re.DOTALL)
    assert readme.count("\n## ") == description.count("\n## ")


@pytest.mark.slow
def test_the_files_that_the_description_names_are_in_the_source_distribution(metadata: Message) -> None:
    include = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["sdist"]
    links = re.findall(r"\]\((?!https?:|#)([^)#\n]+)[^)\n]*\)", (ROOT / "README.md").read_text("utf-8"))
    named = [path for path in links if f"`{path}`" in str(metadata.get_payload())]
    assert len(named) > 5
    assert [
        path for path in named if not (ROOT / path).is_file() or path.partition("/")[0] not in include["include"]
    ] == []


@pytest.mark.slow
def test_nobody_and_no_address_is_invented(metadata: Message) -> None:
    assert metadata["Author"] == "twimlkit developers"
    assert [name for name in metadata if re.search("URL|Page|Mail|Maintainer", name, re.IGNORECASE)] == []


def test_the_workflow_runs_on_every_python() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text("utf-8"))
    (job,) = workflow["jobs"].values()
    assert job["strategy"]["matrix"]["python"] == PYTHONS
    assert job["steps"][-1]["run"] == ".ci/run ${{ matrix.python }}"
    assert workflow["permissions"] == {"contents": "read"}
    assert all(re.search(r"@v\d+$", step["uses"]) for step in job["steps"] if "uses" in step)


def test_dependabot_knows_its_places() -> None:
    updates = yaml.safe_load((ROOT / ".github/dependabot.yml").read_text("utf-8"))["updates"]
    assert {update["package-ecosystem"] for update in updates} == {"pip", "github-actions"}


def test_the_hooks_before_a_commit_are_those_of_the_environment() -> None:
    config = load_config(ROOT / ".pre-commit-config.yaml")  # which judges it
    (repository,) = config["repos"]
    tools = [hook["entry"].split()[0] for hook in repository["hooks"]]
    assert {*tools} == {".venv/bin/ruff", ".venv/bin/mypy"}
    assert repository["repo"] == "local"


@pytest.mark.slow
def test_no_twiml_of_the_project_is_wrong_but_on_purpose(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    files = json.loads(run("lint", "--format", "json", ".").stdout)["files"]
    assert [finding for file in files for finding in file["findings"] if finding["severity"] != "advice"] == []
    excluded = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["twimlkit"]["exclude"]
    assert all((ROOT / path).exists() for path in excluded)
    assert not {"examples", "twimlkit"} & {*excluded}
