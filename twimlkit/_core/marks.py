"""Marks: what stands in `Annotated` and only a running program can check."""

from __future__ import annotations

from typing import Final

MAX_NUMBER: Final = 10**15 - 1
"""The largest number that is written."""

MAX_WHOLE: Final = 2**31 - 1
"""The largest whole number of an attribute without a smaller maximum: Twilio's own schema types them xs:int."""


class Mark:
    """The base of all marks."""

    __slots__ = ()


# Marks that every element enforces.


class Between(Mark):
    """The bounds of a number, both included.

    Args:
        least: Smallest number. Default: that of the type.
        most: Largest number. Default: that of the type, for a whole number 2147483647.
    """

    __slots__ = ("least", "most")

    def __init__(self, least: float | None = None, most: float | None = None) -> None:
        self.least: float | None = least
        self.most: float | None = most


class Length(Mark):
    """The largest number of characters of a text."""

    __slots__ = ("most",)

    def __init__(self, most: int) -> None:
        self.most: int = most


class Matching(Mark):
    """A regular expression that a text must match in full.

    Args:
        pattern: The regular expression.
        form: The same in words, for messages.
        example: One such text.
        secret: Whether the text must not appear in messages.
    """

    __slots__ = ("example", "form", "pattern", "secret")

    def __init__(self, pattern: str, form: str, *, example: str, secret: bool = False) -> None:
        self.pattern: str = pattern
        self.form: str = form
        self.example: str = example
        self.secret: bool = secret


class Separated(Mark):
    """How a list is written.

    Args:
        by: The separator between two items.
        most: Largest number of items.
        longest: Largest number of characters of an item.
        may_be_empty: Whether there may be no item.
    """

    __slots__ = ("by", "longest", "may_be_empty", "most")

    def __init__(
        self, by: str, *, most: int | None = None, longest: int | None = None, may_be_empty: bool = False
    ) -> None:
        self.by: str = by
        self.most: int | None = most
        self.longest: int | None = longest
        self.may_be_empty: bool = may_be_empty


class Most(Mark):
    """The largest number of children of a class."""

    __slots__ = ("count",)

    def __init__(self, count: int) -> None:
        self.count: int = count


class Named(Mark):
    """The name of an attribute in XML, where it does not follow from its name in Python."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name: str = name


class Flag(Mark):
    """A mark without data."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name: str = name

    def __repr__(self) -> str:
        return self.name


NotBesideText: Final = Flag("NotBesideText")
"""Children that an element holds instead of text, never beside it."""

SPOKEN: Final = Flag("SPOKEN")
"""Text in which elements may stand anywhere and every space counts."""

STRIPPED: Final = Flag("STRIPPED")
"""Text on one line, without the white space around it."""

ADDRESS: Final = Flag("ADDRESS")
"""A URL."""

MONEY: Final = Flag("MONEY")
"""An amount of money, written as it is given."""

DEPRECATED: Final = Flag("DEPRECATED")
"""An attribute that Twilio still accepts and advises against."""

SECRET: Final = Flag("SECRET")
"""A value that is never remembered."""


# Marks that only the linter reads: every element accepts the value all the same.


class Schemes(Mark):
    """The only schemes with which a URL works."""

    __slots__ = ("names",)

    def __init__(self, *names: str) -> None:
        self.names: tuple[str, ...] = names


class Prefix(Mark):
    """The letters with which a SID begins."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text: str = text


class Documented(Mark):
    """The smallest number that Twilio documents; smaller ones are accepted too."""

    __slots__ = ("least",)

    def __init__(self, least: int) -> None:
        self.least: int = least


class Capped(Mark):
    """The largest number that has an effect; Twilio reduces larger ones to it."""

    __slots__ = ("most",)

    def __init__(self, most: int) -> None:
        self.most: int = most


class WithOption(Mark):
    """The largest number that needs no account option."""

    __slots__ = ("beyond",)

    def __init__(self, beyond: int) -> None:
        self.beyond: int = beyond


class Known(Mark):
    """The name of the list of known values; there may be others."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name: str = name


class Sender(Mark):
    """The largest number of characters of an alphanumeric sender."""

    __slots__ = ("most",)

    def __init__(self, most: int) -> None:
        self.most: int = most


ABSOLUTE: Final = Flag("ABSOLUTE")
"""A URL that does not work when it is relative."""

PHONE: Final = Flag("PHONE")
"""A telephone number, best in E.164 form; names and addresses may stand there too."""
