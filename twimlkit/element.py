"""The immutable element: built, checked, compared, shown and written.

Element is the base of every class of the vocabulary, Document of those that are whole documents. Custom and
`custom` are for what the vocabulary does not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain, groupby, pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeAlias, cast

from .errors import (
    InvalidAttribute,
    InvalidContent,
    InvalidNesting,
    InvalidTwiML,
    MissingAttribute,
    TooLarge,
    UnknownAttribute,
    Unreachable,
    suggestion,
    twilio_code,
)
from .grammar import Attribute, Grammar, is_empty, python_name, wire_name
from .values import Loose, Unfit, escape, kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from decimal import Decimal
    from inspect import Signature
    from typing import Self

    from lxml import etree

__all__ = [
    "DECLARATION",
    "DEEPEST",
    "LARGEST",
    "Children",
    "Custom",
    "Document",
    "Element",
    "custom",
]

DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>'
LARGEST: Final = 65_536
DEEPEST: Final = 64
_SMALL: Final = LARGEST // 4 - len(DECLARATION)  # characters, of which none is more than four bytes
_SHORTEST: Final = len("<p></p>")  # that an element can be around another
_SHALLOW: Final = (DEEPEST - 1) * _SHORTEST  # the length of what cannot nest too deep

_START: Final = (
    "A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff"
)
_NAME: Final = f"[{_START}][{_START}\\-.0-9\xb7\u0300-\u036f\u203f\u2040]*"

Children: TypeAlias = "tuple[Element | str, ...]"


class _DeclaredSignature:
    """Shows the declared signature to `help` and `inspect`, which is imported only when they ask."""

    def __get__(self, element: Element | None, owner: type[Element]) -> Signature:
        import inspect

        if owner._declaration is None:
            raise AttributeError("__signature__")
        declared = inspect.signature(owner._declaration)
        parameters = list(declared.parameters.values())[1:]
        return declared.replace(parameters=parameters, return_annotation=inspect.Signature.empty)


class _Read:
    """Reads one attribute of an element, None where it was not given."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, element: Element | None, owner: type[Element]) -> Any:
        return self if element is None else dict(element._pairs()).get(self.name)

    def __set__(self, element: Element, value: object) -> None:
        raise AttributeError(f"<{element.tag}> is immutable: use .replace({self.name}=…), which gives a changed copy")

    def __delete__(self, element: Element) -> None:
        raise AttributeError(f"<{element.tag}> is immutable: use .replace({self.name}=None), which gives a copy")


