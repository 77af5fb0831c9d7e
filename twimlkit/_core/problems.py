"""Problems: what is wrong with an element, as data.

The constructor, the parser and the linter share one diagnosis: `diagnose` reads what somebody wrote for one element,
as the arguments of a call in Python or as a node of XML, and yields each problem, in the names of that language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple, Protocol, cast

from twimlkit.errors import (
    InvalidAttribute,
    InvalidContent,
    InvalidNesting,
    InvalidTwiML,
    MissingAttribute,
    TooLarge,
    UnknownAttribute,
    Unreachable,
)

from .codes import twilio_code
from .element import MAX_DEPTH, MAX_DOCUMENT_BYTES, Custom, Element, may_hold, nest_deeper
from .grammar import Attribute
from .names import (
    is_attribute_name,
    is_same_name,
    local_name,
    nearest,
    remember,
    steps_of,
    to_python_name,
    to_xml_name,
)
from .values import Address, InvalidValue, Items, OneLine, Text, Unchecked, shortened, type_name
from .vocabulary import classes_by_tag, old_attributes, old_elements, places_of, title_of, typos

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from .element import Violation
    from .grammar import Grammar

MAX_INLINE_TWIML: Final = 4000
"""The largest number of characters of TwiML in a request to the REST API."""


class Problem(NamedTuple):
    """Something that is wrong with a document.

    Attributes:
        rule: The name of the broken rule.
        message: What is wrong; a sentence that begins with the element.
        remedy: What to write instead; empty where the message says it.
        code: Twilio's code, or None.
        element: The name in XML of the wrong element, or None.
        attribute: The name of the wrong attribute as it was written, or None.
        given: The wrong value or name, or None where it may be secret.
        allowed: The names that are allowed, where they are few.
        part: The wrong part of the content, or None where the element itself is wrong.
    """

    rule: str
    message: str
    remedy: str = ""
    code: int | None = None
    element: str | None = None
    attribute: str | None = None
    given: object = None
    allowed: tuple[str, ...] = ()
    part: Part | None = None

    @property
    def text(self) -> str:
        """The message and the remedy."""
        if not self.remedy:
            return self.message
        is_second = ": " in self.message or self.remedy.startswith("did you mean")
        return f"{self.message}{'; ' if is_second else ': '}{self.remedy}"

    def error(self, **known: Any) -> InvalidTwiML:
        """Return the exception for the problem.

        Args:
            known: Its path, line and column, as far as they are known, and the attribute's name in Python if it was
                written in XML.
        """
        error_class = _ERRORS.get(self.rule, InvalidTwiML)
        if error_class is InvalidAttribute and self.attribute is None:
            error_class = InvalidContent  # the text is the value
        if error_class is UnknownAttribute and self.attribute is None:
            error_class = InvalidNesting  # the element has the prefix
        if error_class is InvalidNesting and self.given is None:
            error_class = InvalidContent  # no element at all
        details: dict[str, Any] = {
            "rule": self.rule,
            "element": self.element,
            "attribute": self.attribute,
            "code": self.code,
        }
        return error_class(self.text, **details | known)


_ERRORS: Final[dict[str, type[InvalidTwiML]]] = {
    "conflicting-elements": InvalidNesting,
    "legacy-attribute": UnknownAttribute,
    "legacy-element": InvalidNesting,
    "misplaced-element": InvalidNesting,
    "misplaced-text": InvalidContent,
    "missing-attribute": MissingAttribute,
    "missing-content": InvalidContent,
    "namespace": UnknownAttribute,
    "suspected-typo": UnknownAttribute,
    "text-beside-elements": InvalidContent,
    "too-deep": TooLarge,
    "too-large": TooLarge,
    "too-many-elements": InvalidNesting,
    "unknown-attribute": UnknownAttribute,
    "unknown-element": InvalidNesting,
    "unreachable": Unreachable,
    "wrong-root": InvalidNesting,
    "wrong-value": InvalidAttribute,
}


# What somebody wrote.


class Part(Protocol):
    """An element among the children, right or wrong.

    Attributes:
        tag: Its name in XML, as it is written.
        element_class: Its class, or the one that its name seems to mean, or None.
        is_allowed: Whether the element around it may hold it.
    """

    @property
    def tag(self) -> str: ...
    @property
    def element_class(self) -> Any: ...
    @property
    def is_allowed(self) -> bool: ...


class Candidate:
    """What somebody wrote for one element, right or wrong.

    Attributes:
        in_xml: Whether it is written in XML, else in Python.
        grammar: The grammar of its class.
        element_class: Its class, or None where that is unknown.
        tag: The name in XML, as it is written.
        attributes: The values of the attributes by their names, as they are written.
        texts: The texts that count.
        parts: The elements among the children.
        has_unknown_content: Whether a placeholder of a template stands for content, so that its number, kind and order
            are unknown.
    """

    __slots__ = ("attributes", "grammar", "has_unknown_content", "parts", "tag", "texts")

    in_xml: ClassVar[bool]

    attributes: Mapping[str, Any]
    element_class: Any
    grammar: Grammar
    has_unknown_content: bool
    parts: Sequence[Part]
    tag: str
    texts: list[str]

    @property
    def is_closed(self) -> bool:
        """Whether its end is known, so that no text goes on."""
        return True

    @property
    def is_whole(self) -> bool:
        """Whether all of its content is known."""
        return True

    def is_unknown(self, value: Any) -> bool:  # noqa: ARG002  # in Python all values are known
        """Tell whether a placeholder of a template stands in the text of a value."""
        return False

    @property
    def has_unknown_attributes(self) -> bool:
        """Whether a placeholder of a template stands for attributes."""
        return False

    @property
    def declared(self) -> dict[str, Attribute]:
        """The attributes of the class by the names in which it is written."""
        return self.grammar.xml_attributes if self.in_xml else self.grammar.attributes

    def accept(self, attribute: Attribute, value: Any) -> object:
        """Return the value to keep, or raise InvalidValue."""
        return attribute.from_xml(value) if self.in_xml else attribute.accept(value)[1]

    def violation(self, texts: list[str]) -> Violation | None:
        """Return the rule of the class that is broken, or None.

        Args:
            texts: The texts as the element keeps them.
        """
        classes = tuple(self.grammar.child_classes)
        parts = [part for part in self.parts if part.element_class and issubclass(part.element_class, classes)]
        children = [part.element_class.unvalidated((), {}) for part in parts]
        attributes: dict[str, object] = {}
        for name, value in self.attributes.items():
            if attribute := self.declared.get(name) or self.meaning(name):
                try:
                    attributes[attribute.name] = self.accept(attribute, value)
                except InvalidValue:
                    attributes[attribute.name] = value
        broken: Violation | None = self.element_class.unvalidated((*texts, *children), attributes).check()
        return broken

    def problem(
        self,
        rule: str,
        message: str,
        remedy: str = "",
        *,
        about: str = "",
        code_of: str | None = None,
        part: Part | None = None,
        **data: Any,
    ) -> Problem:
        """Return a problem of the element.

        Args:
            rule: The name of the broken rule.
            message: What is wrong; the rest of a sentence that begins with the element.
            remedy: What to write instead.
            about: The subject of Twilio's code, if there is one.
            code_of: The attribute of Twilio's code, by its name in XML.
            part: The wrong part of the content.
            data: The other attributes of the problem.
        """
        code = twilio_code(self.grammar.name, code_of, about) if about else None
        element = part.tag if part else self.tag
        return Problem(rule, f"<{self.tag}> {message}", remedy, code, element, part=part, **data)

    def around(self) -> Iterable[Any]:
        """Return the classes of the elements around, as far as they are known."""
        return ()

    def owners(self, name: str) -> list[Any]:
        """Return the classes around the element and inside it that have such an attribute."""
        inner = self.grammar.xml_children.values()
        return [each for each in (*self.around(), *inner) if name in _declared(each.grammar(), in_xml=self.in_xml)]

    def meaning(self, name: str) -> Attribute | None:
        """Return the attribute that a wrong name seems to mean, unless it is right for an element nearby."""
        if _xml_name(self, name) in old_attributes(self.grammar.tag):
            return None
        near = _nearest_attribute(local_name(name), self.grammar, in_xml=self.in_xml)
        is_sure = near is not None and is_same_name(name, near.xml_name)
        return near if is_sure or not self.owners(name) else None

    def name_of(self, attribute: Attribute) -> str:
        """Return the name of an attribute in Python or in XML."""
        return attribute.xml_name if self.in_xml else attribute.name

    def call(self, element_class: Any) -> str:
        """Return the name of a class in Python or in XML; where two share that in XML, with the elements around it."""
        if not self.in_xml:
            return str(element_class.__name__)
        return title_of(element_class)


class Piece:
    """A piece of content given in Python that is no text: an element, or something that is none."""

    def __init__(self, grammar: Grammar, given: Any) -> None:
        self.given = given
        self.element_class: Any = type(given) if isinstance(given, Element) else None
        self.is_allowed = isinstance(given, Element) and may_hold(grammar, given)

    @property
    def tag(self) -> str:
        """Its name in XML."""
        return str(self.given.tag)


class Call(Candidate):
    """The arguments of a constructor.

    Args:
        element_class: The class, or None where only its content is judged.
        grammar: Its grammar.
        content: The content.
        attributes: The attributes.
        broken: The rule of the class that is broken, or None.
    """

    in_xml = False

    def __init__(
        self,
        element_class: Any,
        grammar: Grammar,
        content: Sequence[Any],
        attributes: Mapping[str, Any],
        broken: Violation | None = None,
    ) -> None:
        known = grammar.attributes
        unchecked = [name for name, value in attributes.items() if isinstance(value, Unchecked) and name not in known]
        self._declared = known | {name: Attribute.undeclared(name) for name in unchecked} if unchecked else known
        self.element_class = element_class
        self.broken = broken
        self.has_unknown_content = False
        self.grammar = grammar
        self.tag = grammar.tag
        self.attributes = {name: value for name, value in attributes.items() if value is not None or name not in known}
        groups = [(is_text, list(group)) for is_text, group in groupby(content, lambda each: isinstance(each, str))]
        self.texts = [text for is_text, group in groups if is_text and (text := "".join(group))]
        self.parts = [Piece(grammar, each) for is_text, group in groups if not is_text for each in group]
        self.given = [each for each in content if not isinstance(each, Element)]
        self.count = self._count(content)

    def _count(self, content: Iterable[Any]) -> int:
        """Count what may be given once: pieces of the content, or texts that are one value."""
        given = [each for each in content if not isinstance(each, str) or str.__len__(each)]
        if self.grammar.is_single:
            return sum(not isinstance(each, Custom) for each in given)
        return sum(isinstance(each, str) for each in given) if self.grammar.has_one_text else 0

    def violation(self, texts: list[str]) -> Violation | None:  # noqa: ARG002  # the element was built and checked
        return self.broken

    @property
    def declared(self) -> dict[str, Attribute]:
        return self._declared


def refusal(
    element: Element,
    grammar: Grammar,
    content: tuple[Any, ...],
    attributes: Mapping[str, Any],
    broken: Violation | None = None,
) -> InvalidTwiML:
    """Return the exception for the arguments of a constructor that are not allowed.

    Args:
        element: The element that is being built.
        grammar: Its grammar.
        content: The content.
        attributes: The attributes.
        broken: The rule of the class that is broken, or None.
    """
    call = Call(type(element), grammar, content, attributes, broken)
    problem = next(diagnose(call), None) or _oversized(element, content)
    path = element.tag if element.is_document else None  # only a document knows that it is the outermost element
    if path and isinstance(problem.part, Piece):
        parts = [part for part in call.parts if part.element_class]
        path = f"{path}/{steps_of([part.tag for part in parts])[parts.index(problem.part)]}"
    return problem.error(path=path)


def _oversized(element: Element, content: tuple[Any, ...]) -> Problem:
    """Return the problem of an element with nothing wrong but its depth or its size."""
    if nest_deeper(content):
        return too_deep(element.tag)
    unclear = Problem("malformed", f"<{element.tag}> cannot be built from these arguments", element=element.tag)
    return too_large(element.size, element.tag) or unclear


def invalid_name(tag: str | None, name: str, remedy: str) -> InvalidTwiML:
    """Return the exception for a name of an attribute, or without a tag of an element, that XML cannot have."""
    if tag is None:
        return Problem("malformed", f"an element cannot have the name {shortened(name)}", remedy).error()
    message = f"<{tag}> cannot have the attribute {shortened(name)}"
    return Problem("unknown-attribute", message, remedy, None, tag, name).error()


def _declared(grammar: Grammar, *, in_xml: bool) -> dict[str, Attribute]:
    return grammar.xml_attributes if in_xml else grammar.attributes


@remember
def _nearest_attribute(name: str, grammar: Grammar, *, in_xml: bool) -> Attribute | None:
    declared = _declared(grammar, in_xml=in_xml)
    near = nearest(name, declared)
    return declared[near] if near else None


# The diagnosis.


def diagnose(candidate: Candidate) -> Iterator[Problem]:
    """Yield everything that is wrong with an element, except inside its children."""
    grammar = candidate.grammar
    if ":" in candidate.tag:
        yield _prefix(candidate)
    if candidate.attributes or grammar.required:
        yield from _wrong_attributes(candidate)
    # In a template, what stands in an element whose end is missing may follow it.
    if candidate.parts and (candidate.is_closed or not candidate.has_unknown_content):
        yield from _misplaced_parts(candidate)
    texts: list[str] = []
    if candidate.texts:
        texts = yield from _wrong_texts(candidate)
    if candidate.has_unknown_content:
        return
    if grammar.has_limits:
        yield from _broken_limits(candidate, texts)
    if grammar.ending and candidate.parts:
        yield from _unreachable(candidate)
    if grammar.needs_content and not texts and not any(map(_counts, candidate.parts)) and candidate.is_whole:
        yield _missing_content(candidate)
    violation = candidate.violation(texts) if grammar.has_check and not candidate.has_unknown_attributes else None
    if violation and (candidate.is_whole or violation.rule != "missing-content"):
        yield _broken_check(candidate, violation)


def _counts(part: Part) -> bool:
    """Tell whether a part is, or may be, content that the element needs."""
    return part.is_allowed


def _custom(part: Part) -> bool:
    """Tell whether a part is a custom element, to which no rule of its parent applies."""
    return isinstance(part, Piece) and isinstance(part.given, Custom)


def mentions(names: Iterable[str]) -> str:
    """List names for a message; only the first, where there are many."""
    unique = list(dict.fromkeys(names))
    return ", ".join(unique[:_LISTED]) + (", …" if len(unique) > _LISTED else "")


_LISTED: Final = 12


# Names of attributes.


def _wrong_attributes(candidate: Candidate) -> Iterator[Problem]:
    declared, accept = candidate.declared, candidate.accept
    given: set[str] = set()
    for name, value in candidate.attributes.items():
        attribute = declared.get(name)
        if attribute is None and (not candidate.grammar.is_open or is_in_namespace(_xml_name(candidate, name))):
            attribute = candidate.meaning(name)
            yield _unknown_attribute(candidate, name, attribute)
        if attribute is not None:
            given.add(attribute.name)
            try:
                accept(attribute, value)
            except InvalidValue as invalid:
                if not candidate.is_unknown(value):
                    yield _wrong_value(candidate, name, attribute, value, invalid)
    for name in candidate.grammar.required:
        if name not in given and not candidate.has_unknown_attributes:
            yield _missing_attribute(candidate, candidate.grammar.attributes[name])


def is_in_namespace(name: str) -> bool:
    """Tell whether an attribute's name in XML is in a namespace other than XML's own, or declares one."""
    return name == "xmlns" or (":" in name and not is_attribute_name(name))


def _prefix(candidate: Candidate) -> Problem:
    tag = candidate.tag
    message, remedy = "has a prefix, and TwiML has no namespaces", f"write <{local_name(tag)}>"
    return candidate.problem("namespace", message, remedy, about="unknown", given=tag)


def _unknown_attribute(candidate: Candidate, name: str, meant: Attribute | None) -> Problem:
    rule, why, allowed = "unknown-attribute", "", tuple(candidate.declared)
    xml_name = _xml_name(candidate, name)
    old = old_attributes(candidate.grammar.tag)
    if is_in_namespace(xml_name):
        rule, why = "namespace", ", and TwiML has no namespaces"
        known = candidate.declared.get(local_name(name))
        remedy = f"write {candidate.name_of(known)}" if known else "leave it out"
    elif right := typos(candidate.grammar.tag).get(xml_name):
        rule, why = "suspected-typo", ", a misprint in some of Twilio's libraries"
        remedy = f"write {right if candidate.in_xml else to_python_name(right)}"
    elif xml_name in old:
        rule, why = "legacy-attribute", ", which only an old schema of Twilio's knows"
        remedy = _instead(old[xml_name])
        if not candidate.in_xml:
            remedy = re.sub(r"[\w:]+(?= of <)", lambda found: to_python_name(found[0].replace(":", "_")), remedy)
    else:
        remedy = _habit(candidate, name, meant) or _right_attribute(candidate, name, meant)
    message = f"has no attribute {shortened(name)}{why}"
    problem = candidate.problem(rule, message, remedy, about="unknown", attribute=name, given=name, allowed=allowed)
    code = twilio_code(candidate.grammar.name, xml_name, "value") if xml_name in old else None
    return problem._replace(code=code) if code else problem


def _xml_name(candidate: Candidate, name: str) -> str:
    """Return the name in XML that an unknown name stands for: in Python, `xml_lang` stands for `xml:lang`."""
    return name if candidate.in_xml else to_xml_name(re.sub("^xml_", "xml:", name))


def _right_attribute(candidate: Candidate, name: str, meant: Attribute | None) -> str:
    if meant:
        near = candidate.name_of(meant)
        # A copy has the values of its element too.
        is_beside = not isinstance(candidate.attributes.get(near, Unchecked(None)), Unchecked)
        return f"leave it out, since {near} is there too" if is_beside else f"did you mean {near!r}?"
    if owners := candidate.owners(name):
        return f"it belongs to {mentions(map(candidate.call, owners))}"
    return f"it has {mentions(candidate.declared)}" if candidate.declared else "it has none"


def _habit(candidate: Candidate, name: str, meant: Attribute | None) -> str:
    """Return what to write for an attribute that is content here, though not in Twilio's own library for Python."""
    grammar = candidate.grammar
    if candidate.in_xml or (meant and is_same_name(name, meant.name)):
        return ""
    if grammar.text and (name == grammar.content or name in _TEXT_NAMES.get(type(grammar.text), ())):
        return f"write {grammar.name}('…'), without the name"
    child = _child_named(grammar, name.removesuffix("_url"))
    return f"write it inside, as {child.__name__}(…)" if child else ""


