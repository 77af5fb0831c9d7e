"""The exchange: one world of numbers, calls, queues, conferences and messages, with a virtual clock.

It makes no request and never sleeps: `run` and `advance` are scripts that yield the requests to make. The legs run side
by side, each until it stands before something to hear, at a wait, or at its end, and always in the same order.
"""

from __future__ import annotations

import heapq
import itertools
import math
from collections import deque
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Literal

from .arguments import METHODS, check_choice
from .errors import CallError, is_hidden
from .events import Event
from .needs import Hear, HungUp, TimedOut, Wait
from .requests import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from collections.abc import Callable

    from .leg import Leg
    from .messages import Conversation, TextMessage
    from .needs import Script
    from .requests import Failure, Request
    from .rooms import Conference, Queue

__all__ = ["EPOCH", "LONGEST_CALL", "MOST_REQUESTS", "Exchange", "NumberSettings", "Process", "Settings"]

__tracebackhide__ = is_hidden

EPOCH: Final = datetime(2026, 1, 1, 9, tzinfo=UTC)
"""When the virtual clock stands at 0."""

MOST_REQUESTS: Final = 50_000
"""Requests in one step, before it counts as endless."""

LONGEST_CALL: Final = 14_400
"""Seconds after which Twilio ends a call."""


@dataclass(slots=True, kw_only=True)
class NumberSettings:
    """What is configured for a number.

    Attributes:
        is_named: Whether the test has named the number, so that calls of the application to it arrive there.
    """

    is_named: bool = True
    voice_url: str | None = None
    voice_method: str = "POST"
    voice_fallback_url: str | None = None
    voice_fallback_method: str = "POST"
    status_callback: str | None = None
    status_callback_method: str = "POST"
    sms_url: str | None = None
    sms_method: str = "POST"
    sms_fallback_url: str | None = None
    sms_fallback_method: str = "POST"

    def __post_init__(self) -> None:
        for each in fields(self):
            if each.name.endswith("_method"):
                check_choice(each.name, getattr(self, each.name), METHODS)


@dataclass(slots=True, kw_only=True)
class Settings:
    """What Twilio does not document, as switches whose defaults are what it documents best."""

    empty_recording: Literal["action", "next_verb"] = "action"
    message_action: Literal["flow", "callback"] = "flow"
    max_queue_size: int = 1000

    def __post_init__(self) -> None:
        check_choice("empty_recording", self.empty_recording, ("action", "next_verb"))
        check_choice("message_action", self.message_action, ("flow", "callback"))


class Process:
    """A script that runs in the exchange, for a leg or beside it.

    Attributes:
        leg: The leg to which it belongs, or None.
        need: Where it stands; None while it runs, is about to run, or is over.
        interrupts: What is thrown into it once it stands.
        is_over: Whether it is over.
    """

    __slots__ = ("interrupts", "is_over", "leg", "need", "script")

    def __init__(self, leg: Leg | None, script: Script[Any]) -> None:
        self.leg: Leg | None = leg
        self.script: Script[Any] = script
        self.need: Hear | Wait | None = None
        self.interrupts: deque[BaseException] = deque()
        self.is_over: bool = False


