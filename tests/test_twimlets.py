"""The URLs of the twimlets, read back with the standard library and compared with published ones."""

from __future__ import annotations

import inspect
import subprocess
import sys
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twimlkit import Message, MessagingResponse, Response, Say, twimlets

FAIL = "http://example.com/sorry.mp3"
TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30).filter(str.strip)


def read(url):
    """The name of the twimlet and its parameters in their order."""
    parts = urlsplit(url)
    assert (parts.scheme, parts.netloc, parts.fragment) == ("http", "twimlets.com", "")
    return parts.path[1:], parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))


def test_a_published_url_is_built():
    for url, published in [
        (twimlets.message("Hello World"), "http://twimlets.com/message?Message%5B0%5D=Hello%20World"),
        (
            twimlets.message("http://example.com/1.mp3", "Thank You"),
            "http://twimlets.com/message?Message%5B0%5D=http%3A%2F%2Fexample.com%2F1.mp3&Message%5B1%5D=Thank%20You",
        ),
        (
            twimlets.echo("<Response><Say>Hi</Say></Response>"),
            "http://twimlets.com/echo?Twiml=%3CResponse%3E%3CSay%3EHi%3C%2FSay%3E%3C%2FResponse%3E",
        ),
        (
            twimlets.forward("415-555-1212", fail_url=FAIL),
            "http://twimlets.com/forward?PhoneNumber=415-555-1212&FailUrl=http%3A%2F%2Fexample.com%2Fsorry.mp3",
        ),
        (
            twimlets.menu("Hi", {"1": "http://example.com/a", "2": "http://example.com/b"}),
            (
                "http://twimlets.com/menu?Message=Hi&Options%5B1%5D=http%3A%2F%2Fexample.com%2Fa"
                "&Options%5B2%5D=http%3A%2F%2Fexample.com%2Fb"
            ),
        ),
        (
            twimlets.holdmusic("com.twilio.music.rock", message="please wait"),
            "http://twimlets.com/holdmusic?Bucket=com.twilio.music.rock&Message=please%20wait",
        ),
        (
            twimlets.voicemail("a@example.com", message="Leave a message", transcribe=False),
            "http://twimlets.com/voicemail?Email=a%40example.com&Message=Leave%20a%20message&Transcribe=false",
        ),
    ]:
        assert url == published


def test_every_parameter_is_written():
    for url, name, parameters in [
        (
            twimlets.forward(
                "+14155551212",
                caller_id="+14155550100",
                fail_url=FAIL,
                timeout=30,
                allowed_callers=["+14155550111", "+14155550112"],
            ),
            "forward",
            [
                ("PhoneNumber", "+14155551212"),
                ("CallerId", "+14155550100"),
                ("FailUrl", FAIL),
                ("Timeout", "30"),
                ("AllowedCallers[0]", "+14155550111"),
                ("AllowedCallers[1]", "+14155550112"),
            ],
        ),
        (
            twimlets.simulring("+14155551212", "+14155551213", fail_url=FAIL, timeout=10, message="A call"),
            "simulring",
            [
                ("PhoneNumbers[0]", "+14155551212"),
                ("PhoneNumbers[1]", "+14155551213"),
                ("FailUrl", FAIL),
                ("Timeout", "10"),
                ("Message", "A call"),
            ],
        ),
        (
            twimlets.findme("+14155551212", fail_url=FAIL, timeout=10, message="A call"),
            "findme",
            [("PhoneNumbers[0]", "+14155551212"), ("FailUrl", FAIL), ("Timeout", "10"), ("Message", "A call")],
        ),
        (
            twimlets.callme("+14155551212", fail_url=FAIL, timeout=10, message="A call"),
            "callme",
            [("PhoneNumber", "+14155551212"), ("FailUrl", FAIL), ("Timeout", "10"), ("Message", "A call")],
        ),
        (twimlets.whisper("A call", human_check=True), "whisper", [("Message", "A call"), ("HumanCheck", "1")]),
        (twimlets.whisper(), "whisper", []),
        (twimlets.voicemail("a@b.org", transcribe=True), "voicemail", [("Email", "a@b.org"), ("Transcribe", "true")]),
        (
            twimlets.menu("Hi", {10: "https://example.com/?a=b&c=d"}),
            "menu",
            [("Message", "Hi"), ("Options[10]", "https://example.com/?a=b&c=d")],
        ),
        (
            twimlets.conference(
                name="foo",
                moderators=["415-555-1212", "555-867-5309"],
                password="12345",
                message="Welcome",
                music="soft-rock",
                enable_sms_notifications=True,
            ),
            "conference",
            [
                ("Name", "foo"),
                ("Moderators[0]", "415-555-1212"),
                ("Moderators[1]", "555-867-5309"),
                ("Password", "12345"),
                ("Message", "Welcome"),
                ("Music", "soft-rock"),
                ("EnableSmsNotifications", "true"),
            ],
        ),
        (twimlets.conference(), "conference", []),
        (twimlets.conference(music="HTTP://a.org/x.mp3"), "conference", [("Music", "HTTP://a.org/x.mp3")]),
        (twimlets.holdmusic("b"), "holdmusic", [("Bucket", "b")]),
    ]:
        assert read(url) == (name, parameters)


