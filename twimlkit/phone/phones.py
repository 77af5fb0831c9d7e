"""Telephones for tests, with or without an event loop."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, Final, Generic, Literal, Self, TypeVar

import httpx2

from twimlkit.web.testing import TEST_AUTH_TOKEN

from .api import Account, ApiTransport, AsyncApiTransport, Server, TwilioHttpClient
from .arguments import check_number, check_seconds, check_text, plain_number
from .call import AsyncCall, Call
from .call_steps import CallSteps
from .drivers import AsyncDriver, Driver
from .errors import is_hidden
from .exchange import Exchange, NumberSettings, Settings
from .phone_steps import PhoneSteps
from .transcript import transcript_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from types import TracebackType

    from twimlkit.linter import Finding
    from twimlkit.rest import AsyncTwilioClient, TwilioClient
    from twimlkit.web.transports import Application, Interface

    from .events import Event
    from .leg import Leg
    from .messages import TextMessage
    from .requests import Request

__all__ = ["ACCOUNT_SID", "NUMBER", "PERSON", "AsyncClock", "AsyncPhone", "Clock", "Phone"]

__tracebackhide__ = is_hidden

_Call = TypeVar("_Call", Call, AsyncCall)

ACCOUNT_SID: Final = "AC0123456789abcdef0123456789abcdef"
PERSON: Final = "+14155550101"
NUMBER: Final = "+14155550100"
_API: Final = "https://api.twilio.com"


class _AnyPhone(Generic[_Call]):
    """What both telephones share."""

    _driver: Any

    def _prepare(self) -> None:
        """Make the driver."""
        raise NotImplementedError

    def __init__(
        self,
        app: Application = None,
        *,
        number: str | None = None,
        voice_url: str | None = None,
        voice_method: Literal["GET", "POST"] = "POST",
        voice_fallback_url: str | None = None,
        voice_fallback_method: Literal["GET", "POST"] = "POST",
        status_callback: str | None = None,
        status_callback_method: Literal["GET", "POST"] = "POST",
        sms_url: str | None = None,
        sms_method: Literal["GET", "POST"] = "POST",
        sms_fallback_url: str | None = None,
        sms_fallback_method: Literal["GET", "POST"] = "POST",
        auth_token: str | None = None,
        base_url: str | None = None,
        interface: Interface | None = None,
        account_sid: str = ACCOUNT_SID,
        strict: bool = True,
        empty_recording: Literal["action", "next_verb"] = "action",
        message_action: Literal["flow", "callback"] = "flow",
        max_queue_size: int = 1000,
    ) -> None:
        self._calls: dict[str, _Call] = {}
        self._prepare()
        start = self._driver.add(app, base_url or os.environ.get("TWILIO_BASE_URL") or None, interface)
        self._exchange: Exchange = Exchange(
            account_sid,
            auth_token or os.environ.get("TWILIO_AUTH_TOKEN") or TEST_AUTH_TOKEN,
            Settings(empty_recording=empty_recording, message_action=message_action, max_queue_size=max_queue_size),
            self._driver.serves,
            strict,
        )
        self._steps: PhoneSteps = PhoneSteps(self._exchange, start, number or NUMBER)
        self.api: Account = Account(self._steps, self._driver.lock)
        self._server: Server | None = None
        self.add_number(
            number or NUMBER,
            voice_url=voice_url,
            voice_method=voice_method,
            voice_fallback_url=voice_fallback_url,
            voice_fallback_method=voice_fallback_method,
            status_callback=status_callback,
            status_callback_method=status_callback_method,
            sms_url=sms_url,
            sms_method=sms_method,
            sms_fallback_url=sms_fallback_url,
            sms_fallback_method=sms_fallback_method,
        )
        self._exchange.numbers[plain_number(number or NUMBER)].is_named = number is not None

    def add_host(self, base_url: str, app: Application, *, interface: Interface | None = None) -> None:
        """Add an application at another host, such as one that stands in for the music of a queue.

        Args:
            base_url: Start of its URLs.
            app: WSGI or ASGI application, or the URL of a server.
            interface: Interface of the application. Default: found out.
        """
        self._driver.add(app, base_url, interface)

    def _set(self, number: str, settings: NumberSettings) -> None:
        absolute = self._steps.absolute
        settings.voice_url = settings.voice_url and absolute(settings.voice_url)
        settings.voice_fallback_url = settings.voice_fallback_url and absolute(settings.voice_fallback_url)
        settings.status_callback = settings.status_callback and absolute(settings.status_callback)
        settings.sms_url = settings.sms_url and absolute(settings.sms_url)
        settings.sms_fallback_url = settings.sms_fallback_url and absolute(settings.sms_fallback_url)
        check_number("number", number)
        if not re.fullmatch(r"\+?\w[\w:. ()-]*", number):
            raise ValueError(f'{number!r} is no number: write it as in "+14155550100"')
        self._exchange.numbers[plain_number(number)] = settings

    def add_number(
        self,
        number: str,
        *,
        voice_url: str | None = None,
        voice_method: Literal["GET", "POST"] = "POST",
        voice_fallback_url: str | None = None,
        voice_fallback_method: Literal["GET", "POST"] = "POST",
        status_callback: str | None = None,
        status_callback_method: Literal["GET", "POST"] = "POST",
        sms_url: str | None = None,
        sms_method: Literal["GET", "POST"] = "POST",
        sms_fallback_url: str | None = None,
        sms_fallback_method: Literal["GET", "POST"] = "POST",
    ) -> None:
        """Add a number of the application, as it is configured in Twilio's console.

        Args:
            number: The number.
            voice_url: URL of the document for calls.
            voice_method: HTTP method for `voice_url`.
            voice_fallback_url: URL that is requested when a document for calls fails.
            voice_fallback_method: HTTP method for `voice_fallback_url`.
            status_callback: URL that is told when a call has ended.
            status_callback_method: HTTP method for `status_callback`.
            sms_url: URL of the document for messages.
            sms_method: HTTP method for `sms_url`.
            sms_fallback_url: URL that is requested when a document for messages fails.
            sms_fallback_method: HTTP method for `sms_fallback_url`.
        """
        self._set(
            number,
            NumberSettings(
                voice_url=voice_url,
                voice_method=voice_method,
                voice_fallback_url=voice_fallback_url,
                voice_fallback_method=voice_fallback_method,
                status_callback=status_callback,
                status_callback_method=status_callback_method,
                sms_url=sms_url,
                sms_method=sms_method,
                sms_fallback_url=sms_fallback_url,
                sms_fallback_method=sms_fallback_method,
            ),
        )

    def add_application(
        self,
        sid: str,
        *,
        voice_url: str,
        voice_method: Literal["GET", "POST"] = "POST",
        voice_fallback_url: str | None = None,
        voice_fallback_method: Literal["GET", "POST"] = "POST",
        status_callback: str | None = None,
        status_callback_method: Literal["GET", "POST"] = "POST",
    ) -> None:
        """Add a TwiML application, which an Application in a Dial, or a REST request, names by its SID.

        Args:
            sid: SID of the application.
            voice_url: URL of the document for calls.
            voice_method: HTTP method for `voice_url`.
            voice_fallback_url: URL that is requested when a document for calls fails.
            voice_fallback_method: HTTP method for `voice_fallback_url`.
            status_callback: URL that is told when a call has ended.
            status_callback_method: HTTP method for `status_callback`.
        """
        check_text("add_application", sid)
        if not re.fullmatch("AP[0-9a-f]{32}", sid):
            raise ValueError(f"the SID of an application is AP and 32 digits from 0 to f, not {sid!r}")
        self.add_number(
            f"app:{sid}",
            voice_url=voice_url,
            voice_method=voice_method,
            voice_fallback_url=voice_fallback_url,
            voice_fallback_method=voice_fallback_method,
            status_callback=status_callback,
            status_callback_method=status_callback_method,
        )

    def _new_call(self, steps: CallSteps) -> _Call:
        """Return a call of the telephone's own kind."""
        raise NotImplementedError

    def _call_of(self, leg: Leg) -> _Call:
        """Return the call of a leg."""
        if leg.sid not in self._calls:
            self._calls[leg.sid] = self._new_call(CallSteps(self._steps.world, leg))
        return self._calls[leg.sid]

    @property
    def calls(self) -> list[_Call]:
        """All calls and legs, in the order in which they began."""
        return [self._call_of(leg) for leg in self._exchange.legs.values()]

    def place_call(
        self,
        to: str,
        *,
        from_: str | None = None,
        url: str | None = None,
        method: Literal["GET", "POST"] = "POST",
        twiml: object = None,
        fallback_url: str | None = None,
        fallback_method: Literal["GET", "POST"] = "POST",
        status_callback: str | None = None,
        status_callback_method: Literal["GET", "POST"] = "POST",
        status_callback_event: Sequence[str] = ("completed",),
        timeout: float = 60,
        strict: bool | None = None,
    ) -> _Call:
        """Place a call as a REST request does; it is queued until the next step.

        Args:
            to: Who is called.
            from_: Who calls. Default: the number of the telephone.
            url: URL of the document.
            method: HTTP method for `url`.
            twiml: A document instead of a URL.
            fallback_url: URL that is requested when a document fails.
            fallback_method: HTTP method for `fallback_url`.
            status_callback: URL that is told of events.
            status_callback_method: HTTP method for `status_callback`.
            status_callback_event: Events that are told.
            timeout: Seconds that it rings.
            strict: Whether errors fail the step. Default: that of the telephone.
        """
        if (url is None) == (twiml is None):
            raise TypeError("place_call needs either url or twiml")
        leg = self._steps.place_outbound(
            to=to,
            from_=from_ or self._steps.number,
            url=url,
            method=method,
            twiml=twiml,
            fallback_url=fallback_url,
            fallback_method=fallback_method,
            status_callback=status_callback,
            status_callback_method=status_callback_method,
            status_callback_event=status_callback_event,
            timeout=timeout,
            strict=strict,
        )
        return self._call_of(leg)

    @property
    def account_sid(self) -> str:
        """SID of the account."""
        return self._exchange.account_sid

    @property
    def auth_token(self) -> str:
        """Auth token of the account, which signs."""
        return self._exchange.auth_token

    @property
    def api_url(self) -> str:
        """URL of Twilio's REST API in the world of the telephone, for programs of any kind: as TWIMLKIT_API_URL.

        A server on the loopback interface starts when this is read first, and stops when the telephone is left.
        """
        if self._server is None:
            self._server = Server(self.api)
            self._server.__enter__()
        return self._server.url

    def client(self) -> TwilioClient:
        """Return a client of Twilio's REST API whose requests happen in this world."""
        from twimlkit.rest import TwilioClient  # slower than all the rest

        http = httpx2.Client(transport=ApiTransport(self.api))
        return TwilioClient(self._exchange.account_sid, self._exchange.auth_token, base_url=_API, http_client=http)

    def async_client(self) -> AsyncTwilioClient:
        """Return an asynchronous client of Twilio's REST API whose requests happen in this world."""
        from twimlkit.rest import AsyncTwilioClient  # slower than all the rest

        http = httpx2.AsyncClient(transport=AsyncApiTransport(self.api))
        return AsyncTwilioClient(self._exchange.account_sid, self._exchange.auth_token, base_url=_API, http_client=http)

    def twilio_http_client(self) -> TwilioHttpClient:
        """Return what twilio-python takes as `http_client`, so that its requests happen in this world."""
        return TwilioHttpClient(self.api)

    def _stop_server(self) -> None:
        if self._server:
            self._server.close()
            self._server = None

    @property
    def messages(self) -> list[TextMessage]:
        """All messages, in order."""
        return [*self._exchange.messages]

    @property
    def requests(self) -> list[Request]:
        """All requests, in order."""
        return [*self._exchange.requests]

    @property
    def events(self) -> list[Event]:
        """All that has happened."""
        return [*self._exchange.events]

    @property
    def findings(self) -> list[Finding]:
        """What the linter and the telephone have found in all documents."""
        of_calls = [each for leg in self._exchange.legs.values() for each in leg.findings]
        return of_calls + [each for told in self._exchange.conversations.values() for each in told.findings]

    @property
    def transcript(self) -> str:
        """All that has happened, as a text without measured times."""
        return transcript_of(self._exchange.events, self._steps.world.base_url)


