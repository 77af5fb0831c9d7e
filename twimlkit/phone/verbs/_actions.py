"""Where a verb goes on when it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twimlkit.phone.requests import Goto

if TYPE_CHECKING:
    from collections.abc import Mapping

    from twimlkit.phone.documents import Verb


def action(verb: Verb, params: Mapping[str, str]) -> Goto | None:
    """Return the action of a verb, or None where it has none, so that the next verb runs."""
    given = verb.given("action")
    return None if given is None else Goto(given.strip(), verb.method(), params)


def action_or_self(verb: Verb, params: Mapping[str, str]) -> Goto:
    """Return the action of a verb, by default the document itself.

    That the default is requested with the verb's own method, whatever fetched the document, is an inference.
    """
    return action(verb, params) or Goto("", verb.method(), params)
