"""Says what is wrong with a document: one family of errors.

InvalidTwiML                  all of them, a ValueError
├── InvalidNesting            an element where it cannot stand, or once too often
│   └── Unreachable           a verb after one that ends the document
├── InvalidContent            text or children that are missing or not right
├── InvalidAttribute          an attribute with a value that is not right
│   ├── UnknownAttribute      an attribute that the element does not have
│   └── MissingAttribute      a required attribute that is not there
└── TooLarge                  a document of more bytes or levels than Twilio takes
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "InvalidAttribute",
    "InvalidContent",
    "InvalidNesting",
    "InvalidTwiML",
    "MissingAttribute",
    "TooLarge",
    "UnknownAttribute",
    "Unreachable",
    "code_rows",
    "nearest",
    "suggestion",
    "twilio_code",
]


class InvalidTwiML(ValueError):
    """Says that a document, or a part of one, is not TwiML that Twilio would run as it was meant.

    problem: what is wrong and what would be right, as the rest of a sentence that begins with the element.
    element: the element's name in XML.
    attribute: the attribute's name in Python, where one attribute is wrong.
    path: where the element stands (`Response/Gather[2]/Say`), where that is known.
    line, column: where the mistake is in XML that was read, counted from 1.
    code: the number under which Twilio's debugger would report it, where there is one.
    """

    def __init__(
        self,
        problem: str,
        *,
        element: str | None = None,
        attribute: str | None = None,
        path: str | None = None,
        line: int | None = None,
        column: int | None = None,
        code: int | None = None,
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.element = element
        self.attribute = attribute
        self.path = path
        self.line = line
        self.column = column
        self.code = code

    def __str__(self) -> str:
        subject = f"<{self.element}> " if self.element else ""
        code = f" (Twilio {self.code})" if self.code else ""
        place = f", in line {self.line}, column {self.column}" if self.line else ""
        return subject + self.problem + code + place

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.problem,), self.__dict__


class InvalidNesting(InvalidTwiML):
    """Says that an element cannot hold another one, or not that many of it."""


class Unreachable(InvalidNesting):
    """Says that a verb stands after one that ends the document, so that it would never run."""


class InvalidContent(InvalidTwiML):
    """Says that an element's text or children are missing, too long, or do not go together."""


class InvalidAttribute(InvalidTwiML):
    """Says that an attribute's value is of the wrong type, out of range or not one of its words."""


class UnknownAttribute(InvalidAttribute):
    """Says that an element has no such attribute."""


class MissingAttribute(InvalidAttribute):
    """Says that an element lacks an attribute that it must have."""


class TooLarge(InvalidTwiML):
    """Says that a document has more bytes or nests deeper than Twilio takes."""


@functools.cache
def code_rows() -> list[dict[str, Any]]:
    """Reads what is known of Twilio's codes, a row each.

    Each has `code`, `level` and `meaning`; some have `elements`, `attributes`, what the code is `about`, and a `rule`.
    """
    import json  # only a refusal needs it, and it would slow the import of everything else
    from importlib.resources import files

    rows: list[dict[str, Any]] = json.loads(files("twimlkit").joinpath("codes.json").read_bytes())
    return rows


@functools.cache
def _codes() -> dict[tuple[str | None, str | None, str], int]:
    """The codes that a class can run into, by element, attribute and what they are about."""
    return {
        (element, attribute, about): row["code"]
        for row in code_rows()
        for about in row.get("about", ())
        for element in row.get("elements", (None,))
        for attribute in row.get("attributes", (None,))
    }


def twilio_code(element: str, attribute: str | None, about: str) -> int | None:
    """Finds the number under which Twilio's debugger would report a mistake.

    element: the name of the element's class.
    attribute: the attribute's name in XML, or None where the element as a whole is wrong.
    about: what is wrong: `value` of an attribute, `unknown` attribute, `children` that cannot be there or are `mixed`,
    `text`, `long` text, `missing` content, `size`, the `root` or the `xml` of a document, or the class of which there
    are too many children.

    None where Twilio has no such number.

    https://www.twilio.com/docs/api/errors
    """
    codes = _codes()
    return codes.get((element, attribute, about)) or codes.get((None, attribute, about))


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Finds the known name that is nearest to a wrong one; capitals and underscores make no difference."""
    import difflib  # only a refusal needs it, and it would slow the import of everything else

    folded = {candidate.replace("_", "").lower(): candidate for candidate in known}
    near = difflib.get_close_matches(name.replace("_", "").lower(), folded, n=1, cutoff=0.6)
    return folded[near[0]] if near else None


def suggestion(name: str, known: Iterable[str]) -> str:
    """Completes a message with the known name that is nearest to a wrong one: `; did you mean 'loop'?`, or nothing."""
    near = nearest(name, known)
    return f"; did you mean {near!r}?" if near else ""