class Clock:
    """The virtual clock of a telephone."""

    def __init__(self, exchange: Exchange, steps: PhoneSteps, driver: Driver) -> None:
        self._exchange = exchange
        self._steps = steps
        self._driver = driver

    @property
    def now(self) -> float:
        """Seconds since the telephone was made."""
        return self._exchange.now

    @property
    def time(self) -> datetime:
        """The time that it shows, in UTC; it begins on 1 January 2026 at 9 o'clock."""
        return self._exchange.time

    def advance(self, *, hours: float = 0, minutes: float = 0, seconds: float = 0) -> None:
        """Let time pass for everybody; inside a request it is the time that the answer takes.

        Args:
            hours: Hours.
            minutes: Minutes.
            seconds: Seconds.
        """
        total = _seconds(hours, minutes, seconds)
        if not _is_lag(self._exchange, total):
            self._driver.run(self._steps.advance(total))


class AsyncClock:
    """The virtual clock of an asynchronous telephone."""

    def __init__(self, exchange: Exchange, steps: PhoneSteps, driver: AsyncDriver) -> None:
        self._exchange = exchange
        self._steps = steps
        self._driver = driver

    @property
    def now(self) -> float:
        """Seconds since the telephone was made."""
        return self._exchange.now

    @property
    def time(self) -> datetime:
        """The time that it shows, in UTC; it begins on 1 January 2026 at 9 o'clock."""
        return self._exchange.time

    async def advance(self, *, hours: float = 0, minutes: float = 0, seconds: float = 0) -> None:
        """Let time pass for everybody; inside a request it is the time that the answer takes.

        Args:
            hours: Hours.
            minutes: Minutes.
            seconds: Seconds.
        """
        total = _seconds(hours, minutes, seconds)
        if not _is_lag(self._exchange, total):
            await self._driver.run(self._steps.advance(total))


