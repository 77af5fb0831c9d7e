"""Behaviour that all frameworks share, with their test clients and over real servers."""

import json
from hashlib import sha256
from urllib.parse import urlencode

import pytest
from lxml import etree

from tests.web.signing import CALL, MESSAGE, encoded, get, headers, post, signature
from tests.web.views import PREVIOUS_TOKEN
from tests.web.ways import WAYS

HELLO = "Hello +14155550100, you dialled +14155550199."
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def said(answer):
    """Return the text of the TwiML in a successful response."""
    assert (answer.status, answer.content_type) == (200, "text/xml; charset=utf-8")
    document = etree.fromstring(answer.body)
    assert document.tag == "Response"
    return "".join(document.itertext())


def refused(answer, status, reason):
    assert answer.status == status
    assert reason in answer.text.replace("&#39;", "'")
    assert b"<Response" not in answer.body


# What Twilio signed comes in.


def test_a_signed_post_reaches_the_view(way, ran):
    for name in ["voice", "voice-in-loop"]:
        assert said(post(way, f"/{name}")) == HELLO
    assert ran() == ["CallRequest", "CallRequest"]


def test_a_signed_get_reaches_the_view(way, ran):
    for name in ["voice", "voice-in-loop"]:
        assert said(get(way, f"/{name}", query="lang=en%20US")) == HELLO
    assert ran() == ["CallRequest", "CallRequest"]


def test_a_configured_query_is_signed_with_a_post(way):
    assert said(post(way, "/voice?lang=en%20US&empty=&again=1&again=2")) == HELLO


def test_a_message_gets_its_document(way):
    assert said(post(way, "/sms", MESSAGE)) == "You wrote <  Grüße & 100 % + 世界 ☎ \n>"


def test_a_view_may_take_either_kind(way, ran):
    assert said(post(way, "/either", CALL)) == said(post(way, "/either", MESSAGE)) == ""
    assert ran() == ["CallRequest", "MessageRequest"]


def test_annotations_may_be_postponed(way):
    assert said(post(way, "/postponed")) == "Later."


def test_a_view_that_returns_nothing_answers_204(way, ran):
    answer = post(way, "/report")
    assert (answer.status, answer.body) == (204, b"")
    assert ran() == ["CallRequest"]


def test_repeated_fields_are_signed_once_and_by_value(way):
    fields = [*CALL, ("Tag", "a"), ("Tag", "b")]
    assert said(post(way, "/voice", fields, sent=[("Tag", "b"), *fields])) == HELLO


def test_the_example_that_twilio_publishes_is_right(way):
    fields = [
        ("CallSid", "CA1234567890ABCDE"),
        ("Caller", "+14158675310"),
        ("Digits", "1234"),
        ("From", "+14158675310"),
        ("To", "+18005551212"),
    ]
    published = FORM | {"X-Twilio-Signature": "L/OH5YylLD5NRKLltdqwSvS0BnU="}
    answer = way.send("POST", "/myapp.php?foo=1&bar=2", published, encoded(fields))
    assert said(answer) == "Hello +14158675310, you dialled +18005551212."


def test_two_tokens_are_right_while_one_is_replaced(way):
    for token in [PREVIOUS_TOKEN, "5" * 32]:
        assert said(post(way, "/rotated", token=token)) == HELLO
    refused(post(way, "/rotated"), 403, "invalid")


# What Twilio did not sign does not.


def test_parameters_that_were_tampered_with_are_refused(way, ran):
    for sent in [
        [(name, "+14155550666" if name == "From" else value) for name, value in CALL],
        [*CALL, ("Digits", "1")],
        [(name, value) for name, value in CALL if name != "CallerName"],
        [(name, value + " ") for name, value in CALL],
        [],
    ]:
        refused(post(way, "/voice", sent=sent), 403, "X-Twilio-Signature is invalid")
        refused(get(way, "/voice", sent=sent), 403, "X-Twilio-Signature is invalid")
        assert ran() == []


def test_a_signature_must_be_there(way, ran):
    for name in ["voice", "voice-in-loop", "report", "sms", "either"]:
        refused(way.send("POST", f"/{name}", FORM, encoded(CALL)), 403, "X-Twilio-Signature is missing")
        refused(way.send("GET", f"/{name}", {}), 403, "X-Twilio-Signature is missing")
        refused(way.send("POST", f"/{name}", FORM | {"X-Twilio-Signature": ""}), 403, "X-Twilio-Signature is missing")
        assert ran() == []


