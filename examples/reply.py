"""A reply to a message: text with a picture for one who asks the way, and text alone for everybody else."""

from twimlkit import Body, Media, Message, MessagingResponse

MAP = "https://example.com/map.png"


def reply(text: str) -> MessagingResponse:
    """Answer a message.

    Args:
        text: The text of the message: the parameter `Body` of Twilio's request.
    """
    if "where" in text.lower():
        return MessagingResponse(Message(Body("We are at 1 Market Street. Here is the way:"), Media(MAP)))
    return MessagingResponse(Message("Thank you for your message. Ask WHERE to find us."))


if __name__ == "__main__":
    print(reply("Where are you?").pretty())
