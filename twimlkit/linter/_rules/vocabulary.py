"""Rules about what Twilio advises against, and about the size of a document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from twimlkit._core.docstrings import docstring_of
from twimlkit._core.element import MAX_DOCUMENT_BYTES
from twimlkit._core.names import to_xml_name
from twimlkit.linter._inspection import problem_at
from twimlkit.linter._rule import document_rule, element_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from twimlkit._core.element import Element
    from twimlkit._core.problems import Problem
    from twimlkit._core.sites import ElementSite
    from twimlkit.linter._inspection import Inspection

_LARGE: Final = MAX_DOCUMENT_BYTES * 3 // 4


@document_rule("large-document", "advice")
def _large_document(inspection: Inspection) -> Iterator[Problem]:
    """A document of more than 48 KiB, near the 64 KiB that Twilio accepts at most."""
    size = inspection.tree.size
    if not inspection.tree.template and _LARGE < size <= MAX_DOCUMENT_BYTES:
        remedy = f"Twilio accepts at most {MAX_DOCUMENT_BYTES} bytes; a Redirect to a second document makes room"
        yield problem_at(None, f"the document is {size} bytes long", remedy)


@element_rule("deprecated-element", "advice", where=lambda element_class: element_class.deprecated)
def _deprecated_element(site: ElementSite) -> Iterator[Problem]:
    """An element that Twilio advises against."""
    if site.element_class:
        summary = docstring_of(site.element_class).summary.removesuffix(".")
        remedy = f"do without it ({summary[:1].lower()}{summary[1:]})" if summary else "do without it"
        yield problem_at(site, f"<{site.tag}> is deprecated", remedy)


def _has_deprecated(element_class: type[Element]) -> bool:
    return any(attribute.deprecated for attribute in element_class.grammar().attributes.values())


@element_rule("deprecated-attribute", "advice", where=_has_deprecated)
def _deprecated_attribute(site: ElementSite) -> Iterator[Problem]:
    """An attribute that Twilio advises against."""
    declared = site.declared
    for name in site.attributes:
        attribute = declared.get(name)
        if attribute and attribute.deprecated and site.element_class:
            remedy = docstring_of(site.element_class).deprecations.get(attribute.name) or "do without it"
            remedy = re.sub("`(.+?)`", lambda found: to_xml_name(found[1]), remedy)
            yield problem_at(site, f"<{site.tag}> {name} is deprecated", remedy, attribute=name)
