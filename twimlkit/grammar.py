"""Reads the signature of a class as the grammar of its element, and its docstring as prose."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from types import CodeType, NoneType, UnionType
from typing import Annotated, Any, Literal, Required, TypeAlias, TypeVar, Union, cast, get_args, get_origin

from . import values
from .values import (
    Address,
    Between,
    Length,
    Matching,
    Most,
    Named,
    OneLine,
    OneOf,
    Separated,
    Text,
    Unfit,
    Value,
    Whole,
)

__all__ = [
    "Attribute",
    "Grammar",
    "Member",
    "Prose",
    "find_mark",
    "is_empty",
    "members_of",
    "origin_of",
    "prose",
    "python_name",
    "reachable",
    "wire_name",
]

_Mark = TypeVar("_Mark")
Member: TypeAlias = "tuple[Any, tuple[object, ...]]"
"""One alternative of an annotation, with the marks that apply to it."""


class Attribute:
    """Describes one attribute: its name in Python and in XML, and what its value may be.

    before: what is written before the value.
    is_simple, words, least, most: what shows at once of most values that they are right, and how they are written: as
    text on one line without anything special; as one of the words; as a whole number within bounds.
    is_url: whether such text is a URL, in which a colon is special too.
    marks: all that stands in `Annotated`, with the marks that are only advice.
    """

    __slots__ = (
        "before", "deprecated", "is_simple", "is_url", "least", "marks", "most", "name", "required", "value",
        "wire", "words",
    )  # fmt: skip

    before: str
    deprecated: bool
    is_simple: bool
    is_url: bool
    least: float
    marks: tuple[object, ...]
    most: float
    name: str
    required: bool
    value: Value
    wire: str
    words: dict[str, str]

    def __init__(self, name: str, annotation: object, *, required: bool = False) -> None:
        self.marks = marks = tuple(mark for _, found in members_of(annotation) for mark in found)
        named = find_mark(marks, Named)
        self.name = name
        self.wire = named.name if named else wire_name(name)
        self.before = f' {self.wire}="'
        self.value = value = _value(annotation)
        self.required = required
        self.deprecated = values.DEPRECATED in marks
        words = [kept for kept, _ in value.table.values()] if isinstance(value, OneOf) else []
        self.words = {word: f'{self.before}{values.quote(word)}"' for word in words if isinstance(word, str)}
        other = value.other if isinstance(value, OneOf) else value
        self.is_simple = isinstance(other, OneLine) and not other.bounded
        self.is_url = isinstance(other, Address)
        self.least, self.most = (other.least, other.most) if isinstance(other, Whole) else (1, 0)

    @classmethod
    def undeclared(cls, name: str) -> Attribute:
        """Describes an attribute of which nothing is known but its name: any text may be its value."""
        return cls(name, str)

    def accepts(self, value: object) -> bool:
        """Tells whether a value could be given in Python."""
        try:
            self.value.take(value)
        except Unfit:
            return False
        return True

    def reads(self, text: str) -> bool:
        """Tells whether a value could be given in XML."""
        try:
            self.value.read(text)
        except Unfit:
            return False
        return True


class Grammar:
    """Describes one element: its names, its attributes, and what it holds.

    name: the name of its class; tag: its name in XML; opening, closing: the beginning and the end of its XML.
    attributes: by their names in Python; needed: the names of those that are required.
    content: the name of the positional parameter, or None; single: whether it is one piece; required: whether it must
    be there.
    text: what its own text may be, or None where it has none; text_marks: all that stands in `Annotated` of it;
    any_text: whether it is any text at all; spoken: whether it may alternate with children, every blank counting.
    kinds: the classes of its children, each with the most that there may be of it, or None; classes: the same as a set.
    takes_all: whether every element may be a child; apart: the classes of children that do not go with text; ending:
    the classes of those that end the document.
    limited: whether there is a rule for what children go together; ruled: whether there is one for the whole element.
    """

    __slots__ = (
        "any_text", "apart", "attributes", "classes", "closing", "content", "ending", "kinds", "limited", "name",
        "needed", "opening", "required", "ruled", "single", "spoken", "tag", "takes_all", "text", "text_marks",
    )  # fmt: skip

    any_text: bool
    apart: frozenset[Any]
    attributes: dict[str, Attribute]
    classes: frozenset[Any]
    closing: str
    content: str | None
    ending: frozenset[Any]
    kinds: dict[Any, int | None]
    limited: bool
    name: str
    needed: list[str]
    opening: str
    required: bool
    ruled: bool
    single: bool
    spoken: bool
    tag: str
    takes_all: bool
    text: Text | None
    text_marks: tuple[object, ...]

    def __init__(self, name: str, tag: str, declaration: Callable[..., None], *, checked: bool = False) -> None:
        self.name = name
        self.tag = tag
        self.opening = f"<{tag}"
        self.closing = f"</{tag}>"
        content, names = self._read_parameters(declaration.__code__)
        hints = _evaluated(declaration)
        for each in filter(None, (*names, content)):
            if each not in hints:
                raise TypeError(f"{self.name}: {each} has no type")
        optional = declaration.__kwdefaults__ or {}
        self.attributes = {each: Attribute(each, hints[each], required=each not in optional) for each in names}
        self.needed = [each for each, attribute in self.attributes.items() if attribute.required]
        self.content = content
        self.required = self.single and not declaration.__defaults__
        self._read_content(list(members_of(hints[content])) if content else [])
        self.ruled = bool(self.needed or self.required or checked)

    def _read_parameters(self, code: CodeType) -> tuple[str | None, Sequence[str]]:
        """The name of the parameter that is the content, and the names of those that are attributes."""
        names = code.co_varnames
        first_keyword = code.co_argcount
        first_other = first_keyword + code.co_kwonlyargcount
        has_star = bool(code.co_flags & _STAR)
        if code.co_flags & _DOUBLE_STAR:
            raise TypeError(f"{self.name}: each attribute is a parameter of its own, not one of **{names[-1]}")
        self.single = first_keyword > 1
        if first_keyword - 1 + has_star > 1 or (self.single and code.co_posonlyargcount < first_keyword):
            raise TypeError(f"{self.name}: the content is one positional-only parameter, or one with a star")
        content = names[1] if self.single else names[first_other] if has_star else None
        return content, names[first_keyword:first_other]

    def _read_content(self, members: list[Member]) -> None:
        """Reads the annotation of the parameter that is the content."""
        texts = [(base, marks) for base, marks in members if base is str]
        children = [(base, marks) for base, marks in members if base is not str]
        for base, _ in children:
            if base is not Any and not hasattr(base, "ends"):
                raise TypeError(f"{self.name}: {self.content} is of text and elements, and not of {base}")
        self.text = cast("Text", _plain_value(texts)) if texts else None
        self.any_text = type(self.text) is Text and not self.text.bounded
        self.text_marks = tuple(mark for _, marks in texts for mark in marks)
        self.spoken = values.SPOKEN in self.text_marks
        self.takes_all = any(base is Any for base, _ in children)
        self.kinds = {
            base: most.count if (most := find_mark(marks, Most)) else None
            for base, marks in children
            if base is not Any
        }
        self.classes = frozenset(self.kinds)
        self.apart = frozenset(base for base, marks in children if values.NotBesideText in marks)
        self.ending = frozenset(base for base in self.kinds if base.ends)
        one_text = bool(self.text and self.kinds and not self.spoken)
        self.limited = self.single or one_text or any(self.kinds.values())

    @staticmethod
    @lru_cache(maxsize=256)
    def of_anything(tag: str) -> Grammar:
        """Describes an element of which nothing is known but its name."""
        return Grammar(tag, tag, _anything)


class Prose:
    """Holds what a docstring says of an element.

    summary: its first sentence.
    attributes: what each attribute is for, by its name in Python.
    defaults: what an attribute is when it is left out, as it would be written, where its line ends with that.
    page: the address of Twilio's page, or None.
    """

    __slots__ = ("attributes", "defaults", "page", "summary")

    summary: str
    attributes: dict[str, str]
    defaults: dict[str, str]
    page: str | None

    def __init__(self, docstring: str) -> None:
        paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", docstring.strip())]
        self.summary = paragraphs[0]
        self.page = next((part for part in paragraphs if part.startswith("https://")), None)
        lines = re.findall(
            r"^ *([a-z]\w*): (.+(?:\n +(?![a-z]\w*: )\S.*)*)", docstring.partition("\n")[2], re.MULTILINE
        )
        self.attributes = {name: " ".join(text.split()) for name, text in lines}
        endings = ((name, re.search(r"Default: (.+)\.$", text)) for name, text in self.attributes.items())
        self.defaults = {name: ending[1] for name, ending in endings if ending}


def prose(element: type) -> Prose:
    """Reads the docstring of an element's class."""
    return Prose(element.__doc__ or "")


