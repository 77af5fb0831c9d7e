"""URLs of twimlets: ready-made TwiML at twimlets.com, configured by the URL's query.

    from twimlkit import twimlets

    twimlets.message("Hello World")  # http://twimlets.com/message?Message%5B0%5D=Hello%20World

You can use such a URL for a call, a Redirect or a phone number without a server of your own. A message that starts with
`http` is played, any other is spoken. Twimlets are old, and Twilio does not guarantee their future: in production, use
TwiML of your own.

All functions raise a ValueError for a missing value and one that the twimlet does not support, and a TypeError for a
value of the wrong type.

https://www.twilio.com/labs/twimlets
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args
from urllib.parse import quote, urlencode

from twimlkit._core.values import shortened, type_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .messaging import MessagingResponse
    from .voice import Response

__all__ = [
    "Music",
    "callme",
    "conference",
    "echo",
    "findme",
    "forward",
    "holdmusic",
    "menu",
    "message",
    "simulring",
    "voicemail",
    "whisper",
]

Music: TypeAlias = Literal["rock", "soft-rock", "ambient", "electronica", "guitars", "classical"]
"""Music that a conference plays while callers wait."""


def message(*messages: str) -> str:
    """Return the URL that speaks or plays messages, one after the other.

    Args:
        messages: Texts to speak or URLs to play, at least one.

    https://www.twilio.com/labs/twimlets/message
    """
    return _url("message", *_list("Message", "messages", messages, least=1))


def echo(twiml: str | Response | MessagingResponse) -> str:
    """Return the URL that contains a TwiML document and responds with it.

    Args:
        twiml: The document, as a string or a response.

    https://www.twilio.com/labs/twimlets/echo
    """
    document = getattr(twiml, "to_xml", lambda: twiml)()
    return _url("echo", ("Twiml", _text("twiml", document)))


def forward(
    phone_number: str,
    *,
    caller_id: str | None = None,
    fail_url: str | None = None,
    timeout: int | None = None,
    allowed_callers: Sequence[str] = (),
) -> str:
    """Return the URL that forwards the call to a phone.

    Args:
        phone_number: Phone to forward to.
        caller_id: Caller ID that it shows. Default: the caller's number.
        fail_url: Absolute URL of the TwiML to continue with if nobody answers. Without it, the call ends.
        timeout: Seconds to let the phone ring, at least 1. Default: 20.
        allowed_callers: Numbers of callers to forward, at most 5. Default: all callers.

    https://www.twilio.com/labs/twimlets/forward
    """
    return _url(
        "forward",
        ("PhoneNumber", _text("phone_number", phone_number)),
        ("CallerId", _optional("caller_id", caller_id)),
        ("FailUrl", _fail_url(fail_url)),
        ("Timeout", _seconds(timeout)),
        *_list("AllowedCallers", "allowed_callers", allowed_callers, most=5),
    )


def simulring(
    *phone_numbers: str, fail_url: str | None = None, timeout: int | None = None, message: str | None = None
) -> str:
    """Return the URL that rings several phones at once, and connects the call to the first that answers.

    Args:
        phone_numbers: Phones to ring, at least one.
        fail_url: Absolute URL of the TwiML to continue with if nobody answers. Without it, the call ends.
        timeout: Seconds to let the phones ring, at least 1. Default: 20.
        message: Text or URL for the person who answers, before the call is connected.

    https://www.twilio.com/labs/twimlets/simulring
    """
    return _url(
        "simulring",
        *_list("PhoneNumbers", "phone_numbers", phone_numbers, least=1),
        ("FailUrl", _fail_url(fail_url)),
        ("Timeout", _seconds(timeout)),
        ("Message", _optional("message", message)),
    )


def findme(
    *phone_numbers: str, fail_url: str | None = None, timeout: int | None = None, message: str | None = None
) -> str:
    """Return the URL that rings phones one after the other, until a person answers and presses a key.

    Args:
        phone_numbers: Phones in the order in which to ring them, from 1 to 10.
        fail_url: Absolute URL of the TwiML to continue with if nobody answers. Without it, the call ends.
        timeout: Seconds to let each phone ring, at least 1. Default: 60.
        message: Text or URL for the person who answers, before they press a key.

    https://www.twilio.com/labs/twimlets/findme
    """
    return _url(
        "findme",
        *_list("PhoneNumbers", "phone_numbers", phone_numbers, least=1, most=10),
        ("FailUrl", _fail_url(fail_url)),
        ("Timeout", _seconds(timeout)),
        ("Message", _optional("message", message)),
    )


def callme(
    phone_number: str, *, fail_url: str | None = None, timeout: int | None = None, message: str | None = None
) -> str:
    """Return the URL that forwards the call to a phone, where a person must press a key to accept it.

    An answering machine cannot accept the call.

    Args:
        phone_number: Phone to forward to.
        fail_url: Absolute URL of the TwiML to continue with if nobody accepts the call. Without it, the call ends.
        timeout: Seconds to let the phone ring, at least 1. Default: 20.
        message: Text or URL for the person who answers, before they press a key.

    https://www.twilio.com/labs/twimlets/callme
    """
    return _url(
        "callme",
        ("PhoneNumber", _text("phone_number", phone_number)),
        ("FailUrl", _fail_url(fail_url)),
        ("Timeout", _seconds(timeout)),
        ("Message", _optional("message", message)),
    )


def whisper(message: str | None = None, *, human_check: bool = False) -> str:
    """Return the URL that talks to the called person before the call is connected, for the `url` of a Number.

    Other twimlets use it; Twilio does not document it.

    Args:
        message: Text or URL for the called person.
        human_check: Whether they must press a key to accept the call.

    https://www.twilio.com/labs/twimlets
    """
    return _url("whisper", ("Message", _optional("message", message)), ("HumanCheck", "1" if human_check else None))


def voicemail(email: str, *, message: str | None = None, transcribe: bool | None = None) -> str:
    """Return the URL that records a message and sends a link to it by email.

    Args:
        email: Address to send the link to.
        message: Greeting, as text or URL.
        transcribe: Whether the email contains a transcription too. Default: true.

    https://www.twilio.com/labs/twimlets/voicemail
    """
    return _url(
        "voicemail",
        ("Email", _text("email", email)),
        ("Message", _optional("message", message)),
        ("Transcribe", _flag("transcribe", transcribe)),
    )


def menu(message: str, options: Mapping[str, str] | Mapping[int, str]) -> str:
    """Return the URL that asks the caller to press keys, and continues with the TwiML for them.

    Args:
        message: Text or URL for the caller.
        options: Absolute URLs of TwiML by pressed digits, at least one: `{1: "https://example.com/sales"}`.

    https://www.twilio.com/labs/twimlets/menu
    """
    if not options:
        raise ValueError("options must have at least one URL")
    urls = [
        (f"Options[{_digits('options', str(digits))}]", _web_url("options", url)) for digits, url in options.items()
    ]
    return _url("menu", ("Message", _text("message", message)), *urls)


def conference(
    *,
    name: str | None = None,
    moderators: Sequence[str] = (),
    password: str | None = None,
    message: str | None = None,
    music: Music | str | None = None,
    enable_sms_notifications: bool | None = None,
) -> str:
    """Return the URL that connects callers in a conference.

    Args:
        name: Name of the conference. Default: one derived from `message` and `moderators`.
        moderators: Numbers of the moderators, at most 5. The conference starts when one of them joins.
        password: Digits that callers must press.
        message: Text or URL for callers before they join.
        music: Music until the conference starts: one of `Music`, or the absolute URL of a file or of TwiML.
        enable_sms_notifications: Whether text messages report who joins. Twilio does not document it.

    https://www.twilio.com/labs/twimlets/conference
    """
    return _url(
        "conference",
        ("Name", _optional("name", name)),
        *_list("Moderators", "moderators", moderators, most=5),
        ("Password", None if password is None else _digits("password", password)),
        ("Message", _optional("message", message)),
        ("Music", None if music is None else _music(music)),
        ("EnableSmsNotifications", _flag("enable_sms_notifications", enable_sms_notifications)),
    )


def holdmusic(bucket: str, *, message: str | None = None) -> str:
    """Return the URL that plays the audio files of an Amazon S3 bucket in random order.

    Args:
        bucket: Name of the bucket. Twilio provides `com.twilio.music.classical`, and likewise `ambient`, `electronica`,
            `guitars`, `rock`, `soft-rock` and `newage`.
        message: Text or URL for callers after each file.

    https://www.twilio.com/labs/twimlets/holdmusic
    """
    return _url("holdmusic", ("Bucket", _text("bucket", bucket)), ("Message", _optional("message", message)))


def _url(twimlet: str, *parameters: tuple[str, str | None]) -> str:
    """Return the URL of a twimlet, without parameters that are None."""
    given = [(name, value) for name, value in parameters if value is not None]
    query = urlencode(given, quote_via=quote)
    return f"{_SITE}/{twimlet}" + (f"?{query}" if query else "")


_SITE: Final = "http://twimlets.com"


def _list(
    parameter: str, name: str, values: Sequence[str], *, least: int = 0, most: int | None = None
) -> Iterator[tuple[str, str]]:
    """Return a list as numbered parameters: `Message[0]`, `Message[1]` and so on."""
    if isinstance(values, str):
        raise TypeError(f"{name} must be a list of strings, not a string")
    if len(values) < least:
        raise ValueError(f"{name} must have at least {least}, not {len(values)}")
    if most is not None and len(values) > most:
        raise ValueError(f"{name} must have at most {most}, not {len(values)}")
    return ((f"{parameter}[{number}]", _text(name, value)) for number, value in enumerate(values))


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a string, not {type_name(value)}")
    if not value.strip():
        raise ValueError(f"{name} must not be empty")
    return value


def _optional(name: str, value: str | None) -> str | None:
    return None if value is None else _text(name, value)


def _web_url(name: str, url: str) -> str:
    if not _text(name, url).lower().startswith(("http://", "https://")):
        raise ValueError(f"{name} must be a URL that starts with http:// or https://, not {shortened(url)}")
    return url


def _fail_url(url: str | None) -> str | None:
    return None if url is None else _web_url("fail_url", url)


def _digits(name: str, value: str) -> str:
    if not (_text(name, value).isascii() and value.isdigit()):
        raise ValueError(f"{name} must be digits")  # the value may be a password
    return value


def _seconds(timeout: object) -> str | None:
    if timeout is None:
        return None
    if not isinstance(timeout, int) or isinstance(timeout, bool):
        raise TypeError(f"timeout must be an integer, not {type_name(timeout)}")
    if timeout < 1:
        raise ValueError(f"timeout must be at least 1, not {timeout}")
    return str(timeout)


def _flag(name: str, value: object) -> str | None:
    if value is not None and not isinstance(value, bool):
        raise TypeError(f"{name} must be True or False, not {type_name(value)}")
    return None if value is None else str(value).lower()


def _music(music: str) -> str:
    words = get_args(Music)
    if music in words or _text("music", music).lower().startswith(("http://", "https://")):
        return music
    raise ValueError(f"music must be one of {', '.join(words)}, or an absolute URL, not {shortened(music)}")
