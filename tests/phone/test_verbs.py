"""What the verbs do beyond the shared scenarios."""

import json
from contextlib import contextmanager

import pytest
from flask import Flask, request

from tests.cases import for_each
from tests.phone.serving import Served
from twimlkit.phone import CallError, Phone, Unreachable

TOKEN = "12345"
HOME = "https://testserver"


@contextmanager
def phone_for(voice, *, strict=True, settings=None, **documents):
    """Yield a telephone to an application that serves documents: that of /voice, and others by their names."""
    served = Served({f"{HOME}/{name}": answer(each) for name, each in {"voice": voice, **documents}.items()}, TOKEN)
    with Phone(served, voice_url="/voice", auth_token=TOKEN, strict=strict, **(settings or {})) as phone:
        yield phone
    assert all(request.is_signed for request in served.received)


def answer(document):
    if isinstance(document, list):
        return [answer(each) for each in document]
    return document if isinstance(document, dict) else {"twiml": f"<Response>{document}</Response>"}


EMPTY = {"status": 204, "content_type": "text/xml", "body": ""}
AUDIO = {"content_type": "audio/mpeg", "body": "music"}


def told(phone, path):
    """Return the parameters of the requests to a path."""
    return [request.params for request in phone.requests if request.path == path]


# Gather.


def test_partial_results_are_told_beside_the_call():
    gather = '<Gather input="speech" action="/said" partialResultCallback="/partly" speechTimeout="auto"/>'
    with phone_for(gather, said="<Hangup/>", partly=EMPTY) as phone:
        phone.dial().say("two tickets", partial=["two", "two tick"], confidence=None).ends()
        assert [each["UnstableSpeechResult"] for each in told(phone, "/partly")] == ["two", "two tick"]
        assert "Confidence" not in told(phone, "/said")[0]


def test_barge_in_can_be_turned_off_for_speech():
    gather = '<Gather input="dtmf speech" bargeIn="false" action="/said"><Say>Say it.</Say></Gather>'
    with phone_for(gather, said="<Say>Thanks.</Say>", strict=False) as phone:
        call = phone.dial().say("sales", during="Say it")
        assert call.path == ["/voice"]
        call.say("sales").hears("Thanks.")
        phone.dial().press("1#", during="Say it").hears("Thanks.")


def test_each_key_restarts_the_time():
    with phone_for('<Gather action="/key" timeout="4"/>', key="<Hangup/>") as phone:
        call = phone.dial().press("1", after=3).press("2", after=3).press("3", after=3)
        assert call.path == ["/voice"]
        call.wait().ends()
        assert call.request("/key")["Digits"] == "123"


# Record.


@for_each(
    case=[
        ("<Record/>", "record", (9, "1"), {"RecordingDuration": "9", "Digits": "1"}),
        ('<Record maxLength="6"/>', "record", (6, "max_length"), {"RecordingDuration": "6"}),
        ('<Record timeout="0" maxLength="6"/>', "wait", (), {"RecordingDuration": "6"}),
        ('<Record playBeep="false"/>', "press", ("5",), {"RecordingDuration": "0", "Digits": "5"}),
    ]
)
def test_what_ends_a_recording(case):
    verb, step, arguments, expected = case
    with phone_for([verb, "<Hangup/>"]) as phone:
        call = phone.dial()
        if step == "record":
            call.record(arguments[0], ended_by=arguments[1])
        else:
            getattr(call, step)(*arguments)
        params = call.request("/voice").params
        assert {name: params.get(name) for name in ("RecordingDuration", "Digits") if name in params} == expected


def test_an_empty_recording_may_go_on_with_the_next_verb():
    settings = {"empty_recording": "next_verb"}
    with phone_for("<Record/><Say>Nothing recorded.</Say>", settings=settings) as phone:
        phone.dial().wait().hears("Nothing recorded.").ends()


def test_recording_events_and_a_failed_transcript():
    verb = (
        '<Record action="/done" recordingStatusCallback="/events" recordingStatusCallbackEvent="in-progress completed" '
        'transcribe="true" transcribeCallback="/text"/>'
    )
    with phone_for(verb, done="<Hangup/>", events=EMPTY, text=EMPTY) as phone:
        phone.dial().record(3).ends()
        assert [each["RecordingStatus"] for each in told(phone, "/events")] == ["in-progress", "completed"]
        assert told(phone, "/text")[0]["TranscriptionStatus"] == "failed"


# Dial.


def test_a_dialled_party_tells_all_its_events():
    events = 'statusCallback="/events" statusCallbackEvent="initiated ringing answered completed"'
    with phone_for(f"<Dial><Number {events}>+14155550110</Number></Dial>", events=EMPTY) as phone:
        call = phone.dial()
        leg = call.dials("+14155550110").answer(after=5).hang_up(after=90)
        call.ends()
        params = told(phone, "/events")
        assert [each["CallStatus"] for each in params] == ["initiated", "ringing", "in-progress", "completed"]
        assert {each["ParentCallSid"] for each in params} == {call.sid}
        assert params[-1] | {"CallSid": leg.sid, "CallDuration": "90", "Duration": "2"} == params[-1]


def test_a_caller_who_hangs_up_while_it_rings_cancels_the_others():
    with phone_for('<Dial action="/after">+14155550110</Dial>', after="<Say>Never heard.</Say>") as phone:
        call = phone.dial()
        leg = call.dials("+14155550110")
        call.hang_up(after=10)
        leg.ends("canceled")
        assert told(phone, "/after")[0]["DialCallStatus"] == "canceled"
        assert told(phone, "/after")[0]["CallStatus"] == "completed"


def test_a_party_that_hangs_up_before_it_is_connected():
    dial = '<Dial action="/after"><Number url="/whisper">+14155550110</Number></Dial>'
    with phone_for(dial, whisper="<Gather><Say>Press a key.</Say></Gather>", after="<Hangup/>") as phone:
        call = phone.dial()
        call.dials("+14155550110").answer().hears("Press a key").hang_up()
        call.ends()
        assert (
            told(phone, "/after")[0] | {"DialCallStatus": "completed", "DialBridged": "false"}
            == told(phone, "/after")[0]
        )


