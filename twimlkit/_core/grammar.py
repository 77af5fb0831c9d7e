"""The grammar of an element, read from the signature of its class."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from types import CodeType, NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Final,
    Literal,
    Required,
    TypeAlias,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

from . import values
from .marks import (
    ADDRESS,
    DEPRECATED,
    MONEY,
    SECRET,
    SPOKEN,
    STRIPPED,
    Between,
    Length,
    Matching,
    Most,
    Named,
    NotBesideText,
    Separated,
)
from .names import is_attribute_name, is_xml_name, remember, to_xml_name
from .values import InvalidValue, Text, Unchecked, UncheckedValue, Value, quote

_Mark = TypeVar("_Mark")
Member: TypeAlias = "tuple[Any, tuple[object, ...]]"
"""One alternative of an annotation, with its marks."""

Entry: TypeAlias = "tuple[type, tuple[str, object], str]"
"""An accepted value: its type as it was given, the name and the value to keep, and the attribute as it is written."""

MEMORY: Final = 128
"""The largest number of values that are remembered of an attribute or a text."""

MEMORIZED: Final = 256
"""The largest number of characters of a value that is remembered."""


class Attribute:
    """One attribute: its names, and what its value may be.

    Most programs give an attribute the same few values again and again, so that it remembers those that it accepted.

    Attributes:
        name: The name in Python.
        xml_name: The name in XML.
        value: The type of the value.
        is_plain: Tells at a first look whether a printable text is allowed as it is, or None.
        marks: All marks of the annotation.
        required: Whether it must be given.
        deprecated: Whether Twilio advises against it.
        accepted: The values that are remembered, each with its type, since True == 1 == 1.0.
    """

    def __init__(self, name: str, annotation: object, *, required: bool = False) -> None:
        self.marks = marks = tuple(mark for _, found in members_of(annotation) for mark in found)
        named = find_mark(marks, Named)
        self.name = name
        self.xml_name = named.name if named else to_xml_name(name)
        self.value = value = _value(annotation)
        self.is_plain = value.is_plain if isinstance(value, Text) and not value.is_bounded else None
        self.required = required
        self.deprecated = DEPRECATED in marks
        self.remembers = SECRET not in marks
        self.start = f' {self.xml_name}="'
        self.accepted: dict[object, Entry] = {}
        self.read: dict[str, object] = {}

    @classmethod
    def undeclared(cls, name: str) -> Attribute:
        """Describe an unknown attribute: its value may be any text."""
        return cls(name, str)

    def accept(self, value: object) -> Entry:
        """Accept a value given in Python.

        Raises:
            InvalidValue: The value is not allowed.
        """
        if type(value) is str and self.is_plain and value.isprintable() and self.is_plain(value):
            text = quote(value) if "&" in value or '"' in value or "<" in value else value
            entry: Entry = str, (self.name, value), f'{self.start}{text}"'
            is_memorizable = len(value) <= MEMORIZED
        else:
            if isinstance(value, Unchecked):
                kept, text = self._accept_unchecked(value.value)
            else:
                kept, text = self.value.from_python(value)
            entry = type(value), (self.name, kept), f'{self.start}{text}"'
            is_memorizable = _is_memorizable(value)
        if is_memorizable and self.remembers:
            if len(self.accepted) >= MEMORY:
                self.accepted.clear()
            self.accepted[value] = entry
        return entry

    def _accept_unchecked(self, value: object) -> values.Accepted:
        """Accept a value as its class does, or else as the text that is written."""
        if self.accepts(value):
            return self.value.from_python(value)
        text = UncheckedValue().text_of(value)
        try:
            return self.value.from_xml(text)
        except InvalidValue:
            return UncheckedValue().from_python(text)

    def accepts(self, value: object) -> bool:
        """Tell whether a value is allowed in Python."""
        try:
            self.value.from_python(value)
        except InvalidValue:
            return False
        return True

    def from_xml(self, text: str) -> object:
        """Return the value that stands for a text of XML.

        Raises:
            InvalidValue: The text is not allowed.
        """
        try:
            return self.read[text]
        except KeyError:
            kept = self.value.from_xml(text)[0]
        if self.remembers and len(text) <= MEMORIZED:
            if len(self.read) >= MEMORY:
                self.read.clear()
            self.read[text] = kept
        return kept


def _is_memorizable(value: object) -> bool:
    """Tell whether a value is small, and equal to no value that is written otherwise."""
    value_class = type(value)
    if value_class is str:
        return len(cast("str", value)) <= MEMORIZED
    if value_class is tuple:
        items = cast("tuple[object, ...]", value)
        return all(type(item) is str for item in items) and sum(map(len, cast("tuple[str, ...]", items))) <= MEMORIZED
    return value_class is int or value_class is bool


class Grammar:
    """One element: its names, its attributes, and what it may contain.

    Attributes:
        name: The name of its class.
        tag: Its name in XML.
        opening, closing: The beginning and the end of its XML.
        attributes: The attributes by their names in Python.
        required: The names of the required attributes.
        content: The name of the positional parameter, or None.
        is_single: Whether the content is one piece.
        needs_content: Whether the content is required.
        text: The type of its text, or None.
        text_marks: All marks of the text.
        is_spoken: Whether text may alternate with children, every space counting.
        child_limits: The classes of its children, each with the largest number of them, or None.
        child_classes: The same classes as a set.
        holds_any: Whether every element may be a child.
        has_one_text: Whether its text is one value, such as a number, so that it is given once.
        not_beside_text: The classes of children that must not stand beside text.
        ending: The classes of children after which nothing is run.
        has_limits: Whether some children must not stand together.
        has_check: Whether the class has a `check` of its own.
        shapes: The classes of children that were found to be allowed together, in their order.
        is_open: Whether it takes any attributes, and nothing inside it is judged.

    Args:
        name: The name of its class.
        tag: Its name in XML.
        declaration: The function whose signature declares it.
        scope: Where an element of one's own is declared: the names that its annotations may use beside those of the
            module. None for the vocabulary, which the tests check instead.
        has_check: Whether the class has a `check` of its own.

    Raises:
        NameError: An annotation has a name that is not defined yet.
        TypeError: The declaration is wrong.
    """

    def __init__(
        self,
        name: str,
        tag: str,
        declaration: Callable[..., None],
        scope: Mapping[str, Any] | None = None,
        *,
        has_check: bool = False,
    ) -> None:
        self.name: str = name
        self.tag: str = tag
        self.opening: str = f"<{tag}"
        self.closing: str = f"</{tag}>"
        hints = _evaluated(declaration) if scope is None else self._evaluated(declaration, scope)
        content, names = self._read_parameters(declaration.__code__, hints)
        for each in filter(None, (*names, content)):
            if each not in hints:
                raise TypeError(f"{self.name}: {each} has no type")
        optional = declaration.__kwdefaults__ or {}
        self.attributes: dict[str, Attribute] = {}
        for each in names:
            try:
                self.attributes[each] = Attribute(each, hints[each], required=each not in optional)
            except TypeError as error:
                raise TypeError(f"{self.name}: {each}: {error}") from None
        self.required: list[str] = [each for each, attribute in self.attributes.items() if attribute.required]
        self.content: str | None = content
        self.needs_content: bool = self.is_single and not declaration.__defaults__
        self._read_content(list(members_of(hints[content])) if content else [])
        self.has_check: bool = has_check
        self.shapes: set[tuple[type, ...]] = set()
        if scope is not None:
            self._check_names()
            self._check_values({**optional, content or "": (declaration.__defaults__ or (None,))[0]})

    def _read_parameters(self, code: CodeType, hints: dict[str, Any]) -> tuple[str | None, Sequence[str]]:
        """Return the name of the content and the names of the attributes."""
        names = code.co_varnames
        positional = code.co_argcount - 1
        has_star = bool(code.co_flags & _STAR)
        rest = names[code.co_argcount + code.co_kwonlyargcount + has_star] if code.co_flags & _DOUBLE_STAR else None
        if rest and hints.get(rest) is not Any:
            raise TypeError(f"{self.name}: declare each attribute as a parameter, not as **{rest}")
        self.is_open: bool = rest is not None
        self.is_single: bool = positional > 0
        if positional + has_star > 1 or (self.is_single and code.co_posonlyargcount <= positional):
            raise TypeError(f"{self.name}: declare the content as one positional-only parameter, or as one with a star")
        star = names[code.co_argcount + code.co_kwonlyargcount] if has_star else None
        return names[1] if self.is_single else star, keyword_names(code)

    def _evaluated(self, declaration: Callable[..., None], scope: Mapping[str, Any]) -> dict[str, Any]:
        """Evaluate the annotations of an element of one's own, which may be quoted and use local names."""
        try:
            return get_type_hints(declaration, None, dict(scope), include_extras=True)
        except (SyntaxError, TypeError) as error:
            raise TypeError(
                f"{self.name}: its annotations cannot be read ({error}): write them without quotes"
            ) from None

    def _check_names(self) -> None:
        """Refuse names that XML cannot have, and one name for two attributes."""
        if not is_xml_name(self.tag):
            raise TypeError(
                f"{self.name}: no element can have the name {self.tag!r}: write a tag that is a name of XML"
            )
        attributes: dict[str, Attribute] = {}
        for attribute in self.attributes.values():
            name = attribute.xml_name
            if not is_attribute_name(name):
                raise TypeError(f"{self.name}: {attribute.name} cannot have the name {name!r} in XML: write another")
            other = attributes.setdefault(name, attribute)
            if other is not attribute:
                raise TypeError(f"{self.name}: {other.name} and {attribute.name} are both {name} in XML: rename one")

    def _check_values(self, defaults: dict[str, object]) -> None:
        """Refuse defaults, which would never be written, and attributes that can have no value."""
        for name, default in defaults.items():
            if default is not None and (name, default) != (self.content, ""):
                raise TypeError(
                    f"{self.name}: the default of {name} must be None, since a default is not written: "
                    "describe it in the docstring"
                )
        for name, attribute in self.attributes.items():
            if not attribute.accepts(example := attribute.value.example()):
                raise TypeError(f"{self.name}: {name} does not accept even {example!r}: check its bounds and examples")

    def _read_content(self, members: list[Member]) -> None:
        texts = [(base, marks) for base, marks in members if base is str]
        children = [(base, marks) for base, marks in members if base is not str]
        for base, _ in children:
            if base is not Any and not _is_element_class(base):
                raise TypeError(f"{self.name}: {self.content} must be text or elements, not {base}; Any is any element")
        self.text: Text | None = cast("Text", _plain_value(texts)) if texts else None
        self.text_marks: tuple[object, ...] = tuple(mark for _, marks in texts for mark in marks)
        self.is_spoken: bool = SPOKEN in self.text_marks
        self.holds_any: bool = any(base is Any for base, _ in children)
        limits = [(base, find_mark(marks, Most)) for base, marks in children if base is not Any]
        self.child_limits: dict[Any, int | None] = {base: most.count if most else None for base, most in limits}
        if self.is_single:
            self.child_limits = dict.fromkeys(self.child_limits, 1)
        self.child_classes: frozenset[Any] = frozenset(self.child_limits)
        self.not_beside_text: frozenset[Any] = frozenset(base for base, marks in children if NotBesideText in marks)
        self.has_one_text: bool = isinstance(self.text, values.OneLine)
        self.ending: frozenset[Any] = frozenset(base for base in self.child_limits if base.then == "ends")
        is_beside = bool(self.text and self.child_limits and not self.is_spoken)
        self.has_limits: bool = self.is_single or self.has_one_text or is_beside or any(self.child_limits.values())

    @cached_property
    def xml_attributes(self) -> dict[str, Attribute]:
        """The attributes by their names in XML."""
        return {attribute.xml_name: attribute for attribute in self.attributes.values()}

    @cached_property
    def xml_children(self) -> dict[str, Any]:
        """The classes of its children by their names in XML."""
        if self.holds_any:
            from .vocabulary import inner_classes

            return inner_classes() | {child.tag: child for child in self.child_limits}
        return {child.tag: child for child in self.child_limits}

    @staticmethod
    @remember
    def of_anything(tag: str) -> Grammar:
        """Describe an unknown element: it may contain anything."""
        return Grammar(tag, tag, _anything)


