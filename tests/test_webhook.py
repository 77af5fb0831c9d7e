"""The signature of Twilio's requests, the URL that it signs, and what a request says."""

from __future__ import annotations

import base64
import copy
import hashlib
import hmac
import inspect
import json
import pickle
import re
import subprocess
import sys
from dataclasses import FrozenInstanceError, fields, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from twimlkit.webhook import (
    Callback,
    CallRequest,
    CallStatusCallback,
    ConferenceCallback,
    DialStatusCallback,
    InvalidRequest,
    MachineDetectionCallback,
    MessageRequest,
    MessageStatusCallback,
    PartiesRequest,
    PublicUrl,
    ReceivedMedia,
    RecordingCallback,
    TaskAssignmentCallback,
    TaskRouterCallback,
    TranscriptionCallback,
    TwilioRequest,
    parse_request,
    sign,
    verify,
    verify_body,
)

VECTORS = json.loads((Path(__file__).parent / "data" / "signature_vectors.json").read_bytes())["vectors"]
TOKEN = "0123456789abcdef0123456789abcdef"
URL = "https://example.com/voice?lang=en"
CALL = {"CallSid": "CA1", "AccountSid": "AC1"}
MESSAGE = {"MessageSid": "SM1", "AccountSid": "AC1"}


def expected(text, token=TOKEN):
    """The signature of a string, by the definition."""
    return base64.b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()).decode()


def pairs(vector):
    return [(name, value) for name, value in vector["params"]]


class TestVectors:
    """Signatures that Twilio published, or that follow from the rule."""

    def test_there_are_all_of_them(self):
        assert len(VECTORS) == 24
        assert sum(vector["published_in"] is not None for vector in VECTORS) == 11
        assert sum("body" in vector for vector in VECTORS) == 2

    def test_each_is_signed(self):
        for vector in VECTORS:
            assert sign(vector["auth_token"], vector["signed_url"], pairs(vector)) == vector["signature"]
            assert expected(vector["string_to_sign"], vector["auth_token"]) == vector["signature"]

    def test_each_is_verified_at_the_url_that_arrives(self):
        for vector in VECTORS:
            for url in (vector["signed_url"], vector.get("received_url", vector["signed_url"])):
                assert verify(vector["auth_token"], url, pairs(vector), vector["signature"]) is True

    def test_each_is_refused_with_anything_changed(self):
        for vector in VECTORS:
            token, url, signature = vector["auth_token"], vector["signed_url"], vector["signature"]
            params = pairs(vector)
            assert verify(token + "6", url, params, signature) is False
            assert verify(token, url.replace(".com", ".org"), params, signature) is False
            assert verify(token, url, [*params, ("Zed", "1")], signature) is False
            assert verify(token, url, params, signature.swapcase()) is False
            if params:
                assert verify(token, url, params[1:], signature) is (params.count(params[0]) > 1)

    def test_each_body_is_verified_with_its_hash(self):
        for vector in (each for each in VECTORS if "body" in each):
            token, url, signature = vector["auth_token"], vector["signed_url"], vector["signature"]
            body = vector["body"].encode()
            assert hashlib.sha256(body).hexdigest() == vector["body_sha256"]
            assert verify_body(token, url, body, signature) is True
            assert verify_body(token, url, body + b" ", signature) is False
            assert verify_body(token, url, body, signature[::-1]) is False
            assert verify_body("54321", url, body, signature) is False


