"""Redirect, Hangup, Reject and Leave: where a call goes on, and how it ends.

Inferred, since Twilio does not say it: a Reject after the call was answered ends it, as does a Leave outside a queue.

https://www.twilio.com/docs/voice/twiml/redirect
https://www.twilio.com/docs/voice/twiml/hangup
https://www.twilio.com/docs/voice/twiml/reject
https://www.twilio.com/docs/voice/twiml/leave
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from twimlkit.phone.needs import Ended, Left
from twimlkit.phone.requests import Goto

if TYPE_CHECKING:
    from twimlkit.phone.documents import Verb
    from twimlkit.phone.leg import Leg
    from twimlkit.phone.needs import Script

__all__ = ["hang_up", "leave", "redirect", "reject"]


def redirect(_: Leg, verb: Verb) -> Script[Goto | None]:
    """Go on with another document."""
    return Goto(verb.text, verb.method())
    yield


def hang_up(leg: Leg, verb: Verb) -> Script[Goto | None]:
    """End the call; as first verb it answers it before."""
    leg.answer()
    leg.returned = _parameters(verb)
    raise Ended("document")
    yield


def reject(leg: Leg, verb: Verb) -> Script[Goto | None]:
    """Decline the call, unless it has been answered."""
    if leg.answered is not None:
        raise Ended("document")
    leg.returned = _parameters(verb)
    raise Ended("document", "busy" if verb.value("reason", "rejected") == "busy" else "no-answer")
    yield


def _parameters(verb: Verb) -> dict[str, str]:
    return {each.given("name") or "": each.given("value") or "" for each in verb.nouns("Parameter")}


def leave(leg: Leg, _: Verb) -> Script[Goto | None]:
    """Leave the queue."""
    if leg.entry is not None:
        raise Left
    leg.answer()
    leg.warn("leave", "<Leave> outside a queue; here it ends the call, since Twilio does not say what it does")
    raise Ended("document")
    yield
