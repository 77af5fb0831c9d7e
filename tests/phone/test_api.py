"""The REST side: what an application asks of Twilio's API happens in the world of the telephone."""

import asyncio
import json
import os
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest
from flask import Flask, request
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from tests.cases import for_each
from tests.phone.shop import app as shop
from twimlkit import Conference, Dial, Enqueue, Pause, Response, Say
from twimlkit.phone import AsyncPhone, CallError, Fault, Phone
from twimlkit.rest import TwilioClient
from twimlkit.rest.errors import InvalidNumber, NotFound, NotInProgress, OptedOut, TwilioError, UnknownOutcome

HELLO = Response(Say("Hello World"))
ANNE = "+14155550111"
SHOP = "+14155550100"


@pytest.fixture
def client(phone):
    with phone.client() as client:
        yield client


def test_a_call_is_placed_answered_and_over(phone, client):
    placed = client.place_call(to=ANNE, from_=SHOP, twiml=HELLO)
    assert (placed.status, client.fetch_call(placed.sid).status) == ("queued", "queued")
    call = phone.rings(ANNE)
    assert (call.sid, client.fetch_call(call.sid).status) == (placed.sid, "ringing")
    call.answer(after=6)
    assert client.fetch_call(call.sid).status == "in-progress"
    call.hears("Hello World").ends("completed")
    fetched = client.fetch_call(call.sid)
    assert (fetched.status, fetched.direction, fetched.duration) == ("completed", "outbound-api", 1)


def test_a_wake_up_call_by_url_tells_its_status(phone, client):
    told = []
    phone.add_host("https://told.example.com", recording(told))
    events = ["initiated", "ringing", "answered", "completed"]
    callback = {"status_callback": "https://told.example.com/told", "status_callback_event": events}
    client.place_call(to=ANNE, from_=SHOP, url="https://testserver/voice", **callback)
    call = phone.rings(ANNE).answer().hears("Welcome to the shop.").hang_up()
    assert [each["CallStatus"] for each in told] == ["initiated", "ringing", "in-progress", "completed"]
    assert [each["SequenceNumber"] for each in told] == ["0", "1", "2", "3"]
    assert call.request("/voice")["Direction"] == "outbound-api"
    client.place_call(to=ANNE, from_=SHOP, url="https://testserver/voice", **callback)
    phone.rings(ANNE).no_answer().ends("no-answer")
    assert told[-1]["CallDuration"] == "0"
    assert phone.clock.now >= 60


def recording(told):
    """Make an application that keeps the forms that it is sent."""
    app = Flask("recording")

    @app.post("/told")
    def keep():
        told.append(request.form.to_dict())
        return "", 204

    return app


def test_a_live_call_is_moved_and_ended(phone, client):
    call = phone.dial().hears("Press 1")
    client.update_call(call.sid, twiml=HELLO)
    call.hears("Hello World").ends("completed")
    other = phone.dial().hears("Press 1")
    client.update_call(other.sid, status="completed")
    other.ends("completed")
    assert other.ended_by == "rest"
    with pytest.raises(TwilioError, match="Call is not in-progress") as caught:
        client.update_call(other.sid, twiml=HELLO)
    assert caught.value.code == 21220


def test_a_call_that_is_cancelled_while_it_is_queued_never_rings(phone, client):
    placed = client.place_call(to=ANNE, from_=SHOP, twiml=HELLO)
    client.update_call(placed.sid, status="canceled")
    with pytest.raises(CallError, match="but nobody does"):
        phone.rings(ANNE)
    assert client.fetch_call(placed.sid).status == "canceled"


