"""Say, Play and Pause: what a caller hears.

Inferred, since Twilio does not say it: how long texts and files take; that a Play whose URL gives no audio ends the
call.

https://www.twilio.com/docs/voice/twiml/say
https://www.twilio.com/docs/voice/twiml/play
https://www.twilio.com/docs/voice/twiml/pause
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from twimlkit.phone.documents import Verb
    from twimlkit.phone.events import Kind
    from twimlkit.phone.leg import Leg
    from twimlkit.phone.needs import Script
    from twimlkit.phone.requests import Goto

__all__ = ["AUDIO_SECONDS", "pause", "play", "say", "sounds", "speaking_seconds"]

_MOST_ROUNDS: Final = 1000
_WORDS_A_SECOND: Final = 2.5
_PAUSES: Final = {"w": 0.5, "W": 1.0}
_TONE_SECONDS: Final = 0.1
AUDIO_SECONDS: Final = 5.0
"""How long a file is taken to be played."""


def say(leg: Leg, verb: Verb) -> Script[Goto | None]:
    """Speak a text."""
    leg.answer()
    yield from leg.hear(verb)
    return None


def play(leg: Leg, verb: Verb) -> Script[Goto | None]:
    """Play a file or tones."""
    leg.answer()
    yield from leg.hear(verb)
    return None


def pause(leg: Leg, verb: Verb) -> Script[Goto | None]:
    """Wait in silence; before the call is answered it goes on ringing."""
    yield from leg.hear(verb)
    return None


def sounds(leg: Leg, verb: Verb) -> Script[Iterable[tuple[Kind, str, float]]]:
    """Return what a Say, Play or Pause lets a leg hear: kind, text and seconds of each sound."""
    if verb.tag == "Pause":
        kind: Kind = "unanswered" if leg.answered is None else "pause"
        return [(kind, "", float(verb.value("length", 1)))]
    if digits := verb.value("digits", ""):
        return _tones(digits)
    if verb.tag == "Say":
        sound: tuple[Kind, str, float] = ("say", verb.text, speaking_seconds(verb.text))
    else:
        sound = ("play", (yield from leg.fetch_media(verb.text)) if verb.text else "", AUDIO_SECONDS)
    if not verb.text:
        return ()
    return itertools.repeat(sound, min(verb.value("loop", 1) or _MOST_ROUNDS, _MOST_ROUNDS))


def _tones(digits: str) -> Iterable[tuple[Kind, str, float]]:
    for key in digits:
        yield ("pause", "", _PAUSES[key]) if key in _PAUSES else ("tones", key, _TONE_SECONDS)


def speaking_seconds(text: str) -> float:
    """Return how long a text is taken to be spoken."""
    return max(1.0, round(len(text.split()) / _WORDS_A_SECOND, 1))
