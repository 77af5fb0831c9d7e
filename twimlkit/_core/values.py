"""Values: what accepts the value of an attribute or the text of an element, and writes it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from math import ceil, floor
from typing import TYPE_CHECKING, ClassVar, Final, TypeAlias, cast

from .marks import MAX_NUMBER, MAX_WHOLE, Between, Length, Matching, Separated
from .names import suggestion

if TYPE_CHECKING:
    from decimal import Decimal

MAX_DIGITS: Final = len(str(MAX_NUMBER))
AMOUNT: Final = rf"[+-]?([0-9]{{1,{MAX_DIGITS}}}(\.[0-9]{{0,{MAX_DIGITS}}})?|\.[0-9]{{1,{MAX_DIGITS}}})"
"""A regular expression for amounts of money."""


class InvalidValue(Exception):
    """A value that is not allowed; the message is the rest of a sentence: "must be at least 1, not -5"."""

    def __init__(self, problem: str, about: str = "value") -> None:
        super().__init__(problem)
        self.about = about


Accepted: TypeAlias = tuple[object, str]
"""The value to keep, and its text between the quotes of an attribute."""


class Value:
    """The type of a value: what is allowed, and how it is written."""

    __slots__ = ()

    def from_python(self, value: object) -> Accepted:
        """Accept a value given in Python, or raise InvalidValue."""
        raise NotImplementedError

    def from_xml(self, text: str) -> Accepted:
        """Accept a value given as text in XML, or raise InvalidValue."""
        return self.from_python(text)

    def example(self) -> object:
        """Return one of the allowed values."""
        raise NotImplementedError


class Text(Value):
    """Text that XML can hold, of a length and a form."""

    __slots__ = ("is_bounded", "matching", "most")

    is_bounded: bool
    matching: Matching | None
    most: int | None

    def __init__(self, length: Length | None = None, matching: Matching | None = None) -> None:
        self.most = length.most if length else None
        self.matching = matching
        self.is_bounded = bool(length or matching)

    def from_python(self, value: object) -> Accepted:
        text = self.check(value)
        return text, quote(text)

    def check(self, value: object) -> str:
        """Return the text to keep, or raise InvalidValue."""
        if type(value) is str and not self.is_bounded and value.isprintable() and self.is_plain(value):
            return value
        text = self.tidy(plain(value))
        if self.most is not None and len(text) > self.most:
            raise InvalidValue(f"must have at most {self.most} characters, not {len(text)}", "long")
        if self.matching and not re.fullmatch(self.matching.pattern, text):
            raise InvalidValue(
                f"must be {self.matching.form}" + ("" if self.matching.secret else f", not {shortened(text)}")
            )
        return text

    def is_plain(self, text: str) -> bool:  # noqa: ARG002  # of subclasses
        """Tell at a first look whether a printable text is allowed as it is."""
        return True

    def tidy(self, text: str) -> str:
        """Return the significant part of a text, or raise InvalidValue."""
        return text

    def example(self) -> object:
        return self.matching.example if self.matching else "x"[: self.most]


class TextOrWhole(Text):
    """Text, or a whole number in its place."""

    __slots__ = ()

    def check(self, value: object) -> str:
        return super().check(_ANY_WHOLE.from_python(value)[1] if isinstance(value, int) else value)


class OneLine(Text):
    """Text without control characters; white space around it is dropped."""

    __slots__ = ()

    def is_plain(self, text: str) -> bool:
        return not text or text[0] != " " != text[-1]

    def tidy(self, text: str) -> str:
        text = text.strip()
        if bad := re.search(_CONTROL, text):
            raise InvalidValue(f"must not hold the control character U+{ord(bad[0]):04X} (at position {bad.start()})")
        return text


class Address(OneLine):
    """A URL: absolute with a scheme that Twilio knows, relative, or empty; white space around it is dropped."""

    __slots__ = ()

    def is_plain(self, text: str) -> bool:
        if not text or " " in text:
            return not text
        if text[0] == "/":
            return text[1:2] != "/"
        if text.startswith(("https://", "http://")):
            return text[text.index(":") + 3 :][:1].isalnum() and "@" not in text
        return text[0] in "?#"

    def tidy(self, text: str) -> str:
        text = text.strip()
        if bad := re.search(_BLANK, text):
            raise InvalidValue(
                f"must not hold spaces or control characters (U+{ord(bad[0]):04X} at position {bad.start()})"
            )
        _check_scheme(text)
        return text

    def example(self) -> object:
        return self.matching.example if self.matching else "/"[: self.most]


class Bounded(Value):
    """A number within bounds, both included."""

    __slots__ = ("least", "most")

    least: float
    most: float

    smallest: ClassVar[int] = -MAX_NUMBER
    largest: ClassVar[int] = MAX_NUMBER

    def __init__(self, between: Between | None = None) -> None:
        least, most = (between.least, between.most) if between else (None, None)
        self.least = self.smallest if least is None else least
        self.most = self.largest if most is None else most


class Whole(Bounded):
    """A whole number within bounds; True is not a number."""

    __slots__ = ()

    smallest = -MAX_WHOLE - 1
    largest = MAX_WHOLE

    def from_python(self, value: object) -> Accepted:
        if not isinstance(value, int) or isinstance(value, bool):
            raise InvalidValue(f"must be a whole number, not {type_name(value)}")
        number = int.__int__(value)
        _within(number, self.least, self.most)
        return number, str(number)

    def from_xml(self, text: str) -> Accepted:
        stripped = text.strip()
        if not re.fullmatch(_WHOLE, stripped):
            raise InvalidValue(f"must be a whole number, not {shortened(text)}")
        return self.from_python(int(stripped))

    def example(self) -> object:
        return min(max(1, ceil(self.least)), floor(self.most))


_ANY_WHOLE: Final = Whole(Between(-MAX_NUMBER, MAX_NUMBER))


class NumberValue(Bounded):
    """An int, a float or a Decimal within bounds, kept as Decimal and written without an exponent or idle zeros."""

    __slots__ = ()

    def from_python(self, value: object) -> Accepted:
        from decimal import Decimal

        number = _decimal(value, self)
        if len(number.as_tuple().digits) > _LONGEST or Decimal(float.__repr__(float(number))) != number:
            raise InvalidValue(f"must have at most {MAX_DIGITS} digits")
        text = f"{number:f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return Decimal(text), text

    def from_xml(self, text: str) -> Accepted:
        from decimal import Decimal

        stripped = text.strip()
        if not re.fullmatch(_DECIMAL, stripped):
            raise InvalidValue(f"must be a number, not {shortened(text)}")
        return self.from_python(Decimal(stripped))

    def example(self) -> object:
        return min(max(0, self.least), self.most)


class Amount(Bounded):
    """An amount of money within bounds, kept as the text that is written: that of a Decimal, an int or a text."""

    __slots__ = ()

    def from_python(self, value: object) -> Accepted:
        from decimal import Decimal

        if isinstance(value, str):
            text = plain(value).strip()
            if not re.fullmatch(AMOUNT, text):
                raise InvalidValue(f"must be an amount such as '20.45', not {shortened(text)}")
            _decimal(Decimal(text), self)
            return text, text
        number = _decimal(value, self)
        decimals = -cast("int", number.as_tuple().exponent)
        if isinstance(value, float) and decimals > _FLOAT_DECIMALS:
            remedy = f"write Decimal('{value:.{_FLOAT_DECIMALS}f}')"
            given = float.__repr__(value)
            raise InvalidValue(f"must have at most {_FLOAT_DECIMALS} decimals if it is a float, not {given}; {remedy}")
        if decimals > MAX_DIGITS:
            raise InvalidValue(f"must have at most {MAX_DIGITS} decimals; round it to those of its currency")
        text = f"{number:f}"
        return text, text

    def example(self) -> object:
        return str(min(max(0, self.least), self.most))


class Boolean(Value):
    """True or False."""

    __slots__ = ()

    def from_python(self, value: object) -> Accepted:
        if not isinstance(value, bool):
            raise InvalidValue(f"must be True or False, not {type_name(value)}")
        return value, "true" if value else "false"

    def from_xml(self, text: str) -> Accepted:
        word = text.strip()
        if word not in ("true", "false"):
            raise InvalidValue(f"must be true or false, not {shortened(text)}")
        return self.from_python(word == "true")

    def example(self) -> object:
        return True


class OneOf(Value):
    """One of several words or numbers, or else a value of another type; the words true and false are Python's."""

    __slots__ = ("other", "table")

    other: Value | None
    table: dict[str, Accepted]

    def __init__(self, words: Iterable[str | int], other: Value | None = None) -> None:
        texts = {str.__str__(word) if isinstance(word, str) else str(word).lower(): word for word in words}
        self.table = {text: (text if isinstance(word, str) else word, quote(text)) for text, word in texts.items()}
        self.other = other

    def from_python(self, value: object) -> Accepted:
        if found := self._find(value):
            return found
        if not self.other:
            text = str.__str__(value) if isinstance(value, str) else None
            wrong = type_name(value) if text is None else shortened(text) + suggestion(text, list(self.table))
            raise InvalidValue(f"must be {self.listed()}, not {wrong}")
        try:
            return self.other.from_python(value)
        except InvalidValue as invalid:
            raise self._beside_words(invalid) from None

    def _find(self, value: object) -> Accepted | None:
        if isinstance(value, str):
            return self.table.get(str.__str__(value))
        if isinstance(value, bool):
            return self.table.get("true" if value else "false")
        numbers = self.table.values() if isinstance(value, int) else ()
        return next((each for each in numbers if type(each[0]) is int and each[0] == value), None)

    def from_xml(self, text: str) -> Accepted:
        if text in self.table:
            return self.table[text]
        if self.other:
            try:
                return self.other.from_xml(text)
            except InvalidValue as invalid:
                if text.strip() not in self.table:
                    raise self._beside_words(invalid) from None
        return self.from_python(text.strip())

    def _beside_words(self, invalid: InvalidValue) -> InvalidValue:
        return InvalidValue(f"must be {self.listed()}, or {str(invalid).removeprefix('must ')}", invalid.about)

    def example(self) -> object:
        return next(word for word, _ in self.table.values())

    def listed(self) -> str:
        """List the words for a message; only the first, where there are many."""
        words = [repr(word) if isinstance(word, str) else str(word) for word, _ in self.table.values()]
        if len(words) > _LISTED:
            return f"one of {len(words)} words: {', '.join(words[:_LISTED])}, …"
        return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))


