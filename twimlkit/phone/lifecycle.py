"""The life of a call, from the first ring to its end.

Inferred, since Twilio does not say it: a call to a number of the account itself is an inbound call there, with a
CallSid of its own and without a ParentCallSid.

https://www.twilio.com/docs/voice/api/call-resource
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from .leg import Leg, StatusCallback
from .needs import Ended, Moved, Outcome, Signal, TimedOut, Wait
from .requests import Goto, fetch

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .exchange import Exchange, NumberSettings
    from .needs import Script
    from .requests import RequestKind

__all__ = ["ask", "call_number", "live", "outbound", "own_number", "ring"]

_MOST_LEVELS: Final = 40
"""Calls that lead to each other, before they count as an endless loop."""
_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})

_RINGING: Final = "answer(), busy(), no_answer() or fail()"
"""What a tester can do about a ringing leg."""


def call_number(
    world: Exchange,
    settings: NumberSettings,
    goto: Goto,
    *,
    from_: str,
    to: str,
    strict: bool,
    extra: Mapping[str, str] = _NOTHING,
    outbound: Leg | None = None,
) -> Leg:
    """Let somebody call a number of the application.

    Args:
        world: The exchange.
        settings: What is configured for the number.
        goto: Its document.
        from_: Who calls.
        to: The number.
        strict: Whether errors fail the step.
        extra: More request parameters.
        outbound: The call of the application that arrives here, or None if a person calls.
    """
    leg = Leg(world, from_=from_, to=to, direction="inbound", strict=strict, extra=extra, outbound=outbound)
    world.legs[leg.sid] = leg
    if settings.voice_fallback_url:
        leg.fallback = Goto(settings.voice_fallback_url, settings.voice_fallback_method)
    if settings.status_callback:
        told = StatusCallback(settings.status_callback, settings.status_callback_method, ("completed",), None)
        leg.callbacks.append(told)
    leg.process = world.start(leg, _inbound(leg, goto))
    return leg


def _inbound(leg: Leg, goto: Goto) -> Script[None]:
    """Let a number ring: its document runs meanwhile, and the first verb that needs it answers."""
    if not leg.is_over:
        leg.ring()
    yield from live(leg, goto)


def own_number(world: Exchange, number: str) -> NumberSettings | None:
    """Return what is configured for a number at which calls of the application arrive, or None for any other."""
    settings = world.numbers.get(number)
    return settings if settings and settings.voice_url and settings.is_named else None


def ring(leg: Leg, seconds: float, *, to: str = "", extra: Mapping[str, str] = _NOTHING) -> Script[Outcome]:
    """Let a call that the application has placed ring, until a person or an application of its own answers.

    Args:
        leg: The call.
        seconds: How long it rings.
        to: The called party, as an application of its own is told. Default: that of the call.
        extra: More parameters that such an application is sent.
    """
    world = leg.world
    yield from leg.leave_if_due()
    if len(leg.origins) > _MOST_LEVELS:
        leg.warn("loop", f"a call that leads to a call, {_MOST_LEVELS} times: an endless loop", is_error=True)
        return Outcome("failed")
    leg.status = "initiated"
    leg.told("initiated")
    leg.ring()
    settings = own_number(world, leg.to)
    until = world.now + seconds
    if settings and settings.voice_url:
        goto = Goto(settings.voice_url, settings.voice_method)
        inbound = leg.inbound = call_number(
            world, settings, goto, from_=leg.from_, to=to or leg.to, strict=leg.strict, extra=extra, outbound=leg
        )
        given = yield Wait(f"rings at {leg.to}, where the application answers", until=until, takes=(Signal,))
        if isinstance(given, Signal):
            given = Outcome(inbound.status if inbound.answered is None else "in-progress")
    else:
        given = yield Wait("rings", _RINGING, until=until, takes=(Outcome,), by_person=True)
    outcome: Outcome = Outcome("no-answer") if isinstance(given, TimedOut) else given
    leg.sip_code = outcome.sip_code
    return outcome


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
        outcome = yield from ring(leg, seconds)
    except Ended as ended:
        leg.end(ended.by, ended.status)
        return
    if outcome.status != "in-progress":
        leg.end("callee", outcome.status)
        return
    leg.detect(outcome.answered_by)
    leg.answer()
    if leg.digits:
        leg.note("tones", leg.digits)
    yield from live(leg, goto)


def live(leg: Leg, goto: Goto) -> Script[None]:
    """Run documents until the call ends, and those to which REST requests move it."""
    following: Goto | None = goto
    while following is not None:
        leg.is_leaving = leg.is_over
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