def test_a_signature_must_be_right(way, ran):
    for wrong in ["no", "é", "L/OH5YylLD5NRKLltdqwSvS0BnU=", "=" * 5000]:
        given = {"X-Twilio-Signature": wrong}
        refused(post(way, "/voice", headers=given), 403, "X-Twilio-Signature is invalid")
        refused(get(way, "/voice", headers=given), 403, "X-Twilio-Signature is invalid")
        assert ran() == []


def test_a_signature_of_another_account_is_refused(way, ran):
    refused(post(way, "/voice", token=PREVIOUS_TOKEN), 403, "invalid")
    assert ran() == []


def test_a_signature_holds_for_its_url_alone(way, ran):
    refused(post(way, "/report", url="http://example.com/voice"), 403, "invalid")
    refused(post(way, "/voice?admin=1", url="http://example.com/voice"), 403, "invalid")
    refused(post(way, "/voice", url="http://example.org/voice"), 403, "invalid")
    refused(post(way, "/voice", url="https://example.com/voice"), 403, "invalid")
    assert ran() == []


def test_no_fragment_hides_a_part_of_the_url(way, ran):
    """Twilio signs a URL without its fragment, and sends none; but some servers pass on what follows a `#`."""
    if "client" in way.name:
        return  # it leaves fragments out
    signed = f"/voice?{urlencode(CALL)}"
    for added in ("#", "#&Digits=9", "&#"):
        refused(way.send("GET", signed + added, headers(f"http://example.com{signed}")), 403, "invalid")
    post(way, "/report#", url="http://example.com/report")
    assert ran() == []


def test_no_host_hides_the_path(way, ran):
    for host in ("example.com/voice#", "example.com/voice?", "example.com/voice?x=", "example.com\\", "u@example.com"):
        for url in ("http://example.com/voice", f"http://{host}/report", "http://example.com/report"):
            assert post(way, "/report", url=url, headers={"Host": host}).status in (400, 403)
    host = {"Host": "example.com/phone/voice#"}
    assert post(way, "/based", url="https://example.com/phone/phone/voice", headers=host).status in (400, 403)
    assert ran() == []


def test_a_get_does_not_count_what_its_body_holds(way, ran):
    url = "http://example.com/voice"
    answer = way.send("GET", "/voice", FORM | headers(url, CALL), encoded(CALL))
    refused(answer, 403, "invalid")
    answer = way.send("GET", "/voice", FORM | headers(url), encoded(CALL))
    refused(answer, 403, "invalid")
    refused(way.send("GET", "/voice", headers(url)), 400, "CallSid")
    assert ran() == []


# Requests that want no TwiML, and answers that are no TwiML.

ENDED = [("AccountSid", "AC" + "2" * 32), ("ConferenceSid", "CF1"), ("StatusCallbackEvent", "conference-end")]


def test_an_event_of_a_conference_needs_no_call(way, ran):
    assert post(way, "/conference", ENDED).status == 204
    assert get(way, "/conference", ENDED).status == 204
    assert post(way, "/anything", ENDED).status == 204
    assert post(way, "/anything", [("New", "1")]).status == 204
    assert said(post(way, "/anything")) == ""
    refused(post(way, "/conference"), 400, "ConferenceCallback, not a CallRequest")
    refused(post(way, "/conference", sent=ENDED), 403, "invalid")
    assert ran() == ["ConferenceCallback"] * 3 + ["TwilioRequest", "CallRequest"]


def test_a_view_may_answer_with_the_framework_s_own_response(way):
    answer = post(way, "/moved")
    assert (answer.status, answer.headers["location"]) == (302, "/voice")
    refused(way.send("POST", "/moved", FORM, encoded(CALL)), 403, "missing")


def test_a_signed_view_gets_any_request_that_twilio_signed(way, ran):
    assert said(post(way, "/signed")) == said(get(way, "/signed", query="a=b")) == "+14155550100"
    body = json.dumps({"TaskSid": "WT1"}).encode()
    target = f"/signed?bodySHA256={sha256(body).hexdigest()}"
    kind = {"Content-Type": "application/json"}
    answer = way.send("POST", target, kind | headers(f"http://example.com{target}"), body)
    assert (answer.status, json.loads(answer.body)) == (200, {"TaskSid": "WT1"})
    assert len(ran()) == 3


