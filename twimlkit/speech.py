"""The elements that a caller hears: Say with its SSML, Play and Pause."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from ._core.element import Element
from .types import Between, Capped, Count, Digits, Duration, Known, Locale, Matching, Named, Spoken, Url, Voice

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
    """Speaks text to the caller.

    Args:
        content: Text to speak, with SSML elements at any place.
        voice: Voice: man, woman, or one of a provider, such as Polly.Joanna-Neural or Google.en-US-Standard-A. Default:
            man.
        loop: Number of times to speak the text; 0 repeats it until the caller hangs up, at most 1000 times. Default: 1.
        language: Language of the text, which must fit the voice. Default: en-US.

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
    """Plays an audio file or tones to the caller.

    Args:
        url: URL of the audio file, unless `digits` is set.
        loop: Number of times to play the file; 0 repeats it until the caller hangs up, at most 1000 times. Default: 1.
        digits: Tones to send instead of a file; w waits 0.5 s, W waits 1 s.

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
    """Waits in silence; as the first verb, before the call is answered.

    Args:
        length: Seconds of silence. Default: 1.

    https://www.twilio.com/docs/voice/twiml/pause
    """

    __slots__ = ()

    def __init__(
        self,
        *,
        length: Count | None = None,
    ) -> None: ...


class Break(Element, tag="break"):
    """A pause in speech.

    Args:
        strength: Strength of the pause. Default: medium.
        time: Length of the pause with its unit, such as 250ms or 1.5s.

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
    """Emphasized words.

    Args:
        content: Words to emphasize.
        level: Strength of the emphasis. Default: moderate.

    https://www.twilio.com/docs/voice/twiml/say/text-speech
    """

    __slots__ = ()

    def __init__(
        self,
        *content: Spoken | Ssml | Lang,
        level: Literal["strong", "moderate", "reduced", "none"] | None = None,
    ) -> None: ...


class Lang(Element, tag="lang"):
    """Words in another language.

    Args:
        content: Words to speak.
        xml_lang: Language of the words, such as fr-FR.

    https://www.twilio.com/docs/voice/twiml/say/text-speech
    """

    __slots__ = ()

    def __init__(
        self,
        *content: Spoken | Ssml | Lang | P | S,
        xml_lang: Annotated[Locale, Named("xml:lang"), Known("ssml.lang")],
    ) -> None: ...


class P(Element, tag="p"):
    """A paragraph, followed by a pause.

    Args:
        content: Text of the paragraph.

    https://www.twilio.com/docs/voice/twiml/say/text-speech
    """

    __slots__ = ()

    def __init__(self, *content: Spoken | Ssml | Lang | S) -> None: ...


class S(Element, tag="s"):
    """A sentence, followed by a pause.

    Args:
        content: Text of the sentence.

    https://www.twilio.com/docs/voice/twiml/say/text-speech
    """

    __slots__ = ()

    def __init__(self, *content: Spoken | Ssml | Lang) -> None: ...


class Phoneme(Element, tag="phoneme"):
    """Words with their pronunciation.

    Args:
        text: Words as written.
        alphabet: Phonetic alphabet of `ph`.
        ph: Pronunciation, in phonetic symbols.

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
    """Words in another volume, rate or pitch.

    Args:
        content: Words to speak.
        volume: Volume: a word, or a change in decibels such as +6dB.
        rate: Rate: a word, or a percentage such as 90%.
        pitch: Pitch: a word, or a change such as +10%, -20Hz or +2st.

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
    """Characters to read in a certain way, such as a date, digits or a telephone number.

    Args:
        text: Characters as written.
        interpret_as: Type of the characters, such as date or telephone.
        format: Order of the parts of a date.

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
    """Text with a spoken replacement.

    Args:
        text: Text as written.
        alias: Text to speak instead.

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
    """A word with its part of speech.

    Args:
        content: Word to speak.
        role: Part of speech, such as amazon:VB.

    https://www.twilio.com/docs/voice/twiml/say/text-speech
    """

    __slots__ = ()

    def __init__(
        self,
        *content: Spoken | Break | Emphasis | Phoneme | Prosody | SayAs | Sub,
        role: str | None = None,
    ) -> None: ...


Ssml: TypeAlias = Break | Emphasis | Phoneme | Prosody | SayAs | Sub | W
"""The SSML elements that nearly every other may hold."""
