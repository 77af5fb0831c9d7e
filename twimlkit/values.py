"""Says what the value of an attribute, or the text of an element, may be.

The names at the top are what signatures are written with. To a type checker they are `str`, `int`, `bool` and
literals; what stands in `Annotated` is the part that only a running program can check.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Final, Literal, TypeAlias, TypeVar, cast

from .errors import suggestion

if TYPE_CHECKING:
    from decimal import Decimal

__all__ = [
    "ABSOLUTE",
    "ADDRESS",
    "DEPRECATED",
    "DIGITS",
    "LARGEST",
    "PHONE",
    "SPOKEN",
    "STRIPPED",
    "Address",
    "Between",
    "Boolean",
    "Capped",
    "CommaList",
    "Count",
    "Deprecated",
    "Digits",
    "Documented",
    "Duration",
    "Flag",
    "Identifier",
    "Items",
    "Key",
    "Keys",
    "Known",
    "Length",
    "Locale",
    "Loose",
    "Mark",
    "Matching",
    "Method",
    "Most",
    "Name",
    "Named",
    "NotBesideText",
    "Number",
    "OneLine",
    "OneOf",
    "PhoneNumber",
    "Prefix",
    "Real",
    "Schemes",
    "Seconds",
    "Sender",
    "Separated",
    "Spoken",
    "Taken",
    "Text",
    "TextOrWhole",
    "Unfit",
    "Url",
    "Value",
    "Voice",
    "Whole",
    "WithOption",
    "Words",
    "check_scheme",
    "escape",
    "items_of",
    "kind",
    "plain",
    "quote",
    "shortened",
    "within",
]

_T = TypeVar("_T")

DIGITS: Final = 15
LARGEST: Final = 10**DIGITS - 1


# What stands in Annotated, and what it asks for.


class Mark:
    """Says something of a value that its type does not say: the base of what `Annotated` takes here."""

    __slots__ = ()


class Between(Mark):
    """Bounds a number, both ends included; an end that is left out lies far beyond any number in use."""

    __slots__ = ("least", "most")

    least: float
    most: float

    def __init__(self, least: float = -LARGEST, most: float = LARGEST) -> None:
        self.least = least
        self.most = most


class Length(Mark):
    """Bounds the number of characters of a text."""

    __slots__ = ("most",)

    most: int

    def __init__(self, most: int) -> None:
        self.most = most


class Matching(Mark):
    """Wants a text that a regular expression matches as a whole; `form` says in words what that is.

    example: one such text; secret: whether the text may be one that no message should show.
    """

    __slots__ = ("example", "form", "pattern", "secret")

    example: str
    form: str
    pattern: str
    secret: bool

    def __init__(self, pattern: str, form: str, *, example: str, secret: bool = False) -> None:
        self.pattern = pattern
        self.form = form
        self.example = example
        self.secret = secret


class Separated(Mark):
    """Says how a list is written: what stands between its items, how many there may be, and how long each."""

    __slots__ = ("by", "longest", "most")

    by: str
    longest: int | None
    most: int | None

    def __init__(self, by: str, *, most: int | None = None, longest: int | None = None) -> None:
        self.by = by
        self.most = most
        self.longest = longest


class Most(Mark):
    """Bounds how many children of a kind an element holds."""

    __slots__ = ("count",)

    count: int

    def __init__(self, count: int) -> None:
        self.count = count


class Named(Mark):
    """Gives an attribute a name in XML that does not follow from its name in Python."""

    __slots__ = ("name",)

    name: str

    def __init__(self, name: str) -> None:
        self.name = name


class Flag(Mark):
    """Marks something by being there."""

    __slots__ = ("name",)

    name: str

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name


NotBesideText: Final = Flag("NotBesideText")
"""Marks children that an element holds instead of text, never with it."""

SPOKEN: Final = Flag("SPOKEN")
STRIPPED: Final = Flag("STRIPPED")
ADDRESS: Final = Flag("ADDRESS")
DEPRECATED: Final = Flag("DEPRECATED")


# What stands in Annotated and is only advice: every element takes the value all the same.


class Schemes(Mark):
    """Advises that a URL with a scheme works only with one of these."""

    __slots__ = ("names",)

    names: tuple[str, ...]

    def __init__(self, *names: str) -> None:
        self.names = names


class Prefix(Mark):
    """Advises that a SID begins with these letters."""

    __slots__ = ("text",)

    text: str

    def __init__(self, text: str) -> None:
        self.text = text


class Documented(Mark):
    """Advises of the least number that Twilio documents, where smaller ones are taken too."""

    __slots__ = ("least",)

    least: int

    def __init__(self, least: int) -> None:
        self.least = least


class Capped(Mark):
    """Advises of the number that Twilio goes to, where greater ones are taken and do no more."""

    __slots__ = ("most",)

    most: int

    def __init__(self, most: int) -> None:
        self.most = most


class WithOption(Mark):
    """Advises that a number beyond this one needs an option of the account."""

    __slots__ = ("beyond",)

    beyond: int

    def __init__(self, beyond: int) -> None:
        self.beyond = beyond


class Known(Mark):
    """Advises of the values that are known, by the name of their list; there may be others."""

    __slots__ = ("name",)

    name: str

    def __init__(self, name: str) -> None:
        self.name = name


class Sender(Mark):
    """Advises of the most characters that a sender has who is a name and not a number."""

    __slots__ = ("most",)

    most: int

    def __init__(self, most: int) -> None:
        self.most = most


ABSOLUTE: Final = Flag("ABSOLUTE")
"""Advises that a relative URL does not work."""

PHONE: Final = Flag("PHONE")
"""Advises that a telephone number is best in the form +14155550100; names and addresses may stand there too."""


# The words of signatures.

Words: TypeAlias = _T | Sequence[_T]
"""One or several of something, written with a blank between them."""

Deprecated: TypeAlias = Annotated[_T, DEPRECATED]
"""An attribute that Twilio still takes and advises against."""

CommaList: TypeAlias = Annotated[str | Sequence[str], Separated(",")]
"""Texts, written with a comma between them."""

Spoken: TypeAlias = Annotated[str, SPOKEN]
"""Text that a caller hears, kept to the last character; elements may stand anywhere in it."""

Name: TypeAlias = Annotated[str, STRIPPED]
"""Text on one line; white space around it does not count."""

Identifier: TypeAlias = Annotated[str, STRIPPED]
"""The SID of something at Twilio; white space around it does not count."""

PhoneNumber: TypeAlias = Annotated[str, STRIPPED, PHONE]
"""A telephone number, best in the form +14155550100; short codes, `client:…` and `whatsapp:…` occur too."""

Locale: TypeAlias = Annotated[str, STRIPPED]
"""A language and a region, as in `en-US`."""

Voice: TypeAlias = Annotated[str, STRIPPED, Known("say.voice")]
"""A voice of text-to-speech: `man`, `woman`, or a vendor's name as in `Polly.Joanna-Neural`."""

