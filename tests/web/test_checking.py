"""The checker alone, with drawn requests: only signed ones are accepted, and the log says what to do about others."""

import base64
import hashlib
import hmac
import tracemalloc
from collections import UserDict
from email.message import Message
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers

from tests.web.signing import CALL, MESSAGE, encoded, headers, signature
from twimlkit.web._endpoint import request_target
from twimlkit.webhook import (
    Callback,
    CallRequest,
    CallStatusCallback,
    ConferenceCallback,
    MessageRequest,
    RecordingCallback,
    Rejected,
    TwilioRequest,
    check_request,
    check_signature,
)
from twimlkit.webhook.checking import Checker, IncomingRequest

TOKEN = "9" * 32


FORM = {"Content-Type": "application/x-www-form-urlencoded"}
CHECKER = Checker(TOKEN, trusted_proxies=["10.0.0.1"])
TEXT = st.text(max_size=30)
UTF8 = st.text(st.characters(codec="utf-8"), max_size=30)
NAMES = [
    "X-Twilio-Signature", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Port", "X-Forwarded-Prefix",
    "X-Original-Host", "Host", "Content-Length", "Transfer-Encoding", "Content-Type", "I-Twilio-Idempotency-Token",
]  # fmt: skip


def sent(fields):
    return "&".join(f"{name}={value}" for name, value in fields).encode("utf-8", "replace")


REQUESTS = st.builds(
    IncomingRequest,
    method=st.sampled_from(["GET", "POST", "PUT", ""]),
    url=st.tuples(
        st.sampled_from(["http://", "https://", ""]) | TEXT,
        st.sampled_from(["example.com", "[::1]:80", "["]) | TEXT,
        TEXT.map("/".__add__) | TEXT,
    ).map("".join),
    headers=st.dictionaries(st.sampled_from(NAMES), TEXT)
    | st.dictionaries(st.sampled_from(NAMES), TEXT).map(FORM.__or__),
    remote_addr=st.sampled_from(["10.0.0.1", "::ffff:10.0.0.1", "nobody", None]) | TEXT,
    body=st.sampled_from([b"", None]) | st.binary(max_size=20) | st.lists(st.tuples(TEXT, TEXT), max_size=4).map(sent),
    form=st.none() | st.lists(st.tuples(TEXT, TEXT), max_size=4),
)


@given(REQUESTS)
def test_whatever_is_not_signed_is_refused_with_403(incoming):
    for check in (CHECKER.verify, lambda request: CHECKER.read(request, (TwilioRequest,))):
        with pytest.raises(Rejected) as rejected:
            check(incoming)
        assert rejected.value.status == 403
        assert TOKEN not in str(rejected.value)


@given(st.data())
def test_a_signed_request_is_read_and_none_that_differs_from_it(data):
    fields = CALL + data.draw(st.lists(st.tuples(st.text("abc", min_size=1, max_size=3), UTF8), max_size=4))
    fields = list(dict(fields).items())
    target = "/voice" + data.draw(st.sampled_from(["", "?a=1", "?a=%20&b", "?"]))
    signed = headers(f"https://example.com{target}", fields, TOKEN)

    is_parsed = data.draw(st.booleans())

    def incoming(fields):
        body = None if is_parsed else encoded(fields)
        url = f"https://example.com{target}"
        return IncomingRequest("POST", url, FORM | signed, None, body, fields if is_parsed else None)

    request = CHECKER.read(incoming(data.draw(st.permutations(fields))), (CallRequest,))
    assert request.call_sid == dict(CALL)["CallSid"]
    name, value = data.draw(st.sampled_from(fields))
    other = data.draw(UTF8.filter(lambda text: text != value))
    with pytest.raises(Rejected):
        CHECKER.verify(incoming([*(field for field in fields if field[0] != name), (name, other)]))


@given(st.text("/aé ?#%+&'", max_size=12).map("/".__add__), st.sampled_from(["", "a=1", "a=%3F?&b"]))
def test_a_path_is_quoted_so_that_it_reads_back(path, query):
    from urllib.parse import unquote

    quoted, _, rest = request_target("", path, query, None).partition("?")
    assert (unquote(quoted), rest) == (path, query)
    assert quoted.isascii()
    assert not set(quoted) & set(" #?")


