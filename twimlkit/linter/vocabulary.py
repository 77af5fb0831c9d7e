"""Rules about all that the vocabulary refuses or that Twilio advises against: names, places, contents and values."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any, Literal

from twimlkit.element import Document, Element
from twimlkit.errors import InvalidContent, InvalidNesting, InvalidTwiML, twilio_code
from twimlkit.grammar import prose, reachable
from twimlkit.messaging import MessagingResponse
from twimlkit.parser import BLANKS, DOCUMENTS, Form, is_of_namespace, vocabulary
from twimlkit.values import Text, Unfit, shortened

from .findings import Complaint, element_rule
from .inspection import is_same_name, local_name
from .legacy import old_attributes, old_elements, typos

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from twimlkit.grammar import Attribute

    from .inspection import Spot

__all__: list[str] = []


# Elements that cannot be where they are.


@element_rule("unknown-element", None, "various", refused=True)
def _unknown_element(spot: Spot) -> Iterable[Complaint]:
    """An element of a name that none has: misspelt, or with other capitals."""
    return () if spot.fits else _about_element(spot, "unknown")


@element_rule("misplaced-element", None, "various", refused=True)
def _misplaced_element(spot: Spot) -> Iterable[Complaint]:
    """An element where it cannot stand."""
    return () if spot.fits else _about_element(spot, "misplaced")


@element_rule("legacy-element", None, "various", refused=True)
def _legacy_element(spot: Spot) -> Iterable[Complaint]:
    """An element of an old schema of Twilio's."""
    return () if spot.fits else _about_element(spot, "legacy")


def _about_element(spot: Spot, wanted: Literal["unknown", "misplaced", "legacy"]) -> Iterator[Complaint]:
    """Complains of an element that does not fit where it stands, if that is so in the way that is wanted."""
    form = spot.parent.form if spot.parent else None
    name = local_name(spot.node.tag)
    if spot.parent is None or form is None or name in form.kinds:
        return
    known, old = name in vocabulary(), old_elements()
    if wanted == ("misplaced" if known else "legacy" if name in old else "unknown"):
        problem = f"<{spot.parent.node.tag}> cannot hold <{spot.node.tag}>"
        if wanted == "misplaced":
            remedy = f"{_standing(name)}; {_title_of(form.kind)} {_holding(form)}"
        elif wanted == "legacy":
            problem += ", which only an old schema of Twilio's knows"
            remedy = _instead(old[name])
        else:
            remedy = _right_name(spot, form)
        yield Complaint(problem, remedy, spot, code=twilio_code(form.grammar.name, None, "children"))


def _right_name(spot: Spot, form: Form) -> str:
    """What to write instead of a name that no element has."""
    if spot.kind is None:
        return f"{_title_of(form.kind)} {_holding(form)}"
    tag = spot.kind._tag
    place = "" if tag in form.kinds else f", which stands in {_places_of(spot.kind)}"
    return f"write {tag}{place}" if is_same_name(spot.node.tag, tag) else f"did you mean {tag}{place}?"


def _instead(replacement: str | None) -> str:
    """What to use instead of something old."""
    return f"use {replacement} instead" if replacement else "leave it out"


@functools.cache
def _parents() -> dict[type[Element], list[type[Element]]]:
    """The classes that may hold the elements of a class, by that class."""
    parents: dict[type[Element], list[type[Element]]] = {}
    for parent in reachable(*DOCUMENTS):
        for kind in parent.grammar().kinds:
            parents.setdefault(kind, []).append(parent)
    return parents


def _places_of(kind: type[Element] | None) -> str:
    """Where elements of a class may stand, in words."""
    return _listed(_title_of(parent) for parent in _parents().get(kind, [])) if kind else ""


def _standing(name: str) -> str:
    """Where elements of a name stand, in words: of one class, or of several that share it."""
    parents = [parent for kind, parents in _parents().items() if kind._tag == name for parent in parents]
    places = _listed(map(_title_of, parents))
    return f"{name} stands in {places}" if places else f"{name} stands around all others"


def _title_of(kind: type[Element]) -> str:
    """What a message calls the elements of a class: their name in XML, and more where two classes share it."""
    if issubclass(kind, Document):
        return f"a {kind._tag} to a {'message' if kind is MessagingResponse else 'call'}"
    alike = [other for other in _parents() if other._tag == kind._tag]
    return kind._tag if len(alike) == 1 else f"{kind._tag} in {_places_of(kind)}"


def _holding(form: Form) -> str:
    """What an element may hold, in words."""
    allowed = ["text"] * form.has_text + list(form.kinds)
    return f"may hold {_listed(allowed)}" if allowed else "holds nothing"


