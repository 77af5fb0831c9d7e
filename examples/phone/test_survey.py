"""Callers take the survey."""

import pytest
from survey import app, comments, marks

from twimlkit.phone import Phone

CALLER = "+14155550101"


@pytest.fixture
def phone():
    marks.clear()
    comments.clear()
    with Phone(app, voice_url="/voice") as phone:
        yield phone


def test_a_mark_and_a_comment(phone):
    call = phone.dial(CALLER)
    call.hears("from 1 to 5").press("4#")
    call.hears("after the beep").record(12)
    call.hears("Thank you.").ends("completed")
    assert marks == {CALLER: 4}
    assert call.request("/recorded")["RecordingDuration"] == "12"


def test_a_wrong_mark_is_asked_for_again(phone):
    phone.dial(CALLER).press("9#").hears("from 1 to 5").hears("from 1 to 5")
    assert marks == {}


def test_hanging_up_keeps_the_comment(phone):
    phone.dial(CALLER).press("2#").record(5, ended_by="hangup").ends("completed")
    assert CALLER in comments