def test_the_path_that_was_requested_is_kept():
    for root, path, query, raw, target in [
        ("", "/a b", "x=1", "/a%20b?x=1", "/a%20b?x=1"),
        ("", "/a b", "x=1", "/a%20b", "/a%20b?x=1"),
        ("", "/é", "", "/%c3%a9", "/%c3%a9"),
        ("", "/é", "", "/%c3%a9?", "/%c3%a9?"),
        ("", "/voice/", "x=1", "/voice?x=1", "/voice?x=1"),  # a middleware has changed the path
        ("/phone", "/voice", "x=1", "/voice?x=1", "/phone/voice?x=1"),  # a proxy has cut the prefix off, and says so
        ("/phone", "/voice", "x=1", "/phone/voice?x=1", "/phone/voice?x=1"),
        ("/phone", "/voice/", "x=1", "/phone/voice?x=1", "/phone/voice?x=1"),
        ("/phone", "", "", "/phone", "/phone"),
        ("/voice", "/voice", "", "/voice", "/voice/voice"),
        ("", "/voice", "x=1", "http://example.com/voice?x=1", "/voice?x=1"),
        ("", "/voice", "x=1", "", "/voice?x=1"),
        ("/a b", "/voice", "", None, "/a%20b/voice"),
    ]:
        assert request_target(root, path, query, raw) == target


def json_request(body, *, url="https://example.com/voice", signs=None, **more):
    url += f"?bodySHA256={hashlib.sha256(body if signs is None else signs).hexdigest()}"
    signature = base64.b64encode(hmac.digest(TOKEN.encode(), url.encode(), "sha1")).decode()
    return IncomingRequest("POST", url, {"X-Twilio-Signature": signature} | more, None, body)


def test_a_body_is_vouched_for_by_the_signature_of_its_url():
    body = b'{"a": 1}'
    CHECKER.verify(json_request(body))
    with pytest.raises(Rejected, match="The body must be a form"):
        CHECKER.read(json_request(body), (CallRequest,))
    with pytest.raises(Rejected, match="invalid"):
        CHECKER.verify(json_request(body + b" ", signs=body))


@pytest.mark.parametrize(
    ("url", "more"),
    [
        ("https://example.com/voice?a=1#&b=2", {}),
        ("https://example.com/voice?a=1#", {"Host": "example.com"}),
        ("https://example.com/voice?a=1", {"Host": "example.com/voice?a="}),
        ("https://example.com/voice?a=1", {"Host": "u@example.com"}),
    ],
)
def test_a_url_of_which_a_part_is_not_signed_is_refused(url, more, caplog):
    signed = headers("https://example.com/voice?a=1", token=TOKEN) | more
    with pytest.raises(Rejected, match="invalid"):
        check_signature("GET", url, signed, b"", auth_token=TOKEN)
    assert "the URL has a fragment, or the Host header is not a host" in caplog.text


def test_a_body_without_its_hash_is_told_in_the_log(caplog):
    signed = headers("https://example.com/voice", token=TOKEN)
    for method in ("POST", "PUT", "GET"):
        with pytest.raises(Rejected, match="invalid"):
            CHECKER.verify(IncomingRequest(method, "https://example.com/voice", signed, None, b"{}"))
    assert "a body that is not a form is signed by bodySHA256 in the URL, which is missing" in caplog.text


@pytest.mark.parametrize(
    "more",
    [
        {"body": None},
        {"body": None, "form": [("A", "1")], "kind": "multipart/form-data; boundary=x"},
        {"body": b"", "Content-Length": "9"},
        {"body": b"", "Transfer-Encoding": "chunked"},
        {"body": b"", "form": [], "Content-Length": "9", "kind": "multipart/form-data; boundary=x"},
        {"body": b"", "form": [], "Content-Length": "9", "kind": FORM["Content-Type"]},
        {"body": None, "form": [], "Content-Length": "9", "kind": FORM["Content-Type"]},
        {"body": None, "form": [], "Transfer-Encoding": "chunked", "kind": FORM["Content-Type"]},
    ],
)
def test_a_body_that_was_read_before_it_could_be_verified_is_refused(more):
    """Otherwise the signature of the URL alone would let in any body."""
    more = {"kind": "application/json", "form": None} | more
    body, form, kind = more.pop("body"), more.pop("form"), more.pop("kind")
    signed = headers("https://example.com/voice", token=TOKEN) | {"Content-Type": kind} | more
    with pytest.raises(Rejected, match="The body was read before it could be verified"):
        CHECKER.verify(IncomingRequest("POST", "https://example.com/voice", signed, None, body, form))


