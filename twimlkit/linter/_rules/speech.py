"""Rules about what a caller hears: the text of Say, its voice and its language, and how Gather listens."""

from __future__ import annotations

import functools
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from twimlkit._core.data import read_data
from twimlkit._core.grammar import find_mark
from twimlkit._core.marks import Known
from twimlkit._core.names import nearest, remember
from twimlkit._core.values import shortened
from twimlkit.linter._inspection import ValueSite, problem_at
from twimlkit.linter._rule import element_rule, value_rule
from twimlkit.speech import Break, Phoneme, Say, SayAs, Sub
from twimlkit.voice import Gather

if TYPE_CHECKING:
    from collections.abc import Iterator

    from twimlkit._core.element import Element
    from twimlkit._core.problems import Problem
    from twimlkit._core.sites import ElementSite
    from twimlkit._core.xml import Node


# Text.


@element_rule("empty-say", "warning", 13520, on=(Say,))
def _empty_say(site: ElementSite) -> Iterator[Problem]:
    """A Say with nothing to speak."""
    if site.node.is_closed and not _is_heard(site):
        yield problem_at(site, f"<{site.tag}> has nothing to speak", "add text, or leave it out")


_HEARD: Final = frozenset({Break, Phoneme, Sub})
"""The classes of elements that are heard without text, or that pause."""


def _is_heard(site: ElementSite) -> bool:
    """Tell whether an element speaks something, as far as that is known."""
    for child in site.node.children:
        if isinstance(child, str) and not child.isspace():
            return True
    return any(
        inner.element_class is None or inner.element_class in _HEARD or _is_heard(inner) for inner in site.inside
    )


class _Most(NamedTuple):
    """The largest number of characters that a kind of voice speaks, and which of them count."""

    number: int
    words: str


_BASIC: Final = _Most(4096, "characters of text with a basic voice")
_MOST: Final = {
    "polly": _Most(3000, "characters of text with a Polly voice, tags not counted"),
    "google": _Most(5000, "characters with a Google voice, tags and spaces counted"),
}
_SHORT: Final = min(_BASIC.number, *(most.number for most in _MOST.values()))


@element_rule("long-say", "warning", 13521, on=(Say,))
def _long_say(site: ElementSite) -> Iterator[Problem]:
    """A Say with more text than its voice can speak."""
    written = len(site.node.inner_xml)
    if written <= _SHORT:
        return
    voice = (site.given("voice") or "").strip()
    vendor = voice.partition(".")[0].lower()
    most = _MOST.get(vendor) if voice and voice not in _known()["voices"]["basic"] else _BASIC
    if most is None:
        return
    text = _spoken(site.node)
    count = written if vendor == "google" else len(" ".join(text.split()))
    if count > most.number and not site.is_unknown(text):
        remedy = f"write at most {most.number} {most.words}"
        yield problem_at(site, f"<{site.tag}> is {count} characters long", remedy)


def _spoken(node: Node) -> str:
    return "".join(child if isinstance(child, str) else _spoken(child) for child in node.children)


@element_rule("unknown-interpretation", "warning", on=(SayAs,))
def _unknown_interpretation(site: ElementSite) -> Iterator[Problem]:
    """A say-as with an unknown type of characters."""
    text = site.attributes.get(_INTERPRET_AS, "").strip()
    if text and text.lower() not in (known := _known()["interpretations"]["say-as"]) and not site.is_unknown(text):
        near = nearest(text, known)
        remedy = f"did you mean {near!r}?" if near else f"write one that is known: {', '.join(known)}"
        message = f"<{site.tag}> {_INTERPRET_AS} {shortened(text)} is unknown"
        yield problem_at(site, message, remedy, attribute=_INTERPRET_AS)


_INTERPRET_AS: Final = "interpret-as"


# Voices.

_VOICES: Final = "say.voice"
_IN_GATHER: Final = 13321


def _lists_voices(_: object, marks: tuple[object, ...]) -> bool:
    known = find_mark(marks, Known)
    return known is not None and known.name == _VOICES


@value_rule("unknown-voice", "warning", 13511, where=_lists_voices)
def _unknown_voice(value: ValueSite) -> Iterator[Problem]:
    """An unknown voice."""
    if value.text in _voices() or value.kept is None:
        return
    near = _nearest_voice(value.text)
    remedy = f"did you mean {near!r}?" if near else "write man, woman, or a vendor's voice, as in Polly.Joanna"
    parent = value.site.parent
    code = _IN_GATHER if parent and parent.element_class is Gather else None
    yield value.problem(f"{value.name} {shortened(value.text)} is not a known voice", remedy, code)


def _known() -> dict[str, dict[str, list[str]]]:
    """Return the lists of known voices and languages."""
    lists: dict[str, dict[str, list[str]]] = read_data("linter/known.json")
    return lists


@functools.cache
def _voices() -> dict[str, list[str]]:
    """Return the known voices, each with its languages, as far as they are known."""
    return {voice: _languages_of(voice) for group in _known()["voices"].values() for voice in group}


def _languages_of(voice: str) -> list[str]:
    """Return the languages of a known voice; a Google voice has its language in its name."""
    vendor, _, name = voice.partition(".")
    parts = name.split("-")
    return ["-".join(parts[:2])] if vendor == "Google" else _known()["polly"].get(parts[0], [])


