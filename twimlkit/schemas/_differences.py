"""The differences between the schemas and the classes."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple, TypeAlias

Language: TypeAlias = Literal["rng", "xsd"]
"""A schema language: RELAX NG or XSD 1.0."""


class Difference(NamedTuple):
    """A rule that schemas and classes apply differently.

    Attributes:
        name: A short name.
        rule: The rule of the classes, and of `parse`.
        languages: The languages whose schema has another rule.
        reason: The reason for it.
    """

    name: str
    rule: str
    languages: tuple[Language, ...]
    reason: str


DIFFERENCES: Final = (
    Difference(
        "text-beside-elements",
        "text beside elements must have the same form as text alone",
        ("rng", "xsd"),
        "neither language can restrict the text of mixed content",
    ),
    Difference(
        "one-text",
        "text beside elements must be in one piece, except in speech",
        ("rng", "xsd"),
        "in mixed content text may stand anywhere",
    ),
    Difference(
        "text-alone",
        "text alone must have its form, in an element that may also hold elements",
        ("xsd",),
        "in XSD such an element has mixed content, even where it holds only text",
    ),
    Difference(
        "text-or-elements",
        "some elements must not stand beside text",
        ("xsd",),
        "the content of a type of XSD is always mixed, or never",
    ),
    Difference(
        "counts",
        "the number of children of several classes is limited, in any order",
        ("xsd",),
        "a content model of XSD 1.0 can count one kind of element among others, but not several",
    ),
    Difference(
        "checks",
        "an element must pass the check of its class",
        ("rng", "xsd"),
        "checks are written in Python; the schemas have them in the documentation of the element",
    ),
    Difference(
        "xml-attributes",
        "xml:lang may be required, must have its form, and is the only attribute with the prefix xml",
        ("xsd",),
        "XSD declares the attributes of each namespace in a file of its own; this one allows all with the prefix xml",
    ),
    Difference(
        "xsi-attributes",
        "attributes in the namespace of XSD are not allowed",
        ("xsd",),
        "XSD allows them in every element, where they name the schema of the document",
    ),
    Difference(
        "namespaces",
        "namespaces must not be declared",
        ("rng", "xsd"),
        "both languages ignore declarations of namespaces that no name uses",
    ),
    Difference(
        "doctype",
        "a document type declaration is not allowed",
        ("rng", "xsd"),
        "both languages see only elements",
    ),
    Difference(
        "size",
        "a document has at most 64 KiB",
        ("rng", "xsd"),
        "neither language can count bytes",
    ),
    Difference(
        "depth",
        "elements nest at most 64 levels deep",
        ("rng", "xsd"),
        "neither language can count levels without a copy of each element for each level",
    ),
    Difference(
        "digits",
        "a number must not have more digits than a float keeps",
        ("rng", "xsd"),
        "neither language can compare a number with its float",
    ),
    Difference(
        "white-space",
        "any white space of Unicode may stand around words and numbers, and between the items of a list",
        ("rng", "xsd"),
        "the words, numbers and lists of both languages allow only the white space of XML",
    ),
    Difference(
        "blank-text",
        "required text that is spoken or sent may be only white space",
        ("rng",),
        "libxml2, which lxml and xmllint use, skips such text in elements with several attributes",
    ),
    Difference(
        "cdata",
        "white space between elements may stand in a CDATA section",
        ("xsd",),
        "libxml2 treats every such section as text",
    ),
)
"""The rules that schemas and classes apply differently.

The schemas are stricter than the classes only in white-space, blank-text and cdata.
"""