def reachable(*roots: type[Any]) -> list[type[Any]]:
    """Lists the classes and all that may stand inside them, each once, in the order in which they are first met."""
    found = list(roots)
    for kind in found:
        found += [child for child in kind.grammar().kinds if child not in found]
    return found


def wire_name(name: str) -> str:
    """Turns an attribute's name in Python into its name in XML: `num_digits` into `numDigits`, `from_` into `from`.

    Two underscores stand for one in XML.
    """
    name = name[:-1] if name.endswith("_") and not name.endswith("__") else name
    return "_".join(map(_camel, name.split("__")))


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return "".join([first, *(other[:1].upper() + other[1:] for other in others)])


def python_name(wire: str) -> str:
    """Turns an attribute's name in XML into its name in Python: the reverse of wire_name."""
    from keyword import iskeyword

    name = re.sub(r"[A-Z_]", lambda found: "_" + found[0].lower(), wire)
    return name + "_" if iskeyword(name) else name


def is_empty(function: Callable[..., object]) -> bool:
    """Tells whether a function has no body but `...`, `pass` or a docstring."""
    return function.__code__.co_code in _EMPTY and not function.__code__.co_names


def _anything(*children: values.Spoken | Any) -> None: ...


def _bare() -> None: ...


def _documented() -> None:
    """Stands for a function with nothing but a docstring."""


