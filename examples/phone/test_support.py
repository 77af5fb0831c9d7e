"""Callers wait, and agents take them."""

import pytest
from support import app

from twimlkit.phone import Phone

AGENT = "+14155550110"


@pytest.fixture
def phone():
    with Phone(app, voice_url="/voice") as phone:
        phone.add_number("+14155550199", voice_url="/agent")
        yield phone


def test_an_agent_takes_the_first_caller(phone):
    first, second = phone.dial("+14155550101"), phone.dial("+14155550102")
    first.hears("You are number 1.").waits_in("support")
    second.hears("You are number 2.")
    agent = phone.dial(AGENT, to="+14155550199")
    first.hears("An agent is here.").talks_to(agent)
    agent.hang_up(after=180)
    first.hears("Thank you for calling.").ends("completed")
    assert first.request("/left")["QueueResult"] == "bridged"
    second.hears("You are number 1.")


def test_nobody_waits(phone):
    phone.dial().hang_up()
    phone.dial(AGENT, to="+14155550199").wait().hears("Nobody is waiting.").ends()