def test_parameters_of_a_query_are_kept_when_they_are_empty():
    url = "https://example.com/voice?" + "&".join(
        f"{name}={value}" for name, value in [*CALL, ("Digits", "")] if "+" not in value
    )
    signed = headers(url, token=TOKEN)
    request = CHECKER.read(IncomingRequest("GET", url, signed, None, b""), (CallRequest,))
    assert request.params["Digits"] == request.params["FromCity"] == ""


def test_a_flood_of_parameters_is_refused(caplog):
    for method, target, body in (("POST", "", b"a=1&" * 1001), ("GET", "?" + "a=1&" * 1001, b"")):
        url = f"https://example.com/voice{target}"
        signed = headers(url, token=TOKEN) | FORM
        with pytest.raises(Rejected, match="more than 1000 parameters"):
            CHECKER.read(IncomingRequest(method, url, signed, None, body), (TwilioRequest,))


def test_a_form_of_a_size_that_twilio_never_sends_is_refused_before_it_is_decoded(caplog):
    signed = headers("https://example.com/voice", token=TOKEN) | FORM
    body = b"A=" + b"%41" * 2**20
    tracemalloc.start()
    try:
        with pytest.raises(Rejected, match="more than 1 MiB") as rejected:
            CHECKER.verify(IncomingRequest("POST", "https://example.com/voice", signed, None, body))
        with pytest.raises(Rejected, match="missing"):
            CHECKER.verify(IncomingRequest("POST", "https://example.com/voice", FORM, None, body))
        assert tracemalloc.get_traced_memory()[1] < len(body)
    finally:
        tracemalloc.stop()
    assert rejected.value.status == 400
    assert "more than 1 MiB" in caplog.text
    fields = [*CALL, ("Body", "x" * 1_000_000)]
    assert read(fields, CallRequest) is CallRequest


# Which class.


def read(fields, *classes):
    signed = headers("https://example.com/voice", fields, TOKEN)
    incoming = IncomingRequest("POST", "https://example.com/voice", FORM | signed, None, encoded(fields))
    return type(CHECKER.read(incoming, classes))


STATUS = [*CALL, ("CallbackSource", "call-progress-events")]
ENDED = [("AccountSid", "AC1"), ("ConferenceSid", "CF1"), ("StatusCallbackEvent", "conference-end")]
RECORDED = [("ConferenceSid", "CF1"), ("RecordingSid", "RE1"), ("RecordingStatus", "completed")]
NEW = [("AccountSid", "AC1"), ("SomethingNew", "1")]


@pytest.mark.parametrize(
    ("fields", "classes", "found"),
    [
        (CALL, [CallRequest, MessageRequest], CallRequest),
        (MESSAGE, [CallRequest, MessageRequest], MessageRequest),
        (STATUS, [CallStatusCallback], CallStatusCallback),
        (STATUS, [CallRequest], CallRequest),
        (STATUS, [CallRequest, CallStatusCallback], CallStatusCallback),
        (STATUS, [TwilioRequest], CallStatusCallback),
        (CALL, [CallStatusCallback], CallStatusCallback),
        (ENDED, [ConferenceCallback], ConferenceCallback),
        (ENDED, [Callback], ConferenceCallback),
        (RECORDED, [RecordingCallback, ConferenceCallback], RecordingCallback),
        (NEW, [TwilioRequest], TwilioRequest),
        (NEW, [Callback], Callback),
    ],
)
def test_a_request_is_of_the_class_that_the_view_wants(fields, classes, found):
    assert read(fields, *classes) is found