def _listed(names: Iterable[str]) -> str:
    """Names in a message, or the first of them where they are many."""
    unique = list(dict.fromkeys(names))
    return ", ".join(unique[:_LISTED]) + (", …" if len(unique) > _LISTED else "")


_LISTED = 12


# Elements that are too many, or do not go together.


def _is_limited(kind: type[Element]) -> bool:
    grammar = kind.grammar()
    return any(grammar.kinds.values()) or bool(grammar.single and grammar.kinds)


@element_rule("too-many-elements", None, "various", where=_is_limited, refused=True)
def _too_many_elements(spot: Spot) -> Iterator[Complaint]:
    """More elements of a kind than another holds."""
    if not spot.form or len(spot.inside) < 2:  # noqa: PLR2004  # every limit is 1 or more
        return
    grammar = spot.form.grammar
    for kind, most in grammar.kinds.items():
        limit = 1 if grammar.single else most
        found = [inner for inner in spot.inside if inner.kind is kind] if limit else []
        if limit and len(found) > limit:
            problem = f"<{spot.node.tag}> holds at most {limit} of <{kind._tag}>, not {len(found)}"
            code = twilio_code(grammar.name, None, kind.__name__)
            yield Complaint(problem, "leave this one and those that follow out", found[limit], code=code)


def _has_rule(kind: type[Element]) -> bool:
    return kind.check is not Element.check


@element_rule("conflicting-elements", None, "various", where=_has_rule, refused=True)
def _conflicting_elements(spot: Spot) -> Iterator[Complaint]:
    """Elements that do not go together inside another."""
    error = _broken_rule(spot)
    if isinstance(error, InvalidNesting):
        tag = spot.node.tag
        yield Complaint(f"<{tag}> {error.problem}", f"leave one out, or write a {tag} for each", spot, code=error.code)


def _broken_rule(spot: Spot) -> InvalidTwiML | None:
    """What the rule of its class says of an element, right or wrong in other ways."""
    if not spot.form:
        return None
    classes = spot.form.grammar.classes
    # No rule looks further than at what the children are.
    inside = [inner.kind._put_together((), {}) for inner in spot.inside if inner.kind and inner.kind in classes]
    given = {attribute.name: spot.given(wire) for wire, attribute in spot.form.wires.items()}
    attributes = {name: text for name, text in given.items() if text is not None}
    try:
        spot.form.kind._put_together((*_texts(spot), *inside), attributes).check()
    except InvalidTwiML as error:
        return error
    return None


# Text.


def _texts(spot: Spot) -> list[str]:
    """The texts in an element that count, each as its class would keep it, or as it is where that refuses it."""
    if spot.form is None:
        return []
    texts = [child for child in spot.form.content(spot.node.children) if isinstance(child, str)]
    return [kept for text in texts if (kept := _kept(text, spot.form.grammar.text))]


def _kept(text: str, value: Text | None) -> str:
    try:
        return value.check(text) if value else text
    except Unfit:
        return text


@element_rule("misplaced-text", None, "various", where=lambda kind: kind.grammar().text is None, refused=True)
def _misplaced_text(spot: Spot) -> Iterator[Complaint]:
    """Text in an element that holds none."""
    text = next((child for child in spot.node.children if isinstance(child, str) and child.strip(BLANKS)), None)
    if text and spot.form:
        problem = f"<{spot.node.tag}> cannot hold the text {shortened(text.strip())}"
        # Words stand in the first of its children that takes text of any length.
        place = next((tag for tag, kind in spot.form.kinds.items() if type(kind.grammar().text) is Text), None)
        remedy = f"put it into {place}" if place else f"leave it out; {_title_of(spot.form.kind)} {_holding(spot.form)}"
        yield Complaint(problem, remedy, spot, code=twilio_code(spot.form.grammar.name, None, "children"))


def _has_value_and_elements(kind: type[Element]) -> bool:
    grammar = kind.grammar()
    return bool(grammar.text and grammar.kinds and not grammar.spoken)


@element_rule("text-beside-elements", None, "various", where=_has_value_and_elements, refused=True)
def _text_beside_elements(spot: Spot) -> Iterator[Complaint]:
    """A text that is a value beside elements that do not go with it, or in several pieces."""
    beside = [inner.kind for inner in spot.inside if spot.form and inner.kind in spot.form.grammar.classes]
    texts = _texts(spot) if beside else []
    if not texts or not spot.form:
        return
    tag, grammar = spot.node.tag, spot.form.grammar
    apart = next((kind for kind in beside if kind in grammar.apart), None)
    if apart:
        problem = f"<{tag}> holds either text or <{apart._tag}>, not both"
        remedy = "leave the text out, or write an element for it too"
        yield Complaint(problem, remedy, spot, code=twilio_code(grammar.name, None, "children"))
    elif len(texts) > 1:
        problem = f"<{tag}> holds one text, not {len(texts)} with elements between them"
        yield Complaint(problem, "put them together, before the elements", spot)
    elif texts[0].isspace():
        yield Complaint(f"<{tag}> has a text of nothing but white space beside its elements", "leave it out", spot)


