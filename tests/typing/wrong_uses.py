"""Mistakes that a type checker finds: it refuses exactly the lines that are marked.

A running program refuses them too, but for those that are wrong only to a checker.
"""

from httpx2 import AsyncClient

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
    Echo,
    Emphasis,
    Enqueue,
    Gather,
    Hangup,
    Header,
    Headers,
    Identity,
    Lang,
    Language,
    Leave,
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
    W,
    custom,
    parse,
)
from twimlkit.phone import Phone
from twimlkit.rest import MessageResource, TwilioClient
from twimlkit.web import django, fastapi, flask
from twimlkit.webhook import CallRequest, ConferenceCallback, MessageRequest, RecordingCallback, check_request

answers: list[MessagingVerb] = [Message("Hello"), Redirect("/again")]
words = ["dtmf", "speech"]
maybe = {"greeting": Say("Hello")}.get("farewell")
phone = Phone("http://127.0.0.1:9", voice_url="/voice", sms_url="/sms")
client = TwilioClient("AC00000000000000000000000000000000", "token", base_url="http://127.0.0.1:9")
to, from_, url = "+14155550100", "+14155550199", "https://example.com/voice"


def message_for_call(call: CallRequest) -> MessagingResponse:
    return MessagingResponse(Message(call.from_))


async def call_for_message(message: MessageRequest, name: str = "") -> Response:
    return Response(Say(message.body or name))


def text_for_call(request: object, call: CallRequest) -> str:
    return f"{call.from_} {request}"


def call_for_event(event: ConferenceCallback) -> Response:
    return Response(Say(event.friendly_name))


class Views:
    def post(self, call: CallRequest) -> MessagingResponse:
        return message_for_call(call)


# An element in one that cannot hold it.
Response(Number("+14155550100"))  # wrong: a number stands in Dial
Response(Queue("support"))  # wrong: a queue stands in Dial
Response(Prompt(for_="postal-code"))  # wrong: a prompt stands in Pay
Response(Stream(url="wss://example.com/"))  # wrong: a stream stands in Connect, Start or Stop
Response(Response())  # wrong: a document in a document
Response(Break())  # wrong: SSML stands in Say
Response(Sip("sip:alice@example.com"))  # wrong: an address stands in Dial
Gather(Dial("+14155550100"))  # wrong: a Gather holds what is heard
Gather(Gather())  # wrong: a Gather in a Gather
Gather(Say("Press 1."), Hangup())  # wrong: the second child
Gather(Record(), num_digits=1)  # wrong: a Record in a Gather
Dial(Say("Hello"))  # wrong: a Dial holds parties
Dial(Number("+14155550100"), Pause())  # wrong: the second child
Dial(ReferSip("sip:alice@example.com"))  # wrong: the Sip of Refer in Dial
Dial(Room("lobby"))  # wrong: a room stands in Connect
Refer(Sip("sip:alice@example.com"))  # wrong: the Sip of Dial in Refer
Connect(Conference("room"))  # wrong: a conference stands in Dial
Connect(Siprec())  # wrong: SIPREC is started, not connected
Connect(Transcription())  # wrong: a transcription is started, not connected
Start(ConversationRelay(url="wss://example.com/"))  # wrong: a relay stands in Connect
Start(Say("Hello"))  # wrong: a Start holds what runs beside the call
Stop(Room("lobby"))  # wrong: a room is not stopped
Pay(Say("Your card, please."))  # wrong: Say stands in Prompt
Pay(Prompt(Say("Your card, please."), for_="payment-card-number"), Pause())  # wrong: Pause stands in Prompt
Prompt(Record(), for_="postal-code")  # wrong: a Prompt holds what is heard
Prompt(Prompt(for_="postal-code"), for_="postal-code")  # wrong: a Prompt in a Prompt
Enqueue(Say("Please wait."))  # wrong: an Enqueue holds a name or a Task
Client(Number("+14155550100"))  # wrong: a Client holds an identity and parameters
Application(Identity("alice"))  # wrong: the identity of a Client
Client(ApplicationSid("AP00000000000000000000000000000000"))  # wrong: the SID of an Application
Sip(Header(name="x-id", value="1"))  # wrong: a header stands in Headers
Sip("sip:alice@example.com", Headers(Uri("sip:bob@example.com")))  # wrong: Headers hold headers
Headers(Parameter(name="x-id", value="1"))  # wrong: a parameter is not a header
ConversationRelay(Config(name="a", value="b"), url="wss://example.com/")  # wrong: a Config stands in Transcription
Transcription(Language(code="en-US"))  # wrong: a Language stands in ConversationRelay
Stream(Config(name="a", value="b"), url="wss://example.com/")  # wrong: a Stream holds parameters
Hangup(Say("Goodbye"))  # wrong: nothing is heard after the end
Reject(Say("Goodbye"))  # wrong: a Reject speaks nothing

