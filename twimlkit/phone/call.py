"""Calls: what a tester does and checks, with or without an event loop."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Self

from .lines import drive, drive_async
from .steps import Steps

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from twimlkit.linter import Finding

    from .events import Event
    from .needs import Script
    from .phones import AsyncPhone, Phone
    from .requests import Request

__all__ = ["AsyncCall", "Call"]

_P = ParamSpec("_P")


def _chained(script: Callable[Concatenate[Steps, _P], Script[object]]) -> Callable[Concatenate[Call, _P], Call]:
    """Make a method of a Call that takes a step and returns the call."""

    @wraps(script)
    def method(call: Call, /, *args: _P.args, **kwargs: _P.kwargs) -> Call:
        drive(call.phone.lines, script(call.steps, *args, **kwargs))
        return call

    return method


def _awaited(
    script: Callable[Concatenate[Steps, _P], Script[object]],
) -> Callable[Concatenate[AsyncCall, _P], Coroutine[Any, Any, AsyncCall]]:
    """Make a coroutine of an AsyncCall that takes a step and returns the call."""

    @wraps(script)
    async def method(call: AsyncCall, /, *args: _P.args, **kwargs: _P.kwargs) -> AsyncCall:
        await drive_async(call.phone.lines, script(call.steps, *args, **kwargs))
        return call

    return method


class _AnyCall:
    """What is known of a call.

    Attributes:
        steps: What can be done with it.
    """

    def __init__(self, steps: Steps) -> None:
        self.steps = steps

    @property
    def sid(self) -> str:
        """CallSid."""
        return self.steps.leg.sid

    @property
    def from_(self) -> str:
        """The caller."""
        return self.steps.leg.from_

    @property
    def to(self) -> str:
        """The called party."""
        return self.steps.leg.to

    @property
    def status(self) -> str:
        """CallStatus."""
        return self.steps.leg.status

    @property
    def ended_by(self) -> str | None:
        """Who or what has ended it: `document`, `caller`, `callee`, `parent`, `rest`, `error` or `limit`."""
        return self.steps.leg.ended_by

    @property
    def answered_after(self) -> float | None:
        """Seconds from its beginning to its answer, or None where it was not answered."""
        leg = self.steps.leg
        return None if leg.answered is None else leg.answered - leg.created

    @property
    def about_to_hear(self) -> str | None:
        """The text or URL that is heard next, or None at a wait or at the end."""
        return self.steps.next_sound()

    @property
    def where(self) -> str:
        """Where it stands, in words."""
        return self.steps.where()

    @property
    def heard(self) -> list[str]:
        """What was said and played, in order."""
        return self.steps.heard()

    @property
    def path(self) -> list[str]:
        """The documents, as paths with their queries."""
        return self.steps.path()

    @property
    def requests(self) -> list[Request]:
        """The requests."""
        return self.steps.requests()

    @property
    def findings(self) -> list[Finding]:
        """What the linter and the telephone have found."""
        return self.steps.findings()

    @property
    def events(self) -> list[Event]:
        """What has happened."""
        return self.steps.events()

    @property
    def transcript(self) -> str:
        """What has happened, as a text without measured times."""
        return self.steps.transcript()

    @property
    def websocket(self) -> list[dict[str, Any]]:
        """The messages that the application's WebSocket was sent."""
        return [*self.steps.leg.socket]

    @property
    def asked(self) -> list[str]:
        """The steps of a payment, as they were asked for."""
        return [*self.steps.leg.asked]

    def request(self, path: str) -> Request:
        """Return the last request of a path.

        Args:
            path: Path, with or without its query.
        """
        return self.steps.request(path)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.from_} → {self.to}, {self.status}>"


class Call(_AnyCall):
    """A call, or a leg of one.

    Attributes:
        phone: The telephone.
    """

    def __init__(self, phone: Phone, steps: Steps) -> None:
        super().__init__(steps)
        self.phone = phone

    press = _chained(Steps.press)
    say = _chained(Steps.say)
    record = _chained(Steps.record)
    wait = _chained(Steps.wait)
    listen = _chained(Steps.listen)
    hang_up = _chained(Steps.hang_up)
    answer = _chained(Steps.answer)
    busy = _chained(Steps.busy)
    no_answer = _chained(Steps.no_answer)
    fail = _chained(Steps.fail)
    update = _chained(Steps.update)
    refer = _chained(Steps.refer)
    transfer = _chained(Steps.transfer)
    process_payment = _chained(Steps.process_payment)
    socket_sends = _chained(Steps.socket_sends)
    socket_closes = _chained(Steps.socket_closes)
    hears = _chained(Steps.hears)
    joins = _chained(Steps.joins)
    waits_in = _chained(Steps.waits_in)
    ends = _chained(Steps.ends)

    def talks_to(self, *others: Call) -> Self:
        """Check that the leg talks to others, and to nobody else.

        Args:
            others: The other legs.
        """
        drive(self.phone.lines, self.steps.talks_to(*(each.steps for each in others)))
        return self

    def dials(self, to: str) -> Call:
        """Check that the call dials somebody, and return that leg.

        Args:
            to: Number or address.
        """
        return self.phone.call_of(drive(self.phone.lines, self.steps.dials(to)))


class AsyncCall(_AnyCall):
    """A call of an asynchronous telephone, or a leg of one.

    Attributes:
        phone: The telephone.
    """

    def __init__(self, phone: AsyncPhone, steps: Steps) -> None:
        super().__init__(steps)
        self.phone = phone

    press = _awaited(Steps.press)
    say = _awaited(Steps.say)
    record = _awaited(Steps.record)
    wait = _awaited(Steps.wait)
    listen = _awaited(Steps.listen)
    hang_up = _awaited(Steps.hang_up)
    answer = _awaited(Steps.answer)
    busy = _awaited(Steps.busy)
    no_answer = _awaited(Steps.no_answer)
    fail = _awaited(Steps.fail)
    update = _awaited(Steps.update)
    refer = _awaited(Steps.refer)
    transfer = _awaited(Steps.transfer)
    process_payment = _awaited(Steps.process_payment)
    socket_sends = _awaited(Steps.socket_sends)
    socket_closes = _awaited(Steps.socket_closes)
    hears = _awaited(Steps.hears)
    joins = _awaited(Steps.joins)
    waits_in = _awaited(Steps.waits_in)
    ends = _awaited(Steps.ends)

    async def talks_to(self, *others: AsyncCall) -> Self:
        """Check that the leg talks to others, and to nobody else.

        Args:
            others: The other legs.
        """
        await drive_async(self.phone.lines, self.steps.talks_to(*(each.steps for each in others)))
        return self

    async def dials(self, to: str) -> AsyncCall:
        """Check that the call dials somebody, and return that leg.

        Args:
            to: Number or address.
        """
        return self.phone.call_of(await drive_async(self.phone.lines, self.steps.dials(to)))
