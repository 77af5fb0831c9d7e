"""The documentation of an element, from the docstrings of its class."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from twimlkit._core.docstrings import docstring_of
from twimlkit._core.names import to_xml_name

if TYPE_CHECKING:
    from twimlkit._core.element import Element


class Documentation(NamedTuple):
    """The documentation of an element, with names as in XML.

    Attributes:
        summary: The first paragraph.
        rule: The rule of the class's own `check`, or None.
        page: The URL of Twilio's page, or None.
        attributes: The text about each attribute, by its name in Python.
        defaults: The default of each attribute that has one, as written, by its name in Python.
        lines: All that a schema tells about the element itself.
    """

    summary: str
    rule: str | None
    page: str | None
    attributes: dict[str, str]
    defaults: dict[str, str]
    lines: list[str]


def documentation_of(element_class: type[Element]) -> Documentation:
    """Return the documentation of an element."""
    docstring, grammar = docstring_of(element_class), element_class.grammar()
    summary = to_xml_names(docstring.summary)
    rule = element_class.check.__doc__ if grammar.has_check else None
    attributes = {name: to_xml_names(docstring.parameters.get(name, "")) for name in grammar.attributes}
    lines = [summary, rule, "Deprecated." if element_class.deprecated else None, docstring.page]
    return Documentation(summary, rule, docstring.page, attributes, docstring.defaults, list(filter(None, lines)))


def to_xml_names(text: str) -> str:
    """Write the backquoted names of a docstring, and its words True and False, as in XML."""
    text = re.sub("`([a-z_]+)`", lambda found: f"`{to_xml_name(found[1])}`", text)
    return re.sub(r"\b(True|False)\b", lambda found: found[0].lower(), text)
