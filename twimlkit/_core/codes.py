"""The error codes of Twilio's debugger."""

from __future__ import annotations

import functools
from typing import Any

from .data import read_data


def code_rows() -> list[dict[str, Any]]:
    """Return all known codes, a row each.

    Each row has `code`, `level` and `meaning`; some have `elements`, `attributes`, the subject (`about`), and a `rule`.
    """
    rows: list[dict[str, Any]] = read_data("_core/codes.json")
    return rows


@functools.cache
def _codes() -> dict[tuple[str | None, str | None, str], int]:
    """Return the codes that a document can cause, by element, attribute and subject."""
    return {
        (element, attribute, about): row["code"]
        for row in code_rows()
        for about in row.get("about", ())
        for element in row.get("elements", (None,))
        for attribute in row.get("attributes", (None,))
    }


def twilio_code(element: str, attribute: str | None, about: str) -> int | None:
    """Find the code under which Twilio's debugger reports a mistake.

    Args:
        element: The name of the element's class.
        attribute: The attribute's name in XML, or None where the element as a whole is wrong.
        about: What is wrong: `value` of an attribute, `unknown` attribute, `children` that are not allowed or are
            `mixed`, `text`, `long` text, `missing` content, `size`, the `root` or the `xml` of a document, the
            `inline-size` or an `inline-action` of TwiML in a request, or the name of the class with too many children.

    Returns:
        The code, or None where Twilio has none.

    https://www.twilio.com/docs/api/errors
    """
    codes = _codes()
    return codes.get((element, attribute, about)) or codes.get((None, attribute, about))


@functools.cache
def _levels() -> dict[int, str]:
    return {row["code"]: row["level"] for row in code_rows()}


def level_of(code: int | None) -> str:
    """Return Twilio's level for a code, `error` or `warning`; `warning` without a code."""
    return _levels().get(code, "warning") if code else "warning"
