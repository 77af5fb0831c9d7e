"""The immutable element: built, checked, compared, shown and written.

Element is the base of every class of the vocabulary, and Document the base of whole documents. Custom and `custom` are
for elements that the vocabulary does not know.
"""

# The class of content, which may be anything, is unknown.
# pyright: reportUnknownVariableType=false

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from contextvars import ContextVar
from itertools import groupby
from sys import maxsize
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal, TypeAlias, TypeVar, cast, get_args

from .grammar import MEMORIZED, MEMORY, Attribute, Grammar, is_empty, keyword_names
from .names import is_attribute_name, is_xml_name, remember, to_python_name, to_xml_name
from .values import InvalidValue, Text, Unchecked, escape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from decimal import Decimal
    from inspect import Signature
    from typing import Self

    from lxml import etree

    from twimlkit.errors import InvalidTwiML

DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>'
MAX_DOCUMENT_BYTES: Final = 65_536
MAX_DEPTH: Final = 64
_SMALL: Final = MAX_DOCUMENT_BYTES // 4 - len(DECLARATION)  # characters, each of at most four bytes
_SHORTEST: Final = len("<p></p>")  # an element around another
_SHALLOW: Final = (MAX_DEPTH - 1) * _SHORTEST  # characters that cannot nest too deep

_SHORT: Final = 16  # children
_FORGOTTEN: Final = (None, (), "")  # an entry of no value

Children: TypeAlias = "tuple[Element | str, ...]"
_T = TypeVar("_T")

Then: TypeAlias = Literal["ends", "blocks", "returns", "action", "input", "always"]
"""What Twilio runs after a verb.

- `ends`: nothing in the document is run after it.
- `blocks`: the next verb is run when this one has ended.
- `returns`: the next verb is run at once, while this one goes on.
- `action`: Twilio continues with the TwiML at `action`, if there is one; else with the next verb.
- `input`: after input, Twilio continues with the TwiML at `action`, by default the current document; else with the next
  verb.
- `always`: Twilio continues with the TwiML at `action`, by default the current document.
"""


_THENS: Final = get_args(Then)


class Violation:
    """A rule that a class's `check` finds broken.

    Args:
        rule: `conflicting-elements` or `missing-content`.
        message: What is wrong; the rest of a sentence that begins with the element. `{num_digits}` stands for the name
            of an attribute.
        remedy: What to write instead, written likewise; empty where the message says it.
        about: The subject of Twilio's code, as `twilio_code` knows it.
    """

    def __init__(self, rule: str, message: str, remedy: str = "", *, about: str = "") -> None:
        self.rule = rule
        self.message = message
        self.remedy = remedy
        self.about = about


class _DeclaredSignature:
    """The declared signature, for `help` and `inspect`, which is imported only when they ask."""

    def __get__(self, element: Element | None, owner: type[Element]) -> Signature:
        import inspect

        if owner._declaration is None:
            raise AttributeError("__signature__")
        declared = inspect.signature(owner._declaration)
        parameters = list(declared.parameters.values())[1:]
        return declared.replace(parameters=parameters, return_annotation=inspect.Signature.empty)


