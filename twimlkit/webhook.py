"""Checks that a request comes from Twilio, and reads it.

    from twimlkit.webhook import CallRequest, parse_request, verify

    if verify(auth_token, url, form, headers.get("X-Twilio-Signature")):
        request = parse_request(form)

`url` is the URL that Twilio asked for, to the last character; behind a proxy `PublicUrl` finds it. Of a POST, `form` is
every parameter of the body, those with an empty value too. Of a GET it is empty for `verify`, since the parameters are
in the URL already, and the query's parameters for `parse_request`.

https://www.twilio.com/docs/usage/webhooks/webhooks-security
"""

from __future__ import annotations

import functools
import hmac
import math
import re
from binascii import b2a_base64
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from datetime import UTC, datetime
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Protocol, TypeAlias, TypeVar, cast, get_type_hints

from .values import shortened

if TYPE_CHECKING:
    from ipaddress import IPv4Network, IPv6Network

__all__ = [
    "SIGNATURE_HEADER",
    "AnsweredBy",
    "CallDirection",
    "CallRequest",
    "CallStatus",
    "DialCallStatus",
    "Headers",
    "InvalidRequest",
    "MessageRequest",
    "MessageStatus",
    "Params",
    "PublicUrl",
    "QueueResult",
    "ReceivedMedia",
    "RecordingStatus",
    "StirVerstat",
    "TwilioRequest",
    "parse_request",
    "sign",
    "verify",
    "verify_body",
]

SIGNATURE_HEADER: Final = "X-Twilio-Signature"
"""The header of a request that holds its signature."""

Params: TypeAlias = Mapping[str, str | Sequence[str]] | Iterable[tuple[str, str]]
"""The parameters of a request: names with a text or with several, pairs, or a web framework's form or query."""


# The signature.


def sign(auth_token: str, url: str, params: Params = ()) -> str:
    """Signs a request as Twilio does, for a test or for a stand-in.

    auth_token: the account's primary token.
    url: the absolute URL of the request; user info and fragment are not signed, everything else as it is spelled.
    params: the parameters of a form's body; none for a GET or another body.

    Returns what the header `X-Twilio-Signature` holds. A token that is empty is a ValueError, a parameter that is not
    text a TypeError.

    https://www.twilio.com/docs/usage/webhooks/webhooks-security#validating-signatures-from-twilio
    """
    (key,) = _keys((auth_token,))
    return _signature(key, next(_spellings(url)) + _joined(params)).decode()


def verify(auth_token: str | Sequence[str], url: str, params: Params, signature: str | None) -> bool:
    """Tells whether Twilio signed a request: its URL and, of a form that was posted, its parameters.

    auth_token: the account's primary token, or several while one is being replaced.
    url: the URL that Twilio asked for. A port may be missing or there: Twilio signs some requests with it and others
        without. The quoting of the query may be Twilio's or plain, and a WebSocket's path may lack its last slash.
    params: the parameters of a form's body, all of them; none for a GET.
    signature: what the header `X-Twilio-Signature` holds; None or anything that is not a signature is never right.

    The signatures are compared in constant time. A token that is empty is a ValueError, a parameter that is not text
    a TypeError.

    https://www.twilio.com/docs/usage/webhooks/webhooks-security#validating-signatures-from-twilio
    """
    keys = _keys(auth_token)
    if signature is None:
        return False
    given = _bytes(signature)
    joined = _joined(params)
    return any(hmac.compare_digest(_signature(key, text + joined), given) for text in _spellings(url) for key in keys)


def verify_body(auth_token: str | Sequence[str], url: str, body: bytes, signature: str | None) -> bool:
    """Tells whether Twilio signed a request whose body is not a form, such as JSON.

    url: the URL that Twilio asked for; its query holds `bodySHA256`, without which nothing vouches for the body.
    body: the body as it came, before anything decodes it.
    auth_token, signature: as for `verify`.
    """
    from hashlib import sha256  # few requests have such a body, and these are slow to import
    from urllib.parse import parse_qsl

    query = url.partition("#")[0].partition("?")[2]
    stated = {value for name, value in parse_qsl(query) if name == "bodySHA256"}
    return (
        verify(auth_token, url, (), signature)
        and len(stated) == 1
        and hmac.compare_digest(_bytes(stated.pop()), sha256(body).hexdigest().encode())
    )


