"""How each verb of a call is executed: one function for each, beside Twilio's page.

A function is given the leg and its verb. It is a script, and returns where the call goes on: None for the next verb.
"""

from __future__ import annotations

__all__: list[str] = []