_EMPTY = (_bare.__code__.co_code, _documented.__code__.co_code)
_STAR = 0x04
_DOUBLE_STAR = 0x08


def _evaluated(declaration: Callable[..., None]) -> dict[str, Any]:
    """The annotations of a signature as they are when it is read, in the words of its module.

    `typing.get_type_hints` does the same and takes three times as long, which the first document would feel.
    """
    written = declaration.__annotations__
    words = declaration.__globals__
    return {name: eval(each, words) if isinstance(each, str) else each for name, each in written.items()}  # noqa: S307  # our own source


def origin_of(annotation: Any) -> Any:
    """What stands before the brackets of a type, or None: Any because a type checker would guess too much of it."""
    return get_origin(annotation)


def members_of(annotation: Any, marks: tuple[object, ...] = ()) -> Iterator[Member]:
    """The alternatives of an annotation, each with the marks that apply to it."""
    origin = origin_of(annotation)
    if origin is Annotated:
        base, *more = get_args(annotation)
        yield from members_of(base, (*marks, *more))
    elif origin in (Union, UnionType, Required):
        for member in get_args(annotation):
            yield from members_of(member, marks)
    elif annotation is not NoneType:
        yield annotation, marks


def find_mark(marks: Sequence[object], wanted: type[_Mark]) -> _Mark | None:
    """Finds the first mark of a kind, or None."""
    return next((mark for mark in marks if isinstance(mark, wanted)), None)


def _value(annotation: Any) -> Value:
    """What an attribute with this annotation takes."""
    members = list(members_of(annotation))
    for base, marks in members:
        if origin_of(base) is Sequence:
            return values.Items(_value(get_args(base)[0]), find_mark(marks, Separated) or Separated(" "))
    words = [word for base, _ in members if origin_of(base) is Literal for word in get_args(base)]
    others = [(base, marks) for base, marks in members if origin_of(base) is not Literal]
    if (words or len(others) > 1) and any(base is bool for base, _ in others):
        words = [True, False, *words]
        others = [(base, marks) for base, marks in others if base is not bool]
    if not words:
        return _plain_value(others)
    return values.OneOf(words, _plain_value(others) if others else None)


def _plain_value(members: list[Member]) -> Value:
    """What a value of one of the plain types takes."""
    types = {base for base, _ in members}
    marks = [mark for _, found in members for mark in found]
    length, matching, between = find_mark(marks, Length), find_mark(marks, Matching), find_mark(marks, Between)
    if types == {str}:
        kind = (
            values.Address if values.ADDRESS in marks else values.OneLine if values.STRIPPED in marks else values.Text
        )
        return kind(length, matching)
    if types == {str, int}:
        return values.TextOrWhole(length, matching)
    if types == {int}:
        return values.Whole(between)
    if types == {float}:
        return values.Number(between)
    if types == {bool}:
        return values.Boolean()
    raise TypeError(f"no value can be {' or '.join(sorted(str(base) for base in types))}")
