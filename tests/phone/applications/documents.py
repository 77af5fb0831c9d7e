"""What the same application answers in every framework."""

from twimlkit import Gather, Message, MessagingResponse, Response, Say


def menu():
    return Response(Gather(Say("Press 1 for sales."), action="/key?caf%C3%A9=a%2Fb", num_digits=1), Say("Goodbye."))


def key(digits):
    return Response(Say("This is sales.")) if digits == "1" else 1 / 0


def reply(body):
    return MessagingResponse(Message(f"You wrote: {body}"))