def test_messages_are_sent_and_tell_their_status(phone, client):
    told = []
    phone.add_host("https://told.example.com", recording(told))
    callback = "https://told.example.com/told"
    sent = client.send_message(to=ANNE, from_=SHOP, body="Your table is free.", status_callback=callback)
    assert sent.status == "queued"
    phone.clock.advance(seconds=1)
    assert phone.messages == ["Your table is free."]
    assert [each["MessageStatus"] for each in told] == ["sent", "delivered"]
    assert client.fetch_message(sent.sid).status == "delivered"
    assert client.redact_message(sent.sid).body is None
    phone.text("STOP", from_=ANNE)
    with pytest.raises(OptedOut):
        client.send_message(to=ANNE, from_=SHOP, body="Another table is free.")


def test_calls_and_messages_are_listed(phone, client):
    calls = [client.place_call(to=f"+141555501{number}", from_=SHOP, twiml=HELLO) for number in range(20, 25)]
    dialled = phone.dial().press("6").ends()
    listed = [*client.list_calls(page_size=2)]
    assert [each.sid for each in listed] == [dialled.sid, *(each.sid for each in reversed(calls))]
    assert [each.to for each in client.list_calls(to="+14155550122")] == ["+14155550122"]
    phone.text("hi")
    assert [each.body for each in client.list_messages()] == ["What is your name?", "hi"]
    client.delete_call(dialled.sid)
    assert dialled.sid not in [each.sid for each in client.list_calls()]


def test_what_twilio_rejects_is_rejected(client):
    with pytest.raises(InvalidNumber) as caught:
        client.place_call(to="+15005550001", from_=SHOP, twiml=HELLO)
    assert caught.value.code == 21217
    with pytest.raises(TwilioError) as caught:
        client.send_message(to=ANNE, from_=ANNE, body="Hi")
    assert caught.value.code == 21266


def test_a_resource_that_is_not_there_fails_the_step(phone, client):
    with pytest.raises(NotFound):
        client.fetch_call("CA" + "0" * 32)
    with pytest.raises(CallError, match=r"GET .*/Calls/CA0+\.json: the telephone's REST API has no such resource"):
        phone.dial()
    with Phone(shop, voice_url="/voice", strict=False) as lenient:
        with lenient.client() as other, pytest.raises(NotFound):
            other.fetch_call("CA" + "0" * 32)
        lenient.dial()


# Requests inside a webhook.


def test_a_warm_transfer():
    app = Flask("transfer")

    @app.post("/voice")
    def voice():
        agent = Response(Dial(Conference(request.form["CallSid"], end_conference_on_exit=True)))
        client.place_call(to="client:agent1", from_=SHOP, twiml=agent)
        room = Conference(request.form["CallSid"], wait_url="")
        return str(Response(Say("One moment."), Dial(room))), {"Content-Type": "text/xml"}

    with Phone(app, voice_url="/voice") as phone, phone.client() as client:
        customer = phone.dial()
        agent = phone.rings("client:agent1").answer()
        agent.joins(customer.sid)
        customer.hears("One moment.").talks_to(agent)
        agent.hang_up(after=60)
        customer.ends("completed")


def test_an_application_moves_the_call_that_it_answers():
    app = Flask("mover")

    @app.post("/voice")
    def voice():
        client.update_call(request.form["CallSid"], twiml=HELLO)
        return str(Response(Say("Never heard."))), {"Content-Type": "text/xml"}

    with Phone(app, voice_url="/voice") as phone, phone.client() as client:
        call = phone.dial().hears("Hello World").ends("completed")
        assert call.heard == ["Hello World"]


def test_a_call_is_taken_out_of_a_queue(phone, client):
    call = phone.dial(twiml=Response(Enqueue("support", action="https://testserver/left", wait_url="")))
    call.waits_in("support")
    client.update_call(call.sid, twiml=HELLO)
    call.hears("Hello World").ends()
    assert call.request("/left")["QueueResult"] == "redirected"
    assert "Goodbye." not in call.heard


# Faults.