class Items(Value):
    """One item, a sequence of items, or their text, kept as a tuple."""

    __slots__ = ("item", "separated")

    item: Value
    separated: Separated

    def __init__(self, item: Value, separated: Separated) -> None:
        self.item = item
        self.separated = separated

    def from_python(self, value: object) -> Accepted:
        if isinstance(value, str):
            return self.from_xml(value)
        items = _items_of(value)
        return self.join([self.one(item) for item in ([value] if items is None else items)])

    def from_xml(self, text: str) -> Accepted:
        parts = plain(text).split(None if self.separated.by == " " else self.separated.by)
        return self.join([self.item.from_xml(part.strip()) for part in parts if part.strip()])

    def one(self, value: object) -> Accepted:
        """Accept one item of a sequence."""
        is_text = isinstance(value, str)
        item, written = self.item.from_xml(plain(value).strip()) if is_text else self.item.from_python(value)
        text = str(item)
        if not text:
            raise InvalidValue("must not hold an empty item")
        if self.separated.by in text or (self.separated.by == " " and text.split() != [text]):
            raise InvalidValue(f"must not hold the item {shortened(text)}: {self.separated.by!r} separates items")
        return item, written

    def join(self, accepted: list[Accepted]) -> Accepted:
        """Join accepted items."""
        most, longest = self.separated.most, self.separated.longest
        if not accepted and not self.separated.may_be_empty:
            raise InvalidValue("must hold at least one item; leave it out instead")
        if most is not None and len(accepted) > most:
            raise InvalidValue(f"must hold at most {most} items, not {len(accepted)}")
        for item, _ in accepted:
            if longest is not None and isinstance(item, str) and len(item) > longest:
                raise InvalidValue(f"must hold items of at most {longest} characters, not {len(item)}")
        return tuple(item for item, _ in accepted), self.separated.by.join(text for _, text in accepted)

    def example(self) -> object:
        return (self.item.example(),)