def test_a_party_that_is_moved_leaves_the_dial():
    with phone_for(
        '<Dial action="/after">+14155550110</Dial>', after="<Say>Goodbye.</Say>", other="<Say>Hi.</Say>"
    ) as phone:
        call = phone.dial()
        leg = call.dials("+14155550110").answer()
        leg.update(url=f"{HOME}/other")
        leg.hears("Hi.").ends("completed")
        call.hears("Goodbye.").ends()
        assert "DialCallDuration" not in told(phone, "/after")[0]


def test_a_call_that_is_moved_out_of_a_dial_still_asks_its_action():
    with phone_for(
        '<Dial action="/after">+14155550110</Dial>', after="<Say>Never heard.</Say>", other="<Say>Hi.</Say>"
    ) as phone:
        call = phone.dial()
        leg = call.dials("+14155550110").answer()
        call.update(url=f"{HOME}/other", after=5).hears("Hi.").ends()
        leg.ends("completed")
        assert call.heard == ["Hi."]
        assert told(phone, "/after")[0]["DialCallStatus"] == "completed"


def test_parties_of_every_kind_ring_at_once():
    nouns = (
        "<Number>+1 (415) 555-0110</Number><Client><Identity>ann</Identity></Client><Sip>sip:ben@example.com</Sip>"
        "<Sim>DE1</Sim><WhatsApp>+14155550111</WhatsApp><Application>AP1</Application>"
        '<Sip><Uri priority="2">sip:second@example.com</Uri><Uri priority="1">sip:first@example.com</Uri></Sip>'
    )
    with phone_for(f'<Dial callerId="+14155550100">{nouns}</Dial>', strict=False) as phone:
        call = phone.dial()
        names = ["+14155550110", "client:ann", "sip:ben@example.com", "sim:DE1", "whatsapp:+14155550111", "app:AP1"]
        legs = [call.dials(name) for name in [*names, "sip:first@example.com"]]
        assert {leg.from_ for leg in legs} == {"+14155550100"}
        legs[3].answer()
        assert [leg.status for leg in legs].count("canceled") == 6


def test_when_all_fail_the_first_kind_of_failure_counts():
    dial = '<Dial action="/after"><Number>+14155550110</Number><Number>+14155550111</Number></Dial>'
    with phone_for(dial, after="<Hangup/>") as phone:
        call = phone.dial()
        call.dials("+14155550110").no_answer()
        call.dials("+14155550111").busy()
        assert phone.clock.now < 35
        phone.clock.advance(seconds=40)
        call.ends()
        assert told(phone, "/after")[0]["DialCallStatus"] == "busy"


@for_each(answered_by=["human", "machine_start"])
def test_a_callback_is_told_who_answers_where_machines_are_detected(answered_by):
    number = '<Number machineDetection="Enable" amdStatusCallback="/amd">+14155550110</Number>'
    with phone_for(f"<Dial>{number}</Dial>", amd=EMPTY) as phone:
        phone.dial().dials("+14155550110").answer(answered_by=answered_by).hang_up()
        assert told(phone, "/amd")[0]["AnsweredBy"] == answered_by


# Conferences and queues.


def test_a_conference_tells_its_events():
    callback = 'statusCallback="/events" statusCallbackEvent="start end join leave"'
    record = 'record="record-from-start" recordingStatusCallback="/recorded"'
    host = 'waitUrl="" participantLabel="host" endConferenceOnExit="true"'
    noun = f"<Conference {host} {callback} {record}>Room</Conference>"
    with phone_for(f"<Dial>{noun}</Dial>", events=EMPTY, recorded=EMPTY) as phone:
        anne, ben = phone.dial(), phone.dial("+14155550102")
        anne.talks_to(ben)
        ben.hang_up(after=30)
        anne.ends()
        kinds = [each["StatusCallbackEvent"] for each in told(phone, "/events")]
        assert kinds == [
            "participant-join", "participant-join", "conference-start", "participant-leave", "conference-end",
            "participant-leave",
        ]  # fmt: skip
        assert told(phone, "/events")[0]["ParticipantLabel"] == "host"
        assert "From" not in told(phone, "/events")[0]
        assert told(phone, "/recorded")[0]["RecordingDuration"] == "30"


def test_a_conference_waits_for_its_host_and_may_be_full():
    guest = (
        '<Conference waitUrl="/music" startConferenceOnEnter="false" maxParticipants="2" beep="onEnter">'
        "Room</Conference>"
    )
    with phone_for(
        f'<Dial action="/after">{guest}</Dial>', music=AUDIO, after="<Say>Full.</Say>", strict=False
    ) as phone:
        guest = phone.dial().hears("/music").joins("Room")
        host = phone.dial(twiml="<Response><Dial hangupOnStar='true'><Conference>Room</Conference></Dial></Response>")
        guest.talks_to(host)
        phone.dial("+14155550103").hears("Full.").ends()
        assert told(phone, "/after")[0]["DialCallStatus"] == "failed"
        assert [each.kind for each in guest.events].count("beep") == 1
        host.press("*", after=9).ends("completed")
        assert [each.seconds for each in host.events if each.kind == "parted"] == [10]


def test_a_full_queue_and_an_empty_one():
    with phone_for(
        '<Enqueue maxQueueSize="1" action="/left" waitUrl="">q</Enqueue>', left="<Say>Sorry.</Say>"
    ) as phone:
        first, second = phone.dial(), phone.dial("+14155550102")
        second.hears("Sorry.")
        assert (told(phone, "/left")[0]["QueueResult"], "QueueSid" in told(phone, "/left")[0]) == ("queue-full", False)
        take = "<Response><Dial timeout='10'><Queue>q</Queue></Dial><Say>Nobody.</Say></Response>"
        agent = phone.dial("+14155550190", twiml=take)
        agent.talks_to(first)
        other = phone.dial("+14155550191", twiml=take).wait().hears("Nobody.")
        other.ends()
        assert phone.clock.now == pytest.approx(15, abs=4)


