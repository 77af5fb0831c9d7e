"""Rules about numbers, SIDs and lengths that are accepted, but have less effect or work only for some accounts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from twimlkit._core.grammar import find_mark
from twimlkit._core.marks import PHONE, Capped, Documented, Prefix, Sender, WithOption
from twimlkit._core.values import shortened
from twimlkit.linter._inspection import ValueSite, problem_at
from twimlkit.linter._rule import element_rule, has_mark, value_rule
from twimlkit.voice import Connect, Dial, Number, Parameter, Pay, Record, Stream, Task, WhatsApp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from twimlkit._core.problems import Problem
    from twimlkit._core.sites import ElementSite


# Numbers and names.


@value_rule("phone-number", "advice", "various", where=lambda _, marks: PHONE in marks)
def _phone_number(value: ValueSite) -> Iterator[Problem]:
    """A telephone number that is not in E.164 form, as in +14155550100."""
    number = value.text.removeprefix(_WHATSAPP)
    is_right = re.fullmatch(r"\+[1-9][0-9]{1,14}", number) or re.fullmatch("[0-9]{1,8}", value.text)
    if is_right or not _is_like_a_number(number):
        return
    # Twilio takes the ten digits of a number in North America for what they are.
    is_national = re.fullmatch("1?[0-9]{10}", re.sub("[^0-9]", "", number))
    is_dialled = value.attribute is None and value.site.element_class in (Dial, Number)
    code = _NOT_E164 if is_dialled and not is_national else None
    message = f"{value.name} {shortened(value.text)} is not in E.164 form"
    yield value.problem(message, "write a plus, the country code and the number, as in +14155550100", code)


@value_rule("no-number", None, 13223, where=lambda _, marks: PHONE in marks)
def _no_number(value: ValueSite) -> Iterator[Problem]:
    """A name or an address where only a telephone number can be dialled."""
    if value.attribute is None and not re.search("[0-9]", value.text) and value.kept is not None:
        message = f"{value.name} {shortened(value.text)} is no telephone number"
        yield value.problem(message, "write one, as in +14155550100")


_WHATSAPP: Final = "whatsapp:"
_NOT_E164: Final = 13223


def _is_like_a_number(text: str) -> bool:
    return bool(re.fullmatch("[0-9+() ./-]*", text) and re.search("[0-9]", text))


@value_rule("sender-name", "warning", 14102, where=has_mark(Sender))
def _sender_name(value: ValueSite) -> Iterator[Problem]:
    """An alphanumeric sender that has more than 11 characters, or invalid ones."""
    name, sender = value.text, find_mark(value.marks, Sender)
    if not sender or _is_like_a_number(name) or re.match("[A-Za-z]+:", name):
        return
    if len(name) > sender.most:
        problem, remedy = f"is {len(name)} characters long", f"write at most {sender.most}"
    elif not re.fullmatch(r"[A-Za-z0-9 +_&-]*", name):
        problem, remedy = "has characters that a sender cannot have", "write only letters, digits, spaces and + - _ &"
    else:
        return
    if not re.fullmatch(_SID, name) and value.kept is not None:
        yield value.problem(f"{value.name} {shortened(name)} {problem}", remedy)


@value_rule("sid-prefix", "warning", "various", where=has_mark(Prefix))
def _sid_prefix(value: ValueSite) -> Iterator[Problem]:
    """A SID with the prefix of something else."""
    prefix = find_mark(value.marks, Prefix)
    if not prefix or value.text.startswith(prefix.text) or not re.fullmatch(_SID, value.text):
        return
    message = f"{value.name} {shortened(value.text)} begins with {value.text[:2]}"
    yield value.problem(message, f"write a SID that begins with {prefix.text}", value.code)


_SID: Final = "[A-Z]{2}[0-9a-fA-F]{32}"


# Amounts.


@value_rule("below-documented", "advice", where=has_mark(Documented))
def _below_documented(value: ValueSite) -> Iterator[Problem]:
    """A number below the smallest that Twilio documents."""
    number, mark = value.kept, find_mark(value.marks, Documented)
    if mark and isinstance(number, int) and number < mark.least:
        yield value.problem(f"{value.name} {number} is less than Twilio documents", f"write at least {mark.least}")


@value_rule("above-cap", "warning", where=has_mark(Capped))
def _above_cap(value: ValueSite) -> Iterator[Problem]:
    """A number above the largest that has an effect."""
    number, mark = value.kept, find_mark(value.marks, Capped)
    if mark and isinstance(number, int) and number > mark.most:
        yield value.problem(f"{value.name} {number} is more than Twilio uses", f"write at most {mark.most}")


@value_rule("account-option", "advice", where=has_mark(WithOption))
def _account_option(value: ValueSite) -> Iterator[Problem]:
    """A number that needs an account option."""
    number, mark = value.kept, find_mark(value.marks, WithOption)
    if mark and isinstance(number, int) and number > mark.beyond:
        message = f"{value.name} {number} works only for accounts with an option for it"
        yield value.problem(message, f"write at most {mark.beyond}, unless your account has it")


@element_rule("transcription-length", "warning", 13615, on=(Record,))
def _transcription_length(site: ElementSite) -> Iterator[Problem]:
    """A Record with a transcription that may be too long to be transcribed."""
    if site.value("transcribe") is not True:
        return
    length = site.value("maxLength")
    if isinstance(length, int) and length > _TRANSCRIBED:
        message = f"<{site.tag}> maxLength {length} is too long for a transcription"
        yield problem_at(site, message, f"write at most {_TRANSCRIBED}", attribute="maxLength")


_TRANSCRIBED: Final = 120


@element_rule("parameter-length", "warning", on=(Parameter,))
def _parameter_length(site: ElementSite) -> Iterator[Problem]:
    """A Parameter of a Stream whose name and value are too long."""
    if not site.parent or site.parent.element_class is not Stream:
        return
    attributes = site.attributes
    name, text = attributes.get("name", "").strip(), attributes.get("value", "")
    length = len(name) + len(text)
    if length >= _PARAMETER and not site.is_unknown(name + text):
        message = f"<{site.tag}> has a name and a value of {length} characters together"
        yield problem_at(site, message, f"write fewer than {_PARAMETER}")


_PARAMETER: Final = 500


# Combinations.


@element_rule("whatsapp-caller", "warning", on=(Dial,))
def _whatsapp_caller(site: ElementSite) -> Iterator[Problem]:
    """A Dial that holds WhatsApp, without a WhatsApp callerId."""
    if not any(party.element_class is WhatsApp for party in site.inside):
        return
    caller = site.given("callerId")
    if caller is None:
        message = f"<{site.tag}> calls a <WhatsApp> without a callerId"
    elif caller.strip().lower().startswith(_WHATSAPP) or site.is_unknown(caller):
        return
    else:
        message = f"<{site.tag}> callerId is not a WhatsApp sender, which <WhatsApp> needs"
    remedy = f"write a callerId that begins with {_WHATSAPP}, as in {_WHATSAPP}+14155550100"
    yield problem_at(site, message, remedy, attribute=None if caller is None else "callerId")


@element_rule("client-caller", None, 13214, on=(Dial,))
def _client_caller(site: ElementSite) -> Iterator[Problem]:
    """A Dial that calls a telephone number, with a client as the callerId."""
    is_number = any(party.element_class is Number for party in site.inside) or (site.text and not site.inside)
    if is_number and site.attributes.get("callerId", "").strip().lower().startswith("client:"):
        message = f"<{site.tag}> callerId is a client, and the called party has a telephone number"
        remedy = "write a telephone number of your account, as in +14155550100"
        yield problem_at(site, message, remedy, attribute="callerId")


@element_rule("currency-code", None, 64011, on=(Pay,))
def _currency_code(site: ElementSite) -> Iterator[Problem]:
    """A currency that is not written as its code of three letters."""
    currency = site.attributes.get("currency", "").strip()
    if currency and not re.fullmatch("[A-Za-z]{3}", currency) and not site.is_unknown(currency):
        message = f"<{site.tag}> currency {shortened(currency)} is not a code of three letters"
        yield problem_at(site, message, "write one, as in usd", attribute="currency")


@element_rule("amount-decimals", None, 64003, on=(Pay,))
def _amount_decimals(site: ElementSite) -> Iterator[Problem]:
    """An amount with more decimals than its currency has."""
    amount, currency = site.value("chargeAmount"), site.attributes.get("currency", "").strip().upper() or _USUAL
    if not isinstance(amount, str) or not re.fullmatch("[A-Z]{3}", currency):
        return
    decimals, most = amount.partition(".")[2].rstrip("0"), _DECIMALS.get(currency, 2)
    if len(decimals) > most:
        message = f"<{site.tag}> chargeAmount {shortened(amount)} has more decimals than {currency} has"
        remedy = f"write at most {most} decimals" if most else "write a whole amount"
        yield problem_at(site, message, remedy, attribute="chargeAmount")


_USUAL: Final = "USD"
_DECIMALS: Final[dict[str, int]] = {
    **dict.fromkeys(("CLP", "JPY", "KRW", "PYG", "VND", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}
"""The decimals of the currencies that have other than two."""


@element_rule("connect-track", None, 31941, on=(Stream,))
def _connect_track(site: ElementSite) -> Iterator[Problem]:
    """A Stream inside Connect whose track is not inbound_track."""
    if not site.parent or site.parent.element_class is not Connect:
        return
    track = site.value("track")
    if track is not None and track != _INBOUND:
        message = f"<{site.tag}> track {track!r} does not work in <{site.parent.tag}>"
        yield problem_at(site, message, f"write {_INBOUND}, or leave it out", attribute="track")


_INBOUND: Final = "inbound_track"


@element_rule("task-json", "error", 14221, on=(Task,))
def _task_json(site: ElementSite) -> Iterator[Problem]:
    """A Task that is not a JSON object."""
    is_whole = site.node.is_closed and not site.inside and not site.is_unknown(site.text)
    problem = _json_problem(site.text) if is_whole and site.text else None
    if problem:
        yield problem_at(site, f"<{site.tag}> {problem}", 'write a JSON object, as in {"language": "en"}')


def _json_problem(text: str) -> str | None:
    """Return the mistake in a text that should be a JSON object, or None."""
    import json

    def refuse(constant: str) -> None:
        raise ValueError(f"{constant} is not a JSON number")

    try:
        # Numbers stay text: Python's own limit to their digits is not one of JSON.
        value = json.loads(text, parse_int=str, parse_float=str, parse_constant=refuse)
    except RecursionError:
        return "nests too deeply to be read"
    except ValueError as error:
        return f"is not JSON ({error})"
    return None if isinstance(value, dict) else "is JSON, but not an object"
