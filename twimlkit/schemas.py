"""Writes the vocabulary as schemas: RELAX NG, XSD and JSON, for editors, other languages and tools.

    xmllint --noout --relaxng twiml.rng answer.xml
    xmllint --noout --schema twiml.xsd answer.xml

All three say what the signatures of the classes say, with the lines of their docstrings. Where a schema language cannot
say a rule, the difference stands in DIFFERENCES.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias
from xml.etree import ElementTree as ET

from .element import Element
from .grammar import prose, reachable, wire_name
from .parser import DOCUMENTS
from .values import (
    _DECIMAL,
    _SCHEMES,
    _WEB_SCHEMES,
    _WHOLE,
    LARGEST,
    Address,
    Boolean,
    Items,
    Number,
    OneLine,
    OneOf,
    Text,
    Value,
    Whole,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from .grammar import Attribute, Grammar
    from .values import Separated

__all__ = [
    "DIFFERENCES",
    "Difference",
    "Language",
    "description",
    "relax_ng",
    "xsd",
]

Language: TypeAlias = Literal["rng", "xsd"]
"""A schema language: RELAX NG or XSD 1.0."""


class Difference(NamedTuple):
    """Names a rule that schemas do not have as the classes have it.

    name: a short name; rule: what the classes, and `parse`, want.
    languages: those in which a schema says something else.
    reason: why it does.
    """

    name: str
    rule: str
    languages: tuple[Language, ...]
    reason: str


DIFFERENCES: Final = (
    Difference(
        "text-beside-elements",
        "a text beside elements has the same form as a text alone",
        ("rng", "xsd"),
        "neither language can say of mixed content what its text is",
    ),
    Difference(
        "one-text",
        "a text beside elements is in one piece, but for what is spoken",
        ("rng", "xsd"),
        "in mixed content text may stand anywhere",
    ),
    Difference(
        "text-alone",
        "a text alone has its form, in an element that may also hold elements",
        ("xsd",),
        "what may hold both has mixed content in XSD, whatever it does hold",
    ),
    Difference(
        "text-or-elements",
        "some elements do not go with text",
        ("xsd",),
        "content is mixed or is not in XSD; what is there cannot decide it",
    ),
    Difference(
        "counts",
        "of each of several kinds of elements there are at most so many, in any order",
        ("xsd",),
        "a content model of XSD 1.0 can count one kind among others, and not several",
    ),
    Difference(
        "checks",
        "an element passes the check of its class",
        ("rng", "xsd"),
        "it is written in Python; the schemas tell of it in the documentation of the element",
    ),
    Difference(
        "xml-attributes",
        "xml:lang is there where it must be, has a form, and is the only attribute whose name begins with xml:",
        ("xsd",),
        "XSD declares attributes of another namespace in another file; in this one, all of XML's own pass unseen",
    ),
    Difference(
        "xsi-attributes",
        "no attribute is of the namespace of XSD",
        ("xsd",),
        "XSD allows them in every element, where they name the schema of the document",
    ),
    Difference(
        "namespaces",
        "no namespace is declared",
        ("rng", "xsd"),
        "to both languages a declaration is no attribute, and means nothing until a name uses it",
    ),
    Difference(
        "doctype",
        "there is no document type declaration",
        ("rng", "xsd"),
        "both languages look at nothing but elements",
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
        "neither language can count levels, but with a copy of each element for each of them",
    ),
    Difference(
        "digits",
        "a number has no more digits than a float keeps",
        ("rng", "xsd"),
        "neither language can compare a number with what is left of it in a float",
    ),
    Difference(
        "white-space",
        "any white space of Unicode may stand around words and numbers, and between the items of a list",
        ("rng", "xsd"),
        "the words, numbers and lists of both languages know the white space of XML alone",
    ),
    Difference(
        "blank-text",
        "a text that has to be there, and is spoken or sent, may be nothing but white space",
        ("rng",),
        "libxml2, which is in lxml and xmllint, skips such a text in elements with several attributes",
    ),
    Difference(
        "cdata",
        "white space between elements may stand in a CDATA section",
        ("xsd",),
        "libxml2 takes every such section for text",
    ),
)
"""What the schemas say otherwise than the classes.