class _ReadOnly:
    """A property for one attribute, None where it was not given."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, element: Element | None, owner: type[Element]) -> Any:
        return self if element is None else dict(element._pairs()).get(self.name)

    def __set__(self, element: Element, value: object) -> None:
        raise AttributeError(f"<{element.tag}> is immutable: write .replace({self.name}=…), which returns a copy")

    def __delete__(self, element: Element) -> None:
        raise AttributeError(f"<{element.tag}> is immutable: write .replace({self.name}=None), which returns a copy")


class Element:
    """An immutable, validated TwiML element.

    A subclass declares its element by the signature of its `__init__`, whose body stays empty: positional parameters
    are the content, keyword-only parameters the attributes, and the annotations say what is allowed. With
    `**attributes: Any` it takes any attributes, and what stands inside it is not checked when XML is read. A wrong
    declaration raises TypeError when the class is made, or when it is first used if an annotation names what is
    defined after it. Class keywords give the rest:

    Args:
        tag: The name in XML. Default: the name of the class.
        then: What Twilio runs after the verb; see `Then`. Default: blocks.
        deprecated: Whether Twilio advises against the element. Default: False.

    Raises:
        InvalidTwiML: A subclass of it, where the declaration does not allow an argument.
    """

    __slots__ = ("_attributes", "_children", "_xml")

    _attributes: tuple[Any, ...]  # name, value, name, value, …: a dictionary would take more memory than all the rest
    _children: Children | str  # one text stands alone, which takes less memory
    _xml: str

    _declaration: ClassVar[Callable[..., None] | None] = None
    _grammar: ClassVar[Grammar | None] = None
    _scope: ClassVar[Mapping[str, Any] | None] = None  # the names around an element of one's own

    tag: ClassVar[str] = ""
    """The name in XML."""

    then: ClassVar[Then] = "blocks"
    """What Twilio runs after the verb."""

    deprecated: ClassVar[bool] = False
    """Whether Twilio advises against the element."""

    is_document: ClassVar[bool] = False
    """Whether the element is a whole document."""

    __signature__: ClassVar[_DeclaredSignature] = _DeclaredSignature()

    def __init_subclass__(cls, *, tag: str | None = None, then: Then = "blocks", deprecated: bool = False) -> None:
        super().__init_subclass__()  # of Generic
        if "_grammar" not in cls.__dict__:
            cls._grammar = None
        if cls.__dictoffset__:  # a class without __slots__
            type.__setattr__(cls, "__setattr__", _set_own)
        declaration = cls.__dict__.get("__init__")
        cls.__init__ = Element.__init__  # type: ignore[method-assign]  # until the first element has made its own
        if then not in _THENS:
            raise TypeError(f"{cls.__qualname__}: then must be one of {', '.join(_THENS)}, not {then!r}")
        if declaration is None:
            if tag is not None or then != "blocks" or deprecated:
                raise TypeError(f"{cls.__qualname__} declares no element of its own: give it an __init__")
            return
        if not is_empty(declaration):
            raise TypeError(f"{cls.__qualname__}.__init__ only declares the element: leave its body empty")
        cls._declaration = declaration
        cls.tag = cls.__name__ if tag is None else tag
        cls.then = then
        cls.deprecated = deprecated
        for name in keyword_names(declaration.__code__):
            taken = getattr(cls, name, None)
            if taken is not None and not isinstance(taken, _ReadOnly):
                raise TypeError(f"{cls.__qualname__}: every element has something else named {name}: write {name}_")
            setattr(cls, name, _ReadOnly(name))
        if cls.__module__.partition(".")[0] != __name__.partition(".")[0]:
            cls._scope = {}
            with suppress(NameError):  # of what is defined later
                cls._scope = _names_around(cls, declaration)
                cls._grammar = cls._read_grammar()

    def __init__(self, /, *content: Any, **attributes: Any) -> None:
        element_class = type(self)
        grammar = element_class.grammar()
        constructor = _constructor(grammar)
        element_class.__init__ = constructor  # type: ignore[method-assign]
        if grammar.child_limits and not grammar.is_spoken:  # speech is most of a document, and would be slower
            element_class.__getattr__ = _missing  # type: ignore[method-assign]
        constructor(self, *content, **attributes)

    @classmethod
    def grammar(cls) -> Grammar:
        """Return the grammar that the signature declares."""
        if cls._grammar is None:
            try:
                cls._grammar = cls._read_grammar()
            except NameError as error:
                remedy = "define it before the class, or import it without TYPE_CHECKING"
                raise TypeError(f"{cls.__qualname__}: {error}, which an annotation names: {remedy}") from None
        return cls._grammar

    @classmethod
    def _read_grammar(cls) -> Grammar:
        if cls._declaration is None:
            raise TypeError(f"{cls.__qualname__} declares no element: use a subclass, or custom()")
        name = next(owner.__name__ for owner in cls.__mro__ if "_declaration" in owner.__dict__)
        return Grammar(name, cls.tag, cls._declaration, cls._scope, has_check=cls.check is not Element.check)

    def check(self) -> Violation | None:
        """Return the rule that is broken, or None.

        A class overrides it for a rule that its signature cannot say.
        """
        return None

    @classmethod
    def unvalidated(cls, children: Children, attributes: Mapping[str, Any]) -> Self:
        """Build an element without validating or writing it, for `check` to look at."""
        element = object.__new__(cls)
        element._attributes = tuple(each for pair in attributes.items() for each in pair)
        element._children = children
        element._xml = ""
        return element

    @property
    def own_grammar(self) -> Grammar:
        """The grammar of the element, which `custom` gives each its own."""
        return self._grammar or self.grammar()

    @property
    def children(self) -> Children:
        """The texts and elements inside, in their order."""
        children = self._children
        return (children,) if isinstance(children, str) else children

    @property
    def attributes(self) -> Mapping[str, Any]:
        """The given attributes by their names in Python, in the order in which they are written."""
        return MappingProxyType(dict(self._pairs()))

    @property
    def text(self) -> str:
        """All text inside, including that of the children."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def to_xml(self, *, declaration: bool | None = None) -> str:
        """Return the element as XML on one line.

        Args:
            declaration: Whether the XML declaration comes first. Default: only in a whole document.
        """
        has_declaration = self.is_document if declaration is None else declaration
        return DECLARATION + self._xml if has_declaration else self._xml

    @property
    def size(self) -> int:
        """The number of bytes of the XML."""
        return len(bytes(self))

    def pretty(self, indent: str | int = "  ") -> str:
        """Return the element as XML for people, one line for each element, with its text unchanged.

        Args:
            indent: White space before a line for each level, or a number of blanks.

        Raises:
            TypeError: The indentation is something else, which would be text.
        """
        if isinstance(indent, int) and not isinstance(indent, bool) and indent >= 0:
            indent = " " * indent
        if not isinstance(indent, str) or indent.strip(" \t\r\n"):
            raise TypeError(f"pretty() takes white space or a number of blanks, not {indent!r}")
        lines = "\n".join(self._lines(indent))
        return f"{DECLARATION}\n{lines}\n" if self.is_document else lines

    def to_etree(self) -> etree._Element:
        """Return the element as an lxml element."""
        from lxml import etree

        return etree.fromstring(self._xml.encode())

    def replace(self, /, *, children: Iterable[Any] | Element | None = None, **attributes: Any) -> Self:
        """Return a copy with other children or attributes.

        Args:
            children: The texts and elements of the copy, or one of them. Default: those of the element.
            attributes: New values; None removes an attribute.

        Raises:
            InvalidTwiML: A subclass of it, as the class itself raises it.
        """
        given = {name: Unchecked(value) for name, value in self._pairs() if attributes.get(name, ...) is not None}
        dropped = [name for name, _ in self._pairs() if name not in given]
        changes = {name: value for name, value in attributes.items() if name not in dropped}
        content: tuple[Any, ...] = self.children
        if children is not None:
            is_several = isinstance(children, Iterable) and not isinstance(children, str | bytes)
            content = tuple(cast("Iterable[Any]", children)) if is_several else (children,)
        return self._copy(content, {**given, **changes})

    def unchecked(self, /, **attributes: Any) -> Self:
        """Return a copy with attributes or values that the class does not allow.

        Names are converted to XML as usual (`new_attribute` is written `newAttribute`); names of XML stay as they are.
        A value that the class does not accept is kept as the text that is written.

        Raises:
            InvalidAttribute: The XML would not be well-formed.
        """
        given = dict(self._pairs()) | _own_names(self.own_grammar, attributes)
        return self._copy(self.children, {name: Unchecked(value) for name, value in given.items() if value is not None})

    def _copy(self, content: tuple[Any, ...], attributes: Mapping[str, Any]) -> Self:
        return type(self)(*content, **attributes)

    def _pairs(self) -> Iterator[tuple[str, Any]]:
        return zip(self._attributes[::2], self._attributes[1::2], strict=True)

    def _lines(self, indent: str) -> Iterator[str]:
        inner = [child for child in self.children if isinstance(child, Element)]
        if not inner or len(inner) < len(self.children) or self.own_grammar.is_spoken:
            yield self._xml
            return
        closing = f"</{self.tag}>"
        yield self._xml[: -len(closing) - sum(len(child._xml) for child in inner)]
        for child in inner:
            for line in child._lines(indent):
                yield indent + line
        yield closing

    if TYPE_CHECKING:  # at run time it would slow every access to an attribute

        def __getattr__(self, name: str) -> Any: ...

        __await__: None  # else mypy would take an element for a coroutine, which has only attributes too

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
        return DECLARATION + self._xml if self.is_document else self._xml

    def __bytes__(self) -> bytes:
        return str(self).encode()

    def __repr__(self) -> str:
        given = dict(self._pairs())
        declared = self.own_grammar.attributes
        is_open = self.own_grammar.is_open
        loose = {
            name: value
            for name, value in given.items()
            if not (declared[name].accepts(value) if name in declared else is_open)
        }
        checked = {name: value for name, value in given.items() if name not in loose}
        if loose:
            examples = {name: declared[name].value.example() for name in loose if name in declared}
            required = {name: value for name, value in examples.items() if declared[name].required}
            checked |= required if self._accepts(checked | required) else examples
        shown = f"{type(self).__name__}({_arguments(self.children, checked)})"
        return f"{shown}.unchecked({_arguments((), loose)})" if loose else shown

    def _accepts(self, attributes: Mapping[str, Any]) -> bool:
        """Tell whether the class accepts these attributes with the children of the element."""
        from twimlkit.errors import InvalidTwiML  # rarely needed

        try:
            self._copy(self.children, attributes)
        except InvalidTwiML:
            return False
        return True

    def __reduce__(self) -> tuple[object, ...]:
        return _restore, (type(self), self.children, dict(self._pairs()))

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __replace__(self, **changes: Any) -> Self:
        return self.replace(**changes)


