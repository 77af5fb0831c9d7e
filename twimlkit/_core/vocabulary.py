"""The vocabulary as a whole: all classes, where each may stand, and the names that it no longer has."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, TypedDict

from .data import read_data
from .element import Document

if TYPE_CHECKING:
    from .element import Element


@functools.cache
def documents() -> tuple[type[Document], ...]:
    """Return the classes of whole documents that twimlkit declares."""
    package = __name__.partition(".")[0]
    return tuple(each for each in Document.__subclasses__() if each.__module__.partition(".")[0] == package)


@functools.cache
def element_classes() -> tuple[type[Element], ...]:
    """Return the classes of all elements, those near the root first."""
    found: list[type[Element]] = list(documents())
    for element_class in found:
        found += [child for child in element_class.grammar().child_limits if child not in found]
    return tuple(found)


@functools.cache
def classes_by_tag() -> dict[str, type[Element]]:
    """Return the classes of all elements by their names in XML; of two with one name, the one nearer to the root."""
    return {each.tag: each for each in reversed(element_classes())}


@functools.cache
def inner_classes() -> dict[str, type[Element]]:
    """Return the classes of all elements but documents by their names in XML."""
    return {tag: each for tag, each in classes_by_tag().items() if not each.is_document}


@functools.cache
def _parents() -> dict[type[Element], list[type[Element]]]:
    parents: dict[type[Element], list[type[Element]]] = {}
    for parent in element_classes():
        for child in parent.grammar().child_limits:
            parents.setdefault(child, []).append(parent)
    return parents


def places_of(element: str | type[Element]) -> list[type[Element]]:
    """Return the classes that may hold elements of a name in XML, or of a class."""
    return [parent for child, parents in _parents().items() if element in (child, child.tag) for parent in parents]


def title_of(element_class: type[Element]) -> str:
    """Name a class in XML: where two share a name, with the elements around it."""
    alike = [other for other in element_classes() if other.tag == element_class.tag]
    if len(alike) == 1:
        return element_class.tag
    if element_class.is_document:
        return f"the {element_class.tag} to a {'call' if element_class is alike[0] else 'message'}"
    return f"{element_class.tag} in {', '.join(dict.fromkeys(map(title_of, places_of(element_class))))}"


# Names of Twilio's old schema and misprints of its libraries.


class _Legacy(TypedDict):
    typos: dict[str, dict[str, str]]
    attributes: dict[str, dict[str, str | None]]
    elements: dict[str, str | None]


def _legacy() -> _Legacy:
    legacy: _Legacy = read_data("_core/legacy.json")
    return legacy


def old_elements() -> dict[str, str | None]:
    """Return the elements of the old schema alone, each with its replacement, or None."""
    return _legacy()["elements"]


def old_attributes(tag: str) -> dict[str, str | None]:
    """Return the attributes that only the old schema gives an element, each with its replacement, or None."""
    return _legacy()["attributes"].get(tag, {})


def typos(tag: str) -> dict[str, str]:
    """Return the names of an element's attributes that Twilio's libraries misspell, each with the right one."""
    return _legacy()["typos"].get(tag, {})
