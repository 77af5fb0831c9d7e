"""Uses that are right: no type checker refuses a line, and each line runs."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from http import HTTPMethod
from typing import Generic, Literal, TypeVar, assert_type

import httpx2

from twimlkit import (
    Application,
    ApplicationSid,
    Body,
    Break,
    Client,
    Conference,
    Config,
    Connect,
    ConversationRelay,
    Custom,
    Dial,
    Document,
    Echo,
    Element,
    Emphasis,
    Enqueue,
    Failover,
    Gather,
    Hangup,
    Header,
    Headers,
    Identity,
    InvalidTwiML,
    Lang,
    Language,
    Media,
    Message,
    MessagingResponse,
    MessagingVerb,
    Number,
    P,
    Parameter,
    Pause,
    Pay,
    Phoneme,
    Play,
    Prompt,
    Prosody,
    Queue,
    Record,
    Recording,
    Redirect,
    Refer,
    ReferSip,
    Reject,
    Response,
    Room,
    S,
    Say,
    SayAs,
    Sip,
    Siprec,
    Sms,
    Start,
    Stop,
    Stream,
    Sub,
    Task,
    Transcription,
    Uri,
    Verb,
    VirtualAgent,
    VoiceResponse,
    W,
    custom,
    lint,
    parse,
)
from twimlkit.errors import MissingAttribute
from twimlkit.linter import Finding
from twimlkit.phone import AsyncCall, AsyncPhone, Call, Phone, TextMessage
from twimlkit.rest import AsyncTwilioClient, CallResource, MessageResource, TwilioClient, UncheckedTwiml
from twimlkit.web import django, fastapi, flask
from twimlkit.webhook import (
    CallRequest,
    ConferenceCallback,
    MessageRequest,
    RecordingCallback,
    TwilioRequest,
    check_request,
    parse_request,
)


class Route(StrEnum):
    MENU = "/menu"
    ANSWER = "/answer"


class Markup(str):
    """Stands for a template's safe string."""

    __slots__ = ()


# Documents, and lists of what they hold.
menu = Response(
    Gather(Say("Press 1 for sales."), Pause(length=1), Say("Or hold."), num_digits=1, action="/menu", method="POST"),
    Say("We did not hear from you.", voice="Polly.Joanna", language="en-US", loop=2),
    Hangup(),
)
verbs: list[Verb] = [Say("Hello"), Dial("+14155550100")]
verbs.append(Hangup())
Response(*verbs)
Response(Say("Hello"), *verbs)
Response(*(Say(text) for text in ("one", "two")))
answers: list[MessagingVerb] = [Message("Hello"), Redirect("/again")]
MessagingResponse(*answers)
Response()
MessagingResponse()
prompts: tuple[Say | Play | Pause, ...] = (Say("Press 1."), Play("/music.mp3"), Pause())
Gather(*prompts)


def spoken(lines: Sequence[str]) -> list[Verb]:
    return [Say(line) for line in lines]


def greeting(name: str | None) -> Verb:
    return Say(f"Hello {name}") if name else Redirect("/login")


Response(*spoken(["one", "two"]), greeting(None))

# Text, and SSML in it.
Say("Hello ", Emphasis("dear", level="strong"), " caller", Break(time="250ms"))
Say("one", "two")
Say()
Say(P(S("Hello"), S("again")), Lang("bonjour", xml_lang="fr-FR"), S(Lang("bonjour", xml_lang="fr-FR")))
Say(Prosody(P("slow"), rate="slow", pitch="+10%", volume="+6dB"), W("read", role="amazon:VBD"))
Say(SayAs("12/31", interpret_as="date", format="md"), Sub("Al", alias="aluminium"))
Say(Phoneme("pecan", ph="x", alphabet="ipa"), SayAs("1", interpret_as="something new"))
Say(Markup("Hello & goodbye"), Route.MENU)