Url: TypeAlias = Annotated[str, ADDRESS]
"""A URL: absolute, or relative to the current document; an empty one is the current document."""

Method: TypeAlias = Literal["GET", "POST"]
"""The HTTP method of a request that Twilio makes."""

Digits: TypeAlias = Annotated[
    str,
    Matching(
        "[0-9A-DwW#*]+", "tones: 0-9, A-D, # and *, with w to wait 0.5 s and W to wait 1 s", example="1", secret=True
    ),
]
"""Tones of a telephone's keys, with pauses."""

Key: TypeAlias = Annotated[str, Matching("[0-9#*]?", "one key of 0-9, # and *, or '' for none", example="#")]
"""A key of a telephone, or none."""

Keys: TypeAlias = Annotated[str, Matching("[0-9#*]*", "keys of 0-9, # and *, or '' for none", example="#")]
"""Keys of a telephone, or none."""

Duration: TypeAlias = Annotated[
    str, Matching(r"\+?([0-9]*\.)?[0-9]+(ms|s)", "a number with its unit, as in '250ms' or '1.5s'", example="1s")
]
"""A length of time with its unit."""

Count: TypeAlias = Annotated[int, Between(1)]
"""A whole number from 1 on."""

Seconds: TypeAlias = Annotated[int, Between(0)]
"""A number of whole seconds, 0 included."""

if TYPE_CHECKING:
    Real: TypeAlias = int | float | Decimal
else:
    Real = float  # importing decimal costs more than importing the whole vocabulary
"""A number that need not be whole."""


# The same at run time: what takes a value, and writes it.


class Unfit(Exception):
    """Says what a value must be, as the rest of a sentence: "must be at least 1, not -5"."""

    def __init__(self, problem: str, about: str = "value") -> None:
        super().__init__(problem)
        self.about = about