def test_faults_are_those_of_a_real_connection(phone):
    with phone.client() as client:
        phone.api.faults.append(Fault.NOT_ANSWERED)
        with pytest.raises(UnknownOutcome):
            client.place_call(to=ANNE, from_=SHOP, twiml=HELLO)
        phone.rings(ANNE).answer().hears("Hello World")
        phone.api.faults += [Fault.NOT_CONNECTED, Fault.TOO_MANY_REQUESTS]
        assert client.place_call(to=ANNE, from_=SHOP, twiml=HELLO).status == "queued"
        phone.api.faults.append(Fault.SERVER_ERROR)
        with pytest.raises(UnknownOutcome):
            client.send_message(to=ANNE, from_=SHOP, body="Hi")
    phone.clock.advance(seconds=1)
    assert len(phone.messages) == 1


def test_faults_on_the_loopback_interface(phone):
    with TwilioClient(phone.account_sid, phone.auth_token, base_url=phone.api_url) as client:
        phone.api.faults.append(Fault.NOT_ANSWERED)
        with pytest.raises(UnknownOutcome):
            client.place_call(to=ANNE, from_=SHOP, twiml=HELLO)
        phone.rings(ANNE).answer().hears("Hello World")
        assert client.fetch_call(phone.calls[0].sid).status == "completed"


# Other clients.


def test_an_asynchronous_client():
    async def whole():
        async with AsyncPhone(shop, voice_url="/voice") as phone, phone.async_client() as client:
            await client.place_call(to=ANNE, from_=SHOP, twiml=HELLO)
            call = await phone.rings(ANNE)
            await call.answer()
            await call.hears("Hello World")
            return call.status

    assert asyncio.run(whole()) == "completed"


def test_twilio_python(phone):
    client = Client(phone.account_sid, phone.auth_token, http_client=phone.twilio_http_client())
    placed = client.calls.create(to=ANNE, from_=SHOP, twiml=str(HELLO))
    call = phone.rings(ANNE).answer()
    assert client.calls(placed.sid).fetch().status == "in-progress"
    client.calls(placed.sid).update(status="completed")
    call.ends("completed")
    client.messages.create(to=ANNE, from_=SHOP, body="Hi", media_url=["https://example.com/1.jpg"])
    assert [each.sid for each in client.calls.list()] == [placed.sid]
    assert phone.messages[0].media == ("https://example.com/1.jpg",)
    with pytest.raises(TwilioRestException) as caught:
        client.calls.create(to="+15005550001", from_=SHOP, twiml=str(HELLO))
    assert caught.value.code == 21217


PROGRAM = """
from twimlkit import Response, Say
from twimlkit.rest import TwilioClient
with TwilioClient() as client:
    print(client.place_call(to="+14155550111", from_="+14155550100", twiml=Response(Say("Hello World"))).sid)
"""


@pytest.mark.slow
def test_another_program(phone):
    environment = {
        "TWIMLKIT_API_URL": phone.api_url,
        "TWILIO_ACCOUNT_SID": phone.account_sid,
        "TWILIO_AUTH_TOKEN": phone.auth_token,
        "PYTHONPATH": str(Path(__file__).parent.parent.parent),
    }
    command = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=True)
    assert phone.rings(ANNE).answer().hears("Hello World").sid == done.stdout.strip()


@for_each(
    case=[
        ("GET", "/2010-04-01/Accounts/{sid}/Calls.json?PageSize=0", 400, 20007),
        ("GET", "/2010-04-01/Accounts/{sid}/Calls.json?PageToken=x", 400, 21481),
        ("GET", "/2010-04-01/Accounts/{sid}/Calls.json?StartTime=yesterday", 400, 20001),
        ("DELETE", "/2010-04-01/Accounts/{sid}/Calls.json", 405, 20004),
        ("GET", "/2010-04-01/Accounts/{sid}/Conferences.json", 404, 20404),
        ("GET", "/2010-04-01/Accounts/AC00000000000000000000000000000000/Calls.json", 404, 20404),
        ("POST", "/2010-04-01/Accounts/{sid}/Calls.json", 400, 21201),
    ]
)
def test_odd_requests_are_rejected(case):
    method, path, status, code = case
    with Phone(shop, voice_url="/voice", strict=False) as phone, httpx2.Client(base_url=phone.api_url) as http:
        login = (phone.account_sid, phone.auth_token)
        answer = http.request(method, path.format(sid=phone.account_sid), auth=login)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert http.get(path.format(sid=phone.account_sid)).status_code == 401


