"""A document under the linter, and the values in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Final, NamedTuple

from twimlkit._core.codes import twilio_code
from twimlkit._core.element import Element
from twimlkit._core.problems import Problem
from twimlkit._core.sites import document_of, sites_of
from twimlkit._core.values import InvalidValue
from twimlkit._core.xml import read
from twimlkit.messaging import MessagingResponse
from twimlkit.voice import Response

if TYPE_CHECKING:
    from collections.abc import Iterator

    from twimlkit._core.grammar import Attribute
    from twimlkit._core.sites import ElementSite
    from twimlkit._core.values import Value
    from twimlkit._core.xml import Tree

    from ._finding import Context


class Inspection:
    """A document under the linter.

    Attributes:
        tree: The nodes, as far as they could be read.
        document: The class of the outermost element: that of the element, or else by the context or by its content.
        sites: All elements, each before those inside it.
        ignored: The names of the rules to ignore in an element and inside it; those for None in the whole document.
    """

    __slots__ = ("document", "ignored", "sites", "tree")

    document: type[Element]
    sites: list[ElementSite]
    tree: Tree

    def __init__(self, given: str | bytes | Element, context: Context | None = None) -> None:
        self.tree = read(given.to_xml() if isinstance(given, Element) else given, templates=True)
        root = self.tree.root
        if isinstance(given, Element):
            self.document = type(given)
        elif context:
            self.document = MessagingResponse if context == "message" else Response
        else:
            self.document = document_of(root) if root else Response
        self.sites = sites_of(root, self.document, self.tree.template) if root else []
        self.ignored: dict[ElementSite | None, set[str]] = {}
        for offset, text in self.tree.comments:
            if found := re.fullmatch(_IGNORE, text):
                number = bisect_right(self.sites, offset, key=lambda site: site.node.offset)
                site = self.sites[number] if 0 < number < len(self.sites) else None
                if site or number == 0:
                    self.ignored.setdefault(site, set()).update(re.findall(r"[\w-]+", found[1]))

    def ignores(self, rule: str, site: ElementSite | None) -> bool:
        """Tell whether a comment in the document ignores a rule at an element."""
        return any(rule in self.ignored.get(each, ()) for each in [*_lineage(site), None])


_IGNORE: Final = r"\s*twimlkit:\s*ignore\s+([\w-]+(?:[\s,]+[\w-]+)*)\s*"


def _lineage(site: ElementSite | None) -> Iterator[ElementSite]:
    """Yield an element, and those around it."""
    while site:
        yield site
        site = site.parent


def problem_at(
    site: ElementSite | None, message: str, remedy: str, *, attribute: str | None = None, code: int | None = None
) -> Problem:
    """Return a problem of an element, for the rule that finds it.

    Args:
        site: The element, or None for the document.
        message: What is wrong.
        remedy: What to write instead.
        attribute: The name in XML of the wrong attribute, or None.
        code: Twilio's code, where it is not that of the rule.
    """
    return Problem("", message, remedy, code, site.tag if site else None, attribute, part=site)


class ValueSite(NamedTuple):
    """A value in a document: that of an attribute, or the text of an element if that is one value and not speech.

    Attributes:
        site: The element.
        text: The value in XML, without the white space around it.
        value: The type of the value.
        marks: All marks of its annotation.
        attribute: The attribute, or None for the text of the element.
    """

    site: ElementSite
    text: str
    value: Value
    marks: tuple[object, ...]
    attribute: Attribute | None

    @property
    def name(self) -> str:
        """The name for messages: `<Dial> callerId`, or `the text of <Number>`."""
        tag = self.site.tag
        return f"<{tag}> {self.attribute.xml_name}" if self.attribute else f"the text of <{tag}>"

    @property
    def is_valid(self) -> bool:
        """Whether it is valid, or may be, as in `https://{{host}}/`."""
        return self.site.is_unknown(self.text) or self.kept is not None

    @property
    def kept(self) -> object:
        """The value as an element keeps it, or None where it is unknown or invalid, which `wrong-value` reports."""
        try:
            return self.value.from_xml(self.text)[0]
        except InvalidValue:
            return None

    @property
    def code(self) -> int | None:
        """Twilio's code for an invalid value of the attribute, or None."""
        return twilio_code(self.site.grammar.name, self.attribute.xml_name, "value") if self.attribute else None

    def problem(self, message: str, remedy: str, code: int | None = None) -> Problem:
        """Return a problem of the value."""
        name = self.attribute.xml_name if self.attribute else None
        return problem_at(self.site, message, remedy, attribute=name, code=code)
