"""A stand-in for Twilio's REST API on the loopback interface, for tests and examples.

    with StandIn() as twilio:
        client = TwilioClient(twilio.account_sid, twilio.auth_token, base_url=twilio.address)

It serves HTTP on a real socket, stores calls and messages, and rejects what the telephone's API rejects, including
Twilio's magic numbers. Beyond that it has faults of connections, API keys and test credentials.

https://www.twilio.com/docs/iam/test-credentials
"""

from __future__ import annotations

import base64
import enum
import hmac
import itertools
import json
import re
import socket
import struct
import sys
import threading
import urllib.request
from collections import deque
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qs, urlencode, urlsplit

from twimlkit.phone.api import rules
from twimlkit.phone.api.records import CALL_FIELDS, MESSAGE_FIELDS, page_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

__all__ = [
    "ACCOUNT_SID",
    "AUTH_TOKEN",
    "Fault",
    "HttpResponse",
    "ProcessedRequest",
    "ReceivedRequest",
    "Rejection",
    "StandIn",
]

ACCOUNT_SID = "AC" + "0123456789abcdef" * 2
AUTH_TOKEN = "fedcba9876543210" * 2  # of an account that does not exist
ROOT = "/2010-04-01/Accounts/"

FormData = dict[str, list[str]]
Record = dict[str, Any]


class Fault(enum.Enum):
    """A fault of one request, and whether the request is processed in spite of it."""

    NONE = "no fault", True
    RESET_BEFORE = "the connection is reset before the request is processed", False
    RESET_UNANSWERED = "the connection is reset before the response", True
    RESET_WITHIN = "the connection is reset within the response", True
    CUT = "the connection is closed within the response", True
    CLOSE_AFTER = "the connection is closed after the response, without a header that says so", True
    SLOW = "no response until the client gives up", True
    TOO_MANY = "429 without Retry-After", False
    TOO_MANY_RETRY_AFTER = "429 with Retry-After", False
    HTML_500 = "500 with an HTML page", True
    EMPTY_503 = "503 with an empty body", False
    TRUNCATED_JSON = "a response with half a JSON object", True
    NOT_JSON = "a response with an HTML page", True

    @property
    def processes(self) -> bool:
        """Whether the request is processed."""
        return self.value[1]


class Rejection(rules.Rejection):
    """A rejected request, whose response may have more than Twilio's error code."""

    def __init__(self, status: int, code: int | None, message: str, **more: Any) -> None:
        super().__init__(status, code, message)
        self.body |= more


class ProcessedRequest(NamedTuple):
    """A request that was processed."""

    method: str
    path: str
    form: FormData

    @property
    def creates(self) -> bool:
        """Whether the request placed a call or sent a message."""
        return self.method == "POST" and self.path in {"Calls", "Messages"}


class ReceivedRequest(NamedTuple):
    """A request that was received, processed or not."""

    method: str
    target: str
    headers: dict[str, str]
    peer: tuple[str, int]


class HttpResponse(NamedTuple):
    """An HTTP response."""

    status: int
    body: bytes
    content_type: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()


