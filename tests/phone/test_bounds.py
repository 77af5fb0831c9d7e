"""Any document and any caller: what Twilio does or an explicit error, no traceback of ours, and always an end."""

import re
from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from twimlkit import lint
from twimlkit.phone import CallError, Phone
from twimlkit.strategies import documents, messaging_responses, mutants, responses

MUCH = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


VERBS = """
<Say>Hello.</Say>
<Say loop="0">Hold on.</Say>
<Pause length="3"/>
<Pause length="99999999"/>
<Play>/next</Play>
<Play digits="1w2W#"/>
<Gather action="/next"><Say>Press.</Say></Gather>
<Gather numDigits="2"/>
<Gather finishOnKey=""/>
<Gather input="speech" action="/next" speechTimeout="auto" partialResultCallback="/next"/>
<Gather actionOnEmptyResult="true"/>
<Gather input="dtmf speech"><Play>/next</Play><Play digits="1"/><Record/></Gather>
<Gather timeout="-1" numDigits="many"/>
<Record/>
<Record action="/next" transcribe="true" transcribeCallback="/next" timeout="0" finishOnKey=""/>
<Record maxLength="0"/>
<Dial>+14155550110</Dial>
<Dial action="/next">+14155550110</Dial>
<Dial>12</Dial>
<Dial>+14155550100</Dial>
<Dial>+14155550200</Dial>
<Dial action="/next" timeout="20"><Number>+14155550200</Number></Dial>
<Dial timeLimit="60"><Conference waitUrl="">Room</Conference></Dial>
<Dial action="/next" hangupOnStar="true"><Number url="/next">+14155550100</Number></Dial>
<Dial action="/next"><Number>+14155550110</Number><Number>+14155550100</Number></Dial>
<Dial answerOnBridge="true" action="/next"><Application>AP0123456789abcdef0123456789abcdef</Application></Dial>
<Dial/>
<Dial record="true" hangupOnStar="true">911</Dial>
<Dial sequential="true"><Number url="/next">+14155550111</Number><Client>ann</Client><Sip>sip:a@b.c</Sip></Dial>
<Dial answerOnBridge="true" timeLimit="9"><Number sendDigits="1w" statusCallback="/next">+14155550112</Number>
  <Sim>DE1</Sim></Dial>
<Dial action="/next">
  <Conference waitUrl="/next" statusCallback="/next" statusCallbackEvent="join leave end">Room</Conference></Dial>
<Dial><Conference waitUrl="" endConferenceOnExit="true">Room</Conference></Dial>
<Dial timeout="1"><Queue url="/next">q</Queue></Dial>
<Dial><Application><ApplicationSid>AP1</ApplicationSid></Application><WhatsApp>+14155550113</WhatsApp></Dial>
<Enqueue waitUrl="/next" action="/next">q</Enqueue>
<Enqueue>q</Enqueue>
<Enqueue waitUrl="" maxQueueSize="1">q</Enqueue>
<Leave/>
<Redirect/>
<Redirect>/next</Redirect>
<Redirect method="GET">?a=b</Redirect>
<Redirect>http://[</Redirect>
<Hangup/>
<Reject reason="busy"/>
<Refer><Sip>sip:a@b.c</Sip></Refer>
<Echo/>
<Sms>Hi</Sms>
<Sms to="nobody" action="/next">Hi</Sms>
<Pay action="https://testserver/next" maxAttempts="2" statusCallback="/next"/>
<Pay paymentMethod="ach-debit" chargeAmount="1.50"/>
<Connect action="/next"><Stream url="wss://testserver/s"/></Connect>
<Connect><VirtualAgent connectorName="a"/></Connect>
<Connect action="/next"><ConversationRelay url="wss://testserver/s" welcomeGreeting="Hi" dtmfDetection="true"/>
  </Connect>
<Connect/>
<Start><Stream name="s" url="wss://testserver/s" statusCallback="https://testserver/next"/></Start>
<Stop><Stream name="s"/></Stop>
<Start><Recording name="r" recordingStatusCallback="/next"/>
  <Transcription statusCallbackUrl="https://testserver/next"/></Start>
<Message>Hi</Message>
<say>Hello.</say>
<Unknown><Say>Hello.</Say></Unknown>
<Start><Siprec statusCallback="/next"/></Start>
"""
VERBS = [verb.replace("\n  ", "").encode() for verb in re.split(r"\n(?=<)", VERBS.strip())]


def flows():
    """Draw documents of verbs that lead back to the application."""
    several = st.lists(st.sampled_from(VERBS), min_size=1, max_size=3)
    return several.map(lambda verbs: b"<Response>" + b"".join(verbs) + b"</Response>")