class TestSignature:
    def test_one_of_several_tokens_is_enough(self):
        signature = sign(TOKEN, URL, CALL)
        assert verify(["another", TOKEN], URL, CALL, signature)
        assert verify((TOKEN, "another"), URL, CALL, signature)
        assert not verify(["another", "third"], URL, CALL, signature)

    def test_a_token_that_is_empty_is_an_error(self):
        for token in ["", None, [], ["", TOKEN], [TOKEN, None], [b"token"]]:
            with pytest.raises(ValueError, match="auth_token must be a non-empty string, or a list of them"):
                verify(token, URL, CALL, expected(URL))

    def test_no_message_shows_a_token(self):
        with pytest.raises(ValueError, match="auth_token") as error:
            verify([TOKEN, ""], URL, CALL, "")
        assert TOKEN not in str(error.value)

    def test_what_is_no_signature_is_wrong(self):
        for signature in [None, "", "x", "é" * 28, "\ud800", "=" * 28, "\x00"]:
            assert verify(TOKEN, URL, CALL, signature) is False
            assert verify_body(TOKEN, f"{URL}&bodySHA256={hashlib.sha256(b'').hexdigest()}", b"", signature) is False

    def test_signatures_are_compared_in_constant_time(self, monkeypatch):
        compared = []

        def compare(a, b):
            compared.append({bytes(a), bytes(b)})
            return hmac_compare(a, b)

        hmac_compare = hmac.compare_digest
        monkeypatch.setattr("twimlkit.webhook.signature.hmac.compare_digest", compare)
        wrong, right = "x" * 28, sign(TOKEN, URL, CALL)
        assert not verify(TOKEN, URL, CALL, wrong)
        assert {wrong.encode(), right.encode()} in compared
        compared.clear()
        assert verify(TOKEN, URL, CALL, right)
        assert compared == [{right.encode()}]

    def test_a_url_may_arrive_in_another_form_than_it_is_signed(self):
        for signed, received in [
            ("https://example.com/voice", "https://example.com:443/voice"),
            ("https://example.com:443/voice", "https://example.com/voice"),
            ("https://example.com/voice", "https://example.com:8443/voice"),
            ("http://example.com/voice", "http://example.com:80/voice"),
            ("http://example.com:80/voice", "http://example.com/voice"),
            ("HTTPS://example.com:443/voice", "HTTPS://example.com/voice"),
            ("https://[2001:db8::1]/voice", "https://[2001:db8::1]:8443/voice"),
            ("https://[2001:db8::1]:443/voice", "https://[2001:db8::1]/voice"),
            ("https://example.com/voice", "https://user:pa:ss@example.com:8443/voice#rc=2"),
            ("https://example.com/v@oice?to=a@b:c", "https://me@example.com/v@oice?to=a@b:c"),
            ("https://example.com?x=1", "https://user:pass@example.com?x=1"),
            ("https://example.com/voice?", "https://example.com/voice?#rt=500"),
            ("wss://example.com:443/stream/", "wss://example.com/stream"),
            ("wss://example.com/stream/", "wss://example.com/stream"),
            ("wss://example.com/stream/?x=1", "wss://example.com/stream?x=1"),
            ("https://example.com/voice?name=O'Neil", "https://example.com/voice?name=O%27Neil"),
            ("https://example.com/voice?a=%20b&c=", "https://example.com/voice?a=+b&c="),
        ]:
            assert verify(TOKEN, received, {"A": "1"}, expected(f"{signed}A1"))

    def test_another_url_is_wrong(self):
        for signed, received in [
            ("https://example.com/voice/", "https://example.com/voice"),
            ("https://example.com/voice", "https://example.com/voice/"),
            ("https://example.com/voice", "http://example.com/voice"),
            ("https://example.com:8443/voice", "https://example.com/voice"),
            ("http://example.com:8080/voice", "http://example.com:8081/voice"),
            ("https://example.com/voice?a=1&b=2", "https://example.com/voice?b=2&a=1"),
            ("https://example.com/voice", "https://example.com/voice?"),
            ("https://example.com/a%2Fb", "https://example.com/a/b"),
            ("https://user:pass@example.com/voice", "https://user:pass@example.com/voice"),
            ("https://example.com/voice#rc=2", "https://example.com/voice#rc=2"),
            ("wss://example.com/stream", "wss://example.com/stream/"),
        ]:
            assert not verify(TOKEN, received, {"A": "1"}, expected(f"{signed}A1"))

    def test_the_body_of_a_url_without_its_hash_cannot_be_verified(self):
        assert verify(TOKEN, URL, (), expected(URL))
        assert not verify_body(TOKEN, URL, b"{}", expected(URL))
        in_the_fragment = f"{URL}#?bodySHA256={hashlib.sha256(b'{}').hexdigest()}"
        assert not verify_body(TOKEN, in_the_fragment, b"{}", expected(URL))

    def test_two_hashes_that_differ_are_wrong(self):
        right, other = hashlib.sha256(b"{}").hexdigest(), hashlib.sha256(b"[]").hexdigest()
        for hashes in ((right, other), (other, right)):
            url = "https://example.com/?" + urlencode([("bodySHA256", value) for value in hashes])
            assert not verify_body(TOKEN, url, b"{}", expected(url))

    def test_parameters_that_are_no_texts_are_an_error(self):
        for params in ["A=1", {"A": 1}, {"A": None}, {1: "A"}, [("A", 1)], [("A",)], 5, None]:
            for call in (partial(sign, TOKEN, URL), parse_request):
                with pytest.raises(TypeError, match="params must map names to strings or lists of strings"):
                    call(params)

    def test_the_parameter_that_is_no_text_is_named(self):
        for params, named in [
            ({"CallSid": "CA1", "Digits": 1}, "; 'Digits' is int$"),
            ({"Tag": ["a", None]}, "; 'Tag' is NoneType$"),
            ([("Body", b"Hi")], "; 'Body' is bytes$"),
        ]:
            with pytest.raises(TypeError, match=named):
                sign(TOKEN, URL, params)

    def test_every_way_to_hold_parameters_signs_alike(self):
        wanted = expected(f"{URL}A1B2B3C")

        class Form(dict):
            """As in Django: iteration and items give one value only."""

            def getlist(self, name):
                return {"A": ["1"], "B": ["3", "2", "3"], "C": [""]}[name]

        class Multi(dict):
            def getall(self, name):
                return {"A": ["1"], "B": ["3", "2", "3"], "C": [""]}[name]

        single = {"A": "1", "B": "3", "C": ""}
        for params in (
            {"C": "", "B": ["2", "3"], "A": ("1",)},
            [("B", "3"), ("A", "1"), ("B", "2"), ("C", ""), ("B", "3")],
            iter([("B", "3"), ("A", "1"), ("B", "2"), ("C", "")]),
            [["C", ""], ["B", "3"], ["A", "1"], ["B", "2"]],
            Form(single),
            Multi(single),
        ):
            assert sign(TOKEN, URL, params) == wanted

    def test_the_forms_of_frameworks_sign_alike(self):
        several = [("B", "3"), ("A", "1"), ("B", "2"), ("C", "")]
        wanted = expected(f"{URL}A1B2B3C")
        werkzeug = pytest.importorskip("werkzeug.datastructures")
        assert sign(TOKEN, URL, werkzeug.MultiDict(several)) == wanted
        assert sign(TOKEN, URL, werkzeug.ImmutableMultiDict(several)) == wanted
        starlette = pytest.importorskip("starlette.datastructures")
        assert sign(TOKEN, URL, starlette.FormData(several)) == wanted


# Names begin with a capital and values are digits, so that no two sets of parameters make the same string.
NAMES = st.from_regex("[A-Z][a-z]{0,5}", fullmatch=True)
DIGITS = st.text("0123456789", max_size=6)
UNAMBIGUOUS = st.lists(st.tuples(NAMES, DIGITS), max_size=8)
ANY_TEXT = st.text(max_size=20)
UTF8_TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
PARAMS = st.dictionaries(UTF8_TEXT, UTF8_TEXT, max_size=10)
PATHS = st.text("abcXYZ019/-._~%+=!'", max_size=12).map(lambda path: "/" + path)
QUERIES = st.none() | st.text("abcXYZ019&=%+-._~", min_size=1, max_size=16)
HOSTS = st.sampled_from(["example.com", "mycompany.com", "localhost", "10.1.2.3"])
PORTS = st.none() | st.integers(1, 65535)


@st.composite
def urls(draw, hosts=HOSTS):
    port, query = draw(PORTS), draw(QUERIES)
    return (
        f"{draw(st.sampled_from(['http', 'https']))}://{draw(hosts)}{'' if port is None else f':{port}'}"
        f"{draw(PATHS)}{'' if query is None else f'?{query}'}"
    )


