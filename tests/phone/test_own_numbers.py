"""Calls to numbers and applications of the application itself, which arrive there."""

import json
from contextlib import contextmanager

import pytest
from flask import Flask

from tests.cases import for_each
from tests.phone.serving import Served
from twimlkit.phone import CallError, Phone
from twimlkit.rest import RequestRejected

TOKEN = "12345"
HOME = "https://testserver"
LINE = "+14155550200"
APP = "AP0123456789abcdef0123456789abcdef"
MENU = '<Gather numDigits="1" action="/key"><Say>Press 1.</Say></Gather><Say>Nobody.</Say>'
DIALS_LINE = f'<Dial action="/dialled">{LINE}</Dial>'
DIALS_APP = f"<Dial action='/dialled'><Application><ApplicationSid>{APP}</ApplicationSid></Application></Dial>"


@contextmanager
def phone_for(voice, *, strict=True, **documents):
    """Yield a telephone whose number, line and application have the documents /voice, /line and /app."""
    given = {"voice": voice, "dialled": "<Say>Back.</Say>", **documents}
    served = Served(
        {f"{HOME}/{name}": {"twiml": f"<Response>{text}</Response>"} for name, text in given.items()}, TOKEN
    )
    with Phone(served, voice_url="/voice", auth_token=TOKEN, strict=strict) as phone:
        phone.add_number(LINE, voice_url="/line", status_callback="/ended")
        phone.add_application(APP, voice_url="/app")
        yield phone
    assert all(request.is_signed for request in served.received)


def told(phone, path):
    return [request.params for request in phone.requests if request.path == path]


# Who hears and presses.


@for_each(dials=[DIALS_LINE, DIALS_APP])
def test_the_caller_hears_what_answers_and_presses_there(dials):
    with phone_for(dials, line=MENU, app=MENU, key="<Say>Sales.</Say>", ended="") as phone:
        call = phone.dial()
        call.hears("Press 1.").press("1").hears("Sales.").hears("Back.").ends("completed")
        assert call.heard == ["Press 1.", "Sales.", "Back."]
        assert call.path == ["/voice", "/dialled"]
        assert phone.calls[-1].path[1:] == ["/key"]
        assert told(phone, "/dialled")[0]["DialCallStatus"] == "completed"


def test_a_prompt_of_the_other_side_is_cut_by_a_key_and_runs_out_by_waiting():
    with phone_for(DIALS_LINE, line=MENU, key="<Say>Sales.</Say>", ended="") as phone:
        phone.dial().press("1", during="Press 1").hears("Sales.")
        phone.dial().wait().hears("Nobody.").hears("Back.")


def test_the_inbound_call_has_a_sid_and_a_callback_of_its_own():
    with phone_for(f'<Dial callerId="+14155550188">{LINE}</Dial>', line="<Say>Hi.</Say>", ended="") as phone:
        call = phone.dial()
        dialled = call.dials(LINE)
        line = dialled.inbound
        call.hears("Hi.").ends("completed")
        first, last = told(phone, "/line")[0], told(phone, "/ended")[0]
    assert len({call.sid, dialled.sid, line.sid}) == 3
    assert {name: first[name] for name in ("CallSid", "From", "To", "Direction", "CallStatus")} == {
        "CallSid": line.sid,
        "From": "+14155550188",
        "To": LINE,
        "Direction": "inbound",
        "CallStatus": "ringing",
    }
    assert "ParentCallSid" not in first
    assert (last["CallSid"], last["CallStatus"]) == (line.sid, "completed")


def test_both_sides_end_when_the_caller_hangs_up():
    with phone_for(DIALS_LINE, line=MENU, ended="") as phone:
        call = phone.dial().hears("Press 1.")
        line = call.dials(LINE).inbound
        call.hang_up().ends("completed")
        line.ends("completed")
        assert line.ended_by == "caller"
        assert [each.status for each in phone.calls] == ["completed"] * 3


