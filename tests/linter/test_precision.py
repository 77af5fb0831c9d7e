"""Documents that Twilio takes, as people write them: no error or warning is false, and a mistake in them is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cases import for_each
from tests.facts import DATA
from twimlkit._core.xml import read
from twimlkit.linter import Finding, lint

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENTS = {
    path: read(path.read_bytes()).data.decode()
    for folder in ("published", "ordinary", "real")
    for path in sorted((DATA / folder).iterdir())
}


def serious(xml: str) -> list[Finding]:
    return [finding for finding in lint(xml) if finding.severity != "advice"]


def test_there_are_enough_documents() -> None:
    assert len(DOCUMENTS) >= 270
    real = [xml for path, xml in DOCUMENTS.items() if path.parent.name == "real"]
    assert len(real) >= 110
    assert sum(read(xml, templates=True).template is not None for xml in real) >= 35


@for_each(path=DOCUMENTS)
def test_no_error_or_warning_is_false(path: Path) -> None:
    assert serious(DOCUMENTS[path]) == []


@for_each(path=DOCUMENTS)
def test_a_mistake_is_found_in_each(path: Path) -> None:
    before, end, after = DOCUMENTS[path].rpartition("</Response>")
    if end:
        wrong = f"{before}<Paus><Break length='0'/></Paus><Say voice='Polly.Joana' lop='2'>x</Say>{end}{after}"
        assert {"unknown-element", "unknown-attribute"} & {finding.rule for finding in serious(wrong)}
