"""Connect: a stream, a ConversationRelay session, or another service, until it ends.

No WebSocket is opened. The handshake and the messages are noted as events, and a test plays the other side.

Inferred, since Twilio does not say it: a Stream that is declined ends the call; a service that Twilio runs, such as a
VirtualAgent, goes on until the test ends it; speech that is interrupted has been heard by half.

https://www.twilio.com/docs/voice/twiml/connect
https://www.twilio.com/docs/voice/twiml/connect/conversationrelay
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from twimlkit.phone.leg import first_half
from twimlkit.phone.lifecycle import ask
from twimlkit.phone.needs import Ended, Hear, Keys, Moved, SocketClosed, SocketMessage, Speech, Wait

from ._actions import action
from .speech import speaking_seconds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from twimlkit.phone.documents import Verb
    from twimlkit.phone.leg import Leg
    from twimlkit.phone.needs import Input, Script
    from twimlkit.phone.requests import Goto

__all__ = ["connect", "echo", "shake_hands", "stream_event"]

_DECLINED: Final = 31920
_CLOSED: Final = 64105
_UNREACHABLE: Final = 64102
_SESSIONS: Final = ("ConversationRelay", "ConversationRelaySession", "Assistant", "AiSession")


def connect(leg: Leg, verb: Verb) -> Script[Goto | None]:
    """Connect the call to a service, and go on at the action when that ends."""
    leg.answer()
    service = next(iter(verb.inside), None)
    if service is None:
        leg.warn("empty-element", "<Connect> connects to nothing")
        return action(verb, {})
    session = _Session(leg, service) if service.tag in _SESSIONS else _Service(leg, service)
    base = leg.base
    try:
        yield from session.run()
    except (Ended, Moved):
        leg.base = base
        session.stop()
        yield from ask(leg, action(verb, session.parameters()), is_callback=not leg.is_over)
        raise
    return action(verb, session.parameters())


def echo(leg: Leg, verb: Verb) -> Script[Goto | None]:
    """Let the party hear itself until it hangs up."""
    leg.answer()
    while True:
        given = yield Wait("hears itself", "hang_up()", takes=(Keys, Speech), verb=verb)
        if isinstance(given, Speech):
            leg.note("say", given.text, verb=verb)


def shake_hands(leg: Leg, noun: Verb) -> Script[SocketClosed | None]:
    """Open a WebSocket at the URL of a noun; returns why it is declined, or None."""
    url = noun.value("url", "")
    if not url:
        return None
    yield from leg.open_socket(url)
    declined: SocketClosed | None = yield Hear("websocket", url, takes=(SocketClosed,), verb=noun)
    return declined


class _Service:
    """A Stream, or a service that Twilio runs."""

    def __init__(self, leg: Leg, noun: Verb) -> None:
        self.leg = leg
        self.noun = noun
        self.sid = leg.world.new_sid("MZ" if noun.tag == "Stream" else "VA")

    def run(self) -> Script[None]:
        leg, noun = self.leg, self.noun
        if noun.tag == "Stream":
            declined = yield from shake_hands(leg, noun)
            if declined:
                yield from leg.fail(_DECLINED, f"the WebSocket at {noun.value('url', '')} {declined.reason}")
            self.tell("stream-started")
        what = f"is connected to <{noun.tag}>"
        remedy = "socket_sends(…), socket_closes() or hang_up()"
        while True:
            given = yield Wait(what, remedy, takes=(SocketMessage, SocketClosed, Speech, Keys), verb=noun)
            if isinstance(given, SocketClosed):
                break
            if isinstance(given, SocketMessage):
                leg.note("websocket", "receives", details={"message": given.message})
        self.stop()

    def tell(self, event: str) -> None:
        if url := self.noun.given("statusCallback"):
            self.leg.call_back(url, self.noun.method("statusCallbackMethod"), stream_event(event, self.sid, self.noun))

    def stop(self) -> None:
        if self.noun.tag == "Stream":
            self.tell("stream-stopped")

    def parameters(self) -> Mapping[str, str]:
        return {"StreamSid": self.sid} if self.noun.tag == "Stream" else {}


def stream_event(event: str, sid: str, noun: Verb) -> dict[str, str]:
    """Return what a callback of a stream is told."""
    return {"StreamEvent": event, "StreamSid": sid, "StreamName": noun.value("name", sid)}


class _Session:
    """A ConversationRelay session: speech as text, over a WebSocket."""

    def __init__(self, leg: Leg, noun: Verb) -> None:
        self.leg = leg
        self.noun = noun
        self.sid = leg.world.new_sid("VX")
        self.began = leg.world.now
        self.status: str | None = None
        self.more: dict[str, str] = {}
        self.said: list[str] = []

    def run(self) -> Script[None]:
        leg = self.leg
        declined = yield from shake_hands(leg, self.noun)
        if declined:
            message = f"the WebSocket at {self.noun.value('url', '')} {declined.reason}"
            leg.warn("websocket", message, _UNREACHABLE)
            self.end("failed", {"ErrorCode": str(_UNREACHABLE), "ErrorMessage": message})
            return
        self.send(self.setup())
        given: Any = None
        if greeting := self.noun.value("welcomeGreeting", ""):
            given = yield from self.speak(greeting, self.noun.value("welcomeGreetingInterruptible", "any"))
        while self.status is None:
            if given is None:
                given = yield Wait(
                    "talks to the application over its WebSocket",
                    "say(…), socket_sends(…), socket_closes() or hang_up()",
                    takes=(Speech, Keys, SocketMessage, SocketClosed),
                    refuse=self.refuse,
                    verb=self.noun,
                )
            given = yield from self.take(given)

    def setup(self) -> dict[str, Any]:
        leg = self.leg
        pairs = {each.value("name", ""): each.value("value", "") for each in self.noun.nouns("Parameter")}
        return {
            "type": "setup",
            "sessionId": self.sid,
            "accountSid": leg.world.account_sid,
            "callSid": leg.sid,
            "from": leg.from_,
            "to": leg.to,
            "direction": leg.direction,
            "callStatus": leg.status.upper(),
            "customParameters": {name: str(value) for name, value in pairs.items()},
        }

    def speak(self, text: str, interruptible: object) -> Script[Any]:
        """Speak a text; returns what interrupted it, of which the application is told, or None."""
        takes = {"any": (Speech, Keys), "speech": (Speech,), "dtmf": (Keys,), "True": (Speech, Keys)}
        seconds = speaking_seconds(text)
        given = yield Hear("say", text, seconds, takes.get(str(interruptible), ()), verb=self.noun)
        if given is not None:
            self.send(
                {
                    "type": "interrupt",
                    "utteranceUntilInterrupt": first_half(text),
                    "durationUntilInterruptMs": str(round(seconds * 500)),
                }
            )
        return given

    def refuse(self, given: Input) -> str | None:
        """Tell why keys are no use."""
        is_lost = isinstance(given, Keys) and not self.noun.value("dtmfDetection", default=False)
        return "it takes keys only with dtmfDetection" if is_lost else None

    def send(self, message: dict[str, Any]) -> None:
        """Send a message to the application."""
        for leg in self.leg.outer:
            leg.socket.append(message)
        self.leg.note("websocket", "sends", details={"message": message})

    def take(self, given: Any) -> Script[Any]:
        """Take what the caller or the application does; returns what interrupted its speech, or None."""
        match given:
            case Speech(text, partial=partial):
                language = self.noun.value("language", "en-US")
                heard = [*(partial if self.noun.value("partialPrompts", default=False) else ()), text]
                for number, each in enumerate(heard, 1):
                    is_last = number == len(heard)
                    self.send({"type": "prompt", "voicePrompt": each, "lang": language, "last": is_last})
            case Keys(key):
                if self.noun.value("dtmfDetection", default=False):
                    self.send({"type": "dtmf", "digit": key})
            case SocketClosed(reason):
                message = f"the WebSocket {reason}"
                self.leg.warn("websocket", message, _CLOSED)
                self.end("failed", {"ErrorCode": str(_CLOSED), "ErrorMessage": message})
            case SocketMessage(message):
                self.leg.note("websocket", "receives", details={"message": message})
                return (yield from self.obey(message))
            case _:
                pass
        return None

    def obey(self, message: dict[str, Any]) -> Script[Any]:
        """Do what a message of the application says."""
        match message:
            case {"type": "text", "token": str(token)}:
                self.said.append(token)
                if message.get("last"):
                    text, self.said = " ".join("".join(self.said).split()), []
                    interruptible = message.get("interruptible", self.noun.value("interruptible", "any"))
                    return (yield from self.speak(text, interruptible))
            case {"type": "play", "source": str(source)}:
                return (yield Hear("play", source, speaking_seconds(""), (Speech, Keys), verb=self.noun))
            case {"type": "sendDigits", "digits": str(digits)}:
                self.leg.note("tones", digits, verb=self.noun)
            case {"type": "language"}:
                pass
            case {"type": "end"}:
                handoff = message.get("handoffData")
                data = handoff if isinstance(handoff, str) or handoff is None else json.dumps(handoff)
                self.end("ended", {} if data is None else {"HandoffData": data})
            case _:
                self.leg.warn("websocket", f"a message that Twilio does not understand: {message}", 64107)
        return None

    def stop(self) -> None:
        self.end("completed")

    def end(self, status: str, more: Mapping[str, str] | None = None) -> None:
        if self.status is None:
            self.status = status
            self.more = dict(more or {})

    def parameters(self) -> Mapping[str, str]:
        seconds = str(round(self.leg.world.now - self.began))
        known = {"SessionId": self.sid, "SessionStatus": self.status or "completed", "SessionDuration": seconds}
        return {**known, **self.more}
