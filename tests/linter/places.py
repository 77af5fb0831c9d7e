"""A document around any element of the vocabulary, written from the facts alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from tests.facts import FACTS, NOT_NOTHING, SAMPLE, Fact, lxml_name
from twimlkit.linter import RULES, Context, Finding, lint

if TYPE_CHECKING:
    from collections.abc import Mapping

CONTEXTS: dict[str, Context] = {"Response": "voice", "MessagingResponse": "message"}
"""The documents, each with the context that says which it is."""


def _ways() -> dict[str, tuple[str, ...]]:
    """The names of the classes around the elements of each class, from the outside in."""
    ways: dict[str, tuple[str, ...]] = dict.fromkeys(CONTEXTS, ())
    for name in (found := list(CONTEXTS)):
        for child in FACTS[name].children:
            if child not in ways:
                ways[child] = (*ways[name], name)
                found.append(child)
    return ways


WAYS = _ways()


class Document(NamedTuple):
    """A document with one element in it that matters."""

    root: etree._Element
    node: etree._Element
    context: Context
    path: str

    @property
    def xml(self) -> str:
        return etree.tostring(self.root, encoding="unicode")

    def refused(self) -> list[Finding]:
        """What the rules find of which the vocabulary's refusals are made."""
        return refused(self.xml, self.context)


def refused(xml: str | bytes, context: Context | None = None) -> list[Finding]:
    """What the rules find of which the vocabulary's refusals are made."""
    return [finding for finding in lint(xml, context=context) if RULES[finding.rule].refused]


def node(fact: Fact, *, but: str | None = None) -> etree._Element:
    """An element with what it needs, less one attribute."""
    made = etree.Element(fact.tag)
    for xml_name in fact.required:
        if xml_name != but:
            made.set(lxml_name(xml_name), fact.legal(xml_name)[0].written)
    return made


def full(fact: Fact, *, but: str | None = None) -> etree._Element:
    """The least element that is right, less one attribute."""
    made = node(fact, but=but)
    if fact.text["use"] == "required" or fact.name in NOT_NOTHING:
        made.text = SAMPLE
    made.extend(full(FACTS[child]) for child, least in fact.least.items() for _ in range(least))
    return made


def around(fact: Fact, inner: etree._Element) -> Document:
    """A document in which an element stands where those of its class may stand."""
    way = WAYS[fact.name]
    root = inner
    for name in reversed(way):
        outer = node(FACTS[name])
        outer.text = SAMPLE if name == "Enqueue" else None
        outer.append(root)
        root = outer
    path = "/".join([*(FACTS[name].tag for name in way), inner.tag])
    return Document(root, inner, CONTEXTS[(*way, fact.name)[0]], path)


def alone(fact: Fact, attributes: Mapping[str, str] | None = None) -> Document:
    """A document around the least element that is right, with attributes by their names in XML."""
    inner = full(fact)
    for xml_name, text in (attributes or {}).items():
        inner.set(lxml_name(xml_name), text)
    return around(fact, inner)
