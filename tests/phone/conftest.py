"""A telephone that is connected to the shop."""

import pytest

from tests.phone.shop import app
from twimlkit.phone import Phone
from twimlkit.web.testing import TEST_AUTH_TOKEN


@pytest.fixture(autouse=True)
def token(monkeypatch):
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", TEST_AUTH_TOKEN)


@pytest.fixture
def phone():
    with Phone(app, number="+14155550100", voice_url="/voice", sms_url="/sms") as phone:
        yield phone
