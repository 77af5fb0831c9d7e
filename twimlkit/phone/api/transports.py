"""The ways to the API: in the process, for httpx2 and for twilio-python."""

from __future__ import annotations

import asyncio
import base64
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode, urlsplit

import httpx2

from .account import Account, ApiRequest, ApiResponse, Fault

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ApiTransport", "AsyncApiTransport", "TwilioHttpClient", "TwilioResponse"]


def _asked(request: httpx2.Request) -> ApiRequest:
    login = request.headers.get("Authorization")
    return ApiRequest(request.method, request.url.raw_path.decode("ascii"), login, request.content)


def _told(answer: ApiResponse | Fault, request: httpx2.Request) -> httpx2.Response:
    if isinstance(answer, ApiResponse):
        return httpx2.Response(answer.status, headers=answer.headers, content=answer.body, request=request)
    if answer is Fault.NOT_CONNECTED:
        raise httpx2.ConnectError("Connection refused", request=request)
    if answer is Fault.NEVER_ANSWERED:
        raise httpx2.ReadTimeout("No answer", request=request)
    raise httpx2.ReadError("Connection reset by peer", request=request)


class ApiTransport(httpx2.BaseTransport):
    """A transport to the API of a telephone, for an httpx2.Client."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Let the API answer a request."""
        request.read()
        return _told(self._account.answer(_asked(request)), request)


class AsyncApiTransport(httpx2.AsyncBaseTransport):
    """A transport to the API of a telephone, for an httpx2.AsyncClient."""

    def __init__(self, account: Account) -> None:
        self._account = account

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Let the API answer a request."""
        await request.aread()
        answer = self._account.answer(_asked(request))
        if answer is Fault.NEVER_ANSWERED:
            await asyncio.sleep(request.extensions.get("timeout", {}).get("read") or 3600)
        return _told(answer, request)


class TwilioResponse(NamedTuple):
    """A response as twilio-python reads it."""

    status_code: int
    text: str
    headers: Mapping[str, str]

    @property
    def content(self) -> str:
        """The text."""
        return self.text

    @property
    def ok(self) -> bool:
        """Whether it is no error."""
        return self.status_code < 400  # noqa: PLR2004  # the errors of HTTP


class TwilioHttpClient:
    """What twilio-python takes as its `http_client`."""

    is_async = False

    def __init__(self, account: Account) -> None:
        self._account = account

    def request(  # noqa: PLR0917  # twilio-python passes them by place
        self,
        method: str,
        url: str,
        params: Mapping[str, object] | None = None,
        data: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,  # noqa: ARG002  # nothing takes time
        allow_redirects: bool = False,  # noqa: ARG002, FBT001, FBT002  # there are none; twilio-python passes it
    ) -> TwilioResponse:
        """Let the API answer a request.

        Raises:
            ConnectionError: A fault breaks the connection.
        """
        parts = urlsplit(url)
        query = "&".join(filter(None, [parts.query, urlencode(params or {}, doseq=True)]))
        login = (headers or {}).get("Authorization")
        if auth:
            login = f"Basic {base64.b64encode(':'.join(auth).encode()).decode()}"
        body = urlencode({name: value for name, value in (data or {}).items() if value is not None}, doseq=True)
        target = f"{parts.path}?{query}" if query else parts.path
        answer = self._account.answer(ApiRequest(method.upper(), target, login, body.encode()))
        if isinstance(answer, Fault):
            raise ConnectionError(answer.value)
        return TwilioResponse(answer.status, answer.body.decode(), answer.headers)