# Values.
Gather(input="dtmf speech")
Gather(input="dtmf")
Gather(input=["dtmf", "speech"])
Gather(input=("dtmf", "speech"))
Gather(timeout="auto", speech_timeout=3, hints="sales, support", finish_on_key="", barge_in=False)
Gather(hints=["sales", "support"], speech_model="some-new-model", action=Route.ANSWER)
Gather(timeout=None, action=None, input=None)
kinds: list[Literal["dtmf", "speech"]] = ["speech"]
Gather(input=kinds)
Number("+14155550100", status_callback_event=["initiated", "answered"], status_callback="https://example.com/call")
Number("+14155550100", status_callback_event="completed", send_digits="wwww1928")
Pay(Prompt(Say("Your card, please."), for_="payment-card-number", attempt=[1, 2], error_type="timeout"))
Pay(charge_amount=20, valid_card_types=["visa", "amex"], postal_code=False)
Pay(charge_amount=20.45, postal_code="94105", security_code=True)
Pay(Parameter(name="id", value=1), charge_amount=Decimal("20.45"))
Pay(charge_amount="10.00")
Gather(hints="")
ConversationRelay(Failover(Language(code="fr-FR"), "text", any_name=1), url="wss://example.com/relay")
MessagingResponse(Message("Hello"), Sms("Hello"))
Prompt(for_="postal-code", attempt=1, card_type=("visa", "amex"), error_type=["timeout", "something-new"])
Conference("room", beep="onEnter", status_callback_event=["start", "end"], max_participants=10)
Conference("room", beep=False, wait_url="")
Dial("+14155550100", record="record-from-answer-dual", timeout=20, caller_id="client:alice")
Dial("+14155550100", record=True, passports=["a", "b"])
Record(timeout=0, max_length=30, play_beep=True, trim="do-not-trim")
Redirect(Route.MENU, method="POST")
Redirect()
Play(digits="1w2")
Play("https://example.com/a.mp3", loop=0)
Reject(reason="busy")
Reject(Parameter(name="a", value="b"))
Message("Hello", Media("https://example.com/a.jpg"), to=Markup("+14155550100"), from_="+14155550101")
Message(Body("Hello"), Media("https://example.com/a.jpg"))


def choose(method: Literal["GET", "POST"]) -> Gather:
    return Gather(method=method)


choose("GET" if HTTPMethod.GET == "GET" else "POST")

# The other nouns.
Dial(Number("+14155550100"), Client("alice"), Sip("sip:alice@example.com"), Queue("support"))
Dial(Client(Identity("alice"), Parameter(name="id", value=7)))
Dial(Application(ApplicationSid("AP00000000000000000000000000000000"), copy_parent_to=True))
Dial(Sip(Uri("sip:alice@example.com", priority=1), Headers(Header(name="x-id", value="1"))))
Connect(Stream(Parameter(name="id", value="1"), url="wss://example.com/"))
Connect(ConversationRelay(Language(code="de-DE"), Parameter(name="a", value="b"), url="wss://example.com/"))
Connect(VirtualAgent(Config(name="language", value="en"), connector_name="agent"))
Connect(Room("lobby", participant_identity="alice"), action="/done")
Start(Stream(url="wss://example.com/", track="both_tracks"), Siprec(name="recorder"))
Start(Transcription(Config(name="a", value=1), partial_results=True), Recording(track="inbound"))
Stop(Stream(name="stream"))
Refer(ReferSip("sip:alice@example.com"), action="/referred")
Enqueue("support", wait_url="/wait")
Enqueue(Task('{"skill": "sales"}', priority=5), workflow_sid="WW00000000000000000000000000000000")
Response(Sms("Hello", to="+14155550100"), Echo())