def test_an_application_that_goes_round_in_circles_is_stopped(monkeypatch):
    def app(environ, start_response):
        client.place_call(to=ANNE, from_=SHOP, twiml=HELLO, status_callback="https://testserver/told", **events)
        start_response("204 No Content", [])
        return []

    events = {"status_callback_event": ["initiated"]}
    monkeypatch.setattr("twimlkit.phone.exchange.MOST_REQUESTS", 200)
    phone = Phone(app)
    with phone.client() as client:
        client.place_call(to=ANNE, from_=SHOP, twiml=HELLO, status_callback="https://testserver/told", **events)
        with pytest.raises(CallError, match="more than 200 requests in one step"):
            phone.rings(ANNE)


CALL = {"To": ANNE, "From": SHOP, "Twiml": str(HELLO)}
TEXT = {"To": ANNE, "From": SHOP, "Body": "Hi"}


@for_each(
    case=[
        ("Calls", CALL | {"To": ""}, 21201),
        ("Calls", CALL | {"From": ""}, 21213),
        ("Calls", CALL | {"To": "12"}, 21211),
        ("Calls", CALL | {"To": SHOP}, 21211),
        ("Calls", CALL | {"From": "12"}, 21212),
        ("Calls", CALL | {"From": "+15005550001"}, 21212),
        ("Calls", CALL | {"Twiml": None}, 21205),
        ("Calls", CALL | {"Url": "voice"}, 21205),
        ("Calls", CALL | {"Method": "PUT"}, 21209),
        ("Calls", CALL | {"FallbackMethod": "PUT"}, 21209),
        ("Calls", CALL | {"StatusCallbackMethod": "PUT"}, 21209),
        ("Calls", CALL | {"TimeLimit": "x"}, 20422),
        ("Calls", CALL | {"SendDigits": "x"}, 21206),
        ("Calls", CALL | {"Timeout": "601"}, 21208),
        ("Calls", CALL | {"MachineDetection": "Yes"}, 21234),
        ("Calls", CALL | {"SipAuthUsername": "ann"}, 21225),
        ("Calls", CALL | {"SipAuthPassword": "x" * 256}, 21223),
        ("Calls", CALL | {"ApplicationSid": "AP1"}, 21218),
        ("Messages", TEXT | {"To": ""}, 21604),
        ("Messages", TEXT | {"From": ""}, 21603),
        ("Messages", TEXT | {"To": "12"}, 21211),
        ("Messages", TEXT | {"From": "a name that is too long"}, 21212),
        ("Messages", TEXT | {"Body": ""}, 21619),
        ("Messages", TEXT | {"Body": "x" * 1601}, 21617),
        ("Messages", TEXT | {"MediaUrl": "picture"}, 21620),
        ("Messages", TEXT | {"MediaUrl": ["https://example.com/1.jpg"] * 11}, 21623),
        ("Messages", TEXT | {"ContentVariables": "{}"}, 21654),
        ("Messages", TEXT | {"ContentSid": "HX" + "0" * 32, "ContentVariables": "[]"}, 21656),
        ("Messages", TEXT | {"ContentSid": "HX" + "0" * 32, "ContentVariables": "{"}, 21656),
    ]
)
def test_twilios_codes(case):
    name, form, code = case
    form = {key: value for key, value in form.items() if value is not None}
    phone = Phone(shop)
    client = Client(phone.account_sid, phone.auth_token, http_client=phone.twilio_http_client())
    answer = client.request(
        "POST", f"https://api.twilio.com/2010-04-01/Accounts/{client.account_sid}/{name}.json", data=form
    )
    assert (answer.status_code, json.loads(answer.text)["code"]) == (400, code)
    assert phone.calls == []