_URL: Final = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.\-]*)://(?:[^/?#]*@)?"
    r"(?P<host>\[[^\]/?#]*\]|[^/?#:]*)(?::(?P<port>[0-9]*))?(?P<rest>[^#]*)"
)
_PORTS: Final = {"http": "80", "https": "443", "ws": "80", "wss": "443"}


def _keys(auth_token: str | Sequence[str]) -> list[bytes]:
    """The tokens as keys; one that is empty would let anybody sign."""
    tokens: Sequence[object] = (auth_token,) if isinstance(auth_token, str) or not auth_token else auth_token
    keys = [_bytes(token) for token in tokens if isinstance(token, str) and token]
    if len(keys) < len(tokens):
        raise ValueError("auth_token must be a text that is not empty, or several")
    return keys


def _bytes(text: str) -> bytes:
    """The text in UTF-8; a lone surrogate, which no text of Twilio's holds, is no reason to fail."""
    return text.encode("utf-8", "surrogatepass")


def _signature(key: bytes, text: str) -> bytes:
    return b2a_base64(hmac.digest(key, _bytes(text), "sha1"), newline=False)


def _spellings(url: str) -> Iterator[str]:
    """The URL in each form that Twilio may have signed, as it stands first."""
    parts = _URL.match(url)
    if not parts:
        yield url.partition("#")[0]
        return
    scheme, host, port, rest = parts.groups()
    known = scheme.lower()
    other = "" if port is not None else f":{_PORTS[known]}" if known in _PORTS else None
    for spelled in _rests(known, rest):
        yield f"{scheme}://{host}{'' if port is None else f':{port}'}{spelled}"
        if other is not None:
            yield f"{scheme}://{host}{other}{spelled}"


def _rests(scheme: str, rest: str) -> Iterator[str]:
    """Path and query in each form that Twilio may have signed, as they stand first."""
    yield rest
    path, mark, query = rest.partition("?")
    if scheme in ("ws", "wss") and not path.endswith("/"):
        yield f"{path}/{mark}{query}"
    if query:
        from urllib.parse import parse_qsl, quote, urlencode  # only what failed so far comes here

        pairs = parse_qsl(query, keep_blank_values=True)
        again = urlencode(pairs, quote_via=quote, safe="!'()*~", errors="surrogatepass")  # as Twilio's library for Node
        if again != query:
            yield f"{path}?{again}"


def _joined(params: Params) -> str:
    """Names and values as they are signed: each pair once, by name and then by value."""
    return "".join(chain.from_iterable(sorted(set(_pairs(params)))))


def _pairs(params: Params) -> list[tuple[str, str]]:
    """The parameters one by one, whatever holds them."""
    try:
        pairs = list(_unchecked(params))
    except (TypeError, ValueError):
        pairs = [("", None)]
    if not all(isinstance(name, str) and isinstance(value, str) for name, value in pairs):
        raise TypeError("params must be names with a text or several, or pairs of a name and a text")
    return cast("list[tuple[str, str]]", pairs)


def _unchecked(params: Any) -> Iterable[tuple[Any, Any]]:
    if several := getattr(params, "getlist", None) or getattr(params, "getall", None):
        # the forms of Django, Starlette and Werkzeug have the first name, those of aiohttp the second
        return ((name, value) for name in params for value in several(name))
    if items := getattr(params, "items", None):
        return (
            (name, value) for name, values in items() for value in ((values,) if isinstance(values, str) else values)
        )
    return ((name, value) for name, value in params)


# The URL that Twilio asked for.


class Headers(Protocol):
    """Gives the headers of a request by name, as every web framework does, whatever the case of the name."""

    def get(self, name: str, /) -> str | None:
        """The header's value, or None."""