# What elements can do; what is read of them is not typed.
assert_type(menu.to_xml(), str)
assert_type(str(menu), str)
assert_type(bytes(menu), bytes)
assert_type(menu.pretty(), str)
assert_type(menu.pretty("\t"), str)
assert_type(menu.pretty(4), str)
assert_type(menu.tag, str)
assert_type(menu.text, str)
assert_type(menu.children, tuple[Element | str, ...])
assert_type(hash(menu), int)
assert_type(Gather().replace(num_digits=2), Gather)
assert_type(menu.replace(children=[Say("Hello")]), Response)
assert_type(menu.replace(children=Say("Hello")), Response)
assert_type(Say("Hello").unchecked(new_attribute="x"), Say)
attributes: Mapping[str, object] = Gather(num_digits=1).attributes
digits: int | None = Gather(num_digits=1).num_digits
Response(Say("Hello").unchecked(new_attribute=1).replace(loop=2))
custom(custom("NewVerb")).to_etree()
same: bool = menu == Response()
both: set[Element] = {menu, Say("Hello")}


def describe(verb: Verb) -> str:
    match verb:
        case Gather(num_digits=int(count)):
            return f"{count} digits"
        case Gather(children=(Say() as first, *_)):
            return first.text
        case Redirect() | Hangup():
            return "the end"
        case Say(voice=str(voice)):
            return voice
        case _:
            return verb.tag


describe(Gather(num_digits=1))
[describe(child) for child in menu.children if isinstance(child, Gather)]


# What the vocabulary does not know.
class Fax(Custom):
    """Sends what is not sent any more."""

    __slots__ = ()

    def __init__(self, text: str, /, *, pages: int | None = None) -> None: ...


_Prompt = TypeVar("_Prompt", Say, Play)


class Announcement(Custom, Generic[_Prompt], then="ends"):
    """Plays one prompt, again and again."""

    __slots__ = ()

    def __init__(self, *prompts: _Prompt, times: Literal[2, 3] | None = None) -> None: ...


Response(custom(Announcement[Say](Say("Hello"), times=3)))
Response(custom("NewVerb", Say("Hello"), "text", new_attribute="x", count=1), Hangup())
Say("Hello", custom("mark", name="here"))
Gather(custom("NewPrompt"), num_digits=1)
MessagingResponse(custom("NewVerb"))
Response(custom(Fax("Hello", pages=1)))
Refer(custom("NewSip", "sip:alice@example.com"))

try:
    Redirect("ftp://example.com/")
except MissingAttribute as error:
    assert_type(error.attribute, str | None)
except InvalidTwiML as error:
    assert_type(error.code, int | None)
    assert_type(error.message, str)
    assert_type(error.rule, str | None)

assert_type(VoiceResponse(Say("Hello")), Response)
assert_type(menu.to_xml(declaration=False), str)
assert_type(lint(menu.to_xml()), list[Finding])


def size(element: Element) -> int:
    return len(bytes(element)) if isinstance(element, Document) else len(element.to_xml(declaration=True))


size(menu)

# Reading: the class that is wanted, or that of a document, and a custom element where nothing else could be kept.
assert_type(parse(menu.to_xml()), Response | MessagingResponse)
assert_type(parse(bytes(menu), lenient=False), Response | MessagingResponse)
assert_type(parse("<Gather/>", root=Gather), Gather)
assert_type(parse("<Response/>", lenient=True), Response | MessagingResponse | Custom)
assert_type(parse("<Response/>", root=MessagingResponse, lenient=True), MessagingResponse | Custom)


def read(xml: str | bytes, *, lenient: bool) -> str:
    assert_type(parse(xml, lenient=lenient), Response | MessagingResponse | Custom)
    assert_type(parse(xml, root=Response, lenient=lenient), Response | Custom)
    match parse(xml, lenient=lenient):
        case Response(children=(Say(voice=str(voice)), *_)):
            return voice
        case found:
            return found.text


read(menu.to_xml(), lenient=False)


# Requests; nothing calls these functions, so that nothing is sent.
def place(client: TwilioClient) -> None:
    call = client.place_call(
        to="+14155550100", from_="+14155550199", twiml=menu, status_callback_event="completed", timeout=None
    )
    assert_type(call, CallResource)
    assert_type(call.start_time, datetime | None)
    assert_type(client.list_calls(start_time=date(2027, 1, 1), status="busy"), Iterator[CallResource])
    client.place_call(
        to="+14155550100",
        from_="+14155550199",
        twiml=UncheckedTwiml("<Response><NewVerb/></Response>"),
        status_callback_event="initiated answered",
        machine_detection="enable",
    )
    client.update_call(call.sid, twiml="<Response/>")
    TwilioClient(deadline=5, http_client=httpx2.Client())
    AsyncTwilioClient(http_client=httpx2.AsyncClient())
    client.send_message(to="+14155550100", from_="+14155550199", body="Hello", media_url=["https://example.com/a.png"])
    client.send_message(to="+14155550100", messaging_service_sid="MG", send_at=datetime.now(UTC), message_intent="new")