class StandIn:
    """Twilio's REST API for one account.

    Args:
        account_sid: SID of the account.
        auth_token: Auth token of the account.
        keys: Secrets of the account's API keys, by their SIDs.
        test_credentials: Whether to behave as Twilio does with test credentials: calls and messages are validated but
            not stored, everything else is rejected.

    Attributes:
        calls: The stored calls by their SIDs.
        messages: The stored messages by their SIDs.
        processed: The requests that were processed.
        requests: The requests that were received.
        faults: The faults of the next requests.
        closed: Set when a connection has been closed after a response.
    """

    def __init__(
        self,
        account_sid: str = ACCOUNT_SID,
        auth_token: str = AUTH_TOKEN,
        *,
        keys: dict[str, str] | None = None,
        test_credentials: bool = False,
    ) -> None:
        self.account_sid = account_sid
        self.auth_token = auth_token
        self.keys = keys or {}
        self.test_credentials = test_credentials
        self.reset()
        self._lock = threading.Lock()
        self._unreachable = socket.socket()  # reserves a port without listening
        self._unreachable.bind(("127.0.0.1", 0))
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.stand_in = self

    def reset(self) -> None:
        """Remove all calls, messages, requests and faults."""
        self.calls: dict[str, Record] = {}
        self.messages: dict[str, Record] = {}
        self.processed: list[ProcessedRequest] = []
        self.requests: list[ReceivedRequest] = []
        self.faults: deque[Fault | Rejection | HttpResponse] = deque()
        self.closed = threading.Event()
        self._numbers = itertools.count(1)
        self._instructions: dict[str, FormData] = {}

    @property
    def address(self) -> str:
        """The base URL of the server."""
        return "http://{}:{}".format(*self._server.server_address[:2])

    @property
    def unreachable(self) -> str:
        """A base URL at which every connection is refused."""
        return "http://{}:{}".format(*self._unreachable.getsockname())

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._unreachable.close()

    def pick_up(self, sid: str) -> str:
        """Answer a call: request its TwiML with a signature, as Twilio does, and return the TwiML."""
        call, form = self.calls[sid], self._instructions[sid]
        call.update(status="in-progress", start_time=_now())
        if "Url" not in form:
            return form["Twiml"][0]
        url, method = form["Url"][0], form.get("Method", ["POST"])[0]
        params = {
            "AccountSid": self.account_sid,
            "ApiVersion": "2010-04-01",
            "CallSid": sid,
            "CallStatus": "in-progress",
            "Direction": "outbound-api",
            "From": call["from"],
            "To": call["to"],
        }
        if method == "GET":
            url += ("&" if urlsplit(url).query else "?") + urlencode(params)
            request = urllib.request.Request(url, headers={"X-Twilio-Signature": self._sign(url, {})})
        else:
            headers = {"X-Twilio-Signature": self._sign(url, params)}
            request = urllib.request.Request(url, urlencode(params).encode(), headers)
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=30) as response:
            return response.read().decode()

    def _sign(self, url: str, params: dict[str, str]) -> str:
        signed = url + "".join(name + params[name] for name in sorted(params))
        return base64.b64encode(hmac.digest(self.auth_token.encode(), signed.encode(), "sha1")).decode()

    # Responses.

    def handle(self, method: str, target: str, login: str | None, form: FormData) -> HttpResponse:
        """Process a request or reject it."""
        with self._lock:
            try:
                status, body = self._process(method, urlsplit(target).path, login, form)
            except rules.Rejection as rejection:
                return _json(rejection.status, rejection.body)
            return HttpResponse(204, b"") if body is None else _json(status, body)

    def _process(self, method: str, path: str, login: str | None, form: FormData) -> tuple[int, Record | None]:
        self._authenticate(login)
        found = re.fullmatch(rf"{ROOT}(AC\w{{32}})/(Calls|Messages)(?:/(\w+))?\.json", path)
        if not found or found[1] != self.account_sid:
            raise Rejection(404, 20404, f"The requested resource {path} was not found")
        collection, sid = found[2], found[3]
        if self.test_credentials and (method, sid) != ("POST", None):
            raise Rejection(403, 20008, "Resource not accessible with Test Account Credentials")
        records = self.calls if collection == "Calls" else self.messages
        if sid is None:
            if method not in {"GET", "POST"}:
                raise Rejection(405, 20004, "Method not allowed")
            create = self._create_call if collection == "Calls" else self._create_message
            result = (
                (201, create(form)) if method == "POST" else (200, page_of(collection, records.values(), path, form))
            )
        else:
            if sid not in records:
                raise Rejection(404, 20404, f"The requested resource {path} was not found")
            update = self._update_call if collection == "Calls" else self._update_message
            changes: dict[str, Callable[[Record, FormData], Record | None]] = {
                "GET": lambda record, _: record,
                "POST": update,
                "DELETE": self._delete,
            }
            result = (200, changes[method](records[sid], form))
        self.processed.append(ProcessedRequest(method, collection if sid is None else f"{collection}/{sid}", form))
        return result

    def _authenticate(self, login: str | None) -> None:
        known = {self.account_sid: self.auth_token, **self.keys}
        for user, password in known.items():
            expected = base64.b64encode(f"{user}:{password}".encode()).decode()
            if login == f"Basic {expected}":
                return
        raise Rejection(401, 20003, "Authenticate")

    def _check_test_sender(self, form: FormData, code: int) -> None:
        """Reject every sender but the magic one, as test credentials do."""
        if self.test_credentials and rules.first(form, "From") != "+15005550006":
            raise Rejection(400, code, "The 'From' number is not a number of the account")

    def _sid(self, prefix: str) -> str:
        return f"{prefix}{next(self._numbers):032x}"

    def _create_call(self, form: FormData) -> Record:
        rules.check_call(form)
        self._check_test_sender(form, 21210)
        sid = self._sid("CA")
        call: Record = dict.fromkeys(CALL_FIELDS)
        call |= {
            "sid": sid,
            "account_sid": self.account_sid,
            "date_created": _now(),
            "date_updated": _now(),
            "to": form["To"][0],
            "to_formatted": form["To"][0],
            "from": form["From"][0],
            "from_formatted": form["From"][0],
            "status": "queued",
            "direction": "outbound-api",
            "price_unit": "USD",
            "api_version": "2010-04-01",
            "queue_time": "0",
            "uri": f"{ROOT}{self.account_sid}/Calls/{sid}.json",
            "subresource_uris": {"recordings": f"{ROOT}{self.account_sid}/Calls/{sid}/Recordings.json"},
        }
        if not self.test_credentials:
            self.calls[sid] = call
            self._instructions[sid] = form
        return call

    def _create_message(self, form: FormData) -> Record:
        rules.check_message(form)
        self._check_test_sender(form, 21606)
        media = form.get("MediaUrl", [])
        sid = self._sid("MM" if media else "SM")
        service = form.get("MessagingServiceSid", [None])[0]
        message: Record = dict.fromkeys(MESSAGE_FIELDS)
        message |= {
            "sid": sid,
            "account_sid": self.account_sid,
            "messaging_service_sid": service,
            "body": form.get("Body", [""])[0],
            "from": form.get("From", [None])[0],
            "to": form["To"][0],
            "status": "scheduled" if "SendAt" in form else "accepted" if service else "queued",
            "direction": "outbound-api",
            "num_segments": "0" if service else "1",
            "num_media": str(len(media)),
            "price_unit": "USD",
            "date_created": _now(),
            "date_updated": _now(),
            "api_version": "2010-04-01",
            "uri": f"{ROOT}{self.account_sid}/Messages/{sid}.json",
            "subresource_uris": {"media": f"{ROOT}{self.account_sid}/Messages/{sid}/Media.json"},
        }
        if not self.test_credentials:
            self.messages[sid] = message
        return message

    def _update_call(self, call: Record, form: FormData) -> Record:
        rules.check_call_changes(form, call["status"], can_move=True)
        status = rules.first(form, "Status")
        if status:
            call.update(status=status, end_time=_now(), duration="0")
        elif "TimeLimit" not in form or len(form) > 1:
            self._instructions[call["sid"]] = form
        call["date_updated"] = _now()
        return call

    def _update_message(self, message: Record, form: FormData) -> Record:
        if form.get("Body") == [""]:
            message["body"] = ""
        elif form.get("Status") == ["canceled"] and message["status"] == "scheduled":
            message["status"] = "canceled"
        else:
            raise Rejection(409, 20409, "Message is not in a state that can be changed so")
        message["date_updated"] = _now()
        return message

    def _delete(self, record: Record, _: FormData) -> None:
        if record["status"] == "in-progress":
            raise Rejection(409, 20409, "Call is in progress")
        (self.calls if record["sid"].startswith("CA") else self.messages).pop(record["sid"])