class PublicUrl:
    """Finds the URL that Twilio asked for, where a proxy stands before the server.

    base_url: what the public URLs of the server begin with, as in `https://example.com`; a path in it is put before the
        path that the server sees. No header counts then.
    trusted_proxies: the addresses or networks of proxies, as in `10.0.0.0/8`. Only of a request that one of these hands
        on do the headers X-Forwarded-Proto, X-Forwarded-Host and X-Forwarded-Port count. Where a header has several
        values the last one counts, which is the proxy's own; for a chain of proxies, or one on a Unix socket, give
        `base_url`.

    With neither, the URL is the one that the server sees. A base URL or an address that is none is a ValueError.
    """

    __slots__ = ("_base", "_networks")

    def __init__(self, *, base_url: str | None = None, trusted_proxies: str | Iterable[str] = ()) -> None:
        self._base = None if base_url is None else _base(base_url)
        self._networks = [
            _network(address)
            for address in ([trusted_proxies] if isinstance(trusted_proxies, str) else trusted_proxies)
        ]

    def rebuild(self, url: str, headers: Headers, peer: str | None) -> str:
        """Gives the public form of a URL; path and query stay as they are, to the last character.

        url: the absolute URL as the server sees it, with the path and the query as they stand in the request.
        headers: the request's headers.
        peer: the IP address from which the request came to the server.
        """
        parts = _URL.match(url)
        if not parts:
            return url
        scheme, host, port, rest = parts.groups()
        if self._base is not None:
            return self._base + rest
        if not self._trusts(peer):
            return url
        if forwarded := _forwarded(headers, "X-Forwarded-Proto", _PROTO):
            scheme = forwarded[0].lower()
        if forwarded := _forwarded(headers, "X-Forwarded-Host", _HOST):
            host, port = forwarded.groups()
        if forwarded := _forwarded(headers, "X-Forwarded-Port", _PORT):
            port = forwarded[0]
        return f"{scheme}://{host}{'' if not port or port == _PORTS.get(scheme) else f':{port}'}{rest}"

    def _trusts(self, peer: str | None) -> bool:
        if not self._networks or not peer:
            return False
        from ipaddress import IPv6Address, ip_address  # the networks were made by it: it is there already

        try:
            address = ip_address(peer)
        except ValueError:
            return False
        if isinstance(address, IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        return any(address in network for network in self._networks)


_PROTO: Final = re.compile("https?|wss?", re.IGNORECASE)
_HOST: Final = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._\-]+)(?::([0-9]{1,5}))?")
_PORT: Final = re.compile("[0-9]{1,5}")


def _forwarded(headers: Headers, name: str, form: re.Pattern[str]) -> re.Match[str] | None:
    """What the proxy itself said in a header, where it said something that makes sense."""
    return form.fullmatch((headers.get(name) or "").rpartition(",")[2].strip())


def _base(base_url: str) -> str:
    parts = _URL.fullmatch(base_url)
    if not parts or parts["scheme"].lower() not in _PORTS or not parts["host"] or "?" in parts["rest"]:
        raise ValueError(f"base_url must be like 'https://example.com', without a query, not {shortened(base_url)}")
    return base_url.rstrip("/")


def _network(address: str) -> IPv4Network | IPv6Network:
    from ipaddress import ip_network  # most servers need no proxy

    try:
        return ip_network(address, strict=False)
    except ValueError:
        raise ValueError(
            f"trusted_proxies must hold IP addresses or networks like '10.0.0.0/8', not {shortened(address)}"
        ) from None


# The words of parameters. Twilio adds to them without notice, so that any other text is taken too.

CallStatus: TypeAlias = (
    Literal["queued", "initiated", "ringing", "in-progress", "completed", "busy", "failed", "no-answer", "canceled"]
    | str
)
"""What has become of a call."""

CallDirection: TypeAlias = (
    Literal["inbound", "outbound-api", "outbound-dial", "trunking-terminating", "trunking-originating"] | str
)
"""Who began a call."""

AnsweredBy: TypeAlias = (
    Literal["human", "fax", "unknown", "machine_start", "machine_end_beep", "machine_end_silence", "machine_end_other"]
    | str
)
"""Who or what picked up the phone, as machine detection heard it."""

