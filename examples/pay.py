"""A payment by card, in Flask: Twilio asks for the card and charges it, so the numbers never reach this program.

    pip install 'twimlkit[flask]'
    TWILIO_AUTH_TOKEN=… TWILIO_BASE_URL=https://example.com python examples/pay.py

The account needs a Pay Connector to a payment service. Twilio requests /voice when a call arrives, and /paid after the
payment. TWILIO_BASE_URL is the public URL of this server; Pay requires https.

https://www.twilio.com/docs/voice/twiml/pay
"""

import os
from decimal import Decimal

from flask import Flask

from twimlkit import Hangup, Pay, Prompt, Response, Say, SayAs
from twimlkit.web.flask import twiml
from twimlkit.webhook import CallRequest

app = Flask(__name__)


@app.post("/voice")
@twiml
def voice(call: CallRequest) -> Response:
    """Ask for the card, with prompts of our own."""
    app.logger.info("%s wants to pay", call.from_)
    return Response(
        Say("Your invoice is 20 dollars and 45 cents. To stop the payment, press star."),
        Pay(
            Prompt(Say("Please enter your card number."), for_="payment-card-number"),
            Prompt(
                Say("That was not a card number. Please try again."),
                for_="payment-card-number",
                error_type=("timeout", "invalid-card-number"),
                attempt=(2, 3),
            ),
            Prompt(
                Say("Sorry, we accept Visa, Mastercard and American Express only."),
                for_="payment-card-number",
                error_type="invalid-card-type",
            ),
            Prompt(Say("Please enter the month and the year of its expiration."), for_="expiration-date"),
            Prompt(
                Say("Please enter the three digits on the back."),
                for_="security-code",
                card_type=("visa", "mastercard"),
            ),
            Prompt(Say("Please enter the four digits on the front."), for_="security-code", card_type="amex"),
            Prompt(Say("Thank you. Please wait."), for_="payment-processing"),
            action="/paid",
            charge_amount=Decimal("20.45"),
            description="Invoice 17",
            max_attempts=3,
            postal_code=False,
        ),
    )


@app.post("/paid")
@twiml
def paid(call: CallRequest) -> Response:
    """Tell the caller whether the payment was successful."""
    match call.params.get("Result"):
        case "success":
            code = call.params["PaymentConfirmationCode"]
            return Response(Say("Thank you. Your confirmation code is ", SayAs(code, interpret_as="characters"), "."))
        case "caller-interrupted-with-star":
            return Response(Say("You have stopped the payment."), Hangup())
        case result:
            app.logger.error("%s: %s %s", call.call_sid, result, call.params.get("PaymentError", ""))
            return Response(Say("Your card was not charged. Please call again later."), Hangup())


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", "8000")))
