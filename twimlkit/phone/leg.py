"""A leg: one call of one party, and how its documents run.

Inferred, since Twilio does not say it: an error of a verb's own ends the call with the announcement; a wait document
that Twilio refuses is not asked for again.

https://www.twilio.com/docs/voice/twiml
"""

from __future__ import annotations

from collections import deque
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias

from twimlkit.linter import Context, Finding
from twimlkit.webhook import SIGNATURE_HEADER, sign

from .documents import AUDIO_TYPES, Document, Verb, read_answer, read_document
from .events import AUDIBLE, Event, Kind
from .exchange import LONGEST_CALL
from .needs import Ended, Hear, HungUp, Moved, Script, Signal, Speech, Wait
from .requests import Failure, Goto, Request, Session, fetch, resolve, told_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .exchange import Exchange, Process
    from .rooms import Bridge, Conference, Entry

__all__ = ["FINAL", "MAX_DOCUMENTS", "Detection", "Direction", "Leg", "StatusCallback", "Transcriber", "first_half"]

Transcriber: TypeAlias = "Callable[[str, Speech], None]"
"""Takes a track, and what is said there."""

Direction = Literal["inbound", "outbound-api", "outbound-dial"]

_SHARED: Final = AUDIBLE | {"input"}
"""The kinds of events that also happen to whoever talks to a leg."""
FINAL: Final = frozenset({"completed", "busy", "no-answer", "failed", "canceled"})
MAX_DOCUMENTS: Final = 50
"""Documents of one call, and of those that it leads to, without a step of the tester, or without time that passes for
everybody, before it counts as an endless loop."""


class StatusCallback:
    """Where the events of a call are told.

    Args:
        url: URL, relative to `base`.
        method: HTTP method.
        events: Events that are told.
        base: URL of the document that names it, or None.
    """

    def __init__(self, url: str, method: str, events: tuple[str, ...], base: str | None) -> None:
        self.url = url
        self.method = method
        self.events = events
        self.base = base
        self.sequence = 0


class Detection(NamedTuple):
    """How an application is told whether a person or a machine has answered.

    Attributes:
        callback: URL that is told, or None.
        method: HTTP method for `callback`.
        waits: Whether the document waits for it, and is told too.
        is_to_the_end: Whether a machine is told once its greeting is over.
    """

    callback: str | None
    method: str
    waits: bool
    is_to_the_end: bool


