"""The verbs by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .background import start, stop
from .connect import connect, echo
from .control import hang_up, leave, redirect, reject
from .dial import dial
from .gather import gather
from .pay import pay
from .queues import enqueue
from .record import record
from .refer import refer
from .sms import sms
from .speech import pause, play, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from twimlkit.phone.documents import Verb
    from twimlkit.phone.leg import Leg
    from twimlkit.phone.needs import Script
    from twimlkit.phone.requests import Goto

__all__ = ["VERBS"]

VERBS: Final[dict[str, Callable[[Leg, Verb], Script[Goto | None]]]] = {
    "Connect": connect,
    "Dial": dial,
    "Echo": echo,
    "Enqueue": enqueue,
    "Gather": gather,
    "Hangup": hang_up,
    "Leave": leave,
    "Pause": pause,
    "Pay": pay,
    "Play": play,
    "Record": record,
    "Redirect": redirect,
    "Refer": refer,
    "Reject": reject,
    "Say": say,
    "Sms": sms,
    "Start": start,
    "Stop": stop,
}
"""What executes each verb."""