def keyword_names(code: CodeType) -> tuple[str, ...]:
    """Return the names of the keyword-only parameters of a function."""
    return code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]


def is_empty(function: Callable[..., object]) -> bool:
    """Tell whether a function's body is only `...`, `pass` or a docstring."""
    return function.__code__.co_code in _EMPTY and not function.__code__.co_names


def _anything(*children: Annotated[str, SPOKEN] | Any, **attributes: Any) -> None: ...


def _bare() -> None: ...


def _documented() -> None:
    """Do nothing, with a docstring."""


_EMPTY = (_bare.__code__.co_code, _documented.__code__.co_code)
_STAR = 0x04
_DOUBLE_STAR = 0x08


def _evaluated(declaration: Callable[..., None]) -> dict[str, Any]:
    """Evaluate the annotations of a signature in its module.

    `typing.get_type_hints` takes three times as long, which would slow the first document.
    """
    written = declaration.__annotations__
    words = declaration.__globals__
    return {name: eval(each, words) if isinstance(each, str) else each for name, each in written.items()}  # noqa: S307  # our own source


def _is_element_class(base: Any) -> bool:
    """Tell whether a type is the class of an element, and not only a base of such classes."""
    return hasattr(base, "grammar") and bool(base.tag)


def origin_of(annotation: Any) -> Any:
    """Return the type before the brackets, or None, as Any: type checkers infer too much from `get_origin`."""
    return get_origin(annotation)


