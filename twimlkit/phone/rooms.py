"""Queues and conferences: where calls meet.

https://www.twilio.com/docs/voice/twiml/enqueue
https://www.twilio.com/docs/voice/twiml/conference
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .needs import Met, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from .exchange import Exchange
    from .leg import Leg
    from .requests import Goto

__all__ = ["Bridge", "Conference", "Entry", "Participant", "Queue", "seconds_text"]


class Bridge:
    """A talk of two legs, until one of them leaves."""

    def __init__(self, world: Exchange, first: Leg, second: Leg) -> None:
        self.world = world
        self.sides: tuple[Leg, Leg] = (first, second)
        self.began: float = world.now
        self.ended: float | None = None
        for leg in self.sides:
            leg.bridge = self
            other = self.other(leg)
            leg.note("bridged", other.name, details={"with": other.sid})

    def other(self, leg: Leg) -> Leg:
        """Return the other side."""
        first, second = self.sides
        return second if leg is first else first

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self.ended is not None

    @property
    def seconds(self) -> float:
        """How long it has lasted."""
        return (self.world.now if self.ended is None else self.ended) - self.began

    def end(self, by: Leg) -> None:
        """End it, and tell the side that does not."""
        if self.is_over:
            return
        self.ended = self.world.now
        for leg in self.sides:
            if leg.inbound and leg.inbound.attended.process:
                self.world.break_off(leg.inbound.attended.process)
        for leg in self.sides:
            leg.bridge = None
            other = self.other(leg)
            leg.note("parted", other.name, seconds=self.seconds, details={"with": other.sid})
        self.other(by).post(Signal("parted", self))


class Entry:
    """A call that waits in a queue.

    Attributes:
        queue: The queue.
        leg: The call.
        since: When it came.
        taker: Who takes it, or None.
        url: The document that it hears before they talk, with the base of its URL, or None.
    """

    def __init__(self, queue: Queue, leg: Leg, since: float) -> None:
        self.queue = queue
        self.leg = leg
        self.since = since
        self.taker: Leg | None = None
        self.url: tuple[Goto, str | None] | None = None


class Queue:
    """Calls that wait, the first who came first.

    Attributes:
        name: Its name.
        sid: Its SID.
        entries: Who waits, in order.
        takers: Legs that wait for somebody to come.
        left: How many have left.
        waited: How long they have waited, in seconds.
    """

    def __init__(self, world: Exchange, name: str) -> None:
        self.world = world
        self.name = name
        self.sid: str = world.new_sid("QU")
        self.most: int = world.settings.max_queue_size
        self.entries: dict[Leg, Entry] = {}
        self.takers: dict[Leg, None] = {}
        self.left: int = 0
        self.waited: float = 0

    def join(self, leg: Leg) -> Entry:
        """Let a leg wait, and tell the first leg that waits for one."""
        entry = self.entries[leg] = Entry(self, leg, self.world.now)
        leg.entry = entry
        leg.note("queue", f"waits in {self.name}")
        for taker in self.takers:
            taker.post(Signal("came", self))
            break
        return entry

    def take(self, taker: Leg, url: tuple[Goto, str | None] | None) -> Entry | None:
        """Take the first who waits; None if nobody does."""
        free = (each for each in self.entries.values() if each.taker is None and not each.leg.is_leaving)
        entry = next(free, None)
        if entry and entry.leg.process:
            entry.taker = taker
            entry.url = url
            entry.leg.entry = None
            self.leave(entry)
            self.world.interrupt(entry.leg.process, Met(), is_begun=True)
        return entry

    def leave(self, entry: Entry) -> None:
        """Let a leg wait no longer."""
        if self.entries.pop(entry.leg, None):
            self.left += 1
            self.waited += self.world.now - entry.since

    def position(self, entry: Entry) -> int:
        """Return the place of a leg, counted from 1."""
        return [*self.entries].index(entry.leg) + 1 if entry.leg in self.entries else 0

    def parameters(self, entry: Entry) -> dict[str, str]:
        """Return what the wait URL is told."""
        return {
            "QueuePosition": str(self.position(entry)),
            "QueueSid": self.sid,
            "QueueTime": seconds_text(self.world.now - entry.since),
            "AvgQueueTime": seconds_text(self.waited / self.left if self.left else 0),
            "CurrentQueueSize": str(len(self.entries)),
            "MaxQueueSize": str(self.most),
        }


class Participant:
    """A leg in a conference, and how it joined."""

    def __init__(
        self,
        leg: Leg,
        *,
        starts: bool,
        ends: bool,
        beep: str,
        label: str | None,
        is_muted: bool = False,
        coached: str | None = None,
    ) -> None:
        self.leg = leg
        self.starts = starts
        self.ends = ends
        self.beep = beep
        self.label = label
        self.is_muted = is_muted
        self.coached = coached
        self.is_waiting: bool = True

    def is_heard_by(self, other: Participant) -> bool:
        """Tell whether another hears what is said here; a coach is heard by one participant only."""
        return not self.is_muted and self.coached in (None, other.leg.sid)

    def meet(self) -> None:
        """Tell a leg that waits that the conference has started or is over."""
        if self.is_waiting and self.leg.process and not self.leg.is_leaving:
            self.is_waiting = False
            self.leg.world.interrupt(self.leg.process, Met(), is_begun=True)


class Conference:
    """Legs that talk with each other, from when two are there and one that starts it.

    Attributes:
        name: Its name.
        sid: Its SID.
        most: How many it holds.
        participants: Who is there.
        is_started: Whether they talk.
        is_over: Whether it has ended.
        tell: Tells the status callback of an event; the first participant says which.
    """

    def __init__(self, world: Exchange, name: str, most: int) -> None:
        self.world = world
        self.name = name
        self.sid: str = world.new_sid("CF")
        self.most = most
        self.participants: dict[Leg, Participant] = {}
        self.is_started: bool = False
        self.is_over: bool = False
        self.tell: Callable[[str, Participant | None], None] = lambda _event, _who: None

    def join(self, participant: Participant) -> None:
        """Let a leg in, and start the conference if that is due."""
        leg = participant.leg
        self._beep(participant, "onEnter")
        self.participants[leg] = participant
        leg.conference = self
        leg.note("conference", f"joins {self.name}")
        self.tell("join", participant)
        if self.is_started:
            participant.is_waiting = False
        elif len(self.staying) > 1 and any(each.starts for each in self.staying):
            self.is_started = True
            self.tell("start", None)
            participant.is_waiting = False
            for each in self.participants.values():
                each.meet()

    @property
    def staying(self) -> list[Participant]:
        """Who is there and not about to leave."""
        return [each for each in self.participants.values() if not each.leg.is_leaving]

    def leave(self, leg: Leg) -> None:
        """Let a leg go, and end the conference if that is due."""
        participant = self.participants.pop(leg, None)
        if participant is None:
            return
        participant.is_waiting = False
        leg.conference = None
        leg.note("conference", f"leaves {self.name}")
        if not self.is_over:
            self._beep(participant, "onExit")
        self.tell("leave", participant)
        if participant.ends or not self.participants:
            self.end()

    def hearers(self, leg: Leg) -> list[Leg]:
        """Return who hears a participant."""
        here = self.participants[leg]
        return [each.leg for each in self.participants.values() if each is not here and here.is_heard_by(each)]

    def end(self) -> None:
        """End it for all who are there."""
        if self.is_over:
            return
        self.is_over = True
        if self.world.conferences.get(self.name) is self:
            del self.world.conferences[self.name]
        self.tell("end", None)
        for each in [*self.participants.values()]:
            each.meet()
            each.leg.post(Signal("over", self))

    def _beep(self, participant: Participant, when: str) -> None:
        if participant.beep in ("true", when):
            for other in self.participants:
                other.note("beep")


def seconds_text(seconds: float) -> str:
    """Return whole seconds as Twilio writes them."""
    return str(round(seconds))