StirVerstat: TypeAlias = (
    Literal[
        "TN-Validation-Passed-A",
        "TN-Validation-Passed-A-Diverted",
        "TN-Validation-Passed-A-Passthrough",
        "TN-Validation-Passed-B",
        "TN-Validation-Passed-B-Diverted",
        "TN-Validation-Passed-B-Passthrough",
        "TN-Validation-Passed-C",
        "TN-Validation-Passed-C-Diverted",
        "TN-Validation-Passed-C-Passthrough",
        "TN-Validation-Failed-A",
        "TN-Validation-Failed-A-Diverted",
        "TN-Validation-Failed-A-Passthrough",
        "TN-Validation-Failed-B",
        "TN-Validation-Failed-B-Diverted",
        "TN-Validation-Failed-B-Passthrough",
        "TN-Validation-Failed-C",
        "TN-Validation-Failed-C-Diverted",
        "TN-Validation-Failed-C-Passthrough",
        "TN-Validation-Failed",
        "No-TN-Validation",
        "NULL",
    ]
    | str
)
"""Whether the caller's number is theirs, as SHAKEN/STIR found it."""

DialCallStatus: TypeAlias = Literal["completed", "answered", "busy", "no-answer", "failed", "canceled"] | str
"""How a Dial ended; `answered` is a conference."""

QueueResult: TypeAlias = (
    Literal[
        "bridged",
        "bridging-in-process",
        "error",
        "hangup",
        "leave",
        "redirected",
        "redirected-from-bridged",
        "queue-full",
        "system-error",
    ]
    | str
)
"""How an Enqueue ended."""

RecordingStatus: TypeAlias = Literal["in-progress", "completed", "absent", "failed"] | str
"""What has become of a recording."""

MessageStatus: TypeAlias = (
    Literal[
        "queued",
        "sending",
        "sent",
        "failed",
        "delivered",
        "undelivered",
        "receiving",
        "received",
        "accepted",
        "scheduled",
        "read",
        "partially_delivered",
        "canceled",
    ]
    | str
)
"""What has become of a message."""


# The request as a typed value.


class InvalidRequest(ValueError):
    """Says that a request is not one that Twilio makes: a parameter is missing or cannot be read.

    parameter: the parameter's name, as Twilio spells it.
    problem: what is wrong and what would be right, as the rest of a sentence that begins with the parameter.
    """

    def __init__(self, parameter: str, problem: str) -> None:
        super().__init__(parameter, problem)
        self.parameter = parameter
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.parameter} {self.problem}"


class _Sent:
    """Names the parameter of an attribute, where the name does not follow from it.

    names: the current name and older ones; none for an attribute that is made of several parameters.
    """

    __slots__ = ("names",)

    def __init__(self, *names: str) -> None:
        self.names = names


@dataclass(frozen=True, slots=True)
class ReceivedMedia:
    """Is a file that came with a message.

    url: where Twilio keeps it.
    content_type: its MIME type, as in `image/jpeg`.
    """

    url: str
    content_type: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class TwilioRequest:
    """Is what requests about calls and about messages have in common.

    A text is empty where Twilio sent none; a number, a date or a yes-or-no is then None.

    account_sid: the account to which the call or message belongs.
    from_, to: telephone numbers, best in E.164, or `client:…`, `sip:…`, `whatsapp:…`; a caller may withhold theirs.
    api_version: the version of Twilio's API, `2010-04-01`.
    from_city, from_state, from_zip, from_country, to_city, to_state, to_zip, to_country: where the numbers are
        registered.
    error_code, error_url: why a message failed, or why and where the URL did that this request stands in for.
    params: every parameter by Twilio's name, those too that have no attribute here; read-only. Of one that is
        repeated it holds the last value.
    """

    account_sid: str
    from_: str = ""
    to: str = ""
    api_version: str = ""
    from_city: str = ""
    from_state: str = ""
    from_zip: str = ""
    from_country: str = ""
    to_city: str = ""
    to_state: str = ""
    to_zip: str = ""
    to_country: str = ""
    error_code: int | None = None
    error_url: str = ""
    params: Annotated[Mapping[str, str], _Sent()] = field(default_factory=dict[str, str], hash=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "params", MappingProxyType(dict(self.params)))

    def __repr__(self) -> str:
        shown = ((f.name, getattr(self, f.name)) for f in fields(self) if f.repr)
        return (
            f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in shown if value not in _ABSENT)})"
        )

    def __reduce__(self) -> tuple[object, ...]:
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        return _rebuilt, (type(self), values | {"params": dict(self.params)})

    def _beginning(self, prefix: str) -> dict[str, str]:
        """The parameters whose names begin alike, by the rest of the name."""
        return {name.removeprefix(prefix): text for name, text in self.params.items() if name.startswith(prefix)}