Taken: TypeAlias = tuple[object, str]
"""A value as an element keeps it, and how it is written between the quotes of an attribute."""


class Value:
    """Takes what may be the value of an attribute, and refuses the rest: the base of what follows."""

    __slots__ = ()

    def take(self, value: object) -> Taken:
        """Takes a value given in Python; raises Unfit."""
        raise NotImplementedError

    def read(self, text: str) -> Taken:
        """Takes a value given as text in XML; raises Unfit."""
        return self.take(text)

    def example(self) -> object:
        """One of the values that are taken."""
        raise NotImplementedError


class Text(Value):
    """Takes any text that XML can hold, of a length and a form."""

    __slots__ = ("bounded", "matching", "most")

    bounded: bool
    matching: Matching | None
    most: int | None

    def __init__(self, length: Length | None = None, matching: Matching | None = None) -> None:
        self.most = length.most if length else None
        self.matching = matching
        self.bounded = bool(length or matching)

    def take(self, value: object) -> Taken:
        text = self.check(value)
        return text, quote(text)

    def check(self, value: object) -> str:
        """The text to keep; raises Unfit."""
        text = self.tidy(plain(value))
        if self.most is not None and len(text) > self.most:
            raise Unfit(f"must have at most {self.most} characters, not {len(text)}", "long")
        if self.matching and not re.fullmatch(self.matching.pattern, text):
            raise Unfit(f"must be {self.matching.form}" + ("" if self.matching.secret else f", not {shortened(text)}"))
        return text

    def tidy(self, text: str) -> str:
        """The part of a text that counts; raises Unfit."""
        return text

    def example(self) -> object:
        return self.matching.example if self.matching else "x"


class TextOrWhole(Text):
    """Takes text, or a whole number that stands for its digits."""

    __slots__ = ()

    def check(self, value: object) -> str:
        return super().check(Whole().take(value)[1] if isinstance(value, int) else value)


class OneLine(Text):
    """Takes text without control characters, less the white space around it."""

    __slots__ = ()

    def tidy(self, text: str) -> str:
        text = text.strip()
        if bad := re.search(_CONTROL, text):
            raise Unfit(f"must not hold the control character U+{ord(bad[0]):04X} (at position {bad.start()})")
        return text


class Address(OneLine):
    """Takes a URL, less the white space around it: absolute with a scheme that Twilio knows, relative, or empty."""

    __slots__ = ()

    def tidy(self, text: str) -> str:
        text = text.strip()
        if bad := re.search(_BLANK, text):
            raise Unfit(f"must not hold blanks or control characters (U+{ord(bad[0]):04X} at position {bad.start()})")
        check_scheme(text)
        return text

    def example(self) -> object:
        return "/"


class Whole(Value):
    """Takes a whole number within bounds; True is not a number."""

    __slots__ = ("least", "most")

    least: float
    most: float

    def __init__(self, between: Between | None = None) -> None:
        self.least = between.least if between else -LARGEST
        self.most = between.most if between else LARGEST

    def take(self, value: object) -> Taken:
        if not isinstance(value, int) or isinstance(value, bool):
            raise Unfit(f"must be a whole number, not {kind(value)}")
        within(value, self.least, self.most)
        return int(value), str(int(value))

    def read(self, text: str) -> Taken:
        stripped = text.strip()
        if not re.fullmatch(_WHOLE, stripped):
            raise Unfit(f"must be a whole number, not {shortened(text)}")
        return self.take(int(stripped))

    def example(self) -> object:
        return max(1, self.least)


class Number(Value):
    """Takes an int, a float or a Decimal within bounds, keeps it as Decimal and writes it without an exponent."""

    __slots__ = ("least", "most")

    least: float
    most: float

    def __init__(self, between: Between | None = None) -> None:
        self.least = between.least if between else -LARGEST
        self.most = between.most if between else LARGEST

    def take(self, value: object) -> Taken:
        from decimal import Decimal  # the two attributes that need it are rare, and it is slow to import

        if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
            raise Unfit(f"must be a number, not {kind(value)}")
        number = Decimal(float.__repr__(value)) if isinstance(value, float) else Decimal(value)
        if not number.is_finite():
            raise Unfit(f"must be a finite number, not {number}")
        within(number, self.least, self.most)
        if len(number.as_tuple().digits) > _LONGEST or Decimal(float.__repr__(float(number))) != number:
            raise Unfit(f"must have at most {DIGITS} digits")
        number = number or number.copy_abs()  # -0 is written 0
        return number, f"{number:f}"

    def read(self, text: str) -> Taken:
        from decimal import Decimal

        stripped = text.strip()
        if not re.fullmatch(_DECIMAL, stripped):
            raise Unfit(f"must be a number, not {shortened(text)}")
        return self.take(Decimal(stripped))

    def example(self) -> object:
        return max(0, self.least)


