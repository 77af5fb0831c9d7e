"""Builds the URLs of twimlets: ready-made TwiML at twimlets.com, told in the URL what to do.

    from twimlkit import twimlets

    twimlets.message("Hello World")  # http://twimlets.com/message?Message%5B0%5D=Hello%20World

A call, a Redirect or a telephone number can be sent to such a URL without a server of one's own. A message or a
greeting that begins with `http` is played, any other is spoken. Twimlets are old, and nobody promises that they stay:
for what has to last, place the call with TwiML of your own.

A value that is missing or that a twimlet would not understand is a ValueError, one of the wrong type a TypeError.

https://www.twilio.com/labs/twimlets
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args
from urllib.parse import quote, urlencode

from .values import kind, shortened

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
"""The music that a conference knows by name."""


def message(*messages: str) -> str:
    """Speaks or plays messages, one after the other.

    messages: texts to speak or URLs to play, at least one.

    https://www.twilio.com/labs/twimlets/message
    """
    return _url("message", *_list("Message", "messages", messages, least=1))


def echo(twiml: str | Response | MessagingResponse) -> str:
    """Answers with the TwiML that stands in the URL.

    twiml: the whole document, as text or as it was built.

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
    """Forwards the call to a telephone.

    phone_number: the telephone to forward to.
    caller_id: the number that it shows; by default the caller's.
    fail_url: the absolute URL of the TwiML to go on with when nobody answers; without one the call ends.
    timeout: seconds to let it ring, at least 1. Default: 20.
    allowed_callers: the only numbers that are forwarded, at most 5; by default every caller is.

    https://www.twilio.com/labs/twimlets/forward
    """
    return _url(
        "forward",
        ("PhoneNumber", _text("phone_number", phone_number)),
        ("CallerId", _optional("caller_id", caller_id)),
        ("FailUrl", _fail(fail_url)),
        ("Timeout", _seconds(timeout)),
        *_list("AllowedCallers", "allowed_callers", allowed_callers, most=5),
    )


def simulring(
    *phone_numbers: str, fail_url: str | None = None, timeout: int | None = None, message: str | None = None
) -> str:
    """Rings several telephones at once, and connects the call to the one that answers first.

    phone_numbers: the telephones, at least one.
    fail_url: the absolute URL of the TwiML to go on with when nobody answers; without one the call ends.
    timeout: seconds to let them ring, at least 1. Default: 20.
    message: what those who answer hear before the call is connected.

    https://www.twilio.com/labs/twimlets/simulring
    """
    return _url(
        "simulring",
        *_list("PhoneNumbers", "phone_numbers", phone_numbers, least=1),
        ("FailUrl", _fail(fail_url)),
        ("Timeout", _seconds(timeout)),
        ("Message", _optional("message", message)),
    )


def findme(
    *phone_numbers: str, fail_url: str | None = None, timeout: int | None = None, message: str | None = None
) -> str:
    """Rings several telephones one after the other, until a person answers and presses a key to take the call.

    phone_numbers: the telephones in their order, from 1 to 10.
    fail_url: the absolute URL of the TwiML to go on with when nobody answers; without one the call ends.
    timeout: seconds to let each ring, at least 1. Default: 60.
    message: what the person hears before pressing a key.

    https://www.twilio.com/labs/twimlets/findme
    """
    return _url(
        "findme",
        *_list("PhoneNumbers", "phone_numbers", phone_numbers, least=1, most=10),
        ("FailUrl", _fail(fail_url)),
        ("Timeout", _seconds(timeout)),
        ("Message", _optional("message", message)),
    )


def callme(
    phone_number: str, *, fail_url: str | None = None, timeout: int | None = None, message: str | None = None
) -> str:
    """Forwards the call to a telephone, where a person has to press a key to take it, so that no machine does.

    phone_number: the telephone to forward to.
    fail_url: the absolute URL of the TwiML to go on with when nobody takes the call; without one the call ends.
    timeout: seconds to let it ring, at least 1. Default: 20.
    message: what the person hears before pressing a key.

    https://www.twilio.com/labs/twimlets/callme
    """
    return _url(
        "callme",
        ("PhoneNumber", _text("phone_number", phone_number)),
        ("FailUrl", _fail(fail_url)),
        ("Timeout", _seconds(timeout)),
        ("Message", _optional("message", message)),
    )


def whisper(message: str | None = None, *, human_check: bool = False) -> str:
    """Talks to the one who is called before the call is connected: for the `url` of a Number.

    message: what they hear.
    human_check: whether they have to press a key to take the call; without one, the call to them ends.

    The other twimlets use it; Twilio does not document it.

    https://www.twilio.com/labs/twimlets
    """
    return _url("whisper", ("Message", _optional("message", message)), ("HumanCheck", "1" if human_check else None))