_Request = TypeVar("_Request", bound=TwilioRequest)

_ABSENT: Final = (None, "", ())


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CallRequest(TwilioRequest):
    """Is a request about a call: for TwiML, for what comes after a verb, or a report.

    A text is empty where Twilio sent none; a number, a date or a yes-or-no is then None. What every request has is
    told at `TwilioRequest`.

    Every request:
    call_sid, call_status, direction: the call, what has become of it, and who began it.
    caller, called and their city, state, zip, country: older names of `from_` and `to`.
    forwarded_from, called_via: the number that was dialled, where it was forwarded.
    caller_name: the caller's name, where looking it up is switched on.
    parent_call_sid: the call that dialled this one.
    call_token: proof of the caller's number, to hand on when forwarding.
    stir_verstat, stir_passport_token, stir_status: whether the caller's number is theirs, the proof, and its grade.
    answered_by, machine_detection_duration: who picked up, and how many milliseconds it took to tell.
    application_sid: the application that the call came through.
    sip_domain, sip_username, sip_call_id, sip_source_ip: of a SIP call.

    After Gather:
    digits: the keys without the one that ended the input; after Record the key that ended it, or `hangup`.
    speech_result, confidence: what was said, and how sure that is, from 0.0 to 1.0.
    finished_on_key, msg: the key that ended the input, and why Gather went on.
    unstable_speech_result, stable_speech_result, stability, sequence_number: while the caller still speaks.

    Recordings and their transcriptions:
    recording_sid, recording_url: the recording; `.mp3` or `.wav` at the end of the URL picks the format.
    recording_duration: seconds; recording_channels: 1 or 2; recording_start_time: in UTC.
    recording_status, recording_source, recording_track: what became of it, what recorded it, and whom.
    transcription_sid, transcription_text, transcription_status, transcription_url: what was said in it.

    After Dial:
    dial_call_status, dial_call_sid, dial_call_duration: how the call that was dialled ended, and after what seconds.
    dial_bridged: whether the two were connected.
    dial_sip_call_id, dial_sip_response_code: of a SIP call that was dialled.
    refer_transfer_target: where a SIP REFER asks to send the call.

    Queues:
    queue_sid, queue_result: the queue, and how the caller left it.
    queue_time, avg_queue_time: seconds in the queue, of this caller and of all.
    queue_position, current_queue_size, max_queue_size: numbers of callers.
    dequeuing_call_sid: the call that took this one out of the queue.

    After Sms: sms_sid, sms_status.

    Status callbacks:
    call_duration, duration: the length of the call, in seconds and in minutes begun.
    sip_response_code: how SIP ended it, as in 487.
    timestamp: when it happened, in UTC; sequence_number: in what order, from 0.
    callback_source: what reports, `call-progress-events`.

    https://www.twilio.com/docs/voice/twiml#twilios-request-to-your-application
    https://www.twilio.com/docs/voice/api/call-resource#statuscallback
    """

    call_sid: str
    call_status: CallStatus = ""
    direction: CallDirection = ""
    caller: str = ""
    caller_city: str = ""
    caller_state: str = ""
    caller_zip: str = ""
    caller_country: str = ""
    called: str = ""
    called_city: str = ""
    called_state: str = ""
    called_zip: str = ""
    called_country: str = ""
    forwarded_from: str = ""
    called_via: str = ""
    caller_name: str = ""
    parent_call_sid: str = ""
    call_token: str = field(default="", repr=False)
    stir_verstat: StirVerstat = ""
    stir_passport_token: str = field(default="", repr=False)
    stir_status: str = ""
    answered_by: AnsweredBy = ""
    machine_detection_duration: int | None = None
    application_sid: str = ""
    sip_domain: str = ""
    sip_username: str = ""
    sip_call_id: str = ""
    sip_source_ip: str = ""

    digits: str = ""
    speech_result: str = ""
    confidence: float | None = None
    finished_on_key: str = ""
    msg: Annotated[str, _Sent("msg")] = ""
    unstable_speech_result: str = ""
    stable_speech_result: str = ""
    stability: float | None = None
    sequence_number: int | None = None

    recording_sid: str = ""
    recording_url: str = ""
    recording_duration: int | None = None
    recording_channels: int | None = None
    recording_start_time: datetime | None = None
    recording_status: RecordingStatus = ""
    recording_source: str = ""
    recording_track: str = ""
    transcription_sid: str = ""
    transcription_text: str = ""
    transcription_status: Literal["completed", "failed"] | str = ""
    transcription_url: str = ""

    dial_call_status: DialCallStatus = ""
    dial_call_sid: str = ""
    dial_call_duration: int | None = None
    dial_bridged: bool | None = None
    dial_sip_call_id: str = ""
    dial_sip_response_code: int | None = None
    refer_transfer_target: str = ""

    queue_sid: str = ""
    queue_result: QueueResult = ""
    queue_time: int | None = None
    avg_queue_time: int | None = None
    queue_position: int | None = None
    current_queue_size: int | None = None
    max_queue_size: int | None = None
    dequeuing_call_sid: Annotated[str, _Sent("DequeingCallSid", "DequeuingCallSid")] = ""

    sms_sid: str = ""
    sms_status: str = ""

    call_duration: int | None = None
    duration: int | None = None
    sip_response_code: int | None = None
    timestamp: datetime | None = None
    callback_source: str = ""

    @property
    def sip_headers(self) -> dict[str, str]:
        """The headers `X-…` of a SIP call, by name."""
        return self._beginning("SipHeader_")

    @property
    def dial_sip_headers(self) -> dict[str, str]:
        """The headers `X-…` with which a SIP call that was dialled ended, by name."""
        return self._beginning("DialSipHeader_")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class MessageRequest(TwilioRequest):
    """Is a request about a message: one that came in, or a report of one that was sent.

    A text is empty where Twilio sent none; a number, a date or a yes-or-no is then None. What every request has is
    told at `TwilioRequest`.

    message_sid: the message; sms_sid, sms_message_sid: older names of it.
    message_status: what has become of it, `received` for one that came in; sms_status: its older name.
    messaging_service_sid: the messaging service that the message came through.
    body: the text.
    num_media, media: how many files came with it, and the files.
    num_segments: of how many parts the message is made.
    opt_out_type: `STOP`, `HELP` or `START`, where Twilio handles opting out.

    WhatsApp and other channels:
    profile_name, wa_id: the sender's name and number.
    forwarded, frequently_forwarded: whether the sender forwarded it, and whether many have.
    button_text, button_payload: of the button that was pressed.
    latitude, longitude, address, label: of a place that was sent.
    original_replied_message_sender, original_replied_message_sid: of the message that this one answers.
    channel_install_sid, channel_status_message, channel_prefix, event_type: of a report of a channel.
    raw_dlr_done_date: when the carrier says that it was delivered, in the carrier's spelling.

    https://www.twilio.com/docs/messaging/guides/webhook-request
    https://www.twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks
    """

    message_sid: Annotated[str, _Sent("MessageSid", "SmsSid", "SmsMessageSid")]
    sms_sid: str = ""
    sms_message_sid: str = ""
    message_status: Annotated[MessageStatus, _Sent("MessageStatus", "SmsStatus")] = ""
    sms_status: MessageStatus = ""
    messaging_service_sid: str = ""
    body: str = ""
    num_media: int | None = None
    media: Annotated[tuple[ReceivedMedia, ...], _Sent()] = ()
    num_segments: int | None = None
    opt_out_type: Literal["STOP", "HELP", "START"] | str = ""

    profile_name: str = ""
    wa_id: str = ""
    forwarded: bool | None = None
    frequently_forwarded: bool | None = None
    button_text: str = ""
    button_payload: str = ""
    latitude: float | None = None
    longitude: float | None = None
    address: str = ""
    label: str = ""
    original_replied_message_sender: str = ""
    original_replied_message_sid: str = ""
    channel_install_sid: str = ""
    channel_status_message: str = ""
    channel_prefix: str = ""
    event_type: str = ""
    raw_dlr_done_date: str = ""

    @property
    def referral(self) -> dict[str, str]:
        """The parameters `Referral…` of an advertisement that led to the message, by the rest of their name."""
        return self._beginning("Referral")