class Element:
    """Is one element of TwiML: right from the moment it exists, and immutable.

    A subclass declares its element by the signature of its `__init__`, whose body stays empty: positional parameters
    are the content, keyword-only ones the attributes, and the annotations say what is allowed.

    tag: the element's name in XML; by default the name of the class.
    ends: whether nothing after the element is ever run.
    deprecated: whether Twilio advises against the element.

    Raises a subclass of InvalidTwiML where something is given that the declaration does not allow.
    """

    __slots__ = ("_attributes", "_children", "_xml")

    _attributes: tuple[Any, ...]  # name, value, name, value, …: a dictionary would cost more than all the rest
    _children: Children
    _xml: str

    _declaration: ClassVar[Callable[..., None] | None] = None
    _grammar: ClassVar[Grammar | None] = None
    _tag: ClassVar[str] = ""
    ends: ClassVar[bool] = False
    deprecated: ClassVar[bool] = False

    __signature__: ClassVar[_DeclaredSignature] = _DeclaredSignature()

    def __init_subclass__(cls, *, ends: bool = False, deprecated: bool = False, tag: str | None = None) -> None:
        if "_grammar" not in cls.__dict__:
            cls._grammar = None
        declaration = cls.__dict__.get("__init__")
        if declaration is None:
            if ends or deprecated or tag:
                raise TypeError(f"{cls.__qualname__} declares no element of its own: give it an __init__")
            return
        if not is_empty(declaration):
            raise TypeError(f"{cls.__qualname__}.__init__ only declares the element: leave its body empty")
        cls._declaration = declaration
        cls._tag = tag or cls.__name__
        cls.ends = ends
        cls.deprecated = deprecated
        del cls.__init__
        code = declaration.__code__
        for name in code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]:
            if not isinstance(getattr(cls, name, None), _Read | None):
                raise TypeError(f"{cls.__qualname__}: every element has something else named {name}: write {name}_")
            setattr(cls, name, _Read(name))

    def __init__(self, /, *content: Any, **attributes: Any) -> None:  # noqa: C901  # every call less counts here
        grammar = self._grammar or self.grammar()
        pairs: tuple[Any, ...] = ()
        written = inner = ""
        if attributes:
            known = grammar.attributes
            for name, value in attributes.items():
                try:
                    attribute = known[name]
                except KeyError:
                    attribute = _undeclared(grammar, name, value)
                # Most values are right at the first look, and are written as they are.
                if (
                    attribute.is_simple
                    and type(value) is str
                    and not (" " in value or "&" in value or "<" in value or ">" in value or '"' in value)
                    and not (attribute.is_url and (":" in value or "//" in value))
                    and value.isprintable()
                ):
                    pairs += (name, value)
                    written += f'{attribute.before}{value}"'
                elif type(value) is str and value in attribute.words:
                    pairs += (name, value)
                    written += attribute.words[value]
                elif type(value) is int and attribute.least <= value <= attribute.most:
                    pairs += (name, value)
                    written += f'{attribute.before}{value}"'
                elif value is not None:
                    kept, text = _take(grammar, attribute, value)
                    pairs += (name, kept)
                    written += f'{attribute.before}{text}"'
        # So is one plain text, the commonest content; all else goes the long way.
        if len(content) == 1 and grammar.any_text and type(text := content[0]) is str and text and text.isprintable():
            inner = escape(text) if "&" in text or "<" in text or ">" in text else text
        elif content:
            content, inner = _take_content(grammar, content)
        self._attributes = pairs
        self._children = content
        opening = grammar.opening
        self._xml = xml = f"{opening}{written}>{inner}{grammar.closing}" if inner else f"{opening}{written}/>"
        if grammar.ruled or len(xml) > _SMALL:
            _check_whole(self, grammar)

    @classmethod
    def grammar(cls) -> Grammar:
        """Reads what the signature declares, once."""
        if cls._grammar is None:
            if cls._declaration is None:
                raise TypeError(f"{cls.__qualname__} declares no element: use a subclass, or custom()")
            name = next(owner.__name__ for owner in cls.__mro__ if "_declaration" in owner.__dict__)
            checked = cls.check is not Element.check
            cls._grammar = Grammar(name, cls._tag, cls._declaration, checked=checked)
        return cls._grammar

    def check(self) -> None:
        """Checks what no signature can say; classes that have such a rule override it."""

    @classmethod
    def _put_together(cls, children: Children, attributes: Mapping[str, Any]) -> Self:
        """Puts an element together of what may be wrong, unchecked and unwritten: only for `check` to look at it."""
        element = object.__new__(cls)
        element._attributes = tuple(chain.from_iterable(attributes.items()))
        element._children = children
        element._xml = ""
        return element

    @property
    def tag(self) -> str:
        """The element's name in XML."""
        return self._own_grammar.tag

    @property
    def _own_grammar(self) -> Grammar:
        return self._grammar or self.grammar()

    @property
    def children(self) -> Children:
        """The texts and elements inside the element, in their order."""
        return self._children

    @property
    def attributes(self) -> Mapping[str, Any]:
        """The attributes that were given, by their names in Python, in the order in which they are written."""
        return MappingProxyType(dict(self._pairs()))

    @property
    def text(self) -> str:
        """All text inside the element, that of its children included."""
        return "".join(child if isinstance(child, str) else child.text for child in self._children)

    def to_xml(self) -> str:
        """Writes the element as XML on one line; a whole document begins with the XML declaration."""
        return self._xml

    def pretty(self, indent: str = "  ") -> str:
        """Writes the element as XML for people to read, a line for each element, leaving text as it is.

        indent: the white space put before a line for each level.
        """
        return "\n".join(self._lines(indent))

    def to_etree(self) -> etree._Element:
        """Returns the element as an lxml element."""
        from lxml import etree

        return etree.fromstring(self._xml.encode())

    def replace(self, /, *, children: Iterable[Any] | None = None, **attributes: Any) -> Self:
        """Returns a copy with other children or attributes; an attribute that is None is left out.

        Raises a subclass of InvalidTwiML as the class itself does.
        """
        given = {name: _Loose(value) for name, value in self._pairs() if attributes.get(name, ...) is not None}
        dropped = [name for name, _ in self._pairs() if name not in given]
        changes = {name: value for name, value in attributes.items() if name not in dropped}
        return self._copy(self._children if children is None else tuple(children), {**given, **changes})

    def unchecked(self, /, **attributes: Any) -> Self:
        """Returns a copy with attributes that the class does not have, or with values that it would refuse.

        Names are turned into XML as usual (`new_attribute` is written `newAttribute`), unless they are names of
        XML already. What the class does not take is kept as the text that is written.

        Raises InvalidAttribute where no well-formed XML could be written.
        """
        given = dict(self._pairs()) | _own_names(self._own_grammar, attributes)
        return self._copy(self._children, {name: _Loose(value) for name, value in given.items() if value is not None})

    def _copy(self, content: tuple[Any, ...], attributes: Mapping[str, Any]) -> Self:
        return type(self)(*content, **attributes)

    def _pairs(self) -> Iterator[tuple[str, Any]]:
        return zip(self._attributes[::2], self._attributes[1::2], strict=True)

    def _lines(self, indent: str) -> Iterator[str]:
        inner = [child for child in self._children if isinstance(child, Element)]
        if not inner or len(inner) < len(self._children) or self._own_grammar.spoken:
            yield self._xml
            return
        closing = f"</{self.tag}>"
        yield self._xml[: -len(closing) - sum(len(child._xml) for child in inner)]
        for child in inner:
            for line in child._lines(indent):
                yield indent + line
        yield closing

    def __getattr__(self, name: str) -> Any:
        # Naming obj alone keeps Python from adding a second suggestion to ours.
        if name.startswith("_"):
            raise AttributeError(f"{type(self).__name__!r} has no attribute {name!r}", obj=self)
        given = dict(self._pairs())
        if name in given:
            return given[name]
        near = suggestion(name, [known for known in dir(self) if not known.startswith("_")])
        raise AttributeError(f"<{self.tag}> has no attribute {name!r}{near}", obj=self)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *dict(self._pairs())})

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Element) or type(self) is not type(other):
            return NotImplemented
        return (
            self.tag == other.tag and self._children == other._children and dict(self._pairs()) == dict(other._pairs())
        )

    def __hash__(self) -> int:
        return hash((self.tag, self._children, frozenset(self._pairs())))

    def __str__(self) -> str:
        return self.to_xml()

    def __bytes__(self) -> bytes:
        return self.to_xml().encode()

    def __repr__(self) -> str:
        given = dict(self._pairs())
        declared = self._own_grammar.attributes
        loose = {name for name in given if name not in declared or not declared[name].accepts(given[name])}
        stand_ins = {name: declared[name].value.example() for name in self._own_grammar.needed if name in loose}
        checked = {name: value for name, value in given.items() if name not in loose} | stand_ins
        shown = f"{type(self).__name__}({_arguments(self._children, checked)})"
        if loose:
            shown += f".unchecked({_arguments((), {name: given[name] for name in given if name in loose})})"
        return shown

    def __reduce__(self) -> tuple[object, ...]:
        return _restore, (type(self), self._children, dict(self._pairs()))

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __replace__(self, **changes: Any) -> Self:
        return self.replace(**changes)