def _seconds(hours: float, minutes: float, seconds: float) -> float:
    total = hours * 3600 + minutes * 60 + seconds
    check_seconds("advance", total)
    return total


def _is_lag(exchange: Exchange, seconds: float) -> bool:
    """Take time that passes inside a request as that of its answer."""
    if exchange.asking:
        exchange.lag += seconds
    return exchange.asking > 0


class Phone(_AnyPhone[Call]):
    """A telephone for tests; its `with` block runs an ASGI application's lifespan.

    Args:
        app: WSGI or ASGI application, or the URL of a server in any language. Default: none, for a program that only
            uses the REST API.
        number: Number of the application. Default: `+14155550100`, to which the application itself cannot call: a test
            that has not named the number may have somebody else answer there.
        voice_url: URL of the document for calls; may be a path.
        voice_method: HTTP method for `voice_url`.
        voice_fallback_url: URL that is requested when a document for calls fails.
        voice_fallback_method: HTTP method for `voice_fallback_url`.
        status_callback: URL that is told when a call has ended.
        status_callback_method: HTTP method for `status_callback`.
        sms_url: URL of the document for messages.
        sms_method: HTTP method for `sms_url`.
        sms_fallback_url: URL that is requested when a document for messages fails.
        sms_fallback_method: HTTP method for `sms_fallback_url`.
        auth_token: Auth token that signs. Default: TWILIO_AUTH_TOKEN of the environment, or
            `twimlkit.web.testing.TEST_AUTH_TOKEN`.
        base_url: Start of the public URL, which is signed. Default: TWILIO_BASE_URL of the environment, the URL of the
            server, or `https://testserver`.
        interface: Interface of the application. Default: found out.
        account_sid: SID of the account.
        strict: Whether errors fail the step that caused them. Otherwise the telephone does what Twilio does.
        empty_recording: What follows a recording in which nobody speaks: the action, or as on Twilio's older pages the
            next verb.
        message_action: What the `action` of a Message is: where the conversation goes on, or a status callback.
        max_queue_size: How many calls a queue holds, unless its Enqueue says it.

    Attributes:
        api: Twilio's REST API.
    """

    _driver: Driver

    def _prepare(self) -> None:
        self._driver = Driver()

    @property
    def clock(self) -> Clock:
        """The virtual clock."""
        return Clock(self._exchange, self._steps, self._driver)

    def _new_call(self, steps: CallSteps) -> Call:
        return Call(steps, self._driver, self._call_of)

    def dial(
        self,
        from_: str = PERSON,
        to: str | None = None,
        *,
        voice_url: str | None = None,
        voice_method: Literal["GET", "POST"] | None = None,
        twiml: object = None,
        strict: bool | None = None,
        **parameters: object,
    ) -> Call:
        """Let somebody call a number of the application.

        Args:
            from_: Who calls.
            to: The number. Default: that of the telephone.
            voice_url: URL of the document. Default: that of the number.
            voice_method: HTTP method for `voice_url`. Default: that of the number.
            twiml: A document of the test's own instead, as if the application had served it at /.
            strict: Whether errors fail the step. Default: that of the telephone.
            parameters: More of Twilio's request parameters, such as `FromState="IL"`.
        """
        call = self._call_of(
            self._steps.place(
                from_=from_,
                to=to,
                voice_url=voice_url,
                voice_method=voice_method,
                twiml=twiml,
                strict=strict,
                parameters=parameters,
            )
        )
        self._driver.run(self._steps.settle())
        return call

    def rings(self, to: str) -> Call:
        """Check that somebody's telephone rings, since the application has called, and return that call.

        Args:
            to: Number or address.
        """
        return self._call_of(self._driver.run(self._steps.rings(to)))

    def text(
        self,
        text: str,
        from_: str = PERSON,
        to: str | None = None,
        *,
        media: Iterable[str | tuple[str, str]] = (),
        strict: bool | None = None,
        **parameters: object,
    ) -> list[TextMessage]:
        """Let somebody text a number of the application; returns the replies, which compare with their texts.

        Args:
            text: The text.
            from_: Who texts.
            to: The number. Default: that of the telephone.
            media: URLs of media, or pairs of URL and content type.
            strict: Whether errors fail the step. Default: that of the telephone.
            parameters: More of Twilio's request parameters.
        """
        return self._driver.run(
            self._steps.receive(text, from_=from_, to=to, media=media, strict=strict, parameters=parameters)
        )

    def post(self, path: str, /, **parameters: object) -> httpx2.Response:
        """Send any other signed webhook.

        Args:
            path: Path or URL.
            parameters: Twilio's parameters.
        """
        return self._driver.run(self._steps.send(path, "POST", parameters))

    def __enter__(self) -> Self:
        self._driver.open()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        try:
            if exc_type is None:
                self._driver.run(self._steps.finish())
        finally:
            self._stop_server()
            self._driver.close()