_TEXT_NAMES: Final[dict[type[Text], tuple[str, ...]]] = {
    Text: ("body", "message", "text", "words"),
    OneLine: (
        *("application_sid", "body", "client_identity", "identity", "name"),
        *("number", "phone_number", "sid", "sim_sid"),
    ),
    Address: ("sip_url", "uri", "url"),
}
"""What Twilio's library calls the text of an element, by the type of the text."""


def _child_named(grammar: Grammar, name: str) -> Any:
    """Return the class of children that a method of Twilio's library or an attribute is named for, or None."""
    children = grammar.child_limits if ":" not in name else ()
    return next((each for each in children if any(is_same_name(name, own) for own in (each.__name__, each.tag))), None)


def _instead(replacement: str | None) -> str:
    return f"use {replacement} instead" if replacement else "leave it out"


def _missing_attribute(candidate: Candidate, attribute: Attribute) -> Problem:
    name = candidate.name_of(attribute)
    remedy = f'write {name}="…"' if candidate.in_xml else _with_names(candidate) or f"write {name}=…"
    return candidate.problem("missing-attribute", f"needs the attribute {name}", remedy, attribute=name)


# Values.


def _wrong_value(
    candidate: Candidate, name: str, attribute: Attribute, value: object, invalid: InvalidValue
) -> Problem:
    message, remedy, given = f"{candidate.name_of(attribute)} {invalid}", "", None
    if attribute.remembers:
        given = value
        if isinstance(value, str) and (spaced := _with_spaces(attribute, str.__str__(value))):
            message = f"{candidate.name_of(attribute)} must have spaces between its items"
            remedy = f"write {shortened(spaced)}"
        elif not candidate.in_xml:
            remedy = _right_value(attribute, value)
    return candidate.problem(
        "wrong-value", message, remedy, about="value", code_of=attribute.xml_name, attribute=name, given=given
    )


