"""Calls: what a tester does and checks, with or without an event loop."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, Generic, Literal, Self, TypeVar

from .errors import is_hidden

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from twimlkit.linter import Finding

    from .call_steps import AnsweredBy, CallSteps, Wanted
    from .drivers import AsyncDriver, Driver
    from .events import Event
    from .leg import Leg
    from .needs import Script
    from .requests import Request

__all__ = ["AsyncCall", "Call"]

__tracebackhide__ = is_hidden

_R = TypeVar("_R")


class _AnyCall(Generic[_R]):
    """What can be done with a call, and what is known of it; `_R` is what a step returns."""

    def __init__(self, steps: CallSteps) -> None:
        self._steps = steps

    def _take(self, script: Script[None]) -> _R:
        """Take a step."""
        raise NotImplementedError

    # What people, and other systems, do; and what a test checks.

    def press(self, keys: str, *, during: Wanted | None = None, after: float = 0) -> _R:
        """Press keys, after listening to the prompts of the present question.

        Args:
            keys: Keys: 0 to 9, * and #.
            during: Text or file that the first key interrupts. Default: none.
            after: Seconds to wait before.
        """
        return self._take(self._steps.press(keys, during=during, after=after))

    def say(
        self,
        text: str,
        *,
        confidence: float | None = 0.9,
        partial: Sequence[str] = (),
        during: Wanted | None = None,
        after: float = 0,
    ) -> _R:
        """Say something, after listening to the prompts of the present question.

        Args:
            text: What is said.
            confidence: Confidence of the recognition, from 0 to 1; None for none.
            partial: Interim results.
            during: Text or file that the speech interrupts. Default: none.
            after: Seconds to wait before.
        """
        return self._take(self._steps.say(text, confidence=confidence, partial=partial, during=during, after=after))

    def record(
        self, seconds: float, *, ended_by: str = "silence", transcript: str | None = None, after: float = 0
    ) -> _R:
        """Speak after the beep.

        Args:
            seconds: Length of the recording.
            ended_by: `silence`, `hangup`, `max_length`, or the key that ends it.
            transcript: What is said, for `transcribe`.
            after: Seconds to wait before.
        """
        return self._take(self._steps.record(seconds, ended_by=ended_by, transcript=transcript, after=after))

    def wait(self) -> _R:
        """Stay silent until the present wait is over; goes to the next wait if none is present."""
        return self._take(self._steps.wait())

    def listen(self) -> _R:
        """Listen to everything up to the next wait for somebody, or to the end."""
        return self._take(self._steps.listen())

    def hang_up(self, *, during: Wanted | None = None, after: float = 0) -> _R:
        """Hang up, at once.

        Args:
            during: Text or file that this interrupts. Default: none.
            after: Seconds to wait before.
        """
        return self._take(self._steps.hang_up(during=during, after=after))

    def answer(self, *, after: float = 0, answered_by: AnsweredBy = "human") -> _R:
        """Answer a call that rings.

        Args:
            after: Seconds that it rings before.
            answered_by: Who answers, as an application is told that asks Twilio to detect machines.
        """
        return self._take(self._steps.answer(after=after, answered_by=answered_by))

    def busy(self, *, after: float = 0) -> _R:
        """Be busy.

        Args:
            after: Seconds that it rings before.
        """
        return self._take(self._steps.busy(after=after))

    def fail(self, *, after: float = 0) -> _R:
        """Be a number that cannot be reached.

        Args:
            after: Seconds that pass before.
        """
        return self._take(self._steps.fail(after=after))

    def no_answer(self) -> _R:
        """Let it ring until whoever calls gives up; among several who ring together, others may still answer."""
        return self._take(self._steps.no_answer())

    def update(
        self,
        *,
        url: str | None = None,
        method: Literal["GET", "POST"] = "POST",
        twiml: object = None,
        status: Literal["completed", "canceled"] | None = None,
        during: Wanted | None = None,
        after: float = 0,
    ) -> _R:
        """Change the call as a REST request does: go on with another document, or end it.

        Args:
            url: URL of a document.
            method: HTTP method for `url`.
            twiml: A document.
            status: `completed` or `canceled` to end the call.
            during: Text or file that this interrupts. Default: none.
            after: Seconds to wait before.
        """
        return self._take(
            self._steps.update(url=url, method=method, twiml=twiml, status=status, during=during, after=after)
        )

    def refer(self, response: int = 202, notify: int | None = 200) -> _R:
        """Answer a REFER as the SIP endpoint.

        Args:
            response: SIP response.
            notify: SIP response of the NOTIFY that follows, or None for none.
        """
        return self._take(self._steps.refer(response, notify))

    def transfer(self, target: str) -> _R:
        """Ask by a SIP REFER to connect the caller to somebody else, as a party that was dialled.

        Args:
            target: SIP URI or number.
        """
        return self._take(self._steps.transfer(target))

    def process_payment(self, result: str = "success", *, error: str | None = None) -> _R:
        """Answer as the payment connector; without this, a payment succeeds.

        Args:
            result: Result, such as `success` or `payment-connector-error`.
            error: Why it fails.
        """
        return self._take(self._steps.process_payment(result, error=error))

    def socket_sends(self, message: Mapping[str, Any], *, after: float = 0) -> _R:
        """Send a message from the WebSocket of the application.

        Args:
            message: The message.
            after: Seconds to wait before.
        """
        return self._take(self._steps.socket_sends(message, after=after))

    def socket_closes(self, reason: str = "was closed", *, after: float = 0) -> _R:
        """Close the WebSocket, or decline its handshake if that is next.

        Args:
            reason: What it does, for messages.
            after: Seconds to wait before.
        """
        return self._take(self._steps.socket_closes(reason, after=after))

    def hears(self, wanted: Wanted) -> _R:
        """Check that this is heard, from where the last check ended, before the call waits for somebody.

        Args:
            wanted: A part of what is said, or of the URL of a file; or a pattern.
        """
        return self._take(self._steps.hears(wanted))

    def joins(self, conference: str) -> _R:
        """Check that the leg is in a conference.

        Args:
            conference: Name of the conference.
        """
        return self._take(self._steps.joins(conference))

    def waits_in(self, queue: str) -> _R:
        """Check that the leg waits in a queue.

        Args:
            queue: Name of the queue.
        """
        return self._take(self._steps.waits_in(queue))

    def ends(self, status: str | None = None) -> _R:
        """Check that the call ends, without a wait for anybody.

        Args:
            status: CallStatus at the end. Default: any.
        """
        return self._take(self._steps.ends(status))

    # What is known.

    @property
    def sid(self) -> str:
        """CallSid."""
        return self._steps.leg.sid

    @property
    def from_(self) -> str:
        """The caller."""
        return self._steps.leg.from_

    @property
    def to(self) -> str:
        """The called party."""
        return self._steps.leg.to

    @property
    def direction(self) -> str:
        """Who placed it: `inbound`, `outbound-api` or `outbound-dial`."""
        return self._steps.leg.direction

    @property
    def status(self) -> str:
        """CallStatus."""
        return self._steps.leg.status

    @property
    def ended_by(self) -> str | None:
        """Who or what has ended it: `document`, `caller`, `callee`, `parent`, `rest`, `error` or `limit`."""
        return self._steps.leg.ended_by

    @property
    def answered_after(self) -> float | None:
        """Seconds from its beginning to its answer, or None where it was not answered."""
        leg = self._steps.leg
        return None if leg.answered is None else leg.answered - leg.created

    @property
    def about_to_hear(self) -> str | None:
        """The text or URL that is heard next, or None at a wait or at the end."""
        return self._steps.next_sound()

    @property
    def where(self) -> str:
        """Where it stands, in words."""
        return self._steps.where()

    @property
    def heard(self) -> list[str]:
        """What was said and played, in order."""
        return self._steps.heard()

    @property
    def path(self) -> list[str]:
        """The documents, as paths with their queries."""
        return self._steps.path()

    @property
    def requests(self) -> list[Request]:
        """The requests."""
        return self._steps.requests()

    @property
    def findings(self) -> list[Finding]:
        """What the linter and the telephone have found."""
        return self._steps.findings()

    @property
    def events(self) -> list[Event]:
        """What has happened."""
        return self._steps.events()

    @property
    def transcript(self) -> str:
        """What has happened, as a text without measured times."""
        return self._steps.transcript()

    @property
    def websocket(self) -> list[dict[str, Any]]:
        """The messages that the application's WebSocket was sent."""
        return [*self._steps.leg.socket]

    @property
    def asked(self) -> list[str]:
        """The steps of a payment, as they were asked for."""
        return [*self._steps.leg.asked]

    def request(self, path: str) -> Request:
        """Return the last request of a path.

        Args:
            path: Path, with or without its query.
        """
        return self._steps.request(path)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.from_} → {self.to}, {self.status}>"


