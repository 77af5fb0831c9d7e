"""The life of a call, from the first ring to its end.

https://www.twilio.com/docs/voice/api/call-resource
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .needs import Ended, Moved, Outcome, TimedOut, Wait
from .requests import Goto, fetch

if TYPE_CHECKING:
    from .leg import Leg
    from .needs import Script
    from .requests import RequestKind

__all__ = ["RINGING", "ask", "inbound", "live", "outbound"]

RINGING: Final = "answer(), busy(), no_answer() or fail()"
"""What a tester can do about a ringing leg."""


def inbound(leg: Leg, goto: Goto) -> Script[None]:
    """Let somebody call a number: its document runs while it rings, and the first verb that needs it answers."""
    leg.ring()
    yield from live(leg, goto)


def outbound(leg: Leg, goto: Goto, seconds: float) -> Script[None]:
    """Let the application call somebody: the document is fetched when they answer.

    Args:
        leg: The call.
        goto: Its document.
        seconds: How long it rings.
    """
    if leg.is_over:  # canceled while it was queued, which nobody is told
        leg.ended = leg.world.now
        leg.ended_by = "rest"
        leg.note("ended", leg.status)
        return
    try:
        leg.status = "initiated"
        leg.told("initiated")
        leg.ring()
        outcome = yield Wait("rings", RINGING, until=leg.world.now + seconds, takes=(Outcome,), by_person=True)
    except Ended as ended:
        leg.end(ended.by, ended.status)
        return
    if isinstance(outcome, TimedOut):
        outcome = Outcome("no-answer")
    leg.sip_code = outcome.sip_code
    if outcome.status != "in-progress":
        leg.end("callee", outcome.status)
        return
    if leg.is_detected:  # in a telephone for tests a person answers
        leg.extra = {**leg.extra, "AnsweredBy": "human"}
    leg.answer()
    if leg.digits:
        leg.note("tones", leg.digits)
    yield from live(leg, goto)


def live(leg: Leg, goto: Goto) -> Script[None]:
    """Run documents until the call ends, and those to which REST requests move it."""
    following: Goto | None = goto
    while following is not None:
        try:
            yield from leg.run(following)
            leg.answer()
            leg.end("document", "completed")
            following = None
        except Moved as moved:
            following = moved.goto
        except Ended as ended:
            leg.end(ended.by, ended.status)
            following = None


def ask(leg: Leg, goto: Goto | None, *, is_callback: bool = False) -> Script[None]:
    """Request an action whose document reaches nobody, since the call is over or has been moved."""
    if goto is not None:
        kind: RequestKind = "callback" if is_callback else "twiml"
        answer = yield from fetch(leg.world, leg.session, leg.base, goto, params=leg.parameters(), kind=kind)
        if answer.failure:
            leg.warn("request", f"{answer.url}: {answer.failure.message}", answer.failure.code, is_error=True)