class Document(Element):
    """The base of whole documents: Response and MessagingResponse."""

    __slots__ = ()

    is_document = True


class Custom(Element):
    """The base of elements that the vocabulary does not know, and that every parent may hold.

    A subclass declares its element by its signature, like the classes of the vocabulary. Without a subclass, `custom`
    makes an element of any name.
    """

    __slots__ = ()


class _Named(Custom):
    """An element with a name and no class, made by `custom`."""

    __slots__ = ("_grammar",)  # its own, where other elements share that of their class

    @property
    def tag(self) -> str:  # type: ignore[override]  # pyright: ignore[reportIncompatibleVariableOverride]  # not of the class
        return self.own_grammar.tag

    def __getattr__(self, name: str) -> Any:
        given = {} if name.startswith("_") else dict(self._pairs())
        if name not in given:
            raise AttributeError(f"<{self.tag}> has no attribute {name!r}", name=name, obj=self)
        return given[name]

    def _copy(self, content: tuple[Any, ...], attributes: Mapping[str, Any]) -> Self:
        return cast("Self", custom(self.tag, *content, **attributes))

    def __repr__(self) -> str:
        return f"custom({_arguments((self.tag, *self.children), dict(self._pairs()))})"

    def __reduce__(self) -> tuple[object, ...]:
        return _restore, (custom, (self.tag, *self.children), dict(self._pairs()))


