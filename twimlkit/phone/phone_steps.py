"""The steps that belong to no call, as scripts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import httpx2

from .arguments import (
    CALL_EVENTS,
    METHODS,
    check_choice,
    check_document,
    check_list,
    check_media,
    check_number,
    check_seconds,
    check_text,
    check_url,
    plain_number,
)
from .call_steps import is_same
from .errors import CallError, is_hidden
from .exchange import Exchange, NumberSettings
from .leg import Leg, StatusCallback
from .lifecycle import call_number, outbound
from .messages import Conversation, TextMessage
from .needs import Hear, Wait
from .requests import Answer, Goto, Session, fetch
from .steps import World, explained, refuse_inside_a_request, step

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .needs import Script

__all__ = ["PhoneSteps"]

__tracebackhide__ = is_hidden


class PhoneSteps:
    """What a tester does at no call.

    Args:
        exchange: The exchange.
        base_url: Start of the application's URLs.
        number: The number that is called and texted by default.
    """

    def __init__(self, exchange: Exchange, base_url: str, number: str) -> None:
        self.exchange = exchange
        self.world: World = World(exchange, base_url)
        self.number = number
        self._rung: set[Leg] = set()

    def absolute(self, url: str) -> str:
        """Return a URL of the application."""
        check_url(url)
        if url.startswith("/"):
            return self.world.base_url + url
        if not re.match("[A-Za-z][A-Za-z0-9+.-]*:", url):
            raise ValueError(f'{url!r} is no URL: write "/{url}", or a whole URL')
        return url

    def place(
        self,
        *,
        from_: str,
        to: str | None,
        voice_url: str | None,
        voice_method: str | None,
        twiml: object,
        strict: bool | None,
        parameters: Mapping[str, object],
    ) -> Leg:
        """Let somebody call a number."""
        refuse_inside_a_request(self.exchange)
        check_number("from_", from_)
        if to is not None:
            check_number("to", to)
        document = check_document(twiml)
        if from_.startswith(("/", "http:", "https:")):
            raise ValueError(f'{from_!r} is no number of a caller: write dial(voice_url="{from_}")')
        if voice_method is not None:
            check_choice("voice_method", voice_method, METHODS)
        number = plain_number(to or self.number)
        settings = self.exchange.numbers.get(number) or NumberSettings()
        url = voice_url or settings.voice_url
        if url is None and document is None:
            raise CallError(f"{number} has no voice_url: give one to the telephone, to add_number or to dial")
        goto = Goto(self.absolute(url or "/"), voice_method or settings.voice_method)
        if document is not None:
            goto = Goto(self.absolute("/"), twiml=document)
        return call_number(
            self.exchange,
            settings,
            goto,
            from_=from_,
            to=number,
            strict=self.exchange.strict if strict is None else strict,
            extra={name: str(value) for name, value in parameters.items()},
        )

    def place_outbound(
        self,
        *,
        to: str,
        from_: str,
        url: str | None,
        method: str,
        twiml: object,
        fallback_url: str | None,
        fallback_method: str,
        status_callback: str | None,
        status_callback_method: str,
        status_callback_event: Sequence[str],
        timeout: float,
        strict: bool | None,
    ) -> Leg:
        """Let the application call somebody."""
        methods = {"method": method, "fallback_method": fallback_method}
        for name, value in {**methods, "status_callback_method": status_callback_method}.items():
            check_choice(name, value, METHODS)
        check_list("status_callback_event", status_callback_event)
        for event in status_callback_event:
            check_choice("status_callback_event", event, CALL_EVENTS)
        check_number("to", to)
        check_number("from_", from_)
        check_seconds("timeout", timeout)
        leg = Leg(
            self.exchange,
            from_=from_,
            to=to,
            direction="outbound-api",
            strict=self.exchange.strict if strict is None else strict,
        )
        self.exchange.legs[leg.sid] = leg
        if fallback_url:
            leg.fallback = Goto(self.absolute(fallback_url), fallback_method)
        if status_callback:
            callback = StatusCallback(
                self.absolute(status_callback), status_callback_method, tuple(status_callback_event), None
            )
            leg.callbacks.append(callback)
        goto = Goto(self.absolute(url), method) if url else Goto(twiml=check_document(twiml))
        leg.placed_by = self.exchange.asked_by
        leg.note("queued", f"{from_} → {to}")
        leg.process = self.exchange.start(leg, outbound(leg, goto, timeout))
        return leg

    def deliver(self, message: TextMessage, status_callback: str | None, *, at: float | None = None) -> None:
        """Send a message of the application, now or at a time of the virtual clock."""
        self.exchange.start(None, self._delivered(message, status_callback, at))

    def _delivered(self, message: TextMessage, status_callback: str | None, at: float | None) -> Script[None]:
        if at is not None:
            yield Wait("is scheduled", until=at)
            if message.status == "canceled":
                return
        if (message.to, message.from_) in self.exchange.opted_out:
            message.status = "failed"
            return
        message.sent_at = self.exchange.now
        session = Session(f"{message.from_} {message.to}")
        account = {"AccountSid": self.exchange.account_sid, "From": message.from_, "To": message.to}
        for status in ("sent", "delivered"):
            message.status = status
            if status_callback:
                told = {"MessageSid": message.sid, "SmsSid": message.sid, "MessageStatus": status, "SmsStatus": status}
                goto = Goto(status_callback, "POST", told)
                answer = yield from fetch(self.exchange, session, None, goto, params=account, kind="callback")
                if answer.failure and self.exchange.strict:
                    self.exchange.troubles.append((None, f"{answer.url}: {answer.failure.message}"))

    @step
    def settle(self) -> Script[None]:
        """Let everything run until it stands."""
        yield from self.exchange.run()

    @step
    def finish(self) -> Script[None]:
        """Let every call go on to its next wait or its end."""
        for leg in [*self.exchange.legs.values()]:
            while leg.process and isinstance(leg.process.need, Hear):
                yield from self.exchange.listen(leg.process)

    @step
    def advance(self, seconds: float) -> Script[None]:
        """Let time pass."""
        yield from self.exchange.advance(seconds)

    @step
    def rings(self, to: str) -> Script[Leg]:
        """Check that somebody's telephone rings."""
        check_number("rings", to)
        for leg in self.exchange.legs.values():
            if (
                is_same(leg.to, to)
                and leg.status == "ringing"
                and leg.direction != "inbound"
                and not (leg.inbound or leg in self._rung)
            ):
                self._rung.add(leg)
                return leg
        legs = [
            each for each in self.exchange.legs.values() if each.status == "ringing" and each.direction != "inbound"
        ]
        if any(is_same(each.to, to) for each in legs if each.inbound):
            raise CallError(explained(self.world, f"{to} is a number of the application, which answers itself", None))
        ringing = ", ".join(each.to for each in legs if not each.inbound)
        raise CallError(explained(self.world, f"expected {to} to ring, but {ringing or 'nobody'} does", None))
        yield

    @step
    def receive(
        self,
        text: str,
        *,
        from_: str,
        to: str | None,
        media: Iterable[str | tuple[str, str]],
        strict: bool | None,
        parameters: Mapping[str, object],
    ) -> Script[list[TextMessage]]:
        """Let somebody text a number."""
        check_text("text", text)
        check_number("from_", from_)
        check_list("media", media)
        number = plain_number(to or self.number)
        settings = self.exchange.numbers.get(number) or NumberSettings()
        if settings.sms_url is None:
            raise CallError(f"{number} has no sms_url: give one to the telephone or to add_number")
        conversation = self.exchange.conversations.get((from_, number))
        if conversation is None:
            conversation = Conversation(self.exchange, from_, number, strict=self.exchange.strict)
            self.exchange.conversations[from_, number] = conversation
        conversation.strict = self.exchange.strict if strict is None else strict
        files = [check_media(each) for each in media]
        extra = {name: str(value) for name, value in parameters.items()}
        return (yield from conversation.receive(text, settings, files, extra))

    @step
    def send(self, url: str, method: str, parameters: Mapping[str, object]) -> Script[httpx2.Response]:
        """Send a signed request."""
        session = Session("webhook")
        goto = Goto(self.absolute(url), method, {name: str(value) for name, value in parameters.items()})
        standard = {"AccountSid": self.exchange.account_sid}
        before = len(self.exchange.requests)
        answer: Answer = yield from fetch(self.exchange, session, None, goto, params=standard, kind="callback")
        request = next(reversed(self.exchange.requests[before:]), None)
        if request is None or request.status is None:
            reason = answer.failure.message if answer.failure else "there was no answer"
            raise CallError(explained(self.world, reason, None))
        headers = {"Content-Type": request.content_type} if request.content_type else {}
        return httpx2.Response(request.status, headers=headers, content=answer.body)
