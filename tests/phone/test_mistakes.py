"""What testers write by mistake: each is refused, and the message says what to write instead."""

import re

import pytest

from tests.cases import for_each
from tests.phone.shop import app
from twimlkit import Gather, Response, Say
from twimlkit.phone import CallError, Phone

SPEECH = Response(Gather(input="speech", action="https://testserver/menu"))


def survey(phone):
    """Return a call that records."""
    return phone.dial(voice_url="/survey").press("4#")


def sales(phone):
    """Return a call that is left a message after somebody was busy, for 30 s at most."""
    call = phone.dial().press("1")
    call.dials("+14155550110").busy()
    return call


MISTAKES = {
    "a confidence as a text": (
        lambda phone: phone.dial().say("x", confidence="a"),
        TypeError,
        "confidence takes a number from 0 to 1",
    ),
    "interim results as a text": (
        lambda phone: phone.dial().say("x", partial="abc"),
        TypeError,
        'write partial=["abc"]',
    ),
    "an end as a number": (lambda phone: phone.dial().record(3, ended_by=5), TypeError, "ended_by takes a text"),
    "a transfer to a number": (lambda phone: phone.dial().transfer(3), TypeError, "transfer takes a text"),
    "an application as a number": (
        lambda phone: phone.add_application(5, voice_url="/v"),
        TypeError,
        "add_application takes a text",
    ),
    "nothing to hear": (lambda phone: phone.dial().hears(""), ValueError, "hears takes a text that is not blank"),
    "nothing to interrupt": (lambda phone: phone.dial().press("1", during=" \n"), ValueError, "during takes a text"),
    "a caller as a number": (lambda phone: phone.dial(14155550101), TypeError, 'as in from_="+14155550110"'),
    "a URL as a number": (
        lambda phone: phone.dial(voice_url=5),
        TypeError,
        '5 is no URL: write a text, as in "/voice"',
    ),
    "a webhook without a path": (lambda phone: phone.post(5), TypeError, "5 is no URL"),
    "a number without a URL": (lambda phone: phone.add_number("+1", voice_url=5), TypeError, "5 is no URL"),
    "a time-out of a text": (
        lambda phone: phone.place_call("+14155550111", url="/v", timeout="x"),
        TypeError,
        "timeout takes seconds",
    ),
    "a number to call": (lambda phone: phone.place_call(5, url="/v"), TypeError, "to takes a number as a text"),
    "an event as a text": (
        lambda phone: phone.place_call("+14155550111", url="/v", status_callback_event="completed"),
        TypeError,
        'write status_callback_event=["completed"]',
    ),
    "an event that is none": (
        lambda phone: phone.place_call("+14155550111", url="/v", status_callback_event=["complete"]),
        ValueError,
        "status_callback_event must be initiated or ringing or answered or completed",
    ),
    "a response of a text": (lambda phone: phone.dial().refer("x"), TypeError, "refer takes SIP responses"),
    "a time of a text": (lambda phone: phone.dial().press("1", after="x"), TypeError, "after takes seconds"),
    "a time that is none": (
        lambda phone: phone.dial().press("1", after=float("nan")),
        ValueError,
        "after takes seconds",
    ),
    "a time without end": (
        lambda phone: phone.clock.advance(seconds=float("inf")),
        ValueError,
        "advance takes seconds",
    ),
    "a message as a text": (lambda phone: phone.dial().socket_sends("x"), TypeError, "socket_sends takes a message"),
    "media as a number": (lambda phone: phone.text("x", media=[5]), TypeError, "media takes URLs"),
    "a number as a key": (lambda phone: phone.dial().press(1), TypeError, 'write press("1")'),
    "a number as a text": (
        lambda phone: phone.dial().hears(1),
        TypeError,
        'hears takes a text, as in hears("Welcome")',
    ),
    "no text": (lambda phone: phone.dial().hears(None), TypeError, "or a pattern of re.compile, not None"),
    "a pattern of bytes": (lambda phone: phone.dial().hears(re.compile(b"x")), TypeError, "or a pattern of re.compile"),
    "during a number": (lambda phone: phone.dial().press("1", during=1), TypeError, "during takes a text"),
    "a negative recording": (
        lambda phone: survey(phone).record(-1),
        ValueError,
        "record takes seconds from 0 on, not -1",
    ),
    "a recording of a text": (lambda phone: survey(phone).record("12"), TypeError, "record takes seconds, not '12'"),
    "an end that is none": (
        lambda phone: survey(phone).record(3, ended_by="hang_up"),
        CallError,
        "cannot record(3): ended_by is silence, hangup, max_length or one of the keys 1234567890*#, not hang_up",
    ),
    "an end too early": (
        lambda phone: sales(phone).record(12, ended_by="max_length"),
        CallError,
        'it is longest at 30 s: write record(30, ended_by="max_length")',
    ),
    "a confidence in percent": (
        lambda phone: phone.dial(twiml=SPEECH).say("sales", confidence=90),
        ValueError,
        "confidence is from 0 to 1, not 90",
    ),
    "a time before": (
        lambda phone: phone.dial().press("1", after=-3),
        ValueError,
        "after takes seconds from 0 on, not -3",
    ),
    "a number to dial": (
        lambda phone: phone.dial().dials(5),
        TypeError,
        'dials takes a number as a text, as in dials("+1',
    ),
    "a number that rings": (lambda phone: phone.rings(5), TypeError, "rings takes a number as a text"),
    "a number to talk to": (
        lambda phone: phone.dial().talks_to("+1"),
        TypeError,
        "talks_to takes legs, such as the one that",
    ),
    "nobody to talk to": (lambda phone: phone.dial().talks_to(), TypeError, "talks_to takes legs"),
    "a key while it rings": (
        lambda phone: phone.dial().press("1").press("1"),
        CallError,
        "cannot press('1'): the call rings",
    ),
    "a text of a number": (lambda phone: phone.text(5), TypeError, "text takes a text, not 5"),
    "one file as media": (lambda phone: phone.text("x", media="https://x/y"), TypeError, 'media=["https://x/y"]'),
    "a URL as caller": (lambda phone: phone.dial("/voice"), ValueError, 'write dial(voice_url="/voice")'),
    "half a URL": (lambda phone: phone.dial(voice_url="voice"), ValueError, 'write "/voice", or a whole URL'),
    "half a URL of a webhook": (lambda phone: phone.post("voice"), ValueError, 'write "/voice", or a whole URL'),
    "a broken URL of a webhook": (lambda phone: phone.post("http://["), CallError, "http://[ cannot be requested"),
    "half a URL of a number": (
        lambda phone: phone.add_number("+14155550109", status_callback="status"),
        ValueError,
        'write "/status", or a whole URL',
    ),
    "a method in lower case": (
        lambda phone: phone.dial(voice_method="get"),
        ValueError,
        "voice_method must be GET or POST, not 'get'",
    ),
    "a method of a number": (
        lambda phone: phone.add_number("+14155550109", sms_fallback_method="PUT"),
        ValueError,
        "sms_fallback_method must be GET or POST, not 'PUT'",
    ),
    "a method of a placed call": (
        lambda phone: phone.place_call("+14155550109", url="/voice", status_callback_method="PUT"),
        ValueError,
        "status_callback_method must be GET or POST",
    ),
    "a change of nothing": (
        lambda phone: phone.dial().update(),
        TypeError,
        "update needs one of url, twiml and status",
    ),
    "two changes": (
        lambda phone: phone.dial().update(url="/menu", status="completed"),
        TypeError,
        "update needs one of url, twiml and status",
    ),
    "a change that is none": (
        lambda phone: phone.dial().update(status="done"),
        ValueError,
        "status must be completed or canceled, not 'done'",
    ),
    "a method of a change": (
        lambda phone: phone.dial().update(url="/menu", method="get"),
        ValueError,
        "method must be GET or POST",
    ),
    "a switch that is none": (
        lambda phone: Phone(app, empty_recording="no"),
        ValueError,
        "empty_recording must be action or next_verb, not 'no'",
    ),
    "another switch": (
        lambda phone: Phone(app, message_action="no"),
        ValueError,
        "message_action must be flow or callback",
    ),
    "half a base URL": (
        lambda phone: Phone(app, base_url="testserver"),
        ValueError,
        "base_url must begin with https:// or http://, not 'testserver'",
    ),
    "keys at no question": (
        lambda phone: phone.dial().press("1", during="Welcome"),
        CallError,
        "cannot press('1'): no question takes it there; leave out during, so that it comes at the next",
    ),
    "a caller who answers": (
        lambda phone: phone.dial().answer(),
        CallError,
        'cannot answer: it does not ring: the call is about to hear "Welcome to the shop."',
    ),
}


@for_each(name=MISTAKES)
def test_a_mistake_is_refused_and_says_what_to_write(name):
    step, kind, message = MISTAKES[name]
    with Phone(app, voice_url="/voice", sms_url="/sms") as phone, pytest.raises(kind, match=re.escape(message)):
        step(phone)


def test_an_exception_at_any_other_webhook_is_raised_as_it_is():
    with Phone(app, voice_url="/voice") as phone:
        with pytest.raises(LookupError, match=r"^there is no fifth choice") as caught:
            phone.post("/menu", CallSid="CA1", From="+14155550101", To="+14155550100", Digits="5")
        assert "POST /menu" in caught.value.__notes__[0]
        assert phone.post("/menu", CallSid="CA1", Digits="9").status_code == 503
    with Phone(app, voice_url="/voice", strict=False) as phone:
        assert phone.post("/menu", CallSid="CA1", Digits="5").status_code == 500


def test_a_code_stands_once_in_a_message():
    with Phone(app) as phone, pytest.raises(CallError) as caught:
        phone.dial(twiml=Say("Hello."))
    assert str(caught.value).partition("\n")[0].count("Twilio 12102") == 1
