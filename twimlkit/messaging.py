"""The document of a message: MessagingResponse and what it holds."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from .element import Document, Element
from .errors import InvalidContent, twilio_code
from .values import Deprecated, Length, Method, Most, NotBesideText, PhoneNumber, Sender, Url
from .voice import Redirect

__all__ = [
    "Body",
    "Media",
    "Message",
    "MessagingResponse",
    "MessagingVerb",
]


class Message(Element):
    """Sends a message: text and media, or bodies and media.

    to: who gets the message; by default the sender of the one that came in.
    from_: who sends the message: a number, or a name of at most 11 letters, digits and blanks; by default the number
        that got the one that came in.
    action: where Twilio reports what became of the message; the rest of the document is then not run.
    method: the HTTP method for `action`. Default: POST.
    status_callback: an older name of `action`; deprecated.

    https://www.twilio.com/docs/messaging/twiml/message
    """

    __slots__ = ()

    def __init__(
        self,
        *content: Annotated[str, Length(1600)] | Annotated[Body, NotBesideText] | Annotated[Media, Most(10)],
        to: PhoneNumber | None = None,
        from_: Annotated[PhoneNumber, Sender(11)] | None = None,
        action: Url | None = None,
        method: Method | None = None,
        status_callback: Deprecated[Url] | None = None,
    ) -> None: ...

    def check(self) -> None:
        """Wants something to send."""
        if not self.children:
            code = twilio_code("Message", None, "missing")
            raise InvalidContent("needs a text, a Body or a Media", element=self.tag, code=code)


class Body(Element):
    """Holds the text of a message; several are joined.

    https://www.twilio.com/docs/messaging/twiml/message
    """

    __slots__ = ()

    def __init__(self, text: Annotated[str, Length(1600)], /) -> None: ...


class Media(Element):
    """Attaches a file to a message.

    https://www.twilio.com/docs/messaging/twiml/message
    """

    __slots__ = ()

    def __init__(self, url: Url, /) -> None: ...


MessagingVerb: TypeAlias = Message | Redirect
"""What a MessagingResponse may hold."""


class MessagingResponse(Document, tag="Response"):
    """Is the document of a message: what Twilio sends in answer to one that came in.

    https://www.twilio.com/docs/messaging/twiml
    """

    __slots__ = ()

    def __init__(self, *verbs: MessagingVerb) -> None: ...
