"""Enqueue, and Dial with a Queue: who waits, and who takes them.

Inferred, since Twilio does not say it: which status a Dial to an unknown queue gives (`failed`), and to one where
nobody comes in time (`no-answer`); that a Hangup in the wait document asks the action as a caller's hang-up does.

https://www.twilio.com/docs/voice/twiml/enqueue
https://www.twilio.com/docs/voice/twiml/queue
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from twimlkit.phone.lifecycle import ask
from twimlkit.phone.needs import Ended, Keys, Left, Met, Moved, Signal, TimedOut, Wait
from twimlkit.phone.recordings import Recording
from twimlkit.phone.requests import Goto
from twimlkit.phone.rooms import Bridge, Entry, Queue, seconds_text

from ._actions import action
from ._holding import hold, talk

if TYPE_CHECKING:
    from twimlkit.phone.documents import Verb
    from twimlkit.phone.leg import Leg
    from twimlkit.phone.needs import Script

__all__ = ["enqueue", "take_from_queue"]

_ADDED_SECONDS: Final = 5


def enqueue(leg: Leg, verb: Verb) -> Script[Goto | None]:
    """Wait in a queue until somebody takes the call or it leaves, and go on at the action."""
    queue = _queue(leg, verb)
    if verb.given("workflowSid"):
        leg.warn("not-done", f"the telephone has no TaskRouter: a Dial to the queue {queue.name} takes this call")
    if len(queue.entries) >= queue.most:
        leg.warn("queue-full", f"the queue {queue.name} is full")
        return action(verb, {"QueueResult": "queue-full"})
    entry = queue.join(leg)
    base = leg.base
    waiting = _Waiting(leg, verb, entry)
    try:
        result = yield from waiting.run()
    except (Ended, Moved) as left:
        waiting.leave(base)
        result = waiting.result_of(left)
        if isinstance(left, Ended):
            leg.status = left.status
        yield from ask(leg, action(verb, waiting.parameters(result)), is_callback=isinstance(left, Moved))
        raise
    waiting.leave(base)
    return action(verb, waiting.parameters(result))


def _queue(leg: Leg, verb: Verb) -> Queue:
    """Return the queue of a name, made on demand; a workflow counts as a queue of its SID."""
    world = leg.world
    name = verb.text or str(verb.given("workflowSid") or "")
    if verb.nouns("Task"):
        name = str(verb.given("workflowSid") or name)
    queue = world.queues.get(name)
    if queue is None:
        queue = world.queues[name] = Queue(world, name)
    queue.most = verb.value("maxQueueSize", queue.most)
    return queue


class _Waiting:
    """A call in a queue, and then with whoever takes it."""

    def __init__(self, leg: Leg, verb: Verb, entry: Entry) -> None:
        self.leg = leg
        self.verb = verb
        self.entry = entry
        self.waited: float | None = None
        self.is_bridged = False

    def run(self) -> Script[str]:
        """Wait, and talk; returns the QueueResult."""
        queue = self.entry.queue
        verb = self.verb
        what = f"waits in the queue {queue.name}"
        method = verb.method("waitUrlMethod")
        try:
            yield from hold(
                self.leg, what, verb.given("waitUrl"), method, lambda: queue.parameters(self.entry), repeats=True
            )
        except Met:
            return (yield from self.meet())
        except Left:
            return "leave"
        raise AssertionError  # hold never ends by itself

    def meet(self) -> Script[str]:
        """Hear what is for the waiting call alone, and talk to whoever takes it."""
        leg, taker = self.leg, self.entry.taker
        self.waited = leg.world.now - self.entry.since
        leg.answer()
        if taker is None:
            return "bridging-in-process"
        if self.entry.url:
            goto, leg.base = self.entry.url
            params = {
                "QueueSid": self.entry.queue.sid,
                "QueueTime": seconds_text(self.waited),
                "DequeingCallSid": taker.sid,
            }
            yield from leg.run(Goto(goto.url, goto.method, params), "whisper")
        if self.entry.taker is None or taker.is_over:  # it has left meanwhile
            return "bridging-in-process"
        bridge = Bridge(leg.world, taker, leg)
        self.is_bridged = True
        taker.post(Signal("ready", bridge))
        yield from talk(leg, bridge, verb=self.verb)
        return "bridged"

    def leave(self, base: str | None) -> None:
        """Leave the queue, and go back to the document of the Enqueue."""
        if self.waited is None:
            self.waited = self.leg.world.now - self.entry.since
        self.entry.queue.leave(self.entry)
        self.leg.entry = None
        self.leg.base = base
        taker = self.entry.taker
        if taker and not self.is_bridged:
            taker.post(Signal("gone", self.entry))

    def result_of(self, left: Exception) -> str:
        """Return the QueueResult of a call that ends or is moved."""
        if self.is_bridged:
            return "redirected-from-bridged" if isinstance(left, Moved) else "bridged"
        return "redirected" if isinstance(left, Moved) else "hangup"

    def parameters(self, result: str) -> dict[str, str]:
        """Return what the action is told."""
        waited = seconds_text(self.waited or 0)
        return {"QueueResult": result, "QueueSid": self.entry.queue.sid, "QueueTime": waited}


def take_from_queue(leg: Leg, verb: Verb, noun: Verb) -> Script[Goto | None]:
    """Talk to the first who waits in a queue, or wait until somebody comes."""
    leg.answer()
    if noun.given("reservationSid"):
        leg.warn("not-done", "the telephone has no TaskRouter: the queue is taken from without the reservation")
    taking = _Taking(leg, verb, noun)
    try:
        yield from taking.run()
    except (Ended, Moved):
        taking.stop()
        yield from ask(leg, action(verb, taking.parameters()), is_callback=not leg.is_over)
        raise
    taking.stop()
    return action(verb, taking.parameters())


class _Taking:
    """A leg that takes somebody from a queue."""

    def __init__(self, leg: Leg, verb: Verb, noun: Verb) -> None:
        self.leg = leg
        self.verb = verb
        self.noun = noun
        self.queue = leg.world.queues.get(noun.text)
        self.entry: Entry | None = None
        self.bridge: Bridge | None = None
        self.recording: Recording | None = None
        self.status = "failed"

    def run(self) -> Script[None]:
        leg, queue = self.leg, self.queue
        if queue is None:
            leg.warn("unknown-queue", f"there is no queue {self.noun.text}")
            return
        self.status = "no-answer"
        until = leg.world.now + self.verb.value("timeout", 30) + _ADDED_SECONDS
        url = self.noun.given("url")
        goto = (Goto(url, self.noun.method()), leg.base) if url else None
        self.entry = queue.take(leg, goto)
        while self.entry is None:
            queue.takers[leg] = None
            what = f"waits for somebody in the queue {queue.name}"
            given = yield Wait(what, "let somebody call, or wait()", until=until, takes=(Signal,), verb=self.verb)
            if isinstance(given, TimedOut):
                return
            self.entry = queue.take(leg, goto)
        leg.note("ringback")
        while self.bridge is None:
            what = f"waits for {self.entry.leg.name}, who hears what comes before"
            given = yield Wait(what, f"let {self.entry.leg.name} listen with hears(…)", takes=(Signal, Keys))
            if isinstance(given, Signal) and given.sender is self.entry:
                return
            if isinstance(given, Signal) and isinstance(given.sender, Bridge):
                self.bridge = given.sender
        self.status = "completed"
        if str(self.verb.value("record", "do-not-record")) not in ("do-not-record", "False"):
            self.recording = Recording.of_verb(leg, self.verb, "DialVerb")
        limit = leg.world.now + self.verb.value("timeLimit", 14_400)
        star = self.verb.value("hangupOnStar", default=False)
        yield from talk(leg, self.bridge, limit=limit, star=star, verb=self.verb)

    def stop(self) -> None:
        """Wait no longer."""
        if self.queue:
            self.queue.takers.pop(self.leg, None)
        if self.recording:
            self.recording.complete()
        if self.entry and self.bridge is None:
            self.entry.taker = None

    def parameters(self) -> dict[str, str]:
        """Return what the action is told."""
        params = {"DialCallStatus": self.status, "DialBridged": str(self.bridge is not None).lower()}
        if self.entry:
            params |= {"DialCallSid": self.entry.leg.sid, "QueueSid": self.entry.queue.sid}
        if self.bridge:
            params["DialCallDuration"] = seconds_text(self.bridge.seconds)
            if self.recording:
                params |= self.recording.parameters(self.bridge.seconds)
        return params