class TestEverySignature:
    @given(st.text(min_size=1), urls(), st.dictionaries(ANY_TEXT, ANY_TEXT | st.lists(ANY_TEXT, max_size=3)))
    def test_what_is_signed_is_verified(self, token, url, params):
        assert verify(token, url, params, sign(token, url, params)) is True

    @given(urls(), PARAMS)
    def test_what_is_signed_follows_the_definition(self, url, params):
        text = url + "".join(name + params[name] for name in sorted(params, key=lambda name: name.encode()))
        assert sign(TOKEN, url, params) == expected(text)

    @given(urls(), st.lists(st.tuples(UTF8_TEXT, UTF8_TEXT), max_size=8), st.randoms())
    def test_the_order_of_parameters_does_not_matter(self, url, params, random):
        shuffled = random.sample(params, len(params))
        assert sign(TOKEN, url, shuffled) == sign(TOKEN, url, params)
        assert verify(TOKEN, url, shuffled, sign(TOKEN, url, params))

    @given(UNAMBIGUOUS, UNAMBIGUOUS)
    @example([("A", "1"), ("A", "1")], [("A", "1"), ("A", "2")])
    @example([("A", "1")], [("A", "")])
    def test_other_parameters_are_wrong(self, params, tampered):
        assume(set(params) != set(tampered))
        assert not verify(TOKEN, URL, tampered, sign(TOKEN, URL, params))

    @given(st.text("abc/", min_size=1, max_size=12), st.text("abc/", min_size=1, max_size=12), UNAMBIGUOUS)
    def test_another_path_is_wrong(self, path, tampered, params):
        assume(path != tampered)
        assert not verify(
            TOKEN, f"https://example.com/{tampered}", params, sign(TOKEN, f"https://example.com/{path}", params)
        )

    @given(st.text("ab&=", max_size=8), st.text("ab&=", max_size=8), PARAMS)
    def test_another_query_is_wrong(self, query, tampered, params):
        assume(parse_qsl(query, keep_blank_values=True) != parse_qsl(tampered, keep_blank_values=True))
        base = "https://example.com/voice?"
        assert not verify(TOKEN, base + tampered, params, sign(TOKEN, base + query, params))

    @given(ANY_TEXT | st.binary(min_size=20, max_size=20).map(lambda digest: base64.b64encode(digest).decode()))
    def test_another_signature_is_wrong(self, signature):
        right = sign(TOKEN, URL, CALL)
        assume(signature != right)
        assert verify(TOKEN, URL, CALL, signature) is False

    @given(st.integers(0, 27), st.characters())
    def test_one_other_character_is_wrong(self, position, character):
        right = sign(TOKEN, URL, CALL)
        assume(right[position] != character)
        assert verify(TOKEN, URL, CALL, right[:position] + character + right[position + 1 :]) is False

    @given(st.text(), st.text(), st.binary(max_size=8))
    @example("https://[::1/voice", "", b"")
    @example("//:@?#", "", b"")
    @example("http://example.com:port/?%ff%zz", "", b"")
    def test_no_junk_is_more_than_wrong(self, url, signature, body):
        assert verify(TOKEN, url, CALL, signature) is False
        assert verify_body(TOKEN, url, body, signature) is False
        assert len(sign(TOKEN, url, CALL)) == 28

    @given(urls(), st.text("ab:%.~", max_size=6), st.text("abc=&:?#@/", max_size=8))
    def test_user_info_and_fragment_do_not_matter(self, url, user, fragment):
        scheme, rest = url.split("://")
        assert verify(TOKEN, f"{scheme}://{user}@{rest}#{fragment}", {"A": "1"}, expected(f"{url}A1"))
        assert sign(TOKEN, f"{scheme}://{user}@{rest}#{fragment}") == expected(url)

    @given(st.sampled_from([("http", 80), ("https", 443)]), st.sampled_from(["a.org", "[::1]"]), PORTS, PATHS, QUERIES)
    def test_a_port_may_be_signed_or_not(self, scheme, host, port, path, query):
        name, usual = scheme
        rest = path if query is None else f"{path}?{query}"
        received = f"{name}://{host}{'' if port is None else f':{port}'}{rest}"
        for signed in (f"{name}://{host}{rest}", f"{name}://{host}:{port or usual}{rest}"):
            assert verify(TOKEN, received, {"A": "1"}, expected(f"{signed}A1"))


@pytest.fixture(scope="module")
def validator():
    """The validator of Twilio's own library."""
    return pytest.importorskip("twilio.request_validator").RequestValidator(TOKEN)


class TestBesideTwilio:
    @given(url=urls(), params=PARAMS)
    def test_signatures_are_the_same(self, validator, url, params):
        assert validator.compute_signature(url, params) == sign(TOKEN, url, params)

    @pytest.mark.slow
    @settings(max_examples=1700, deadline=None)
    @given(url=urls(), other=urls(), params=PARAMS, more=PARAMS)
    def test_verdicts_are_the_same(self, validator, url, other, params, more):
        """Three requests each; where Twilio's library is known to be wrong, the next test shows it."""
        for received, given_params in ((url, params), (other, params), (url, params | more)):
            signature = validator.compute_signature(url, params)
            assert validator.validate(received, given_params, signature) is verify(
                TOKEN, received, given_params, signature
            )

    @pytest.mark.parametrize(
        ("signed", "received"),
        [
            pytest.param("https://[::1]/voice", "https://[::1]:8443/voice", id="its split at a colon cuts IPv6 hosts"),
            pytest.param("https://example.com/voice", "https://user:pass@example.com/voice", id="it signs user info"),
            pytest.param("https://example.com/voice", "https://example.com/voice#rc=2", id="it signs the fragment"),
            pytest.param("https://example.com/voice?", "https://example.com/voice?", id="it drops a bare ?"),
            pytest.param("wss://example.com/s/", "wss://example.com/s", id="it has no slash for a WebSocket"),
            pytest.param("https://example.com/?a='", "https://example.com/?a=%27", id="only Node's quotes anew"),
        ],
    )
    def test_where_it_refuses_what_twilio_signs_we_do_not(self, validator, signed, received):
        signature = expected(f"{signed}CallSidCA1")
        assert not validator.validate(received, {"CallSid": "CA1"}, signature)
        assert verify(TOKEN, received, {"CallSid": "CA1"}, signature)

    def test_where_it_fails_over_junk_we_do_not(self, validator):
        with pytest.raises(UnicodeEncodeError):
            validator.validate(URL, {"A": "\ud800"}, "x")
        with pytest.raises(ValueError, match="Port"):
            validator.validate("http://example.com:99999/", {}, "x")
        assert not verify(TOKEN, URL, {"A": "\ud800"}, "x")
        assert not verify(TOKEN, "http://example.com:99999/", {}, "x")


