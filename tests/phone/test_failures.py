"""What a telephone says when a check fails, when Twilio would not take a step, and when something is wrong."""

import re

import pytest

from tests.phone.shop import app
from twimlkit import Dial, Gather, Pause, Play, Record, Redirect, Response, Say
from twimlkit.phone import CallError, Phone

KEYS = Response(Gather(Say("Press a key."), num_digits=1, action="https://testserver/menu"))
SPEECH = Response(Gather(Say("Say it."), input="speech", action="https://testserver/menu"))
RECORDING = Response(Record(finish_on_key="#", max_length=20, action="https://testserver/recorded"))


def fails(step, *messages):
    """Check that a step fails with messages; returns the whole."""
    with pytest.raises(CallError) as caught:
        step()
    shown = str(caught.value)
    for each in messages:
        assert each in shown
    return shown


@pytest.mark.parametrize(
    "step", [lambda phone: phone.dial().hears("no such thing"), lambda phone: phone.rings("+14155550110")]
)
def test_pytest_shows_the_line_of_the_test_and_nothing_of_the_telephone(phone, step):
    with pytest.raises(CallError) as caught:
        step(phone)
    assert {str(frame.path) for frame in caught.traceback.filter(caught)} == {__file__}


def test_an_error_fails_the_step_that_caused_it_and_shows_the_call(phone):
    call = phone.dial().hears("Welcome to the shop.")
    shown = fails(lambda: call.press("7", during="Press 1"))
    assert (
        shown
        == """\
the application answered 503, Twilio 11200
  0:00  ringing   +14155550101 → +14155550100
  0:00  POST /voice  CallStatus=ringing                  200 text/xml
  0:00  answered
  0:00  ◀ Welcome to the shop.
  0:02  ◀ Press 1 for sales, 2 for support, 3 for the survey, 4 for the queue…  (interrupted)
  0:05  ▶ 7
  0:05  POST /menu  Digits=7                             503 text/html
  0:05  ! the application answered 503
  0:05  ◀ (application error, Twilio 11200)
  0:05  ended     completed"""
    )


# Checks.


def test_hears_stops_where_the_call_waits(phone):
    where = 'the call waits for keys in <Gather> (line 1): press("1") or wait()'
    fails(lambda: phone.dial().hears("Sales"), f'expected to hear "Sales", but {where}')


def test_hears_says_that_the_call_has_ended(phone):
    call = phone.dial(twiml=Response(Say("Hello.")))
    fails(lambda: call.hears("Goodbye"), 'expected to hear "Goodbye", but the call had ended (completed)')
    fails(lambda: call.hears(re.compile("Good.*")), "expected to hear /Good.*/, but the call had ended")


def test_hears_does_not_find_the_same_twice(phone):
    call = phone.dial(twiml=Response(Say("One."), Say("Two."), Pause(length=5), Say("One."))).hears("One").hears("One")
    fails(lambda: call.hears("Two"), "expected to hear")


def test_what_was_listened_to_by_a_step_can_be_checked_after_it(phone):
    phone.dial().press("6").hears("Welcome").hears("Press 1").hears("until six")


def test_other_checks_say_what_is_the_case_instead(phone):
    fails(lambda: phone.dial().dials("+14155550110"), "expected to dial +14155550110, but the call waits for keys")
    call = phone.dial().press("1")
    fails(lambda: call.dials("+14155550119"), "expected to dial +14155550119, but it dialled +14155550110, and")
    fails(lambda: call.joins("Room"), "expected to join the conference Room, but the call rings +14155550110")
    fails(lambda: call.waits_in("support"), "expected to wait in the queue support, but the call rings")
    fails(lambda: call.talks_to(call), "expected to talk to +14155550101, but the call rings +14155550110")
    fails(call.ends, "expected the call to end, but the call rings +14155550110", 'call.dials("+14155550110").answer()')
    call.dials("+14155550110").fail()
    fails(lambda: call.hang_up().ends("busy"), "expected the call to end as busy, but the call had ended (completed)")
    fails(lambda: phone.rings("+14155550119"), "expected +14155550119 to ring, but nobody does")
    fails(lambda: call.request("/elsewhere"), "there was no request to /elsewhere, only to /voice, /menu, /sales")
    with pytest.raises(KeyError, match=r"POST https://testserver/menu has no parameter SpeechResult; it has CallSid"):
        _ = call.request("/menu")["SpeechResult"]


# Steps that Twilio would not take.