@for_each(
    case=[
        ("<Reject/>", "no-answer"),
        ('<Reject reason="busy"/>', "busy"),
        ("<Hangup/>", "completed"),
        ("", "completed"),
        ('<Pause length="60"/><Say>Late.</Say>', "no-answer"),
    ]
)
def test_the_dial_is_told_how_the_line_declines(case):
    document, status = case
    with phone_for(DIALS_LINE, line=document, ended="") as phone:
        call = phone.dial()
        phone.clock.advance(minutes=2)
        call.ends("completed")
        assert told(phone, "/dialled")[0]["DialCallStatus"] == status
        assert told(phone, "/ended")[0]["CallStatus"] == status


def test_a_whisper_is_heard_by_the_line():
    voice = f'<Dial><Number url="/whisper">{LINE}</Number></Dial>'
    with phone_for(voice, whisper="<Say>A call for you.</Say>", line=MENU, ended="") as phone:
        call = phone.dial()
        call.dials(LINE).hears("A call for you.")
        call.hears("Press 1.")


def test_a_line_that_hangs_up_during_the_whisper_ends_the_dial():
    voice = f'<Dial action="/dialled"><Number url="/whisper">{LINE}</Number></Dial>'
    with phone_for(voice, whisper="<Say>A call for you.</Say>", line="<Hangup/>", ended="") as phone:
        phone.dial().hears("Back.").ends("completed")
        assert told(phone, "/dialled")[0]["DialBridged"] == "false"


def test_a_star_ends_the_dial_of_the_caller_and_other_keys_are_for_the_line():
    voice = f'<Dial action="/dialled" hangupOnStar="true">{LINE}</Dial>'
    with phone_for(voice, line=MENU, key="<Say>Sales.</Say><Say>A minute.</Say>", ended="") as phone:
        call = phone.dial().press("1").hears("Sales.")
        call.press("*").hears("Back.").ends("completed")
        assert call.heard == ["Press 1.", "Sales.", "Back."]
        call = phone.dial().press("1").press("*", during="A minute").hears("Back.")
        assert call.heard == ["Press 1.", "Sales.", "A minute.", "Back."]


@for_each(number=[None, "+14155550100"])
def test_only_a_number_that_the_test_has_named_is_the_application_s_own(number):
    served = Served({f"{HOME}/voice": {"twiml": "<Response><Dial>+14155550100</Dial></Response>"}}, TOKEN)
    with Phone(served, voice_url="/voice", auth_token=TOKEN, number=number) as phone:
        if number is None:
            call = phone.dial()
            call.talks_to(call.dials("+14155550100").answer())
        else:
            with pytest.raises(CallError, match="endless loop"):
                phone.dial()


# Further on from there.


def test_a_line_connects_the_caller_to_a_person():
    with phone_for(DIALS_LINE, line="<Say>One moment.</Say><Dial>+14155550111</Dial>", ended="") as phone:
        call = phone.dial().hears("One moment.")
        agent = call.dials("+14155550111").answer()
        call.talks_to(agent)
        agent.talks_to(call)
        agent.hang_up(after=60)
        call.hears("Back.").ends("completed")


def test_a_line_puts_the_caller_into_a_queue_and_a_conference():
    room = "<Dial><Conference>room</Conference></Dial>"
    with phone_for(DIALS_LINE, line='<Enqueue waitUrl="">support</Enqueue>', room=room, ended="") as phone:
        call = phone.dial().waits_in("support")
        line = call.dials(LINE).inbound
        line.update(url=f"{HOME}/room")
        call.joins("room")


def test_a_line_that_dials_another_line():
    with phone_for(
        DIALS_LINE, line=DIALS_APP.replace("/dialled", "/over"), app=MENU, over="", key="", ended=""
    ) as phone:
        call = phone.dial().hears("Press 1.").press("1")
        call.hears("Back.").ends("completed")
        assert len(phone.calls) == 5