class TestPublicUrl:
    seen = "http://10.0.0.7:8000/voice%2Fmenu?a=b%20c"

    def test_a_trusted_proxy_tells_the_url(self):
        for headers, public in [
            ({}, "http://10.0.0.7:8000/voice%2Fmenu?a=b%20c"),
            ({"X-Forwarded-Proto": "https"}, "https://10.0.0.7:8000/voice%2Fmenu?a=b%20c"),
            ({"X-Forwarded-Host": "example.com"}, "http://example.com/voice%2Fmenu?a=b%20c"),
            (
                {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "example.com"},
                "https://example.com/voice%2Fmenu?a=b%20c",
            ),
            (
                {"X-Forwarded-Proto": "HTTPS", "X-Forwarded-Host": "example.com", "X-Forwarded-Port": "443"},
                "https://example.com/voice%2Fmenu?a=b%20c",
            ),
            (
                {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "example.com", "X-Forwarded-Port": "8443"},
                "https://example.com:8443/voice%2Fmenu?a=b%20c",
            ),
            ({"X-Forwarded-Host": "example.com:8080"}, "http://example.com:8080/voice%2Fmenu?a=b%20c"),
            ({"X-Forwarded-Host": "[2001:db8::1]:8080"}, "http://[2001:db8::1]:8080/voice%2Fmenu?a=b%20c"),
            ({"X-Forwarded-Port": "80"}, "http://10.0.0.7/voice%2Fmenu?a=b%20c"),
            (
                {"X-Forwarded-Proto": "gopher, https", "X-Forwarded-Host": "evil.example, example.com"},
                "https://example.com/voice%2Fmenu?a=b%20c",
            ),
            ({"X-Forwarded-Proto": "gopher", "X-Forwarded-Host": "a/b@c", "X-Forwarded-Port": "x"}, self.seen),
            ({"X-Forwarded-Proto": "", "X-Forwarded-Host": "", "X-Forwarded-Port": ""}, self.seen),
            ({"Forwarded": "proto=https;host=example.com", "X-Original-Host": "example.com"}, self.seen),
        ]:
            assert PublicUrl(trusted_proxies="10.0.0.0/8").resolve(self.seen, headers, "10.1.2.3") == public

    def test_only_a_trusted_proxy_is_believed(self):
        for trusted, peer, is_trusted in [
            ("127.0.0.1", "127.0.0.1", True),
            ("127.0.0.1", "127.0.0.2", False),
            (["192.0.2.1", "10.0.0.0/8"], "10.255.0.1", True),
            (["192.0.2.1", "10.0.0.0/8"], "11.0.0.1", False),
            ("10.0.0.1/8", "10.9.9.9", True),
            ("fd00::/8", "fd12::1", True),
            ("fd00::/8", "10.0.0.1", False),
            ("10.0.0.0/8", "::ffff:10.0.0.1", True),
            ("10.0.0.0/8", "::ffff:11.0.0.1", False),
            ("0.0.0.0/0", "", False),
            ("0.0.0.0/0", None, False),
            ("0.0.0.0/0", "unix:/run/app.sock", False),
            ("0.0.0.0/0", "testclient", False),
            ((), "127.0.0.1", False),
        ]:
            headers = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "example.com"}
            public = PublicUrl(trusted_proxies=trusted).resolve("http://app/voice", headers, peer)
            assert public == ("https://example.com/voice" if is_trusted else "http://app/voice")

    @given(urls(), st.dictionaries(st.sampled_from(["Proto", "Host", "Port"]), ANY_TEXT), ANY_TEXT)
    def test_nobody_else_changes_the_url(self, url, forwarded, peer):
        headers = {f"X-Forwarded-{name}": value for name, value in forwarded.items()}
        assert PublicUrl(trusted_proxies="192.0.2.1").resolve(url, headers, peer) == url

    @given(urls(), st.dictionaries(st.sampled_from(["Proto", "Host", "Port"]), ANY_TEXT))
    def test_no_header_changes_path_or_query(self, url, forwarded):
        headers = {f"X-Forwarded-{name}": value for name, value in forwarded.items()}
        resolved = PublicUrl(trusted_proxies="192.0.2.1").resolve(url, headers, "192.0.2.1")
        assert resolved.split("/", 3)[3] == url.split("/", 3)[3]

    def test_a_base_url_stands_before_the_path(self):
        for base, seen, public in [
            ("https://example.com", "http://127.0.0.1:5000/voice?a=%20", "https://example.com/voice?a=%20"),
            ("https://example.com/", "http://127.0.0.1:5000/voice", "https://example.com/voice"),
            ("https://example.com:8443", "http://app/", "https://example.com:8443/"),
            ("https://example.com/twilio", "http://app/voice", "https://example.com/twilio/voice"),
            ("https://example.com", "http://app?a=1", "https://example.com?a=1"),
            ("wss://example.com", "ws://app/stream", "wss://example.com/stream"),
        ]:
            headers = {"X-Forwarded-Proto": "http", "X-Forwarded-Host": "evil.example"}
            made = PublicUrl(base_url=base, trusted_proxies="10.0.0.0/8")
            assert made.resolve(seen, headers, "10.0.0.1") == public

    def test_a_base_url_that_is_none_is_an_error(self):
        for base in ["", "example.com", "/voice", "ftp://example.com", "https://", "https://a.b?c", "https://a.b#c"]:
            with pytest.raises(ValueError, match=r"base_url must be like 'https://example\.com'"):
                PublicUrl(base_url=base)

    def test_a_proxy_that_is_no_address_is_an_error(self):
        for trusted in ["proxy.local", ["10.0.0.1", "10.0.0.0/99"], "", "10.0.0.1:80"]:
            with pytest.raises(ValueError, match="trusted_proxies must be IP addresses or networks"):
                PublicUrl(trusted_proxies=trusted)

    def test_what_is_resolved_verifies(self):
        signature = expected("https://example.com/voice?a=%20CallSidCA1")
        url = PublicUrl(trusted_proxies="127.0.0.0/8").resolve(
            "http://app:8000/voice?a=%20",
            {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "example.com", "X-Forwarded-Port": "443"},
            "127.0.0.1",
        )
        assert verify(TOKEN, url, {"CallSid": "CA1"}, signature)


