"""Steps: scripts that run until every leg stands, before something to hear, at a wait, or at its end.

In a strict test a step fails for every error that it has caused.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Concatenate, Final, ParamSpec, Protocol, TypeVar

from .errors import CallError, is_hidden
from .transcript import transcript_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from .exchange import Exchange
    from .leg import Leg
    from .needs import Script

__all__ = ["World", "explained", "raise_troubles", "refuse_inside_a_request", "rest_step", "step"]

__tracebackhide__ = is_hidden

_P = ParamSpec("_P")
_T = TypeVar("_T")
_S = TypeVar("_S", bound="_HasWorld")


class _HasWorld(Protocol):
    world: World


class World:
    """What the steps of one telephone share.

    Attributes:
        exchange: The exchange.
        base_url: Start of the application's URLs.
    """

    def __init__(self, exchange: Exchange, base_url: str) -> None:
        self.exchange = exchange
        self.base_url = base_url


def explained(world: World, reason: str, leg: Leg | None) -> str:
    """Return a message with the transcript of a leg and of those that have to do with it."""
    if leg is None:
        shown = transcript_of(world.exchange.events, world.base_url, times=True)
    else:
        family = {each.sid: each.name for each in _family(leg)}
        names = {sid: name for sid, name in family.items() if sid != leg.sid}
        events = [each for each in world.exchange.events if each.leg in family]
        shown = transcript_of(events, world.base_url, times=True, names=names)
    return f"{reason}\n{_shortened(shown)}" if shown else reason


_MOST_LINES: Final = 80


def _shortened(shown: str) -> str:
    """Leave the middle of a long transcript out."""
    lines = shown.splitlines()
    if len(lines) <= _MOST_LINES:
        return shown
    half = _MOST_LINES // 2
    return "\n".join([*lines[:half], f"  … ({len(lines) - 2 * half} lines more)", *lines[-half:]])


def _family(leg: Leg) -> list[Leg]:
    """Return a leg, its parent, whom it has dialled, and the other halves of calls to the application's own numbers."""
    family = [leg, *([leg.parent] if leg.parent else []), *leg.children]
    if leg.outbound:
        family += _family(leg.outbound)
    return family + [each.inbound for each in family if each.inbound and each.inbound not in family]


def raise_troubles(world: World) -> None:
    """Raise what has gone wrong in the present step, if anything has."""
    troubles = world.exchange.troubles
    if not troubles:
        return
    owner, reason = troubles[0]
    troubles.clear()
    leg = world.exchange.legs.get(owner.session.name) if owner else None
    if isinstance(reason, Exception):
        named = "The call was:" if leg else "The conversation was:" if owner else "What has happened:"
        reason.add_note(explained(world, named, leg))
        raise reason
    if leg is None and owner:
        shown = transcript_of(owner.events, world.base_url, times=True)
        raise CallError(f"{reason}\n{_shortened(shown)}")
    raise CallError(explained(world, reason, leg))


def refuse_inside_a_request(exchange: Exchange) -> None:
    """Refuse a step while the application answers a request."""
    if exchange.asking:
        raise CallError("a step cannot be taken while the application answers a request: take one step after another")


def step(script: Callable[Concatenate[_S, _P], Script[_T]]) -> Callable[Concatenate[_S, _P], Script[_T]]:
    """Make a step of a script: everything runs until it stands, and errors fail the step."""
    return _step(script, runs_first=True)


def _step(
    script: Callable[Concatenate[_S, _P], Script[_T]], *, runs_first: bool
) -> Callable[Concatenate[_S, _P], Script[_T]]:
    @wraps(script)
    def whole(self: _S, /, *args: _P.args, **kwargs: _P.kwargs) -> Script[_T]:
        world = self.world
        refuse_inside_a_request(world.exchange)
        world.exchange.step += 1
        if runs_first:
            yield from world.exchange.run()
        try:
            result = yield from script(self, *args, **kwargs)
        except CallError:
            raise_troubles(world)
            raise
        yield from world.exchange.run()
        raise_troubles(world)
        return result

    return whole


def rest_step(script: Callable[Concatenate[_S, _P], Script[_T]]) -> Callable[Concatenate[_S, _P], Script[_T]]:
    """Make a step of a script that is a REST request: what is queued has not begun when it arrives."""
    return _step(script, runs_first=False)