def _steps_of(others: Sequence[object]) -> list[CallSteps]:
    """Return the steps of the legs that somebody talks to."""
    steps = [each._steps for each in others if isinstance(each, Call | AsyncCall)]
    if not others or len(steps) < len(others):
        raise TypeError("talks_to takes legs, such as the one that dials(…) or phone.dial(…) returns")
    return steps


class Call(_AnyCall["Call"]):
    """A call, or a leg of one."""

    def __init__(self, steps: CallSteps, driver: Driver, call_of: Callable[[Leg], Call]) -> None:
        super().__init__(steps)
        self._driver = driver
        self._call_of = call_of

    def _take(self, script: Script[None]) -> Call:
        self._driver.run(script)
        return self

    @property
    def inbound(self) -> Call | None:
        """The call as which it arrives, where the application has dialled a number or an application of its own."""
        leg = self._steps.leg.inbound
        return self._call_of(leg) if leg else None

    @property
    def legs(self) -> list[Call]:
        """The legs that it has dialled."""
        return [self._call_of(leg) for leg in self._steps.leg.children]

    def talks_to(self, *others: Call) -> Self:
        """Check that the leg talks to others, and to nobody else.

        Args:
            others: The other legs.
        """
        self._driver.run(self._steps.talks_to(*_steps_of(others)))
        return self

    def dials(self, to: str) -> Call:
        """Check that the call dials somebody, and return that leg.

        Args:
            to: Number or address.
        """
        return self._call_of(self._driver.run(self._steps.dials(to)))


