"""Rules about values that are taken, and do less than they say or work only for some: numbers, SIDs, lengths."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from twimlkit.grammar import find_mark
from twimlkit.values import PHONE, Capped, Documented, Prefix, Sender, WithOption, shortened
from twimlkit.voice import Connect, Dial, Number, Parameter, Record, Stream, Task, WhatsApp

from .findings import Complaint, Held, element_rule, find_placeholder, marked, value_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .inspection import Spot

__all__: list[str] = []


# Numbers and names.


@value_rule("phone-number", "advice", "various", where=lambda _, marks: PHONE in marks)
def _phone_number(held: Held) -> Iterator[Complaint]:
    """A telephone number that is not written as +14155550100."""
    number = held.text.removeprefix(_WHATSAPP)
    is_right = re.fullmatch(r"\+[1-9][0-9]{1,14}", number) or re.fullmatch("[0-9]{1,8}", held.text)
    if is_right or not _is_like_a_number(number) or held.kept is None:
        return
    code = _NOT_E164 if held.attribute is None and held.spot.kind in (Dial, Number) else None
    problem = f"{held.name} {shortened(held.text)} is not a number in E.164 form"
    yield held.complaint(problem, "write a plus, the code of the country and the number, as in +14155550100", code)


_WHATSAPP: Final = "whatsapp:"
_NOT_E164: Final = 13223


def _is_like_a_number(text: str) -> bool:
    """Whether a text is made like a telephone number, of digits and of what stands between them."""
    return bool(re.fullmatch(r"[0-9+() ./-]*[0-9][0-9+() ./-]*", text))


@value_rule("sender-name", "warning", 14102, where=marked(Sender))
def _sender_name(held: Held) -> Iterator[Complaint]:
    """A sender whose name has more than 11 characters, or others than a name may have."""
    name, sender = held.text, find_mark(held.marks, Sender)
    if not sender or not name or _is_like_a_number(name) or re.match("[A-Za-z]+:", name):
        return
    if len(name) > sender.most:
        problem, remedy = f"is {len(name)} characters long", f"write at most {sender.most}"
    elif not re.fullmatch(r"[A-Za-z0-9 +_&-]*", name):
        problem, remedy = "has characters that no sender has", "write letters, digits, blanks and + - _ & alone"
    else:
        return
    if not find_placeholder(name) and not re.fullmatch(_SID, name) and held.kept is not None:
        yield held.complaint(f"{held.name} {shortened(name)} {problem}", remedy)


@value_rule("sid-prefix", "warning", "various", where=marked(Prefix))
def _sid_prefix(held: Held) -> Iterator[Complaint]:
    """A SID that does not begin as those of its kind do."""
    prefix = find_mark(held.marks, Prefix)
    if not prefix or held.text.startswith(prefix.text) or not re.fullmatch(_SID, held.text):
        return
    problem = f"{held.name} {shortened(held.text)} begins with {held.text[:2]}"
    yield held.complaint(problem, f"write a SID that begins with {prefix.text}", held.code)


_SID: Final = "[A-Z]{2}[0-9a-fA-F]{32}"


# How much.


@value_rule("below-documented", "advice", where=marked(Documented))
def _below_documented(held: Held) -> Iterator[Complaint]:
    """A number below the least that Twilio documents."""
    number, mark = held.kept, find_mark(held.marks, Documented)
    if mark and isinstance(number, int) and number < mark.least:
        yield held.complaint(f"{held.name} {number} is less than Twilio documents", f"write at least {mark.least}")


@value_rule("above-cap", "warning", where=marked(Capped))
def _above_cap(held: Held) -> Iterator[Complaint]:
    """A number beyond which Twilio does no more."""
    number, mark = held.kept, find_mark(held.marks, Capped)
    if mark and isinstance(number, int) and number > mark.most:
        yield held.complaint(f"{held.name} {number} is more than Twilio goes to", f"write at most {mark.most}")


@value_rule("account-option", "advice", where=marked(WithOption))
def _account_option(held: Held) -> Iterator[Complaint]:
    """A number that needs an option of the account."""
    number, mark = held.kept, find_mark(held.marks, WithOption)
    if mark and isinstance(number, int) and number > mark.beyond:
        problem = f"{held.name} {number} works only for an account with the option for it"
        yield held.complaint(problem, f"write at most {mark.beyond}, unless your account has it")


@element_rule("transcription-length", "warning", 13615, on=(Record,))
def _transcription_length(spot: Spot) -> Iterator[Complaint]:
    """A Record that is to be transcribed and may become too long for that."""
    if "transcribe" not in spot.node.attributes or spot.value("transcribe") is not True:
        return
    length = spot.value("maxLength")
    if isinstance(length, int) and length > _TRANSCRIBED:
        problem = f"<{spot.node.tag}> maxLength {length} is too long for a transcription"
        yield Complaint(problem, f"write at most {_TRANSCRIBED}", spot, "maxLength")


_TRANSCRIBED: Final = 120


@element_rule("parameter-length", "warning", on=(Parameter,))
def _parameter_length(spot: Spot) -> Iterator[Complaint]:
    """A Parameter of a Stream with too long a name and value."""
    if not spot.parent or spot.parent.kind is not Stream:
        return
    attributes = spot.node.attributes
    length = len(attributes.get("name", "").strip()) + len(attributes.get("value", ""))
    if length >= _PARAMETER:
        problem = f"<{spot.node.tag}> has a name and a value of {length} characters together"
        yield Complaint(problem, f"write fewer than {_PARAMETER}", spot)


_PARAMETER: Final = 500


# What goes together.


@element_rule("whatsapp-caller", "warning", on=(Dial,))
def _whatsapp_caller(spot: Spot) -> Iterator[Complaint]:
    """A Dial with a WhatsApp and without a callerId that is one of WhatsApp."""
    if not any(party.kind is WhatsApp for party in spot.inside):
        return
    caller = spot.node.attributes.get("callerId")
    if caller is None:
        problem = f"<{spot.node.tag}> calls a <WhatsApp> without a callerId"
    elif caller.strip().lower().startswith(_WHATSAPP) or find_placeholder(caller):
        return
    else:
        problem = f"<{spot.node.tag}> callerId is not one of WhatsApp, as <WhatsApp> needs it"
    remedy = f"write a callerId that begins with {_WHATSAPP}, as in {_WHATSAPP}+14155550100"
    yield Complaint(problem, remedy, spot, None if caller is None else "callerId")


@element_rule("connect-track", None, 31941, on=(Stream,))
def _connect_track(spot: Spot) -> Iterator[Complaint]:
    """A Stream in Connect with another track than inbound_track."""
    if not spot.parent or spot.parent.kind is not Connect:
        return
    track = spot.value("track")
    if track is not None and track != _INBOUND:
        problem = f"<{spot.node.tag}> track {track!r} does not work in <{spot.parent.node.tag}>"
        yield Complaint(problem, f"write {_INBOUND}, or leave it out", spot, "track")


_INBOUND: Final = "inbound_track"


@element_rule("task-json", "error", 14221, on=(Task,))
def _task_json(spot: Spot) -> Iterator[Complaint]:
    """A Task that is not a JSON object."""
    is_whole = spot.node.closed and not spot.inside
    problem = _json_problem(spot.text) if is_whole and spot.text else None
    if problem:
        yield Complaint(f"<{spot.node.tag}> {problem}", 'write a JSON object, as in {"language": "en"}', spot)


def _json_problem(text: str) -> str | None:
    """What is wrong with a text that should be a JSON object; None also where it is a template that may become one."""
    import json

    def refuse(constant: str) -> None:
        raise ValueError(f"{constant} is no number of JSON")

    try:
        # Numbers stay text: Python's own limit to their digits is not one of JSON.
        value = json.loads(text, parse_int=str, parse_float=str, parse_constant=refuse)
    except RecursionError:
        return "nests too deeply to be read"
    except ValueError as error:
        return None if find_placeholder(text) else f"is not JSON ({error})"
    return None if isinstance(value, dict) else "is JSON, and not an object"
