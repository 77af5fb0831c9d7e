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


def wait_in_talk(what: str, remedy: str, *, limit: float, star: bool, verb: Verb | None) -> Script[str | None]:
    """Wait until something happens in a talk; returns `limit` or `star` where that ends it, else None."""
    reason = "in a talk only * is taken" if star else "nothing takes keys in a talk without hangupOnStar"

    def refuse(given: Input) -> str | None:
        return reason if isinstance(given, Keys) and not (star and given.keys == "*") else None

    given = yield Wait(what, remedy, limit=limit, takes=(Signal, Keys), refuse=refuse, verb=verb)
    if isinstance(given, TimedOut):
        return "limit"
    return "star" if star and given == Keys("*") else None


def talk(
    leg: Leg, bridge: Bridge, *, limit: float = math.inf, star: bool = False, verb: Verb | None = None
) -> Script[str]:
    """Let a leg talk until it or the other side leaves; returns why it is over: `parted`, `limit` or `star`."""
    other = bridge.other(leg)
    try:
        while not bridge.is_over:
            ended = yield from wait_in_talk(
                f"talks to {other.name}", "hang_up() at either side", limit=limit, star=star, verb=verb
            )
            if ended:
                return ended
        return "parted"
    finally:
        bridge.end(leg)