def parse_request(params: Params) -> CallRequest | MessageRequest:
    """Reads the parameters of a request: a CallRequest where they name a call, else a MessageRequest.

    params: the parameters of a form's body, or of a GET's query.

    Words are taken as they are, those too that Twilio may add. A parameter that is missing though every request has it,
    or that is not the number, date or yes-or-no that it should be, raises InvalidRequest.
    """
    texts = dict(_pairs(params))
    if texts.get("CallSid"):
        return _read(CallRequest, texts)
    if any(texts.get(name) for name in ("MessageSid", "SmsSid", "SmsMessageSid")):
        return _read(MessageRequest, texts, media=_media(texts))
    raise InvalidRequest("CallSid", "is missing, and so is MessageSid: every request of Twilio has one of them")


def _read(request: type[_Request], texts: dict[str, str], **made: object) -> _Request:
    values: dict[str, Any] = {"params": texts} | made
    for attribute, names, read, is_required in _attributes(request):  # type: ignore[arg-type]  # mypy: a class has no hash
        for name in names:
            if text := texts.get(name):
                values[attribute] = read(name, text)
                break
        else:
            if is_required:
                raise InvalidRequest(names[0], "is missing: every request of Twilio has it")
    return request(**values)


def _rebuilt(request: type[_Request], values: dict[str, Any]) -> _Request:
    """A request from its attributes, for pickle and copy."""
    return request(**values)


