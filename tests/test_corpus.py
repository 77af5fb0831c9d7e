"""The corpus of the benchmark: its documents are right, and all libraries write them alike."""

from __future__ import annotations

import re

from lxml import etree

from tests.bench.corpus import canonical, documents, functions, new_texts
from tests.bench.spelling import read
from tests.cases import for_each
from twimlkit.linter import lint
from twimlkit.parser import parse

CORPUS = documents()


def test_the_corpus_is_large_enough() -> None:
    assert len(CORPUS) >= 165
    assert sum(name.startswith("ordinary/") for name in CORPUS) >= 90


def test_no_document_is_there_twice() -> None:
    assert len({parse(xml) for xml in CORPUS.values()}) == len(CORPUS)


@for_each(name=[name for name in CORPUS if name.startswith("ordinary/")])
def test_lint_finds_no_mistake_in_an_ordinary_document(name: str) -> None:
    assert not [finding for finding in lint(CORPUS[name]) if finding.severity in {"error", "warning"}]


@for_each(name=CORPUS)
def test_the_code_of_each_library_writes_the_document(name: str) -> None:
    document = read(CORPUS[name])
    expected = without_layout(CORPUS[name])
    for library, function in functions(document).items():
        assert canonical(function(*document.texts)) == expected, library


@for_each(name=CORPUS)
def test_new_texts_are_valid_and_written_by_all_libraries_alike(name: str) -> None:
    document = read(CORPUS[name])
    texts = new_texts(document)()
    assert all(new != old for new, old in zip(texts, document.texts, strict=True))
    written = {canonical(function(*texts)) for function in functions(document).values()}
    assert len(written) == 1
    parse(*written)


def without_layout(xml: bytes) -> bytes:
    """Return a document as canonical XML, without comments and without the white space that TwiML ignores."""
    root = etree.fromstring(xml, etree.XMLParser(remove_comments=True, remove_pis=True))
    for element in root.iter():
        if "hints" in element.attrib:
            element.set("hints", re.sub(r"\s*,\s*", ",", element.attrib["hints"]))
        spoken = [each.tag for each in (element, *element.iterancestors())]
        if "Say" not in spoken:
            element.text = (element.text or "").strip()
        if "Say" not in spoken[1:]:
            element.tail = (element.tail or "").strip()
    return etree.tostring(root, method="c14n")