def test_somebody_comes_to_an_empty_queue():
    with phone_for('<Enqueue waitUrl="/wait">q</Enqueue>', wait="<Say>Please wait.</Say>") as phone:
        first = phone.dial().hears("Please wait").hang_up()
        agent = phone.dial("+14155550190", twiml="<Response><Dial><Queue>q</Queue></Dial></Response>")
        second = phone.dial("+14155550102")
        second.talks_to(agent)
        agent.talks_to(second)
        assert first.ended_by == "caller"
        second.hang_up()
        agent.ends("completed")


def test_the_waiting_call_is_ringing_until_something_answers_it():
    with phone_for('<Enqueue waitUrl="/wait">q</Enqueue>', wait="<Say>Please wait.</Say>") as phone:
        phone.dial().hears("Please wait.").wait()
        assert [each["CallStatus"] for each in told(phone, "/wait")] == ["ringing", "in-progress"]
        assert (
            told(phone, "/wait")[0] | {"QueuePosition": "1", "CurrentQueueSize": "1", "MaxQueueSize": "1000"}
            == told(phone, "/wait")[0]
        )


# Pay.


def test_a_payment_asks_again_after_a_wrong_card():
    pay = (
        '<Pay action="https://testserver/paid" maxAttempts="2" chargeAmount="20.45" postalCode="94109" '
        'statusCallback="/steps"/>'
    )
    with phone_for(pay, paid="<Say>Thank you.</Say>", steps=EMPTY) as phone:
        call = phone.dial().press("4111111111111112").press("4111111111111111")
        call.press("1399").press("0530").press("12#").press("123").hears("Thank you.")
        paid = told(phone, "/paid")[0]
        assert paid["PaymentCardNumber"] == "xxxxxxxxxxxx1111"
        assert paid["PaymentCardType"] == "visa"
        assert (paid["AVSPostalCode"], "PaymentToken" in paid, "PaymentConfirmationCode" in paid) == (
            "94109",
            False,
            True,
        )
        assert "4111111111111111" not in str([each.params for each in phone.requests])
        errors = [each.get("ErrorType") for each in told(phone, "/steps")]
        assert errors == [None, "invalid-card-number", None, "invalid-date", None, "invalid-security-code", None]


def test_a_payment_that_fails_or_is_left():
    pay = '<Pay action="https://testserver/paid" paymentMethod="ach-debit"/>'
    with phone_for(pay, paid="<Hangup/>") as phone:
        phone.dial().press("021000021").press("12345#").process_payment(
            "payment-connector-error", error="declined"
        ).ends()
        assert (
            told(phone, "/paid")[0] | {"Result": "payment-connector-error", "ConnectorError": "declined"}
            == told(phone, "/paid")[0]
        )
        phone.dial().press("021000021").hang_up()
        assert told(phone, "/paid")[1]["Result"] == "caller-hung-up"
        phone.dial().wait().ends()
        assert (
            told(phone, "/paid")[2] | {"Result": "too-many-failed-attempts", "ErrorType": "timeout"}
            == told(phone, "/paid")[2]
        )


# Connect, Start, Stop.


def test_a_stream_ends_when_the_application_closes_it():
    stream = '<Stream url="wss://example.com/audio" statusCallback="https://testserver/events"/>'
    with phone_for(f"<Connect>{stream}</Connect><Say>Goodbye.</Say>", events=EMPTY) as phone:
        call = phone.dial().listen().socket_sends({"event": "media"}).socket_closes().hears("Goodbye.").ends()
        assert [each["StreamEvent"] for each in told(phone, "/events")] == ["stream-started", "stream-stopped"]
        assert "X-Twilio-Signature" in next(each for each in call.requests if each.kind == "websocket").headers


def test_a_relay_speaks_listens_and_is_closed():
    relay = (
        '<ConversationRelay url="wss://example.com/r" welcomeGreeting="Hello." dtmfDetection="true">'
        '<Parameter name="a" value="b"/></ConversationRelay>'
    )
    with phone_for(f'<Connect action="/done">{relay}</Connect>', done="<Hangup/>", strict=False) as phone:
        call = phone.dial().say("Stop it.", during="Hello.").press("7")
        call.socket_sends({"type": "text", "token": "At "}).socket_sends(
            {"type": "text", "token": "nine.", "last": True}
        )
        call.hears("At nine.")
        call.socket_sends({"type": "nonsense"}).socket_closes().ends()
        kinds = [message["type"] for message in call.websocket]
        assert kinds == ["setup", "interrupt", "prompt", "dtmf"]
        assert call.websocket[1]["utteranceUntilInterrupt"] == "Hello."
        assert call.websocket[0]["customParameters"] == {"a": "b"}
        assert told(phone, "/done")[0] | {"SessionStatus": "failed", "ErrorCode": "64105"} == told(phone, "/done")[0]
        assert [each.code for each in call.findings if each.code] == [64107, 64105]


def test_a_service_goes_on_until_somebody_ends_it():
    with phone_for(
        '<Connect action="/done"><VirtualAgent connectorName="agent"/></Connect>', done="<Hangup/>"
    ) as phone:
        call = phone.dial().hang_up(after=20)
        assert told(phone, "/done")[0]["CallStatus"] == "completed"
        assert call.ended_by == "caller"


@for_each(track=["both_tracks", "inbound_track", "outbound_track"])
def test_what_is_said_is_transcribed_as_it_is_said(track):
    start = f'<Transcription name="t" track="{track}" partialResults="true" statusCallbackUrl="{HOME}/events"/>'
    voice = f"<Start>{start}</Start><Say>Hello.</Say><Dial>+14155550111</Dial>"
    with phone_for(voice, events=EMPTY) as phone:
        call = phone.dial()
        agent = call.dials("+14155550111").answer()
        call.say("I need help", partial=["I need"], confidence=0.7)
        agent.say("How can I help?")
        agent.hang_up()
        events = told(phone, "/events")
    contents = [
        (each["Track"], json.loads(each["TranscriptionData"])["transcript"], each["Final"])
        for each in events
        if each["TranscriptionEvent"] == "transcription-content"
    ]
    everything = [
        ("outbound_track", "Hello.", "true"),
        ("inbound_track", "I need", "false"),
        ("inbound_track", "I need help", "true"),
        ("outbound_track", "How can I help?", "true"),
    ]
    assert contents == [each for each in everything if track in ("both_tracks", each[0])]
    assert [each["SequenceId"] for each in events] == [str(number) for number in range(1, len(events) + 1)]
    assert len({each["TranscriptionSid"] for each in events}) == 1


