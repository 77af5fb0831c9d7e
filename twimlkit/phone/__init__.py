"""A telephone for tests of your application: it executes TwiML as Twilio does, without an account or a network.

    import pytest
    from twimlkit.phone import Phone
    from shop import app  # any WSGI or ASGI application, as of Flask, Django and FastAPI; or a URL

    @pytest.fixture
    def phone(monkeypatch):
        monkeypatch.setenv("TWILIO_AUTH_TOKEN", "12345")  # signs and verifies; any text will do
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

Steps such as `press` let somebody act, and checks such as `hears` look at what has come of it; both return the call.
One that fails raises CallError with the transcript of the call; an exception of an application in the same process is
raised as it is. AsyncPhone has the same methods as coroutines.

Nothing sleeps: time is simulated, and stands still while somebody must decide: press a key, speak, or answer.
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