def test_there_is_a_function_for_every_twimlet():
    published = {"message", "echo", "forward", "simulring", "findme", "callme", "whisper", "voicemail", "menu"}
    functions = {name for name in twimlets.__all__ if inspect.isfunction(getattr(twimlets, name))}
    assert functions == published | {"conference", "holdmusic"}
    for name in functions:
        function = getattr(twimlets, name)
        assert "https://www.twilio.com/labs/twimlets" in function.__doc__
        assert all(parameter in function.__doc__ for parameter in inspect.signature(function).parameters)


@given(st.lists(TEXT, min_size=1, max_size=12))
def test_any_messages_come_back_as_they_were(messages):
    expected = [(f"Message[{number}]", text) for number, text in enumerate(messages)]
    url = twimlets.message(*messages)
    assert read(url) == ("message", expected)
    assert url.isascii()
    assert url.isprintable()
    assert " " not in url


@given(TEXT, st.dictionaries(st.integers(0, 99999), TEXT, min_size=1, max_size=5))
def test_any_menu_comes_back_as_it_was(message, texts):
    options = {number: f"https://example.com/{text}" for number, text in texts.items()}
    expected = [("Message", message), *((f"Options[{number}]", url) for number, url in options.items())]
    assert read(twimlets.menu(message, options)) == ("menu", expected)


@given(st.lists(TEXT, min_size=1, max_size=10))
def test_any_numbers_come_back_as_they_were(numbers):
    expected = [(f"PhoneNumbers[{number}]", text) for number, text in enumerate(numbers)]
    assert read(twimlets.findme(*numbers)) == ("findme", expected)
    assert read(twimlets.simulring(*numbers)) == ("simulring", expected)


def test_echo_takes_a_document_as_it_was_built():
    for document in [Response(Say("Tom & Ann")), MessagingResponse(Message("Tom & Ann"))]:
        assert read(twimlets.echo(document)) == ("echo", [("Twiml", document.to_xml())])


def test_a_url_of_a_twimlet_can_stand_in_another():
    inner = twimlets.message("Sorry & goodbye")
    assert dict(read(twimlets.forward("415-555-1212", fail_url=inner))[1])["FailUrl"] == inner


def test_what_a_twimlet_would_not_understand_is_an_error():
    for call, message in [
        (twimlets.message, "messages must have at least 1, not 0"),
        (lambda: twimlets.message("Hi", " "), "messages must not be empty"),
        (lambda: twimlets.echo(""), "twiml must not be empty"),
        (lambda: twimlets.forward(""), "phone_number must not be empty"),
        (lambda: twimlets.forward("1", caller_id=""), "caller_id must not be empty"),
        (lambda: twimlets.forward("1", fail_url="/sorry"), "fail_url must be a URL that starts with http"),
        (lambda: twimlets.forward("1", timeout=0), "timeout must be at least 1, not 0"),
        (lambda: twimlets.forward("1", allowed_callers=["1"] * 6), "allowed_callers must have at most 5, not 6"),
        (twimlets.simulring, "phone_numbers must have at least 1, not 0"),
        (twimlets.findme, "phone_numbers must have at least 1, not 0"),
        (lambda: twimlets.findme(*"12345678901"), "phone_numbers must have at most 10, not 11"),
        (lambda: twimlets.voicemail(" "), "email must not be empty"),
        (lambda: twimlets.menu("Hi", {}), "options must have at least one URL"),
        (lambda: twimlets.menu("", {1: FAIL}), "message must not be empty"),
        (lambda: twimlets.menu("Hi", {"one": FAIL}), "options must be digits"),
        (lambda: twimlets.menu("Hi", {"٣": FAIL}), "options must be digits"),
        (lambda: twimlets.menu("Hi", {-1: FAIL}), "options must be digits"),
        (lambda: twimlets.menu("Hi", {1: "sales"}), "options must be a URL that starts with http"),
        (lambda: twimlets.conference(moderators=["1"] * 6), "moderators must have at most 5, not 6"),
        (lambda: twimlets.conference(password="secret"), "password must be digits$"),
        (lambda: twimlets.conference(music="jazz"), "music must be one of rock, soft-rock, .*, or an absolute URL"),
        (lambda: twimlets.holdmusic(""), "bucket must not be empty"),
    ]:
        with pytest.raises(ValueError, match=message):
            call()


def test_a_value_of_the_wrong_type_is_an_error():
    for call, message in [
        (lambda: twimlets.message(5), "messages must be a string, not int"),
        (lambda: twimlets.echo(None), "twiml must be a string, not None"),
        (lambda: twimlets.forward(None), "phone_number must be a string, not None"),
        (lambda: twimlets.forward("1", timeout="20"), "timeout must be an integer, not str"),
        (lambda: twimlets.forward("1", timeout=True), "timeout must be an integer, not True"),
        (
            lambda: twimlets.forward("1", allowed_callers="123"),
            "allowed_callers must be a list of strings, not a string",
        ),
        (lambda: twimlets.voicemail("a@b.org", transcribe="no"), "transcribe must be True or False, not str"),
        (lambda: twimlets.conference(password=12345), "password must be a string, not int"),
    ]:
        with pytest.raises(TypeError, match=message):
            call()


def test_the_import_loads_nothing_that_is_optional():
    code = "import twimlkit.twimlets, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"lxml", "httpx2", "inspect", "json", "twimlkit.webhook"} & set(done.stdout.split()) == set()
