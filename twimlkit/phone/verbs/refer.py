"""Refer: another SIP endpoint for a SIP call.

Inferred, since Twilio's page contradicts itself: a refused REFER has ReferCallStatus `failed`.

https://www.twilio.com/docs/voice/twiml/refer
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from twimlkit.phone.lifecycle import ask
from twimlkit.phone.needs import Ended, Moved, Referral, Wait

from ._actions import action

if TYPE_CHECKING:
    from twimlkit.phone.documents import Verb
    from twimlkit.phone.leg import Leg
    from twimlkit.phone.needs import Script
    from twimlkit.phone.requests import Goto

__all__ = ["refer"]

_NOT_SIP: Final = 13801
_FIRST_FINAL: Final = 200
_FIRST_REFUSAL: Final = 300


def refer(leg: Leg, verb: Verb) -> Script[Goto | None]:
    """Ask the SIP endpoint of the call to call somebody else, and go on at the action."""
    leg.answer()
    if not leg.name.startswith("sip:"):
        yield from leg.fail(_NOT_SIP, f"<Refer> needs a SIP call, and this one is with {leg.name}")
    params: dict[str, str] = {}
    remedy = "refer(response=202, notify=200)"
    try:
        while "ReferCallStatus" not in params:
            given: Referral = yield Wait("waits for the endpoint", remedy, takes=(Referral,), verb=verb)
            params["ReferSipResponseCode"] = str(given.response)
            if given.notify is not None:
                params["NotifySipResponseCode"] = str(given.notify)
            if given.response >= _FIRST_REFUSAL:
                params["ReferCallStatus"] = "failed"
            elif given.notify is not None and given.notify >= _FIRST_FINAL:
                params["ReferCallStatus"] = "completed" if given.notify < _FIRST_REFUSAL else "failed"
    except (Ended, Moved):
        params["ReferCallStatus"] = "canceled"
        yield from ask(leg, action(verb, params), is_callback=not leg.is_over)
        raise
    return action(verb, params)
