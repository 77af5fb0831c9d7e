"""What a leg hears while it waits in a queue or for a conference, and how two legs talk."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from twimlkit.phone.needs import Keys, Signal, TimedOut, Wait
from twimlkit.phone.requests import Goto, resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from twimlkit.phone.documents import Verb
    from twimlkit.phone.leg import Leg
    from twimlkit.phone.needs import Input, Script
    from twimlkit.phone.rooms import Bridge

_MUSIC_HOSTS: Final = ("twimlets.com", "twilio.com", "com.twilio.music.classical.s3.amazonaws.com")


def hold(
    leg: Leg, what: str, url: str | None, method: str, params: Callable[[], Mapping[str, str]], *, repeats: bool
) -> Script[None]:
    """Let a leg hear the document at a wait URL until something is thrown into it.

    Args:
        leg: The leg.
        what: Where it waits, for messages.
        url: The wait URL; empty for silence, None for Twilio's music.
        method: HTTP method.
        params: Returns the parameters of each request.
        repeats: Whether the document runs again at its end; else silence follows.
    """
    base = leg.base
    music = "default" if url is None else _music(base, url)
    if music or not url:
        leg.answer()
        if music:
            leg.note("music", music)
        yield Wait(what, _ADVICE)
    while url:
        began = leg.world.now
        leg.base = base
        yield from leg.run(Goto(url, method, params()), "wait")
        leg.answer()
        if not repeats:
            yield Wait(what, _ADVICE)
        pause = 0 if leg.world.now > began else 1
        yield Wait(what, _ADVICE, until=leg.world.now + pause, paced=True)


_ADVICE: Final = "let somebody come, wait(), hang_up(), or phone.clock.advance(seconds=…)"


def _music(base: str | None, url: str) -> str | None:
    """Return a URL of music at Twilio, which no test fetches, or None."""
    found = resolve(base, url)
    host = (urlsplit(found).hostname or "") if isinstance(found, str) else ""
    return url if any(host == each or host.endswith(f".{each}") for each in _MUSIC_HOSTS) else None


def refuse_keys(*, star: bool) -> Callable[[Input], str | None]:
    """Return what tells why keys are no use in a talk."""
    reason = "in a talk only * is taken" if star else "nothing takes keys in a talk without hangupOnStar"
    return lambda given: reason if isinstance(given, Keys) and not (star and given.keys == "*") else None


def talk(
    leg: Leg, bridge: Bridge, *, limit: float = math.inf, star: bool = False, verb: Verb | None = None
) -> Script[str]:
    """Let a leg talk until it or the other side leaves; returns why it is over: `parted`, `limit` or `star`."""
    other = bridge.other(leg)
    try:
        while not bridge.is_over:
            given = yield Wait(
                f"talks to {other.name}",
                "hang_up() at either side",
                limit=limit,
                takes=(Signal, Keys),
                refuse=refuse_keys(star=star),
                verb=verb,
            )
            if isinstance(given, TimedOut):
                return "limit"
            if star and given == Keys("*"):
                return "star"
        return "parted"
    finally:
        bridge.end(leg)