def test_speech_that_nobody_transcribes_is_refused_in_a_talk():
    with phone_for("<Dial>+14155550111</Dial>") as phone:
        call = phone.dial()
        call.dials("+14155550111").answer()
        with pytest.raises(CallError, match="cannot say"):
            call.say("Hello?")


def test_activities_beside_the_call_stop_with_it():
    activities = (
        '<Start><Siprec name="s" statusCallback="/events"/><Transcription statusCallbackUrl="https://testserver/events"/>'
        '<Recording name="r" channels="mono" recordingStatusCallback="/events"/></Start>'
    )
    with phone_for(
        f'{activities}<Pause length="4"/><Stop><Siprec name="s"/></Stop><Say>Hi.</Say>', events=EMPTY
    ) as phone:
        phone.dial().ends()
        events = [
            each.get("SiprecEvent") or each.get("TranscriptionEvent") or each["RecordingStatus"]
            for each in told(phone, "/events")
        ]
        assert events == [
            "siprec-started",
            "transcription-started",
            "siprec-stopped",
            "transcription-content",
            "transcription-stopped",
            "completed",
        ]


# Requests.


def test_an_application_that_is_unreachable_is_tried_once_more():
    voice = [{"refuse_connection": True}, "<Say>Hello.</Say>"]
    with phone_for(voice) as phone:
        call = phone.dial().hears("Hello.")
        assert [request.attempts for request in call.requests] == [2]


def test_an_exception_of_that_kind_is_no_exception_of_the_application():
    def app(environ, start_response):
        raise Unreachable

    with pytest.raises(CallError, match="no connection, Twilio 11205"):
        Phone(app, voice_url="/voice").dial()


def test_cookies_are_those_of_one_call():
    voice = {
        "twiml": '<Response><Gather numDigits="1" action="/key" statusCallback="/x"/></Response>',
        "set_cookie": "step=2",
    }
    with phone_for(voice, key="<Redirect>/voice</Redirect>") as phone:
        call = phone.dial().press("1")
        assert [request.headers.get("Cookie") for request in call.requests] == [None, "step=2", "step=2"]
        assert "Cookie" not in phone.dial().request("/voice").headers


def test_a_digest_challenge_is_answered():
    def app(environ, start_response):
        login = environ.get("HTTP_AUTHORIZATION", "")
        if not login.startswith('Digest username="ann", realm="shop"'):
            challenge = 'Digest realm="shop", nonce="1", qop="auth", algorithm=MD5'
            start_response("401 Unauthorized", [("WWW-Authenticate", challenge)])
            return []
        start_response("200 OK", [("Content-Type", "text/xml")])
        return [b"<Response><Say>Hello.</Say></Response>"]

    with Phone(app, voice_url="https://ann:secret@testserver/voice") as phone:
        call = phone.dial().hears("Hello.")
        assert [request.status for request in call.requests] == [401, 200]
        assert "secret" not in call.transcript


@for_each(
    case=[
        ({"status": 302}, 11216),
        ({"status": 304}, 11216),
        ({"status": 302, "location": "http://["}, 11216),
        ({"status": 200, "content_type": "text/plain", "body": "\0"}, 12300),
        ({"status": 200, "content_type": "text/plain", "body": "x" * 70_000}, 11750),
    ]
)
def test_answers_that_are_no_use(case):
    voice, code = case
    with phone_for(voice, strict=False) as phone:
        assert code in [finding.code for finding in phone.dial().ends("completed").findings]


@for_each(url=["ftp://testserver/x", "http://", "http://[", "mailto:a@b.c"])
def test_urls_that_cannot_be_requested(url):
    with phone_for(f"<Redirect>{url}</Redirect>", strict=False) as phone:
        assert {11100, 11210} & {finding.code for finding in phone.dial().ends().findings}


def test_a_message_action_may_be_a_callback():
    documents = {
        f"{HOME}/sms": {
            "twiml": '<Response><Message action="/sent">One.</Message><Message><Body>T</Body><Body>wo.</Body><Media>https://example.com/1.jpg</Media></Message></Response>'
        },
        f"{HOME}/sent": EMPTY,
    }
    served = Served(documents, TOKEN)
    with Phone(served, sms_url="/sms", auth_token=TOKEN, message_action="callback") as phone:
        replies = phone.text("hi", media=["https://example.com/0.png", ("https://example.com/1.gif", "image/gif")])
        assert replies == ["One.", "Two."]
        assert replies[1].media == ("https://example.com/1.jpg",)
        assert phone.requests[0]["MediaContentType1"] == "image/gif"
        assert phone.requests[1].kind == "callback"
        assert phone.text("STOP", strict=False) == []
        assert phone.text("START") == ["One.", "Two."]


def test_a_party_asks_for_a_transfer():
    dial = '<Dial referUrl="/refer" action="/after">+14155550110</Dial>'
    with phone_for(dial, refer="<Dial>+14155550111</Dial>", after="<Hangup/>") as phone:
        call = phone.dial()
        first = call.dials("+14155550110").answer().transfer("sip:ben@example.com").ends("completed")
        call.talks_to(call.dials("+14155550111").answer())
        assert told(phone, "/refer")[0]["ReferTransferTarget"] == "sip:ben@example.com"
        assert told(phone, "/after") == []
        assert first.ended_by == "parent"
    with phone_for("<Dial>+14155550110</Dial>") as phone:
        leg = phone.dial().dials("+14155550110").answer()
        with pytest.raises(CallError, match="the Dial has no referUrl, Twilio 13802"):
            leg.transfer("sip:ben@example.com")


def test_a_document_of_the_test_is_relative_to_the_application():
    with phone_for("<Say>Hello.</Say>", key="<Say>Thank you.</Say>") as phone:
        call = phone.dial(twiml='<Response><Gather action="/key" numDigits="1"/></Response>').press("1")
        call.hears("Thank you.").ends()