Only in white-space, blank-text and cdata do they refuse what the classes take.
"""


# What the schemas are made of.

_Node: TypeAlias = ET.Element
_Kind: TypeAlias = type[Element]


def _node(tag: str, /, *inside: _Node, text: str | None = None, **attributes: str) -> _Node:
    """Makes an element of a schema."""
    node = ET.Element(tag, attributes)
    node.text = text
    node.extend(inside)
    return node


def _written(root: _Node) -> str:
    """The schema as XML, in ASCII: its patterns hold white space that one could not see."""
    ET.indent(root)
    return f'<?xml version="1.0"?>\n{ET.tostring(root, "us-ascii", xml_declaration=False).decode()}\n'


def _vocabulary() -> list[_Kind]:
    """The classes of all elements."""
    return reachable(*DOCUMENTS)


def _in_xml(text: str) -> str:
    """Turns what a docstring names as in Python into its name in XML."""
    text = re.sub("`([a-z_]+)`", lambda found: f"`{wire_name(found[1])}`", text)
    return re.sub(r"\b(True|False)\b", lambda found: found[0].lower(), text)


def _rule(kind: _Kind) -> str | None:
    """What the class's own check wants, in words."""
    return kind.check.__doc__ if kind.check is not Element.check else None


def _lines(kind: _Kind) -> list[str]:
    """What there is to say of an element: what it does, its rule, whether it is deprecated, and its page."""
    told = prose(kind)
    deprecated = "Deprecated." if kind.deprecated else None
    return [line for line in (_in_xml(told.summary), _rule(kind), deprecated, told.page) if line]


def _attributes(kind: _Kind) -> Iterator[tuple[Attribute, str]]:
    """The attributes of an element, each with what there is to say of it."""
    told = prose(kind).attributes
    for name, attribute in kind.grammar().attributes.items():
        yield attribute, _in_xml(told.get(name, ""))


# What values are in the datatypes that both languages share.

_SPACES: Final = "\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_BLANK: Final = r" \t\n\r" + "\x85" + _SPACES
"""What Python takes for white space, of what XML can hold."""

_AROUND: Final = f"[{_BLANK}]*"
_INSIDE: Final = f"[ {_SPACES}]*"
_PRINTED: Final = r"\P{Cc}"


def _visible(*others: str) -> str:
    """A pattern of one character that is no white space, no control character, and none of the others."""
    # No backslash s stands here: a tab is a control character too, and Jing takes it for something else after a ^.
    return rf"[^ \p{{Cc}}{_SPACES}{''.join(others)}]"


_VISIBLE: Final = _visible()
_NAMING: Final = r"A-Za-z0-9+.\-"  # in a scheme
_PART: Final = _visible("@/?#")  # of an authority
_LETTER: Final = _visible(r":\[\]@/?#")  # of a host, which has one at least
_INNER: Final = _visible(r"\]@/?#")  # of a host in brackets, which may begin with a colon
_HOST: Final = rf"((\][\[\]]*|\[+)?{_LETTER}{_PART}*|\[+:{_INNER}*\]{_PART}*)"
_AUTHORITY: Final = f"//({_visible('/?#')}*@)?{_HOST}([/?#]{_VISIBLE}*)?"


def _cased(schemes: Iterable[str]) -> str:
    """A pattern of schemes, in capitals or not."""
    return "|".join("".join(f"[{letter.upper()}{letter}]" for letter in scheme) for scheme in schemes)


def _address_pattern() -> str:
    """The pattern of a URL that is not empty: what `check_scheme` takes, form by form."""
    others = [scheme for scheme in _SCHEMES if scheme not in _WEB_SCHEMES]
    forms = (
        f"(({_cased(_SCHEMES)}):)?{_AUTHORITY}",
        f"({_cased(others)}):(/?{_visible('/')}{_VISIBLE}*|/)?",
        f"/({_visible('/')}{_VISIBLE}*)?",
        f"{_visible('A-Za-z/')}{_VISIBLE}*",
        f"[A-Za-z][{_NAMING}]*({_visible(':', _NAMING)}{_VISIBLE}*)?",
    )
    return "|".join(forms)