def test_keys_and_speech_go_where_they_are_taken(phone):
    fails(lambda: phone.dial(twiml=KEYS).say("sales"), "cannot say('sales'): the call waits for keys in <Gather>")
    fails(lambda: phone.dial(twiml=SPEECH).press("1"), "cannot press('1'): the call waits for speech in <Gather>")
    fails(lambda: phone.dial(twiml=KEYS).press("123"), "cannot press('123'): 3 keys where one is asked for")
    fails(lambda: phone.dial(twiml=KEYS).press("x"), "there are no such keys: 'x'; press some of 0 to 9, * and #")
    fails(lambda: phone.dial(voice_url="/survey").press("1#2"), "# ends the input, so that 2 comes too late")
    fails(lambda: phone.dial(twiml=Response(Say("Hello."))).press("1"), "cannot press('1'): the call had ended")
    fails(lambda: phone.dial(twiml=KEYS).record(3), "cannot record(3): the call waits for keys")
    fails(lambda: phone.dial(twiml=RECORDING).record(3, ended_by="1"), "the recording ends with #, not with 1")
    fails(lambda: phone.dial(twiml=RECORDING).record(30), "cannot record(30): it lasts at most 20 s")
    fails(lambda: phone.dial(twiml=RECORDING).press("1"), "the recording ends with #, not with 1")


def test_what_interrupts_must_be_heard_yet(phone):
    call = phone.dial().hears("Press 1 for sales")
    fails(
        lambda: call.press("1", during="Press 1"),
        'expected to interrupt "Press 1", but it has passed already; leave out the hears before it',
    )
    fails(lambda: call.press("1", during="Press 9"), 'expected to interrupt "Press 9", but the call waits for keys')


def test_keys_during_a_sentence_outside_a_question_are_lost(phone):
    fails(
        lambda: phone.dial().press("1", during="Welcome"),
        "cannot press('1')",
        'the call is about to hear "Welcome to the shop."',
    )


def test_a_ringing_call_answers_first(phone):
    call = phone.dial().press("1")
    sales = call.dials("+14155550110")
    fails(sales.hang_up, "cannot hang up before it answers: write busy(), no_answer() or fail()")
    fails(lambda: sales.press("1"), "cannot press('1'): the call rings: answer(), busy(), no_answer() or fail()")
    sales.answer()
    fails(sales.answer, "cannot answer: it does not ring")
    fails(call.wait, "cannot wait: no time ends this: the call talks to +14155550110 in <Dial> (line 1): hang_up()")
    call.hang_up()
    fails(call.hang_up, "cannot hang up: the call had ended (completed)")
    fails(lambda: call.update(twiml=KEYS), "cannot change a call that is over")


def test_time_stands_while_somebody_must_decide(phone):
    first = phone.dial().hears("Press 1")
    second = phone.dial(from_="+14155550102").hears("Press 1")
    fails(
        second.wait,
        f'cannot wait: time stands while +14155550101 ({first.sid}) waits for keys: press("1") or wait()',
        "phone.clock.advance(seconds=…)",
    )
    before = phone.clock.now
    second.press("6").hears("Sales is open until six.").ends()
    assert phone.clock.now == before
    first.wait().hears("We did not hear from you.")
    assert phone.clock.now > before


# Errors.


def test_an_exception_of_the_application_is_raised_as_it_is(phone):
    with pytest.raises(LookupError, match=r"^there is no fifth choice") as caught:
        phone.dial().press("5")
    assert "▶ 5\n" in caught.value.__notes__[0]
    assert "500 text/html" in caught.value.__notes__[0]


def test_documents_that_twilio_refuses(phone):
    fails(lambda: phone.dial(voice_url="/broken"), "</Response> is missing", "[malformed, Twilio 12100]")
    fails(lambda: phone.dial(voice_url="/nowhere"), "the application answered 404, Twilio 11200")
    fails(lambda: phone.dial(voice_url="/wrong"), "1:55: error: <Queue> needs its name", "Twilio 14212")
    fails(lambda: phone.dial(voice_url="https://elsewhere.example.com/voice"), "phone.add_host", "Twilio 11210")
    fails(lambda: phone.dial(voice_url="/static/music.mp3", voice_method="GET").hears("Hello"), "(plays https")


def test_a_file_that_cannot_be_played(phone):
    missing = Response(Play("https://testserver/static/nothing.mp3"))
    fails(lambda: phone.dial(twiml=missing), "nothing.mp3: the application answered 404, Twilio 11200")
    wrong = Response(Gather(Play("https://testserver/voice.html"), action="https://testserver/menu"))
    phone.add_host("https://testserver/voice.html", lambda environ, start: document(Response(), start))
    fails(lambda: phone.dial(twiml=wrong), "it has text/xml, which is no type of audio, Twilio 13420")
    elsewhere = Response(Play("https://files.example.com/music.mp3"))
    phone.dial(twiml=elsewhere).hears("music.mp3").ends()


