"""Calls to numbers and applications of the application itself, which arrive there."""

from contextlib import contextmanager

import pytest

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
        with pytest.raises(CallError, match=r"expected .* to ring, but"):
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