def _with_spaces(attribute: Attribute, text: str) -> str:
    """Return a list of words that was written with other separators as it is right, or nothing."""
    spaced = " ".join(re.split(r"[\s,;|+]+", text.strip()))
    is_list = isinstance(attribute.value, Items) and attribute.value.separated.by == " "
    return spaced if is_list and spaced != text and attribute.accepts(spaced) else ""


def _right_value(attribute: Attribute, value: object) -> str:
    """Return what to write for a value of a wrong type, or nothing."""
    value = value.value if isinstance(value, Unchecked) else value
    if not isinstance(value, str):
        return _as_text(value)
    try:
        kept = attribute.from_xml(str.__str__(value))
    except InvalidValue:
        return ""
    return f"write {shortened(kept) if isinstance(kept, str) else kept}"


def _as_text(value: object) -> str:
    """Return what to write for a value that can become text, or nothing."""
    if isinstance(value, bytes | bytearray):
        return "decode it, as in b'…'.decode()"
    if _is_lazy(value):
        return "write gettext(…), inside the view, since an element built at import would keep one language"
    return ""


def _is_lazy(value: object) -> bool:
    return any(base.__name__ in _LAZY_TEXTS for base in type(value).__mro__)


_LAZY_TEXTS: Final = ("LazyProxy", "LazyString", "Promise")
"""The classes of lazily translated texts in Babel, Flask-Babel and Django."""