def _line_pattern(most: int | None) -> str:
    """The pattern of a text on one line that is not empty, and has at most so many characters."""
    if most is None:
        return f"{_VISIBLE}({_INSIDE}{_VISIBLE})*"
    return f"{_VISIBLE}({_PRINTED}{{0,{most - 2}}}{_VISIBLE})?"


def _stripped(pattern: str, *, filled: bool) -> str:
    """A pattern with white space around it; only with that, too, where it need not be filled."""
    return f"{_AROUND}({pattern}){_AROUND}" if filled else f"{_AROUND}(({pattern}){_AROUND})?"


def _list_pattern(separated: Separated) -> str:
    """The pattern of a list that is not written with blanks, of which at least one item is not empty."""
    by = separated.by
    gap, solid = f"[{by}{_BLANK}]*", f"[^{by}{_BLANK}]"
    rest = f"[^{by}]*" if separated.longest is None else f"([^{by}]{{0,{separated.longest - 2}}}{solid})?{_AROUND}"
    more = "*" if separated.most is None else f"{{0,{separated.most - 1}}}"
    return f"{gap}{solid}{rest}({by}{gap}{solid}{rest}){more}({by}{gap})?"


class _Datatype(NamedTuple):
    """Says what a single value is: a type that both languages know, with bounds and patterns; and its name, if any."""

    base: str
    facets: tuple[tuple[str, str], ...]
    name: str | None = None
    meaning: str = ""


def _datatype(value: Value, *, filled: bool = False) -> _Datatype:
    """The datatype of a value that is neither one of some words nor a list with blanks."""
    match value:
        case Text():
            return _text_datatype(value, filled=filled)
        case Whole():
            return _number_datatype("integer", _WHOLE, value)
        case Number():
            # The decimals of some releases of libxml2 have 24 digits only.
            return _number_datatype("double", _DECIMAL, value)
        case Boolean():
            return _Datatype("boolean", (("pattern", r"\s*(true|false)\s*"),), "boolean", "Is true or false.")
        case Items():
            return _Datatype("string", (("pattern", _list_pattern(value.separated)),))
        case _:
            raise TypeError(f"nothing is known of what {type(value).__name__} takes")


def _text_datatype(value: Text, *, filled: bool) -> _Datatype:
    """The datatype of a text, which may have to be filled."""
    facets: list[tuple[str, str]] = []
    if isinstance(value, Address):
        kind = "url"
        facets += [("pattern", _stripped(_address_pattern(), filled=filled))]
        facets += [("pattern", _stripped(_line_pattern(value.most), filled=filled))] * (value.most is not None)
    elif isinstance(value, OneLine):
        kind = "line"
        facets += [("pattern", _stripped(_line_pattern(value.most), filled=filled))]
    else:
        kind = "text"
        facets += [("minLength", "1")] * filled + [("maxLength", str(value.most))] * (value.most is not None)
    if value.matching:
        return _Datatype("string", (*facets, ("pattern", _xsd_pattern(value.matching.pattern))))
    name = "-".join(["filled"] * filled + [kind] + [str(value.most)] * (value.most is not None))
    return _Datatype("string", tuple(facets), name, (type(value).__doc__ or "").replace("Takes", "Is", 1))


def _number_datatype(base: str, pattern: str, value: Whole | Number) -> _Datatype:
    """The datatype of a number."""
    bounds = zip(("minInclusive", "maxInclusive"), _bounds(value), strict=True)
    facets = [(name, str(bound)) for name, bound in bounds if bound is not None]
    return _Datatype(base, (("pattern", rf"\s*{_xsd_pattern(pattern)}\s*"), *facets))


def _xsd_pattern(pattern: str) -> str:
    """A pattern of Python in the words of XSD, where a hyphen at the end of a class wants a backslash."""
    return re.sub(r"(?<!\\)-]", r"\\-]", pattern)


def _bounds(value: Whole | Number) -> tuple[float | None, float | None]:
    """The bounds of a number, each None where it is that of all numbers."""
    return (value.least if value.least > -LARGEST else None, value.most if value.most < LARGEST else None)


def _single_values(value: Value) -> Iterator[Value]:
    """The values that a datatype is needed for: all but words, and lists with blanks of them."""
    match value:
        case OneOf():
            yield from _single_values(value.other) if value.other else ()
        case Items() if value.separated.by == " ":
            yield from _single_values(value.item)
        case _:
            yield value