@remember
def _nearest_voice(wrong: str) -> str | None:
    """Find the known voice nearest to a wrong one, part by part: comparing with all of them is slow."""
    wrong = wrong.replace("_", "-").replace("en-UK", "en-GB")
    name = wrong.rpartition(".")[2]
    for vendor in _VENDORS:
        if voice := _folded_voices().get(f"{vendor}{name}".lower()):
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
    return {voice.lower(): voice for voice in _voices()}


@functools.cache
def _voices_by_part() -> dict[str, Any]:
    """Return the known voices as a tree of the parts of their names: `Polly.`, `Joanna-`, `Neural`."""
    tree: dict[str, Any] = {}
    for voice in _voices():
        branch = tree
        for part in _parts(voice):
            branch = branch.setdefault(part, {})
    return tree


def _parts(voice: str) -> list[str]:
    return re.findall(r"[^.-]*[.-]|[^.-]+", voice)


def _has_vendor(element_class: type[Element]) -> bool:
    return "ttsProvider" in element_class.grammar().xml_attributes


@element_rule("voice-settings", "warning", where=_has_vendor)
def _voice_settings(site: ElementSite) -> Iterator[Problem]:
    """A voice of ElevenLabs with a speed, stability or similarity outside its range."""
    settings = re.search(r"-([0-9.]+)_([0-9.]+)_([0-9.]+)$", site.attributes.get("voice", "").strip())
    for text, (name, least, most) in zip(settings.groups() if settings else (), _SETTINGS, strict=False):
        with suppress(ValueError):
            if not least <= float(text) <= most:
                message = f"<{site.tag}> voice has the {name} {shortened(text)}"
                yield problem_at(site, message, f"write a {name} from {least} to {most}", attribute="voice")


_SETTINGS: Final = (("speed", 0.7, 1.2), ("stability", 0, 1), ("similarity", 0, 1))


# Languages.


def _lists_languages(_: object, marks: tuple[object, ...]) -> bool:
    known = find_mark(marks, Known)
    return known is not None and known.name != _VOICES


@value_rule("unknown-language", "warning", "various", where=_lists_languages)
def _unknown_language(value: ValueSite) -> Iterator[Problem]:
    """An unknown language for the element."""
    known = find_mark(value.marks, Known)
    if not known or value.text.lower() in _languages(known.name) or _goes_to_deepgram(value.site):
        return
    if value.kept is None:
        return
    near = _nearest_language(value.text, known.name)
    remedy = f"did you mean {near!r}?" if near else "write a language and a region, as in en-US"
    message = f"{value.name} {shortened(value.text)} is not among its known languages"
    yield value.problem(message, remedy, value.code)


def _goes_to_deepgram(site: ElementSite) -> bool:
    """Tell whether a Gather uses Deepgram, which has more languages than Google: `multi`, `en`."""
    model = (site.given("speechModel") or "").strip()
    return model.startswith("deepgram") or site.is_unknown(model)


@functools.cache
def _languages(name: str) -> dict[str, str]:
    """Return the languages of a list by their names in lower case."""
    codes = list(_known()["languages"][name])
    if name == _SPOKEN[0]:
        codes += _known()["languages"]["basic"]  # the short ones of the voices man and woman
    if name in _SPOKEN:
        codes += _known()["languages"][_SPOKEN[0]]
        codes += [code for spoken in _voices().values() for code in spoken]
    return {code.lower(): code for code in codes}


_SPOKEN: Final = ("say.language", "ssml.lang")
"""The lists of spoken languages, which include those of the known voices."""


@remember
def _nearest_language(wrong: str, name: str) -> str | None:
    """Find the known language nearest to a wrong one, first among the regions of the same language."""
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
"""Codes that some people or vendors write instead of others."""


@element_rule("voice-language", "warning", on=(Say,))
def _voice_language(site: ElementSite) -> Iterator[Problem]:
    """A voice that does not speak the language of the Say."""
    attributes = site.attributes
    if "voice" not in attributes or "language" not in attributes:
        return
    voice, language = attributes["voice"].strip(), attributes["language"].strip()
    spoken = _voices().get(voice)
    if not spoken or language.lower() not in _languages(_SPOKEN[0]):
        return
    if not any(_are_alike(language, code) for code in spoken):
        message = f"<{site.tag}> voice {voice!r} does not speak {language}"
        yield problem_at(
            site, message, f"write a voice that does, or language {' or '.join(map(repr, spoken))}", attribute="voice"
        )


def _are_alike(one: str, other: str) -> bool:
    """Tell whether two codes mean the same language, or one a variety of the other."""
    first, second = (f"{_SAME.get(code.lower(), code.lower())}-" for code in (one, other))
    return first.startswith(second) or second.startswith(first)


_SAME: Final = {
    "arb": "ar",
    "cmn-cn": "zh-cn",
    "cmn-tw": "zh-tw",
    "yue-cn": "zh-hk",
    "yue-hk": "zh-hk",
}
"""Codes that mean the same language as others."""


# Gather.


@element_rule("speech-timeout", "warning", 13335, on=(Gather,))
def _speech_timeout(site: ElementSite) -> Iterator[Problem]:
    """A Gather with speechTimeout="auto" beside a speechModel."""
    model = site.attributes.get("speechModel", "").strip()
    if site.attributes.get("speechTimeout", "").strip() == "auto" and model and not site.is_unknown(model):
        message = f"<{site.tag}> speechTimeout 'auto' does not work with a speechModel"
        yield problem_at(
            site, message, "write a number of seconds, or leave speechModel out", attribute="speechTimeout"
        )