async def send(client: AsyncTwilioClient) -> None:
    assert_type(await client.send_message(to="+14155550100", from_="+14155550199", body="Hello"), MessageResource)
    assert_type(client.list_messages(page_size=100), AsyncIterator[MessageResource])


# Views: a document for its request, the framework's own response, or nothing; at once or in a coroutine.
@fastapi.twiml
def answer(call: CallRequest, name: str = "") -> Response:
    return Response(Say(f"{call.from_} {name}"))


@flask.twiml(base_url="https://example.com")
async def reply(message: MessageRequest) -> MessagingResponse | None:
    return MessagingResponse(Message(message.body)) if message.body else None


@django.twiml
def either(request: object, twilio: CallRequest | MessageRequest) -> Response | MessagingResponse:
    return Response() if isinstance(twilio, CallRequest) and request else MessagingResponse()


@fastapi.twiml
def anything(request: TwilioRequest) -> Response | None:
    return Response() if request.params.get("CallSid") else None


@flask.twiml
def moved(call: CallRequest) -> Response | flask.TwiMLResponse:
    return flask.TwiMLResponse(None, 503) if call.digits else Response()


@django.twiml
def moved_in_django(call: CallRequest) -> Response | django.TwiMLResponse:
    return django.TwiMLResponse(None, 503) if call.digits else Response()


@fastapi.twiml
async def moved_in_fastapi(call: CallRequest) -> Response | fastapi.TwiMLResponse:
    return fastapi.TwiMLResponse(None, 503) if call.digits else Response()


@fastapi.twiml
def event(happened: ConferenceCallback) -> None:
    assert_type(happened.sequence_number, int | None)


@flask.twiml
def one_of_several_events(happened: ConferenceCallback | RecordingCallback) -> None:
    assert_type(happened.sequence_number if isinstance(happened, ConferenceCallback) else 0, int | None)


@flask.twiml
async def event_or_call(happened: RecordingCallback | CallRequest) -> Response | None:
    return Response() if isinstance(happened, CallRequest) else None


class Calls:
    @flask.twiml
    def post(self, call: CallRequest) -> Response:
        return Response(Say(call.to))

    @django.twiml
    def get(self, request: int, call: CallRequest, name: str = "") -> Response:
        return Response(Say(f"{call.to} {request} {name}"))

    @flask.signed
    def put(self) -> str:
        return "signed"


assert_type(parse_request({"CallSid": "CA1"}), TwilioRequest)
assert_type(parse_request({"CallSid": "CA1"}, CallRequest), CallRequest)


def check(body: bytes) -> None:
    headers = {"X-Twilio-Signature": ""}
    assert_type(check_request("POST", "https://example.com/", headers, body), TwilioRequest)
    assert_type(check_request("POST", "https://example.com/", headers, body, MessageRequest), MessageRequest)


def take_call(phone: Phone) -> None:
    call = phone.dial("+14155550101", FromState="IL").hears("Press 1").press("1", during="Press 1")
    assert_type(call, Call)
    assert_type(call.dials("+14155550110").answer(after=5).talks_to(call), Call)
    assert_type(phone.text("Hi", media=["https://example.com/1.jpg"]), list[TextMessage])
    assert_type(phone.client(), TwilioClient)


async def take_call_in_a_loop(phone: AsyncPhone) -> None:
    call = await phone.dial()
    assert_type(await call.record(5, ended_by="hangup"), AsyncCall)
    assert_type(await phone.text("Hi"), list[TextMessage])
