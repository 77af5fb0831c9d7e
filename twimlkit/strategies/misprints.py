"""Mistakes in the XML itself, whatever it says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from hypothesis import assume
from hypothesis import strategies as st

from twimlkit.element import DEEPEST, LARGEST
from twimlkit.parser import DOCUMENTS, Node, size_of

from .mistakes import misprint, misspellings, mistake

if TYPE_CHECKING:
    from twimlkit.parser import Form

    from .mistakes import Place

__all__: list[str] = []

# Elements write > and quotation marks in values as references, so these stand only where a tag or a value ends.
_OPENING: Final = "<[A-Za-z](?:[^>]*[^/>])?>"
_CLOSING: Final = "</([^>]+)>"
_ATTRIBUTE: Final = '( [^ <>=]+=)"([^"<>]*)"(?=[^<>]*[^?<>]>)'


def _edited(place: Place, pattern: str, template: str) -> str:
    """The XML, with one match of a pattern made what a template says."""
    matches = list(re.finditer(pattern, place.xml))
    assume(matches)
    match: re.Match[str] = place.choose(matches)
    return match.string[: match.start()] + match.expand(template) + match.string[match.end() :]


# XML that is not well-formed.


@misprint("malformed")
def _cut_short(place: Place) -> tuple[str, str]:
    length = len(place.xml)
    end = length - place.draw(st.integers(1, length))
    return place.xml[:end], f"it ends after {end} of {length} characters"


@misprint("malformed")
def _left_open(place: Place) -> tuple[str, str]:
    return _edited(place, _CLOSING, ""), "a closing tag was left out"


@misprint("malformed")
def _closed_otherwise(place: Place) -> tuple[str, str]:
    return _edited(place, _CLOSING, r"</\1s>"), "a closing tag got another name"


@misprint("malformed")
def _bare_ampersand(place: Place) -> tuple[str, str]:
    return _edited(place, _OPENING, r"\g<0>a & b"), "a text with & was put in as it is"


@misprint("malformed")
def _bare_less_than(place: Place) -> tuple[str, str]:
    return _edited(place, _ATTRIBUTE, r'\1"<\2"'), "a value got a < as it is"


@misprint("malformed")
def _undefined_entity(place: Place) -> tuple[str, str]:
    return _edited(place, _OPENING, r"\g<0>&nbsp;"), "a text got &nbsp;, which XML does not know"


@misprint("malformed")
def _control_character(place: Place) -> tuple[str, str]:
    written = place.choose(["&#0;", "&#8;", "\0", "\b", "\ufffe"])
    return _edited(place, _OPENING, rf"\g<0>{written}"), f"a text got {written!r}, which XML cannot hold"


@misprint("malformed")
def _without_quotes(place: Place) -> tuple[str, str]:
    return _edited(place, _ATTRIBUTE, r"\1\2"), "the quotes around a value were left out"


@misprint("malformed")
def _given_twice(place: Place) -> tuple[str, str]:
    return _edited(place, _ATTRIBUTE, r"\g<0>\g<0>"), "an attribute was given twice"


@misprint("malformed")
def _dashes_in_comment(place: Place) -> tuple[str, str]:
    return _edited(place, _OPENING, r"\g<0><!-- a -- b -->"), "a comment with -- was put in"


@misprint("malformed")
def _more_after_it(place: Place) -> tuple[str, str]:
    more = place.choose(["<Response/>", "a"])
    return place.xml + more, f"{more} was put after the end"


@misprint("malformed")
def _document_type(place: Place) -> tuple[str, str]:
    return place.xml.replace("?>", "?><!DOCTYPE Response>", 1), "a document type declaration was put in"


@misprint("malformed")
def _unknown_encoding(place: Place) -> tuple[str, str]:
    return place.xml.replace("UTF-8", "UTF-9", 1), "it declares an encoding that does not exist"


@misprint("malformed")
def _other_encoding(place: Place) -> tuple[bytes, str]:
    xml = _edited(place, _OPENING, "\\g<0><!-- \xe9 -->")
    return xml.encode("latin-1", "xmlcharrefreplace"), "it is written in Latin-1, and declares UTF-8"


# The document as a whole.


@misprint("blank-before-declaration")
def _blank_before(place: Place) -> tuple[str, str]:
    return place.choose(["\n", " ", "\r\n\t"]) + place.xml, "white space was put before it"


@misprint("too-large")
def _too_large(place: Place) -> tuple[str, str]:
    return _of_size(place, LARGEST + 1)


@misprint("large-document")
def _large(place: Place) -> tuple[str, str]:
    return _of_size(place, place.draw(st.integers(LARGEST * 3 // 4 + 1, LARGEST)))


@misprint("inline-size")
def _large_inline(place: Place) -> tuple[str, str]:
    return _of_size(place, 4001)


def _of_size(place: Place, size: int) -> tuple[str, str]:
    blanks = " " * (size - size_of(place.xml))
    assume(blanks)
    return place.xml + blanks, f"white space was put after it, up to {size} bytes"


def _nests(form: Form) -> bool:
    return form.kind in form.grammar.classes


@mistake("too-deep", where=_nests)
def _too_deep(place: Place) -> str:
    node = place.node
    for _ in range(DEEPEST):
        inner = Node(node.tag, dict(node.attributes), 0)
        node.children.append(inner)
        node = inner
    return f"{DEEPEST} {place.name} were put inside each other"


@mistake("wrong-root", on=DOCUMENTS)
def _wrong_root(place: Place) -> str:
    place.node.tag = place.choose([*misspellings(place.node.tag), *place.form.kinds])
    return f"{place.name} became <{place.node.tag}>"
