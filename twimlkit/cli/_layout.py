"""Lays out XML for people, without changing what Twilio reads in it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias
from xml.parsers import expat

from twimlkit._core.element import DECLARATION
from twimlkit._core.problems import too_large
from twimlkit._core.sites import content_of, document_of
from twimlkit._core.values import OneLine, escape, quote
from twimlkit._core.xml import BLANKS, read, size_of

if TYPE_CHECKING:
    from twimlkit._core.grammar import Grammar


def lay_out(xml: str | bytes) -> str:
    """Write a document with one line for each element.

    Lines are broken and indented only where the vocabulary ignores white space. Text that is spoken or sent is
    unchanged; a URL, a number or a name only loses the white space around it. An element that the vocabulary does not
    allow at its place keeps its content unchanged. Comments, processing instructions and empty lines between elements
    stay. A tag of several attributes that is too long for a line has a line for each of them. All lines end like the
    first. Where the document would be larger than Twilio accepts, it has less white space.

    Raises:
        InvalidTwiML: The document is not well-formed XML, nests too deep or is too large without white space; with the
            line and the column.
    """
    tree = read(xml)
    faults = [fault for fault in tree.faults if fault.problem.rule != "too-large"]
    if faults or tree.root is None:
        problem, place, path = (faults or tree.faults)[0]
        raise problem.error(path=path, line=place.line, column=place.column)
    document = document_of(tree.root)
    pieces = _Reader().run(tree.data)
    first, end, _ = tree.data.partition(b"\n")
    line_end = "\r\n" if end and first.endswith(b"\r") else "\n"

    def write(layout: _Layout) -> str:
        lines = [DECLARATION]
        for piece in pieces:
            is_document = isinstance(piece, _Tag) and piece.name == document.tag
            lines += _lines(piece, document.grammar() if is_document else None, layout, layout.width)
        return layout.joined(lines).replace("\n", line_end)

    *wider, least = _LAYOUTS
    text = next((text for text in map(write, wider) if not too_large(size_of(text))), None) or write(least)
    if oversize := too_large(size_of(text)):
        message = f"with the least white space {oversize.message}"
        raise oversize._replace(message=message).error(line=1, column=1)
    return text


class _Layout(NamedTuple):
    """An amount of white space.

    Attributes:
        indent: The white space before a line for each level.
        width: The number of characters of a line that a tag may fill.
        keeps_empty_lines: Whether empty lines between elements stay.
        breaks_lines: Whether each element has a line of its own.
    """

    indent: str = ""
    width: int = sys.maxsize
    keeps_empty_lines: bool = False
    breaks_lines: bool = True

    def joined(self, lines: list[str]) -> str:
        """Return the document with these lines."""
        if self.breaks_lines:
            return "".join(f"{line}\n" for line in lines)
        declaration, *others = lines
        # A comment that had a line of its own keeps it, since beside an element it would be about that.
        inside = "".join(f"\n{line}" if line.startswith(("<!", "<?")) else line for line in others)
        return f"{declaration}\n{inside.lstrip()}\n"


_INDENT: Final = "  "
_WIDTH: Final = 120
_LAYOUTS: Final = (
    _Layout(_INDENT, _WIDTH, keeps_empty_lines=True),
    _Layout(_INDENT, _WIDTH),
    _Layout(),
    _Layout(breaks_lines=False),
)
"""The layouts, each smaller than the one before it."""


# Reading.


class _Text(NamedTuple):
    """Character data: its meaning, and the same as it is written."""

    text: str
    written: str


class _Note(NamedTuple):
    """A comment or a processing instruction, as it is written."""

    written: str


class _Tag:
    """An element: its attributes as they are written, and its content."""

    __slots__ = ("attributes", "name", "pieces")

    def __init__(self, name: str, attributes: list[str]) -> None:
        pairs = zip(attributes[::2], attributes[1::2], strict=True)
        self.name = name
        self.attributes = [f'{xml_name}="{quote(value)}"' for xml_name, value in pairs]
        self.pieces: list[_Piece] = []

    @property
    def opening(self) -> str:
        """The start tag without its last bracket."""
        return " ".join([f"<{self.name}", *self.attributes])

    @property
    def written(self) -> str:
        """The element with its content unchanged."""
        return self.opening + self.around("".join(piece.written for piece in self.pieces))

    def around(self, inside: str) -> str:
        """Write what follows the attributes, around a content."""
        return f">{inside}</{self.name}>" if inside else "/>"

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
        self.parser.buffer_size = len(data) + 1  # so that no text comes in parts, in which ]]> would be overlooked
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


def _lines(piece: _Piece, grammar: Grammar | None, layout: _Layout, room: int) -> list[str]:
    """Return the lines of a piece.

    Args:
        piece: The piece.
        grammar: The grammar of an element that is allowed at its place, else None.
        layout: The layout.
        room: The number of characters that a start tag may take.
    """
    if not isinstance(piece, _Tag):
        return [piece.written]
    after, *others = _lines_after_attributes(piece, grammar, layout, room)
    bracket = "/>" if after == "/>" else ">"
    if len(piece.attributes) > 1 and len(f"{piece.opening}{bracket}") > room:
        *lines, last = [f"<{piece.name}", *(f"{2 * layout.indent}{attribute}" for attribute in piece.attributes)]
        return [*lines, last + after, *others]
    return [piece.opening + after, *others]


def _lines_after_attributes(tag: _Tag, grammar: Grammar | None, layout: _Layout, room: int) -> list[str]:
    """Return the lines of an element, of which the first begins after its attributes."""
    unchanged = [tag.around("".join(piece.written for piece in tag.pieces))]
    if grammar is None or grammar.is_spoken:
        return unchanged
    if isinstance(grammar.text, OneLine) and len(tag.pieces) == 1:
        [only] = tag.pieces
        if isinstance(only, _Text) and only.written == escape(only.text):
            return [tag.around(only.written.strip(BLANKS))]
    content = content_of(grammar, tag.content)
    if any(isinstance(each, str) for each in content) or (grammar.text is not None and not content):
        return unchanged
    inside = _lines_inside(tag, grammar, layout, room - len(layout.indent))
    if not inside:
        return [tag.around("")]
    return [">", *(layout.indent + line if line else "" for line in inside), f"</{tag.name}>"]


def _lines_inside(tag: _Tag, grammar: Grammar, layout: _Layout, room: int) -> list[str]:
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
            lines += [""] * (layout.keeps_empty_lines and bool(lines) and blank.count("\n") > 1)
            element_class = grammar.xml_children.get(piece.name) if isinstance(piece, _Tag) else None
            lines += _lines(piece, element_class.grammar() if element_class else None, layout, room)
        blank = ""
    return lines