def test_a_wrong_token_is_named(monkeypatch):
    with Phone(app, voice_url="/voice", auth_token="another") as phone:
        fails(phone.dial, "answered 403", "give it and the telephone the same auth_token and base_url")


def test_an_endless_loop_fails(phone):
    call = phone.dial(voice_url="/loop")
    fails(call.ends, "51 documents without a step of the test: an endless loop")
    again = phone.dial(voice_url="/loop")
    phone.clock.advance(minutes=10)
    assert len(again.path) > 500
    again.hang_up()


def test_a_redirect_to_itself_fails_at_once(phone):
    loop = Response(Redirect("https://testserver/again"))
    phone.add_host("https://testserver/again", lambda environ, start: document(loop, start))
    fails(lambda: phone.dial(twiml=loop), "an endless loop")


def document(response, start):
    start("200 OK", [("Content-Type", "text/xml")])
    return [bytes(response)]


def test_a_failing_text_shows_the_conversation(phone):
    phone.add_number("+14155550109", sms_url="/nowhere")
    shown = fails(lambda: phone.text("hi", to="+14155550109"), "the application answered 404, Twilio 11200")
    assert "  0:00  ▶ hi\n" in shown
    fails(lambda: phone.text("hi", to="+14155550108"), "+14155550108 has no sms_url")
    fails(lambda: phone.dial(to="+14155550108"), "+14155550108 has no voice_url")


def test_a_failing_callback_fails_the_step(phone):
    phone.add_number("+14155550109", voice_url="/survey", status_callback="/nowhere")
    fails(lambda: phone.dial(to="+14155550109").hang_up(), "https://testserver/nowhere: the application answered 404")


def test_without_strictness_the_telephone_does_what_twilio_does(phone):
    call = phone.dial(strict=False).press("5")
    call.hears("application error").ends("completed")
    assert call.ended_by == "error"
    assert [finding.code for finding in call.findings if finding.severity == "error"] == [11200]
    phone.dial(strict=False, twiml=KEYS).press("66").hears("until six")
    phone.dial(strict=False, twiml=SPEECH).press("1").wait().ends()


def test_leaving_the_telephone_raises_what_is_pending():
    def leave():
        with Phone(app, voice_url="/voice") as phone:
            phone.dial(twiml=Response(Say("One moment."), Redirect("https://testserver/nowhere")))

    fails(leave, "the application answered 404")


def test_an_exception_of_the_test_is_not_replaced():
    with pytest.raises(ZeroDivisionError), Phone(app, voice_url="/voice") as phone:
        fail_later(phone)


def fail_later(phone):
    phone.dial(twiml=Response(Say("One moment."), Redirect("https://testserver/nowhere")))
    raise ZeroDivisionError


# Where a tester stands.


def test_keys_in_a_talk_are_taken_by_nobody(phone):
    call = phone.dial().press("1")
    call.dials("+14155550110").answer()
    fails(lambda: call.press("1"), "cannot press('1'): nothing takes keys in a talk without hangupOnStar")


def test_a_leg_is_returned_once(phone):
    call = phone.dial().press("1")
    call.dials("+14155550110")
    fails(lambda: call.dials("+14155550110"), "dials has returned that leg: keep it")


def test_numbers_are_found_as_they_are_written(phone):
    call = phone.dial(twiml=Response(Dial("415-555-0111")))
    call.dials("415-555-0111").answer()
    phone.place_call("+14155550112", twiml=Response(Say("Hello.")))
    phone.rings("+1 (415) 555-0112").answer().hears("Hello.")


def test_whose_turn_it_is_during_a_whisper(phone):
    call = phone.dial().press("2")
    ben = call.dials("+14155550112").answer()
    where = "the call waits for +14155550112, who hears what comes before"
    fails(lambda: call.talks_to(ben), where, "let +14155550112 listen with hears(…)")


def test_what_a_gather_takes_after_the_first_key(phone):
    both = Response(Gather(input=["dtmf", "speech"], action="https://testserver/menu"))
    call = phone.dial(twiml=both).press("1")
    assert call.where == 'the call waits for keys in <Gather> (line 1): press("1#") or wait()'


def test_ringing_before_an_answer_is_called_so(phone):
    assert phone.dial(twiml=Response(Pause(length=5), Say("Hi."))).where == "the call is about to hear ringing"


def test_the_refusal_of_django_says_what_to_do():
    refused = "<h1>Forbidden</h1> CSRF verification failed. Request aborted."

    def app(_, start_response):
        start_response("403 Forbidden", [("Content-Type", "text/html")])
        return [refused.encode()]

    with Phone(app, voice_url="/voice") as phone:
        fails(phone.dial, "the application answered 403; Django's protection from CSRF", "csrf_exempt")
