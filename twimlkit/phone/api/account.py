"""Twilio's REST API for one account, as the world of a telephone: what it is asked to do happens there.

A request is answered at once and takes effect when the telephone goes on. The API has calls and messages. Every other
resource is a 404, which fails the step of a strict test.
"""

from __future__ import annotations

import base64
import enum
import json
import re
from collections import deque
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import parse_qs

from twimlkit.phone.leg import Detection, Leg
from twimlkit.phone.messages import TextMessage
from twimlkit.phone.recordings import Recording
from twimlkit.phone.requests import Goto

from .records import Record, call_record, message_record, page_of
from .rules import Form, Rejection, check_call, check_call_changes, check_message, first, send_time

if TYPE_CHECKING:
    from collections.abc import Mapping
    from threading import RLock

    from twimlkit.phone.phone_steps import PhoneSteps

__all__ = ["Account", "ApiRequest", "ApiResponse", "Fault"]

_PATH: Final = re.compile(r"/2010-04-01/Accounts/(AC\w{32})/(Calls|Messages)(?:/(\w+))?\.json")
_EVENTS: Final = ("completed",)


class Fault(enum.Enum):
    """What goes wrong with a request to the API."""

    NOT_CONNECTED = "there is no connection, so that nothing happens"
    NOT_ANSWERED = "the request is processed, and the connection breaks before the answer"
    SERVER_ERROR = "the request is processed, and the answer is 500 with a page"
    NEVER_ANSWERED = "the request is processed, and no answer comes"
    TOO_MANY_REQUESTS = "the request is rejected with 429"

    @property
    def is_processed(self) -> bool:
        """Whether the request is processed."""
        return self in (Fault.NOT_ANSWERED, Fault.NEVER_ANSWERED, Fault.SERVER_ERROR)

    @property
    def breaks(self) -> bool:
        """Whether there is no answer."""
        return self in (Fault.NOT_CONNECTED, Fault.NOT_ANSWERED, Fault.NEVER_ANSWERED)


class ApiRequest(NamedTuple):
    """A request to the API.

    Attributes:
        method: HTTP method.
        target: Path and query.
        login: The header Authorization, or None.
        body: The body.
    """

    method: str
    target: str
    login: str | None
    body: bytes


class ApiResponse(NamedTuple):
    """An answer of the API.

    Attributes:
        status: Status code.
        body: The body.
        content_type: Its type.
        request_id: What Twilio calls the request.
    """

    status: int
    body: bytes = b""
    content_type: str = "application/json"
    request_id: str = ""

    @property
    def headers(self) -> dict[str, str]:
        """The headers."""
        content = {"Content-Type": self.content_type} if self.body else {}
        return {"Twilio-Request-Id": self.request_id, **content}