PLACES = {
    f"{who}{what}": value
    for who in ("From", "To", "Caller", "Called")
    for what, value in (("City", "SAN FRANCISCO"), ("State", "CA"), ("Zip", "94105"), ("Country", "US"))
}
STANDARD = {
    "CallSid": "CA00000000000000000000000000000001",
    "AccountSid": "AC00000000000000000000000000000002",
    "From": "+14155550100",
    "To": "+14155550199",
    "Caller": "+14155550100",
    "Called": "+14155550199",
    "CallStatus": "in-progress",
    "ApiVersion": "2010-04-01",
    "Direction": "inbound",
    **{name: value for name, value in PLACES.items() if name.startswith(("From", "To"))},
}
WHEN = "Mon, 12 Oct 2026 15:04:05 +0000"
AT = datetime(2026, 10, 12, 15, 4, 5, tzinfo=UTC)

# What each request says beside the standard parameters, and how it is read where not as the same text.
CALLS = {
    "forwarded": {"ForwardedFrom": "+14155550111", "CalledVia": "+14155550111", "CallerName": "ANN"},
    "child leg": {"ParentCallSid": "CA2", "Direction": "outbound-dial"},
    "places": PLACES,
    "token": {"CallToken": "opaque"},
    "stir": {"StirVerstat": "TN-Validation-Passed-A", "StirPassportToken": "ey.J.w"},
    "answered": {"AnsweredBy": "machine_end_beep", "MachineDetectionDuration": ("2345", 2345)},
    "application": {"ApplicationSid": "AP1"},
    "sip": {"SipDomain": "a.sip.twilio.com", "SipUsername": "ann", "SipCallId": "x@y", "SipSourceIp": "192.0.2.1"},
    "fallback": {"ErrorCode": ("11200", 11200), "ErrorUrl": "https://example.com/voice"},
    "gather digits": {"Digits": "0123", "FinishedOnKey": "#", "msg": "Gather End"},
    "gather speech": {"SpeechResult": "Hello there.", "Confidence": ("0.9512", 0.9512)},
    "gather unsure": {"SpeechResult": "Um", "Confidence": ("0.0", 0.0)},
    "gather partial": {
        "UnstableSpeechResult": "hel",
        "StableSpeechResult": "",
        "Stability": ("0.5", 0.5),
        "SequenceNumber": ("0", 0),
    },
    "record": {
        "RecordingUrl": "https://api.twilio.com/RE1",
        "RecordingSid": "RE1",
        "RecordingDuration": ("12", 12),
        "Digits": "hangup",
    },
    "dial": {
        "DialCallStatus": "no-answer",
        "DialCallSid": "CA3",
        "DialCallDuration": ("0", 0),
        "DialBridged": ("false", False),
        "DialSipCallId": "x@y",
        "DialSipResponseCode": ("487", 487),
    },
    "dial bridged": {"DialCallStatus": "completed", "DialBridged": ("true", True)},
    "refer": {"ReferTransferTarget": "sip:bob@example.com"},
    "queue url": {"QueueSid": "QU1", "QueueTime": ("30", 30), "DequeingCallSid": "CA4"},
    "enqueue": {"QueueResult": "redirected-from-bridged", "QueueSid": "QU1", "QueueTime": ("31", 31)},
    "wait": {
        "QueuePosition": ("2", 2),
        "QueueSid": "QU1",
        "QueueTime": ("5", 5),
        "AvgQueueTime": ("17", 17),
        "CurrentQueueSize": ("3", 3),
        "MaxQueueSize": ("100", 100),
    },
    "sms": {"SmsSid": "SM1", "SmsStatus": "sending"},
}
MESSAGES = {
    "inbound": {
        "SmsSid": "SM1",
        "SmsMessageSid": "SM1",
        "MessagingServiceSid": "MG1",
        "From": "+14155550100",
        "To": "+14155550199",
        "Body": "  Grüße ☎ ",
        "NumMedia": ("0", 0),
        "NumSegments": ("1", 1),
        "SmsStatus": "received",
        "ApiVersion": "2010-04-01",
        "OptOutType": "STOP",
        **{name: value for name, value in PLACES.items() if name.startswith(("From", "To"))},
    },
    "whatsapp": {
        "From": "whatsapp:+14155550100",
        "ProfileName": "Ann",
        "WaId": "14155550100",
        "Forwarded": ("true", True),
        "FrequentlyForwarded": ("false", False),
        "ButtonText": "Yes",
        "ButtonPayload": "yes",
        "Latitude": ("37.787890", 37.78789),
        "Longitude": ("-122.391664", -122.391664),
        "Address": "1 Main St",
        "Label": "Office",
        "OriginalRepliedMessageSender": "whatsapp:+14155550199",
        "OriginalRepliedMessageSid": "SM0",
    },
}