@element_rule(
    "missing-content",
    "error",
    "various",
    where=lambda kind: kind.grammar().required or _has_rule(kind),
    refused=True,
)
def _missing_content(spot: Spot) -> Iterator[Complaint]:
    """An element without the text or the elements that it needs."""
    if not spot.form or not spot.node.closed or any(_is_unknown(inner) for inner in spot.inside):
        return
    grammar = spot.form.grammar
    problem = f"<{spot.node.tag}> is not complete"
    if grammar.required:
        if not _texts(spot) and not any(inner.kind in grammar.classes for inner in spot.inside):
            remedy = f"it needs {_needed(spot.form)}"
            yield Complaint(problem, remedy, spot, code=twilio_code(grammar.name, None, "missing"))
        return
    error = _broken_rule(spot)
    if isinstance(error, InvalidContent):
        yield Complaint(problem, f"it {_in_xml(error.problem, spot.form)}", spot, code=error.code)


def _is_unknown(spot: Spot) -> bool:
    """Whether an element has a name of which nobody knows what it holds, and it may hold what is missing."""
    return not spot.fits and local_name(spot.node.tag) not in vocabulary()


def _needed(form: Form) -> str:
    """The content that an element needs, in words."""
    tag = form.grammar.tag
    if not form.kinds:
        return f"its {form.grammar.content}, as in <{tag}>…</{tag}>"
    return " or ".join(f"<{inner}>" for inner in form.kinds)


def _in_xml(problem: str, form: Form) -> str:
    """What a class says of an element, with the names of attributes as they are in XML."""
    known = form.grammar.attributes
    return re.sub(r"\w+", lambda word: known[word[0]].wire if word[0] in known else word[0], problem)


# Attributes.


def _sort_of(spot: Spot, wire: str) -> str:
    """The name of the rule that speaks of an attribute that an element does not have."""
    tag = spot.form.grammar.tag if spot.form else ""
    if is_of_namespace(wire):
        return "namespace"
    if wire in typos(tag):
        return "suspected-typo"
    return "legacy-attribute" if wire in old_attributes(tag) else "unknown-attribute"


def _of_sort(spot: Spot, sort: str) -> list[str]:
    """The attributes that an element does not have and of which a rule speaks."""
    return [wire for wire in spot.strange if _sort_of(spot, wire) == sort] if spot.strange and spot.form else []


@element_rule("unknown-attribute", None, 12200, refused=True)
def _unknown_attribute(spot: Spot) -> Iterable[Complaint]:
    """An attribute that the element does not have: misspelt, with other capitals, or of another element."""
    problem = f"<{spot.node.tag}> has no attribute"
    return [
        Complaint(f"{problem} {shortened(wire)}", _right_attribute(spot, wire), spot, wire)
        for wire in _of_sort(spot, "unknown-attribute")
    ]


def _right_attribute(spot: Spot, wire: str) -> str:
    """What to write instead of an attribute that an element does not have."""
    near = spot.meaning(wire)
    if near and near.wire in spot.node.attributes:
        return f"leave it out, since {near.wire} is there too"
    if near:
        return f"write {near.wire}" if is_same_name(wire, near.wire) else f"did you mean {near.wire}?"
    owners = spot.owners(wire)
    if owners:
        return f"it belongs to {_listed(_title_of(owner) for owner in owners)}"
    wires = spot.form.wires if spot.form else ()
    return f"it has {_listed(wires)}" if wires else "it has none"


@element_rule("legacy-attribute", None, "various", refused=True)
def _legacy_attribute(spot: Spot) -> Iterable[Complaint]:
    """An attribute of an old schema of Twilio's."""
    return [_about_old(spot, wire, spot.form) for wire in _of_sort(spot, "legacy-attribute") if spot.form]


def _about_old(spot: Spot, wire: str, form: Form) -> Complaint:
    name = form.grammar.name
    code = twilio_code(name, wire, "value") or twilio_code(name, None, "unknown")
    problem = f"<{spot.node.tag}> has no attribute {wire!r}, which only an old schema of Twilio's knows"
    return Complaint(problem, _instead(old_attributes(form.grammar.tag)[wire]), spot, wire, code)