XML = st.one_of(
    flows(),
    flows(),
    responses().map(bytes),
    documents(),
    mutants().map(
        lambda mutant: mutant.xml if isinstance(mutant.xml, bytes) else mutant.xml.encode("utf-8", "replace")
    ),
    st.binary(max_size=40),
)
STEPS = st.one_of(
    st.tuples(st.just("press"), st.text("0123456789*#", min_size=1, max_size=6)),
    st.tuples(st.just("say"), st.sampled_from(["sales", ""])),
    st.tuples(st.just("record"), st.integers(0, 40), st.sampled_from(["silence", "hangup", "max_length", "#"])),
    st.tuples(st.sampled_from(["wait", "hang_up", "ends", "answer", "busy", "fail", "no_answer", "process_payment"])),
    st.tuples(st.just("advance"), st.integers(0, 5000)),
    st.tuples(st.just("refer"), st.sampled_from([202, 405])),
    st.tuples(
        st.just("socket_sends"), st.sampled_from([{"type": "text", "token": "Hi", "last": True}, {"type": "end"}])
    ),
    st.tuples(st.sampled_from(["socket_closes", "listen"])),
    st.tuples(st.just("transfer"), st.just("sip:ann@example.com")),
    st.tuples(st.just("update"), XML),
    st.tuples(st.just("place_call"), st.sampled_from(["+14155550111", "+14155550200"]), XML),
    st.tuples(st.just("cancel")),
)
"""What somebody does, with the number of the leg at which it is done."""


class Serving:
    """Serves drawn documents, one after another, at every URL."""

    def __init__(self, bodies, kind):
        self.bodies = bodies
        self.kind = kind
        self.count = 0

    def __call__(self, environ, start_response):
        body = self.bodies[self.count % len(self.bodies)]
        self.count += 1
        start_response("200 OK", [("Content-Type", self.kind)])
        return [body]


def take(phone, name, *arguments):
    """Take a step at some leg; only a CallError may come of it."""
    with suppress(CallError):
        if name == "advance":
            phone.clock.advance(seconds=arguments[0])
            return
        if name == "place_call":
            phone.place_call(arguments[0], twiml=arguments[1].decode("utf-8", "replace"))
            return
        for call in phone.calls[-3:]:
            with suppress(CallError):
                if name == "record":
                    call.record(arguments[0], ended_by=arguments[1])
                elif name == "cancel":
                    call.update(status="completed")
                elif name == "update":
                    call.update(twiml=arguments[0].decode("utf-8", "replace"))
                else:
                    getattr(call, name)(*arguments)


@MUCH
@given(
    st.lists(XML, min_size=1, max_size=4),
    st.lists(STEPS, max_size=8),
    st.booleans(),
    st.sampled_from(["text/xml", "text/xml", "text/plain", "audio/wav"]),
)
def test_every_call_ends_within_its_bounds(bodies, steps, strict, kind):
    serving = Serving(bodies, kind)
    phone = Phone(serving, number="+14155550100", voice_url="/voice", strict=strict)
    phone.add_application("AP0123456789abcdef0123456789abcdef", voice_url="/application")
    phone.add_number("+14155550200", voice_url="/line")
    with suppress(CallError), phone:
        with suppress(CallError):
            phone.dial()
        for name, *arguments in steps:
            take(phone, name, *arguments)
        for call in phone.calls:
            with suppress(CallError):
                if call.status == "ringing" and call.direction != "inbound":
                    call.busy()
                elif not call.ended_by:
                    call.hang_up()
        for _ in range(2):  # it may ring for as long as it may last
            with suppress(CallError):
                phone.clock.advance(seconds=14_401)
    assert all(call.ended_by for call in phone.calls), [call.where for call in phone.calls]
    assert serving.count <= 60_000


@MUCH
@given(st.lists(st.one_of(messaging_responses().map(bytes), XML), min_size=1, max_size=3), st.text(max_size=20))
def test_every_text_is_answered_within_its_bounds(bodies, text):
    serving = Serving(bodies, "text/xml")
    with Phone(serving, sms_url="/sms", strict=False) as phone:
        replies = phone.text(text)
        assert len(replies) <= 10
        assert all(len(each) <= 1600 for each in replies)
    assert serving.count <= 200


@settings(MUCH, max_examples=100)
@given(
    st.one_of(mutants("unreachable").map(lambda mutant: mutant.xml), responses().map(bytes)),
    st.lists(STEPS, max_size=4),
)
def test_a_verb_that_the_linter_calls_unreachable_is_never_run(xml, steps):
    body = xml if isinstance(xml, bytes) else xml.encode()
    unreachable = {finding.path for finding in lint(body, context="voice") if finding.rule == "unreachable"}
    with (
        suppress(CallError),
        Phone(Serving([body], "text/xml"), number="+14155550100", voice_url="/voice", strict=False) as phone,
    ):
        phone.dial()
        for name, *arguments in steps:
            if name != "update":
                take(phone, name, *arguments)
    ran = {event.details["path"] for event in phone.events if event.kind == "verb" and event.details["path"]}
    assert not ran & unreachable


@MUCH
@given(XML, st.lists(STEPS, max_size=4))
def test_the_same_test_gives_the_same_events(body, steps):
    def events():
        phone = Phone(Serving([body], "text/xml"), number="+14155550100", voice_url="/voice", strict=False)
        phone.add_application("AP0123456789abcdef0123456789abcdef", voice_url="/application")
        phone.add_number("+14155550200", voice_url="/line")
        with suppress(CallError), phone:
            phone.dial()
            for name, *arguments in steps:
                take(phone, name, *arguments)
        return phone.transcript, [re.sub(r"0x[0-9a-f]+", "", repr(event)) for event in phone.events]

    assert events() == events()