@for_each(
    case=[
        ({"Url": "/voice"}, 21205),
        ({"Url": ""}, 21205),
        ({"Url": "https://testserver/voice", "Method": "PATCH"}, 21209),
        ({"Url": "https://testserver/voice", "FallbackMethod": "PATCH"}, 21209),
        ({"TimeLimit": "x"}, 20422),
        ({"TimeLimit": "0"}, 20422),
        ({"Status": "done"}, 20422),
        ({}, 20422),
    ]
)
def test_twilios_codes_for_changes(case):
    form, code = case
    with Phone(shop, voice_url="/voice", strict=False) as phone:
        call = phone.dial(twiml=HELLO)
        client = Client(phone.account_sid, phone.auth_token, http_client=phone.twilio_http_client())
        url = f"https://api.twilio.com/2010-04-01/Accounts/{client.account_sid}/Calls/{call.sid}.json"
        answer = client.request("POST", url, data=form)
        assert (answer.status_code, json.loads(answer.text)["code"]) == (400, code)
        assert call.status == "in-progress"


def test_a_placed_call_lasts_as_long_as_it_may(phone, client):
    client.place_call(to=ANNE, from_=SHOP, twiml=Response(Pause(length=100)), time_limit=20)
    call = phone.rings(ANNE).answer()
    phone.clock.advance(seconds=30)
    assert call.ended_by == "limit"


EVENTS = "https://testserver/events"


def test_a_placed_call_is_recorded_from_its_answer_to_its_end():
    with events_phone() as phone, phone.client() as client:
        recorded = {"record": True, "recording_channels": "dual", "recording_status_callback": EVENTS}
        events = ["in-progress", "completed"]
        client.place_call(
            to=ANNE, from_=SHOP, twiml=Response(Pause(length=10)), **recorded, recording_status_callback_event=events
        )
        call = phone.rings(ANNE).answer(after=7).ends("completed")
        began, ended = [each for each in phone.requests if each.url == EVENTS]
    assert [began["RecordingStatus"], ended["RecordingStatus"]] == events
    assert began["RecordingSid"] == ended["RecordingSid"]
    assert {name: ended[name] for name in ("CallSid", "RecordingDuration", "RecordingChannels", "RecordingSource")} == {
        "CallSid": call.sid,
        "RecordingDuration": "10",
        "RecordingChannels": "2",
        "RecordingSource": "OutboundAPI",
    }


def test_a_placed_call_that_nobody_answers_is_not_recorded():
    with events_phone() as phone, phone.client() as client:
        client.place_call(to=ANNE, from_=SHOP, twiml=HELLO, record=True, recording_status_callback=EVENTS)
        phone.rings(ANNE).no_answer()
        assert phone.requests == []


@pytest.mark.parametrize("answered_by", ["human", "machine_start", "fax"])
def test_an_application_is_told_beside_the_call_who_answers(answered_by):
    with events_phone() as phone, phone.client() as client:
        asked = {"machine_detection": "Enable", "async_amd": True, "async_amd_status_callback": EVENTS}
        client.place_call(to=ANNE, from_=SHOP, url="https://testserver/voice", **asked)
        call = phone.rings(ANNE).answer(answered_by=answered_by)
        told = next(each for each in phone.requests if each.url == EVENTS)
        assert (told["CallSid"], told["AnsweredBy"]) == (call.sid, answered_by)
        assert told["MachineDetectionDuration"].isdigit()
        assert "AnsweredBy" not in call.request("/voice")
        assert client.fetch_call(call.sid).answered_by == answered_by


