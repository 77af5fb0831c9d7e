"""A telephone for tests of your application: it executes TwiML as Twilio does, without an account or a network.

    import pytest
    from twimlkit.phone import Phone
    from shop import app  # Flask, Django, FastAPI: whatever is WSGI or ASGI; or a URL

    @pytest.fixture
    def phone():
        with Phone(app, voice_url="/voice", sms_url="/sms") as phone:
            yield phone

    def test_menu(phone):
        call = phone.dial()
        call.hears("Welcome to the shop.")
        call.press("1", during="Press 1 for sales")
        call.hears("Sales is open until six.")
        call.ends("completed")
        assert call.path == ["/voice", "/menu"]

    def test_texts(phone):
        assert phone.text("hi") == ["What is your name?"]

Imperatives act and third persons check; both return the call. A step that fails raises CallError with the transcript of
the call; an exception of an application in the same process is raised as it is. AsyncPhone has the same methods as
coroutines.

Nothing sleeps: time is virtual. It stands while somebody must decide: press a key, speak, or answer.
"""

from __future__ import annotations

from .api import Fault
from .call import AsyncCall, Call
from .errors import CallError, Unreachable
from .events import Event
from .messages import TextMessage
from .phones import AsyncClock, AsyncPhone, Clock, Phone
from .requests import Request

__all__ = [
    "AsyncCall",
    "AsyncClock",
    "AsyncPhone",
    "Call",
    "CallError",
    "Clock",
    "Event",
    "Fault",
    "Phone",
    "Request",
    "TextMessage",
    "Unreachable",
]
