"""Rules about the document as a whole: its XML, its size, its depth and its outermost element."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from twimlkit.element import DEEPEST, LARGEST
from twimlkit.errors import TooLarge
from twimlkit.parser import Place

from .findings import Complaint, document_rule
from .inspection import local_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .inspection import Inspection, Spot

__all__: list[str] = []

_LARGE: Final = LARGEST * 3 // 4


@document_rule("malformed", "error", 12100, refused=True)
def _malformed(inspection: Inspection) -> Iterator[Complaint]:
    """XML that is not well-formed, not in the encoding that it declares, or has a document type declaration."""
    fault = inspection.tree.fault
    if fault and not isinstance(fault, TooLarge):
        problem, _, remedy = fault.problem.partition(": ")
        place = Place(fault.line or 1, fault.column or 1)
        yield Complaint(problem, remedy or "write well-formed XML", None, place=place)


@document_rule("blank-before-declaration", "error", 12100, refused=True)
def _blank_before_declaration(inspection: Inspection) -> Iterator[Complaint]:
    """White space before the XML declaration."""
    if inspection.early:
        problem = "the XML declaration has white space before it"
        yield Complaint(problem, "begin the document with <?xml", None, place=inspection.early)


@document_rule("too-large", "error", 11750, refused=True)
def _too_large(inspection: Inspection) -> Iterator[Complaint]:
    """A document of more than 64 KiB."""
    if inspection.size > LARGEST:
        yield _about_size(inspection, f"write at most {LARGEST}, as with a Redirect to a second document")


@document_rule("large-document", "advice")
def _large_document(inspection: Inspection) -> Iterator[Complaint]:
    """A document of more than 48 KiB, not far from the 64 KiB that Twilio takes at the most."""
    if _LARGE < inspection.size <= LARGEST:
        yield _about_size(inspection, f"Twilio takes at most {LARGEST}; a Redirect to a second document makes room")


def _about_size(inspection: Inspection, remedy: str) -> Complaint:
    return Complaint(f"the document is {inspection.size} bytes long", remedy, _root_of(inspection))


@document_rule("too-deep", "error", refused=True)
def _too_deep(inspection: Inspection) -> Iterator[Complaint]:
    """Elements that nest deeper than 64 levels."""
    if isinstance(inspection.tree.fault, TooLarge):
        problem = f"the document nests deeper than {DEEPEST} levels, and is not read any further"
        yield Complaint(problem, "let fewer elements stand inside each other", inspection.spots[-1])


@document_rule("wrong-root", "error", 12102, refused=True)
def _wrong_root(inspection: Inspection) -> Iterator[Complaint]:
    """An outermost element that is not Response."""
    root = _root_of(inspection)
    wanted = inspection.document._tag
    if root and local_name(root.node.tag) != wanted:
        fits_inside = root.kind in inspection.document.grammar().classes
        remedy = f"put it into a {wanted}" if fits_inside else f"write {wanted}"
        yield Complaint(f"<{root.node.tag}> cannot be the outermost element", remedy, root)


def _root_of(inspection: Inspection) -> Spot | None:
    """The outermost element, or None where none could be read."""
    return inspection.spots[0] if inspection.spots else None