def test_a_signed_view_gets_nothing_else(way, ran):
    kind, body = {"Content-Type": "application/json"}, b'{"TaskSid": "WT1"}'
    parts = {"Content-Type": "multipart/form-data; boundary=x"}
    part = b'--x\r\nContent-Disposition: form-data; name="From"\r\n\r\n+1\r\n--x--\r\n'
    target = f"/signed?bodySHA256={sha256(body).hexdigest()}"
    signed, plain = (headers(f"http://example.com{each}") for each in (target, "/signed"))
    refused(way.send("POST", target, kind, body), 403, "missing")
    refused(way.send("POST", target, kind | signed, body + b" "), 403, "invalid")
    for spelled in (target, target.replace("SHA", "%53HA")):
        refused(way.send("POST", spelled, kind | signed), 403, "invalid")
        refused(way.send("GET", spelled, signed), 403, "invalid")
        for other in (b"&", b"=", b"=&="):
            refused(way.send("POST", spelled, FORM | signed, other), 403, "invalid")
    refused(post(way, "/signed", sent=[*CALL, ("Digits", "1")]), 403, "invalid")
    for method in ("POST", "PUT", "GET"):
        refused(way.send(method, "/signed", kind | plain, body), 403, "invalid")
        refused(way.send(method, "/signed", parts | plain, part), 403, "invalid")
        refused(way.send(method, "/signed", FORM, encoded(CALL)), 403, "missing")
    refused(way.send("PUT", "/signed", FORM | plain, encoded(CALL)), 403, "invalid")
    assert ran() == []


def test_the_public_url_may_stand_in_the_environment(monkeypatch):
    monkeypatch.setenv("TWILIO_BASE_URL", "https://example.org/phone")
    for name in (name for name in WAYS if "client" in name):
        with WAYS[name]({}) as way:
            for target in ("/voice?a=1", "/signed"):
                assert post(way, target, url=f"https://example.org/phone{target}").status == 200
                assert post(way, target).status == 403
            assert post(way, "/based", url="https://example.com/phone/based").status == 200
            assert post(way, "/proxied", url="http://example.com/proxied").status == 200


# Hosts, ports and proxies.


def test_a_port_may_be_signed_or_not(way):
    for host, signed in [
        ("example.com:8080", "http://example.com:8080"),
        ("example.com:8080", "http://example.com"),
        ("example.com", "http://example.com:80"),
        ("example.com:80", "http://example.com"),
    ]:
        assert said(post(way, "/voice", url=f"{signed}/voice", headers={"Host": host})) == HELLO


def test_another_port_is_another_server(way):
    other = "http://example.com:8081/voice"
    refused(post(way, "/voice", url=other, headers={"Host": "example.com:8080"}), 403, "invalid")


FORWARDED = {"Host": "internal:8000", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "example.com"}


def test_what_a_trusted_proxy_says_counts(way, ran):
    answer = post(way, "/proxied?a=1", url="https://example.com/proxied?a=1", headers=FORWARDED)
    assert said(answer) == HELLO
    assert ran() == ["CallRequest"]


def test_a_trusted_proxy_names_the_port(way):
    named = FORWARDED | {"X-Forwarded-Port": "8443"}
    assert said(post(way, "/proxied", url="https://example.com:8443/proxied", headers=named)) == HELLO
    refused(post(way, "/proxied", url="https://example.com:8444/proxied", headers=named), 403, "invalid")


def test_what_others_say_of_a_proxy_does_not_count(way, ran):
    for name in ["voice", "proxied-by-another", "based"]:
        forged = FORWARDED | {"X-Forwarded-Host": "forged.example"}
        refused(post(way, f"/{name}", url=f"https://forged.example/{name}", headers=forged), 403, "invalid")
        assert ran() == []


def test_a_base_url_stands_before_the_path(way):
    for given in ({}, FORWARDED, {"Host": "internal:8000"}):
        assert said(post(way, "/based?a=1", url="https://example.com/phone/based?a=1", headers=given)) == HELLO
    refused(post(way, "/based"), 403, "invalid")


# The path is signed as it is spelled.


QUOTED = {
    "caf%C3%A9%20au%20lait": "café au lait",
    "a+b&c=d;e,f:g@h$i": "a+b&c=d;e,f:g@h$i",
    "it's~(1)*!": "it's~(1)*!",
    "100%25": "100%",
    "x%3Fy%23z": "x?y#z",
}
QUOTED_OTHERWISE = {"caf%c3%a9": "café", "%61%62%63": "abc", "a%2Bb": "a+b"}


def test_a_quoted_path_is_right(way):
    for spelled, name in QUOTED.items():
        assert said(post(way, f"/room/{spelled}")) == f"This is room {name}."


def test_a_path_that_could_be_quoted_otherwise_is_right_where_the_server_keeps_it(way):
    for spelled, name in QUOTED_OTHERWISE.items():
        answer = post(way, f"/room/{spelled}")
        if way.keeps_spelling:
            assert said(answer) == f"This is room {name}."
        else:
            refused(answer, 403, "invalid")


def test_a_bare_question_mark_is_right_where_the_server_tells_of_it(way):
    answer = post(way, "/voice?")
    if "Werkzeug" in way.name or ("gunicorn" in way.name):
        assert said(answer) == HELLO
    elif way.name != "Flask's client":
        refused(answer, 403, "invalid")