# SSML where it cannot be.
Gather(Break(time="1s"))  # wrong: SSML stands in Say
Say(S("Hello"), Pause())  # wrong: a Pause in a Say
S(P("Hello"))  # wrong: a paragraph in a sentence
P(P("Hello"))  # wrong: a paragraph in a paragraph
Emphasis(S("Hello"))  # wrong: a sentence in stressed words
W(Lang("bonjour", xml_lang="fr-FR"))  # wrong: another language in a word
Prosody(Say("Hello"))  # wrong: a Say in SSML
SayAs(Break(), interpret_as="digits")  # wrong: SayAs holds text alone
Phoneme(Emphasis("Hello"), ph="h")  # wrong: Phoneme holds text alone
Break("1s")  # wrong: a Break is empty
Message(Break())  # wrong: a message is not spoken

# Verbs of a call in a message, and the reverse.
MessagingResponse(Say("Hello"))  # wrong: a message is not spoken
MessagingResponse(Hangup())  # wrong: a message has no call to end
MessagingResponse(Play("/a.mp3"))  # wrong: Play is a verb of a call
MessagingResponse(Body("Hello"))  # wrong: a body stands in Message
Response(Message("Hello"))  # wrong: a verb of a message
Response(Media("https://example.com/cat.jpg"))  # wrong: media stand in Message
Message(Play("https://example.com/cat.mp3"))  # wrong: Play is a verb of a call
Message(Body("Hello"), Message("again"))  # wrong: a message in a message
verbs: list[Verb] = [Message("Hello")]  # wrong to a checker: a verb of a message in a list of those of a call
replies: list[MessagingVerb] = [Redirect("/again"), Say("Hello")]  # wrong to a checker: a verb of a call
Response(*answers)  # wrong: verbs of a message unpacked in a call

# Attributes that are not there, or misspelt.
Gather(numdigits=1)  # wrong: num_digits
Gather(numDigits=1)  # wrong: num_digits, as Python writes it
Gather(Say("Press 1."), num_digit=1)  # wrong: num_digits
Say("Hello", langauge="en-US")  # wrong: language
Say("Hello", speed=2)  # wrong: no such attribute
Dial("+14155550100", from_="+14155550100")  # wrong: caller_id
Message("Hello", media_url="/cat.jpg")  # wrong: a Media
Hangup(reason="busy")  # wrong: an attribute of Reject
Leave(action="/left")  # wrong: Leave has no attributes
Echo(length=1)  # wrong: Echo has no attributes
Lang("bonjour", lang="fr-FR", xml_lang="fr-FR")  # wrong: xml_lang alone
Response(Say("Hello"), version="1.0")  # wrong: a document has no attributes
Prompt(for_="postal-code", attempts=1)  # wrong: attempt
Pause(seconds=2)  # wrong: length
Say(message="Hello")  # wrong: text by position
Play(url="/hello.mp3")  # wrong: url by position
Dial(number="+14155550100")  # wrong: a number by position
Message("Hello", media="/cat.jpg")  # wrong: a Media

# Words that an attribute does not know.
Gather(method="PUT")  # wrong: GET or POST
Gather(method="post")  # wrong: POST
Gather(input="voice")  # wrong: speech
Gather(input="dtmf,speech")  # wrong: a blank between words
Gather(timeout="never")  # wrong: auto
Reject(reason="sleeping")  # wrong: rejected or busy
Record(trim="trim")  # wrong: trim-silence
Dial("+14155550100", record="record")  # wrong: record-from-answer
Number("+14155550100", status_callback_event="ringing,answered")  # wrong: a blank between words, or a list
Dial("+14155550100", ring_tone="US")  # wrong: us
Dial(Conference("room", beep="true"))  # wrong to a checker: True
Conference("room", region="us-east-1")  # wrong: us1
Pay(payment_method="cash")  # wrong: credit-card or ach-debit
Prompt(for_="card")  # wrong: payment-card-number
Start(Stream(track="inbound"))  # wrong: inbound_track
Start(Recording(track="inbound_track"))  # wrong: inbound
Break(strength="stronger")  # wrong: strong
Emphasis("now", level="high")  # wrong: strong