def _wrong_texts(candidate: Candidate) -> Generator[Problem, None, list[str]]:
    """Yield the problems of texts, and return the texts as the element keeps them."""
    grammar = candidate.grammar
    if grammar.text is None:
        yield _misplaced_text(candidate)
        return candidate.texts
    kept: list[str] = []
    for text in candidate.texts:
        try:
            kept.append(grammar.text.check(text))
        except InvalidValue as invalid:
            kept.append(text)
            if candidate.is_closed and not candidate.is_unknown(text):
                subject = grammar.content if grammar.is_single else "text"
                about = "text" if invalid.about == "value" else invalid.about
                yield candidate.problem("wrong-value", f"{subject} {invalid}", about=about)
    return list(filter(None, kept))


def _misplaced_text(candidate: Candidate) -> Problem:
    # Words stand in the first of its children that accepts any text.
    children = candidate.grammar.child_limits
    place = next((child for child in children if type(child.grammar().text) is Text), None)
    remedy = f"put it into {candidate.call(place)}" if place else _with_names(candidate) or _holding(candidate)
    return candidate.problem("misplaced-text", "cannot hold text", remedy, about="children", given=candidate.texts[0])


# Elements that are not allowed.


def _allowed(candidate: Candidate) -> list[str]:
    grammar = candidate.grammar
    names = [child.tag if candidate.in_xml else child.__name__ for child in grammar.child_limits]
    return ["text"] * bool(grammar.text) + names