def _named_datatypes() -> list[_Datatype]:
    """The datatypes that have a name, each once."""
    found: dict[str | None, _Datatype] = {}
    for kind in _vocabulary():
        grammar = kind.grammar()
        every: list[tuple[Value, bool]] = [(attribute.value, False) for attribute in grammar.attributes.values()]
        every += [(grammar.text, grammar.required)] if grammar.text else []
        for value, filled in every:
            for single in _single_values(value):
                datatype = _datatype(single, filled=filled)
                found.setdefault(datatype.name, datatype)
    found.pop(None, None)
    return list(found.values())


# RELAX NG.


def relax_ng() -> str:
    """Writes the vocabulary as RELAX NG, in its XML syntax.

    Each element is a named pattern with the name of its class; its documentation stands in it, as annotations.

    https://relaxng.org/spec-20011203.html
    """
    grammar = _node(
        "grammar",
        _node("start", _choice([_rng_ref(kind) for kind in DOCUMENTS])),
        *(_node("define", _rng_element(kind), name=kind.__name__) for kind in _vocabulary()),
        *(
            _node("define", *_rng_documentation([each.meaning]), _rng_data(each), name=each.name or "")
            for each in _named_datatypes()
        ),
        xmlns="http://relaxng.org/ns/structure/1.0",
        datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes",
    )
    grammar.set("xmlns:a", "http://relaxng.org/ns/compatibility/annotations/1.0")
    return _written(grammar)


def _rng_element(kind: _Kind) -> _Node:
    """The pattern of an element."""
    grammar = kind.grammar()
    attributes = [_rng_attribute(attribute, meaning) for attribute, meaning in _attributes(kind)]
    if len(attributes) > 1:
        # The order of attributes never counts; but without this libxml2 takes time exponential in their number.
        attributes = [_node("interleave", *attributes)]
    return _node("element", *_rng_documentation(_lines(kind)), *attributes, _rng_content(grammar), name=grammar.tag)


def _choice(nodes: list[_Node]) -> _Node:
    """The pattern of one of some patterns."""
    return nodes[0] if len(nodes) == 1 else _node("choice", *nodes)


def _rng_documentation(lines: list[str]) -> list[_Node]:
    return [_node("a:documentation", text=line) for line in lines if line]


def _rng_attribute(attribute: Attribute, meaning: str) -> _Node:
    """The pattern of an attribute."""
    node = _node("attribute", *_rng_documentation([meaning]), _rng_value(attribute.value), name=attribute.wire)
    return node if attribute.required else _node("optional", node)


def _rng_value(value: Value, *, filled: bool = False) -> _Node:
    """The pattern of a value."""
    match value:
        case OneOf():
            words = [_node("value", text=word) for word in value.table]
            return _choice([*words, *([_rng_value(value.other)] if value.other else [])])
        case Items() if value.separated.by == " ":
            return _node("list", _node("oneOrMore", _rng_value(value.item)))
        case _:
            datatype = _datatype(value, filled=filled)
            return _node("ref", name=datatype.name) if datatype.name else _rng_data(datatype)


def _rng_data(datatype: _Datatype) -> _Node:
    """The pattern of a datatype."""
    return _node(
        "data", *(_node("param", text=bound, name=name) for name, bound in datatype.facets), type=datatype.base
    )


def _rng_content(grammar: Grammar) -> _Node:
    """The pattern of what is inside an element."""
    text, kinds = grammar.text, grammar.kinds
    if not kinds:
        return _rng_value(text, filled=grammar.required) if text else _node("empty")
    if not text:
        return _rng_children(grammar, kinds)
    if grammar.spoken:
        return _node("mixed", _rng_children(grammar, kinds))
    beside = [kind for kind in kinds if kind not in grammar.apart]
    mixtures = [_node("mixed", _rng_children(grammar, beside, needed=kind)) for kind in beside]
    return _choice([_rng_value(text), _rng_children(grammar, kinds), *mixtures])