def test_what_is_no_application_is_refused():
    with pytest.raises(TypeError, match="app must be a WSGI or ASGI application, or a URL, not int"):
        Phone(3)
    with phone_for("<Hangup/>") as phone, pytest.raises(TypeError, match="place_call needs either url or twiml"):
        phone.place_call("+14155550110")


def test_a_step_inside_a_request_is_refused():
    def app(environ, start_response):
        phone.dial()

    phone = Phone(app, voice_url="/voice")
    with pytest.raises(CallError, match="a step cannot be taken while the application answers a request"):
        phone.dial()


# What is left.


def test_a_caller_who_hangs_up_while_recording():
    with phone_for('<Record action="/done"/>', done="<Hangup/>") as phone:
        phone.dial().hang_up(after=4.5)
        assert told(phone, "/done")[0] | {"Digits": "hangup", "RecordingDuration": "4"} == told(phone, "/done")[0]


def test_a_recording_is_kept_when_the_call_is_moved():
    with phone_for('<Record action="/next" recordingStatusCallback="/told"/>', strict=False) as phone:
        call = phone.dial().listen().update(twiml="<Response><Say>Moved.</Say></Response>", after=3).hears("Moved.")
        assert call.request("/told")["RecordingDuration"] == "3"
        assert call.path == ["/voice"]


def test_refusals_name_what_is_taken():
    with phone_for('<Gather numDigits="2" action="/key"/>') as phone:
        with pytest.raises(CallError, match="3 keys where 2 are asked for"):
            phone.dial().press("123")
        with pytest.raises(CallError, match="2 keys are all that it takes, so that # comes too late"):
            phone.dial().press("12#")
    for ended_by, seconds, message in (("silence", 3, "silence does not end it"), ("#", 99, "it lasts at most 20 s")):
        with phone_for('<Record timeout="0" maxLength="20"/>') as phone:
            with pytest.raises(CallError, match=message):
                phone.dial().record(seconds, ended_by=ended_by)
            with pytest.raises(CallError, match="the first of these keys ends the recording"):
                phone.dial().press("12")


def test_an_echo_is_heard():
    with phone_for("<Echo/>") as phone:
        phone.dial().listen().say("Hello?").hears("Hello?").hang_up().ends("completed")


def test_a_relay_plays_sends_keys_and_hands_over():
    relay = '<ConversationRelay url="wss://example.com/r" welcomeGreeting="Hi." welcomeGreetingInterruptible="none"/>'
    with phone_for(f'<Connect action="/done">{relay}</Connect>', done="<Say>Goodbye.</Say>", strict=False) as phone:
        call = phone.dial().say("Stop.", during="Hi.")
        call.socket_sends({"type": "play", "source": "https://example.com/ring.mp3"}).hears("ring.mp3")
        call.socket_sends({"type": "sendDigits", "digits": "12"}).socket_sends(
            {"type": "language", "ttsLanguage": "de"}
        )
        call.press("7").socket_sends({"type": "end", "handoffData": {"to": "sales"}}).hears("Goodbye.")
        assert [message["type"] for message in call.websocket] == ["setup"]
        assert told(phone, "/done")[0]["HandoffData"] == '{"to": "sales"}'


def test_a_start_that_is_declined_and_a_stop_of_nothing():
    start = '<Start><Stream url="wss://example.com/audio"/></Start><Stop><Stream name="x"/></Stop><Say>Hi.</Say>'
    with phone_for(start) as phone:
        call = phone.dial().socket_closes("declined the handshake").hears("Hi.")
        assert [each.rule for each in call.findings if each.rule in ("websocket", "nothing-to-stop")] == [
            "websocket",
            "nothing-to-stop",
        ]


def test_a_connect_and_a_dial_to_nothing():
    with phone_for("<Connect/><Dial/><Say>Hi.</Say>", strict=False) as phone:
        phone.dial().hears("Hi.").ends()


def test_a_task_waits_in_the_queue_of_its_workflow():
    workflow = "WW" + "0" * 32
    with phone_for(f'<Enqueue workflowSid="{workflow}" waitUrl=""><Task>{{}}</Task></Enqueue>', strict=False) as phone:
        phone.dial().waits_in(workflow)


def test_who_is_taken_may_leave_before_the_talk():
    queue = '<Enqueue waitUrl="" action="/left">q</Enqueue>'
    take = "<Response><Dial action='/after'><Queue url='/connecting'>q</Queue></Dial></Response>"
    with phone_for(queue, connecting="<Say>One moment.</Say>", left="<Say>Sorry.</Say>", after="<Hangup/>") as phone:
        caller = phone.dial()
        agent = phone.dial("+14155550190", twiml=take)
        caller.hang_up()
        agent.ends()
        assert told(phone, "/after")[0]["DialBridged"] == "false"
        caller, agent = phone.dial(), phone.dial("+14155550190", twiml=take)
        agent.hang_up()
        caller.hears("One moment.").hears("Sorry.")
        assert told(phone, "/left")[-1]["QueueResult"] == "bridging-in-process"


def test_an_agent_hangs_up_on_star_and_a_talk_is_limited():
    queue = '<Enqueue waitUrl="">q</Enqueue>'
    with phone_for(queue) as phone:
        caller = phone.dial()
        take = '<Response><Dial hangupOnStar="true"><Queue>q</Queue></Dial><Say>Next.</Say></Response>'
        phone.dial("+14155550190", twiml=take).press("*", after=3).hears("Next.")
        caller.ends()
        caller = phone.dial()
        take = '<Response><Dial timeLimit="60"><Queue>q</Queue></Dial><Say>Next.</Say></Response>'
        agent = phone.dial("+14155550190", twiml=take)
        phone.clock.advance(seconds=70)
        agent.hears("Next.")
        assert [each.seconds for each in caller.events if each.kind == "parted"] == [60]


def test_a_waiting_caller_is_moved_while_it_talks():
    with phone_for('<Enqueue waitUrl="" action="/left">q</Enqueue>', left="<Hangup/>", other="<Say>Hi.</Say>") as phone:
        caller = phone.dial()
        agent = phone.dial("+14155550190", twiml="<Response><Dial><Queue>q</Queue></Dial></Response>")
        caller.talks_to(agent)
        caller.update(url=f"{HOME}/other").hears("Hi.")
        assert told(phone, "/left")[0]["QueueResult"] == "redirected-from-bridged"
        agent.ends("completed")


