"""Rules about what a caller hears: the text of Say, its voice and its language, and how Gather listens."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from twimlkit.errors import nearest
from twimlkit.grammar import find_mark
from twimlkit.speech import Break, Phoneme, Say, Sub
from twimlkit.values import Known, shortened
from twimlkit.voice import Gather

from .findings import Complaint, Held, element_rule, find_placeholder, value_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from twimlkit.parser import Node

    from .inspection import Spot

__all__: list[str] = []


# What is spoken.


@element_rule("empty-say", "warning", 13520, on=(Say,))
def _empty_say(spot: Spot) -> Iterator[Complaint]:
    """A Say without anything to speak."""
    if spot.node.closed and not _is_heard(spot):
        yield Complaint(f"<{spot.node.tag}> has nothing to speak", "give it a text, or leave it out", spot)


_HEARD: Final = frozenset({Break, Phoneme, Sub})
"""The classes of elements that are heard without a text of their own; a pause is meant to be heard too."""


def _is_heard(spot: Spot) -> bool:
    """Whether there is something to hear in an element, as far as that is known."""
    for child in spot.node.children:
        if isinstance(child, str) and not child.isspace():
            return True
    return any(inner.kind is None or inner.kind in _HEARD or _is_heard(inner) for inner in spot.inside)


class _Most(NamedTuple):
    """Is the greatest number of characters that a kind of voice speaks, and which ones count."""

    number: int
    words: str


_BASIC: Final = _Most(4096, "characters of text with a basic voice")
_MOST: Final = {
    "polly": _Most(3000, "characters of text with a voice of Polly, tags not counted"),
    "google": _Most(5000, "characters with a voice of Google, tags and blanks counted"),
}


@element_rule("long-say", "warning", 13521, on=(Say,))
def _long_say(spot: Spot) -> Iterator[Complaint]:
    """A Say with more text than its voice speaks."""
    voice = spot.node.attributes.get("voice", "").strip()
    vendor = voice.partition(".")[0].lower()
    most = _MOST.get(vendor) if voice and voice not in _known()["voices"]["basic"] else _BASIC
    if most is None:
        return
    count = len(spot.node.inner_xml) if vendor == "google" else len(" ".join(_spoken(spot.node).split()))
    if count > most.number:
        remedy = f"write at most {most.number} {most.words}"
        yield Complaint(f"<{spot.node.tag}> is {count} characters long", remedy, spot)


def _spoken(node: Node) -> str:
    """The text in an element, without tags."""
    return "".join(child if isinstance(child, str) else _spoken(child) for child in node.children)


# Voices.

_VOICES: Final = "say.voice"
_IN_GATHER: Final = 13321


def _lists_voices(_: object, marks: tuple[object, ...]) -> bool:
    known = find_mark(marks, Known)
    return known is not None and known.name == _VOICES


@value_rule("unknown-voice", "warning", 13511, where=_lists_voices)
def _unknown_voice(held: Held) -> Iterator[Complaint]:
    """A voice that Twilio is not known to have."""
    if held.text in _voices() or find_placeholder(held.text) or held.kept is None:
        return
    near = _nearest_voice(held.text)
    remedy = f"did you mean {near!r}?" if near else "write man, woman, or a voice of a vendor, as in Polly.Joanna"
    parent = held.spot.parent
    code = _IN_GATHER if parent and parent.kind is Gather else None
    yield held.complaint(f"{held.name} {shortened(held.text)} is not a voice that is known", remedy, code)


@functools.cache
def _known() -> dict[str, dict[str, list[str]]]:
    """The lists of what is known."""
    import json
    from importlib.resources import files

    lists: dict[str, dict[str, list[str]]] = json.loads(files("twimlkit").joinpath("linter/known.json").read_bytes())
    return lists


@functools.cache
def _voices() -> dict[str, list[str]]:
    """The known voices, each with the languages that it speaks, as far as these are known."""
    return {voice: _languages_of(voice) for group in _known()["voices"].values() for voice in group}


def _languages_of(voice: str) -> list[str]:
    """The languages of a known voice; one of Google has its language in its name."""
    vendor, _, name = voice.partition(".")
    parts = name.split("-")
    return ["-".join(parts[:2])] if vendor == "Google" else _known()["polly"].get(parts[0], [])


@functools.lru_cache(maxsize=1024)
def _nearest_voice(wrong: str) -> str | None:
    """Finds the known voice that is nearest to a wrong one, part by part: to compare with all of them is slow."""
    wrong = wrong.replace("_", "-").replace("en-UK", "en-GB")
    name = wrong.rpartition(".")[2]
    for guess in (wrong, *(f"{vendor}{name}" for vendor in _VENDORS)):
        if voice := _folded_voices().get(guess.lower()):
            return voice
    near, branch = "", _voices_by_part()
    for part in _parts(wrong):
        if "." in near and not branch:
            return near
        step = part if part in branch else nearest(part, branch)
        if step is None:
            return None
        near, branch = near + step, branch[step]
    is_begun = near not in ("", *_VENDORS)
    return next((voice for voice in _voices() if is_begun and voice.startswith(near)), None)


_VENDORS: Final = ("Polly.", "Google.")


@functools.cache
def _folded_voices() -> dict[str, str]:
    """The known voices by their names in lower case."""
    return {voice.lower(): voice for voice in _voices()}


@functools.cache
def _voices_by_part() -> dict[str, Any]:
    """The known voices as a tree of the parts of their names: `Polly.`, `Joanna-`, `Neural`."""
    tree: dict[str, Any] = {}
    for voice in _voices():
        branch = tree
        for part in _parts(voice):
            branch = branch.setdefault(part, {})
    return tree


def _parts(voice: str) -> list[str]:
    return re.findall(r"[^.-]*[.-]|[^.-]+", voice)


# Languages.


def _lists_languages(_: object, marks: tuple[object, ...]) -> bool:
    known = find_mark(marks, Known)
    return known is not None and known.name != _VOICES


@value_rule("unknown-language", "warning", "various", where=_lists_languages)
def _unknown_language(held: Held) -> Iterator[Complaint]:
    """A language that is not known for the element."""
    known = find_mark(held.marks, Known)
    if not known or held.text.lower() in _languages(known.name) or _goes_to_deepgram(held.spot):
        return
    if find_placeholder(held.text) or held.kept is None:
        return
    near = _nearest_language(held.text, known.name)
    remedy = f"did you mean {near!r}?" if near else "write a language and a region, as in en-US"
    problem = f"{held.name} {shortened(held.text)} is not a language that is known there"
    yield held.complaint(problem, remedy, held.code)


def _goes_to_deepgram(spot: Spot) -> bool:
    """Whether a Gather passes its language on to Deepgram, which knows others than Google: `multi`, `en`."""
    model = spot.node.attributes.get("speechModel", "").strip()
    return spot.kind is Gather and (model.startswith("deepgram") or bool(find_placeholder(model)))


@functools.cache
def _languages(name: str) -> dict[str, str]:
    """The languages of a list of what is known, by themselves in lower case."""
    codes = list(_known()["languages"][name])
    if name in _SPOKEN:
        codes += _known()["languages"][_SPOKEN[0]]
        codes += [code for spoken in _voices().values() for code in spoken]
    return {code.lower(): code for code in codes}


_SPOKEN: Final = ("say.language", "ssml.lang")
"""The lists of languages that a voice speaks, to which those of the known voices belong."""


@functools.lru_cache(maxsize=1024)
def _nearest_language(wrong: str, name: str) -> str | None:
    """Finds the known language that is nearest to a wrong one, among the regions of the same language first."""
    known, folded = _languages(name), wrong.replace("_", "-").lower()
    if guess := known.get(_ALSO_CALLED.get(folded, "")):
        return guess
    language, _, region = folded.partition("-")
    same = [code for each, code in known.items() if each.partition("-")[0] == language]
    if not region:
        return known.get(f"{language}-{language}") or known.get(f"{language}-us") or next(iter(same), None)
    return nearest(folded, same) or nearest(folded, known.values())


_ALSO_CALLED: Final = {
    "en-uk": "en-gb", "iw-il": "he-il", "no-no": "nb-no", "zh-cn": "cmn-hans-cn", "zh-hk": "yue-hant-hk",
}  # fmt: skip
"""Codes that some people or vendors write for others."""


@element_rule("voice-language", "warning", on=(Say,))
def _voice_language(spot: Spot) -> Iterator[Complaint]:
    """A voice that does not speak the language of the Say."""
    attributes = spot.node.attributes
    if "voice" not in attributes or "language" not in attributes:
        return
    voice, language = attributes["voice"].strip(), attributes["language"].strip()
    spoken = _voices().get(voice)
    if not spoken or language.lower() not in _languages(_SPOKEN[0]):
        return
    if not any(_are_alike(language, code) for code in spoken):
        problem = f"<{spot.node.tag}> voice {voice!r} does not speak {language}"
        yield Complaint(
            problem, f"write a voice that does, or language {' or '.join(map(repr, spoken))}", spot, "voice"
        )


def _are_alike(one: str, other: str) -> bool:
    """Whether two codes mean the same language, or one of them a variety of the other."""
    first, second = (f"{_SAME.get(code.lower(), code.lower())}-" for code in (one, other))
    return first.startswith(second) or second.startswith(first)


_SAME: Final = {
    "arb": "ar",
    "ar-xa": "ar",
    "cmn-cn": "zh-cn",
    "cmn-tw": "zh-tw",
    "yue-cn": "zh-hk",
    "yue-hk": "zh-hk",
}
"""Codes that mean the same language as others."""


# What Gather hears.


@element_rule("speech-timeout", "warning", 13335, on=(Gather,))
def _speech_timeout(spot: Spot) -> Iterator[Complaint]:
    """A Gather with speechTimeout="auto" beside a speechModel."""
    attributes = spot.node.attributes
    if attributes.get("speechTimeout", "").strip() == "auto" and attributes.get("speechModel", "").strip():
        problem = f"<{spot.node.tag}> speechTimeout 'auto' does not work with a speechModel"
        yield Complaint(problem, "write a number of seconds, or leave speechModel out", spot, "speechTimeout")
