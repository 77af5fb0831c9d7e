"""The elements of a reply to a message, and MessagingResponse, its document."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from ._core.element import Document, Element
from .types import Deprecated, Length, Method, Most, NotBesideText, PhoneNumber, Sender, Url, Violation
from .voice import Redirect, Sms

__all__ = [
    "Body",
    "Media",
    "Message",
    "MessagingResponse",
    "MessagingVerb",
]


class Message(Element, then="action"):
    """Sends a message of text, media or both.

    Args:
        content: Text of at most 1600 characters or Body elements, and up to ten Media elements.
        to: Recipient of the message. Default: the sender of the incoming message.
        from_: Sender of the message: a number, or a name of at most 11 letters, digits and spaces. Default: the number
            that received the incoming message.
        action: URL for status callbacks. With it, the rest of the document does not run.
        method: HTTP method for `action`. Default: POST.
        status_callback: URL for status callbacks. Deprecated: use `action`.

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

    def check(self) -> Violation | None:
        """Require something to send."""
        return (
            None if self.children else Violation("missing-content", "needs a text, a Body or a Media", about="missing")
        )


class Body(Element):
    """The text of a message, or one part of it.

    Args:
        text: Text of at most 1600 characters.

    https://www.twilio.com/docs/messaging/twiml/message
    """

    __slots__ = ()

    def __init__(self, text: Annotated[str, Length(1600)], /) -> None: ...


class Media(Element):
    """A file that is attached to a message.

    Args:
        url: URL of the file.

    https://www.twilio.com/docs/messaging/twiml/message
    """

    __slots__ = ()

    def __init__(self, url: Url, /) -> None: ...


MessagingVerb: TypeAlias = Message | Redirect | Sms
"""The verbs that a MessagingResponse may hold."""


class MessagingResponse(Document, tag="Response"):
    """The document of a reply to a message: the verbs that Twilio runs in order.

    Args:
        verbs: Verbs to run.

    https://www.twilio.com/docs/messaging/twiml
    """

    __slots__ = ()

    def __init__(self, *verbs: MessagingVerb) -> None: ...