# What has happened, with all parameters.
STATUS = {
    "CallStatus": "completed",
    "CallDuration": ("61", 61),
    "Duration": ("2", 2),
    "SipResponseCode": ("200", 200),
    "Timestamp": (WHEN, AT),
    "CallbackSource": "call-progress-events",
    "SequenceNumber": ("3", 3),
    "RecordingUrl": "https://api.twilio.com/RE1",
    "RecordingSid": "RE1",
    "RecordingDuration": ("12", 12),
    "AnsweredBy": "human",
    "MachineDetectionDuration": ("2345", 2345),
    "ForwardedFrom": "+14155550111",
    "CallerName": "ANN",
    "StirStatus": "B",
    "StirVerstat": "TN-Validation-Passed-A",
    "ErrorCode": ("31002", 31002),
    "ErrorUrl": "https://example.com/voice",
}
SUBJECTS = {name: value for name, value in STANDARD.items() if not name.startswith("Calle")}
RECORDED = {
    "AccountSid": "AC1",
    "RecordingSid": "RE1",
    "RecordingUrl": "https://api.twilio.com/RE1",
    "RecordingStatus": "completed",
    "RecordingDuration": ("12", 12),
    "RecordingChannels": ("2", 2),
    "RecordingStartTime": (WHEN, AT),
    "RecordingTrack": "both",
    "ErrorCode": ("0", 0),
}
PARTICIPANT = {
    "AccountSid": "AC1",
    "ConferenceSid": "CF1",
    "FriendlyName": "room",
    "StatusCallbackEvent": "participant-leave",
    "SequenceNumber": ("4", 4),
    "Timestamp": (WHEN, AT),
    "CallSid": "CA1",
    "ParticipantLabel": "customer",
    "Muted": ("false", False),
    "Hold": ("true", True),
    "Coaching": ("true", True),
    "CallSidToCoach": "CA2",
    "StartConferenceOnEnter": ("true", True),
    "EndConferenceOnExit": ("false", False),
    "ParticipantCallStatus": "completed",
    "ReasonParticipantLeft": "participant_hung_up",
    "AnnounceUrl": "https://example.com/hello.mp3",
    "ReasonAnnouncementFailed": "none",
}
TASK = {
    "AccountSid": "AC1",
    "WorkspaceSid": "WS1",
    "WorkflowSid": "WW1",
    "TaskSid": "WT1",
    "TaskAttributes": '{"type": "sales"}',
    "TaskAge": ("5", 5),
    "TaskPriority": ("1", 1),
    "TaskQueueSid": "WQ1",
    "TaskQueueName": "Sales",
    "ReservationSid": "WR1",
    "WorkerSid": "WK1",
    "WorkerName": "Ann",
    "WorkerAttributes": "{}",
}
SUBJECTS_OF_A_TRANSCRIPTION = {"TranscriptionSid": "TR1", "AccountSid": "AC1", "CallSid": "CA1"}
CALLBACKS = {
    CallStatusCallback: [SUBJECTS | STATUS],
    DialStatusCallback: [SUBJECTS | STATUS | {"ParentCallSid": "CA2", "Direction": "outbound-dial"}],
    MachineDetectionCallback: [
        CALL | {"AnsweredBy": "machine_end_beep", "MachineDetectionDuration": ("2345", 2345)},
    ],
    RecordingCallback: [
        RECORDED | {"CallSid": "CA1", "RecordingSource": "DialVerb"},
        RECORDED | {"ConferenceSid": "CF1", "RecordingSource": "Conference"},
    ],
    TranscriptionCallback: [
        SUBJECTS_OF_A_TRANSCRIPTION
        | {
            "TranscriptionText": "Hi",
            "TranscriptionStatus": "completed",
            "TranscriptionUrl": "https://api.twilio.com/TR1",
            "RecordingSid": "RE1",
            "RecordingUrl": "https://api.twilio.com/RE1",
            "From": "+14155550100",
            "To": "+14155550199",
        },
        SUBJECTS_OF_A_TRANSCRIPTION
        | {
            "TranscriptionEvent": "transcription-content",
            "TranscriptionData": '{"transcript": "Hi", "confidence": 0.9}',
            "Final": ("true", True),
            "Stability": ("0.9", 0.9),
            "Track": "inbound_track",
            "LanguageCode": "en-US",
            "SequenceId": ("2", 2),
            "Timestamp": ("2026-10-12T15:04:05Z", AT),
        },
    ],
    ConferenceCallback: [
        PARTICIPANT,
        {
            "AccountSid": "AC1",
            "ConferenceSid": "CF1",
            "StatusCallbackEvent": "conference-end",
            "ReasonConferenceEnded": "last-participant-left",
            "CallSidEndingConference": "CA1",
            "ParticipantLabelEndingConference": "customer",
        },
    ],
    MessageStatusCallback: [
        {
            "MessageSid": "SM1",
            "SmsSid": "SM1",
            "AccountSid": "AC1",
            "From": "+14155550100",
            "To": "+14155550199",
            "ApiVersion": "2010-04-01",
            "MessagingServiceSid": "MG1",
            "MessageStatus": "undelivered",
            "SmsStatus": "undelivered",
            "ErrorCode": ("30008", 30008),
            "RawDlrDoneDate": "2610121504",
            "ChannelInstallSid": "XE1",
            "ChannelStatusMessage": "Channel error",
            "ChannelPrefix": "whatsapp",
            "EventType": "DELIVERED",
        }
    ],
    TaskAssignmentCallback: [TASK],
    TaskRouterCallback: [
        TASK
        | {
            "EventType": "reservation.created",
            "EventDescription": "Reservation WR1 created",
            "ResourceType": "reservation",
            "ResourceSid": "WR1",
            "Timestamp": ("1791817445", AT),
            "WorkspaceName": "Main",
            "WorkflowName": "All",
            "TaskAssignmentStatus": "reserved",
            "WorkerActivitySid": "WA1",
            "WorkerActivityName": "Idle",
        }
    ],
}
ENDED = {"ConferenceSid": "CF1", "StatusCallbackEvent": "conference-end"}
SAMPLES = [*CALLS.values(), *MESSAGES.values(), *(sample for samples in CALLBACKS.values() for sample in samples)]
UNUSUAL = {"From": "from_", "DequeingCallSid": "dequeuing_call_sid", "msg": "msg"}


def attribute(name):
    """The attribute of a parameter, by the rule that a reader of Twilio's pages would guess."""
    return UNUSUAL.get(name) or "".join(f"_{c.lower()}" if c.isupper() else c for c in name).removeprefix("_")


def sent(parameters):
    return {name: value[0] if isinstance(value, tuple) else value for name, value in parameters.items()}


