"""Dial with a Conference.

Inferred, since Twilio does not say it: a full conference gives `failed`; a caller who hangs up in it has the action
asked with `answered`.

https://www.twilio.com/docs/voice/twiml/conference
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from twimlkit.phone.lifecycle import ask
from twimlkit.phone.needs import Ended, Met, Moved, Wait
from twimlkit.phone.recordings import Recording
from twimlkit.phone.rooms import Conference, Participant

from ._actions import action
from ._holding import hold, wait_in_talk

if TYPE_CHECKING:
    from twimlkit.phone.documents import Verb
    from twimlkit.phone.leg import Leg
    from twimlkit.phone.needs import Script
    from twimlkit.phone.requests import Goto

__all__ = ["conference"]

_MOST: Final = 250


def conference(leg: Leg, verb: Verb, noun: Verb) -> Script[Goto | None]:
    """Join a conference, wait until it starts, and talk until it ends."""
    leg.answer()
    if verb.given("record"):
        leg.warn("not-done", "record of a Dial does not record a Conference: set record of the Conference")
    room = _room(leg, noun)
    if len(room.participants) >= room.most:
        leg.warn("full", f"the conference {room.name} is full", 16020, is_error=True)
        return action(verb, {"DialCallStatus": "failed", "DialBridged": "false"})
    params = {"DialCallStatus": "answered", "DialBridged": "true"}
    base = leg.base
    try:
        yield from _attend(leg, verb, noun, room)
    except (Ended, Moved):
        leg.base = base
        room.leave(leg)
        yield from ask(leg, action(verb, params), is_callback=not leg.is_over)
        raise
    leg.base = base
    room.leave(leg)
    return action(verb, params)


def _room(leg: Leg, noun: Verb) -> Conference:
    """Return the conference of a name; the first participant opens it."""
    world = leg.world
    room = world.conferences.get(noun.text)
    if room is None:
        room = world.conferences[noun.text] = Conference(world, noun.text, noun.value("maxParticipants", _MOST))
        room.tell = _Teller(room, leg, noun)
    return room


def _attend(leg: Leg, verb: Verb, noun: Verb, room: Conference) -> Script[None]:
    participant = Participant(
        leg,
        starts=noun.value("startConferenceOnEnter", default=True),
        ends=noun.value("endConferenceOnExit", default=False),
        beep=str(noun.value("beep", default=True)).replace("True", "true"),
        label=noun.value("participantLabel", None),
        is_muted=noun.value("muted", default=False),
        coached=noun.given("coach"),
    )
    limit = leg.world.now + verb.value("timeLimit", 14_400)
    leg.world.start(None, _limited(participant, limit))
    room.join(participant)
    if participant.is_waiting:
        try:
            what = f"waits for the conference {room.name}"
            method = noun.method("waitMethod")
            yield from hold(leg, what, noun.given("waitUrl"), method, dict[str, str], repeats=False)
        except Met:
            participant.is_waiting = False
    if not room.is_over and leg.world.now < limit:
        yield from _talk(leg, verb, room, limit)


def _limited(participant: Participant, limit: float) -> Script[None]:
    """Let a participant who still waits go when the time of the Dial is over."""
    yield Wait("may wait", until=limit)
    participant.meet()


def _talk(leg: Leg, verb: Verb, room: Conference, limit: float) -> Script[None]:
    began = leg.world.now
    leg.note("bridged", room.name, verb=verb, details={"conference": room.sid})
    star = verb.value("hangupOnStar", default=False)
    try:
        while not room.is_over:
            what = f"is in the conference {room.name}"
            if (yield from wait_in_talk(what, "hang_up()", limit=limit, star=star, verb=verb)):
                return
    finally:
        seconds = leg.world.now - began
        leg.note("parted", room.name, seconds=seconds, verb=verb, details={"conference": room.sid})


class _Teller:
    """The status callbacks of a conference, to the URL that its first participant names."""

    def __init__(self, room: Conference, leg: Leg, noun: Verb) -> None:
        self.room = room
        self.leg = leg
        self.noun = noun
        self.base = leg.base
        self.sequence = 0
        self.recording: Recording | None = None

    def __call__(self, event: str, participant: Participant | None) -> None:
        self.record(event)
        url = self.noun.given("statusCallback")
        if not url or event not in self.noun.words("statusCallbackEvent", ()):
            return
        self.sequence += 1
        name = f"conference-{event}" if participant is None else f"participant-{event}"
        params = {
            "ConferenceSid": self.room.sid,
            "FriendlyName": self.room.name,
            "AccountSid": self.leg.world.account_sid,
            "SequenceNumber": str(self.sequence),
            "Timestamp": self.leg.world.timestamp,
            "StatusCallbackEvent": name,
        }
        if participant:
            params |= {
                "CallSid": participant.leg.sid,
                "Muted": str(participant.is_muted).lower(),
                "Hold": "false",
                "Coaching": str(participant.coached is not None).lower(),
                "EndConferenceOnExit": str(participant.ends).lower(),
                "StartConferenceOnEnter": str(participant.starts).lower(),
            }
            if participant.coached is not None:
                params["CallSidToCoach"] = participant.coached
            if participant.label:
                params["ParticipantLabel"] = participant.label
        method = self.noun.method("statusCallbackMethod")
        self.leg.call_back(url, method, params, base=self.base, is_standard=False)

    def record(self, event: str) -> None:
        """Record a conference from its start to its end."""
        if event == "start" and self.noun.value("record", "") == "record-from-start":
            self.recording = Recording.of_verb(self.leg, self.noun, "Conference")
        elif event == "end" and self.recording:
            self.recording.complete()
