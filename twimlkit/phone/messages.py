"""Messages: what a person texts to a number, and what the application replies.

Inferred, since Twilio does not say it: the first ten replies to a message are sent, and none of more than 1600
characters; the white space around a text is no part of it. Whether the `action` of a Message steers the conversation is
the switch `message_action`, since Twilio's page says both.

https://www.twilio.com/docs/messaging/twiml
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, Self

from twimlkit.linter import Finding

from .documents import Document, Verb, read_answer
from .events import Event, Kind
from .requests import Failure, Goto, Session, fetch, told_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .exchange import Exchange, NumberSettings
    from .needs import Script

__all__ = ["Conversation", "TextMessage", "segments"]

_MOST_DOCUMENTS: Final = 50
_MOST_REPLIES: Final = 10
_MOST_IN_A_ROW: Final = 30
_REPLIES_SECONDS: Final = 30
_LONGEST: Final = 1600
_REMEMBERED_SECONDS: Final = 4 * 3600
_STOP: Final = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "OPTOUT", "REVOKE"})
_START: Final = frozenset({"START", "UNSTOP", "YES"})


_GSM: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_OF_TWO: Final = frozenset("\f^{}\\[~]|€")


def segments(text: str) -> int:
    """Return in how many messages of a mobile network a text arrives."""
    if _GSM.union(_GSM_OF_TWO).issuperset(text):
        size, alone, joined = sum(2 if each in _GSM_OF_TWO else 1 for each in text), 160, 153
    else:
        size, alone, joined = len(text.encode("utf-16-le", "surrogatepass")) // 2, 70, 67
    return 1 if size <= alone else -(-size // joined)


class TextMessage(str):  # a test compares it with the text
    """A message: its text, with what else is known of it.

    Attributes:
        sid: MessageSid.
        from_: The sender.
        to: The recipient.
        media: URLs of the media.
        direction: Who sent it.
        status: MessageStatus.
        service: SID of the messaging service that sends it, or None.
        at: When it was sent or received, in seconds of the virtual clock.
        is_redacted: Whether the API has removed its text.
        sent_at: When a message of the API was sent, or None.
    """

    __slots__ = ("at", "direction", "from_", "is_redacted", "media", "sent_at", "service", "sid", "status", "to")

    sid: str
    from_: str
    to: str
    media: tuple[str, ...]
    direction: Literal["inbound", "outbound-reply", "outbound-api"]
    status: str
    service: str | None
    at: float
    is_redacted: bool
    sent_at: float | None

    def __new__(  # noqa: D102  # the class says it
        cls,
        text: str,
        *,
        sid: str,
        from_: str,
        to: str,
        direction: Literal["inbound", "outbound-reply", "outbound-api"],
        media: Iterable[str] = (),
        at: float = 0,
    ) -> Self:
        message = super().__new__(cls, text)
        message.sid = sid
        message.from_ = from_
        message.to = to
        message.media = tuple(media)
        message.direction = direction
        message.status = "received" if direction == "inbound" else "sent"
        message.service = None
        message.at = at
        message.is_redacted = False
        message.sent_at = None
        return message


class Conversation:
    """The messages between a person and a number, with the cookies that Twilio keeps for both.

    Attributes:
        person: The number of the person.
        number: The number of the application.
        strict: Whether an error fails the step.
    """

    def __init__(self, world: Exchange, person: str, number: str, *, strict: bool) -> None:
        self.world = world
        self.person = person
        self.number = number
        self.strict = strict
        self.session: Session = Session(f"{person} {number}")
        self.events: list[Event] = []
        self.findings: list[Finding] = []
        self.documents: int = 0
        self._last = world.now
        self._replied: list[float] = []
        self._base: str | None = None

    # What happens.

    def note(
        self, kind: Kind, text: str, *, verb: Verb | None = None, details: Mapping[str, Any] | None = None
    ) -> None:
        """Add an event."""
        facts = MappingProxyType(dict(details or {}))
        tag, line = (verb.tag, verb.line) if verb else (None, None)
        event = Event(
            self.world.now,
            self.session.name,
            kind,
            text,
            verb=tag,
            line=line,
            document=self._base,
            details=facts,
        )
        self.world.note(event)
        self.events.append(event)

    def find(self, finding: Finding, *, fails: bool) -> None:
        """Add a finding."""
        self.findings.append(finding)
        self.note("finding", finding.message, details={"finding": finding})
        if fails and self.strict:
            code = f", Twilio {finding.code}" if finding.code and not finding.line else ""
            self.world.troubles.append((self, f"{finding if finding.line else finding.message}{code}"))

    def warn(self, rule: str, message: str, code: int | None, *, fails: bool = False) -> None:
        """Add a finding of the telephone's own."""
        severity: Literal["error", "warning"] = "error" if fails else "warning"
        self.find(Finding(rule, severity, 0, 0, "", message, "", message, code), fails=fails)

    # A message and its replies.

    def receive(
        self, text: str, settings: NumberSettings, media: Iterable[tuple[str, str]], extra: Mapping[str, str]
    ) -> Script[list[TextMessage]]:
        """Let the person text something; returns the replies to it."""
        world = self.world
        if world.now - self._last > _REMEMBERED_SECONDS:
            self.session.forget_cookies()
        self._last = world.now
        files = [*media]
        sid = world.new_sid("MM" if files else "SM")
        urls = [url for url, _ in files]
        message = TextMessage(
            text, sid=sid, from_=self.person, to=self.number, direction="inbound", media=urls, at=world.now
        )
        world.messages.append(message)
        self.note("message", text, details={"message": message})
        self._keep_wishes(text)
        params = {**self._parameters(sid, text, files), **extra}
        start = len(world.messages)
        self._base = None
        goto: Goto | None = Goto(settings.sms_url or "", settings.sms_method)
        fallback = Goto(settings.sms_fallback_url, settings.sms_fallback_method) if settings.sms_fallback_url else None
        self.documents = 0
        sent: list[TextMessage] = []
        while goto is not None:
            if self.documents == _MOST_DOCUMENTS:
                self.warn("loop", f"{_MOST_DOCUMENTS} documents for one message: an endless loop", 14106, fails=True)
                break
            self.documents += 1
            document = yield from self._open(goto, params, fallback)
            goto = self._run(document, sent) if document else None
        yield from world.run()
        return [each for each in world.messages[start:] if each.direction == "outbound-reply"]

    def _keep_wishes(self, text: str) -> None:
        """Note that the person wants no more messages, or wants them again."""
        word = text.strip().upper()
        if word in _STOP:
            self.world.opted_out.add((self.person, self.number))
        elif word in _START:
            self.world.opted_out.discard((self.person, self.number))

    def _parameters(self, sid: str, text: str, files: list[tuple[str, str]]) -> dict[str, str]:
        params = {
            "MessageSid": sid,
            "SmsSid": sid,
            "SmsMessageSid": sid,
            "AccountSid": self.world.account_sid,
            "From": self.person,
            "To": self.number,
            "Body": text,
            "NumMedia": str(len(files)),
            "NumSegments": str(segments(text)),
            "SmsStatus": "received",
            "ApiVersion": "2010-04-01",
        }
        for number, (url, kind) in enumerate(files):
            params |= {f"MediaUrl{number}": url, f"MediaContentType{number}": kind}
        return params

    # Documents.

    def _open(self, goto: Goto, params: Mapping[str, str], fallback: Goto | None) -> Script[Document | None]:
        """Fetch a document, or that of the fallback URL."""
        found = yield from self._fetched(goto, params)
        if isinstance(found, Failure):
            self.warn("request", found.message, found.code, fails=True)
            if fallback is None:
                return None
            told = told_of(self._base, goto, found)
            found = yield from self._fetched(Goto(fallback.url, fallback.method, {**goto.params, **told}), params)
            if isinstance(found, Failure):
                self.warn("request", found.message, found.code, fails=True)
                return None
        return found

    def _fetched(self, goto: Goto, params: Mapping[str, str]) -> Script[Document | Failure]:
        answer = yield from fetch(self.world, self.session, self._base, goto, params=params, kind="twiml")
        document = answer.failure or read_answer(answer, "message")
        if isinstance(document, Failure):
            return document
        self._base = answer.url
        for finding in document.findings:
            self.find(finding, fails=finding.severity == "error")
        return document

    def _run(self, document: Document, sent: list[TextMessage]) -> Goto | None:
        """Run a document; returns where to go on, or None at its end."""
        for verb in document.verbs:
            if verb.tag == "Redirect":
                return Goto(verb.text, verb.method())
            if len(sent) < _MOST_REPLIES and self._may_reply():
                goto = self._reply(verb, sent)
                if goto:
                    return goto
        return None

    def _may_reply(self) -> bool:
        """Tell whether Twilio sends one more reply so soon after the others."""
        now = self.world.now
        self._replied = [at for at in self._replied if now - at < _REPLIES_SECONDS]
        if len(self._replied) < _MOST_IN_A_ROW:
            self._replied.append(now)
            return True
        advice = "the telephone's time stands still, so let some pass with phone.clock.advance(seconds=30)"
        reason = f"more than {_MOST_IN_A_ROW} replies in {_REPLIES_SECONDS} s between {self.number} and {self.person}"
        self.warn("replies", f"{reason}; {advice}", 14107, fails=True)
        return False

    def _reply(self, verb: Verb, sent: list[TextMessage]) -> Goto | None:
        """Send a reply; returns where it goes on, if that is elsewhere."""
        text = "".join(each.text for each in verb.nouns("Body")) or verb.text
        media = [each.text for each in verb.nouns("Media")]
        if len(text) > _LONGEST or not (text or media):
            return None
        sid = self.world.new_sid("MM" if media else "SM")
        to, sender = verb.value("to", self.person), verb.value("from", self.number)
        message = TextMessage(
            text, sid=sid, from_=sender, to=to, direction="outbound-reply", media=media, at=self.world.now
        )
        sent.append(message)
        status = "sent"
        if (to, sender) in self.world.opted_out:
            self.warn("opted-out", f"{to} wants no messages from {sender}; this one is not sent", 21610)
            status = "failed"
        else:
            self.world.messages.append(message)
            self.note("message", text, verb=verb, details={"message": message})
        told = {"MessageSid": sid, "SmsSid": sid, "MessageStatus": status, "SmsStatus": status}
        if url := verb.given("statusCallback"):
            self.call_back(url, verb.method(), told)
        action = verb.given("action")
        if action is None:
            return None
        if self.world.settings.message_action == "flow":
            return Goto(action.strip(), verb.method(), told)
        self.call_back(action, verb.method(), told)
        return None

    def call_back(self, url: str, method: str, params: Mapping[str, str]) -> None:
        """Tell a URL of an event, beside the conversation."""
        standard = {"AccountSid": self.world.account_sid, "From": self.number, "To": self.person}
        self.world.start(None, self._told(Goto(url, method, params), self._base, standard))

    def _told(self, goto: Goto, base: str | None, standard: Mapping[str, str]) -> Script[None]:
        answer = yield from fetch(self.world, Session(self.session.name), base, goto, params=standard, kind="callback")
        if answer.failure:
            self.warn("callback", f"{answer.url}: {answer.failure.message}", answer.failure.code)
            if self.strict:
                self.world.troubles.append((self, f"{answer.url}: {answer.failure.message}"))