def custom(element: str | Custom, /, *children: Any, **attributes: Any) -> Any:
    """Make an element of any name, for what Twilio adds tomorrow.

    Args:
        element: The name in XML, without a prefix; or an element of a subclass of Custom, which is returned unchanged.
        children: The texts and elements inside, as for any other element.
        attributes: Any attributes and values that can be written as XML.

    Returns:
        The element; to a type checker it is Any, so that every parent accepts it.

    Raises:
        InvalidTwiML: The XML would not be well-formed.
    """
    if isinstance(element, str):
        made = object.__new__(_Named)
        grammar, construct = _own_constructor(_xml_name(element))
        made._grammar = grammar  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]  # a slot of its own
        construct(made, *children, **attributes)
        return made
    if children or attributes or not isinstance(element, Custom):  # pyright: ignore[reportUnnecessaryIsInstance]  # users may pass anything
        raise TypeError("custom() takes the name of an element and its content, or one element of a class of its own")
    return element


# The constructor.


@remember
def _own_constructor(tag: str) -> tuple[Grammar, Callable[..., None]]:
    """Return the grammar of an unknown element, and its constructor."""
    grammar = Grammar.of_anything(tag)
    return grammar, _constructor(grammar)


def _constructor(grammar: Grammar) -> Callable[..., None]:  # noqa: C901, PLR0915  # one path without calls
    """Make the constructor of a class, closed over its grammar: hot path, so it avoids calls."""
    known = grammar.attributes
    memories = {name: attribute.accepted for name, attribute in known.items()}
    opening, closing = grammar.opening, grammar.closing
    classes, ending, has_limits = grammar.child_classes, grammar.ending, grammar.has_limits
    text = grammar.text
    is_free = type(text) is Text and text.matching is None
    longest = maxsize if text is None or text.most is None else text.most
    remembered: dict[str, tuple[Any, str]] = {}
    required, needs_content, has_check = grammar.required, grammar.needs_content, grammar.has_check
    is_checked = bool(required or needs_content or has_check)

    def __init__(self: Element, /, *content: Any, **attributes: Any) -> None:  # noqa: C901, N807, PLR0912, PLR0915
        xml = opening
        pairs: tuple[Any, ...] = ()
        children: Any = content
        inner: str | None = ""
        try:
            if attributes:
                for name, value in attributes.items():
                    try:
                        kind, pair, written = memories[name].get(value, _FORGOTTEN)
                    except Exception:  # noqa: BLE001  # unknown, or a value that cannot be hashed or compared
                        kind, pair, written = _FORGOTTEN
                    if kind is not type(value):
                        attribute = known[name] if name in known else _undeclared(name, value)
                        if value is None:
                            continue
                        _, pair, written = attribute.accept(value)
                    pairs += pair
                    xml += written
            if content:
                inner = None
                if len(content) == 1:
                    child: Any = content[0]
                    child_class = type(child)
                    if child_class is str and text is not None:
                        if is_free and child.isprintable() and len(child) <= longest:
                            children = child or ()
                            inner = escape(child) if "&" in child or "<" in child or "]]>" in child else child
                        else:
                            children, inner = remembered.get(child) or _accept_text(text, child, remembered)
                    elif child_class in classes:
                        inner = child._xml
                elif len(content) <= _SHORT:
                    before: Any = None
                    written = ""
                    for child in content:
                        child_class = type(child)
                        if child_class not in classes or before in ending:
                            break
                        written += child._xml
                        before = child_class
                    else:
                        if has_limits:
                            _check_shape(grammar, content)
                        inner = written
                if inner is None:
                    children, inner = _accept_content(grammar, content)
        except InvalidValue:
            self._xml = ""
            raise _refusal(self, grammar, content, attributes) from None
        self._attributes = pairs
        self._children = children
        self._xml = xml = f"{xml}>{inner}{closing}" if inner else f"{xml}/>"
        if is_checked:
            for name in required:
                if attributes.get(name) is None:
                    raise _refusal(self, grammar, content, attributes)
            if needs_content and not children:
                raise _refusal(self, grammar, content, attributes)
            if has_check and (broken := self.check()):
                raise _refusal(self, grammar, content, attributes, broken)
        if len(xml) > _SHALLOW and _is_oversized(self):
            raise _refusal(self, grammar, content, attributes)

    __init__.__code__ = __init__.__code__.replace()  # the interpreter adapts each code to the one class that it meets
    return _taking_any(grammar, __init__) if grammar.is_open else __init__