@functools.cache
def _attributes(request: type[TwilioRequest]) -> list[tuple[str, tuple[str, ...], _Reader, bool]]:
    """Each attribute, the names of its parameter, how to read that, and whether every request has it."""
    marked, plain = get_type_hints(request, include_extras=True), get_type_hints(request)
    return [
        (
            attribute.name,
            next(
                (mark.names for mark in getattr(marked[attribute.name], "__metadata__", ())), (_sent(attribute.name),)
            ),
            _READERS.get(plain[attribute.name], _text),
            attribute.default is MISSING and attribute.default_factory is MISSING,
        )
        for attribute in fields(request)
    ]


def _sent(attribute: str) -> str:
    """The parameter's name that follows from the attribute's: `CallSid` from `call_sid`, `From` from `from_`."""
    return "".join(word.capitalize() for word in attribute.split("_"))


def _media(texts: dict[str, str]) -> tuple[ReceivedMedia, ...]:
    count = _whole("NumMedia", texts.get("NumMedia") or "0")
    for name in (f"MediaUrl{number}" for number in range(count)):
        if not texts.get(name):
            raise InvalidRequest(name, f"is missing, though NumMedia is {count}")
    return tuple(
        ReceivedMedia(texts[f"MediaUrl{number}"], texts.get(f"MediaContentType{number}", "")) for number in range(count)
    )


def _text(_name: str, text: str) -> str:
    return text


def _whole(name: str, text: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise InvalidRequest(name, f"must be a whole number, not {shortened(text)}")
    return int(text)


def _real(name: str, text: str) -> float:
    if not _REAL.fullmatch(text) or not math.isfinite(number := float(text)):
        raise InvalidRequest(name, f"must be a number, not {shortened(text)}")
    return number


def _flag(name: str, text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise InvalidRequest(name, f"must be true or false, not {shortened(text)}")
    return text.lower() == "true"


def _date(name: str, text: str) -> datetime:
    from email.utils import parsedate_to_datetime  # slow to import, and most requests have no date

    try:
        date = datetime.fromisoformat(text) if text[:4].isdecimal() else parsedate_to_datetime(text)
        return date.replace(tzinfo=date.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        expected = "a date like 'Wed, 02 Oct 2024 15:00:00 +0000'"
        raise InvalidRequest(name, f"must be {expected}, not {shortened(text)}") from None


_Reader: TypeAlias = Callable[[str, str], object]

_READERS: Final[dict[object, _Reader]] = {
    int | None: _whole,
    float | None: _real,
    bool | None: _flag,
    datetime | None: _date,
}
_WHOLE: Final = re.compile("-?[0-9]{1,18}")
_REAL: Final = re.compile(r"-?[0-9]{1,40}(\.[0-9]{0,40})?([Ee][+-]?[0-9]{1,3})?")