def members_of(annotation: Any, marks: tuple[object, ...] = ()) -> Iterator[Member]:
    """Yield the alternatives of an annotation, each with its marks."""
    origin = origin_of(annotation)
    if origin is Annotated:
        base, *more = get_args(annotation)
        yield from members_of(base, (*marks, *more))
    elif origin in (Union, UnionType, Required):
        for member in get_args(annotation):
            yield from members_of(member, marks)
    elif isinstance(annotation, TypeVar):
        for member in annotation.__constraints__ or (annotation.__bound__ or Any,):
            yield from members_of(member, marks)
    elif hasattr(origin, "grammar"):  # a generic class of elements
        yield origin, marks
    elif annotation is not NoneType:
        yield annotation, marks


def find_mark(marks: Sequence[object], wanted: type[_Mark]) -> _Mark | None:
    """Return the first mark of a class, or None."""
    return next((mark for mark in marks if isinstance(mark, wanted)), None)


def _value(annotation: Any) -> Value:
    """Return the type of an attribute with this annotation."""
    members = list(members_of(annotation))
    for base, marks in members:
        if origin_of(base) is Sequence:
            return values.Items(_value(get_args(base)[0]), find_mark(marks, Separated) or Separated(" "))
    words = [word for base, _ in members if origin_of(base) is Literal for word in get_args(base) if word is not None]
    for word in words:
        if not isinstance(word, str | int):
            raise TypeError(f"no value can be the word {word!r}")
    others = [(base, marks) for base, marks in members if origin_of(base) is not Literal]
    if (words or len(others) > 1) and any(base is bool for base, _ in others):
        words = [True, False, *words]
        others = [(base, marks) for base, marks in others if base is not bool]
    if not words:
        return _plain_value(others)
    return values.OneOf(words, _plain_value(others) if others else None)


def _plain_value(members: list[Member]) -> Value:
    """Return the type for an annotation of one plain type."""
    types = {base for base, _ in members}
    marks = [mark for _, found in members for mark in found]
    length, matching, between = (find_mark(marks, Length), find_mark(marks, Matching), find_mark(marks, Between))
    if types == {str} and MONEY in marks:
        return values.Amount(between)
    if types == {str}:
        text = values.Address if ADDRESS in marks else values.OneLine if STRIPPED in marks else values.Text
        return text(length, matching)
    if types == {str, int}:
        return values.TextOrWhole(length, matching)
    if types == {int}:
        return values.Whole(between)
    if types == {float}:
        return values.NumberValue(between)
    if types == {bool}:
        return values.Boolean()
    raise TypeError(f"no value can be {' or '.join(sorted(str(base) for base in types))}")
