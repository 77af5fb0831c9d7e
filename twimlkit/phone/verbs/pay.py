"""Pay: a payment by card or bank account, step by step.

Inferred, since Twilio does not say it: `maxAttempts` counts the questions; a step is complete at its usual number of
digits; one status callback for each step; Twilio's own prompts are heard as the name of the step; of several prompts
that fit, the one with the most conditions is played.

https://www.twilio.com/docs/voice/twiml/pay
https://www.twilio.com/docs/voice/twiml/pay/prompt
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from twimlkit.phone.lifecycle import ask
from twimlkit.phone.needs import Ended, Hear, Keys, Moved, Payment, TimedOut, Wait

from ._actions import action_or_self

if TYPE_CHECKING:
    from collections.abc import Callable

    from twimlkit.phone.documents import Verb
    from twimlkit.phone.leg import Leg
    from twimlkit.phone.needs import Script
    from twimlkit.phone.requests import Goto

__all__ = ["pay"]

_PROMPT_SECONDS: Final = 3
_PROCESSING: Final = "payment-processing"


def pay(leg: Leg, verb: Verb) -> Script[Goto | None]:
    """Ask for the data of a payment, let the connector process it, and go on at the action."""
    leg.answer()
    payment = _Payment(leg, verb)
    try:
        result = yield from payment.run()
    except (Ended, Moved):
        params = payment.parameters("caller-hung-up")
        yield from ask(leg, action_or_self(verb, params), is_callback=not leg.is_over)
        raise
    return action_or_self(verb, payment.parameters(result))


class _Step(NamedTuple):
    """A question of a payment.

    Attributes:
        name: Its name in `for` and `For`.
        error: ErrorType of a wrong answer.
        length: Returns the number of digits that completes it; 0 where a key or time does.
        is_right: Tells whether an answer can be right.
    """

    name: str
    error: str
    length: Callable[[str], int]
    is_right: Callable[[str], bool]


class _Payment:
    """What has been asked and answered."""

    def __init__(self, leg: Leg, verb: Verb) -> None:
        self.leg = leg
        self.verb = verb
        self.sid = leg.world.new_sid("PK")
        self.most: int = verb.value("maxAttempts", 1)
        self.timeout: int = verb.value("timeout", 5)
        self.given: dict[str, str] = {}
        self.error: str | None = None
        self.is_charged = float(verb.value("chargeAmount", 0) or 0) > 0

    def run(self) -> Script[str]:
        """Ask everything; returns the Result."""
        if any(each.value("requireMatchingInputs", default=False) for each in self.verb.nouns("Prompt")):
            self.leg.warn("not-done", "the telephone does not ask twice where requireMatchingInputs is set")
        for step in self.steps():
            result = yield from self.ask(step)
            if result:
                return result
        self.tell(_PROCESSING, 1)
        prompt = self.prompt(_PROCESSING, 1, None)
        if prompt:
            yield from self.play(prompt, ())
        answer = yield Hear("prompt", _PROCESSING, takes=(Payment,), verb=self.verb)
        if isinstance(answer, Payment):
            self.error = answer.error
            return "success" if answer.result == "success" else answer.result
        return "success"

    def steps(self) -> list[_Step]:
        if self.verb.value("paymentMethod", "credit-card") == "ach-debit":
            return [
                _Step("bank-routing-number", "invalid-bank-routing-number", _always(9), _has_digits(9, 9)),
                _Step("bank-account-number", "invalid-bank-account-number", _always(0), _has_digits(3, 17)),
            ]
        steps = [
            _Step("payment-card-number", "invalid-card-number", _card_length, _is_card),
            _Step("expiration-date", "invalid-date", _always(4), _is_date),
        ]
        if self.verb.value("securityCode", default=True):
            steps.append(_Step("security-code", "invalid-security-code", self.code_length, _has_digits(3, 4)))
        postal_code = str(self.verb.value("postalCode", default=True))
        if postal_code == "True":
            least = self.verb.value("minPostalCodeLength", 1)
            steps.append(_Step("postal-code", "invalid-postal-code", _always(max(5, least)), _has_digits(least, 12)))
        elif postal_code != "False":
            self.given["postal-code"] = postal_code
        return steps

    def code_length(self, _: str) -> int:
        return 4 if _is_amex(self.given.get("payment-card-number", "")) else 3  # American Express

    def ask(self, step: _Step) -> Script[str | None]:
        """Ask one question as often as it may be asked; returns the Result where that ends the payment."""
        for attempt in range(1, self.most + 1):
            for leg in self.leg.outer:
                leg.asked.append(step.name)
            self.tell(step.name, attempt)
            keys = yield from self.answer(step, attempt)
            if keys == "*":
                return "caller-interrupted-with-star"
            self.error = self.error_in(step, keys)
            if self.error is None:
                self.given[step.name] = keys
                return None
        return "too-many-failed-attempts"

    def error_in(self, step: _Step, keys: str) -> str | None:
        """Return what is wrong with an answer, or None."""
        if not keys:
            return "timeout"
        if not step.is_right(keys):
            return step.error
        is_card = step.name == "payment-card-number"
        valid = self.verb.words("validCardTypes", ("visa", "mastercard", "amex"))
        return "invalid-card-type" if is_card and _card_type(keys) not in valid else None

    def answer(self, step: _Step, attempt: int) -> Script[str]:
        """Play the prompt, and collect keys."""
        prompt = self.prompt(step.name, attempt, self.error)
        if prompt:
            given = yield from self.play(prompt, (Keys,))
        else:
            given = yield Hear("prompt", step.name, _PROMPT_SECONDS, (Keys,), verb=self.verb)
        keys = ""
        while True:
            if given is None:
                given = yield Wait(
                    f"waits for the {step.name}",
                    'press("…") or wait()',
                    until=self.leg.world.now + self.timeout,
                    takes=(Keys,),
                    by_person=True,
                    verb=self.verb,
                )
            if isinstance(given, TimedOut):
                self.leg.note("silence", seconds=self.timeout, verb=self.verb)
                return keys
            key: str = given.keys
            if key == "*":
                return key
            if key == "#":
                return keys
            keys += key
            if len(keys) == step.length(keys):
                return keys
            given = None

    def prompt(self, step: str, attempt: int, error: str | None) -> Verb | None:
        """Return the Prompt for a question, or None for Twilio's own words."""
        card = _card_type(self.given.get("payment-card-number", ""))
        wanted = {"attempt": str(attempt), "errorType": error, "cardType": card}
        best, most = None, -1
        for prompt in self.verb.nouns("Prompt"):
            asked = {name: words for name in wanted if (words := prompt.words(name, ()))}
            fits = step in prompt.words("for", ()) and all(wanted[name] in words for name, words in asked.items())
            if fits and len(asked) > most:
                best, most = prompt, len(asked)
        return best

    def play(self, prompt: Verb, takes: tuple[type[Any], ...]) -> Script[Any]:
        for each in prompt.inside:
            given = yield from self.leg.hear(each, takes)
            if given is not None:
                return given
        return None

    def tell(self, step: str, attempt: int) -> None:
        """Tell the status callback of a step."""
        url = self.verb.given("statusCallback")
        if not url:
            return
        params = {
            "PaymentSid": self.sid,
            "PaymentMethod": self.verb.value("paymentMethod", "credit-card"),
            "For": step,
            "Attempt": str(attempt),
            **({"ErrorType": self.error} if self.error else {}),
        }
        self.leg.call_back(url, self.verb.method("statusCallbackMethod"), params)

    def parameters(self, result: str) -> dict[str, str]:
        """Return what the action is told."""
        method = self.verb.value("paymentMethod", "credit-card")
        params = {"Result": result, "PaymentSid": self.sid, "PaymentMethod": method, **self.captured()}
        if result == "success":
            name, prefix = ("PaymentConfirmationCode", "CH") if self.is_charged else ("PaymentToken", "TO")
            params[name] = self.leg.world.new_sid(prefix)
        if result.endswith("-error"):
            params["PaymentError"] = self.error or "the payment was declined"
        if result == "payment-connector-error":
            params["ConnectorError"] = params["PaymentError"]
        if self.error and result == "too-many-failed-attempts":
            params["ErrorType"] = self.error
        return params

    def captured(self) -> dict[str, str]:
        """Return what was captured; numbers are masked."""
        params: dict[str, str] = {}
        if card := self.given.get("payment-card-number"):
            params |= {"PaymentCardNumber": _masked(card), "PaymentCardType": _card_type(card)}
        if account := self.given.get("bank-account-number"):
            params["BankAccountNumber"] = _masked(account)
        if routing := self.given.get("bank-routing-number"):
            params["BankRoutingNumber"] = routing
        if date := self.given.get("expiration-date"):
            params["ExpirationDate"] = date
        if code := self.given.get("security-code"):
            params["SecurityCode"] = "x" * len(code)
        if postal_code := self.given.get("postal-code"):
            params["AVSPostalCode"] = postal_code
        return params


def _always(length: int) -> Callable[[str], int]:
    return lambda _keys: length


def _is_date(keys: str) -> bool:
    return re.fullmatch(r"(0[1-9]|1[0-2])\d\d", keys) is not None


def _has_digits(least: int, most: int) -> Callable[[str], bool]:
    return lambda keys: keys.isdigit() and least <= len(keys) <= most


def _card_length(keys: str) -> int:
    return 15 if _is_amex(keys) else 16


def _is_amex(keys: str) -> bool:
    return keys.startswith(("34", "37"))


def _is_card(keys: str) -> bool:
    """Tell whether the last digit fits the others, by the rule of Luhn."""
    if not _has_digits(12, 19)(keys):
        return False
    doubled = [int(key) * (2 if place % 2 else 1) for place, key in enumerate(reversed(keys))]
    return sum(sum(divmod(each, 10)) for each in doubled) % 10 == 0


def _card_type(card: str) -> str:
    starts = {"34": "amex", "37": "amex", "4": "visa", "5": "mastercard", "2": "mastercard", "6": "discover"}
    return next((name for start, name in starts.items() if card.startswith(start)), "unknown")


def _masked(number: str) -> str:
    return "x" * (len(number) - 4) + number[-4:]