def _holding(candidate: Candidate) -> str:
    allowed = _allowed(candidate)
    return f"it may hold {mentions(allowed)}" if allowed else "it holds nothing"


def _misplaced_parts(candidate: Candidate) -> Iterator[Problem]:
    for part in candidate.parts:
        if not part.is_allowed:
            is_stray = part.element_class is None and not candidate.in_xml
            yield _stray(candidate, part) if is_stray else _misplaced(candidate, part)


def _misplaced(candidate: Candidate, part: Part) -> Problem:
    rule, why, remedy = "misplaced-element", "", _holding(candidate)
    name, allowed = local_name(part.tag), tuple(_allowed(candidate))
    if not candidate.in_xml or name in classes_by_tag():
        places = places_of(name if candidate.in_xml else part.element_class)
        subject = name if candidate.in_xml else part.element_class.__name__
        standing = f"{subject} stands in {mentions(map(candidate.call, places))}" if places else ""
        if len(allowed) > _LISTED:
            remedy = standing or remedy
        elif candidate.in_xml and standing:
            remedy += f"; {standing}"
    elif name in old_elements():
        rule, why = "legacy-element", ", which only an old schema of Twilio's knows"
        remedy = _instead(old_elements()[name])
    else:
        rule = "unknown-element"
        remedy = _right_name(candidate, part.element_class) if part.element_class else remedy
    message = f"cannot hold <{part.tag}>{why}"
    return candidate.problem(rule, message, remedy, about="children", part=part, given=part.tag, allowed=allowed)


