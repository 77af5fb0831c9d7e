"""People book tables."""

import pytest
from booking import app

from twimlkit.phone import Phone


@pytest.fixture
def phone():
    with Phone(app, sms_url="/sms") as phone:
        yield phone


def test_a_table_is_booked(phone):
    assert phone.text("A table, please") == ["For how many people?"]
    assert phone.text("a few") == ["Please answer with a number."]
    assert phone.text("4") == ["At what time?"]
    assert phone.text("7 pm") == ["A table for 4 at 7 pm. See you then!"]


def test_twilio_forgets_a_conversation_after_four_hours(phone):
    phone.text("A table, please")
    phone.clock.advance(hours=4, seconds=1)
    assert phone.text("4") == ["For how many people?"]


def test_two_people_do_not_share_a_conversation(phone):
    phone.text("A table, please")
    assert phone.text("A table, please", from_="+14155550102") == ["For how many people?"]