def test_a_document_that_waits_for_the_detection_is_told_who_answers():
    with events_phone() as phone, phone.client() as client:
        client.place_call(to=ANNE, from_=SHOP, url="https://testserver/voice", machine_detection="DetectMessageEnd")
        call = phone.rings(ANNE).answer(answered_by="machine_end_beep")
        assert call.request("/voice")["AnsweredBy"] == "machine_end_beep"
        with pytest.raises(ValueError, match="answered_by must be human or machine_start"):
            phone.dial().answer(answered_by="robot")


def test_a_detection_of_which_nobody_is_told_is_a_finding():
    with events_phone() as phone, phone.client() as client:
        client.place_call(to=ANNE, from_=SHOP, twiml=HELLO, machine_detection="Enable", async_amd=True)
        call = phone.rings(ANNE).answer(answered_by="machine_start")
        assert [each.code for each in call.findings if each.rule == "amd"] == [21262]


@contextmanager
def events_phone():
    """Yield a telephone to an application that greets, and takes any event."""
    app = Flask("events")

    @app.post("/<name>")
    def answer(name):
        return (str(HELLO), {"Content-Type": "text/xml"}) if name == "voice" else ("", 204)

    with Phone(app, voice_url="/voice") as phone:
        yield phone


def test_calls_carry_what_the_request_says(phone, client):
    fallback = {"fallback_url": "https://testserver/survey", "machine_detection": "Enable", "send_digits": "1w2"}
    client.place_call(to=ANNE, from_=SHOP, url="https://testserver/nowhere", **fallback)
    call = phone.rings(ANNE)
    with pytest.raises(CallError, match="answered 404"):
        call.answer()
    call.hears("from 1 to 5")
    assert call.request("/survey")["AnsweredBy"] == "human"
    assert [event.text for event in call.events if event.kind == "tones"] == ["1w2"]
    client.update_call(call.sid, time_limit=30)
    phone.clock.advance(seconds=2)
    client.update_call(call.sid, twiml=Response(Enqueue("support", wait_url="")))
    call.waits_in("support")
    phone.clock.advance(seconds=30)
    assert (call.status, call.ended_by) == ("completed", "limit")


def test_a_ringing_call_is_cancelled_and_one_in_progress_is_kept(phone, client):
    placed = client.place_call(to=ANNE, from_=SHOP, twiml=HELLO)
    ringing = phone.rings(ANNE)
    client.update_call(placed.sid, status="canceled")
    ringing.ends("canceled")
    call = phone.dial().hears("Press 1")
    with pytest.raises(TwilioError, match="Call is in progress"):
        client.delete_call(call.sid)
    with pytest.raises(TwilioError, match="Cannot cancel"):
        client.update_call(call.sid, status="canceled")


def test_scheduled_messages_wait_until_they_are_cancelled(phone, client):
    service = "MG" + "0" * 32
    later = {"schedule_type": "fixed", "send_at": datetime(2026, 12, 31, tzinfo=UTC)}
    planned = client.send_message(to=ANNE, messaging_service_sid=service, body="Later.", **later)
    phone.clock.advance(seconds=1)
    assert client.fetch_message(planned.sid).status == "scheduled"
    assert client.cancel_message(planned.sid).status == "canceled"
    with pytest.raises(TwilioError, match="not in a state"):
        client.cancel_message(planned.sid)
    sent = client.send_message(to=ANNE, messaging_service_sid=service, body="Now.")
    assert sent.status == "accepted"
    client.delete_message(sent.sid)
    with pytest.raises(NotFound):
        client.fetch_message(sent.sid)
    with pytest.raises(CallError, match="no such resource"):
        phone.clock.advance(seconds=1)


def test_calls_are_filtered_by_their_times(phone, client):
    phone.dial().press("6").ends()
    day = phone.clock.time.date()
    assert len([*client.list_calls(start_time=day)]) == 1
    assert len([*client.list_calls(start_time_after=day)]) == 1
    assert [*client.list_calls(start_time_before=day)] == []


