"""What a tester does and checks at a call: imperatives act, third persons check."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, get_args

from .arguments import (
    METHODS,
    check_choice,
    check_document,
    check_list,
    check_message,
    check_number,
    check_responses,
    check_seconds,
    check_share,
    check_text,
    check_wanted,
    plain_number,
)
from .errors import CallError, is_hidden
from .needs import (
    Hear,
    Input,
    Keys,
    Outcome,
    Payment,
    Recorded,
    Referral,
    SocketClosed,
    SocketMessage,
    Speech,
    Transfer,
    Wait,
)
from .requests import Goto
from .steps import World, explained, rest_step, step
from .transcript import path_of, transcript_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from twimlkit.linter import Finding

    from .events import Event
    from .exchange import Process
    from .leg import Leg
    from .needs import Script
    from .requests import Request

__all__ = ["AnsweredBy", "CallSteps", "Wanted", "is_same"]

__tracebackhide__ = is_hidden

AnsweredBy: TypeAlias = Literal[
    "human", "machine_start", "machine_end_beep", "machine_end_silence", "machine_end_other", "fax", "unknown"
]
"""Who answers a call, as Twilio's detection of machines names it."""

Wanted: TypeAlias = "str | re.Pattern[str]"

_HEARD: Final = ("say", "play", "prompt", "tones", "music", "error_announcement")
"""The kinds of sounds that have words or a URL."""