def voicemail(email: str, *, message: str | None = None, transcribe: bool | None = None) -> str:
    """Records a message and mails a link to it.

    email: the address that gets the mail.
    message: the greeting that callers hear.
    transcribe: whether the mail holds the message as text as well. Default: true.

    https://www.twilio.com/labs/twimlets/voicemail
    """
    return _url(
        "voicemail",
        ("Email", _text("email", email)),
        ("Message", _optional("message", message)),
        ("Transcribe", _flag("transcribe", transcribe)),
    )


def menu(message: str, options: Mapping[str, str] | Mapping[int, str]) -> str:
    """Asks the caller to press keys, and goes on with the TwiML that belongs to them.

    message: what the caller hears.
    options: the absolute URLs of TwiML by the digits that are pressed, at least one: `{1: "https://example.com/sales"}`.

    https://www.twilio.com/labs/twimlets/menu
    """
    if not options:
        raise ValueError("options must hold at least one URL")
    urls = [(f"Options[{_digits('options', str(digits))}]", _web("options", url)) for digits, url in options.items()]
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
    """Brings callers together in a conference.

    name: the conference; callers with the same name meet. By default one that follows from `message` and `moderators`.
    moderators: the numbers of those without whom it does not begin, at most 5.
    password: digits that callers have to press.
    message: what callers hear before they join.
    music: what they hear until it begins: a kind of music, or the absolute URL of a file or of TwiML.
    enable_sms_notifications: whether messages report who joins; Twilio does not document it.

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
    """Plays the audio files of a bucket at Amazon S3 in random order.

    bucket: the bucket's name; Twilio has `com.twilio.music.classical`, and `ambient`, `electronica`, `guitars`, `rock`,
        `soft-rock` and `newage` in the same way.
    message: what callers hear after each file.

    https://www.twilio.com/labs/twimlets/holdmusic
    """
    return _url("holdmusic", ("Bucket", _text("bucket", bucket)), ("Message", _optional("message", message)))


def _url(twimlet: str, *parameters: tuple[str, str | None]) -> str:
    """The URL of a twimlet; what is None is left out."""
    given = [(name, value) for name, value in parameters if value is not None]
    query = urlencode(given, quote_via=quote)
    return f"{_SITE}/{twimlet}" + (f"?{query}" if query else "")


_SITE: Final = "http://twimlets.com"


def _list(
    parameter: str, name: str, values: Sequence[str], *, least: int = 0, most: int | None = None
) -> Iterator[tuple[str, str]]:
    """A list as parameters with numbers: `Message[0]`, `Message[1]` and so on."""
    if isinstance(values, str):
        raise TypeError(f"{name} must be a list of texts, not one text")
    if len(values) < least:
        raise ValueError(f"{name} must hold at least {least}, not {len(values)}")
    if most is not None and len(values) > most:
        raise ValueError(f"{name} must hold at most {most}, not {len(values)}")
    return ((f"{parameter}[{number}]", _text(name, value)) for number, value in enumerate(values))


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{name} must be text, not {kind(value)}")
    if not value.strip():
        raise ValueError(f"{name} must not be empty")
    return value


def _optional(name: str, value: str | None) -> str | None:
    return None if value is None else _text(name, value)


def _web(name: str, url: str) -> str:
    if not _text(name, url).lower().startswith(("http://", "https://")):
        raise ValueError(f"{name} must be a URL that begins with http:// or https://, not {shortened(url)}")
    return url


def _fail(url: str | None) -> str | None:
    return None if url is None else _web("fail_url", url)


def _digits(name: str, value: str) -> str:
    if not (_text(name, value).isascii() and value.isdigit()):
        raise ValueError(f"{name} must be digits")  # and says no more: it may be a password
    return value


def _seconds(timeout: object) -> str | None:
    if timeout is None:
        return None
    if not isinstance(timeout, int) or isinstance(timeout, bool):
        raise TypeError(f"timeout must be a whole number of seconds, not {kind(timeout)}")
    if timeout < 1:
        raise ValueError(f"timeout must be at least 1, not {timeout}")
    return str(timeout)


def _flag(name: str, value: object) -> str | None:
    if value is not None and not isinstance(value, bool):
        raise TypeError(f"{name} must be True or False, not {kind(value)}")
    return None if value is None else str(value).lower()


def _music(music: str) -> str:
    words = get_args(Music)
    if music in words or _text("music", music).lower().startswith(("http://", "https://")):
        return music
    raise ValueError(f"music must be one of {', '.join(words)}, or an absolute URL, not {shortened(music)}")