@element_rule("suspected-typo", None, 12200, refused=True)
def _suspected_typo(spot: Spot) -> Iterable[Complaint]:
    """An attribute in lower case as some of Twilio's own libraries write it."""
    problem = f"<{spot.node.tag}> has an attribute as some of Twilio's libraries misspell it"
    return [
        Complaint(problem, f"write {typos(spot.form.grammar.tag)[wire]}", spot, wire)
        for wire in _of_sort(spot, "suspected-typo")
        if spot.form
    ]


@element_rule("namespace", None, 12200, refused=True)
def _namespace(spot: Spot) -> Iterable[Complaint]:
    """A prefix or a declaration of a namespace, which TwiML has not."""
    return _of_namespace(spot) if spot.strange or ":" in spot.node.tag else ()


def _of_namespace(spot: Spot) -> Iterator[Complaint]:
    tag = spot.node.tag
    if ":" in tag:
        problem = f"<{tag}> has a prefix, and TwiML has no namespaces"
        yield Complaint(problem, f"write {local_name(tag)}", spot)
    for wire in spot.strange:
        if is_of_namespace(wire):
            name = local_name(wire)
            remedy = f"write {name}" if spot.form and name in spot.form.wires else "leave it out"
            yield Complaint(f"<{tag}> has {shortened(wire)}, and TwiML has no namespaces", remedy, spot, wire)


@element_rule("missing-attribute", "error", where=lambda kind: bool(kind.grammar().needed), refused=True)
def _missing_attribute(spot: Spot) -> Iterator[Complaint]:
    """A required attribute that is not there."""
    grammar = spot.form.grammar if spot.form else None
    for name in grammar.needed if grammar else ():
        wire = grammar.attributes[name].wire if grammar else name
        if spot.given(wire) is None:
            yield Complaint(f"<{spot.node.tag}> lacks the attribute {wire}", f'write {wire}="…"', spot)


# Values.


@element_rule("wrong-value", None, "various", refused=True)
def _wrong_value(spot: Spot) -> Iterator[Complaint]:
    """A value of an attribute, or a text that is a value, that is not right."""
    if not spot.form:
        return
    for wire, text in spot.node.attributes.items():
        attribute = spot.form.wires.get(wire) or spot.meaning(wire)
        if attribute and (unfit := _misfit(attribute, text)):
            problem = f"<{spot.node.tag}> {attribute.wire} is not right"
            code = twilio_code(spot.form.grammar.name, attribute.wire, "value")
            yield Complaint(problem, f"it {unfit}", spot, wire, code)
    if spot.form.has_text and not spot.form.grammar.any_text and spot.node.closed:
        yield from _wrong_texts(spot, spot.form)


def _misfit(attribute: Attribute, text: str) -> Unfit | None:
    """What is wrong with the value of an attribute."""
    if text in attribute.words or (attribute.is_simple and not attribute.is_url and text.isprintable()):
        return None  # most values are right, and those show it at once
    try:
        attribute.value.read(text)
    except Unfit as unfit:
        return unfit
    return None


def _wrong_texts(spot: Spot, form: Form) -> Iterator[Complaint]:
    """Complains of texts that are values."""
    value: Any = form.grammar.text
    for text in form.content(spot.node.children):
        try:
            _ = isinstance(text, str) and value.check(text)
        except Unfit as unfit:
            code = twilio_code(form.grammar.name, None, "text" if unfit.about == "value" else unfit.about)
            yield Complaint(f"the text of <{spot.node.tag}> is not right", f"it {unfit}", spot, code=code)


# What Twilio advises against.


@element_rule("deprecated-element", "advice", where=lambda kind: kind.deprecated)
def _deprecated_element(spot: Spot) -> Iterator[Complaint]:
    """An element that Twilio advises against."""
    if spot.kind:
        summary = prose(spot.kind).summary
        remedy = f"do without it (it {summary[:1].lower()}{summary[1:].removesuffix('.')})"
        yield Complaint(f"<{spot.node.tag}> is deprecated", remedy, spot)


def _has_deprecated(kind: type[Element]) -> bool:
    return any(attribute.deprecated for attribute in kind.grammar().attributes.values())


@element_rule("deprecated-attribute", "advice", where=_has_deprecated)
def _deprecated_attribute(spot: Spot) -> Iterator[Complaint]:
    """An attribute that Twilio advises against."""
    for wire in spot.node.attributes:
        attribute = spot.form.wires.get(wire) if spot.form else None
        if attribute and attribute.deprecated and spot.kind:
            meaning = prose(spot.kind).attributes[attribute.name].partition("; deprecated")[0].replace("`", "")
            yield Complaint(f"<{spot.node.tag}> {wire} is deprecated", f"do without it ({meaning})", spot, wire)