@dataclass(slots=True)
class Exchange:
    """The world of one telephone.

    Attributes:
        account_sid: SID of the account.
        auth_token: Auth token of the account, which signs.
        settings: The switches.
        serves: Tells whether a URL is that of an application of the telephone.
        strict: Whether errors fail the step, where a call or a conversation does not say otherwise.
        now: Seconds since it began.
        lag: Seconds that the present answer takes.
        events: All that has happened.
        requests: All requests.
        numbers: The settings of the numbers.
        legs: The calls by their SIDs.
        queues: The queues by their names.
        conferences: The conferences that go on, by their names.
        conversations: The conversations by their two numbers.
        messages: All messages.
        troubles: What fails the present step of a strict test.
        step: Number of the tester's steps.
        asking: Number of requests that are being answered.
        asked_by: The leg whose request is being answered, or None.
        opted_out: Who wants no messages from whom.
        is_live: Whether time passes for everybody.
    """

    account_sid: str
    auth_token: str
    settings: Settings
    serves: Callable[[str], bool]
    strict: bool
    now: float = 0
    lag: float = 0
    events: list[Event] = field(default_factory=list["Event"])
    requests: list[Request] = field(default_factory=list["Request"])
    numbers: dict[str, NumberSettings] = field(default_factory=dict[str, "NumberSettings"])
    legs: dict[str, Leg] = field(default_factory=dict[str, "Leg"])
    queues: dict[str, Queue] = field(default_factory=dict[str, "Queue"])
    conferences: dict[str, Conference] = field(default_factory=dict[str, "Conference"])
    conversations: dict[tuple[str, str], Conversation] = field(default_factory=dict[tuple[str, str], "Conversation"])
    messages: list[TextMessage] = field(default_factory=list["TextMessage"])
    opted_out: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    troubles: list[tuple[Leg | Conversation | None, str | Exception]] = field(
        default_factory=list["tuple[Leg | Conversation | None, str | Exception]"]
    )
    step: int = 0
    asking: int = 0
    asked_by: Leg | None = None
    _ready: deque[tuple[Process, Any]] = field(default_factory=deque["tuple[Process, Any]"])
    _timers: list[tuple[float, int, Process, Hear | Wait]] = field(
        default_factory=list["tuple[float, int, Process, Hear | Wait]"]
    )
    _people: dict[Process, None] = field(default_factory=dict["Process", None])
    _paced: dict[Process, None] = field(default_factory=dict["Process", None])
    is_live: bool = False
    _requests_before: tuple[int, int] = (0, 0)
    _numbering: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    # Names and times.

    def new_sid(self, prefix: str) -> str:
        """Return a SID, the same in every run."""
        return f"{prefix}{next(self._numbering):032x}"

    def new_token(self) -> str:
        """Return an idempotency token."""
        return f"{next(self._numbering):08x}-0000-4000-8000-000000000000"

    @property
    def time(self) -> datetime:
        """The time of the virtual clock."""
        return EPOCH + timedelta(seconds=self.now)

    @property
    def timestamp(self) -> str:
        """The time of the virtual clock as Twilio writes it in callbacks."""
        return self.time.strftime("%a, %d %b %Y %H:%M:%S +0000")

    # What happens.

    def note(self, event: Event) -> None:
        """Add an event."""
        self.events.append(event)

    def note_request(self, request: Request) -> None:
        """Add a request that is about to be made."""
        self.requests.append(request)
        at, before = self._requests_before
        if at != self.step:
            self._requests_before = self.step, len(self.requests)
        elif len(self.requests) - before > MOST_REQUESTS:
            raise CallError(f"more than {MOST_REQUESTS:,} requests in one step: the application goes round in circles")
        event = Event(self.now, request.leg, "request", request.method, details={"request": request})
        self.note(event)
        leg = self.legs.get(request.leg)
        if leg:
            leg.events.append(event)

    def note_response(self, request: Request, response: HttpResponse | Failure) -> None:
        """Take the exception of an application, if there is one."""
        if isinstance(response, HttpResponse) and response.error is not None:
            owner = self.legs.get(request.leg) or self.conversation_named(request.leg)
            if self.strict if owner is None else owner.strict:
                self.troubles.append((owner, response.error))

    def conversation_named(self, name: str) -> Conversation | None:
        """Return the conversation with a name."""
        return next((each for each in self.conversations.values() if each.session.name == name), None)

    # Scripts.

    def start(self, leg: Leg | None, script: Script[Any]) -> Process:
        """Let a script begin when the exchange runs."""
        process = Process(leg, script)
        self._ready.append((process, None))
        return process

    def send(self, process: Process, value: object) -> None:
        """Let a script that stands go on with a value when the exchange runs."""
        self._leave(process)
        self._ready.append((process, value))

    def interrupt(self, process: Process, error: BaseException, *, is_begun: bool = False) -> None:
        """Throw something into a script, once it stands.

        Args:
            process: The script.
            error: What is thrown.
            is_begun: Whether what the leg stands before has begun, so that it is cut.
        """
        need = process.need
        if need is None:
            process.interrupts.append(error)
            return
        if isinstance(need, Hear) and is_begun:
            need.begin(self.now)
        self.break_off(process)
        self._leave(process)
        self._ready.append((process, error))

    def break_off(self, process: Process) -> None:
        """Note what has begun to be heard as cut, since nobody listens any more."""
        need = process.need
        if isinstance(need, Hear) and need.started is not None:
            self._heard(process, need, cut=True)
            need.started = None

    def run(self) -> Script[None]:
        """Let all scripts go on until each stands or is over."""
        while self._ready:
            yield from self._resume(*self._ready.popleft())

    def _resume(self, process: Process, value: Any) -> Script[None]:
        script = process.script
        try:
            need = script.throw(value) if isinstance(value, BaseException) else script.send(value)
            while True:
                if isinstance(need, HttpRequest):
                    self.asking += 1
                    self.asked_by = process.leg
                    try:
                        response = yield need
                    finally:
                        self.asking -= 1
                        self.asked_by = None
                    need = script.send(response)
                elif process.interrupts:
                    need = script.throw(process.interrupts.popleft())
                else:
                    break
        except StopIteration:
            process.is_over = True
            return
        self._stand(process, need)

    def _stand(self, process: Process, need: Hear | Wait) -> None:
        process.need = need
        if isinstance(need, Wait):
            if process.leg and process.leg.takes_signal(need):
                self.send(process, process.leg.inbox.popleft())
                return
            if need.by_person:
                self._people[process] = None
        if isinstance(need, Hear) or need.paced:
            self._paced[process] = None
            if self.is_live:
                self._begin(process, need)
        elif (at := min(need.until, need.limit)) < math.inf:
            self._schedule(process, need, at)

    def _leave(self, process: Process) -> None:
        process.need = None
        self._people.pop(process, None)
        self._paced.pop(process, None)

    # Time.

    def _schedule(self, process: Process, need: Hear | Wait, at: float) -> None:
        heapq.heappush(self._timers, (at, next(self._numbering), process, need))

    def _begin(self, process: Process, need: Hear | Wait) -> None:
        """Let what a leg stands before begin, since time passes."""
        if isinstance(need, Hear):
            need.begin(self.now)
            need.due = self.now + need.left
        else:
            need.due = max(self.now, need.until)
        self._schedule(process, need, need.due)

    def _pass(self, end: float, awaited: Process | None = None) -> Script[None]:
        """Let time pass, and what is due happen; only until a script goes on, if one is given."""
        place = awaited.need if awaited else None
        yield from self.run()
        while self._timers and self._timers[0][0] <= end:
            at, _, process, need = heapq.heappop(self._timers)
            if process.need is not need:
                continue
            is_paced = isinstance(need, Hear) or need.paced
            if is_paced and not (self.is_live and need.due == at):
                continue
            self.now = max(self.now, at)
            if isinstance(need, Hear):
                self._heard(process, need)
                self.send(process, None)
            else:
                self.send(process, TimedOut())
            yield from self.run()
            if awaited and awaited.need is not place:
                return
        self.now = max(self.now, end)

    def advance(self, seconds: float) -> Script[None]:
        """Let time pass for everybody: what is played is heard, and waits run out."""
        yield from self.run()
        self.is_live = True
        try:
            for process in [*self._paced]:
                if process.need:
                    self._begin(process, process.need)
            yield from self._pass(self.now + seconds)
        finally:
            self.is_live = False
            for process in self._paced:
                need = process.need
                if isinstance(need, Hear) and need.due is not None:
                    need.left = max(need.due - self.now, 0)
                    need.due = None

    def others_wait(self, process: Process | None) -> list[Process]:
        """Return the scripts that wait for somebody, other than this one."""
        return [each for each in self._people if each is not process]

    def is_awaited(self, leg: Leg) -> bool:
        """Tell whether a leg waits for somebody to decide."""
        return leg.process in self._people

    def no_person(self, process: Process) -> None:
        """Let nobody decide any more what a leg waits for."""
        self._people.pop(process, None)

    def stands_still(self, process: Process) -> bool:
        """Tell whether time stands, since another leg waits for somebody."""
        return len(self._people) > (process in self._people)

    def pass_by(self, process: Process, seconds: float) -> Script[None]:
        """Let time pass unless it stands."""
        if not self.stands_still(process):
            yield from self._pass(self.now + seconds, process)

    def listen(self, process: Process) -> Script[None]:
        """Hear what a leg stands before, to its end."""
        need = process.need
        if not isinstance(need, Hear):
            return
        need.begin(self.now)
        yield from self.pass_by(process, need.left)
        if process.need is need:
            self._heard(process, need)
            self.send(process, None)
            self._limit(process, need.seconds)
        yield from self.run()

    def cut(self, process: Process, given: object) -> Script[None]:
        """Interrupt what a leg stands before, halfway, by an input."""
        need = process.need
        if isinstance(need, Hear):
            need.begin(self.now)
            yield from self.pass_by(process, need.left / 2)
            if process.need is need:
                self._heard(process, need, cut=True)
                self.send(process, given)

    def _heard(self, process: Process, need: Hear, *, cut: bool = False) -> None:
        at = self.now if need.started is None else need.started
        if process.leg:
            process.leg.note(need.kind, need.text, seconds=need.seconds, cut=cut, verb=need.verb, at=at)

    def _limit(self, process: Process, seconds: float) -> None:
        """End a call that has been listened to for too long, though time stood."""
        leg = process.leg
        if leg:
            leg.listened += seconds
            if leg.listened > LONGEST_CALL:
                self.interrupt(process, HungUp("limit"))

    def time_out(self, process: Process) -> Script[None]:
        """Let the present wait of a leg run out."""
        need = process.need
        if not isinstance(need, Wait):
            return
        if need.paced:
            self.send(process, TimedOut())
        else:
            yield from self.pass_by(process, need.until - self.now)
            if process.need is need:
                self.send(process, TimedOut())
        yield from self.run()