class Unchecked:
    """A value that its class may refuse, or of an attribute that its class does not have."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value: object = value.value if isinstance(value, Unchecked) else value


class UncheckedValue(Value):
    """Anything that can be written, kept as the text that is written."""

    __slots__ = ()

    def from_python(self, value: object) -> Accepted:
        text = self.text_of(value)
        return text, quote(text)

    def text_of(self, value: object) -> str:
        """Return the text that is written for a value, or raise InvalidValue."""
        items = _items_of(value)
        return self.one(value) if items is None else " ".join(map(self.one, items))

    def one(self, value: object) -> str:
        """Return the text that is written for a single value, or raise InvalidValue."""
        if isinstance(value, str):
            return plain(value)
        if isinstance(value, bool):
            return Boolean().from_python(value)[1]
        number = NumberValue()
        number.from_python(value)
        return f"{_decimal(value, number):f}"


# Patterns are compiled when they are first needed: at import that would take longer than all the rest.
_WHOLE: Final = rf"[+-]?[0-9]{{1,{MAX_DIGITS}}}"
_DECIMAL: Final = r"[+-]?([0-9]{1,400}(\.[0-9]{0,400})?|\.[0-9]{1,400})"
_FLOAT_DECIMALS: Final = 2  # decimals of a float, which holds most amounts of more only nearly
_LONGEST: Final = 400  # digits, more than the shortest spelling of any float has
_NOT_XML: Final = "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
_CONTROL: Final = r"[\x00-\x1f\x7f-\x9f]"
_BLANK: Final = r"[\s\x00-\x1f\x7f-\x9f]"
_SCHEME: Final = r"([A-Za-z][A-Za-z0-9+.\-]*):"
_AUTHORITY: Final = r"//(?:[^/?#]*@)?(?P<host>\[[^\]/?#]*\]|[^/?#:]*)"
_WEB_SCHEMES: Final = ("http", "https", "ws", "wss")
_SCHEMES: Final = (*_WEB_SCHEMES, "sip", "sips")


def _items_of(value: object) -> Sequence[object] | None:
    """Return the items of a list, or None for a single value such as text or bytes."""
    is_list = isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray | memoryview)
    return cast("Sequence[object]", value) if is_list else None


def plain(value: object) -> str:
    """Return the text as an exact str that XML can hold, or raise InvalidValue."""
    if type(value) is not str:
        if not isinstance(value, str):
            raise InvalidValue(f"must be text, not {type_name(value)}")
        value = str.__str__(value)
    if value.isprintable() or value.replace("\n", "").isprintable():
        return value
    if bad := re.search(_NOT_XML, value):
        raise InvalidValue(f"must not hold U+{ord(bad[0]):04X} (at position {bad.start()}), which XML cannot hold")
    return value


def escape(text: str) -> str:
    """Escape a text for the content of an element, no more than XML requires."""
    if "&" in text or "<" in text or ">" in text or "\r" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace("]]>", "]]&gt;").replace("\r", "&#13;")
    return text


def quote(text: str) -> str:
    """Escape a text for an attribute's value between double quotes, no more than XML requires."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text or '"' in text or not text.isprintable():
        for character, reference in _REFERENCES:
            text = text.replace(character, reference)
    return text