def _right_name(candidate: Candidate, meant: Any) -> str:
    is_here = meant.tag in candidate.grammar.xml_children
    place = "" if is_here else f", which stands in {mentions(map(candidate.call, places_of(meant)))}"
    return f"did you mean {meant.tag}{place}?"


def _stray(candidate: Candidate, part: Part) -> Problem:
    """Return the problem of content that is neither text nor an element."""
    given = part.given if isinstance(part, Piece) else None
    if isinstance(given, type):
        what, remedy = f"the class {given.__name__} itself", f"write {given.__name__}(…)"
    elif remedy := _as_text(given):
        what = "a lazily translated text" if _is_lazy(given) else type_name(given)
    elif isinstance(given, Mapping):
        keys = set(cast("Mapping[object, object]", given))
        are_attributes = candidate.grammar.text is None or candidate.grammar.attributes.keys() >= keys
        what = f"a {type_name(cast('object', given))}"
        remedy = "put ** before it" if are_attributes else "write json.dumps(…)"
    elif isinstance(given, Iterable):
        what, remedy = f"a {type_name(cast('object', given))}", "put a * before it"
    else:
        what, remedy = type_name(given), _with_names(candidate) or _holding(candidate)
    rule = "misplaced-text" if candidate.grammar.text else "misplaced-element"
    return candidate.problem(rule, f"cannot hold {what}", remedy, about="children")