@pytest.mark.parametrize(
    ("fields", "classes", "reason"),
    [
        (MESSAGE, [CallRequest], "This URL expects a CallRequest, not a MessageRequest"),
        (ENDED, [CallRequest, MessageRequest], "expects a CallRequest or MessageRequest, not a ConferenceCallback"),
        (NEW, [ConferenceCallback], "ConferenceSid is missing: every ConferenceCallback has it"),
        ([*CALL, ("Confidence", "high")], [CallRequest], "Confidence must be a number, not 'high'"),
    ],
)
def test_a_request_of_no_such_class_is_refused_and_logged(fields, classes, reason, caplog):
    with pytest.raises(Rejected, match=reason) as rejected:
        read(fields, *classes)
    assert rejected.value.status == 400
    assert reason in caplog.text
    assert "400 for 'POST' 'https://example.com/voice': " in caplog.text


# What the log says.


def refusal(caplog, url, signed_url, *, checker=CHECKER, **given):
    incoming = IncomingRequest("GET", url, given | headers(signed_url, token=TOKEN), None, b"")
    with pytest.raises(Rejected, match="invalid"):
        checker.verify(incoming)
    (record,) = caplog.records
    assert record.name == "twimlkit.webhook"
    return record.getMessage()


@pytest.mark.parametrize(
    ("seen", "signed", "given", "said"),
    [
        ("http://example.com/voice", "https://example.com/voice", {}, "set base_url='https://example.com'"),
        ("https://example.com/voice", "http://example.com/voice", {}, "set base_url='http://example.com'"),
        (
            "http://internal:8000/voice?a=1",
            "https://example.com/voice?a=1",
            {"X-Forwarded-Host": "example.com"},
            "it would be right for 'https://example.com/voice': set base_url='https://example.com' or TWILIO_BASE_URL",
        ),
        (
            "http://internal/voice",
            "https://example.com/voice",
            {"X-Original-Host": "example.com"},
            "base_url='https://e",
        ),
        (
            "http://example.com:8000/voice",
            "http://example.org/voice",
            {"Host": "example.org:8000"},
            "http://example.org",
        ),
        ("https://example.com/voice/", "https://example.com/voice", {}, "the path that Twilio requests is '/voice'"),
        ("https://example.com/voice", "https://example.com/voice/", {}, "the path that Twilio requests is '/voice/'"),
        (
            "https://example.com/voice",
            "https://example.com/phone/voice",
            {"X-Forwarded-Prefix": "/phone"},
            "the path that Twilio requests is '/phone/voice'",
        ),
        (
            "https://example.com/voice",
            "https://example.org/other",
            {},
            ": check auth_token, base_url and trusted_proxies",
        ),
    ],
)
def test_the_url_that_would_be_right_is_named(caplog, seen, signed, given, said):
    message = refusal(caplog, seen, signed, **given)
    assert said in message
    assert f"403 for 'GET' {seen.partition('?')[0]!r}: X-Twilio-Signature is invalid" in message
    assert ("--forwarded-allow-ips" in message) is ("set base_url" in message)


def test_a_missing_signature_is_logged(caplog):
    with pytest.raises(Rejected):
        CHECKER.verify(IncomingRequest("POST", "https://example.com/voice?pin=2468", {}, None, b""))
    assert "403 for 'POST' 'https://example.com/voice': X-Twilio-Signature is missing" in caplog.text
    assert "2468" not in caplog.text


def test_the_log_has_one_line_and_no_secret(caplog):
    checker = Checker(TOKEN, "https://twilio:pass@word@example.com/phone")
    signed = {"X-Twilio-Signature": "no", "X-Forwarded-Host": "a\nb"}
    with pytest.raises(Rejected):
        checker.verify(IncomingRequest("GE\nT", "http://internal/vo\nice?a=b@c", signed, None, b""))
    (record,) = caplog.records
    message = record.getMessage()
    assert "'https://example.com/phone/vo\\nice'" in message
    assert "word" not in message
    assert "\n" not in message
    assert TOKEN not in message