def _now() -> str:
    return format_datetime(datetime.now(UTC))


def _json(status: int, body: Record) -> HttpResponse:
    return HttpResponse(status, json.dumps(body).encode())


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    stand_in: StandIn

    def handle_error(self, request: object, client_address: object) -> None:
        """Ignore clients that have disconnected."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_DELETE(self) -> None:
        self._serve()

    def _serve(self) -> None:
        twilio = self.server.stand_in
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        twilio.requests.append(
            ReceivedRequest(self.command, self.path, dict(self.headers.items()), self.client_address)
        )
        text = body if self.command == "POST" else urlsplit(self.path).query
        form = parse_qs(text, keep_blank_values=True, strict_parsing=bool(text))
        fault = twilio.faults.popleft() if twilio.faults else Fault.NONE
        if isinstance(fault, Rejection):
            self._send(_json(fault.status, fault.body))
        elif isinstance(fault, HttpResponse):
            self._send(fault)
        elif not fault.processes:
            self._fail(fault, HttpResponse(200, b""))
        else:
            self._fail(fault, twilio.handle(self.command, self.path, self.headers.get("Authorization"), form))

    def _fail(self, fault: Fault, response: HttpResponse) -> None:  # noqa: C901  # one case per fault
        """Respond with a fault."""
        html = b"<!DOCTYPE html><html><body><h1>Something went wrong</h1></body></html>"
        too_many = _json(429, Rejection(429, 20429, "Too Many Requests").body)
        match fault:
            case Fault.NONE:
                self._send(response)
            case Fault.RESET_BEFORE | Fault.RESET_UNANSWERED:
                self._reset()
            case Fault.RESET_WITHIN:
                self._send(response, part=0.6)
                self._reset()
            case Fault.CUT:
                self._send(response, part=0.6)
                self.close_connection = True
            case Fault.CLOSE_AFTER:
                self.server.stand_in.closed.clear()
                self._send(response)
                self.connection.shutdown(socket.SHUT_WR)
                self.server.stand_in.closed.set()
                self.close_connection = True
            case Fault.SLOW:
                self.connection.recv(1)
                self.close_connection = True
            case Fault.TOO_MANY:
                self._send(too_many)
            case Fault.TOO_MANY_RETRY_AFTER:
                self._send(too_many._replace(headers=(("Retry-After", "7"),)))
            case Fault.HTML_500:
                self._send(HttpResponse(500, html, "text/html"))
            case Fault.EMPTY_503:
                self._send(HttpResponse(503, b"", "text/plain"))
            case Fault.TRUNCATED_JSON:
                self._send(response._replace(body=response.body[: len(response.body) // 2]))
            case Fault.NOT_JSON:
                self._send(response._replace(body=html, content_type="text/html"))

    def _send(self, response: HttpResponse, part: float = 1) -> None:
        """Write a response, or only the first part of it, in one go."""
        lines = [
            f"HTTP/1.1 {response.status} {self.responses.get(response.status, ('',))[0]}",
            *(f"{name}: {value}" for name, value in response.headers),
            f"Twilio-Request-Id: RQ{len(self.server.stand_in.requests):032x}",
            *(
                [f"Content-Type: {response.content_type}", f"Content-Length: {len(response.body)}"]
                * (response.status != 204)
            ),
        ]
        whole = "\r\n".join([*lines, "", ""]).encode() + response.body
        self.wfile.write(whole[: round(len(whole) * part)])

    def _reset(self) -> None:
        """Close the connection with a reset, which the client sees as an error."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.rfile.close()
        self.connection.close()
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Log nothing."""