_REFERENCES: Final = (("<", "&lt;"), ('"', "&quot;"), ("\t", "&#9;"), ("\n", "&#10;"), ("\r", "&#13;"))


def type_name(value: object) -> str:
    """Name the type of a value for a message that must not show the value."""
    return str(value) if value is None or isinstance(value, bool) else type(value).__name__


def shortened(text: str) -> str:
    """Quote a text for a message, cut where it is long."""
    return repr(text) if len(text) <= _SHOWN else f"{text[:_SHOWN]!r}…"


_SHOWN: Final = 40
_LISTED: Final = 13


def _decimal(value: object, bounds: Bounded) -> Decimal:
    """Return a number within bounds as a Decimal, -0 as 0, or raise InvalidValue."""
    from decimal import Decimal  # the attributes that need it are rare, and it is slow to import

    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise InvalidValue(f"must be a number, not {type_name(value)}")
    number = Decimal(float.__repr__(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        raise InvalidValue(f"must be a finite number, not {number}")
    _within(number, *(Decimal(str(bound)) for bound in (bounds.least, bounds.most)))
    return number or number.copy_abs()


def _within(number: float | Decimal, least: float | Decimal, most: float | Decimal) -> None:
    """Raise InvalidValue if the number is out of bounds."""
    if least <= number <= most:
        return
    shown = str(number) if -MAX_NUMBER <= number <= MAX_NUMBER else f"a number of more than {MAX_DIGITS} digits"
    if least > Whole.smallest and most < Whole.largest:
        raise InvalidValue(f"must be from {least} to {most}, not {shown}")
    bound = f"at least {least}" if number < least else f"at most {most}"
    raise InvalidValue(f"must be {bound}, not {shown}")


def _check_scheme(url: str) -> None:
    """Raise InvalidValue if a URL has an unknown scheme, or no host after `//`."""
    scheme = re.match(_SCHEME, url)
    if not scheme and not url.startswith("//"):
        return
    rest = url[scheme.end() :] if scheme else url
    if scheme and scheme[1].lower() not in _SCHEMES:
        raise InvalidValue(
            f"must begin with one of {', '.join(_SCHEMES)}, or be relative, and not begin with {scheme[0]!r}"
        )
    is_web = scheme is not None and scheme[1].lower() in _WEB_SCHEMES
    authority = re.match(_AUTHORITY, rest)
    if (authority or is_web) and not (authority and authority["host"].strip("[]")):
        raise InvalidValue("must have a host after '//'")
