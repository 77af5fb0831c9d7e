"""TwiML wherever it stands: in documents of its own, Python, Markdown, and any other text."""

from __future__ import annotations

import functools
import io
import re
import tokenize
from pathlib import PurePath
from typing import TYPE_CHECKING, Final, NamedTuple

from twimlkit._core.vocabulary import classes_by_tag, documents, old_elements
from twimlkit._core.xml import read
from twimlkit.errors import InvalidTwiML
from twimlkit.parser import parse

from ._files import DOCUMENT_SUFFIXES, STANDARD_INPUT
from ._literals import joined_literals, python_texts
from ._notebook import cells_of, without_magic
from ._passage import Passage, Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from twimlkit._core.xml import Node


class Sources(NamedTuple):
    """The TwiML in a file.

    Attributes:
        text: The text of a file that holds documents; empty for a file that is one itself.
        documents: The documents: the bytes of the file that is one, or passages of the text.
    """

    text: str
    documents: list[bytes | Passage]


def find_twiml(name: str, data: bytes) -> Sources:
    """Find the TwiML in a file.

    Args:
        name: The name of the file, which says what it is; `-` and `*.twiml` are TwiML whatever they hold.
        data: The file.
    """
    suffix = PurePath(name).suffix.lower()
    if name == STANDARD_INPUT or suffix in DOCUMENT_SUFFIXES:
        as_ascii = data.decode("latin-1")  # names of elements are ASCII in most encodings, and this takes no time
        if _DOCUMENT.match(as_ascii) and _has_verb(as_ascii):
            return Sources("", [data])
        tree = read(data)
        text = tree.data.decode()
        if not _is_template(text):
            is_twiml = name == STANDARD_INPUT or suffix == ".twiml" or tree.root is None or _is_document(tree.root)
            return Sources("", [data] if is_twiml else [])
    else:
        text = _decoded(data, is_python=suffix in _PYTHON)
    whole = Passage([Piece(text, 0)])
    if suffix in _PYTHON:
        found = _in_python(whole)
    elif suffix in _MARKDOWN:
        found = _in_markdown(whole)
    elif suffix == _NOTEBOOK:
        found = _in_notebook(whole)
    else:
        found = _in_text(whole)
    documents: list[bytes | Passage] = [_without_ellipses(each) for each in found if _is_twiml(each.text)]
    if not documents and _DOCUMENT.match(text) and _has_verb(text):
        documents.append(whole)  # its end is missing
    return Sources(text, documents)


_PYTHON: Final = (".py", ".pyi", ".pyw")
_MARKDOWN: Final = (".md", ".markdown", ".mdx")
_NOTEBOOK: Final = ".ipynb"
_DOCUMENT: Final = re.compile(r"\s*(?:<\?xml\s[^<>]*>\s*)?<Response[\s>]")


def holds_twiml(name: str, data: bytes) -> bool:
    """Tell whether a file holds TwiML; a file without `<Response` does not, whatever its name."""
    return bool(_ANY.search(data.replace(b"\0", b""))) and bool(find_twiml(name, data).documents)


def is_other_xml(name: str, data: bytes) -> bool:
    """Tell whether a file is XML, or a template of XML, but no TwiML document of its own."""
    return PurePath(name).suffix.lower() in DOCUMENT_SUFFIXES and data not in find_twiml(name, data).documents


_ANY: Final = re.compile(rb"(?i)<Response[\s/>]")


def _decoded(data: bytes, *, is_python: bool) -> str:
    """Return the text of a file, which is empty if the file is no text."""
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        if is_python:
            encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return data.decode(encoding)
    except (SyntaxError, UnicodeDecodeError):
        return "" if b"\0" in data else data.decode("latin-1")


# What is TwiML, and what is other XML.


def _is_template(text: str) -> bool:
    """Tell whether a document begins with a command of a template, so that it is no XML before that has run."""
    return bool(re.match(r"\s*(?:\{[%{#]|<%|<\?php)", text))


def _is_document(root: Node) -> bool:
    """Tell whether the root of an XML file is TwiML, or would be inside `<Response>`."""
    if root.tag.lower() == "response":
        return _has_verb(root.inner_xml) or (root.tag == "Response" and not root.nodes)
    try:
        return bool(parse(root.xml, root=classes_by_tag()[root.tag]))
    except (InvalidTwiML, KeyError):
        return False


def _is_twiml(text: str) -> bool:
    """Tell whether a `<Response>` is TwiML; other services answer so too."""
    return _has_verb(text) or not re.sub(r"\s*<[^<>]*>\s*", "", text)


def _has_verb(text: str) -> bool:
    return any(tag.lower() in _verbs() for tag in re.findall(r"<([A-Za-z]+)", text))


@functools.cache
def _verbs() -> set[str]:
    verbs = {tag for document in documents() for tag in document.grammar().xml_children}
    return {tag.lower() for tag in verbs | old_elements().keys()}


# Where it stands.