def test_a_failing_callback_of_a_message_fails_the_step(phone, client):
    client.send_message(to=ANNE, from_=SHOP, body="Hi", status_callback="https://testserver/nowhere")
    with pytest.raises(CallError, match="https://testserver/nowhere: the application answered 404"):
        phone.clock.advance(seconds=1)


def test_faults_of_twilio_python(phone):
    client = Client(phone.account_sid, phone.auth_token, http_client=phone.twilio_http_client())
    phone.api.faults.append(Fault.NOT_ANSWERED)
    with pytest.raises(ConnectionError, match="the request is processed"):
        client.calls.create(to=ANNE, from_=SHOP, twiml=str(HELLO))
    phone.rings(ANNE)


def test_an_answer_that_never_comes(phone):
    phone.api.faults += [Fault.NEVER_ANSWERED] * 2
    with phone.client() as client, pytest.raises(UnknownOutcome):
        client.place_call(to=ANNE, from_=SHOP, twiml=HELLO)
    impatient = TwilioClient(phone.account_sid, phone.auth_token, base_url=phone.api_url, read_timeout=0.2)
    with impatient as client, pytest.raises(UnknownOutcome):
        client.place_call(to=ANNE, from_=SHOP, twiml=HELLO)
    assert len(phone.calls) == 2


def test_a_telephone_without_an_application():
    with Phone() as phone, phone.client() as client:
        client.place_call(to=ANNE, from_=SHOP, url="https://testserver/voice")
        with pytest.raises(CallError, match="is at a host that is unknown to this telephone"):
            phone.rings(ANNE).answer()


@pytest.mark.parametrize("moment", ["queued", "ringing", "by the test"])
def test_only_a_call_in_progress_goes_on_with_another_document(phone, client, moment):
    placed = client.place_call(to="+14155550111", from_=SHOP, twiml=HELLO)
    if moment == "queued":
        with pytest.raises(NotInProgress, match="21220"):
            client.update_call(placed.sid, twiml=HELLO)
    call = phone.rings("+14155550111")
    if moment == "ringing":
        with pytest.raises(NotInProgress, match="21220"):
            client.update_call(placed.sid, twiml=HELLO)
    if moment == "by the test":
        with pytest.raises(CallError, match="a call that is not in progress"):
            call.update(twiml=HELLO)
    call.answer().hears("Hello World").ends("completed")


def test_a_dialled_party_that_rings_is_not_moved_either(phone, client):
    call = phone.dial(twiml=Response(Dial("+14155550111")))
    leg = call.dials("+14155550111")
    with pytest.raises(NotInProgress, match="21220"):
        client.update_call(leg.sid, twiml=HELLO)
    call.talks_to(leg.answer())


@pytest.mark.parametrize("wait", ['waitUrl=""', 'waitUrl="/wait"'])
@pytest.mark.parametrize("verb", ["<Dial><Conference {}>R</Conference></Dial>", "<Enqueue {}>R</Enqueue>"])
def test_a_call_that_is_moved_is_not_met_any_more(verb, wait):
    """An application moves a waiting call, and in the same request joins or takes it."""
    app = Flask("transfer")
    moved = "<Response><Say>Moved.</Say></Response>"

    @app.post("/<name>")
    def voice(name):
        if name == "agent":
            client.update_call(caller.sid, twiml=moved)
        taking = "<Dial><Queue>R</Queue></Dial>" if "Enqueue" in verb else "<Dial><Conference>R</Conference></Dial>"
        documents = {"voice": verb.format(wait), "agent": taking, "wait": "<Say>Please hold.</Say>"}
        return f"<Response>{documents[name]}</Response>", {"Content-Type": "text/xml"}

    with Phone(app, voice_url="/voice") as phone, phone.client() as client:
        caller = phone.dial()
        agent = phone.dial("+14155550112", voice_url="/agent")
        caller.hears("Moved.").ends("completed")
        assert agent.status == "in-progress"
        with pytest.raises(CallError):
            agent.talks_to(caller)


