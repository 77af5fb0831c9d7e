"""Gather: keys or speech while prompts are played.

Inferred, since Twilio does not say it: keys that come after the last that is asked for are lost; `timeout="auto"` is
the default; speech that a `bargeIn` of false keeps from interrupting is lost; a voice that Twilio does not know leads
to the fallback URL, and is the default voice where there is none; a caller who hangs up asks no action.

https://www.twilio.com/docs/voice/twiml/gather
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from twimlkit.phone.needs import Hear, Keys, Speech, TimedOut, Wait
from twimlkit.phone.requests import Failure, Goto, told_of

from ._actions import action_or_self

if TYPE_CHECKING:
    from twimlkit.phone.documents import Verb
    from twimlkit.phone.leg import Leg
    from twimlkit.phone.needs import Input, Script

__all__ = ["gather"]

_TIMEOUT: Final = 5
_INVALID_VOICE: Final = 13321
_NAMES: Final = {Keys: "keys", Speech: "speech"}


def gather(leg: Leg, verb: Verb) -> Script[Goto | None]:
    """Collect keys or speech, and go on at the action if there is any."""
    leg.answer()
    if leg.fallback and any(_INVALID_VOICE in each.codes for each in verb.inside):
        shown = Failure(_INVALID_VOICE, "a <Say> in <Gather> has a voice that Twilio does not know")
        return Goto(leg.fallback.url, leg.fallback.method, told_of(leg.base, Goto(), shown))
    question = _Question(leg, verb)
    given = yield from question.prompt()
    params = yield from question.collect(given)
    if params is None and not verb.value("actionOnEmptyResult", default=False):
        return None
    return action_or_self(verb, params or {})


class _Question:
    """What a Gather asks for, and what has been given."""

    def __init__(self, leg: Leg, verb: Verb) -> None:
        self.leg = leg
        self.verb = verb
        kinds = verb.words("input", ("dtmf",))
        self.takes_keys = "dtmf" in kinds
        self.takes_speech = "speech" in kinds
        self.keys = ""
        self.most: int | None = verb.value("numDigits", None)
        finish: str = verb.value("finishOnKey", "#")
        self.finish = finish
        self.timeout = _number(verb.value("timeout", _TIMEOUT), _TIMEOUT)
        self.speech_timeout = _number(verb.value("speechTimeout", self.timeout), self.timeout)

    @property
    def takes(self) -> tuple[type[Any], ...]:
        """What it takes: keys, speech or both; once keys were pressed, only keys."""
        return (Keys,) * self.takes_keys + (Speech,) * (self.takes_speech and not self.keys)

    def prompt(self) -> Script[Any]:
        """Play the prompts; returns the input that interrupted them, or None."""
        prompts = [each for each in self.verb.inside if not each.value("digits", "")]
        for each in prompts:
            if each.tag == "Play" and each.text:
                yield from self.leg.fetch_media(each.text)
        takes = self.takes if self.verb.value("bargeIn", default=True) else (Keys,) * self.takes_keys
        for each in prompts:
            given = yield from self.leg.hear(each, takes, self.refuse)
            if given is not None:
                return given
        return None

    def collect(self, given: Any) -> Script[dict[str, str] | None]:
        """Collect input until it is complete; returns the parameters, or None for no input."""
        leg = self.leg
        while True:
            if given is None:
                given = yield Wait(
                    "waits for " + " or ".join(_NAMES[each] for each in self.takes),
                    self.remedy(),
                    until=leg.world.now + self.timeout,
                    takes=self.takes,
                    refuse=self.refuse,
                    by_person=True,
                    verb=self.verb,
                )
            match given:
                case Keys(key):
                    if self.is_finish(key):
                        break
                    self.keys += key
                    if len(self.keys) == self.most:
                        break
                case Speech():
                    return (yield from self.understand(given))
                case TimedOut():
                    leg.note("silence", seconds=self.timeout, verb=self.verb)
                    break
                case _:
                    pass
            given = None
        return {"Digits": self.keys} if self.keys else None

    def understand(self, speech: Speech) -> Script[dict[str, str]]:
        """Take speech, with its interim results, and the silence that ends it."""
        url = self.verb.given("partialResultCallback")
        for number, partial in enumerate(speech.partial if url else ()):
            params = {"UnstableSpeechResult": partial, "SequenceNumber": str(number)}
            self.leg.call_back(url or "", self.verb.method("partialResultCallbackMethod"), params)
        yield Hear("end_of_speech", seconds=self.speech_timeout, verb=self.verb)
        params = {"SpeechResult": speech.text}
        if speech.confidence is not None:
            params["Confidence"] = str(speech.confidence)
        return params

    def is_finish(self, key: str) -> bool:
        return self.finish != "" and key == self.finish

    def remedy(self) -> str:
        if not self.takes_keys:
            return 'say("…") or wait()'
        key = "1#" if self.most is None and self.finish else "1"
        return f'press("{key}"){" or say(…)" * (Speech in self.takes)} or wait()'

    def refuse(self, given: Input) -> str | None:
        """Tell why an input is no use to it."""
        if isinstance(given, Speech) and not self.takes_speech:
            return "it takes keys, not speech"
        if not isinstance(given, Keys):
            return None
        if not self.takes_keys:
            return "it takes speech, not keys"
        before, finish, after = given.keys.partition(self.finish) if self.finish else (given.keys, "", "")
        asked = None if self.most is None else self.most - len(self.keys)
        if asked is not None and len(before) > asked:
            return f"{len(given.keys)} keys where {'one is' if asked == 1 else f'{asked} are'} asked for"
        if asked is not None and len(before) == asked and finish:
            return f"{asked} keys are all that it takes, so that {finish} comes too late"
        return f"{finish} ends the input, so that {after} comes too late" if after else None


def _number(value: int | str, default: int) -> int:
    return value if isinstance(value, int) else default