@for_each(strict=[True, False])
def test_a_line_that_dials_itself_is_an_endless_loop(strict):
    with phone_for(DIALS_LINE, line=f"<Dial>{LINE}</Dial>", ended="", strict=strict) as phone:
        if strict:
            with pytest.raises(CallError, match="endless loop"):
                phone.dial()
        else:
            call = phone.dial()
            call.ends()
            assert any(each.rule == "loop" for each in phone.findings)


# An application.


def test_an_application_is_told_of_its_parameters_and_gives_some_back():
    voice = f"""<Dial action="/dialled"><Application customerId="shop" copyParentTo="true">
        <ApplicationSid>{APP}</ApplicationSid><Parameter name="Ticket" value="7"/></Application></Dial>"""
    app = '<Say>Done.</Say><Hangup><Parameter name="Paid" value="9.50"/></Hangup>'
    with phone_for(voice, app=app) as phone:
        phone.dial(from_="+14155550177").hears("Done.").ends("completed")
        sent, back = told(phone, "/app")[0], told(phone, "/dialled")[0]
    assert sent["From"] == "+14155550177"
    assert sent["To"] == "+14155550100"
    assert sent["CustomerId"] == "shop"
    assert sent["Param_Ticket"] == "7"
    assert back["ReturnParam_Paid"] == "9.50"


def test_an_application_is_called_by_its_sid():
    with phone_for(DIALS_APP, app="<Say>Hi.</Say>") as phone:
        phone.dial().hears("Hi.")
        assert (told(phone, "/app")[0]["To"], told(phone, "/app")[0]["CustomerId"]) == (APP, phone.account_sid)


def test_a_test_plays_an_application_of_somebody_else():
    with phone_for(DIALS_APP.replace("AP0", "APf")) as phone:
        call = phone.dial()
        other = call.dials(f"app:{APP.replace('AP0', 'APf')}").answer()
        call.talks_to(other)
        other.hang_up()
        call.hears("Back.")


@for_each(sid=["AP123", "+14155550200", f"app:{APP}", ""])
def test_what_is_no_sid_of_an_application_is_refused(sid):
    with phone_for("") as phone, pytest.raises(ValueError, match="AP and 32 digits"):
        phone.add_application(sid, voice_url="/app")


# Calls that are placed by REST.


def test_a_call_by_rest_to_a_number_of_its_own_arrives_there():
    with phone_for("", call="<Say>I am a robot.</Say>", line=MENU, key="<Say>Sales.</Say>", ended="") as phone:
        outgoing = phone.place_call(LINE, url=f"{HOME}/call")
        outgoing.hears("I am a robot.").ends("completed")
        line = outgoing.inbound
        assert line.path == ["/line"]
        assert line.ends("completed").ended_by == "caller"


def test_a_number_of_its_own_cannot_be_answered_by_the_test():
    with phone_for("", call="<Say>Hello.</Say>", line="<Pause length='5'/>" + MENU, ended="") as phone:
        outgoing = phone.place_call(LINE, url=f"{HOME}/call")
        with pytest.raises(CallError, match=r"cannot answer: the application answers \+14155550200"):
            outgoing.answer()
        with pytest.raises(CallError, match="is a number of the application, which answers itself"):
            phone.rings(LINE)


def test_an_application_by_rest_gives_the_settings_of_the_call():
    with phone_for("", app="<Say>Hello.</Say>", ended="") as phone:
        phone.add_application(APP, voice_url="/app", voice_method="GET", status_callback="/ended")
        phone.client().place_call(to="+14155550101", from_="+14155550100", application_sid=APP)
        phone.rings("+14155550101").answer().hears("Hello.").ends("completed")
        request = next(each for each in phone.requests if each.url.startswith(f"{HOME}/app"))
        assert (request.method, request["ApplicationSid"]) == ("GET", APP)
        assert told(phone, "/ended")[0]["CallStatus"] == "completed"