class Account:
    """The API of one account.

    Args:
        steps: What places calls.
        lock: What keeps threads of servers apart.

    Attributes:
        faults: The faults of the next requests, one for each.
        requests: The requests that have arrived.
    """

    def __init__(self, steps: PhoneSteps, lock: RLock) -> None:
        self.faults: deque[Fault] = deque()
        self.requests: list[ApiRequest] = []
        self._steps = steps
        self._world = steps.exchange
        self._lock = lock
        self._deleted: set[str] = set()

    def answer(self, request: ApiRequest) -> ApiResponse | Fault:
        """Process a request; returns the answer, or the fault for which there is none."""
        with self._lock:
            self.requests.append(request)
            fault = self.faults.popleft() if self.faults else None
            if fault and fault.is_processed:
                self._answered(request)
            if fault and fault.breaks:
                return fault
            response = self._answered(request) if fault is None else _FAULTY[fault]
            return response._replace(request_id=f"RQ{len(self.requests):032x}")

    def _answered(self, request: ApiRequest) -> ApiResponse:
        path, _, query = request.target.partition("?")
        text = request.body.decode("utf-8", "replace") if request.method == "POST" else query
        try:
            return self._process(request, path, parse_qs(text, keep_blank_values=True))
        except Rejection as rejection:
            return _json(rejection.status, rejection.body)

    def _process(self, request: ApiRequest, path: str, form: Form) -> ApiResponse:
        account, token = self._world.account_sid, self._world.auth_token
        login = base64.b64encode(f"{account}:{token}".encode()).decode()
        if request.login != f"Basic {login}":
            raise Rejection(401, 20003, "Authenticate")
        meant = _PATH.fullmatch(path)
        if not meant or meant[1] != account:
            raise self._unknown(request, path)
        name, sid = meant[2], meant[3]
        if sid is None:
            return self._collection(request, name, path, form)
        found = self._world.legs.get(sid) if name == "Calls" else self._message(sid)
        if sid in self._deleted or found is None:
            raise self._unknown(request, path)
        match request.method:
            case "GET":
                pass
            case "POST":
                self._change_call(found, form) if isinstance(found, Leg) else self._change_message(found, form)
            case "DELETE":
                self._delete(found)
                return ApiResponse(204)
            case _:
                raise Rejection(405, 20004, "Method not allowed")
        return _json(200, call_record(found) if isinstance(found, Leg) else message_record(found, account))

    def _unknown(self, request: ApiRequest, path: str) -> Rejection:
        """Return the rejection of a resource that is not there, which fails the step of a strict test."""
        if self._world.strict:
            when = "" if self._world.asking else "before this step, "
            reason = f"{when}{request.method} {path}: the telephone's REST API has no such resource, Twilio 20404"
            self._world.troubles.append((None, reason))
        return Rejection(404, 20404, f"The requested resource {path} was not found")

    def _message(self, sid: str) -> TextMessage | None:
        return next((each for each in self._world.messages if each.sid == sid), None)

    def _collection(self, request: ApiRequest, name: str, path: str, form: Form) -> ApiResponse:
        is_calls = name == "Calls"
        if request.method == "POST":
            return _json(201, self._place_call(form) if is_calls else self._send_message(form))
        if request.method != "GET":
            raise Rejection(405, 20004, "Method not allowed")
        records: list[Record] = (
            [call_record(leg) for leg in self._world.legs.values()]
            if is_calls
            else [message_record(each, self._world.account_sid) for each in self._world.messages]
        )
        return _json(200, page_of(name, [each for each in records if each["sid"] not in self._deleted], path, form))

    # Calls.

    def _place_call(self, form: Form) -> Record:
        check_call(form)
        form = self._with_application(form)
        leg = self._steps.place_outbound(
            to=first(form, "To"),
            from_=first(form, "From"),
            url=first(form, "Url") or None,
            method=first(form, "Method") or "POST",
            twiml=first(form, "Twiml") or None,
            fallback_url=first(form, "FallbackUrl") or None,
            fallback_method=first(form, "FallbackMethod") or "POST",
            status_callback=first(form, "StatusCallback") or None,
            status_callback_method=first(form, "StatusCallbackMethod") or "POST",
            status_callback_event=tuple(form.get("StatusCallbackEvent", _EVENTS)),
            timeout=float(first(form, "Timeout") or 60),
            strict=None,
        )
        leg.digits = first(form, "SendDigits")
        leg.longest = float(first(form, "TimeLimit") or leg.longest)
        if "ApplicationSid" in form:
            leg.extra = {"ApplicationSid": first(form, "ApplicationSid")}
        if first(form, "MachineDetection"):
            leg.detects = _detection(form)
            if not (leg.detects.waits or leg.detects.callback):
                leg.warn("amd", "AsyncAmd has no AsyncAmdStatusCallback, so that nobody is told who answers", 21262)
        if first(form, "Record").lower() == "true":
            leg.when_answered = partial(_record, leg, form)
        return call_record(leg)

    def _with_application(self, form: Form) -> Form:
        """Return the parameters of a call with the settings of its application instead of those that it replaces."""
        sid = first(form, "ApplicationSid")
        if not sid:
            return form
        found = self._world.numbers.get(f"app:{sid}")
        if found is None:
            remedy = "phone.add_application(sid, voice_url=…) adds it to the telephone"
            raise Rejection(400, 21218, f"Invalid ApplicationSid: {remedy}")
        settings = {
            "Url": found.voice_url,
            "Method": found.voice_method,
            "FallbackUrl": found.voice_fallback_url,
            "FallbackMethod": found.voice_fallback_method,
            "StatusCallback": found.status_callback,
            "StatusCallbackMethod": found.status_callback_method,
        }
        kept = {name: form[name] for name in form.keys() - settings.keys() - {"Twiml", "StatusCallbackEvent"}}
        return kept | {name: [value] for name, value in settings.items() if value}

    def _change_call(self, leg: Leg, form: Form) -> None:
        check_call_changes(form, leg.status, can_move=leg.can_move)
        status = first(form, "Status")
        if status:
            leg.close("rest", status)
        elif leg.process and form.keys() & {"Url", "Twiml"}:
            if "FallbackUrl" in form:
                leg.fallback = Goto(first(form, "FallbackUrl"), first(form, "FallbackMethod") or "POST")
            twiml = first(form, "Twiml") or None
            goto = Goto(first(form, "Url"), first(form, "Method") or "POST", twiml=twiml)
            leg.move(goto)
        if "TimeLimit" in form:
            leg.limit(float(first(form, "TimeLimit")))

    def _delete(self, found: Leg | TextMessage) -> None:
        if isinstance(found, Leg) and not found.is_over:
            raise Rejection(409, 20409, "Call is in progress")
        self._deleted.add(found.sid)

    # Messages.

    def _send_message(self, form: Form) -> Record:
        check_message(form)
        if (first(form, "To"), first(form, "From")) in self._world.opted_out:
            raise Rejection(400, 21610, "The message cannot be sent: the recipient has unsubscribed")
        at = send_time(form)
        media = form.get("MediaUrl", [])
        service = first(form, "MessagingServiceSid") or None
        message = TextMessage(
            first(form, "Body"),
            sid=self._world.new_sid("MM" if media else "SM"),
            from_=first(form, "From"),
            to=first(form, "To"),
            direction="outbound-api",
            media=media,
            at=self._world.now,
        )
        message.service = service
        message.status = "scheduled" if "SendAt" in form else "accepted" if service else "queued"
        self._world.messages.append(message)
        record = message_record(message, self._world.account_sid)
        self._steps.deliver(message, first(form, "StatusCallback") or None, at=at)
        return record

    def _change_message(self, message: TextMessage, form: Form) -> None:
        if form.get("Body") == [""]:
            message.is_redacted = True
        elif first(form, "Status") == "canceled" and message.status == "scheduled":
            message.status = "canceled"
        else:
            raise Rejection(409, 20409, "Message is not in a state that can be changed so")


