"""Guests are woken."""

import pytest
from wake_up import app, wake

from twimlkit.phone import Phone

GUEST = "+14155550101"


@pytest.fixture
def phone():
    with Phone(app) as phone, phone.client() as client:
        app.config["client"] = client
        wake(client, GUEST, "https://testserver")
        yield phone


def test_a_guest_gets_up(phone):
    phone.rings(GUEST).answer(after=8).hears("Good morning!").wait().ends("completed")


def test_a_guest_sleeps_on(phone):
    phone.rings(GUEST).answer().press("1").hears("Sleep well.").ends()
    phone.rings(GUEST).answer().hears("Good morning!")


def test_nobody_answers(phone):
    phone.rings(GUEST).no_answer().ends("no-answer")