class AsyncCall(_AnyCall[Coroutine[Any, Any, "AsyncCall"]]):
    """A call of an asynchronous telephone, or a leg of one."""

    def __init__(self, steps: CallSteps, driver: AsyncDriver, call_of: Callable[[Leg], AsyncCall]) -> None:
        super().__init__(steps)
        self._driver = driver
        self._call_of = call_of

    async def _take(self, script: Script[None]) -> AsyncCall:
        await self._driver.run(script)
        return self

    @property
    def inbound(self) -> AsyncCall | None:
        """The call as which it arrives, where the application has dialled a number or an application of its own."""
        leg = self._steps.leg.inbound
        return self._call_of(leg) if leg else None

    @property
    def legs(self) -> list[AsyncCall]:
        """The legs that it has dialled."""
        return [self._call_of(leg) for leg in self._steps.leg.children]

    async def talks_to(self, *others: AsyncCall) -> Self:
        """Check that the leg talks to others, and to nobody else.

        Args:
            others: The other legs.
        """
        await self._driver.run(self._steps.talks_to(*_steps_of(others)))
        return self

    async def dials(self, to: str) -> AsyncCall:
        """Check that the call dials somebody, and return that leg.

        Args:
            to: Number or address.
        """
        return self._call_of(await self._driver.run(self._steps.dials(to)))