# Values of a wrong type.
Gather(num_digits="1")  # wrong: a number
Gather(num_digits=1.0)  # wrong: a whole number
Gather(barge_in="true")  # wrong: True
Gather(barge_in=1)  # wrong: True
Gather(action=1)  # wrong: text
Gather(action=b"/menu")  # wrong: text
Gather(action=None, timeout=[1])  # wrong: a number
Say("Hello", loop="2")  # wrong: a number
Say("Hello", voice=3)  # wrong: text
Say("Hello", language=["en-US"])  # wrong: one language
Pause(length="1")  # wrong: a number
Pause(length=0.5)  # wrong: a whole number
Break(time=1)  # wrong: text with a unit
Dial("+14155550100", timeout="20")  # wrong: a number
Dial("+14155550100", record=1)  # wrong: True or a word
Number(14155550100)  # wrong: text
Pay(charge_amount=b"20.45")  # wrong: a number or a text
Play(digits=123)  # wrong: text
Parameter(name="id", value=1.5)  # wrong: text or a whole number
Parameter(name=1, value="x")  # wrong: text
Task({"skill": "sales"})  # wrong: JSON as text
Message("Hello", to=14155550100)  # wrong: text

# Lists with a wrong item, or where there is none.
Gather(input=["dtmf", "voice"])  # wrong: speech
Gather(input=words)  # wrong to a checker: any texts
Gather(input={"dtmf": 1})  # wrong: no sequence
Gather(hints=["sales", 1])  # wrong: text
Gather(num_digits=(1, 2))  # wrong: one number
Number("+14155550100", status_callback_event=["ringing", "finished"])  # wrong: completed
Conference("room", status_callback_event="begin")  # wrong: start
Pay(valid_card_types=["visa", "master"])  # wrong: mastercard
Prompt(for_="postal-code", attempt=["1", "2"])  # wrong to a checker: numbers
Record(recording_status_callback_event=("completed", True))  # wrong: a word
Dial("+14155550100", passports=[1])  # wrong: text

# What an element must have is missing.
Number()  # wrong: the number
Conference(muted=True)  # wrong: the name
Queue()  # wrong: the name
Refer()  # wrong: the Sip
ReferSip()  # wrong: the address
Body()  # wrong: the text
Media()  # wrong: the URL
Sms()  # wrong: the text
Task(priority=1)  # wrong: the attributes of the task
Dial(Number())  # wrong: the number
Prompt(Say("Your card, please."))  # wrong: for_
ConversationRelay()  # wrong: url
Language()  # wrong: code
Lang("bonjour")  # wrong: xml_lang
SayAs("123")  # wrong: interpret_as
Phoneme("pecan")  # wrong: ph
Sub("Al")  # wrong: alias
Parameter(name="id")  # wrong: value
Header(value="1")  # wrong: name
Config()  # wrong: name and value
Conference(name="room")  # wrong: the content by name
Number(number="+14155550100")  # wrong: the content by name

# Too much content, or an attribute that is not named.
Number("+14155550100", "+14155550101")  # wrong: one number each
Number("+14155550100", "1234")  # wrong: send_digits by position
Conference("room", "us1")  # wrong: region by position
Redirect("/next", "POST")  # wrong: method by position
Pause(5)  # wrong: length by position
Record("/recorded")  # wrong: action by position
Play("https://example.com/a.mp3", 2)  # wrong: loop by position
Reject("busy")  # wrong: reason by position
Refer(ReferSip("sip:a@example.com"), ReferSip("sip:b@example.com"))  # wrong: one Sip
Media("https://example.com/a.jpg", "https://example.com/b.jpg")  # wrong: one Media each
Leave(1)  # wrong: Leave is empty
Parameter("id", "1")  # wrong: name and value by position

# Content of a wrong kind.
Response("Hello")  # wrong: text is spoken by Say
Gather("Press 1.")  # wrong: text is spoken by Say
Hangup("Goodbye")  # wrong: text is spoken by Say
Connect("wss://example.com/")  # wrong: text is no service
Pay("20.45")  # wrong: text is no prompt
MessagingResponse("Hello")  # wrong: text stands in Message
Refer("sip:alice@example.com")  # wrong: text stands in ReferSip
Response([Say("Hello")])  # wrong: a list that is not unpacked
Gather((Say("Press 1."), Pause()))  # wrong: a tuple that is not unpacked
Response(Say("Press 1.") for _ in range(2))  # wrong: a generator that is not unpacked
Response(Say)  # wrong: the class itself
Gather(Say("Press 1."), Pause)  # wrong: the class itself
Dial(Number)  # wrong: the class itself
Response(None)  # wrong: nothing
Response(maybe)  # wrong: perhaps nothing
Say(None)  # wrong: nothing
Say(1)  # wrong: text
Say(b"Hello")  # wrong: text
Message(["Hello"])  # wrong: a list
Play(None)  # wrong: leave it out