def _taking_any(grammar: Grammar, constructor: Callable[..., None]) -> Callable[..., None]:
    """Make the constructor of an element that takes any attributes."""

    def __init__(self: Element, /, *content: Any, **attributes: Any) -> None:  # noqa: N807  # as above
        named = {name: value for name, value in _own_names(grammar, attributes).items() if value is not None}
        values = {name: value if name in grammar.attributes else Unchecked(value) for name, value in named.items()}
        constructor(self, *content, **values)

    return __init__


def _accept_text(text: Text, value: str, remembered: dict[str, tuple[Any, str]]) -> tuple[Any, str]:
    """Return the children to keep of one text, and their XML."""
    kept = text.check(value)
    accepted = kept or (), escape(kept)
    if len(value) <= MEMORIZED:
        if len(remembered) >= MEMORY:
            remembered.clear()
        remembered[value] = accepted
    return accepted


def _is_oversized(element: Element) -> bool:
    """Tell whether an element nests too deep, or is larger than a document may be."""
    children = element._children
    if not isinstance(children, str) and nest_deeper(children):
        return True
    return len(element._xml) > _SMALL and element.size > MAX_DOCUMENT_BYTES and not _UNMEASURED.get()


_UNMEASURED: Final = ContextVar("_UNMEASURED", default=False)


def unmeasured(build: Callable[[], _T]) -> _T:
    """Build elements of what was measured before; they may write more than 64 KiB, for instance in UTF-8."""
    token = _UNMEASURED.set(True)
    try:
        return build()
    finally:
        _UNMEASURED.reset(token)