class Document(Element):
    """Is a whole document: the base of Response and MessagingResponse."""

    __slots__ = ()

    def to_xml(self) -> str:
        """Writes the document as XML, with the XML declaration, on one line."""
        return DECLARATION + self._xml

    def pretty(self, indent: str = "  ") -> str:
        """Writes the document as XML for people to read, a line for each element, leaving text as it is.

        indent: the white space put before a line for each level.
        """
        return f"{DECLARATION}\n{super().pretty(indent)}\n"


class Custom(Element):
    """Is the base of elements that the vocabulary does not know, and that every parent takes.

    A subclass declares its element by its signature, as those of the vocabulary do. Without a subclass, `custom`
    makes an element of any name.
    """

    __slots__ = ()


class _Named(Custom):
    """Is an element that has a name and no class: what `custom` makes."""

    __slots__ = ("_grammar",)  # each has its own, where other elements share that of their class

    def _copy(self, content: tuple[Any, ...], attributes: Mapping[str, Any]) -> Self:
        return cast("Self", custom(self.tag, *content, **attributes))

    def __repr__(self) -> str:
        return f"custom({_arguments((self.tag, *self._children), dict(self._pairs()))})"

    def __reduce__(self) -> tuple[object, ...]:
        return _restore, (custom, (self.tag, *self._children), dict(self._pairs()))