class Boolean(Value):
    """Takes True and False."""

    __slots__ = ()

    def take(self, value: object) -> Taken:
        if not isinstance(value, bool):
            raise Unfit(f"must be True or False, not {kind(value)}")
        return value, "true" if value else "false"

    def read(self, text: str) -> Taken:
        word = text.strip()
        if word not in ("true", "false"):
            raise Unfit(f"must be true or false, not {shortened(text)}")
        return self.take(word == "true")

    def example(self) -> object:
        return True


class OneOf(Value):
    """Takes one of some words, or else what another value takes; the words true and false are Python's."""

    __slots__ = ("other", "table")

    other: Value | None
    table: dict[str, Taken]

    def __init__(self, words: Iterable[str | bool], other: Value | None = None) -> None:
        texts = {str(word).lower() if isinstance(word, bool) else word: word for word in words}
        self.table = {text: (word, quote(text)) for text, word in texts.items()}
        self.other = other

    def take(self, value: object) -> Taken:
        word = str.__str__(value) if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else ""
        if word in self.table:
            return self.table[word]
        if not self.other:
            wrong = shortened(word) + suggestion(word, list(self.table)) if isinstance(value, str) else kind(value)
            raise Unfit(f"must be {self.listed()}, not {wrong}")
        try:
            return self.other.take(value)
        except Unfit as unfit:
            problem = str(unfit).removeprefix("must ")
            raise Unfit(f"must be {self.listed()}, or {problem}", unfit.about) from None

    def read(self, text: str) -> Taken:
        word = text if text in self.table else text.strip()
        return self.table[word] if word in self.table else self.other.read(text) if self.other else self.take(text)

    def example(self) -> object:
        return next(word for word, _ in self.table.values())

    def listed(self) -> str:
        """The words as a message lists them, or the first of them where they are many."""
        words = [repr(word) if isinstance(word, str) else str(word) for word, _ in self.table.values()]
        if len(words) > _LISTED:
            return f"one of {len(words)} words: {', '.join(words[:_LISTED])}, …"
        return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))


class Items(Value):
    """Takes one item, several in a sequence, or text that joins them, and keeps a tuple."""

    __slots__ = ("item", "separated")

    item: Value
    separated: Separated

    def __init__(self, item: Value, separated: Separated) -> None:
        self.item = item
        self.separated = separated

    def take(self, value: object) -> Taken:
        if isinstance(value, str):
            return self.read(value)
        items = items_of(value)
        return self.join([self.one(item) for item in ([value] if items is None else items)])

    def read(self, text: str) -> Taken:
        parts = plain(text).split(None if self.separated.by == " " else self.separated.by)
        return self.join([self.item.read(part.strip()) for part in parts if part.strip()])

    def one(self, value: object) -> Taken:
        """Takes one item of a sequence."""
        item, written = self.item.read(value.strip()) if isinstance(value, str) else self.item.take(value)
        text = str(item)
        if not text:
            raise Unfit("must not hold an empty item")
        if self.separated.by in text or (self.separated.by == " " and text.split() != [text]):
            raise Unfit(f"must not hold the item {shortened(text)}: {self.separated.by!r} separates items")
        return item, written

    def join(self, taken: list[Taken]) -> Taken:
        """Joins the items, once each was taken."""
        most, longest = self.separated.most, self.separated.longest
        if not taken:
            raise Unfit("must hold at least one item; leave it out instead")
        if most is not None and len(taken) > most:
            raise Unfit(f"must hold at most {most} items, not {len(taken)}")
        for item, _ in taken:
            if longest is not None and isinstance(item, str) and len(item) > longest:
                raise Unfit(f"must hold items of at most {longest} characters, not {len(item)}")
        return tuple(item for item, _ in taken), self.separated.by.join(text for _, text in taken)

    def example(self) -> object:
        return (self.item.example(),)


