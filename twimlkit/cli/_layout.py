"""Lays out XML for people, without changing what Twilio reads in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias
from xml.parsers import expat

from twimlkit._core.element import DECLARATION
from twimlkit._core.sites import content_of, document_of
from twimlkit._core.values import OneLine, escape, quote
from twimlkit._core.xml import BLANKS, read

if TYPE_CHECKING:
    from twimlkit._core.grammar import Grammar

_INDENT: Final = "  "


def lay_out(xml: str | bytes) -> str:
    """Write a document with one line for each element.

    Lines are broken and indented only where the vocabulary ignores white space. Text that is spoken or sent is
    unchanged; a URL, a number or a name only loses the white space around it. An element that the vocabulary does not
    allow at its place keeps its content unchanged. Comments, processing instructions and empty lines between elements
    stay. All lines end like the first.

    Raises:
        InvalidTwiML: The document is not well-formed XML or nests too deep; with the line and the column.
    """
    tree = read(xml)
    faults = [fault for fault in tree.faults if fault.problem.rule != "too-large"]
    if faults or tree.root is None:
        problem, place, path = (faults or tree.faults)[0]
        raise problem.error(path=path, line=place.line, column=place.column)
    document = document_of(tree.root)
    lines = [DECLARATION]
    for piece in _Reader().run(tree.data):
        is_document = isinstance(piece, _Tag) and piece.name == document.tag
        lines += _lines(piece, document.grammar() if is_document else None)
    text = "".join(f"{line}\n" for line in lines)
    first, end, _ = tree.data.partition(b"\n")
    return text.replace("\n", "\r\n") if end and first.endswith(b"\r") else text


# Reading.


class _Text(NamedTuple):
    """Character data: its meaning, and the same as it is written."""

    text: str
    written: str


class _Note(NamedTuple):
    """A comment or a processing instruction, as it is written."""

    written: str


class _Tag:
    """An element: its start tag without the last bracket, and its content."""

    __slots__ = ("name", "opening", "pieces")

    def __init__(self, name: str, attributes: list[str]) -> None:
        pairs = zip(attributes[::2], attributes[1::2], strict=True)
        self.name = name
        self.opening = f"<{name}" + "".join(f' {xml_name}="{quote(value)}"' for xml_name, value in pairs)
        self.pieces: list[_Piece] = []

    @property
    def written(self) -> str:
        """The element with its content unchanged."""
        return self.around("".join(piece.written for piece in self.pieces))

    def around(self, inside: str) -> str:
        """Write the element around a content."""
        return f"{self.opening}>{inside}</{self.name}>" if inside else f"{self.opening}/>"

    @property
    def content(self) -> list[str | _Tag]:
        """The texts and elements, as if there were no comments."""
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
    """An expat parser that collects all pieces of a well-formed document."""

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
        """Return the outermost element, and the comments and processing instructions around it."""
        try:
            self.parser.Parse(data, True)  # noqa: FBT003  # it accepts no keywords
        finally:
            del self.parser  # which refers to the reader, as the reader refers to it
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


# Writing.


def _lines(piece: _Piece, grammar: Grammar | None) -> list[str]:
    """Return the lines of a piece.

    Args:
        piece: The piece.
        grammar: The grammar of an element that is allowed at its place, else None.
    """
    if not isinstance(piece, _Tag) or grammar is None or grammar.is_spoken:
        return [piece.written]
    if isinstance(grammar.text, OneLine) and len(piece.pieces) == 1:
        [only] = piece.pieces
        if isinstance(only, _Text) and only.written == escape(only.text):
            return [piece.around(only.written.strip(BLANKS))]
    content = content_of(grammar, piece.content)
    if any(isinstance(each, str) for each in content) or (grammar.text is not None and not content):
        return [piece.written]
    inside = _lines_inside(piece, grammar)
    if not inside:
        return [piece.around("")]
    return [f"{piece.opening}>", *(_INDENT + line if line else "" for line in inside), f"</{piece.name}>"]


def _lines_inside(tag: _Tag, grammar: Grammar) -> list[str]:
    """Return the lines of the content of an element that ignores white space."""
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
            element_class = grammar.xml_children.get(piece.name) if isinstance(piece, _Tag) else None
            lines += _lines(piece, element_class.grammar() if element_class else None)
        blank = ""
    return lines