class TestRequest:
    def test_a_call_is_read(self):
        for parameters in CALLS.values():
            request = parse_request(STANDARD | sent(parameters))
            assert type(request) is CallRequest
            for name, value in (STANDARD | parameters).items():
                read = value[1] if isinstance(value, tuple) else value
                assert getattr(request, attribute(name)) == read
                assert type(getattr(request, attribute(name))) is type(read)
            assert request.params == STANDARD | sent(parameters)

    def test_a_message_is_read(self):
        for parameters in MESSAGES.values():
            request = parse_request(MESSAGE | sent(parameters))
            assert type(request) is MessageRequest
            for name, value in (MESSAGE | parameters).items():
                read = value[1] if isinstance(value, tuple) else value
                assert getattr(request, attribute(name)) == read
                assert type(getattr(request, attribute(name))) is type(read)

    @pytest.mark.parametrize("request_class", CALLBACKS)
    def test_a_callback_is_read(self, request_class):
        for parameters in CALLBACKS[request_class]:
            request = parse_request(sent(parameters), idempotency_token="c0ffee")
            assert type(request) is request_class
            assert isinstance(request, Callback)
            assert request.idempotency_token == "c0ffee"
            for name, value in parameters.items():
                read = value[1] if isinstance(value, tuple) else value
                assert getattr(request, attribute(name)) == read
                assert type(getattr(request, attribute(name))) is type(read)
            assert request.params == sent(parameters)

    def test_what_is_unknown_is_kept(self):
        for params in ({}, {"AccountSid": "AC1", "NewSid": "NE1"}, {"Callsid": "CA1"}):
            request = parse_request(params)
            assert type(request) is TwilioRequest
            assert request.params == params

    def test_a_class_may_be_asked_for(self):
        assert parse_request(sent(STANDARD | STATUS), CallRequest).call_status == "completed"
        assert parse_request(sent(PARTICIPANT), TwilioRequest).account_sid == "AC1"
        with pytest.raises(InvalidRequest, match="ConferenceSid is missing: every ConferenceCallback has it"):
            parse_request(CALL, ConferenceCallback)

    @pytest.mark.parametrize(
        "params",
        [
            {"RecordingUrl": "https://api.twilio.com/RE1", "RecordingSid": "RE1", "CallStatus": "completed"},
            {"Digits": "1", "AnsweredBy": "human", "CallStatus": "in-progress"},
            {"ConferenceSid": "CF1"},
            {"QueueSid": "QU1"},
        ],
    )
    def test_what_wants_twiml_is_no_callback(self, params):
        assert type(parse_request(CALL | params)) is CallRequest

    def test_there_is_no_attribute_beyond_what_twilio_sends(self):
        samples = {request: [*samples] for request, samples in CALLBACKS.items()}
        samples |= {CallRequest: [STANDARD, *CALLS.values()], MessageRequest: [MESSAGE, *MESSAGES.values()]}
        for request, sent_by_twilio in samples.items():
            documented = {attribute(name) for sample in sent_by_twilio for name in sample}
            made = {"params", "media", "idempotency_token"}
            elsewhere = {"message_status", "error_url"} if request is MessageRequest else {"parent_call_sid"}
            elsewhere |= {"error_code", "from_city"}  # of a fallback request, and of a call
            assert {field.name for field in fields(request)} - made - elsewhere == documented - elsewhere

    def test_every_attribute_is_documented_once(self):
        for request in (TwilioRequest, PartiesRequest, CallRequest, MessageRequest, ReceivedMedia, *CALLBACKS):
            inherited = {field.name for base in request.__mro__[1:-1] for field in fields(base)}
            lines = re.findall(r"^ {4}(\w[\w, ]*):", inspect.cleandoc(request.__doc__), re.MULTILINE)
            documented = [name for line in lines for name in line.split(", ")]
            assert documented == [field.name for field in fields(request) if field.name not in inherited]

    def test_pydantic_does_not_make_one(self):
        for request in (TwilioRequest, PartiesRequest, CallRequest, MessageRequest, *CALLBACKS):
            with pytest.raises(TypeError, match=f"{request.__name__} must not be made .* put @twiml below the route"):
                TypeAdapter(request)

    def test_dates_are_in_utc(self):
        def read(text):
            return parse_request(CALL | {"CallbackSource": "call-progress-events", "Timestamp": text}).timestamp

        assert read("Mon, 12 Oct 2026 17:04:05 +0200") == AT
        assert read("Mon, 12 Oct 2026 17:04:05 +0200").tzinfo is UTC
        assert read("Mon, 12 Oct 2026 15:04:05 -0000") == AT
        assert read("Mon, 12 Oct 2026 15:04:05 GMT") == AT
        assert read("2026-10-12T15:04:05Z") == AT

    def test_headers_of_sip_are_found_by_name(self):
        request = parse_request(CALL | {"SipHeader_X-Id": "7", "DialSipHeader_X-Why": "busy"})
        assert isinstance(request, CallRequest)
        assert request.sip_headers == {"X-Id": "7"}
        assert request.dial_sip_headers == {"X-Why": "busy"}

    def test_an_advertisement_is_found_by_name(self):
        request = parse_request(MESSAGE | {"ReferralBody": "Buy", "ReferralSourceUrl": "https://fb.me/1"})
        assert isinstance(request, MessageRequest)
        assert request.referral == {"Body": "Buy", "SourceUrl": "https://fb.me/1"}

    def test_media_are_read_in_their_order(self):
        media = {f"MediaUrl{n}": f"https://api.twilio.com/ME{n}" for n in range(11)}
        types = {f"MediaContentType{n}": "image/png" for n in range(10)}
        request = parse_request(MESSAGE | {"NumMedia": "11", "MediaUrl11": "not counted"} | media | types)
        assert isinstance(request, MessageRequest)
        assert request.num_media == 11
        assert request.media[:10] == tuple(
            ReceivedMedia(f"https://api.twilio.com/ME{n}", "image/png") for n in range(10)
        )
        assert request.media[10:] == (ReceivedMedia("https://api.twilio.com/ME10", ""),)

    def test_media_that_are_missing_are_an_error(self):
        for count in ["2", "1000000000000"]:
            with pytest.raises(InvalidRequest, match=f"MediaUrl1 is missing, but NumMedia is {count}") as error:
                parse_request(MESSAGE | {"NumMedia": count, "MediaUrl0": "https://api.twilio.com/ME0"})
            assert error.value.parameter == "MediaUrl1"

    def test_an_older_name_of_a_message_is_understood(self):
        for name in ["MessageSid", "SmsSid", "SmsMessageSid"]:
            request = parse_request({name: "SM1", "AccountSid": "AC1", "SmsStatus": "sent"})
            assert isinstance(request, MessageStatusCallback)
            assert (request.message_sid, request.message_status) == ("SM1", "sent")
            request = parse_request({name: "SM1", "AccountSid": "AC1", "SmsStatus": "receiving"})
            assert isinstance(request, MessageRequest)
            assert (request.message_sid, request.message_status) == ("SM1", "receiving")

    def test_a_message_that_a_call_sends_is_about_the_call(self):
        assert isinstance(parse_request(CALL | {"SmsSid": "SM1", "SmsStatus": "sending"}), CallRequest)

    @pytest.mark.parametrize("sid", [CALL, MESSAGE])
    def test_what_twilio_did_not_send_is_empty(self, sid):
        bare = parse_request(sid)
        empty = parse_request(
            sid | {name: "" for sample in [*CALLS.values(), *MESSAGES.values()] for name in sample if name not in sid}
        )
        given_by_sid = {"account_sid", "call_sid", "message_sid", "params"}
        for field in fields(bare):
            if field.name not in given_by_sid:
                assert getattr(bare, field.name) in ("", None, ())
                assert getattr(empty, field.name) == getattr(bare, field.name)

    def test_what_is_missing_or_broken_is_told(self):
        for params, message in [
            (CALL | {"QueueTime": "ten"}, "QueueTime must be an integer, not 'ten'"),
            (CALL | {"QueueTime": "1.5"}, "QueueTime must be an integer, not '1.5'"),
            (CALL | {"QueueTime": "1_0"}, "QueueTime must be an integer, not '1_0'"),
            (CALL | {"QueueTime": "٣"}, "QueueTime must be an integer, not '٣'"),
            (CALL | {"QueueTime": "9" * 5000}, "QueueTime must be an integer, not '9999"),
            (CALL | {"Confidence": "high"}, "Confidence must be a number, not 'high'"),
            (CALL | {"Confidence": "nan"}, "Confidence must be a number, not 'nan'"),
            (CALL | {"Confidence": "1e999"}, "Confidence must be a number, not '1e999'"),
            (CALL | {"DialBridged": "yes"}, "DialBridged must be true or false, not 'yes'"),
            (ENDED | {"Timestamp": "yesterday"}, "Timestamp must be a date like 'Wed, 02 Oct 2024 15:00:00 [+]0000'"),
            (ENDED | {"Timestamp": "0001-01-01T00:00:00+14:00"}, "Timestamp must be a date like"),
            (ENDED | {"Timestamp": "9" * 18}, "Timestamp must be a date like"),
            (ENDED | {"Muted": "perhaps"}, "Muted must be true or false, not 'perhaps'"),
            (MESSAGE | {"NumMedia": "many"}, "NumMedia must be an integer, not 'many'"),
        ]:
            with pytest.raises(InvalidRequest, match=message) as error:
                parse_request(params)
            assert str(error.value).startswith(f"{error.value.parameter} {error.value.problem}")
            assert len(str(error.value)) < 150
            copied = pickle.loads(pickle.dumps(error.value))
            assert (type(copied), str(copied)) == (InvalidRequest, str(error.value))

    @given(
        st.sampled_from([CALL, MESSAGE, ENDED, {}]),
        st.dictionaries(
            st.sampled_from(sorted({name for sample in SAMPLES for name in sample})),
            ANY_TEXT | st.sampled_from(["1", "0.5", "true", WHEN, "2026-10-12", "Mon, 99 Oct 2026 99:99:99 +9999"]),
        ),
        st.dictionaries(ANY_TEXT, ANY_TEXT),
    )
    def test_junk_is_read_or_refused_and_nothing_else(self, sids, known, unknown):
        params = unknown | known | sids
        try:
            request = parse_request(params)
        except InvalidRequest:
            return
        assert request.params == params

    def test_words_that_twilio_may_add_are_taken(self):
        request = parse_request(
            STANDARD | {"CallStatus": "on-hold", "Direction": "sideways", "StirVerstat": "TN-Validation-Passed-D"}
        )
        assert isinstance(request, CallRequest)
        assert (request.call_status, request.direction) == ("on-hold", "sideways")
        assert request.stir_verstat == "TN-Validation-Passed-D"

    def test_what_has_no_attribute_stays_in_params(self):
        request = parse_request(STANDARD | {"lang": "en", "PaymentCardNumber": "xxxx-1234"})
        assert request.params["lang"] == "en"
        assert request.params["PaymentCardNumber"] == "xxxx-1234"
        with pytest.raises(TypeError):
            request.params["lang"] = "fr"

    def test_params_do_not_follow_what_they_were_read_from(self):
        params = dict(STANDARD)
        request = parse_request(params)
        params["Digits"] = "1"
        assert "Digits" not in request.params

    def test_the_last_of_several_values_counts(self):
        assert parse_request([("CallSid", "CA0"), *STANDARD.items(), ("CallSid", "CA9")]).params["CallSid"] == "CA9"
        assert parse_request(CALL | {"From": ["+1", "+2"]}).from_ == "+2"

    @pytest.mark.parametrize("params", [STANDARD | {"Digits": "1"}, MESSAGE | {"Body": "Hi"}, sent(PARTICIPANT)])
    def test_a_request_is_a_value(self, params):
        request = parse_request(params)
        same = parse_request(list(params.items()))
        assert request == same
        assert hash(request) == hash(same)
        assert request != parse_request(params | {"New": "1"})
        for copied in (copy.copy(request), copy.deepcopy(request), pickle.loads(pickle.dumps(request))):
            assert copied == request
            assert type(copied) is type(request)
            with pytest.raises(TypeError):
                copied.params["a"] = "b"
        assert replace(request, account_sid="AC9").account_sid == "AC9"
        with pytest.raises(FrozenInstanceError):
            request.account_sid = "AC9"
        assert isinstance(request, TwilioRequest)

    def test_a_test_makes_one_by_hand(self):
        request = CallRequest(call_sid="CA1", account_sid="AC1", digits="1")
        assert request.digits == "1"
        match request:
            case CallRequest(digits="1", call_status=""):
                pass
            case _:
                pytest.fail("a request matches by its attributes")

    def test_a_repr_shows_what_is_there_and_no_token(self):
        request = parse_request(
            CALL | {"Digits": "1", "CallToken": "hide", "StirPassportToken": "me", "DialBridged": "false"}
        )
        assert repr(request) == "CallRequest(account_sid='AC1', call_sid='CA1', digits='1', dial_bridged=False)"


def test_the_import_loads_nothing_that_is_slow_or_optional():
    code = "import twimlkit.webhook, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"lxml", "httpx2", "email", "urllib.parse", "ipaddress", "json", "decimal"} & set(
        done.stdout.split()
    ) == set()
