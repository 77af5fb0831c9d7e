"""The views that every framework serves in these tests, and how each is decorated."""

import os
from pathlib import Path

from twimlkit import Message, MessagingResponse, Response, Say
from twimlkit.webhook import CallRequest, ConferenceCallback, MessageRequest, TwilioRequest

TOKEN = "f1d2a9c07b3e48d6915c2e7ab04d8f36"
PREVIOUS_TOKEN = "0a9b8c7d6e5f40312233445566778899"


def note(request):
    """Record that a view ran, in whatever process."""
    with Path(os.environ["VIEWS_THAT_RAN"]).open("a") as file:
        file.write(f"{type(request).__name__}\n")


def voice(call: CallRequest) -> Response:
    note(call)
    return Response(Say(f"Hello {call.from_}, you dialled {call.to}."))


async def voice_in_loop(call: CallRequest) -> Response:
    note(call)
    return Response(Say(f"Hello {call.from_}, you dialled {call.to}."))


def sms(message: MessageRequest) -> MessagingResponse:
    note(message)
    return MessagingResponse(Message(f"You wrote <{message.body}>"))


def either(twilio: CallRequest | MessageRequest) -> Response | MessagingResponse:
    note(twilio)
    return Response() if isinstance(twilio, CallRequest) else MessagingResponse()


def postponed(*, call: "CallRequest") -> "Response":
    return Response(Say("Later."))


def report(call: CallRequest) -> None:
    note(call)


def conference(event: ConferenceCallback) -> None:
    note(event)


def anything(request_of_twilio: TwilioRequest) -> Response | None:
    note(request_of_twilio)
    return Response() if request_of_twilio.params.get("CallSid") else None


def answers_a_call_with_a_message(call: CallRequest):
    return MessagingResponse()


def answers_a_message_with_a_call(message: MessageRequest):
    return Response()


def answers_with_text(call: CallRequest):
    return "<Response/>"


def room(call: CallRequest, name: str) -> Response:
    return Response(Say(f"This is room {name}."))


VIEWS = {
    "voice": (voice, {}),
    "voice-in-loop": (voice_in_loop, {}),
    "sms": (sms, {}),
    "either": (either, {}),
    "postponed": (postponed, {}),
    "report": (report, {}),
    "conference": (conference, {}),
    "anything": (anything, {}),
    "answers-a-call-with-a-message": (answers_a_call_with_a_message, {}),
    "answers-a-message-with-a-call": (answers_a_message_with_a_call, {}),
    "answers-with-text": (answers_with_text, {}),
    "proxied": (voice, {"trusted_proxies": ["10.0.0.0/8", "127.0.0.1"]}),
    "proxied-by-another": (voice, {"trusted_proxies": "10.0.0.0/8"}),
    "based": (voice, {"base_url": "https://example.com/phone"}),
    "rotated": (voice, {"auth_token": [PREVIOUS_TOKEN, "5" * 32]}),
    "myapp.php": (voice, {"auth_token": "12345", "base_url": "https://example.com"}),
}