def _refusal(*arguments: Any) -> InvalidTwiML:
    from .problems import (
        refusal,  # only a refusal needs it, and it would slow every import
    )

    return refusal(*arguments)


def _undeclared(name: str, value: object) -> Attribute:
    if isinstance(value, Unchecked):
        return Attribute.undeclared(name)
    raise InvalidValue("must be declared")


def _accept_content(grammar: Grammar, content: tuple[Any, ...]) -> tuple[Children | str, str]:
    """Return the children to keep, adjacent texts joined, and their XML, or raise InvalidValue."""
    classes, text = grammar.child_classes, grammar.text
    if len(content) > _SHORT and not grammar.has_limits:
        several = list(map(type, content))
        if classes.issuperset(several) and grammar.ending.isdisjoint(several[:-1]):
            return content, "".join([child._xml for child in content])
    children: list[Any] = []
    parts: list[str] = []
    before: type = object
    for child in content:
        child_class = type(child)
        if child_class in classes:
            children.append(child)
            parts.append(child._xml)
        elif child_class is str and before is not str and text is not None and _counts(grammar, child):
            kept = text.check(child)
            children.append(kept)
            parts.append(escape(kept))
        else:
            children, parts = _accept_odd_content(grammar, content)
            _check_together(grammar, content, children)
            break
        before = child_class
    else:
        _check_shape(grammar, content)
    is_text = len(children) == 1 and isinstance(children[0], str)
    return children[0] if is_text else tuple(children), "".join(parts)


def _counts(grammar: Grammar, text: str) -> bool:
    """Tell whether a text beside elements is kept for certain."""
    return bool(text) and (grammar.is_spoken or not text.isspace())


def _check_shape(grammar: Grammar, content: tuple[Any, ...]) -> None:
    """Check that children of these classes may stand together, which is remembered."""
    if not grammar.ending and not grammar.has_limits:
        return
    shape = tuple(map(type, content))
    if shape not in grammar.shapes:
        _check_together(grammar, content, content)
        if len(shape) <= _SHORT:
            if len(grammar.shapes) >= MEMORY:
                grammar.shapes.clear()
            grammar.shapes.add(shape)


def _accept_odd_content(grammar: Grammar, content: tuple[Any, ...]) -> tuple[list[Any], list[str]]:
    """Return the children to keep and their XML, where texts are adjacent, empty or values, or elements custom."""
    children: list[Any] = []
    for is_text, group in groupby(content, lambda child: isinstance(child, str)):
        if not is_text:
            children += group
        elif joined := "".join(group):
            if grammar.text is None:
                raise InvalidValue("must not be text")
            kept = grammar.text.check(joined)
            children += [kept] if kept else []
    if not all(
        isinstance(child, str) or (isinstance(child, Element) and may_hold(grammar, child)) for child in children
    ):
        raise InvalidValue("must be allowed")
    return children, [escape(child) if isinstance(child, str) else child._xml for child in children]


def may_hold(grammar: Grammar, element: Element) -> bool:
    """Tell whether an element may be a child, by its class alone."""
    if isinstance(element, Custom) or grammar.holds_any:
        return not element.is_document
    return isinstance(element, tuple(grammar.child_classes))


def _check_together(grammar: Grammar, content: tuple[Any, ...], children: Sequence[Any]) -> None:
    """Raise InvalidValue if the children must not stand together, or in this order."""
    if grammar.ending:
        last = max((at for at, child in enumerate(children) if not isinstance(child, Custom)), default=0)
        if any(child.then == "ends" for child in children[:last]):
            raise InvalidValue("must be reachable")
    if not grammar.has_limits or len(content) == 1:
        return
    classes = [*map(type, children)]
    texts = classes.count(str)
    is_usual = not texts or (texts == 1 and grammar.not_beside_text.isdisjoint(classes))
    is_usual = is_usual and not grammar.is_single and len(content) == len(children)
    for each in set(classes):
        most = grammar.child_limits.get(each, 0) if each is not str else None
        is_usual = is_usual and (most is None or classes.count(each) <= most)
    if is_usual and texts:
        is_usual = not children[classes.index(str)].isspace()
    if not is_usual:
        from .problems import breaks_limits  # rarely needed, and it would slow every import

        if breaks_limits(grammar, content, children):
            raise InvalidValue("must be allowed together")