WRONG_CALLBACKS = [
    ("StatusCallback", "example.com/s", 21609),
    ("StatusCallback", "/s", 21609),
    ("FallbackUrl", "/s", 21609),
    ("StatusCallbackEvent", "answerd", 21626),
]


@pytest.mark.parametrize(("name", "value", "code"), WRONG_CALLBACKS)
def test_callbacks_that_twilio_could_not_ask_are_rejected(phone, name, value, code):
    twilio = Client(phone.account_sid, phone.auth_token, http_client=phone.twilio_http_client())
    names = {"StatusCallback": "status_callback", "FallbackUrl": "fallback_url"}
    given = {"status_callback_event": [value]} if name.endswith("Event") else {names[name]: value}
    with pytest.raises(TwilioRestException) as caught:
        twilio.calls.create(to="+14155550111", from_=SHOP, twiml=str(HELLO), **given)
    assert caught.value.code == code


def test_an_unknown_resource_before_a_step_is_told_as_that(phone):
    twilio = Client(phone.account_sid, phone.auth_token, http_client=phone.twilio_http_client())
    with pytest.raises(TwilioRestException):
        twilio.conferences("CF" + "0" * 32).fetch()
    with pytest.raises(CallError, match=r"before this step, GET .*Conferences.*20404"):
        phone.dial()


def test_a_scheduled_message_is_sent_when_its_time_has_come():
    service = {"messaging_service_sid": "MG" + "0" * 32, "schedule_type": "fixed"}
    with events_phone() as phone, phone.client() as client:
        at = phone.clock.time + timedelta(hours=1)
        sent = client.send_message(to=ANNE, body="Soon.", send_at=at, status_callback=EVENTS, **service)
        dropped = client.send_message(to=ANNE, body="Never.", send_at=at, **service)
        client.cancel_message(dropped.sid)
        phone.clock.advance(minutes=59)
        assert [each.status for each in phone.messages] == ["scheduled", "canceled"]
        phone.clock.advance(minutes=2)
        assert [each.status for each in phone.messages] == ["delivered", "canceled"]
        assert client.fetch_message(sent.sid).status == "delivered"
        assert [each["MessageStatus"] for each in phone.requests] == ["sent", "delivered"]


def test_a_schedule_that_is_no_time_is_rejected(phone):
    twilio = Client(phone.account_sid, phone.auth_token, http_client=phone.twilio_http_client())
    with pytest.raises(TwilioRestException, match="soon is no time"):
        twilio.messages.create(to=ANNE, body="x", messaging_service_sid="MG" + "0" * 32, send_at="soon")
    assert phone.messages == []


def test_a_scheduled_message_is_not_sent_to_who_wants_none_any_more():
    service = {"messaging_service_sid": "MG" + "0" * 32, "schedule_type": "fixed"}
    with events_phone() as phone, phone.client() as client:
        phone.add_number(SHOP, sms_url="/events")
        client.send_message(
            to=ANNE, from_=SHOP, body="x" * 200, send_at=phone.clock.time + timedelta(hours=1), **service
        )
        phone.text("STOP", from_=ANNE)
        phone.clock.advance(hours=2)
        assert phone.messages[0].status == "failed"


def test_what_is_told_of_a_message_that_is_sent_later(phone, client):
    service = {"messaging_service_sid": "MG" + "0" * 32, "schedule_type": "fixed"}
    sent = client.send_message(to=ANNE, body="Soon.", send_at=phone.clock.time + timedelta(hours=1), **service)
    phone.clock.advance(hours=2)
    found = client.fetch_message(sent.sid)
    assert found.date_created == sent.date_created
    assert found.date_sent - found.date_created == timedelta(hours=1)
    assert client.send_message(to=ANNE, from_=SHOP, body="x" * 200).num_segments == 2