class Loose(Value):
    """Takes anything that can be written at all, and keeps it as the text that is written."""

    __slots__ = ()

    def take(self, value: object) -> Taken:
        text = self.text_of(value)
        return text, quote(text)

    def text_of(self, value: object) -> str:
        """The text that is written for a value; raises Unfit."""
        items = items_of(value)
        return self.one(value) if items is None else " ".join(map(self.one, items))

    def one(self, value: object) -> str:
        """The text that is written for a value that is no list; raises Unfit."""
        if isinstance(value, str):
            return plain(value)
        return (Boolean() if isinstance(value, bool) else Number()).take(value)[1]


# Patterns are compiled when they are first needed: at import that would take longer than all the rest.
_WHOLE: Final = rf"[+-]?[0-9]{{1,{DIGITS}}}"
_DECIMAL: Final = r"[+-]?([0-9]{1,400}(\.[0-9]{0,400})?|\.[0-9]{1,400})"
_LONGEST: Final = 400  # digits, more than the shortest spelling of any float has
_NOT_XML: Final = "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
_CONTROL: Final = r"[\x00-\x1f\x7f-\x9f]"
_BLANK: Final = r"[\s\x00-\x1f\x7f-\x9f]"
_SCHEME: Final = r"([A-Za-z][A-Za-z0-9+.\-]*):"
_AUTHORITY: Final = r"//(?:[^/?#]*@)?(?P<host>\[[^\]/?#]*\]|[^/?#:]*)"
_WEB_SCHEMES: Final = ("http", "https", "ws", "wss")
_SCHEMES: Final = (*_WEB_SCHEMES, "sip", "sips")


def items_of(value: object) -> Sequence[object] | None:
    """The items of a list, or None of what is none, as text and bytes are."""
    is_list = isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray | memoryview)
    return cast("Sequence[object]", value) if is_list else None


def plain(value: object) -> str:
    """The value as an exact str that XML can hold; raises Unfit."""
    if type(value) is not str:
        if not isinstance(value, str):
            raise Unfit(f"must be text, not {kind(value)}")
        value = str.__str__(value)
    if not value.isprintable() and (bad := re.search(_NOT_XML, value)):
        raise Unfit(f"must not hold U+{ord(bad[0]):04X} (at position {bad.start()}), which XML cannot hold")
    return value


def escape(text: str) -> str:
    """Writes a text as the content of an element."""
    if "&" in text or "<" in text or ">" in text or "\r" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
    return text


def quote(text: str) -> str:
    """Writes a text as the value of an attribute, between double quotes."""
    if "&" in text or "<" in text or ">" in text or '"' in text or not text.isprintable():
        text = escape(text).replace('"', "&quot;").replace("\t", "&#9;").replace("\n", "&#10;")
    return text


def kind(value: object) -> str:
    """Names what was given in place of something else, without showing more of it than its type."""
    return str(value) if value is None or isinstance(value, bool) else type(value).__name__


def shortened(text: str) -> str:
    """Shows the text in a message, or its beginning where it is long."""
    return repr(text) if len(text) <= _SHOWN else f"{text[:_SHOWN]!r}…"


_SHOWN: Final = 40
_LISTED: Final = 13


def within(number: float | Decimal, least: float, most: float) -> None:
    """Raises Unfit where the number is out of bounds."""
    if least <= number <= most:
        return
    shown = str(number) if -LARGEST <= number <= LARGEST else f"a number of more than {DIGITS} digits"
    if least > -LARGEST and most < LARGEST:
        raise Unfit(f"must be from {least} to {most}, not {shown}")
    bound = f"at least {least}" if number < least else f"at most {most}"
    raise Unfit(f"must be {bound}, not {shown}")


def check_scheme(url: str) -> None:
    """Raises Unfit where a URL has a scheme that Twilio does not know, or lacks the host after `//`."""
    scheme = re.match(_SCHEME, url)
    if not scheme and not url.startswith("//"):
        return
    rest = url[scheme.end() :] if scheme else url
    if scheme and scheme[1].lower() not in _SCHEMES:
        raise Unfit(f"must begin with one of {', '.join(_SCHEMES)}, or be relative, and not begin with {scheme[0]!r}")
    is_web = scheme is not None and scheme[1].lower() in _WEB_SCHEMES
    authority = re.match(_AUTHORITY, rest)
    if (authority or is_web) and not (authority and authority["host"].strip("[]")):
        raise Unfit("must have a host after '//'")