def custom(element: str | Custom, /, *children: Any, **attributes: Any) -> Any:
    """Makes an element of any name, with any children and attributes, for what Twilio adds tomorrow.

    element: the name in XML, without a prefix; or an element of a subclass of Custom, which is returned as it is.
    children, attributes: as for any other element, only that nothing is refused that can be written as XML.

    To a type checker the result is Any, so that every parent takes it.

    Raises InvalidTwiML where no well-formed XML could be written.
    """
    if isinstance(element, str):
        made = object.__new__(_Named)
        grammar = Grammar.of_anything(_xml_name(element))
        made._grammar = grammar  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]  # a slot of its own
        named = _own_names(grammar, attributes)
        Element.__init__(made, *children, **{name: _Loose(value) for name, value in named.items() if value is not None})
        return made
    if children or attributes or not isinstance(element, Custom):  # pyright: ignore[reportUnnecessaryIsInstance]  # of users
        raise TypeError("custom() takes the name of an element and what it holds, or one element of a class of its own")
    return element


class _Loose:
    """Wraps a value that may be one its class refuses, or of an attribute that its class does not have."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value: object = value.value if isinstance(value, _Loose) else value


def _take(grammar: Grammar, attribute: Attribute, value: object) -> tuple[object, str]:
    """Takes the value of an attribute: what to keep of it, and how it is written."""
    try:
        return _take_loose(attribute, value.value) if isinstance(value, _Loose) else attribute.value.take(value)
    except Unfit as unfit:
        code = twilio_code(grammar.name, attribute.wire, "value")
        problem = f"{attribute.name} {unfit}"
        raise InvalidAttribute(problem, element=grammar.tag, attribute=attribute.name, code=code) from None


def _take_loose(attribute: Attribute, value: object) -> tuple[object, str]:
    """Takes a value that may be wrong: as its class would take or read it, or else as the text that is written."""
    if attribute.accepts(value):
        return attribute.value.take(value)
    text = Loose().text_of(value)
    return attribute.value.read(text) if attribute.reads(text) else Loose().take(text)


def _undeclared(grammar: Grammar, name: str, value: object) -> Attribute:
    """Describes an attribute that is not declared, where it is meant to be; else raises the error."""
    if isinstance(value, _Loose):
        return Attribute.undeclared(name)
    known = list(grammar.attributes)
    near = suggestion(name, known) or (f": it has {', '.join(known)}" if known else ": it has none")
    code = twilio_code(grammar.name, None, "unknown")
    raise UnknownAttribute(f"has no attribute {name!r}{near}", element=grammar.tag, attribute=name, code=code) from None


def _check_whole(element: Element, grammar: Grammar) -> None:
    """Checks what only the whole shows: what is missing, how large it is, and the rule of its class."""
    for name in grammar.needed:
        if name not in element._attributes[::2]:
            raise MissingAttribute(f"needs the attribute {name}", element=grammar.tag, attribute=name)
    if grammar.required and not element._children:
        code = twilio_code(grammar.name, None, "missing")
        problem = f"needs its {grammar.content}, as in {grammar.name}({'…' if grammar.kinds else repr('…')})"
        raise InvalidContent(problem, element=grammar.tag, code=code)
    if len(element._xml) > _SMALL and (size := len(bytes(element))) > LARGEST:
        code = twilio_code(grammar.name, None, "size")
        problem = f"is {size} bytes long as XML: a document has at most {LARGEST}"
        raise TooLarge(problem, element=grammar.tag, code=code)
    element.check()


def _take_content(grammar: Grammar, content: tuple[Any, ...]) -> tuple[Children, str]:
    """Takes texts and elements: the children to keep, and how they are written."""
    if grammar.single and (count := sum(piece != "" and not isinstance(piece, Custom) for piece in content)) > 1:
        error = InvalidNesting if grammar.kinds else InvalidContent
        raise error(f"holds one {grammar.content}, not {count}", element=grammar.tag)
    classes = grammar.classes
    parts: list[str] = []
    for child in content:
        if type(child) not in classes:
            return _arrange(grammar, content)
        parts.append(child._xml)
    if grammar.limited:
        _check_children(grammar, content)
    if grammar.ending:
        for child in content[:-1]:
            if type(child) in grammar.ending:
                _check_order(content)
    inner = "".join(parts)
    if len(inner) > _SHALLOW:
        _check_depth(grammar, content, parts)
    return content, inner


def _wrong_text(grammar: Grammar, unfit: Unfit) -> InvalidContent:
    """The error for a text that is not right."""
    subject = grammar.content if grammar.single else "text"
    code = twilio_code(grammar.name, None, "text" if unfit.about == "value" else unfit.about)
    return InvalidContent(f"{subject} {unfit}", element=grammar.tag, code=code)


def _arrange(grammar: Grammar, content: tuple[object, ...]) -> tuple[Children, str]:
    """Takes any content there may be: joins adjacent texts, leaves out empty ones, and checks each piece and all."""
    pieces: list[Element | str] = []
    for is_text, group in groupby(content, lambda piece: isinstance(piece, str)):
        if is_text:
            pieces += _join_texts(grammar, cast("Iterator[str]", group))
            continue
        for piece in group:
            if not isinstance(piece, Element) or not _may_hold(grammar, piece):
                raise _misplaced(grammar, piece)
            pieces.append(piece)
    children = tuple(pieces)
    _check_children(grammar, children)
    if grammar.ending:
        _check_order(children)
    parts = [escape(child) if isinstance(child, str) else child._xml for child in children]
    _check_depth(grammar, children, parts)
    return children, "".join(parts)


def _check_depth(grammar: Grammar, children: Children, parts: list[str]) -> None:
    """Checks how deep the children nest; what they write tells of nearly all that it cannot be too deep."""
    if parts and max(map(len, parts)) > _SHALLOW and _nest_deeper(children, DEEPEST - 1):
        raise TooLarge(f"nests deeper than {DEEPEST} levels", element=grammar.tag)


def _nest_deeper(children: Children, levels: int) -> bool:
    """Tells whether one of the children nests deeper than that."""
    return any(
        levels == 0 or (len(child._xml) > levels * _SHORTEST and _nest_deeper(child._children, levels - 1))
        for child in children
        if isinstance(child, Element)
    )


def _join_texts(grammar: Grammar, texts: Iterable[str]) -> list[str]:
    """Makes one text of adjacent ones, or none where they are empty."""
    text = "".join(texts)
    if text and not grammar.text:
        raise _misplaced(grammar, text)
    try:
        return [kept] if grammar.text and text and (kept := grammar.text.check(text)) else []
    except Unfit as unfit:
        raise _wrong_text(grammar, unfit) from None


def _may_hold(grammar: Grammar, element: Element) -> bool:
    """Whether an element may be a child, by its class alone."""
    if isinstance(element, Custom) or grammar.takes_all:
        return not isinstance(element, Document)
    return isinstance(element, tuple(grammar.classes))


def _misplaced(grammar: Grammar, piece: object) -> InvalidTwiML:
    """The error for a piece of content that an element cannot hold."""
    allowed = ["text"] * bool(grammar.text) + [child.__name__ for child in grammar.kinds]
    holds = f"it may hold {', '.join(allowed)}" if allowed else "it holds nothing"
    code = twilio_code(grammar.name, None, "children")
    if isinstance(piece, Element):
        if any(child._tag == piece.tag for child in grammar.kinds):
            holds += f"; this is a {type(piece).__name__}"
        return InvalidNesting(f"cannot hold <{piece.tag}>: {holds}", element=grammar.tag, code=code)
    if isinstance(piece, str):
        return InvalidContent(f"cannot hold text: {holds}", element=grammar.tag, code=code)
    if isinstance(piece, type):
        name = piece.__name__
        return InvalidContent(f"cannot hold the class {name} itself: write {name}(…)", element=grammar.tag)
    if isinstance(piece, Iterable):
        return InvalidContent(f"cannot hold a {kind(cast('object', piece))}: put a * before it", element=grammar.tag)
    return InvalidContent(f"cannot hold {kind(piece)}: {holds}", element=grammar.tag)


def _check_children(grammar: Grammar, children: Children) -> None:
    """Checks which children may stand together, and in what number."""
    own = [child for child in children if not isinstance(child, Custom)]
    texts = [child for child in own if isinstance(child, str)]
    elements = [child for child in own if isinstance(child, Element)]
    if texts and not grammar.spoken:
        _check_beside_text(grammar, texts, elements)
    for child, most in grammar.kinds.items():
        if most is not None and (count := sum(isinstance(element, child) for element in elements)) > most:
            code = twilio_code(grammar.name, None, child.__name__)
            raise InvalidNesting(f"holds at most {most} of <{child._tag}>, not {count}", element=grammar.tag, code=code)


def _check_order(children: Children) -> None:
    """Checks that no verb stands after one that ends the document."""
    own = [child for child in children if isinstance(child, Element) and not isinstance(child, Custom)]
    for before, after in pairwise(own):
        if before.ends:
            raise Unreachable(f"cannot follow <{before.tag}>: nothing after it is ever run", element=after.tag)


def _check_beside_text(grammar: Grammar, texts: list[str], elements: list[Element]) -> None:
    """Checks an element whose text is one value, like a number, and not speech."""
    apart = [element for element in elements if isinstance(element, tuple(grammar.apart))]
    if apart:
        code = twilio_code(grammar.name, None, "children")
        raise InvalidNesting(f"holds either text or <{apart[0].tag}>, not both", element=grammar.tag, code=code)
    if len(texts) > 1:
        raise InvalidContent("holds one text, not several with elements between them", element=grammar.tag)
    if elements and texts[0].isspace():
        raise InvalidContent("has a text of nothing but white space: leave it out", element=grammar.tag)


def _restore(make: Callable[..., Any], content: tuple[Any, ...], attributes: Mapping[str, Any]) -> Any:
    """Builds an element again that was taken apart by pickle."""
    return make(*content, **{name: _Loose(value) for name, value in attributes.items()})


def _xml_name(name: str) -> str:
    """The name of an element, if it is one."""
    if not re.fullmatch(_NAME, name):
        raise InvalidTwiML(f"an element cannot have the name {name!r}: it is no XML name without a prefix")
    return str.__str__(name)


def _own_names(grammar: Grammar, attributes: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes by the names under which they are kept, where they may have been named as in XML."""
    named: dict[str, Any] = {}
    for name, value in attributes.items():
        known = grammar.attributes.get(name)
        wire = known.wire if known else wire_name(name)
        if wire == "xmlns" or not re.fullmatch(f"(xml:)?{_NAME}", wire):
            raise InvalidAttribute(f"cannot have the attribute {name!r}: it is no XML name", element=grammar.tag)
        own = next((own for own, attribute in grammar.attributes.items() if attribute.wire == wire), python_name(wire))
        if own in named:
            raise InvalidAttribute(f"is given the attribute {own} twice", element=grammar.tag, attribute=own)
        named[own] = value
    return named


def _arguments(children: Children, attributes: Mapping[str, Any]) -> str:
    """The arguments of a call, as Python."""
    plain = [f"{name}={_literal(value)}" for name, value in attributes.items() if name.isidentifier()]
    odd = {name: value for name, value in attributes.items() if not name.isidentifier()}
    return ", ".join([*map(repr, children), *plain, *([f"**{odd!r}"] if odd else [])])


def _literal(value: str | int | tuple[Any, ...] | Decimal) -> str:
    """A value as a literal of Python; a Decimal as the number that becomes the same Decimal again."""
    if isinstance(value, (str, int, tuple)):
        return repr(value)
    number = float(value)
    return repr(int(number)) if number.is_integer() else repr(number)
