"""Dial and its nouns: other parties, one of whom is connected.

Inferred, since Twilio does not say it: that an application is sent its customerId as `CustomerId` and its parameters
with names that begin with `Param_`; which status the action is told when several parties fail differently (busy
before no-answer before failed); that a caller who hangs up while it rings has it asked with `canceled`; that of several
Uri in a Sip the one with the lowest priority is dialled; that a queue nobody knows gives `failed`.

https://www.twilio.com/docs/voice/twiml/dial
https://www.twilio.com/docs/voice/twiml/number
https://www.twilio.com/docs/voice/twiml/dial/application
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from twimlkit.phone.arguments import plain_number
from twimlkit.phone.leg import Detection, Leg, StatusCallback
from twimlkit.phone.lifecycle import ask, live, own_number, ring
from twimlkit.phone.needs import Ended, Moved, Signal, Transfer, Wait
from twimlkit.phone.recordings import Recording
from twimlkit.phone.requests import Goto
from twimlkit.phone.rooms import Bridge

from ._actions import action
from ._holding import talk
from .conference import conference
from .queues import take_from_queue

if TYPE_CHECKING:
    from twimlkit.phone.documents import Verb
    from twimlkit.phone.needs import Script

__all__ = ["dial"]

_ADDED_SECONDS: Final = 5
"""What Twilio adds to a time-out."""
_FAILURES: Final = ("busy", "no-answer", "failed", "canceled")
_PREFIXES: Final = {"Client": "client:", "WhatsApp": "whatsapp:", "Sim": "sim:", "Application": "app:"}
_NO_NUMBERS: Final = (13223, 13224)


def dial(leg: Leg, verb: Verb) -> Script[Goto | None]:
    """Connect the call to another party, and go on at the action when that is over."""
    for noun in verb.nouns("Conference"):
        return (yield from conference(leg, verb, noun))
    for noun in verb.nouns("Queue"):
        return (yield from take_from_queue(leg, verb, noun))
    if not verb.value("answerOnBridge", default=False):
        leg.answer()
    dialling = _Dialling(leg, verb)
    try:
        yield from dialling.run()
    except (Ended, Moved):
        dialling.give_up()
        yield from ask(leg, action(verb, dialling.parameters()), is_callback=not leg.is_over)
        raise
    if leg.transfer:
        target, leg.transfer = leg.transfer, None
        params = {**dialling.parameters(), "ReferTransferTarget": target}
        return Goto(verb.given("referUrl") or "", verb.method("referMethod"), params)
    return action(verb, dialling.parameters())


class _Callee(NamedTuple):
    """Whom to dial, and the noun that says how."""

    address: str
    noun: Verb


def _callees(verb: Verb) -> list[_Callee]:
    if not verb.inside:
        return [_Callee(plain_number(verb.text), verb)] if verb.text else []
    return [_Callee(_address(noun), noun) for noun in verb.inside]


def _address(noun: Verb) -> str:
    """Return whom a noun means, as Twilio writes it in `To`."""
    inner = [*noun.nouns("Identity", "ApplicationSid"), *sorted(noun.nouns("Uri"), key=_priority)]
    text = noun.text or next((each.text for each in inner), "")
    if noun.tag == "Number":
        return plain_number(text)
    prefix = _PREFIXES.get(noun.tag, "")
    return text if text.startswith(prefix) else prefix + text


def _priority(uri: Verb) -> int:
    return uri.value("priority", 0)


class _Dialling:
    """The parties of a Dial, from the first ring until the talk is over."""

    def __init__(self, leg: Leg, verb: Verb) -> None:
        self.leg = leg
        self.verb = verb
        self.world = leg.world
        self.dialled: list[Leg] = []
        self.ringing: dict[Leg, None] = {}
        self.failed: list[str] = []
        self.winner: Leg | None = None
        self.winner_moved = False
        self.status: str | None = None
        self.was_bridged = False
        self.recording: Recording | None = None
        self.record = str(verb.value("record", "do-not-record"))

    def run(self) -> Script[None]:
        callees = _callees(self.verb)
        groups = [[each] for each in callees] if self.verb.value("sequential", default=False) else [callees]
        if self.leg.answered is not None and callees:
            self.leg.note("ringback")
        for group in groups:
            for callee in group:
                self.call(callee)
            yield from self.ring()
            if self.winner:
                return
        self.status = next((each for each in _FAILURES if each in self.failed), "failed")
        self.finish_recording()

    def call(self, callee: _Callee) -> None:
        """Let a party ring, unless it is nobody."""
        leg, noun = self.leg, callee.noun
        if not _can_ring(callee):
            if not set(noun.codes) & set(_NO_NUMBERS):
                leg.warn("no-number", f"{callee.address or 'nobody'} cannot be dialled", 13224, is_error=True)
            self.failed.append("failed")
            return
        child = Leg(
            self.world,
            from_=self.verb.value("callerId", leg.to if leg.direction == "outbound-api" else leg.from_),
            to=callee.address,
            direction="outbound-dial",
            strict=leg.strict,
            parent=leg,
        )
        child.base = leg.base
        child.fallback = leg.fallback
        if url := noun.given("statusCallback"):
            events = noun.words("statusCallbackEvent", ("completed",))
            child.callbacks.append(StatusCallback(url, noun.method("statusCallbackMethod"), events, leg.base))
        self.world.legs[child.sid] = child
        leg.children.append(child)
        self.dialled.append(child)
        self.ringing[child] = None
        seconds = self.verb.value("timeout", 30) + _ADDED_SECONDS
        child.process = self.world.start(child, _called(child, leg, noun, seconds))
        if self.record.startswith("record-from-ringing"):
            self.tape()

    def ring(self) -> Script[None]:
        """Wait until somebody answers and is connected, or all have failed."""
        while self.ringing:
            given = yield Wait(*self.place(), takes=(Signal,), verb=self.verb)
            if isinstance(given, Signal) and given.sender in self.ringing:
                yield from self.told(given.name, given.sender)

    def place(self) -> tuple[str, str]:
        """Return where the caller stands meanwhile, and what a tester can do."""
        if self.winner:
            name = self.winner.name
            return f"waits for {name}, who hears what comes before", f"let {name} listen with hears(…)"
        names = ", ".join(each.name for each in self.ringing)
        people = [each.name for each in self.ringing if own_number(self.world, each.to) is None]
        if not people:
            return f"rings {names}, where the application answers", "let time pass with phone.clock.advance(seconds=…)"
        return (
            f"rings {names}",
            f'say what becomes of it: call.dials("{people[0]}").answer(), or .busy(), .no_answer() or .fail()',
        )

    def told(self, event: str, child: Leg) -> Script[None]:
        """Take what a party does."""
        match event:
            case "failed":
                del self.ringing[child]
                self.failed.append(child.status)
            case "answered":
                self.winner = child
                for other in [*self.ringing]:
                    if other is not child:
                        del self.ringing[other]
                        other.close("parent", "canceled")
            case "ready" if child.ended is None:
                yield from self.connect(child)
                self.ringing.clear()
            case _ if child is self.winner:  # it is gone before it was connected
                self.status = "completed"
                self.ringing.clear()
            case _:  # it was canceled
                del self.ringing[child]
                self.failed.append(child.status)

    def connect(self, child: Leg) -> Script[None]:
        """Let both talk."""
        self.leg.answer()
        if self.record in ("True", "true") or self.record.startswith("record-from-answer"):
            self.tape()
        bridge = Bridge(self.world, self.leg, child)
        self.was_bridged = True
        self.status = "completed"
        limit = self.world.now + self.verb.value("timeLimit", 14_400)
        star = self.verb.value("hangupOnStar", default=False)
        yield from talk(self.leg, bridge, limit=limit, star=star, verb=self.verb)
        self.winner_moved = child.ended is None and child.process is not None and child.has_moved
        self.finish_recording()

    def tape(self) -> None:
        if self.recording is None:
            channels = 2 if self.record.endswith("dual") else 1
            self.recording = Recording.of_verb(self.leg, self.verb, "DialVerb", channels)

    def finish_recording(self) -> None:
        if self.recording:
            self.recording.complete()

    def give_up(self) -> None:
        """End what still rings, since the caller has left."""
        for child in self.ringing:
            child.close("parent", "canceled")
        self.status = self.status or ("completed" if self.winner else "canceled")
        self.finish_recording()

    def parameters(self) -> dict[str, str]:
        """Return what the action is told."""
        params = {"DialCallStatus": self.status or "failed", "DialBridged": str(self.was_bridged).lower()}
        child = self.winner or next((each for each in self.dialled if each.status == self.status), None)
        if child:
            params["DialCallSid"] = child.sid
            if self.winner and not self.winner_moved:
                params["DialCallDuration"] = str(child.seconds)
            if child.sip_code and child.to.startswith("sip:"):
                params["DialSipResponseCode"] = str(child.sip_code)
            if child.inbound and child.to.startswith(_PREFIXES["Application"]):
                params |= {f"ReturnParam_{name}": value for name, value in child.inbound.returned.items()}
        if self.recording and self.was_bridged:
            params |= self.recording.parameters(self.world.now - self.recording.began)
        return params


def _can_ring(callee: _Callee) -> bool:
    if set(callee.noun.codes) & set(_NO_NUMBERS):
        return False
    if callee.noun.tag in ("Number", "Dial"):
        return bool(re.fullmatch(r"\+?\d{3,15}|client:\S+|sip:\S+|whatsapp:\S+", callee.address))
    return callee.address not in ("", *_PREFIXES.values())


def _called(child: Leg, parent: Leg, noun: Verb, seconds: float) -> Script[None]:
    """Let a party that is dialled ring, answer, hear what is for it alone, and talk."""
    try:
        if detection := noun.value("machineDetection", ""):
            url, method = noun.given("amdStatusCallback"), noun.method("amdStatusCallbackMethod")
            child.detects = Detection(url, method, waits=True, is_to_the_end=detection == "DetectMessageEnd")
        to, extra = _sent(parent, noun) if noun.tag == "Application" else ("", {})
        outcome = yield from ring(child, seconds, to=to, extra=extra)
        if outcome.status != "in-progress":
            child.end("callee", outcome.status)
            parent.post(Signal("failed", child))
            return
        child.answer()
        parent.post(Signal("answered", child))
        child.detect(outcome.answered_by)
        if digits := noun.value("sendDigits", ""):
            child.note("tones", digits, verb=noun)
        if url := noun.given("url"):
            yield from child.run(Goto(url, noun.method()), "whisper")
        parent.post(Signal("ready", child))
        yield from _talk(child, parent, noun)
        child.end("parent", "completed")
    except Moved as moved:
        child.has_moved = True
        _part(child, parent)
        yield from live(child, moved.goto)
    except Ended as ended:
        _part(child, parent)
        child.end(ended.by, ended.status)


def _sent(parent: Leg, noun: Verb) -> tuple[str, dict[str, str]]:
    """Return what an application is told of the number that was called, and more that it is sent."""
    sid = next((each.text for each in noun.nouns("ApplicationSid")), noun.text)
    given = {f"Param_{each.given('name')}": each.given("value") or "" for each in noun.nouns("Parameter")}
    to = parent.to if noun.value("copyParentTo", default=False) else sid
    return to, {"ApplicationSid": sid, "CustomerId": noun.value("customerId", parent.world.account_sid), **given}


def _talk(child: Leg, parent: Leg, noun: Verb) -> Script[None]:
    """Let a party talk until the caller leaves, or it asks for a transfer that the application decides."""
    while True:
        given = yield Wait("is connected", "hang_up()", takes=(Signal, Transfer), verb=noun)
        if isinstance(given, Signal):
            return
        if parent.verb and parent.verb.given("referUrl"):
            parent.transfer = given.target
            _part(child, parent)
            return
        child.warn("refer", f"a REFER to {given.target}, and the Dial has no referUrl", 13802, is_error=True)


def _part(child: Leg, parent: Leg) -> None:
    """Tell the parent that a party has left."""
    if child.bridge:
        child.bridge.end(child)
    parent.post(Signal("gone", child))