def test_an_application_that_is_unknown_is_rejected():
    with phone_for("") as phone:
        client = phone.client()
        with pytest.raises(RequestRejected, match=r"add_application.*21218"):
            client.place_call(to="+14155550101", from_="+14155550100", application_sid=APP.replace("AP0", "APf"))


# What may go wrong on the way.


def test_a_call_that_takes_itself_from_a_queue_ends():
    taking = "<Dial><Queue>q</Queue></Dial>"
    with phone_for("", line='<Enqueue waitUrl="">q</Enqueue>', ended="", strict=False) as phone:
        outgoing = phone.place_call(LINE, twiml=f"<Response>{taking}</Response>")
        phone.clock.advance(seconds=1)
        outgoing.say("Hello?").press("1")
        phone.clock.advance(hours=5)
        assert all(each.ended_by for each in phone.calls)


def test_time_passes_at_a_line_that_lets_it_ring():
    both = f'<Dial action="/dialled" timeout="20"><Number>+14155550111</Number><Number>{LINE}</Number></Dial>'
    with phone_for(both, line='<Pause length="10"/><Say>Voicemail.</Say>', ended="") as phone:
        call = phone.dial()
        call.dials("+14155550111").no_answer()
        call.hears("Voicemail.").hears("Back.")
    with phone_for("", call="<Say>Hello.</Say>", line='<Pause length="5"/><Say>Hi.</Say>', ended="") as phone:
        outgoing = phone.place_call(LINE, url=f"{HOME}/call", timeout=10).wait()
        assert outgoing.answered_after == 5


def test_both_sides_talk_to_each_other_over_two_lines():
    other = "+14155550201"
    with phone_for(DIALS_LINE, line=f"<Dial>{other}</Dial>", far="<Dial>+14155550111</Dial>", ended="") as phone:
        phone.add_number("+1 (415) 555-0201", voice_url="/far")
        call = phone.dial()
        person = call.dials("+14155550111").answer()
        call.talks_to(person)
        person.talks_to(call)
        person.hang_up()
        call.hears("Back.").ends("completed")


def test_a_conference_over_a_line_is_the_same_for_both_sides():
    room = "<Dial><Conference>room</Conference></Dial>"
    with phone_for(DIALS_LINE, line=room, room=room, ended="") as phone:
        call, other = phone.dial(), phone.dial("+14155550177", voice_url="/room")
        call.talks_to(other)
        other.talks_to(call)


def test_hanging_up_while_a_line_records_ends_the_call():
    with phone_for(DIALS_LINE, line='<Record action="/message"/>', message="", ended="") as phone:
        call = phone.dial().record(10, ended_by="hangup").ends("completed")
        assert call.ended_by == "caller"
        assert told(phone, "/dialled")[0]["CallStatus"] == "completed"
        assert call.heard == []


def test_where_a_caller_stands_while_a_line_rings():
    with phone_for(DIALS_LINE, line='<Dial answerOnBridge="true">+14155550111</Dial>', ended="") as phone:
        call = phone.dial()
        with pytest.raises(CallError, match=r"rings \+14155550200, where the application answers"):
            call.hears("Hello")
        call.talks_to(call.dials("+14155550111").answer())


def test_a_star_ends_the_dial_of_a_line_in_the_middle():
    middle = f'<Dial action="/over" hangupOnStar="true">{"+14155550201"}</Dial>'
    with phone_for(
        DIALS_LINE, line=middle, over="<Say>Over.</Say>", far="<Say>Far.</Say><Say>Long.</Say>", ended=""
    ) as phone:
        phone.add_number("+14155550201", voice_url="/far")
        phone.dial().hears("Far.").press("*").hears("Over.").hears("Back.").ends("completed")