def _with_names(candidate: Candidate) -> str:
    """Return the call in which values that were given without a name are attributes, or nothing."""
    if not isinstance(candidate, Call) or candidate.grammar.text:
        return ""
    grammar, given = candidate.grammar, candidate.given
    missing = [grammar.attributes[name] for name in grammar.required if candidate.attributes.get(name) is None]
    able = [each for each in grammar.attributes.values() if len(given) == 1 and each.accepts(given[0])]
    is_sure = len(able) == 1 or not grammar.child_limits  # the first attribute is the most important one
    wanted = missing if len(missing) == len(given) else able[:1] if is_sure else []
    return f"write {grammar.name}({', '.join(f'{each.name}=…' for each in wanted)})" if wanted else ""


def answer_to_method(element: Element, name: str) -> str:
    """Return what to write for a method of another library that adds a child, or nothing for any other name."""
    grammar, message = element.own_grammar, f"<{element.tag}> has no attribute {name!r}"
    if child := _child_named(grammar, name):
        return f"{message}: write {grammar.name}({child.__name__}(…)), since an element is built whole"
    if name in _TREE_METHODS:
        return (
            f"{message}: write {grammar.name}(…) with all its content, or .replace(children=[…]), which returns a copy"
        )
    return ""


_TREE_METHODS: Final = ("add_child", "add_text", "append", "extend", "insert", "nest")
"""Methods of other libraries that change a tree."""


# Elements and texts that do not go together.


def _broken_limits(candidate: Candidate, texts: list[str]) -> Iterator[Problem]:
    grammar = candidate.grammar
    own = [part for part in candidate.parts if part.element_class and not _custom(part)]
    if texts and grammar.text and not grammar.is_spoken:
        yield from _beside_text(candidate, texts, own)
    if isinstance(candidate, Call) and texts and candidate.count > 1:
        message = f"holds one text, not {candidate.count}"
        yield candidate.problem("text-beside-elements", message, _one_for_each(grammar))
    for child, most in grammar.child_limits.items():
        found = [part for part in own if issubclass(part.element_class, child)] if most is not None else []
        if most is not None and len(found) > most:
            message, about = f"holds at most {most} of <{child.tag}>, not {len(found)}", child.__name__
            data: dict[str, Any] = {"part": found[most], "given": len(found)}
            yield candidate.problem("too-many-elements", message, "leave the others out", about=about, **data)


def breaks_limits(grammar: Grammar, content: tuple[Any, ...], children: Sequence[Any]) -> bool:
    """Tell whether valid texts and elements must not stand together in an element.

    Args:
        grammar: The grammar of the element.
        content: The content as it was given.
        children: The children to keep of it.
    """
    call = Call(None, grammar, children, {})
    call.count = Call(None, grammar, content, {}).count
    return next(_broken_limits(call, call.texts), None) is not None


def _one_for_each(grammar: Grammar) -> str:
    """Return what to write for several texts, each of which is one value."""
    several = (
        f"write {grammar.name}({child.__name__}('…'), {child.__name__}('…'))"
        for child, most in grammar.child_limits.items()
        if child in grammar.not_beside_text and most != 1 and child.grammar().needs_content
    )
    return next(several, f"write one {grammar.name} for each")