class AsyncPhone(_AnyPhone[AsyncCall]):
    """An asynchronous telephone for tests; its `async with` block runs an ASGI application's lifespan.

    Args:
        app: WSGI or ASGI application, or the URL of a server in any language. Default: none, for a program that only
            uses the REST API.
        number: Number of the application. Default: `+14155550100`, to which the application itself cannot call: a test
            that has not named the number may have somebody else answer there.
        voice_url: URL of the document for calls; may be a path.
        voice_method: HTTP method for `voice_url`.
        voice_fallback_url: URL that is requested when a document for calls fails.
        voice_fallback_method: HTTP method for `voice_fallback_url`.
        status_callback: URL that is told when a call has ended.
        status_callback_method: HTTP method for `status_callback`.
        sms_url: URL of the document for messages.
        sms_method: HTTP method for `sms_url`.
        sms_fallback_url: URL that is requested when a document for messages fails.
        sms_fallback_method: HTTP method for `sms_fallback_url`.
        auth_token: Auth token that signs. Default: TWILIO_AUTH_TOKEN of the environment, or
            `twimlkit.web.testing.TEST_AUTH_TOKEN`.
        base_url: Start of the public URL, which is signed. Default: TWILIO_BASE_URL of the environment, the URL of the
            server, or `https://testserver`.
        interface: Interface of the application. Default: found out.
        account_sid: SID of the account.
        strict: Whether errors fail the step that caused them. Otherwise the telephone does what Twilio does.
        empty_recording: What follows a recording in which nobody speaks: the action, or as on Twilio's older pages the
            next verb.
        message_action: What the `action` of a Message is: where the conversation goes on, or a status callback.
        max_queue_size: How many calls a queue holds, unless its Enqueue says it.

    Attributes:
        api: Twilio's REST API.
    """

    _driver: AsyncDriver

    def _prepare(self) -> None:
        self._driver = AsyncDriver()

    @property
    def clock(self) -> AsyncClock:
        """The virtual clock."""
        return AsyncClock(self._exchange, self._steps, self._driver)

    def _new_call(self, steps: CallSteps) -> AsyncCall:
        return AsyncCall(steps, self._driver, self._call_of)

    async def dial(
        self,
        from_: str = PERSON,
        to: str | None = None,
        *,
        voice_url: str | None = None,
        voice_method: Literal["GET", "POST"] | None = None,
        twiml: object = None,
        strict: bool | None = None,
        **parameters: object,
    ) -> AsyncCall:
        """Let somebody call a number of the application.

        Args:
            from_: Who calls.
            to: The number. Default: that of the telephone.
            voice_url: URL of the document. Default: that of the number.
            voice_method: HTTP method for `voice_url`. Default: that of the number.
            twiml: A document of the test's own instead, as if the application had served it at /.
            strict: Whether errors fail the step. Default: that of the telephone.
            parameters: More of Twilio's request parameters, such as `FromState="IL"`.
        """
        call = self._call_of(
            self._steps.place(
                from_=from_,
                to=to,
                voice_url=voice_url,
                voice_method=voice_method,
                twiml=twiml,
                strict=strict,
                parameters=parameters,
            )
        )
        await self._driver.run(self._steps.settle())
        return call

    async def rings(self, to: str) -> AsyncCall:
        """Check that somebody's telephone rings, since the application has called, and return that call.

        Args:
            to: Number or address.
        """
        return self._call_of(await self._driver.run(self._steps.rings(to)))

    async def text(
        self,
        text: str,
        from_: str = PERSON,
        to: str | None = None,
        *,
        media: Iterable[str | tuple[str, str]] = (),
        strict: bool | None = None,
        **parameters: object,
    ) -> list[TextMessage]:
        """Let somebody text a number of the application; returns the replies, which compare with their texts.

        Args:
            text: The text.
            from_: Who texts.
            to: The number. Default: that of the telephone.
            media: URLs of media, or pairs of URL and content type.
            strict: Whether errors fail the step. Default: that of the telephone.
            parameters: More of Twilio's request parameters.
        """
        return await self._driver.run(
            self._steps.receive(text, from_=from_, to=to, media=media, strict=strict, parameters=parameters)
        )

    async def post(self, path: str, /, **parameters: object) -> httpx2.Response:
        """Send any other signed webhook.

        Args:
            path: Path or URL.
            parameters: Twilio's parameters.
        """
        return await self._driver.run(self._steps.send(path, "POST", parameters))

    async def __aenter__(self) -> Self:
        await self._driver.open()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        try:
            if exc_type is None:
                await self._driver.run(self._steps.finish())
        finally:
            self._stop_server()
            await self._driver.close()
