"""Mutations of the XML itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from hypothesis import assume
from hypothesis import strategies as st

from twimlkit._core.element import MAX_DEPTH, MAX_DOCUMENT_BYTES
from twimlkit._core.vocabulary import documents
from twimlkit._core.xml import Node, size_of
from twimlkit.strategies._mutation import misspellings, mutation, xml_mutation

if TYPE_CHECKING:
    from twimlkit._core.grammar import Grammar
    from twimlkit.strategies._mutation import Site

# Elements write > and quotation marks in values as references, so these stand only where a tag or a value ends.
_OPENING: Final = "<[A-Za-z](?:[^>]*[^/>])?>"
_CLOSING: Final = "</([^>]+)>"
_ATTRIBUTE: Final = '( [^ <>=]+=)"([^"<>]*)"(?=[^<>]*[^?<>]>)'


def _edited(site: Site, pattern: str, template: str) -> str:
    """Return the XML with one match of a pattern replaced by a template."""
    matches = list(re.finditer(pattern, site.xml))
    assume(matches)
    match: re.Match[str] = site.choose(matches)
    return match.string[: match.start()] + match.expand(template) + match.string[match.end() :]


# XML that is not well-formed.


@xml_mutation("malformed")
def _cut_short(site: Site) -> tuple[str, str]:
    length = len(site.xml)
    end = length - site.draw(st.integers(1, length))
    return site.xml[:end], f"it ends after {end} of {length} characters"


@xml_mutation("malformed")
def _left_open(site: Site) -> tuple[str, str]:
    return _edited(site, _CLOSING, ""), "a closing tag was left out"


@xml_mutation("malformed")
def _closed_otherwise(site: Site) -> tuple[str, str]:
    return _edited(site, _CLOSING, r"</\1s>"), "a closing tag got another name"


@xml_mutation("malformed")
def _bare_ampersand(site: Site) -> tuple[str, str]:
    return _edited(site, _OPENING, r"\g<0>a & b"), "a text with & was put in as it is"


@xml_mutation("malformed")
def _bare_less_than(site: Site) -> tuple[str, str]:
    return _edited(site, _ATTRIBUTE, r'\1"<\2"'), "a value got a < as it is"


@xml_mutation("malformed")
def _undefined_entity(site: Site) -> tuple[str, str]:
    return _edited(site, _OPENING, r"\g<0>&nbsp;"), "a text got &nbsp;, which XML does not know"


@xml_mutation("malformed")
def _control_character(site: Site) -> tuple[str, str]:
    written = site.choose(["&#0;", "&#8;", "\0", "\b", "\ufffe"])
    return _edited(site, _OPENING, rf"\g<0>{written}"), f"a text got {written!r}, which XML cannot hold"


@xml_mutation("malformed")
def _without_quotes(site: Site) -> tuple[str, str]:
    return _edited(site, _ATTRIBUTE, r"\1\2"), "the quotes around a value were left out"


@xml_mutation("malformed")
def _given_twice(site: Site) -> tuple[str, str]:
    return _edited(site, _ATTRIBUTE, r"\g<0>\g<0>"), "an attribute was given twice"


@xml_mutation("malformed")
def _dashes_in_comment(site: Site) -> tuple[str, str]:
    return _edited(site, _OPENING, r"\g<0><!-- a -- b -->"), "a comment with -- was put in"


@xml_mutation("malformed")
def _more_after_it(site: Site) -> tuple[str, str]:
    more = site.choose(["<Response/>", "a"])
    return site.xml + more, f"{more} was put after the end"


@xml_mutation("malformed")
def _document_type(site: Site) -> tuple[str, str]:
    return site.xml.replace("?>", "?><!DOCTYPE Response>", 1), "a document type declaration was put in"


@xml_mutation("malformed")
def _unknown_encoding(site: Site) -> tuple[str, str]:
    return site.xml.replace("UTF-8", "UTF-9", 1), "it declares an encoding that does not exist"


@xml_mutation("malformed")
def _other_encoding(site: Site) -> tuple[bytes, str]:
    xml = _edited(site, _OPENING, "\\g<0><!-- \xe9 -->")
    return xml.encode("latin-1", "xmlcharrefreplace"), "it is written in Latin-1, and declares UTF-8"


# The document as a whole.


@xml_mutation("blank-before-declaration")
def _blank_before(site: Site) -> tuple[str, str]:
    return site.choose(["\n", " ", "\r\n\t"]) + site.xml, "white space was put before it"


@xml_mutation("too-large")
def _too_large(site: Site) -> tuple[str, str]:
    return _of_size(site, MAX_DOCUMENT_BYTES + 1)


@xml_mutation("large-document")
def _large(site: Site) -> tuple[str, str]:
    return _of_size(site, site.draw(st.integers(MAX_DOCUMENT_BYTES * 3 // 4 + 1, MAX_DOCUMENT_BYTES)))


@xml_mutation("inline-size")
def _large_inline(site: Site) -> tuple[str, str]:
    return _of_size(site, 4001)


def _of_size(site: Site, size: int) -> tuple[str, str]:
    blanks = " " * (size - size_of(site.xml))
    assume(blanks)
    return site.xml + blanks, f"white space was put after it, up to {size} bytes"


def _nests(grammar: Grammar) -> bool:
    return any(child.grammar() is grammar for child in grammar.child_classes)


@mutation("too-deep", where=_nests)
def _too_deep(site: Site) -> str:
    node = site.node
    for _ in range(MAX_DEPTH):
        inner = Node(node.tag, dict(node.attributes), 0)
        node.children.append(inner)
        node = inner
    return f"{MAX_DEPTH} {site.name} were put inside each other"


@mutation("wrong-root", on=documents())
def _wrong_root(site: Site) -> str:
    site.node.tag = site.choose([*misspellings(site.node.tag), *site.grammar.xml_children])
    return f"{site.name} became <{site.node.tag}>"
