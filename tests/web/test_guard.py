"""The guard alone, with drawn requests: only signed ones are accepted."""

import base64
import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.signing import CALL, headers
from twimlkit.web._endpoint import AuthTokens, Guard, IncomingRequest, Rejected, request_target
from twimlkit.webhook import CallRequest, PublicUrl

TOKEN = "9" * 32


def voice(call: CallRequest) -> None: ...


GUARD = Guard(voice, AuthTokens(TOKEN), PublicUrl(trusted_proxies=["10.0.0.1"]))
TEXT = st.text(max_size=30)
REQUESTS = st.builds(
    IncomingRequest,
    method=st.sampled_from(["GET", "POST", "PUT", ""]),
    scheme=st.sampled_from(["http", "https", ""]) | TEXT,
    host=st.sampled_from(["example.com", "[::1]:80", "["]) | TEXT,
    target=TEXT.map("/".__add__) | TEXT,
    headers=st.dictionaries(
        st.sampled_from(["X-Twilio-Signature", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Port"]), TEXT
    ),
    remote_addr=st.sampled_from(["10.0.0.1", "::ffff:10.0.0.1", "nobody", None]) | TEXT,
    form=st.lists(st.tuples(TEXT, TEXT), max_size=4),
    body=st.just(b"") | st.binary(max_size=20),
)


@given(REQUESTS)
def test_whatever_is_not_signed_is_refused_with_403(incoming):
    with pytest.raises(Rejected) as rejected:
        GUARD.authenticate(incoming)
    assert rejected.value.status == 403
    assert TOKEN not in str(rejected.value)


@given(st.data())
def test_a_signed_request_is_read_and_none_that_differs_from_it(data):
    fields = CALL + data.draw(st.lists(st.tuples(st.text("abc", min_size=1, max_size=3), TEXT), max_size=4))
    fields = list(dict(fields).items())
    target = "/voice" + data.draw(st.sampled_from(["", "?a=1", "?a=%20&b", "?"]))
    signed = headers(f"https://example.com{target}", fields, TOKEN)

    def incoming(fields):
        return IncomingRequest("POST", "https", "example.com", target, signed, None, fields, b"")

    assert GUARD.authenticate(incoming(data.draw(st.permutations(fields)))).call_sid == dict(CALL)["CallSid"]
    name, value = data.draw(st.sampled_from(fields))
    other = data.draw(TEXT.filter(lambda text: text != value))
    with pytest.raises(Rejected):
        GUARD.authenticate(incoming([*(field for field in fields if field[0] != name), (name, other)]))


@given(st.text("/aé ?#%+&'", max_size=12).map("/".__add__), st.sampled_from(["", "a=1", "a=%3F?&b"]))
def test_a_path_is_quoted_so_that_it_reads_back(path, query):
    from urllib.parse import unquote

    quoted, _, rest = request_target(path, query, None).partition("?")
    assert (unquote(quoted), rest) == (path, query)
    assert quoted.isascii()
    assert not set(quoted) & set(" #?")


def test_the_spelling_of_the_request_is_kept_while_it_is_of_the_same_path():
    for path, query, raw, target in [
        ("/a b", "x=1", "/a%20b?x=1", "/a%20b?x=1"),
        ("/a b", "x=1", "/a%20b", "/a%20b?x=1"),
        ("/é", "", "/%c3%a9", "/%c3%a9"),
        ("/é", "", "/%c3%a9?", "/%c3%a9?"),
        ("/phone/voice", "x=1", "/voice?x=1", "/phone/voice?x=1"),
        ("/voice", "x=1", "http://example.com/voice?x=1", "/voice?x=1"),
        ("/voice", "x=1", "", "/voice?x=1"),
        ("/voice", "", None, "/voice"),
    ]:
        assert request_target(path, query, raw) == target


def test_a_body_is_vouched_for_by_the_signature_of_its_url():
    body = b'{"a": 1}'
    url = f"https://example.com/voice?bodySHA256={hashlib.sha256(body).hexdigest()}"
    signature = base64.b64encode(hmac.digest(TOKEN.encode(), url.encode(), "sha1")).decode()
    target = url.removeprefix("https://example.com")
    for sent, status in ((body, 400), (body + b" ", 403)):
        with pytest.raises(Rejected) as rejected:
            GUARD.authenticate(
                IncomingRequest(
                    "POST", "https", "example.com", target, {"X-Twilio-Signature": signature}, None, (), sent
                )
            )
        assert rejected.value.status == status


def test_parameters_of_a_query_are_kept_when_they_are_empty():
    target = "/voice?" + "&".join(f"{name}={value}" for name, value in [*CALL, ("Digits", "")] if "+" not in value)
    signed = headers(f"https://example.com{target}", token=TOKEN)
    request = GUARD.authenticate(IncomingRequest("GET", "https", "example.com", target, signed, None, (), b""))
    assert request.params["Digits"] == request.params["FromCity"] == ""


def test_a_password_in_the_public_url_is_not_logged(caplog):
    guard = Guard(voice, AuthTokens(TOKEN), PublicUrl(base_url="https://twilio:pass@word@example.com/phone"))
    with pytest.raises(Rejected):
        guard.authenticate(
            IncomingRequest("GET", "http", "internal", "/voice?a=b@c", {"X-Twilio-Signature": "no"}, None, (), b"")
        )
    assert "'https://example.com/phone/voice'" in caplog.text
    assert "word" not in caplog.text


@pytest.mark.parametrize("value", [None, ""])
def test_no_token_in_the_environment_is_an_error_that_says_what_to_do(monkeypatch, value):
    tokens = AuthTokens(None)
    assert tokens.get()
    if value is None:
        monkeypatch.delenv("TWILIO_AUTH_TOKEN")
    else:
        monkeypatch.setenv("TWILIO_AUTH_TOKEN", value)
    with pytest.raises(RuntimeError, match="pass auth_token, or set TWILIO_AUTH_TOKEN in the environment"):
        tokens.get()
