"""The token with which the applications verify signatures, and the telephone signs."""

import pytest

from twimlkit.web.testing import TEST_AUTH_TOKEN


@pytest.fixture(autouse=True)
def token(monkeypatch):
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", TEST_AUTH_TOKEN)
