"""TwiML as the telephone runs it: what is valid, with its lines, and what the linter finds in it.

A wrong attribute counts as missing, so that Twilio's default is used, and a wrong element is left out, as Twilio's
warnings say. That an unknown verb is left out, and not the document refused, is an inference.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from twimlkit._core.sites import ElementSite, sites_of
from twimlkit._core.xml import Node, read
from twimlkit.errors import InvalidTwiML
from twimlkit.linter import Context, Finding, lint
from twimlkit.messaging import Message, MessagingResponse
from twimlkit.speech import Play, Say
from twimlkit.voice import Response

from .requests import Failure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from twimlkit._core.xml import Tree

    from .requests import Answer

__all__ = ["AUDIO_TYPES", "TWIML_TYPES", "Document", "Verb", "read_answer", "read_document"]

_T = TypeVar("_T")

TWIML_TYPES: Final = frozenset({"text/xml", "application/xml", "text/html"})
AUDIO_TYPES: Final = frozenset(
    {
        *("audio/mpeg", "audio/wav", "audio/wave", "audio/x-wav", "audio/aiff", "audio/x-aifc"),
        *("audio/x-aiff", "audio/x-gsm", "audio/gsm", "audio/ulaw"),
    }
)
_MAX_BYTES: Final = 64 * 1024
_NOT_WELL_FORMED: Final = 12100
_WRONG_TYPE: Final = 12300
_TOO_LARGE: Final = 11750

_WHOLE: Final = frozenset(
    {"malformed", "blank-before-declaration", "too-large", "too-deep", "wrong-root", "inline-size"}
)
"""The rules for which Twilio runs nothing of a document."""

_FOUND_LATER: Final = frozenset({"inline-url", "relative-url"})
"""The rules whose mistake shows only when the URL is requested."""


@dataclass(slots=True, eq=False)
class Verb:
    """A verb or noun of a document.

    Attributes:
        tag: Its name.
        text: The text inside it, without the white space around it; of a Say, all that is spoken.
        attributes: The texts of its attributes, valid or not.
        read: Returns the value of an attribute, or None where it is missing or invalid.
        inside: The valid elements inside it.
        line: Its line, counted from 1.
        path: Its place, as the linter names it.
        codes: The codes of what the linter finds in it.
        error: What the linter finds in it or inside it, if that ends the call.
    """

    tag: str
    text: str
    attributes: Mapping[str, str]
    read: Callable[[str], object]
    inside: list[Verb]
    line: int
    path: str
    codes: list[int | None]
    error: Finding | None

    def given(self, name: str) -> str | None:
        """Return the text of an attribute, valid or not, or None where it is missing."""
        return self.attributes.get(name)

    def value(self, name: str, default: _T) -> _T:
        """Return the value of an attribute, or the default where it is missing or invalid."""
        value = self.read(name)
        return default if value is None else cast("_T", value)

    def words(self, name: str, default: tuple[str, ...]) -> tuple[str, ...]:
        """Return the words of an attribute."""
        value: str | tuple[object, ...] | None = cast("Any", self.read(name))
        if value is None:
            return default
        return tuple(str(each) for each in value) if isinstance(value, tuple) else (str(value),)

    def method(self, name: str = "method") -> str:
        """Return the HTTP method that an attribute names; that a wrong one means POST is an inference."""
        return "GET" if (self.given(name) or "").strip() == "GET" else "POST"

    def nouns(self, *tags: str) -> list[Verb]:
        """Return the elements inside it with these names."""
        return [each for each in self.inside if each.tag in tags]


class Document:
    """A document as it was read.

    Attributes:
        verbs: Its valid verbs.
        findings: What the linter finds in it.
        refusal: The finding for which Twilio runs nothing of it, or None.
    """

    __slots__ = ("findings", "refusal", "verbs")

    def __init__(self, data: str | bytes, context: Context) -> None:
        self.findings: list[Finding] = lint(data, context=context)
        self.refusal: Finding | None = next(
            (each for each in self.findings if each.rule in _WHOLE and each.severity == "error"), None
        )
        self.verbs: list[Verb] = []
        tree = read(data)
        if self.refusal or tree.root is None:
            return
        findings: dict[str, list[Finding]] = {}
        for finding in self.findings:
            findings.setdefault(finding.path, []).append(finding)
        root = sites_of(tree.root, MessagingResponse if context == "message" else Response)[0]
        self.verbs = [*_verbs(root, tree, findings)]


def _ends_call(finding: Finding) -> bool:
    return finding.severity == "error" and finding.rule not in _FOUND_LATER


def _verbs(site: ElementSite, tree: Tree, findings: dict[str, list[Finding]]) -> Iterator[Verb]:
    """Yield the elements inside one that Twilio runs."""
    for inner in site.inside:
        known = inner.element_class
        if known and inner.is_allowed and inner.node.tag == known.tag:
            yield _verb(inner, tree, findings)


def _verb(site: ElementSite, tree: Tree, findings: dict[str, list[Finding]]) -> Verb:
    is_spoken = site.node.tag == "Say"
    inside = [] if is_spoken else [*_verbs(site, tree, findings)]
    found = findings.get(site.path, [])
    errors = [each for each in found if _ends_call(each)] + [each.error for each in inside if each.error]
    return Verb(
        tag=site.node.tag,
        text=_spoken(site.node) if is_spoken else site.text.strip(),
        attributes=site.attributes,
        read=site.value,
        inside=inside,
        line=tree.place_of(site.node).line,
        path=site.path,
        codes=[each.code for each in found],
        error=next(iter(errors), None),
    )


def _spoken(node: Node) -> str:
    """Return all that is spoken, with single spaces."""
    return " ".join(_words_of(node).split())


def _words_of(node: Node) -> str:
    if node.tag == "sub" and "alias" in node.attributes:
        return node.attributes["alias"]
    inside = (child if isinstance(child, str) else _words_of(child) for child in node.children)
    return "".join(inside)


@functools.lru_cache(maxsize=256)
def read_document(data: str | bytes, context: Context) -> Document:
    """Read a document; the last ones are remembered, since tests read the same again and again.

    Args:
        data: The document.
        context: Where Twilio meets it.
    """
    return Document(data, context)


def read_answer(answer: Answer, context: Context) -> Document | Failure:
    """Return the document that an answer is: TwiML, a text to speak or send, or a file to play.

    That an answer without a body is an empty document is an inference.

    Args:
        answer: The answer.
        context: Where Twilio meets it.
    """
    kind, body = answer.content_type, answer.body
    if len(body) > _MAX_BYTES:
        return Failure(_TOO_LARGE, f"the answer has more than the {_MAX_BYTES} bytes that Twilio takes")
    if kind in TWIML_TYPES or not (kind or body):
        return _whole(read_document(body or "<Response/>", context))
    if kind == "text/plain":
        return _read_text(body, context)
    if kind in AUDIO_TYPES and context != "message":
        return read_document(str(Response(Play(answer.url))), context)
    shown = f"the answer has the content type {kind}" if kind else "the answer has no content type"
    return Failure(_WRONG_TYPE, f"{shown}; send TwiML as text/xml")


def _whole(document: Document) -> Document | Failure:
    """Return a document, or why Twilio runs nothing of it."""
    refusal = document.refusal
    return Failure(refusal.code or _NOT_WELL_FORMED, str(refusal)) if refusal else document


def _read_text(body: bytes, context: Context) -> Document | Failure:
    """Return the document that a plain text is: TwiML, or a text to speak or send."""
    document = read_document(body, context)
    if document.refusal is None:
        return document
    text = body.decode("utf-8", "replace")
    if not text.strip():
        return read_document("<Response/>", context)
    try:
        spoken = MessagingResponse(Message(text)) if context == "message" else Response(Say(text))
    except InvalidTwiML as error:
        return Failure(_WRONG_TYPE, f"the answer is a text that cannot be spoken or sent: {error}")
    return read_document(str(spoken), context)