class Leg:
    """One call of one party.

    Attributes:
        sid: CallSid.
        from_: The caller.
        to: The called party.
        direction: Who placed it.
        parent: The leg whose Dial placed it, or None.
        outbound: The call of the application that arrives as this one, at a number of its own, or None.
        placed_by: The call during whose request the application placed this one, or None.
        inbound: The call as which this one arrives, at a number of the application itself, or None.
        status: CallStatus.
        session: Its cookies and logins.
        strict: Whether errors fail the step.
        extra: More request parameters.
        base: URL of the current document, or None where it has none.
        fallback: The fallback URL, or None.
        callbacks: Where its events are told.
        inbox: What other legs did that its script has not been told yet.
        process: Its script.
        children: The legs that it has dialled.
        events: What has happened to it.
        findings: What the linter and the telephone have found in its documents.
        created: When it began, in seconds of the virtual clock; `answered` and `ended` likewise, or None.
        ended_by: Who or what has ended it, or None.
        sip_code: The SIP response of the called party, or None.
        has_moved: Whether a REST request has moved it out of the Dial that placed it.
        transfer: To whom the dialled party has asked to transfer it, or None.
        digits: Keys that are sent once it is answered.
        when_answered: What begins when it is answered.
        detects: Where it is told who has answered, or None where that is not asked.
        is_leaving: Whether it is about to be moved or ended, so that nobody meets it any more.
        answered_by: Who has answered, where that is asked, or None.
        returned: What the party at the other end gives back as it hangs up.
        bridge: The talk in which it is, or None.
        conference: The conference in which it is, or None.
        entry: Its place in a queue, or None.
        transcribers: What is told of what is said on the call, by the names of the transcriptions.
        activities: What ends the activities beside it, by their names.
        socket: The messages that the WebSocket of the application was sent.
        asked: The steps of a payment, as they were asked for.
        listened: Seconds that were listened to, also while time stood.
        longest: Seconds that it lasts at most once it is answered.
        fetched: The files that were fetched.
        verb: The verb that runs, or None.
        documents: How many documents it has run since `documents_at`, with those of the calls that it has led to.
        documents_at: The step, and the time where time passes for everybody.
    """

    def __init__(
        self,
        world: Exchange,
        *,
        from_: str,
        to: str,
        direction: Direction,
        strict: bool,
        parent: Leg | None = None,
        outbound: Leg | None = None,
        extra: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.world = world
        self.sid: str = world.new_sid("CA")
        self.session: Session = Session(self.sid)
        self.from_ = from_
        self.to = to
        self.direction: Direction = direction
        self.parent = parent
        self.outbound = outbound
        self.placed_by: Leg | None = None
        self.inbound: Leg | None = None
        self.strict = strict
        self.extra: Mapping[str, str] = extra
        self.status: str = "queued"
        self.base: str | None = None
        self.fallback: Goto | None = None
        self.callbacks: list[StatusCallback] = []
        self.inbox: deque[Signal] = deque()
        self.process: Process | None = None
        self.children: list[Leg] = []
        self.events: list[Event] = []
        self.findings: list[Finding] = []
        self.created: float = world.now
        self.answered: float | None = None
        self.ended: float | None = None
        self.ended_by: str | None = None
        self.sip_code: int | None = None
        self.has_moved = False
        self.transfer: str | None = None
        self.digits = ""
        self.when_answered: Callable[[], None] | None = None
        self.detects: Detection | None = None
        self.is_leaving: bool = False
        self.answered_by: str | None = None
        self.returned: dict[str, str] = {}
        self.bridge: Bridge | None = None
        self.conference: Conference | None = None
        self.entry: Entry | None = None
        self.transcribers: dict[str, Transcriber] = {}
        self.activities: dict[str, Any] = {}
        self.socket: list[dict[str, Any]] = []
        self.asked: list[str] = []
        self.listened: float = 0
        self.longest: float = LONGEST_CALL
        self.fetched: set[str] = set()
        self.verb: Verb | None = None
        self.documents = 0
        self.documents_at: tuple[int, float | None] = (0, None)

    @property
    def name(self) -> str:
        """The number or address of the person at this leg."""
        return self.from_ if self.direction == "inbound" and self.outbound is None else self.to

    @property
    def is_over(self) -> bool:
        """Whether the call has ended."""
        return self.status in FINAL

    @property
    def origins(self) -> list[Leg]:
        """The calls that led to this one, the nearest first."""
        found: list[Leg] = []
        leg = self
        while above := leg.parent or leg.outbound or leg.placed_by:
            found.append(above)
            leg = above
        return found

    @property
    def inner(self) -> list[Leg]:
        """This leg, and those of the application to which the person here talks, each through the one before."""
        found: list[Leg] = [self]
        while bridge := found[-1].bridge:
            inbound = bridge.other(found[-1]).inbound
            if inbound is None or inbound in found:
                break
            found.append(inbound)
        return found

    @property
    def outer(self) -> list[Leg]:
        """This leg, and those that talk to it through a call that arrives here, each through the one before."""
        found: list[Leg] = [self]
        while (outbound := found[-1].outbound) and outbound.bridge:
            other = outbound.bridge.other(outbound)
            if other in found:
                break
            found.append(other)
        return found

    @property
    def attended(self) -> Leg:
        """The leg whose document the person here hears: this one, or that of the application they talk to."""
        return self.inner[-1]

    # Events.

    def note(
        self,
        kind: Kind,
        text: str = "",
        *,
        seconds: float | None = None,
        cut: bool = False,
        verb: Verb | None = None,
        at: float | None = None,
        details: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        """Add an event."""
        verb = verb or (self.verb if kind in AUDIBLE else None)
        event = Event(
            self.world.now if at is None else at,
            self.sid,
            kind,
            text,
            seconds,
            cut,
            verb.tag if verb else None,
            verb.line if verb else None,
            self.base,
            details,
        )
        self.world.note(event)
        self.events.append(event)
        if self.outbound and kind in _SHARED:
            for leg in self.outer[1:]:
                leg.events.append(event)
        if kind == "say":
            self.speak(Speech(first_half(text) if cut else text))

    def find(self, finding: Finding) -> None:
        """Add a finding; an error fails the step of a strict test."""
        self.findings.append(finding)
        self.note("finding", finding.message, details={"finding": finding})
        if finding.severity == "error":
            is_named = f"Twilio {finding.code}" in finding.message
            self.trouble(finding.message if is_named else f"{finding.message}{_code_text(finding.code)}")

    def warn(self, rule: str, message: str, code: int | None = None, *, is_error: bool = False) -> None:
        """Add a finding of the telephone's own."""
        severity: Literal["error", "warning"] = "error" if is_error else "warning"
        line = self.verb.line if self.verb else 0
        tag = self.verb.tag if self.verb else None
        self.find(Finding(rule, severity, line, 1 if line else 0, "", message, "", message, code, tag))

    def trouble(self, reason: str | Exception) -> None:
        """Fail the present step of a strict test."""
        if self.strict:
            self.world.troubles.append((self, reason))

    def transcribe(self, track: str, speech: Speech) -> bool:
        """Tell the transcriptions of what is said; returns whether there are any."""
        for tell in self.transcribers.values():
            tell(track, speech)
        return bool(self.transcribers)

    def speak(self, speech: Speech) -> bool:
        """Tell the transcriptions what is said to the person here; returns whether there are any."""
        told = [leg.transcribe("outbound_track", speech) for leg in self.outer]
        return any(told)

    def hear_speech(self, speech: Speech) -> bool:
        """Tell the transcriptions of all sides what the person here says; returns whether there are any."""
        here = [leg.transcribe("inbound_track", speech) for leg in self.inner]
        return any([*here, *(leg.speak(speech) for leg in self.attended.hearers)])

    @property
    def hearers(self) -> list[Leg]:
        """The legs that this one is connected to, in a talk or a conference, and that hear it."""
        if self.bridge:
            return [self.bridge.other(self)]
        if self.conference and self.conference.is_started:
            return self.conference.hearers(self)
        return []

    # Signals and callbacks.

    def post(self, signal: Signal) -> None:
        """Tell its script of something, now or at its next wait for it."""
        process = self.process
        if process and isinstance(process.need, Wait) and Signal in process.need.takes:
            self.world.send(process, signal)
        else:
            self.inbox.append(signal)

    def takes_signal(self, need: Wait) -> bool:
        """Tell whether a signal is there that a wait takes."""
        return bool(self.inbox) and Signal in need.takes

    def parameters(self) -> dict[str, str]:
        """Return the parameters of every request."""
        given = {
            "CallSid": self.sid,
            "AccountSid": self.world.account_sid,
            "From": self.from_,
            "To": self.to,
            "Caller": self.from_,
            "Called": self.to,
            "CallStatus": self.status,
            "ApiVersion": "2010-04-01",
            "Direction": self.direction,
        }
        if self.parent:
            given["ParentCallSid"] = self.parent.sid
        return {**given, **self.extra}

    def call_back(
        self,
        url: str,
        method: str,
        params: Mapping[str, str],
        *,
        base: str | None = None,
        is_standard: bool = True,
    ) -> None:
        """Tell a URL of an event, beside the call; what it answers is not run.

        Args:
            url: URL.
            method: HTTP method.
            params: Parameters of the event.
            base: URL to which it is relative. Default: that of the current document.
            is_standard: Whether the parameters of the call go with them.
        """
        standard = self.parameters() if is_standard else {}
        base = self.base if base is None else base
        self.world.start(None, self._told(Goto(url, method, params), base, standard))

    def _told(self, goto: Goto, base: str | None, standard: Mapping[str, str]) -> Script[None]:
        answer = yield from fetch(self.world, Session(self.sid), base, goto, params=standard, kind="callback")
        if answer.failure:
            self.find(_finding("callback", f"{goto.url}: {answer.failure.message}", answer.failure.code, "warning"))
            self.trouble(f"{answer.url}: {answer.failure.message}{_code_text(answer.failure.code)}")

    def told(self, event: str) -> None:
        """Tell the status callbacks of an event of the call."""
        for callback in self.callbacks:
            if event in callback.events:
                params = {
                    "Timestamp": self.world.timestamp,
                    "CallbackSource": "call-progress-events",
                    "SequenceNumber": str(callback.sequence),
                }
                callback.sequence += 1
                if event == "completed":
                    seconds = self.seconds
                    params |= {"CallDuration": str(seconds)}
                    if self.status == "completed":
                        params |= {"Duration": str(-(-seconds // 60))}
                    if self.sip_code:
                        params["SipResponseCode"] = str(self.sip_code)
                self.call_back(callback.url, callback.method, params, base=callback.base or "")

    @property
    def seconds(self) -> int:
        """How long the call has lasted since it was answered, in whole seconds."""
        end = self.world.now if self.ended is None else self.ended
        return 0 if self.answered is None else round(end - self.answered)

    # Life.

    def ring(self) -> None:
        """Let it ring."""
        self.status = "ringing"
        self.note("ringing", f"{self.from_} → {self.to}")
        self.told("ringing")
        if self.direction == "inbound":
            self.world.start(None, self._given_up())

    def _given_up(self) -> Script[None]:
        yield Wait("rings as long as it may", until=self.world.now + LONGEST_CALL)
        if self.answered is None:
            self.close("limit", "no-answer")

    def answer(self) -> None:
        """Answer it, if it is not answered yet."""
        if self.answered is not None or self.is_over:
            return
        self.answered = self.world.now
        self.status = "in-progress"
        told = sum(each.seconds or 0 for each in self.events if each.kind == "unanswered")
        if self.direction == "inbound" and self.answered > self.created + told:
            self.note("unanswered", seconds=self.answered - self.created - told, at=self.created + told)
        self.note("answered")
        self.told("answered")
        if self.when_answered:
            self.when_answered()
        self.world.start(None, self._limited(self.longest))
        if self.outbound:
            self.outbound.answer()
            self.outbound.post(Signal("answered", self))

    def limit(self, seconds: float) -> None:
        """End it when it has lasted so long."""
        self.world.start(None, self._limited(max(seconds - self.seconds, 0)))

    def _limited(self, seconds: float) -> Script[None]:
        yield Wait("lasts as long as it may", until=self.world.now + seconds)
        self.close("limit")

    def close(self, by: str, status: str | None = None) -> None:
        """End it from outside: by the person, by REST, or by a limit."""
        if self.is_over or self.process is None:
            return
        unanswered = "no-answer" if self.direction == "inbound" else status or "canceled"
        ended = "completed" if self.answered is not None else unanswered
        self.status = ended
        self.is_leaving = True
        self.process.interrupts.clear()
        self.world.interrupt(self.process, HungUp(by, ended))

    @property
    def can_move(self) -> bool:
        """Whether it has a document that another one can replace; that of an inbound call runs while it rings."""
        return self.status == "in-progress" or (self.direction == "inbound" and not self.is_over)

    def move(self, goto: Goto) -> None:
        """Go on with another document, as a REST request asks."""
        if self.process:
            self.is_leaving = True
            self.world.interrupt(self.process, Moved(goto))

    def end(self, by: str, status: str) -> None:
        """Note that it has ended."""
        if self.ended is not None:
            return
        self.ended = self.world.now
        self.ended_by = by
        self.status = status
        for stop in [*self.activities.values()]:
            stop()
        self.note("ended", status, details={"by": by})
        self.told("completed")
        self._end_other_side()

    def _end_other_side(self) -> None:
        """End the other half of a call that arrives at a number of the application itself."""
        if self.inbound:
            self.inbound.close("caller", "no-answer")
        outbound = self.outbound
        if outbound and outbound.answered is not None:
            outbound.close("callee")
        elif outbound:
            outbound.post(Signal("declined", self))

    def detect(self, answered_by: str) -> None:
        """Tell who has answered, where that is asked."""
        if self.detects is None:
            return
        self.answered_by = answered_by
        if self.detects.waits:
            self.extra = {**self.extra, "AnsweredBy": answered_by}
        if self.detects.callback:
            account = {"CallSid": self.sid, "AccountSid": self.world.account_sid}
            told = {**account, "AnsweredBy": answered_by, "MachineDetectionDuration": "0"}
            self.call_back(self.detects.callback, self.detects.method, told, is_standard=False)

    # Documents.

    def run(self, goto: Goto | None, context: Context = "voice") -> Script[None]:
        """Run documents, one after another, until one ends."""
        while goto is not None:
            document = yield from self.open(goto, context)
            goto = yield from self.run_document(document)

    def run_document(self, document: Document) -> Script[Goto | None]:
        """Run a document; returns where to go on, or None at its end."""
        from .verbs.table import VERBS

        for verb in document.verbs:
            self.verb = verb
            if verb.error:
                yield from self.fail(verb.error.code, verb.error.message, found=True)
            self.note("verb", verb.tag, verb=verb, details={"path": verb.path})
            goto = yield from VERBS[verb.tag](self, verb)
            if goto is not None:
                return goto
            self.verb = verb
        self.verb = None
        return None

    def leave_if_due(self) -> Script[None]:
        """Let what moves or ends the call do so before anything else happens."""
        if self.is_leaving:
            yield Wait("is about to leave")

    def open(self, goto: Goto, context: Context) -> Script[Document]:
        """Fetch a document, or that of the fallback URL, or end the call with an announcement."""
        yield from self.leave_if_due()
        self._count_document()
        document = yield from self._fetched(goto, context)
        if isinstance(document, Failure) and self.fallback:
            self._report(document)
            params = told_of(self.base, goto, document)
            document = yield from self._fetched(
                Goto(self.fallback.url, self.fallback.method, {**goto.params, **params}), context
            )
        if isinstance(document, Failure):
            self._report(document)
            yield from self.fail(document.code, document.message, found=True)
            raise Ended("error")  # as fail has done
        yield from self.leave_if_due()
        return document

    def _fetched(self, goto: Goto, context: Context) -> Script[Document | Failure]:
        """Fetch a document, and find what is wrong with it."""
        if goto.twiml is not None:
            self.base = goto.url or None
            document = read_document(goto.twiml, "inline" if context == "voice" and not goto.url else context)
            if document.refusal:
                return Failure(document.refusal.code or 0, str(document.refusal))
        else:
            answer = yield from fetch(self.world, self.session, self.base, goto, params=self.parameters(), kind="twiml")
            made = answer.failure or read_answer(answer, context)
            if isinstance(made, Failure):
                return made
            document = made
            if answer.content_type in AUDIO_TYPES:
                self.fetched.add(answer.url)
            self.base = answer.url
        for finding in document.findings:
            self.findings.append(finding)
            if finding.severity == "error":
                self.trouble(f"{goto.url or 'the document'}: {finding}")
        return document

    def _report(self, failure: Failure) -> None:
        if not any(each.code == failure.code and each.message == failure.message for each in self.findings):
            self.find(_finding("request", failure.message, failure.code, "error"))

    def _count_document(self) -> None:
        """Stop an endless loop of documents."""
        root = next(reversed(self.origins), self)
        at = (self.world.step, self.world.now if self.world.is_live else None)
        root.documents = root.documents + 1 if at == root.documents_at else 1
        root.documents_at = at
        if root.documents > MAX_DOCUMENTS:
            message = f"{root.documents} documents without a step of the test: an endless loop"
            self.warn("loop", message, is_error=True)
            self.announce(None)
            raise Ended("error")

    def fail(self, code: int | None, message: str, *, found: bool = False) -> Script[None]:
        """End the call by an error, with Twilio's announcement."""
        if not found:
            self.warn("error", message, code, is_error=True)
        self.announce(code)
        raise Ended("error")
        yield  # a script, like all that can end a call

    def announce(self, code: int | None) -> None:
        """Let the party hear that an error has occurred."""
        self.answer()
        self.note("error_announcement", f"application error{_code_text(code)}", details={"code": code})

    # What is heard.

    def hear(self, verb: Verb, takes: tuple[type[Any], ...] = (), refuse: Any = None) -> Script[Any]:
        """Hear a Say, Play or Pause; returns the input that interrupted it, or None."""
        from .verbs.speech import sounds

        for kind, text, seconds in (yield from sounds(self, verb)):
            if self.outbound and kind == "unanswered":  # who calls from a document of the application does not listen
                yield Wait("goes on ringing", until=self.world.now + seconds)
                self.note(kind, seconds=seconds, verb=verb, at=self.world.now - seconds)
                continue
            hear = Hear(kind, text, seconds, takes, verb=verb)
            if refuse:
                hear.refuse = refuse
            given = yield hear
            if given is not None:
                return given
        return None

    def open_socket(self, url: str) -> Script[None]:
        """Note the handshake of a WebSocket, which is signed like a GET."""
        found = url.partition("#")[0]
        headers = {SIGNATURE_HEADER: sign(self.world.auth_token, found)}
        self.world.note_request(Request("GET", found, {}, headers, "websocket", self.sid))
        return
        yield

    def fetch_media(self, url: str) -> Script[str]:
        """Fetch a file to play, unless that was done; a file at a host that nobody serves is taken to be there.

        Returns:
            The absolute URL.
        """
        found = resolve(self.base, url)
        if isinstance(found, Failure):
            yield from self.fail(found.code, found.message)
            return url
        address = found.partition("#")[0]
        if address in self.fetched or not self.world.serves(address):
            return address
        answer = yield from fetch(self.world, self.session, self.base, Goto(found, "GET"), params={}, kind="media")
        self.fetched.add(address)
        if answer.failure:
            yield from self.fail(answer.failure.code, f"{address}: {answer.failure.message}")
        elif answer.content_type not in AUDIO_TYPES:
            shown = answer.content_type or "no content type"
            yield from self.fail(13420, f"{address} cannot be played: it has {shown}, which is no type of audio")
        return address


def first_half(text: str) -> str:
    """Return what has been said of a text that is interrupted halfway."""
    words = text.split()
    return " ".join(words[: (len(words) + 1) // 2])


def _finding(rule: str, message: str, code: int | None, severity: Literal["error", "warning"]) -> Finding:
    return Finding(rule, severity, 0, 0, "", message, "", message, code)


def _code_text(code: int | None) -> str:
    return f", Twilio {code}" if code else ""