def test_an_unsigned_request_with_a_large_form_costs_little(caplog, monkeypatch):
    verified = []
    monkeypatch.setattr("twimlkit.webhook.checking.verify", lambda *_: bool(verified.append(1)))
    body = encoded([("Body", "x" * 70_000)])
    for sent in (body, b"A=1"):
        with pytest.raises(Rejected):
            CHECKER.verify(
                IncomingRequest("POST", "http://example.com/voice", FORM | {"X-Twilio-Signature": "x"}, None, sent)
            )
        verified.append("|")
    assert verified.index("|") == 1
    assert len(verified) < 60


# The framework-free functions.


@pytest.mark.parametrize("name", ["X-Twilio-Signature", "x-twilio-signature", "X-TWILIO-SIGNATURE"])
def test_any_framework_checks_a_request_with_one_function(name):
    given = {
        name: signature("https://example.com/voice", CALL, TOKEN),
        "content-TYPE": f"{FORM['Content-Type']}; charset=utf-8",
    }
    given["i-twilio-idempotency-token"] = "c0ffee"
    arguments = ("post", "http://internal/voice", given, encoded(CALL))
    call = check_request(*arguments, CallRequest, auth_token=TOKEN, base_url="https://example.com")
    assert (call.call_sid, call.idempotency_token) == (dict(CALL)["CallSid"], "c0ffee")
    assert type(check_request(*arguments, auth_token=TOKEN, base_url="https://example.com")) is CallRequest
    check_signature(*arguments, auth_token=TOKEN, base_url="https://example.com")
    for check in (check_request, check_signature):
        with pytest.raises(Rejected, match="invalid"):
            check(*arguments, auth_token=TOKEN)
    with pytest.raises(Rejected, match="expects a ConferenceCallback, not a CallRequest"):
        check_request(*arguments, ConferenceCallback, auth_token=TOKEN, base_url="https://example.com")


@pytest.mark.parametrize("holder", [dict, MappingProxyType, UserDict, Message, Headers])
def test_headers_may_be_held_in_any_way(holder):
    given = {"content-type": FORM["Content-Type"], "x-twilio-signature": signature("https://e.com/", CALL, TOKEN)}
    found = holder() if holder is Message else holder(given)
    if holder is Message:
        for name, value in given.items():
            found[name] = value
    call = check_request("POST", "https://e.com/", found, encoded(CALL), CallRequest, auth_token=TOKEN)
    assert call.call_sid == dict(CALL)["CallSid"]


@pytest.mark.parametrize("body", ["CallSid=CA1", None])
def test_a_body_that_is_no_bytes_is_an_error_that_says_so(body):
    for check in (check_request, check_signature):
        with pytest.raises(TypeError, match="body must be bytes, as they came, not "):
            check("POST", "https://example.com/voice", FORM, body, auth_token=TOKEN)


def test_the_environment_has_the_token_and_the_public_url(monkeypatch):
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", TOKEN)
    monkeypatch.setenv("TWILIO_BASE_URL", "https://example.com/phone")
    signed = FORM | headers("https://example.com/phone/voice", CALL, TOKEN)
    check_signature("POST", "http://internal/voice", signed, encoded(CALL))
    told = FORM | headers("https://example.org/voice", CALL, TOKEN)
    check_signature("POST", "http://internal/voice", told, encoded(CALL), base_url="https://example.org")
    proxied = told | {"X-Forwarded-Host": "example.org", "X-Forwarded-Proto": "https"}
    check_signature(
        "POST", "http://internal/voice", proxied, encoded(CALL), trusted_proxies="10.0.0.1", remote_addr="10.0.0.1"
    )
    monkeypatch.setenv("TWILIO_BASE_URL", "example.com")
    with pytest.raises(ValueError, match="base_url must be like 'https://example"):
        check_signature("POST", "http://internal/voice", signed, encoded(CALL))


@pytest.mark.parametrize("value", [None, ""])
def test_no_token_in_the_environment_is_an_error_that_says_what_to_do(monkeypatch, value):
    if value is None:
        monkeypatch.delenv("TWILIO_AUTH_TOKEN")
    else:
        monkeypatch.setenv("TWILIO_AUTH_TOKEN", value)
    for signed in ({}, {"X-Twilio-Signature": "x"}):
        with pytest.raises(RuntimeError, match="pass auth_token, or set TWILIO_AUTH_TOKEN in the environment"):
            check_signature("POST", "https://example.com/voice", signed, b"")