def test_a_line_that_rest_ends_before_it_answers_is_not_answered():
    with phone_for(DIALS_LINE, line='<Pause length="9"/><Say>Hi.</Say>', ended="") as phone:
        call = phone.dial()
        call.dials(LINE).inbound.update(status="completed")
        call.hears("Back.")
        assert told(phone, "/dialled")[0]["DialCallStatus"] == "no-answer"
        assert told(phone, "/ended")[0]["CallStatus"] == "no-answer"


def test_a_line_that_hangs_up_cancels_what_its_caller_has_begun():
    dial = """<Dial><Number statusCallback="/told" statusCallbackEvent="initiated ringing">+14155550111</Number>
        <Number>+14155550201</Number></Dial>"""
    with phone_for("", line="<Hangup/>", call=dial, far="<Say>Hello.</Say>", told="", ended="") as phone:
        phone.add_number("+14155550201", voice_url="/far")
        phone.place_call(LINE, url=f"{HOME}/call")
        phone.clock.advance(seconds=1)
        assert told(phone, "/far") == []
        assert told(phone, "/told") == []
        assert [each.ended_by for each in phone.calls] == ["callee", "document"]


def test_lines_that_lead_to_each_other_are_stopped_as_time_passes():
    with phone_for(
        f"<Dial>{LINE}</Dial>", line=f"<Dial>{LINE}</Dial><Dial>+14155550111</Dial>", ended="", strict=False
    ) as phone:
        phone.dial()
        for _ in range(4):
            phone.clock.advance(minutes=10)
        assert len(phone.calls) < 500


def test_a_webhook_that_calls_its_own_number_is_stopped():
    app = Flask("circle")

    @app.post("/line")
    def line():
        client.place_call(to=LINE, from_="+14155550100", url=f"{HOME}/line")
        return "<Response><Pause length='60'/></Response>", {"Content-Type": "text/xml"}

    with Phone(app, strict=False) as phone, phone.client() as client:
        phone.add_number(LINE, voice_url="/line")
        phone.dial(to=LINE)
        assert len(phone.calls) < 200
        assert "loop" in [each.rule for each in phone.findings]


@for_each(number=[5, "", "/line"])
def test_what_is_no_number_is_refused(number):
    with phone_for("") as phone, pytest.raises((TypeError, ValueError), match="number"):
        phone.add_number(number, voice_url="/voice")


# Transcriptions over a line.

TRANSCRIBED = '<Start><Transcription statusCallbackUrl="https://testserver/{}"/></Start>'


def contents(phone, path):
    return [
        (each["Track"], json.loads(each["TranscriptionData"])["transcript"])
        for each in told(phone, path)
        if each["TranscriptionEvent"] == "transcription-content"
    ]


def test_both_halves_of_a_call_are_transcribed():
    line = TRANSCRIBED.format("second") + '<Gather input="speech" action="/key"><Say>Speak to us.</Say></Gather>'
    voice = TRANSCRIBED.format("first") + DIALS_LINE
    with phone_for(voice, line=line, key="", first="", second="", ended="") as phone:
        phone.dial().say("sales", during="Speak")
        said = [("outbound_track", "Speak to"), ("inbound_track", "sales")]
        assert contents(phone, "/first")[:2] == contents(phone, "/second") == said


def test_a_person_behind_a_line_is_transcribed():
    voice = TRANSCRIBED.format("first") + DIALS_LINE
    with phone_for(voice, line="<Dial>+14155550111</Dial>", first="", ended="") as phone:
        call = phone.dial()
        call.dials("+14155550111").answer().say("How can I help?")
        assert contents(phone, "/first") == [("outbound_track", "How can I help?")]


def test_a_participant_of_a_conference_is_transcribed_for_another():
    room = "<Dial><Conference>room</Conference></Dial>"
    with phone_for(TRANSCRIBED.format("first") + room, room=room, first="", ended="") as phone:
        phone.dial()
        phone.dial("+14155550177", voice_url="/room").say("Hello all.")
        assert contents(phone, "/first") == [("outbound_track", "Hello all.")]