class CallSteps:
    """What a tester can do and check at one leg.

    Args:
        world: What the steps share.
        leg: The leg.
    """

    def __init__(self, world: World, leg: Leg) -> None:
        self.world = world
        self.leg = leg
        self._checked = 0
        self._given_out: set[Leg] = set()

    # What the person does.

    @step
    def press(self, keys: str, *, during: Wanted | None = None, after: float = 0) -> Script[None]:
        """Press keys, after listening to the prompts of the present question."""
        check_text("press", keys)
        if not re.fullmatch(r"[0-9*#A-D]+", keys):
            raise CallError(f"there are no such keys: {keys!r}; press some of 0 to 9, * and #")
        yield from self._give(Keys(keys), f"press({keys!r})", keys, during=during, after=after)

    @step
    def say(
        self,
        text: str,
        *,
        confidence: float | None = 0.9,
        partial: Sequence[str] = (),
        during: Wanted | None = None,
        after: float = 0,
    ) -> Script[None]:
        """Say something, after listening to the prompts of the present question."""
        check_text("say", text)
        check_share("confidence", confidence)
        check_list("partial", partial)
        yield from self._give(Speech(text, confidence, partial), f"say({text!r})", text, during=during, after=after)

    @step
    def record(
        self, seconds: float, *, ended_by: str = "silence", transcript: str | None = None, after: float = 0
    ) -> Script[None]:
        """Speak after the beep."""
        check_seconds("record", seconds)
        check_text("ended_by", ended_by)
        given = Recorded(seconds, ended_by, transcript)
        shown = f"(speaks for {seconds:g} s, ended by {ended_by})"
        yield from self._give(given, f"record({seconds:g})", shown, after=after)

    @step
    def wait(self) -> Script[None]:
        """Stay silent until the present wait is over; goes to the next wait if none is present."""
        yield from self._listen_on()
        process, need = self._process, self._need
        if not isinstance(need, Wait) or process is None:
            raise self._error("cannot wait")
        exchange = self.world.exchange
        if need.until == math.inf:
            raise self._error("cannot wait: no time ends this")
        others = [each.leg for each in exchange.others_wait(process) if each.leg]
        if others and not need.paced:
            named = others[0]
            remedy = _advice_of(exchange.others_wait(process)[0])
            raise self._error(
                f"cannot wait: time stands while {named.name} ({named.sid}) {remedy}; "
                f"or let time pass for all with phone.clock.advance(seconds=…)"
            )
        yield from exchange.time_out(process)

    @step
    def listen(self) -> Script[None]:
        """Listen to everything up to the next wait for somebody, or to the end."""
        yield from self._listen_on()

    @step
    def hang_up(self, *, during: Wanted | None = None, after: float = 0) -> Script[None]:
        """Hang up, at once."""
        leg = self.leg
        yield from self._let_pass(after)
        if during is not None:
            yield from self._begin(during)
        if leg.is_over:
            self._refuse("cannot hang up")
            return
        if self._is_ringing:
            raise self._error("cannot hang up before it answers: write busy(), no_answer() or fail()")
        if leg.inbound and leg.answered is None:
            raise self._error("cannot hang up before the application answers")
        leg.note("input", "(hangs up)")
        by = "callee" if leg.direction == "outbound-dial" else "caller"
        leg.close(by, "no-answer" if leg.direction == "inbound" else "canceled")

    @step
    def answer(self, *, after: float = 0, answered_by: AnsweredBy = "human") -> Script[None]:
        """Answer a call that rings."""
        check_choice("answered_by", answered_by, get_args(AnsweredBy))
        yield from self._decide(Outcome("in-progress", answered_by=answered_by), "answer", after)

    @step
    def busy(self, *, after: float = 0) -> Script[None]:
        """Be busy."""
        yield from self._decide(Outcome("busy", 486), "be busy", after)

    @step
    def fail(self, *, after: float = 0) -> Script[None]:
        """Be a number that cannot be reached."""
        yield from self._decide(Outcome("failed", 404), "fail", after)

    @step
    def no_answer(self) -> Script[None]:
        """Let it ring until whoever calls gives up; among several who ring together, others may still answer."""
        process, need = self._process, self._need
        if not (isinstance(need, Wait) and self._is_ringing and process):
            self._refuse("cannot leave it unanswered: it does not ring")
            return
        self.leg.note("input", "(does not answer)")
        exchange = self.world.exchange
        exchange.no_person(process)
        siblings = self.leg.parent.children if self.leg.parent else []
        if not any(exchange.is_awaited(each) for each in siblings):
            ringing = [each for each in siblings if each.status == "ringing"] or [self.leg]
            for each in ringing:
                if each.process and each.status == "ringing":
                    yield from exchange.time_out(each.process)

    @rest_step
    def update(
        self,
        *,
        url: str | None = None,
        method: Literal["GET", "POST"] = "POST",
        twiml: object = None,
        status: Literal["completed", "canceled"] | None = None,
        during: Wanted | None = None,
        after: float = 0,
    ) -> Script[None]:
        """Change the call as a REST request does: go on with another document, or end it."""
        if [url, twiml, status].count(None) != 2:  # noqa: PLR2004  # all but one
            raise TypeError("update needs one of url, twiml and status")
        check_choice("method", method, METHODS)
        check_choice("status", status or "completed", ("completed", "canceled"))
        yield from self._let_pass(after)
        if during is not None:
            yield from self._begin(during)
        if self.leg.is_over:
            self._refuse("cannot change a call that is over")
            return
        if status:
            self.leg.close("rest", status)
        elif not self.leg.can_move:
            self._refuse("cannot change the document of a call that is not in progress (Twilio 21220)")
        else:
            self.leg.move(Goto(url or "", method, twiml=check_document(twiml)))

    # What other systems do.

    @step
    def refer(self, response: int = 202, notify: int | None = 200) -> Script[None]:
        """Answer a REFER as the SIP endpoint."""
        check_responses(response, notify)
        shown = f"(answers the REFER with {response}, then {notify})"
        yield from self._give(Referral(response, notify), f"refer({response})", shown)

    @step
    def transfer(self, target: str) -> Script[None]:
        """Ask by a SIP REFER to connect the caller to somebody else, as a party that was dialled."""
        check_text("transfer", target)
        yield from self._give(Transfer(target), f"transfer({target!r})", f"(REFER to {target})")

    @step
    def process_payment(self, result: str = "success", *, error: str | None = None) -> Script[None]:
        """Answer as the payment connector; without this, a payment succeeds."""
        check_text("process_payment", result)
        yield from self._give(Payment(result, error), "process_payment()", f"(payment: {result})")

    @step
    def socket_sends(self, message: Mapping[str, Any], *, after: float = 0) -> Script[None]:
        """Send a message from the WebSocket of the application."""
        check_message(message)
        yield from self._give(SocketMessage(dict(message)), "socket_sends(…)", "", after=after)

    @step
    def socket_closes(self, reason: str = "was closed", *, after: float = 0) -> Script[None]:
        """Close the WebSocket, or decline its handshake if that is next."""
        yield from self._give(SocketClosed(reason), "socket_closes()", f"(the WebSocket {reason})", after=after)

    # Checks.

    @step
    def hears(self, wanted: Wanted) -> Script[None]:
        """Check that this is heard, from where the last check ended, before the call waits for somebody."""
        check_wanted("hears", wanted)
        while True:
            heard = self.leg.events
            while self._checked < len(heard):
                event = heard[self._checked]
                self._checked += 1
                if event.kind in _HEARD and _matches(event.text, wanted):
                    return
            if not (yield from self._listen()):
                raise self._error(f"expected to hear {_quoted(wanted)}, but")

    @step
    def dials(self, to: str) -> Script[Leg]:
        """Check that the call dials somebody, and return that leg.

        Args:
            to: Number or address.
        """
        check_number("dials", to)
        while True:
            children = [each for leg in self.leg.inner for each in _dialled_from(leg)]
            meant = [each for each in children if is_same(each.to, to)]
            dialled = [each for each in meant if each not in self._given_out]
            found: Leg | None = next((each for each in dialled if not each.is_over), None) or next(iter(dialled), None)
            if found:
                self._given_out.add(found)
                return found
            if not (yield from self._listen()):
                if meant:
                    raise self._error(f"{to} was dialled once, and dials has returned that leg: keep it, and")
                others = ", ".join(each.to for each in children)
                raise self._error(f"expected to dial {to}, but{f' it dialled {others}, and' if others else ''}")

    @step
    def joins(self, conference: str) -> Script[None]:
        """Check that the leg is in a conference."""
        while (joined := self.leg.attended.conference) is None or joined.name != conference:
            if not (yield from self._listen()):
                raise self._error(f"expected to join the conference {conference}, but")

    @step
    def waits_in(self, queue: str) -> Script[None]:
        """Check that the leg waits in a queue."""
        while (entry := self.leg.attended.entry) is None or entry.queue.name != queue:
            if not (yield from self._listen()):
                raise self._error(f"expected to wait in the queue {queue}, but")

    @step
    def talks_to(self, *others: CallSteps) -> Script[None]:
        """Check that the leg talks to others, and to nobody else.

        Args:
            others: The other legs.
        """
        wanted = {each.leg for each in others}
        while {*_partners(self.leg)} != wanted:
            if not (yield from self._listen()):
                names = ", ".join(each.leg.name for each in others)
                talking = ", ".join(each.name for each in _partners(self.leg))
                raise self._error(
                    f"expected to talk to {names}, but{f' it talks to {talking}, and' if talking else ''}"
                )

    @step
    def ends(self, status: str | None = None) -> Script[None]:
        """Check that the call ends, without a wait for anybody."""
        yield from self._listen_on()
        if not self.leg.is_over or self.leg.ended is None:
            raise self._error("expected the call to end, but")
        if status is not None and self.leg.status != status:
            raise self._error(f"expected the call to end as {status}, but")
        self._checked = len(self.leg.events)

    # What is known.

    @property
    def _process(self) -> Process | None:
        return self.leg.attended.process

    @property
    def _need(self) -> Hear | Wait | None:
        return _need_of(self.leg.attended)

    @property
    def _is_ringing(self) -> bool:
        need = self._need
        return isinstance(need, Wait) and Outcome in need.takes

    def where(self) -> str:
        """Say where the leg stands."""
        leg, need = self.leg, self._need
        if leg.is_over and leg.ended is not None:
            return f"the call had ended ({leg.status})"
        if isinstance(need, Hear):
            return f"the call is about to hear {_shown(need)}"
        if isinstance(need, Wait):
            place = f" in <{need.verb.tag}> (line {need.verb.line})" if need.verb else ""
            return f"the call {need.what}{place}: {need.remedy}".rstrip(": ")
        return "the call has not begun"

    def _error(self, expected: str) -> CallError:
        joint = " " if expected.endswith(("but", "and")) else ": "
        return CallError(explained(self.world, f"{expected}{joint}{self.where()}", self.leg))

    def _refuse(self, reason: str) -> None:
        """Refuse a step that Twilio would not take; where errors are not strict, it has no effect."""
        if self.leg.strict:
            raise self._error(reason)

    # Listening.

    def _listen(self) -> Script[bool]:
        """Hear the next thing; tells whether there was any."""
        process = self._process
        if process is None or not isinstance(process.need, Hear):
            return False
        yield from self.world.exchange.listen(process)
        return True

    def _listen_on(self) -> Script[None]:
        """Hear everything up to a wait or the end."""
        while (yield from self._listen()):
            pass

    def _begin(self, wanted: Wanted) -> Script[None]:
        """Listen until the leg hears this, and stop in the middle of it."""
        yield from self._reach(wanted)
        process, need = self._process, self._need
        if process and isinstance(need, Hear):
            need.begin(self.world.exchange.now)
            yield from self.world.exchange.pass_by(process, need.left / 2)

    def _reach(self, wanted: Wanted) -> Script[None]:
        """Listen until the leg stands before this."""
        check_wanted("during", wanted)
        while True:
            need = self._need
            if isinstance(need, Hear) and _matches(need.text, wanted):
                return
            if not (yield from self._listen()):
                passed = any(each.kind in _HEARD and _matches(each.text, wanted) for each in self.leg.events)
                hint = "it has passed already; leave out the hears before it: " if passed else ""
                raise self._error(f"expected to interrupt {_quoted(wanted)}, but {hint}".rstrip(": "))

    # Acting.

    def _give(
        self, given: Input, call: str, shown: str, *, during: Wanted | None = None, after: float = 0
    ) -> Script[None]:
        """Let the person do something at the next place that takes it."""
        yield from self._let_pass(after)
        leg = self._ended_by_star(given)
        if leg is None:
            yield from self._listen_before(given, during)
            leg = self.leg.attended
        elif during is not None:
            yield from self._begin(during)
        process, need = leg.process, _need_of(leg)
        if process is None or need is None or type(given) not in need.takes:
            self._lose(leg, given, call, shown)
            return
        reason = need.refuse(given)
        if reason and self.leg.strict:
            raise self._error(f"cannot {call}: {reason}")
        if isinstance(need, Hear) and during is not None:
            yield from self._cut(leg, process, given, shown)
        else:
            self._note_input(leg, given, shown)
            yield from self._hand_over(leg, process, given)
        while isinstance(self._need, Hear) and self._need.kind == "end_of_speech":
            yield from self._listen()

    def _note_input(self, leg: Leg, given: Input, shown: str) -> None:
        if shown:
            leg.note("input", shown)
        if isinstance(given, Speech):
            self.leg.hear_speech(given)

    def _lose(self, leg: Leg, given: Input, call: str, shown: str) -> None:
        """Let the person do what no verb takes; speech that is transcribed is heard all the same."""
        if isinstance(given, Speech) and self.leg.hear_speech(given):
            leg.note("input", shown)
            return
        lost = ": no question takes it there; leave out during, so that it comes at the next"
        self._refuse(f"cannot {call}{lost if isinstance(_need_of(leg), Hear) else ''}")
        if shown:
            leg.note("input", f"{shown} (nothing takes it)")

    def _let_pass(self, seconds: float) -> Script[None]:
        """Let time pass before a step."""
        check_seconds("after", seconds)
        if seconds:
            yield from self.world.exchange.advance(seconds)

    def _is_next(self, given: Input) -> bool:
        """Tell whether the leg stands before something that another system decides now."""
        need = self._need
        return isinstance(need, Hear) and isinstance(given, Payment | SocketClosed) and type(given) in need.takes

    def _listen_before(self, given: Input, during: Wanted | None) -> Script[None]:
        """Listen to the prompts before an input, up to that which it interrupts."""
        if during is not None:
            yield from self._reach(during)
            return
        while isinstance(self._need, Hear) and not self._is_next(given):
            yield from self._listen()

    def _ended_by_star(self, given: Input) -> Leg | None:
        """Return the leg whose Dial a star among keys ends: the outermost on the way to whoever is at the other end."""
        if not (isinstance(given, Keys) and "*" in given.keys):
            return None
        for leg in self.leg.inner:
            verb = leg.verb
            if leg.bridge and verb and verb.tag == "Dial" and verb.value("hangupOnStar", default=False):
                return leg
        return None

    def _cut(self, leg: Leg, process: Process, given: Input, shown: str) -> Script[None]:
        exchange = self.world.exchange
        first = Keys(given.keys[0]) if isinstance(given, Keys) else given
        verb = leg.verb
        yield from exchange.cut(process, first)
        self._note_input(leg, given, shown)
        yield from exchange.run()
        if isinstance(given, Keys) and given.keys[1:] and leg.verb is verb:
            yield from self._hand_over(leg, process, Keys(given.keys[1:]))

    def _hand_over(self, leg: Leg, process: Process, given: Input) -> Script[None]:
        """Give an input to a script; keys one by one, as long as the same verb takes them."""
        exchange = self.world.exchange
        verb = leg.verb
        for each in [Keys(key) for key in given.keys] if isinstance(given, Keys) else [given]:
            need = process.need
            if need is None or type(each) not in need.takes or leg.verb is not verb:
                return
            exchange.send(process, each)
            yield from exchange.run()

    def _decide(self, outcome: Outcome, what: str, after: float) -> Script[None]:
        """Decide what becomes of a leg that rings."""
        yield from self._let_pass(after)
        process = self._process
        reason = _refuse_answer(self.leg, outcome)
        if reason and self.leg.strict:
            raise self._error(f"cannot {what}: {reason}")
        if not self._is_ringing or process is None:
            answers = f"the application answers {self.leg.to}" if self.leg.inbound else "it does not ring"
            self._refuse(f"cannot {what}: {answers}")
            return
        names = {"in-progress": "(answers)", "busy": "(is busy)", "failed": "(cannot be reached)"}
        self.leg.note("input", names[outcome.status])
        self.world.exchange.send(process, outcome)

    # Views.

    def heard(self) -> list[str]:
        """Return what was said and played."""
        return [each.text for each in self.leg.events if each.kind in ("say", "play", "prompt")]

    def requests(self) -> list[Request]:
        """Return the requests of the leg."""
        return [each.details["request"] for each in self.leg.events if each.kind == "request"]

    def request(self, path: str) -> Request:
        """Return the last request of a path."""
        requests = self.requests()
        for each in reversed(requests):
            shown = path_of(each, self.world.base_url)
            if path in (shown, shown.partition("?")[0], each.url):
                return each
        asked = ", ".join(dict.fromkeys(path_of(each, self.world.base_url) for each in requests))
        raise self._error(f"there was no request to {path}, only to {asked or 'nothing'}")

    def next_sound(self) -> str | None:
        """Return what is heard next, or None."""
        need = self._need
        return need.text if isinstance(need, Hear) else None

    def path(self) -> list[str]:
        """Return the documents with their queries."""
        return [path_of(each, self.world.base_url) for each in self.requests() if each.kind == "twiml"]

    def events(self) -> list[Event]:
        """Return the events."""
        return [*self.leg.events]

    def findings(self) -> list[Finding]:
        """Return the findings."""
        return [*self.leg.findings]

    def transcript(self) -> str:
        """Return the transcript."""
        return transcript_of(self.leg.events, self.world.base_url)