def _detection(form: Form) -> Detection:
    is_async = first(form, "AsyncAmd").lower() == "true"
    url, method = first(form, "AsyncAmdStatusCallback"), first(form, "AsyncAmdStatusCallbackMethod")
    return Detection(
        url or None if is_async else None,
        method or "POST",
        not is_async,
        first(form, "MachineDetection") == "DetectMessageEnd",
    )


def _record(leg: Leg, form: Form) -> None:
    """Record a call until it ends."""
    events = " ".join(form.get("RecordingStatusCallbackEvent", ["completed"])).split()
    recording = Recording(
        leg,
        "OutboundAPI",
        channels=2 if first(form, "RecordingChannels") == "dual" else 1,
        track=first(form, "RecordingTrack") or "both",
        callback=first(form, "RecordingStatusCallback") or None,
        method=first(form, "RecordingStatusCallbackMethod") or "POST",
        events=events,
    )
    leg.activities["Record"] = recording.complete


def _json(status: int, body: Mapping[str, object]) -> ApiResponse:
    return ApiResponse(status, json.dumps(body).encode())


_FAULTY: Final = {
    Fault.SERVER_ERROR: ApiResponse(500, b"<!DOCTYPE html><h1>Something went wrong</h1>", "text/html"),
    Fault.TOO_MANY_REQUESTS: _json(429, Rejection(429, 20429, "Too Many Requests").body),
}
