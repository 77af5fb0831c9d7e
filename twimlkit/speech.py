"""All that a caller hears: Say with its SSML, Play and Pause."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from .element import Element
from .values import Between, Capped, Count, Digits, Duration, Known, Locale, Matching, Named, Spoken, Url, Voice

__all__ = [
    "Break",
    "Emphasis",
    "Lang",
    "P",
    "Pause",
    "Phoneme",
    "Play",
    "Prosody",
    "S",
    "Say",
    "SayAs",
    "Ssml",
    "Sub",
    "W",
]


class Say(Element):
    """Speaks text to the caller with text-to-speech; SSML elements may stand anywhere in the text.

    voice: the voice: man, woman, or a vendor's as in Polly.Joanna-Neural and Google.en-US-Standard-A. Default: man.
    loop: how many times the text is spoken; 0 repeats it until the caller hangs up, at most 1000 times. Default: 1.
    language: the language of the text, which must fit the voice. Default: en-US.

    https://www.twilio.com/docs/voice/twiml/say
    """

    __slots__ = ()

    def __init__(
        self,
        *content: Spoken | Ssml | Lang | P | S,
        voice: Voice | None = None,
        loop: Annotated[int, Between(0), Capped(1000)] | None = None,
        language: Annotated[Locale, Known("say.language")] | None = None,
    ) -> None: ...


class Play(Element):
    """Plays an audio file to the caller, or sends tones.

    loop: how many times the file is played; 0 repeats it until the caller hangs up, at most 1000 times. Default: 1.
    digits: tones to send instead of a file, with w to wait 0.5 s and W to wait 1 s.

    https://www.twilio.com/docs/voice/twiml/play
    """

    __slots__ = ()

    def __init__(
        self,
        url: Url = "",
        /,
        *,
        loop: Annotated[int, Between(0), Capped(1000)] | None = None,
        digits: Digits | None = None,
    ) -> None: ...


class Pause(Element):
    """Waits in silence; as the first verb, it waits before the call is answered.

    length: seconds of silence. Default: 1.

    https://www.twilio.com/docs/voice/twiml/pause
    """

    __slots__ = ()

    def __init__(
        self,
        *,
        length: Count | None = None,
    ) -> None: ...


class Break(Element, tag="break"):
    """Makes a pause in speech.

    strength: how strong a pause. Default: medium.
    time: how long a pause, with its unit: 250ms, 1.5s.

    https://www.twilio.com/docs/voice/twiml/say/text-speech
    """

    __slots__ = ()

    def __init__(
        self,
        *,
        strength: Literal["none", "x-weak", "weak", "medium", "strong", "x-strong"] | None = None,
        time: Duration | None = None,
    ) -> None: ...


class Emphasis(Element, tag="emphasis"):
    """Stresses words.

    level: how strong the stress. Default: moderate.

    https://www.twilio.com/docs/voice/twiml/say/text-speech
    """

    __slots__ = ()

    def __init__(
        self,
        *content: Spoken | Ssml | Lang,
        level: Literal["strong", "moderate", "reduced", "none"] | None = None,
    ) -> None: ...


class Lang(Element, tag="lang"):
    """Speaks words in another language.

    xml_lang: the language of the words, as in fr-FR.

    https://www.twilio.com/docs/voice/twiml/say/text-speech
    """

    __slots__ = ()

    def __init__(
        self,
        *content: Spoken | Ssml | Lang | P | S,
        xml_lang: Annotated[Locale, Named("xml:lang"), Known("ssml.lang")],
    ) -> None: ...


class P(Element, tag="p"):
    """Marks a paragraph, with a pause after it.

    https://www.twilio.com/docs/voice/twiml/say/text-speech
    """

    __slots__ = ()

    def __init__(self, *content: Spoken | Ssml | Lang | S) -> None: ...


class S(Element, tag="s"):
    """Marks a sentence, with a pause after it.

    https://www.twilio.com/docs/voice/twiml/say/text-speech
    """

    __slots__ = ()

    def __init__(self, *content: Spoken | Ssml | Lang) -> None: ...


class Phoneme(Element, tag="phoneme"):
    """Says how words are pronounced.

    alphabet: the phonetic alphabet of `ph`.
    ph: the pronunciation, in phonetic symbols.

    https://www.twilio.com/docs/voice/twiml/say/text-speech
    """

    __slots__ = ()

    def __init__(
        self,
        text: Spoken,
        /,
        *,
        alphabet: Literal[
            "ipa", "x-sampa", "x-amazon-jyutping", "x-amazon-pinyin", "x-amazon-pron-kana", "x-amazon-yomigana"
        ]
        | None = None,
        ph: str,
    ) -> None: ...


class Prosody(Element, tag="prosody"):
    """Changes volume, rate and pitch.

    volume: how loud: a word, or a change in decibels as in +6dB.
    rate: how fast: a word, or a percentage as in 90%.
    pitch: how high: a word, or a change as in +10%, -20Hz or +2st.

    https://www.twilio.com/docs/voice/twiml/say/text-speech
    """

    __slots__ = ()

    def __init__(
        self,
        *content: Spoken | Ssml | Lang | P | S,
        volume: Literal["default", "silent", "x-soft", "soft", "medium", "loud", "x-loud"]
        | Annotated[str, Matching(r"[+-]?([0-9]*\.)?[0-9]+dB", "a change in decibels, as in '+6dB'", example="+6dB")]
        | None = None,
        rate: Literal["default", "x-slow", "slow", "medium", "fast", "x-fast"]
        | Annotated[str, Matching("[+-]?[0-9.]+%?", "a percentage, as in '90%'", example="90%")]
        | None = None,
        pitch: Literal["default", "x-low", "low", "medium", "high", "x-high"]
        | Annotated[str, Matching("[+-]?[0-9.]+(%|Hz|st)", "a change with its unit, as in '+10%'", example="+10%")]
        | None = None,
    ) -> None: ...


class SayAs(Element, tag="say-as"):
    """Says how to read characters: as a date, as digits, as a telephone number.

    interpret_as: what the characters are.
    format: the order of a date's parts, where it is one.

    https://www.twilio.com/docs/voice/twiml/say/text-speech
    """

    __slots__ = ()

    def __init__(
        self,
        text: Spoken,
        /,
        *,
        interpret_as: Annotated[
            Literal[
                "characters",
                "spell-out",
                "cardinal",
                "number",
                "ordinal",
                "digits",
                "fraction",
                "unit",
                "date",
                "time",
                "address",
                "expletive",
                "telephone",
            ]
            | str,
            Named("interpret-as"),
        ],
        format: Literal["mdy", "dmy", "ymd", "md", "dm", "ym", "my", "d", "m", "y", "yyyymmdd"] | str | None = None,
    ) -> None: ...


class Sub(Element, tag="sub"):
    """Speaks something else than what is written.

    alias: what is spoken instead.

    https://www.twilio.com/docs/voice/twiml/say/text-speech
    """

    __slots__ = ()

    def __init__(
        self,
        text: Spoken,
        /,
        *,
        alias: str,
    ) -> None: ...


class W(Element, tag="w"):
    """Says which part of speech a word is.

    role: the part of speech, as in amazon:VB.

    https://www.twilio.com/docs/voice/twiml/say/text-speech
    """

    __slots__ = ()

    def __init__(
        self,
        *content: Spoken | Break | Emphasis | Phoneme | Prosody | SayAs | Sub,
        role: str | None = None,
    ) -> None: ...


Ssml: TypeAlias = Break | Emphasis | Phoneme | Prosody | SayAs | Sub | W
"""The SSML elements that may stand in nearly every other."""