def test_a_host_that_is_none_does_no_harm(way, ran):
    for host in ["[", "[::1", "a b", "@", ":", "example.com:port", "", "e" * 3000, "xn--\xff"]:
        answer = post(way, "/voice", headers={"Host": host})
        assert answer.status in (400, 403)
        assert ran() == []


# What is signed and not right.


def test_a_request_of_the_other_kind_is_refused(way, ran):
    refused(post(way, "/voice", MESSAGE), 400, "This URL expects a CallRequest, not a MessageRequest")
    refused(post(way, "/sms", CALL), 400, "This URL expects a MessageRequest, not a CallRequest")
    assert ran() == []


def test_a_broken_request_is_refused_with_the_reason(way, ran):
    for fields, reason in [
        ([], "CallSid is missing"),
        ([field for field in CALL if field[0] != "CallSid"], "CallSid"),
        ([*CALL, ("Confidence", "rather")], "Confidence must be a number, not 'rather'"),
    ]:
        refused(post(way, "/voice", fields), 400, reason)
        refused(get(way, "/voice", fields), 400, reason)
        assert ran() == []


def test_a_body_that_is_no_form_is_vouched_for_by_its_hash(way, ran):
    body = json.dumps(dict(CALL)).encode()
    target = f"/voice?bodySHA256={sha256(body).hexdigest()}"
    kind = {"Content-Type": "application/json"}
    signed = kind | headers(f"http://example.com{target}")
    refused(way.send("POST", target, signed, body), 400, "The body must be a form")
    refused(way.send("POST", target, signed, body + b" "), 403, "invalid")
    refused(way.send("POST", target, kind, body), 403, "missing")
    refused(way.send("POST", "/voice", kind | headers("http://example.com/voice"), body), 403, "invalid")
    assert ran() == []


def test_a_form_of_parts_is_refused(way, ran):
    body = b'--x\r\nContent-Disposition: form-data; name="CallSid"\r\n\r\nCA1\r\n--x--\r\n'
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    refused(way.send("POST", "/voice", kind | headers("http://example.com/voice"), body), 403, "invalid")
    assert ran() == []


def test_bytes_that_are_no_text_do_no_harm(way, ran):
    for body in (b"CallSid=%FF%FE&From=\xff", b"&&&=&%", b"%"):
        answer = way.send("POST", "/voice", FORM | headers("http://example.com/voice"), body)
        assert answer.status in (400, 403)
    assert way.send("GET", "/voice?CallSid=%FF%", {"X-Twilio-Signature": "x"}).status == 403
    assert ran() == []


# What the developer did wrong. Another process has an environment and a log of its own.

in_this_process = pytest.mark.parametrize("way", [name for name in WAYS if "gunicorn" not in name], indirect=True)


@in_this_process
def test_a_wrong_answer_is_an_error_of_the_developer(way, log):
    for name, fields, said in [
        ("answers-a-call-with-a-message", CALL, "a Response or None for a CallRequest, not MessagingResponse"),
        (
            "answers-a-message-with-a-call",
            MESSAGE,
            "a MessagingResponse or None for a MessageRequest, not Response",
        ),
        ("answers-with-text", CALL, "a Response or None for a CallRequest, not str"),
    ]:
        answer = post(way, f"/{name}", fields)
        assert answer.status == 500
        assert b"<Response" not in answer.body
        if "client" not in way.name:
            assert log.will_hold(f"TypeError: {name.replace('-', '_')}() must return {said}")


@in_this_process
def test_without_a_token_nothing_comes_in(way, ran, monkeypatch, log):
    for value in (None, ""):
        if value is None:
            monkeypatch.delenv("TWILIO_AUTH_TOKEN")
        else:
            monkeypatch.setenv("TWILIO_AUTH_TOKEN", value)
        assert post(way, "/voice", token="").status == 500
        assert way.send("POST", "/voice", FORM, encoded(CALL)).status == 500
    assert ran() == []
    if "client" not in way.name:
        assert log.will_hold(
            "There is no auth token to verify signatures with: pass auth_token, or set TWILIO_AUTH_TOKEN"
        )


@in_this_process
def test_a_wrong_signature_is_logged_with_the_url_but_without_its_secrets(way, log):
    post(way, "/proxied?pin=2468", url="https://elsewhere.example/", headers=FORWARDED)
    (line,) = [line for line in log.of_this_test().splitlines() if " twimlkit." in line]
    assert line.startswith("WARNING ")
    assert "'https://example.com/proxied'" in line
    assert "2468" not in line
    assert signature("https://elsewhere.example/", CALL) not in line
