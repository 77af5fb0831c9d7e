"""Errors: what is wrong with a document, as one family.

InvalidTwiML                  all of them, a ValueError
├── InvalidNesting            an element where it is not allowed, or too many of them
│   └── Unreachable           a verb after one that ends the document
├── InvalidContent            missing or invalid text or children
├── InvalidAttribute          an invalid value of an attribute
│   ├── UnknownAttribute      an attribute that the element does not have
│   └── MissingAttribute      a required attribute that is missing
└── TooLarge                  a document of more bytes or levels than Twilio accepts

A message says what is wrong and what to write instead, and ends with Twilio's code where there is one:

    >>> from twimlkit import Dial, Gather
    >>> Gather(Dial("+14155550100"))
    Traceback (most recent call last):
        ...
    twimlkit.errors.InvalidNesting: <Gather> cannot hold <Dial>: it may hold Say, Play, Pause (Twilio 13320)

`twimlkit explain RULE` explains the rule of an error, and `twimlkit explain CODE` the code.
"""

from __future__ import annotations

__all__ = [
    "InvalidAttribute",
    "InvalidContent",
    "InvalidNesting",
    "InvalidTwiML",
    "MissingAttribute",
    "TooLarge",
    "UnknownAttribute",
    "Unreachable",
]


class InvalidTwiML(ValueError):
    """A document, or a part of one, that Twilio would not run as it is meant.

    Attributes:
        message: What is wrong, and what to write instead.
        rule: The name of the broken rule, as `lint` and `twimlkit explain` know it.
        element: The name in XML of the wrong element, or None where the XML itself is wrong.
        attribute: The name in Python of the wrong attribute, or None where no single attribute is wrong.
        path: The place of the wrong element, as in `Response/Gather[2]/Say`. None where it is not known: an element
            is built before its parent, so that only a document and `parse` know it.
        line: The line of the mistake in XML that was read, counted from 1; else None.
        column: The column of the mistake in XML that was read, counted from 1; else None.
        code: The code under which Twilio's debugger would report it, or None where there is none.
    """

    def __init__(
        self,
        message: str,
        *,
        rule: str | None = None,
        element: str | None = None,
        attribute: str | None = None,
        path: str | None = None,
        line: int | None = None,
        column: int | None = None,
        code: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.rule = rule
        self.element = element
        self.attribute = attribute
        self.path = path
        self.line = line
        self.column = column
        self.code = code

    def __str__(self) -> str:
        code = f" (Twilio {self.code})" if self.code else ""
        place = f", in line {self.line}, column {self.column}" if self.line else ""
        return self.message + code + place

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.message,), self.__dict__


class InvalidNesting(InvalidTwiML):
    """An element where it is not allowed, or too many of them."""


class Unreachable(InvalidNesting):
    """A verb after one that ends the document, so that it would never run."""


class InvalidContent(InvalidTwiML):
    """Missing or invalid text or children."""


class InvalidAttribute(InvalidTwiML):
    """A value of an attribute that has the wrong type, is out of range or is not one of its words."""


class UnknownAttribute(InvalidAttribute):
    """An attribute that the element does not have."""


class MissingAttribute(InvalidAttribute):
    """A required attribute that is missing."""


class TooLarge(InvalidTwiML):
    """A document of more bytes or levels than Twilio accepts."""