def test_a_payment_is_stopped_or_prompted():
    prompts = (
        '<Prompt for="payment-card-number" errorType="timeout"><Say>Again.</Say></Prompt>'
        '<Prompt for="payment-processing"><Say>Thanks, one moment.</Say></Prompt>'
    )
    pay = (
        f'<Pay action="https://testserver/paid" maxAttempts="2" securityCode="false" postalCode="false">{prompts}</Pay>'
    )
    with phone_for(pay, paid="<Hangup/>") as phone:
        call = phone.dial().hears("payment-card-number").wait().hears("Again.").press("378282246310005").press("1226")
        call.hears("Thanks, one moment.").ends()
        assert told(phone, "/paid")[0]["PaymentCardType"] == "amex"
        phone.dial().press("*").ends()
        assert told(phone, "/paid")[1]["Result"] == "caller-interrupted-with-star"


def test_a_refer_that_fails_later():
    refer = '<Refer action="/referred"><Sip>sip:ann@example.com</Sip></Refer>'
    with phone_for(refer, referred="<Hangup/>") as phone:
        phone.dial("sip:ben@example.com").refer(202, None).refer(202, 603).ends()
        assert told(phone, "/referred")[0]["ReferCallStatus"] == "failed"


def test_a_message_that_cannot_be_sent_during_a_call():
    with phone_for('<Sms to="nobody" action="/sent">Hi</Sms>', sent="<Hangup/>", strict=False) as phone:
        phone.dial()
        assert told(phone, "/sent")[0]["SmsStatus"] == "invalid"
        assert phone.messages == []


def test_texts_that_fail_twice_and_plain_ones():
    served = Served({f"{HOME}/sms": {"status": 500}, f"{HOME}/fallback": {"status": 503}}, TOKEN)
    with Phone(served, sms_url="/sms", sms_fallback_url="/fallback", auth_token=TOKEN, strict=False) as phone:
        assert phone.text("hi") == []
        assert [finding.code for finding in phone.findings] == [11200, 11200]
    for kind, body, replies in (("text/plain", " ", []), ("text/plain", "\0", []), ("audio/wav", "x", [])):
        served = Served({f"{HOME}/sms": {"content_type": kind, "body": body}}, TOKEN)
        with Phone(served, sms_url="/sms", auth_token=TOKEN, strict=False) as phone:
            assert phone.text("hi") == replies


def test_the_port_is_signed_for_messages_and_not_for_calls():
    documents = {f"{HOME}:8443/voice": {"twiml": "<Response/>"}, f"{HOME}:8443/sms": {"twiml": "<Response/>"}}
    served = Served(documents, TOKEN)
    with Phone(served, base_url=f"{HOME}:8443", voice_url="/voice", sms_url="/sms", auth_token=TOKEN) as phone:
        phone.dial()
        phone.text("hi")
    assert [request.is_signed for request in served.received] == [False, True]  # the call is signed without the port


def test_time_does_not_go_back():
    with phone_for("<Hangup/>") as phone, pytest.raises(ValueError, match="advance takes seconds from 0 on"):
        phone.clock.advance(seconds=-1)


def test_a_webhook_to_nowhere_fails():
    with phone_for("<Hangup/>") as phone, pytest.raises(CallError, match="unknown to this telephone"):
        phone.post("https://elsewhere.example.com/voice")


def test_the_whole_exchange_has_a_transcript():
    with phone_for("<Say>Hello.</Say><Sms>Hi</Sms>") as phone:
        call = phone.dial().ends()
        assert phone.transcript == call.transcript
        assert "◀ Hi" in phone.transcript
        assert repr(call) == "<Call +14155550101 → +14155550100, completed>"
        assert call.about_to_hear is None


def test_a_call_stays_logged_in():
    voice = {
        "auth": "basic",
        "user": "ann",
        "password": "s p",
        "then": {"twiml": "<Response><Redirect>/next</Redirect></Response>"},
    }
    following = {
        "auth": "basic",
        "user": "ann",
        "password": "s p",
        "then": {"twiml": "<Response><Say>Hi.</Say></Response>"},
    }
    served = Served({f"{HOME}/voice": voice, f"{HOME}/next": following}, TOKEN)
    with Phone(served, voice_url="https://ann:s%20p@testserver/voice", auth_token=TOKEN) as phone:
        call = phone.dial().hears("Hi.")
        assert [request.status for request in call.requests] == [401, 200, 200]


def test_a_fallback_is_not_told_the_password():
    served = Served(
        {f"{HOME}/voice": {"status": 500}, f"{HOME}/fallback": {"twiml": "<Response><Say>Later.</Say></Response>"}},
        TOKEN,
    )
    urls = {"voice_url": "https://ann:secret@testserver/voice#rc=2", "voice_fallback_url": "/fallback"}
    with Phone(served, auth_token=TOKEN, strict=False, **urls) as phone:
        call = phone.dial().hears("Later.")
        assert call.request("/fallback")["ErrorUrl"] == f"{HOME}/voice"
        assert "secret" not in phone.transcript


def test_a_relay_is_told_what_was_heard_and_what_is_understood_so_far():
    relay = '<ConversationRelay url="wss://a.co/r" welcomeGreeting="One two three four." partialPrompts="true"/>'
    with phone_for(f"<Connect>{relay}</Connect>") as phone:
        call = phone.dial().say("stop now", partial=["stop"], during="One")
        interrupt, first, last = call.websocket[1:]
        assert interrupt["utteranceUntilInterrupt"] == "One two"
        assert int(interrupt["durationUntilInterruptMs"]) > 0
        assert [(each["voicePrompt"], each["last"]) for each in (first, last)] == [("stop", False), ("stop now", True)]
        with pytest.raises(CallError, match="it takes keys only with dtmfDetection"):
            call.press("1")


# Parties that leave, and recordings.