def _in_text(passage: Passage, *, is_code: bool = True) -> Iterator[Passage]:
    """Yield each complete `<Response>…</Response>` in a text.

    Args:
        passage: The text.
        is_code: Whether it may be source code, where a string literal has escapes, and other strings joined to it, and
            a comment has marks in its margin.
    """
    text = passage.text
    start = before = end = 0
    is_open = False
    for tag in _TAGS.finditer(text):
        if tag.start() < end:  # inside a literal
            continue
        if tag["name"] is None:
            if is_open:
                yield _without_margin(passage, start, tag.end(), is_code=is_code)
            is_open = False
        elif is_code and (quote := _QUOTED.search(text, max(before, tag.start() - _LONGEST), tag.start())):
            literal, end = joined_literals(text, quote.end("quote"))
            yield from map(passage.outside, _in_text(literal, is_code=False))
            is_open = False
        else:
            start, is_open = _with_comments(text, before, tag.start()), not tag["empty"]
            if tag["empty"]:
                yield Passage(passage.pieces(start, tag.end()))
        before = tag.end()


_TAGS: Final = re.compile(r"<(?P<name>Response)(?:\s[^<>]*?)?(?P<empty>/?)>|</Response\s*>")
_LONGEST: Final = 200  # characters of an XML declaration, and some blanks
_QUOTED: Final = re.compile(
    r"""(?<!["'`])(?P<quote>["'`])(?:\w+=)?(?:\\[nrt]|(?<=`)\s|(?<=`\n)\s)*(?:<\?xml\s[^<>]*>(?:\\[nrt]|\s)*)?\Z"""
)
_MARGIN: Final = re.compile(r"(?:^|[\r\n])[ \t]*(?:/(?=\*))?(\*|//[/!]?|\#+|--|;+|>)[ \t]*\Z")


def _without_ellipses(passage: Passage) -> Passage:
    """Return a document with a placeholder for each ellipsis that stands for what an example leaves out."""
    pieces: list[Piece] = []
    start = 0
    for dots in _ELLIPSES.finditer(passage.text):
        begin, end = dots.span("dots")
        pieces += [*passage.pieces(start, begin), Piece("{_}", passage.offset(begin))]
        start = end
    return Passage([*pieces, *passage.pieces(start)]) if pieces else passage


_ELLIPSES: Final = re.compile(r"""(?:>\s*|=["']?)(?P<dots>\.\.\.|…)(?=\s*<|["'\s/>])""")


def _with_comments(text: str, floor: int, start: int) -> int:
    """Return where the comments just before a document begin."""
    while (begin := text.rfind("<!--", floor, start)) >= 0 and re.fullmatch(
        r"<!--.*?-->\s*", text[begin:start], re.DOTALL
    ):
        start = begin
    return start


def _without_margin(passage: Passage, start: int, end: int, *, is_code: bool) -> Passage:
    """Return a document without the mark at the start of each line that makes it a comment."""
    text = passage.text
    margin = _MARGIN.search(text, max(0, start - _LONGEST), start) if is_code else None
    if margin is None:
        return Passage(passage.pieces(start, end))
    pieces: list[Piece] = []
    for mark in re.compile(rf"(?<=[\r\n])[ \t]*{re.escape(margin[1])}").finditer(text, start, end):
        pieces += passage.pieces(start, mark.start())
        start = mark.end()
    return Passage([*pieces, *passage.pieces(start, end)])


def _in_python(passage: Passage) -> Iterator[Passage]:
    """Yield the documents in the strings of Python; what is no valid Python is read as text."""
    texts = python_texts(passage.text)
    if texts is None:
        yield from _in_text(passage)
    for text in texts or ():
        yield from map(passage.outside, _in_text(text, is_code=False))


def _in_notebook(passage: Passage) -> Iterator[Passage]:
    """Yield the documents in the cells of a notebook."""
    cells = cells_of(passage.text)
    if cells is None:
        yield from _in_text(passage)
    for kind, source in cells or ():
        if kind == "markdown":
            yield from _in_markdown(source)
        elif kind == "code":
            yield from _in_python(source if python_texts(source.text) is not None else without_magic(source))
        else:
            yield from _in_text(source)


def _in_markdown(passage: Passage) -> Iterator[Passage]:
    """Yield the documents in the fenced blocks of Markdown."""
    lines = re.finditer(r"[^\r\n]*(?:\r\n?|\n|\Z)", passage.text)
    for line in lines:
        if opening := _FENCE.match(line[0]):
            block = Passage(_fenced(lines, opening))
            is_python = opening["language"].lower() in ("py", "python", "python3")
            yield from map(passage.outside, _in_python(block) if is_python else _in_text(block))


_FENCE: Final = re.compile(
    r"(?P<margin>[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)(?P<fence>`{3,}|~{3,})"
    r"[ \t]*\{?\.?(?P<language>\w*)[^`\r\n]*\s*\Z"
)


def _fenced(lines: Iterator[re.Match[str]], opening: re.Match[str]) -> Iterator[Piece]:
    """Yield the lines of a fenced block without its margin, as far as its end."""
    fence, margin = opening["fence"], opening["margin"]
    blank = " \t>" if ">" in margin else " \t"
    for line in lines:
        if re.fullmatch(rf"[ \t>]*{fence[0]}{{{len(fence)},}}\s*", line[0]):
            return
        text = re.sub(rf"\A[{blank}]{{0,{len(margin)}}}", "", line[0])
        yield Piece(text, line.end() - len(text))
