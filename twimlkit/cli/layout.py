"""Lays XML out for people to read, without changing anything that Twilio reads in it."""

from __future__ import annotations

from typing import Any, Final, NamedTuple, TypeAlias
from xml.parsers import expat

from twimlkit.element import DECLARATION
from twimlkit.errors import InvalidTwiML
from twimlkit.parser import BLANKS, Form, document_of, form_of, read
from twimlkit.values import OneLine, escape, quote

__all__ = ["lay_out"]

_INDENT: Final = "  "


def lay_out(xml: str | bytes) -> str:
    """Writes a document with a line for each element, and all else as it is.

    An element is indented inside where the vocabulary says that white space does not count there; text that is spoken
    or sent is kept to the last character, and a URL, a number or a name only loses the white space around it. What is
    inside an element that the vocabulary does not know at its place stays as it is. Comments and processing
    instructions keep their places, and an empty line between elements stays. Lines end as the first one did.

    Raises InvalidTwiML, with the line and the column, where the document is not well-formed XML or nests too deep.
    """
    tree = read(xml)
    if tree.fault or not tree.root:
        raise tree.fault or InvalidTwiML("the document is empty")
    kind = document_of(tree.root)
    lines = [DECLARATION]
    for piece in _Reader().run(tree.data):
        known = isinstance(piece, _Tag) and piece.name == kind._tag
        lines += _lines(piece, form_of(kind) if known else None)
    text = "".join(f"{line}\n" for line in lines)
    first, end, _ = tree.data.partition(b"\n")
    return text.replace("\n", "\r\n") if end and first.endswith(b"\r") else text


# What stands in the XML.


class _Text(NamedTuple):
    """Is character data: what it says, and how it is written."""

    text: str
    written: str


class _Note(NamedTuple):
    """Is a comment or a processing instruction, as it is written."""

    written: str


class _Tag:
    """Is an element: the beginning of how it is written, without the last bracket, and what is inside."""

    __slots__ = ("name", "opening", "pieces")

    name: str
    opening: str
    pieces: list[_Piece]

    def __init__(self, name: str, attributes: list[str]) -> None:
        pairs = zip(attributes[::2], attributes[1::2], strict=True)
        self.name = name
        self.opening = f"<{name}" + "".join(f' {wire}="{quote(value)}"' for wire, value in pairs)
        self.pieces = []

    @property
    def written(self) -> str:
        """The element with all inside as it is."""
        return self.around("".join(piece.written for piece in self.pieces))

    def around(self, inside: str) -> str:
        """The element with something inside."""
        return f"{self.opening}>{inside}</{self.name}>" if inside else f"{self.opening}/>"

    @property
    def content(self) -> list[str | _Tag]:
        """The texts and elements inside, as they are between the comments."""
        content: list[str | _Tag] = []
        for piece in self.pieces:
            if isinstance(piece, _Tag):
                content.append(piece)
            elif isinstance(piece, _Text):
                before = content.pop() if content and isinstance(content[-1], str) else ""
                content.append(f"{before}{piece.text}")
        return content


_Piece: TypeAlias = "_Text | _Note | _Tag"


class _Reader:
    """Lets expat run over a document that is well-formed, and collects all that is in it."""

    def __init__(self) -> None:
        self.open = [_Tag("", [])]
        self.section: str | None = None
        self.parser = parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.ordered_attributes = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        parser.StartCdataSectionHandler = self.start_section
        parser.EndCdataSectionHandler = self.end_section
        parser.CommentHandler = self.comment
        parser.ProcessingInstructionHandler = self.instruction

    def run(self, data: bytes) -> list[_Piece]:
        """The outermost element, and the comments and processing instructions around it."""
        try:
            self.parser.Parse(data, True)  # noqa: FBT003  # it takes no keywords
        finally:
            del self.parser  # which holds the reader, as the reader holds it
        return self.open[0].pieces

    def add(self, piece: _Piece) -> None:
        self.open[-1].pieces.append(piece)

    def start(self, name: str, attributes: Any) -> None:
        tag = _Tag(name, attributes)
        self.add(tag)
        self.open.append(tag)

    def end(self, _: str) -> None:
        self.open.pop()

    def text(self, text: str) -> None:
        if self.section is None:
            self.add(_Text(text, escape(text)))
        else:
            self.section += text

    def start_section(self) -> None:
        self.section = ""

    def end_section(self) -> None:
        text = self.section or ""
        self.section = None
        self.add(_Text(text, f"<![CDATA[{text}]]>"))

    def comment(self, text: str) -> None:
        self.add(_Note(f"<!--{text}-->"))

    def instruction(self, target: str, text: str) -> None:
        self.add(_Note(f"<?{target} {text}?>" if text else f"<?{target}?>"))


# How it is laid out.


def _lines(piece: _Piece, form: Form | None) -> list[str]:
    """The lines of a piece, of which the first is to be indented; form: what may stand in it, where that is known."""
    if not isinstance(piece, _Tag) or form is None or form.is_spoken:
        return [piece.written]
    if isinstance(form.grammar.text, OneLine) and len(piece.pieces) == 1:
        [only] = piece.pieces
        if isinstance(only, _Text) and only.written == escape(only.text):
            return [piece.around(only.written.strip(BLANKS))]
    content = form.content(piece.content)
    if any(isinstance(each, str) for each in content) or (form.has_text and not content):
        return [piece.written]
    inside = _lines_inside(piece, form)
    if not inside:
        return [piece.around("")]
    return [f"{piece.opening}>", *(_INDENT + line if line else "" for line in inside), f"</{piece.name}>"]


def _lines_inside(tag: _Tag, form: Form) -> list[str]:
    """The lines of what is inside an element where white space does not count."""
    lines: list[str] = []
    blank = ""
    for piece in tag.pieces:
        if isinstance(piece, _Text):
            blank += piece.text
            continue
        if isinstance(piece, _Note) and lines and "\n" not in blank:
            lines[-1] += f" {piece.written}"  # a comment beside an element is about that element
        else:
            lines += [""] * (bool(lines) and blank.count("\n") > 1)
            kind = form.kinds.get(piece.name) if isinstance(piece, _Tag) else None
            lines += _lines(piece, form_of(kind) if kind else None)
        blank = ""
    return lines