@for_each(
    case=[
        ("busy", "fail", "busy", "+14155550111"),
        ("fail", "busy", "busy", "+14155550112"),
        ("fail", "fail", "failed", "+14155550111"),
    ]
)
def test_the_action_is_told_of_the_party_whose_status_it_is(case):
    first, second, status, to = case
    dial = '<Dial action="/d"><Number>+14155550111</Number><Number>+14155550112</Number></Dial>'
    with phone_for(dial, d="<Hangup/>") as phone:
        call = phone.dial()
        getattr(call.dials("+14155550111"), first)()
        getattr(call.dials("+14155550112"), second)()
        params = told(phone, "/d")[0]
        assert params["DialCallStatus"] == status
        assert params["DialCallSid"] == next(each.sid for each in call.legs if each.to == to)
        assert "DialSipResponseCode" not in params


def test_a_sip_endpoint_tells_its_response():
    with phone_for('<Dial action="/d"><Sip>sip:a@b.co</Sip></Dial>', d="<Hangup/>") as phone:
        phone.dial().dials("sip:a@b.co").busy()
        assert told(phone, "/d")[0]["DialSipResponseCode"] == "486"


def test_a_party_that_is_cancelled_leaves_the_others_ringing():
    dial = '<Dial action="/d"><Number>+14155550111</Number><Number>+14155550112</Number></Dial>'
    with phone_for(dial, d="<Hangup/>") as phone:
        call = phone.dial()
        call.dials("+14155550111").update(status="canceled")
        other = call.dials("+14155550112").answer()
        call.talks_to(other)
    with phone_for('<Dial action="/d">+14155550111</Dial>', d="<Hangup/>") as phone:
        phone.dial().dials("+14155550111").update(status="canceled")
        assert told(phone, "/d")[0]["DialCallStatus"] == "canceled"


TAPED = 'recordingStatusCallback="/rs" recordingStatusCallbackEvent="in-progress completed"'


@for_each(
    case=[
        (f'<Record action="/d" {TAPED}/>', "record"),
        (f'<Dial record="record-from-ringing" {TAPED}>+14155550111</Dial>', "busy"),
        (f'<Dial record="true" {TAPED}>+14155550111</Dial>', "answer"),
    ]
)
def test_a_recording_is_completed_and_tells_when_it_began(case):
    verb, what = case
    with phone_for(verb, d="<Hangup/>", rs=EMPTY) as phone:
        call = phone.dial()
        if what == "record":
            call.record(12)
        elif what == "busy":
            call.dials("+14155550111").busy(after=9)
        else:
            call.dials("+14155550111").answer().hang_up(after=9)
        events = told(phone, "/rs")
        assert [each["RecordingStatus"] for each in events] == ["in-progress", "completed"]
        assert events[0]["RecordingStartTime"] == events[1]["RecordingStartTime"]


def test_a_leave_after_the_queue_does_not_leave_it_again():
    taking = '<Dial><Queue url="/t">q</Queue></Dial>'
    with phone_for('<Enqueue waitUrl="">q</Enqueue>', agent=taking, t="<Leave/>", strict=False) as phone:
        caller = phone.dial()
        phone.dial("+14155550112", voice_url="/agent")
        caller.ends("completed")
        assert "leave" in [each.rule for each in caller.findings]


def test_somebody_who_talks_to_an_agent_waits_in_no_queue():
    with phone_for('<Enqueue waitUrl="">q</Enqueue>', agent="<Dial><Queue>q</Queue></Dial>") as phone:
        caller = phone.dial().waits_in("q")
        caller.talks_to(phone.dial("+14155550112", voice_url="/agent"))
        with pytest.raises(CallError, match="expected to wait in the queue q"):
            caller.waits_in("q")


# Conferences.

ROOM = '<Dial><Conference {} statusCallback="/cs" statusCallbackEvent="join">Room</Conference></Dial>'


def test_who_is_muted_or_coaches_talks_only_to_whom_they_are_heard_by():
    with phone_for(ROOM.format(""), cs=EMPTY) as phone:
        customer, agent = phone.dial("+14155550101"), phone.dial("+14155550102")
        muted, coaching = ROOM.format('muted="true"'), ROOM.format(f'coach="{agent.sid}"')
        quiet = phone.dial("+14155550103", twiml=f"<Response>{muted}</Response>")
        coach = phone.dial("+14155550104", twiml=f"<Response>{coaching}</Response>")
        customer.talks_to(agent)
        agent.talks_to(customer, coach)
        coach.talks_to(agent)
        with pytest.raises(CallError):
            quiet.talks_to(customer)
        flags = [(each["Muted"], each["Coaching"], each.get("CallSidToCoach")) for each in told(phone, "/cs")]
        assert flags == [("false", "false", None)] * 2 + [("true", "false", None), ("false", "true", agent.sid)]


def test_the_time_of_a_dial_ends_also_the_wait_for_a_conference():
    room = '<Conference startConferenceOnEnter="false" waitUrl="">Room</Conference>'
    with phone_for(f'<Dial timeLimit="30" action="/d">{room}</Dial>', d="<Say>Over.</Say>") as phone:
        call = phone.dial()
        phone.clock.advance(seconds=29)
        call.joins("Room")
        phone.clock.advance(seconds=2)
        call.hears("Over.").ends("completed")


# Numbers, and texts.