def _rng_children(grammar: Grammar, kinds: Collection[_Kind], *, needed: _Kind | None = None) -> _Node:
    """The pattern of elements of some kinds inside an element; of one kind, there may have to be one."""
    if grammar.single:
        one = _choice([_rng_ref(kind) for kind in kinds])
        return one if grammar.required else _node("optional", one)
    counts = {kind: grammar.kinds[kind] for kind in kinds if kind not in grammar.ending}
    free = [kind for kind, most in counts.items() if most is None and kind is not needed]
    parts = [_node("zeroOrMore", _choice([_rng_ref(kind) for kind in free]))] if free else []
    parts += [_rng_repeated(kind, most, needed=kind is needed) for kind, most in counts.items() if kind not in free]
    inside = _node("interleave", *parts) if len(parts) > 1 else parts[0] if parts else _node("empty")
    ending = [_rng_ref(kind) for kind in kinds if kind in grammar.ending]
    return _node("group", inside, _node("optional", _choice(ending))) if ending else inside


def _rng_repeated(kind: _Kind, most: int | None, *, needed: bool) -> _Node:
    """The pattern of elements of one kind, at most so many of them."""
    if most is None:
        return _node("oneOrMore" if needed else "zeroOrMore", _rng_ref(kind))
    more = [_rng_repeated(kind, most - 1, needed=False)] if most > 1 else []
    some = _node("group", _rng_ref(kind), *more) if more else _rng_ref(kind)
    return some if needed else _node("optional", some)


def _rng_ref(kind: _Kind) -> _Node:
    return _node("ref", name=kind.__name__)


# XSD.


def xsd() -> str:
    """Writes the vocabulary as XSD 1.0.

    Each element's type has the name of its class; only Response is declared for a whole document, which is that of a
    call or of a message: its first verb decides, where only one of the two can hold it.

    https://www.w3.org/TR/xmlschema-1/
    """
    kinds = [kind for kind in _vocabulary() if kind not in DOCUMENTS]
    schema = _node(
        "xs:schema",
        _xsd_documents(),
        *map(_xsd_type, kinds),
        *(_xsd_simple_type(_xsd_restriction(each), each.meaning, name=each.name or "") for each in _named_datatypes()),
        _xsd_simple_type(
            _node("xs:restriction", _node("xs:maxLength", value="0"), base="xs:token"),
            "Is nothing but white space, which XSD does not allow in what has no content at all.",
            name=_NOTHING,
        ),
    )
    schema.set("xmlns:xs", "http://www.w3.org/2001/XMLSchema")
    return _written(schema)


_NOTHING: Final = "nothing"
_XML: Final = "http://www.w3.org/XML/1998/namespace"


def _xsd_documentation(lines: Iterable[str]) -> list[_Node]:
    """The annotation that holds some lines, if there are any."""
    documentation = [_node("xs:documentation", text=line) for line in lines if line]
    return [_node("xs:annotation", *documentation)] if documentation else []


def _xsd_documents() -> _Node:
    """The declaration of the outermost element: one model for the documents of all classes.

    A model has to show at each element what it is there for. So verbs that all documents hold come first, and then one
    that only one of them holds, or one that ends them.
    """
    grammars = [kind.grammar() for kind in DOCUMENTS]
    ending = {kind: None for grammar in grammars for kind in grammar.kinds if kind in grammar.ending}
    shared = [kind for kind in grammars[0].kinds if all(kind in grammar.kinds for grammar in grammars)]
    lasting = [kind for kind in shared if kind not in ending]
    branches = [_xsd_element(kind) for kind in ending]
    for grammar in grammars:
        own = [kind for kind in grammar.kinds if kind not in shared and kind not in ending]
        last = [kind for kind in ending if kind in grammar.kinds]
        branches.append(
            _node("xs:sequence", _xsd_choice(own), *_xsd_any([*own, *lasting]), _xsd_choice(last, minOccurs="0"))
        )
    model = _node("xs:sequence", *_xsd_any(lasting), _node("xs:choice", *branches, minOccurs="0"))
    lines = [line for kind in DOCUMENTS for line in _lines(kind)]
    return _node(
        "xs:element", *_xsd_documentation(lines), _node("xs:complexType", model), name=DOCUMENTS[0].grammar().tag
    )


def _xsd_element(kind: _Kind) -> _Node:
    return _node("xs:element", name=kind.grammar().tag, type=kind.__name__)