def nest_deeper(children: Iterable[Any], levels: int = MAX_DEPTH - 1) -> bool:
    """Tell whether children nest too deep; the length of their XML shows nearly always that they do not."""
    limit = levels * _SHORTEST
    for child in children:
        if isinstance(child, Element) and (
            levels == 0 or (len(child._xml) > limit and nest_deeper(child.children, levels - 1))
        ):
            return True
    return False


def _names_around(element_class: type, declaration: Callable[..., None]) -> Mapping[str, Any]:
    """Return the local names where a class is made, as far as its annotations use them."""
    from inspect import currentframe  # slow to import, and no class of the vocabulary needs it

    frame = currentframe()
    while frame and frame.f_globals is not declaration.__globals__:
        frame = frame.f_back
    type_parameters = getattr(element_class, "__type_params__", ())  # Python 3.12
    names = {each.__name__: each for each in type_parameters} | dict(frame.f_locals if frame else {})
    used = set(re.findall(r"\w+", " ".join(map(str, declaration.__annotations__.values()))))
    return {name: value for name, value in names.items() if name in used}


def _set_own(element: Element, name: str, value: object) -> None:
    """Refuse to change an element of a class without `__slots__`."""
    if name not in Element.__slots__:
        raise AttributeError(f"<{element.tag}> is immutable: write .replace({name}=…), which returns a copy")
    object.__setattr__(element, name, value)


def _missing(element: Element, name: str) -> Any:
    """Answer the methods of other libraries, which change a tree, with what to write."""
    from .problems import answer_to_method  # rarely needed, and it would slow every import

    if answer := answer_to_method(element, name):
        raise AttributeError(answer, obj=element)  # without its name, for which Python would add a suggestion
    raise AttributeError(f"{type(element).__name__!r} object has no attribute {name!r}", name=name, obj=element)


# Copies and their names.


def _restore(make: Callable[..., Any], content: tuple[Any, ...], attributes: Mapping[str, Any]) -> Any:
    """Build a pickled element again."""
    given = {name: Unchecked(value) for name, value in attributes.items()}
    return unmeasured(lambda: make(*content, **given))


def _xml_name(name: str) -> str:
    if not is_xml_name(name):
        from .problems import invalid_name

        raise invalid_name(None, name, "write a name of XML without a prefix")
    return str.__str__(name)


def _own_names(grammar: Grammar, attributes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the attributes by the names under which they are kept; they may be given by their names in XML."""
    from .problems import invalid_name

    named: dict[str, Any] = {}
    for name, value in attributes.items():
        known = grammar.attributes.get(name)
        xml_name = known.xml_name if known else to_xml_name(name)
        if not is_attribute_name(xml_name):
            raise invalid_name(grammar.tag, name, "write a name of XML")
        own = grammar.xml_attributes.get(xml_name)
        own_name = own.name if own else to_python_name(xml_name)
        if own_name in named:
            raise invalid_name(grammar.tag, own_name, "it is given twice: leave one out")
        named[own_name] = value
    return named


def _arguments(children: Children, attributes: Mapping[str, Any]) -> str:
    """Return the arguments of a call as Python."""
    odd = {name: value for name, value in attributes.items() if not _is_keyword(name)}
    plain = [f"{name}={_literal(value)}" for name, value in attributes.items() if name not in odd]
    rest = ", ".join(f"{name!r}: {_literal(value)}" for name, value in odd.items())
    return ", ".join([*map(repr, children), *plain, *([f"**{{{rest}}}"] if rest else [])])


def _is_keyword(name: str) -> bool:
    """Tell whether a name can stand before = in a call; Python folds some letters beyond ASCII into others."""
    return name.isidentifier() and name.isascii() and name != "__debug__"


def _literal(value: str | int | tuple[Any, ...] | Decimal) -> str:
    """Return a value as a literal of Python; a Decimal as the number that becomes the same Decimal again."""
    if isinstance(value, tuple) and len(value) == 1:
        value = value[0]  # an item stands for the list of it
    if isinstance(value, (str, int, tuple)):
        return repr(value)
    number = float(value)
    return repr(int(number)) if number.is_integer() else repr(number)