@for_each(
    case=[
        ("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3), ("€" * 80, 1), ("€" * 81, 2),
        ("世" * 70, 1), ("世" * 71, 2), ("😀" * 35, 1), ("😀" * 36, 2), ("", 1), ("line\nline", 1), ("ç", 1),
    ]
)  # fmt: skip
def test_a_text_arrives_in_as_many_segments_as_the_network_takes(case):
    text, segments = case
    served = Served({f"{HOME}/sms": answer("")}, TOKEN)
    with Phone(served, sms_url="/sms", auth_token=TOKEN) as phone:
        phone.text(text)
        assert told(phone, "/sms")[0]["NumSegments"] == str(segments)


@for_each(rang=["answerOnBridge", "Pause"])
def test_a_call_that_nobody_answers_ends_at_last(rang):
    documents = {
        "answerOnBridge": '<Dial answerOnBridge="true" action="/voice">+14155550111</Dial>',
        "Pause": '<Pause length="60"/><Redirect>/voice</Redirect>',
    }
    with phone_for(documents[rang], strict=False) as phone:
        call = phone.dial()
        phone.clock.advance(hours=4, seconds=1)
        assert (call.status, call.ended_by) == ("no-answer", "limit")


# What Twilio does not do.


@for_each(fallback=[True, False])
def test_a_voice_that_is_unknown_in_a_gather_leads_to_the_fallback(fallback):
    served = {"voice": '<Gather><Say voice="nobody">Press.</Say></Gather>', "fallback": "<Say>Sorry.</Say>"}
    with phone_for(served["voice"], fallback=served["fallback"], strict=False) as phone:
        if fallback:
            phone.add_number("+14155550100", voice_url="/voice", voice_fallback_url="/fallback")
            phone.dial().hears("Sorry.")
            assert told(phone, "/fallback")[0]["ErrorCode"] == "13321"
            assert told(phone, "/fallback")[0]["ErrorUrl"] == f"{HOME}/voice"
        else:
            phone.dial().hears("Press.")


def test_more_than_thirty_replies_in_thirty_seconds_are_not_sent():
    served = Served({f"{HOME}/sms": answer("<Message>a</Message><Message>b</Message><Message>c</Message>")}, TOKEN)
    with Phone(served, sms_url="/sms", auth_token=TOKEN) as phone:
        assert sum(len(phone.text("hi")) for _ in range(10)) == 30
        with pytest.raises(CallError, match=r"30 replies in 30 s .*advance\(seconds=30\), Twilio 14107"):
            phone.text("hi")
        assert len(phone.text("hi", from_="+14155550177")) == 3
        phone.clock.advance(seconds=30)
        assert len(phone.text("hi")) == 3
        assert phone.text("hi", strict=False) == ["a", "b", "c"]


def test_what_the_telephone_does_not_do_is_a_finding():
    task = f'<Enqueue workflowSid="WW{"0" * 32}" waitUrl=""><Task>{{}}</Task></Enqueue>'
    twice = '<Pay><Prompt for="payment-card-number" requireMatchingInputs="true"><Say>Card.</Say></Prompt></Pay>'
    reserved = f'<Dial><Queue reservationSid="WR{"0" * 32}">q</Queue></Dial>'
    for document in (task, twice, reserved):
        with phone_for(document, strict=False) as phone:
            assert "not-done" in [each.rule for each in phone.dial().listen().findings]


# Parties that leave at the wrong moment.


def test_a_participant_who_was_moved_is_not_woken_later():
    room = '<Dial timeLimit="60"><Conference waitUrl="">R</Conference></Dial>'
    with phone_for(room, menu='<Say>Hi.</Say><Pause length="100"/><Say>Still here.</Say>') as phone:
        call = phone.dial().joins("R")
        call.update(url=f"{HOME}/menu")
        phone.clock.advance(minutes=2)
        assert call.heard == ["Hi.", "Still here."]


def test_an_agent_who_leaves_during_the_whisper_takes_nobody():
    documents = {
        "left": "<Say>Sorry.</Say>",
        "agent": '<Dial><Queue url="/before">q</Queue></Dial>',
        "before": "<Say>An agent.</Say>",
        "new": "<Say>New.</Say>",
    }
    with phone_for('<Enqueue waitUrl="" action="/left">q</Enqueue>', **documents) as phone:
        caller = phone.dial()
        agent = phone.dial("+14155550155", voice_url="/agent")
        agent.update(url=f"{HOME}/new").hears("New.").ends("completed")
        caller.hears("An agent.").hears("Sorry.").ends("completed")
        assert told(phone, "/left")[0]["QueueResult"] == "bridging-in-process"


def test_a_call_that_its_own_webhook_ends_does_nothing_more():
    app = Flask("ender")

    @app.post("/<name>")
    def voice(name):
        client.update_call(request.form["CallSid"], status="completed")
        return {
            "dial": '<Response><Dial><Number statusCallback="/told">+14155550111</Number></Dial></Response>',
            "empty": "<Response/>",
            "hangup": "<Response><Hangup/></Response>",
        }[name], {"Content-Type": "text/xml"}

    for name in ("dial", "empty", "hangup"):
        with Phone(app) as phone, phone.client() as client:
            call = phone.dial(voice_url=f"/{name}").ends("no-answer")
            assert (call.ended_by, len(phone.calls), len(phone.requests)) == ("rest", 1, 1)


@for_each(queue=["q", "unknown"])
def test_a_talk_from_a_queue_is_recorded(queue):
    dial = f'<Dial record="record-from-answer" recordingStatusCallback="/rs" action="/d"><Queue>{queue}</Queue></Dial>'
    with phone_for('<Enqueue waitUrl="">q</Enqueue>', agent=dial, rs=EMPTY, d="<Hangup/>", strict=False) as phone:
        caller = phone.dial()
        phone.dial("+14155550155", voice_url="/agent")
        if queue == "q":
            caller.hang_up(after=30)
            assert told(phone, "/rs")[0]["RecordingDuration"] == "30"
            assert told(phone, "/d")[0]["RecordingSid"] == told(phone, "/rs")[0]["RecordingSid"]
        else:
            assert told(phone, "/rs") == []


def test_a_second_activity_of_a_name_ends_the_first():
    start = '<Start><Siprec name="s" statusCallback="/events"/></Start>'
    with phone_for(start + start, events=EMPTY) as phone:
        phone.dial().ends()
        events = [each["SiprecEvent"] for each in told(phone, "/events")]
        assert events == ["siprec-started", "siprec-stopped", "siprec-started", "siprec-stopped"]


@for_each(case=[(None, "machine_start"), ("Enable", "machine_end_beep"), ("DetectMessageEnd", "machine_start")])
def test_a_machine_answers_only_as_twilio_would_tell(case):
    detection, who = case
    asked = f'machineDetection="{detection}"' if detection else ""
    with phone_for(f"<Dial><Number {asked}>+14155550110</Number></Dial>") as phone:
        leg = phone.dial().dials("+14155550110")
        with pytest.raises(CallError, match="MachineDetection"):
            leg.answer(answered_by=who)
        leg.answer(answered_by="human")