def _xsd_choice(kinds: Iterable[_Kind], **occurs: str) -> _Node:
    """The particle of one element of some kinds."""
    return _node("xs:choice", *map(_xsd_element, kinds), **occurs)


def _xsd_any(kinds: Collection[_Kind]) -> list[_Node]:
    """The particle of any number of elements of some kinds, if there are any."""
    return [_xsd_choice(kinds, minOccurs="0", maxOccurs="unbounded")] if kinds else []


def _xsd_type(kind: _Kind) -> _Node:
    """The type of an element."""
    grammar = kind.grammar()
    attributes = [
        _xsd_attribute(each, meaning) for each, meaning in _attributes(kind) if not each.wire.startswith("xml:")
    ]
    if len(attributes) < len(grammar.attributes):
        attributes.append(_node("xs:anyAttribute", namespace=_XML, processContents="skip"))
    node = _node("xs:complexType", *_xsd_documentation(_lines(kind)), name=kind.__name__)
    if grammar.kinds:
        node.extend([_xsd_children(grammar), *attributes])
        if grammar.text:
            node.set("mixed", "true")
    else:
        base = _datatype(grammar.text, filled=grammar.required).name if grammar.text else _NOTHING
        node.append(_node("xs:simpleContent", _node("xs:extension", *attributes, base=base or "")))
    return node


def _xsd_children(grammar: Grammar) -> _Node:
    """The particle of the elements inside an element."""
    if grammar.single:
        return _xsd_choice(grammar.kinds, minOccurs=str(int(grammar.required)))
    counts = {kind: most for kind, most in grammar.kinds.items() if kind not in grammar.ending}
    counted = [kind for kind, most in counts.items() if most is not None]
    if len(counted) == 1:
        # Each one that counts takes along those after it that do not.
        free = [kind for kind in counts if kind not in counted]
        some = _node(
            "xs:sequence", _xsd_element(counted[0]), *_xsd_any(free), minOccurs="0", maxOccurs=str(counts[counted[0]])
        )
        parts = [*_xsd_any(free), some]
    else:
        parts = _xsd_any(counts)
    last = [_xsd_choice(grammar.ending, minOccurs="0")] if grammar.ending else []
    return _node("xs:sequence", *parts, *last)


def _xsd_attribute(attribute: Attribute, meaning: str) -> _Node:
    """The declaration of an attribute."""
    node = _node("xs:attribute", *_xsd_documentation([meaning]), name=attribute.wire)
    if attribute.required:
        node.set("use", "required")
    return _xsd_typed(node, "type", attribute.value)


def _xsd_typed(node: _Node, slot: str, value: Value) -> _Node:
    """Gives a declaration the type of a value: by its name in an attribute, or inside."""
    kind = _xsd_value(value)
    if isinstance(kind, str):
        node.set(slot, kind)
    else:
        node.append(kind)
    return node


def _xsd_value(value: Value) -> _Node | str:
    """The type of a value, or its name."""
    match value:
        case OneOf():
            words = (_node("xs:enumeration", value=word) for word in value.table)
            known = _xsd_simple_type(_node("xs:restriction", *words, base="xs:token"))
            if not value.other:
                return known
            return _xsd_simple_type(_xsd_typed(_node("xs:union", known), "memberTypes", value.other))
        case Items() if value.separated.by == " ":
            items = _xsd_simple_type(_xsd_typed(_node("xs:list"), "itemType", value.item))
            return _xsd_simple_type(_node("xs:restriction", items, _node("xs:minLength", value="1")))
        case _:
            datatype = _datatype(value)
            return datatype.name or _xsd_simple_type(_xsd_restriction(datatype))


def _xsd_restriction(datatype: _Datatype) -> _Node:
    """The restriction that a datatype is."""
    facets = [_node(f"xs:{name}", value=bound) for name, bound in datatype.facets]
    restriction = _node("xs:restriction", *facets[:1], base=f"xs:{datatype.base}")
    for facet in facets[1:]:
        if facet.tag == "xs:pattern":
            # Patterns side by side are alternatives.
            restriction = _node("xs:restriction", _xsd_simple_type(restriction))
        restriction.append(facet)
    return restriction