def _beside_text(candidate: Candidate, texts: list[str], own: list[Part]) -> Iterator[Problem]:
    """Yield the problems of an element whose text is one value, such as a number."""
    grammar, rule = candidate.grammar, "text-beside-elements"
    own = [part for part in own if issubclass(part.element_class, tuple(grammar.child_classes))]
    apart = next((part for part in own if issubclass(part.element_class, tuple(grammar.not_beside_text))), None)
    if apart:
        message, remedy = (
            f"holds either text or <{apart.tag}>, not both",
            "leave the text out, or write an element for it too",
        )
        yield candidate.problem(rule, message, remedy, about="children")
    elif len(texts) > 1 and (own or any(part.is_allowed for part in candidate.parts)):
        message = f"holds one text, not {len(texts)} with elements between them"
        yield candidate.problem(rule, message, "put them together, before the elements")
    elif own and texts[0].isspace():
        yield candidate.problem(rule, "has a text of nothing but white space beside its elements", "leave it out")


def _unreachable(candidate: Candidate) -> Iterator[Problem]:
    for count, ending in enumerate(candidate.parts, 1):
        if ending.is_allowed and ending.element_class and ending.element_class.then == "ends":
            own = [part for part in candidate.parts[count:] if not _custom(part)]
            if own:
                after, *others = own
                more = f", and what follows it ({len(others)} more)" if others else ""
                message = f"<{after.tag}> cannot follow <{ending.tag}>: nothing after it is ever run"
                remedy = f"leave it out{more}, or move <{ending.tag}> to the end"
                yield Problem("unreachable", message, remedy, element=after.tag, part=after)
            return


def _missing_content(candidate: Candidate) -> Problem:
    grammar, tag = candidate.grammar, candidate.tag
    if candidate.in_xml:
        inner = "…" if grammar.text else "<{0}>…</{0}>".format(*grammar.xml_children)
        shown = f"<{tag}>{inner}</{tag}>"
    else:
        shown = f"{grammar.name}({'…' if grammar.child_limits else repr('…')})"
    return candidate.problem("missing-content", f"needs its {grammar.content}", f"write {shown}", about="missing")


def _broken_check(candidate: Candidate, violation: Violation) -> Problem:
    names = {name: candidate.name_of(attribute) for name, attribute in candidate.grammar.attributes.items()}
    message, remedy = (
        re.sub(r"\{(\w+)\}", lambda found: names.get(found[1], found[0]), text)
        for text in (violation.message, violation.remedy)
    )
    return candidate.problem(violation.rule, message, remedy, about=violation.about, given=violation)


# The document as a whole.


def malformed(message: str, remedy: str) -> Problem:
    """Return the problem of XML that is not well-formed."""
    return Problem("malformed", message, remedy, twilio_code("Response", None, "xml"))


def too_large(size: int, tag: str | None = None) -> Problem | None:
    """Return the problem of a document or an element of this number of bytes, or None where it is small enough."""
    if size <= MAX_DOCUMENT_BYTES:
        return None
    message = f"<{tag}> is {size} bytes long as XML" if tag else f"the document is {size} bytes long"
    remedy = f"write at most {MAX_DOCUMENT_BYTES} bytes, for instance with a Redirect to a second document"
    return Problem("too-large", message, remedy, twilio_code("Response", None, "size"), tag)


def too_deep(tag: str) -> Problem:
    """Return the problem of an element with too many levels around it or inside."""
    message = f"<{tag}> nests deeper than {MAX_DEPTH} levels"
    return Problem("too-deep", message, "let fewer elements stand inside each other", None, tag)


def wrong_root(tag: str, wanted: Any, *, is_verb: bool) -> Problem:
    """Return the problem of an outermost element with another name.

    Args:
        tag: The name of the element.
        wanted: The class of the outermost element.
        is_verb: Whether that may hold the element.
    """
    code = twilio_code("Response", None, "root") if wanted.is_document else None
    remedy = f"put it into {wanted.tag}" if is_verb else f"write {wanted.tag}"
    return Problem("wrong-root", f"<{tag}> cannot be the outermost element", remedy, code, tag, given=tag)