def _matches(text: str, wanted: Wanted) -> bool:
    if isinstance(wanted, re.Pattern):
        return wanted.search(text) is not None
    return " ".join(wanted.split()) in " ".join(text.split())


def _shown(need: Hear) -> str:
    """Return what is heard, in words."""
    if need.kind == "unanswered":
        return "ringing"
    return f'"{need.text}"' if need.text else f"a {need.kind.replace('_', ' ')}"


def _quoted(wanted: Wanted) -> str:
    return f'"{wanted}"' if isinstance(wanted, str) else f"/{wanted.pattern}/"


def is_same(address: str, wanted: str) -> bool:
    """Tell whether a tester means an address; the marks that people write in numbers do not count."""
    return address in (wanted, plain_number(wanted))


def _refuse_answer(leg: Leg, outcome: Outcome) -> str | None:
    """Tell why nobody is told by whom a call is answered."""
    who = outcome.answered_by
    if who == "human":
        return None
    if leg.detects is None:
        return f"nobody is told that it is {who}, since MachineDetection was not asked for"
    if who.startswith("machine_") and who.startswith("machine_end_") != leg.detects.is_to_the_end:
        kind = "DetectMessageEnd" if leg.detects.is_to_the_end else "Enable"
        return f"with MachineDetection={kind} a machine is not {who}"
    return None


def _need_of(leg: Leg) -> Hear | Wait | None:
    return leg.process.need if leg.process else None


def _dialled_from(leg: Leg) -> list[Leg]:
    """Return whom a leg has dialled, also through numbers of the application that have not answered yet."""
    through = [each.inbound for each in leg.children if each.inbound and each.inbound.answered is None]
    return [*leg.children, *(each for inbound in through for each in _dialled_from(inbound))]


def _partners(leg: Leg) -> list[Leg]:
    """Return whom a leg talks to, also through calls of the application to its own numbers."""
    inner = leg.attended
    talking = [each for each in inner.hearers if inner in each.hearers]
    if not talking and leg.bridge:  # to a document of the application
        return [leg.bridge.other(leg)]
    return [each.outer[-1] for each in talking]


def _advice_of(process: Process) -> str:
    need = process.need
    return f"{need.what}: {need.remedy}" if isinstance(need, Wait) else "waits"
