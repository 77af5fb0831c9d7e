"""Sms: a text message during a call.

Inferred, since Twilio does not say it: whoever cannot be sent a message gives the status `invalid`.

https://www.twilio.com/docs/voice/twiml/sms
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from twimlkit.phone.messages import TextMessage

from ._actions import action

if TYPE_CHECKING:
    from twimlkit.phone.documents import Verb
    from twimlkit.phone.leg import Leg
    from twimlkit.phone.needs import Script
    from twimlkit.phone.requests import Goto

__all__ = ["sms"]


def sms(leg: Leg, verb: Verb) -> Script[Goto | None]:
    """Send a message, by default to the other party, and go on at the action."""
    own, other = (leg.to, leg.from_) if leg.direction == "inbound" else (leg.from_, leg.to)
    to, sender = verb.value("to", other), verb.value("from", own)
    is_valid = to.startswith("+") and bool(verb.text)
    sid = leg.world.new_sid("SM")
    if is_valid:
        message = TextMessage(verb.text, sid=sid, from_=sender, to=to, direction="outbound-reply", at=leg.world.now)
        leg.world.messages.append(message)
        leg.note("message", verb.text, verb=verb, details={"message": message})
        if url := verb.given("statusCallback"):
            leg.call_back(url, "POST", {"SmsSid": sid, "SmsStatus": "sent"})
    else:
        leg.warn("sms", f"a message to {to} cannot be sent", 14101)
    return action(verb, {"SmsSid": sid, "SmsStatus": "sending" if is_valid else "invalid"})
    yield
