"""A caller goes through the menu."""

import pytest
from menu import SALES, app

from twimlkit.phone import Phone


@pytest.fixture
def phone():
    with Phone(app, voice_url="/voice") as phone:
        yield phone


def test_opening_hours(phone):
    call = phone.dial()
    call.hears("Welcome to the shop.")
    call.press("2", during="Press 1 for sales")
    call.hears("from nine to six")
    call.ends("completed")
    assert call.path == ["/voice", "/key"]


def test_nothing_pressed(phone):
    phone.dial().wait().hears("We did not hear from you.").hears("Press 1")


def test_a_wrong_key(phone):
    phone.dial().press("9").hears("There is no such choice.").hears("Press 1")


def test_sales_answers(phone):
    call = phone.dial().press("1")
    sales = call.dials(SALES).answer(after=5)
    call.talks_to(sales)
    sales.hang_up(after=60)
    call.hears("Goodbye.").ends()
    assert call.request("/sales")["DialCallDuration"] == "60"


def test_sales_does_not_answer(phone):
    call = phone.dial().press("1")
    call.dials(SALES).no_answer()
    call.hears("Nobody is free.")