def _xsd_simple_type(inside: _Node, meaning: str = "", **attributes: str) -> _Node:
    return _node("xs:simpleType", *_xsd_documentation([meaning]), inside, **attributes)


# JSON.


def description() -> dict[str, Any]:
    """Describes the vocabulary in a form of its own, ready for `json.dumps`.

    {"format": 1, "documents": […], "elements": {…}}: the names of the classes of whole documents, and all elements by
    the names of their classes. Two classes may have one tag. An element is

    - tag: its name in XML;
    - summary: what it does; rule: what else it wants, in words, or null; page: Twilio's page, or null;
    - deprecated: whether Twilio advises against it; ends: whether nothing after it is ever run;
    - content: what is inside it, or null;
    - attributes: by their names in XML.

    The content of an element is

    - name: what it is called in Python; required: whether it must be there; single: whether it is one text or element;
    - text: the value that its text is, or null; spoken: whether text and elements may alternate, every blank counting;
    - children: a list of {"element": the name of the class, "most": how many there may be, or null, "beside_text":
      whether it may stand beside text}. Those that end come last.

    An attribute is

    - python: its name in Python; required, deprecated: true or false; documentation: what it is for;
    - default: what it is when it is left out, as it would be written, or null;
    - value: what it may be.

    A value has a type, and what belongs to that:

    - "text", "line" (without control characters, less the white space around it), and "url" (without blanks, and
      relative or with a known scheme): longest, the most characters; pattern, a regular expression for the whole text,
      and form, the same in words; each null where there is no such rule;
    - "integer" and "number": least and most, or null; an integer has at most 15 digits;
    - "boolean": true or false;
    - "word": words, the list of them; other, the value that it may be instead, or null;
    - "list": item, the value of each; separator, what stands between them; most, how many there may be, and longest,
      the most characters of one, or null.
    """
    return {
        "format": 1,
        "documents": [kind.__name__ for kind in DOCUMENTS],
        "elements": {kind.__name__: _described(kind) for kind in _vocabulary()},
    }


def _described(kind: _Kind) -> dict[str, Any]:
    """Describes an element."""
    told = prose(kind)
    grammar = kind.grammar()
    return {
        "tag": grammar.tag,
        "summary": _in_xml(told.summary),
        "rule": _rule(kind),
        "page": told.page,
        "deprecated": kind.deprecated,
        "ends": kind.ends,
        "content": _described_content(grammar) if grammar.content else None,
        "attributes": {
            attribute.wire: {
                "python": attribute.name,
                "required": attribute.required,
                "deprecated": attribute.deprecated,
                "documentation": meaning,
                "default": told.defaults.get(attribute.name),
                "value": _described_value(attribute.value),
            }
            for attribute, meaning in _attributes(kind)
        },
    }


def _described_content(grammar: Grammar) -> dict[str, Any]:
    """Describes what is inside an element."""
    return {
        "name": grammar.content,
        "required": grammar.required,
        "single": grammar.single,
        "text": _described_value(grammar.text) if grammar.text else None,
        "spoken": grammar.spoken,
        "children": [
            {
                "element": kind.__name__,
                "most": 1 if grammar.single else most,
                "beside_text": bool(grammar.text) and kind not in grammar.apart,
            }
            for kind, most in grammar.kinds.items()
        ],
    }


def _described_value(value: Value) -> dict[str, Any]:
    """Describes a value."""
    match value:
        case OneOf():
            other = _described_value(value.other) if value.other else None
            return {"type": "word", "words": list(value.table), "other": other}
        case Items():
            by = value.separated
            item = _described_value(value.item)
            return {"type": "list", "item": item, "separator": by.by, "most": by.most, "longest": by.longest}
        case Boolean():
            return {"type": "boolean"}
        case Whole() | Number():
            least, most = _bounds(value)
            return {"type": "integer" if isinstance(value, Whole) else "number", "least": least, "most": most}
        case Text():
            form = value.matching
            kind = "url" if isinstance(value, Address) else "line" if isinstance(value, OneLine) else "text"
            return {"type": kind, "longest": value.most, "pattern": form and form.pattern, "form": form and form.form}
        case _:
            raise TypeError(f"nothing is known of what {type(value).__name__} takes")