# What elements can do.
Say("Hello").to_xml(indent=2)  # wrong: pretty
Say("Hello").pretty(1.5)  # wrong: white space, or a number of blanks
Say("Hello").children = ()  # wrong: an element does not change
Response().children.append(Hangup())  # wrong: an element does not change
Say("Hello").attributes["loop"] = 2  # wrong: an element does not change
Say("Hello").replace(Say("Bye"))  # wrong: children by name
Gather().replace(num_digits=2).unchecked("x")  # wrong: attributes by name
gather: Gather = Say("Hello").replace(loop=2)  # wrong to a checker: a copy is of the same class
custom()  # wrong: the name
custom(1)  # wrong: the name as text
custom(Say("Hello"))  # wrong: an element of the vocabulary is not made by it

# Reading.
parse(None)  # wrong: XML
parse(Response())  # wrong: XML as text or bytes
parse("<Gather/>", Gather)  # wrong: root by name
parse("<Gather/>", root="Gather")  # wrong: root as a class
parse("<Response/>", lenient=True, strict=False)  # wrong: no such parameter
said: Say = parse("<Response/>", root=Response)  # wrong to a checker: what is read is of the class that is wanted
parse("<Response/>").to_xml(lenient=True)  # wrong: to_xml has only declaration
parse("<Response/>").to_xml(False)  # noqa: FBT003  # wrong: declaration=False


# Classes of one's own.
class Fax(Custom, then="stops"): ...  # wrong: ends


class Telex(Custom, ends=True): ...  # wrong: then="ends"


# Requests.
client.place_call(to=to, url=url)  # wrong: from_
client.place_call(to=to, from_=from_, urls=url)  # wrong: url
client.place_call(to=to, from_=from_, url=url, trim="no")  # wrong: do-not-trim
client.place_call(to=to, from_=from_, url=url, status_callback_event=["busy"])  # wrong: completed
client.place_call(to=to, from_=from_, twiml=MessagingResponse())  # wrong: a message is no call
client.send_message(to=to, from_=from_, body=Say("Hello"))  # wrong: the text
client.list_calls(status="ringin")  # wrong to a checker: ringing; the first page is requested later
client.update_call(status="completed")  # wrong: the SID
TwilioClient(http_client=AsyncClient())  # wrong: an httpx2.Client
TwilioClient(timeout=5)  # wrong: read_timeout
message: MessageResource = client.fetch_call("CA00000000000000000000000000000000")  # wrong to a checker: a call

# Telephones.
phone.place_call(to, url=url).press(1)  # wrong: the keys as text
phone.place_call(to, url=url).hear("Hello")  # wrong: hears
phone.place_call(to, url=url).record(5, ended="#")  # wrong: ended_by
phone.place_call(to, url=url).talks_to(to)  # wrong: a call
phone.place_call(to, uri=url)  # wrong: url
Phone("http://127.0.0.1:9", voice="/voice")  # wrong: voice_url

# Views; what one returns is known when it runs.
flask.twiml(message_for_call)  # wrong to a checker: a Response
django.twiml(message_for_call)  # wrong to a checker: a Response
fastapi.twiml(message_for_call)  # wrong to a checker: a Response
flask.twiml(base_url="https://example.com")(message_for_call)  # wrong to a checker: a Response
flask.twiml(call_for_message)  # wrong to a checker: a MessagingResponse
django.twiml(call_for_message)  # wrong to a checker: a MessagingResponse
fastapi.twiml(call_for_message)  # wrong to a checker: a MessagingResponse
django.twiml(text_for_call)  # wrong to a checker: a Response
fastapi.twiml(call_for_event)  # wrong to a checker: an event wants no TwiML
flask.twiml(Views().post)  # wrong to a checker: a Response
flask.twiml(Views.post)  # wrong to a checker: a Response
flask.twiml(auth_tokens="1")  # wrong: auth_token
flask.signed(base_uri="https://example.com")  # wrong: base_url
asked: MessageRequest = check_request("GET", "", {}, b"", CallRequest, auth_token="1")  # wrong to a checker: a call


@flask.twiml  # wrong to a checker: a Response
def decorated(call: CallRequest) -> MessagingResponse:
    return message_for_call(call)


@flask.twiml  # wrong to a checker: an event wants no TwiML
def events(happened: ConferenceCallback | RecordingCallback) -> Response:
    return Response(Say(happened.account_sid))


class More:
    @django.twiml  # wrong to a checker: a Response
    def get(self, request: int, call: CallRequest) -> MessagingResponse:
        return MessagingResponse(Message(f"{self} {request} {call}"))


@flask.twiml
def endless(call: CallRequest) -> None:
    call.digit  # noqa: B018  # wrong to a checker: digits
