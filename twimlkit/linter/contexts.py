"""Rules that depend on where Twilio meets the document; each looks only when `lint` is told of that context."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from twimlkit.speech import Pause, Play, Say
from twimlkit.values import ABSOLUTE, Address
from twimlkit.voice import Dial, Gather, Hangup, Leave, Pay, Record, Redirect, Response

from .findings import Complaint, Held, document_rule, element_rule
from .urls import is_relative

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from twimlkit.element import Element

    from .inspection import Inspection, Spot

__all__: list[str] = []


# Documents that hold few verbs.

_HEARD_IN_A_CONFERENCE: Final = (Play, Say, Pause, Redirect)
_HEARD_IN_A_QUEUE: Final = (*_HEARD_IN_A_CONFERENCE, Gather, Leave, Hangup)
_WHISPERED: Final = (*_HEARD_IN_A_CONFERENCE, Gather, Hangup)
_NO_DIAL: Final = 13201


def _verbs(spot: Spot) -> Iterator[Spot]:
    """The verbs of a document, if it is one: what stands elsewhere is misplaced, of which another rule speaks."""
    return (verb for verb in spot.inside if verb.fits and spot.parent is None)


def _listed(kinds: Iterable[type[Element]]) -> str:
    """The names of elements in a message."""
    return ", ".join(kind._tag for kind in kinds)


@element_rule("whisper-verb", None, "various", on=(Response,), context="whisper")
def _whisper_verb(spot: Spot) -> Iterator[Complaint]:
    """A verb that a document for the called party alone cannot hold."""
    for verb in _verbs(spot):
        if verb.kind not in _WHISPERED:
            problem = f"<{verb.node.tag}> cannot stand in what the called party hears alone"
            code = _NO_DIAL if verb.kind is Dial else None
            yield Complaint(problem, f"write {_listed(_WHISPERED)}", verb, code=code)


@element_rule("wait-verb", "error", 13238, on=(Response,), context="wait")
def _wait_verb(spot: Spot) -> Iterator[Complaint]:
    """A verb that no document for those who wait can hold."""
    for verb in _verbs(spot):
        if verb.kind not in _HEARD_IN_A_QUEUE:
            problem = f"<{verb.node.tag}> cannot stand in what is heard while waiting"
            yield Complaint(problem, f"write {_listed(_HEARD_IN_A_QUEUE)}", verb)


@element_rule("queue-only-verb", "advice", 13238, on=(Response,), context="wait")
def _queue_only_verb(spot: Spot) -> Iterator[Complaint]:
    """A verb that works while waiting in a queue, and not for a conference."""
    for verb in _verbs(spot):
        if verb.kind in _HEARD_IN_A_QUEUE and verb.kind not in _HEARD_IN_A_CONFERENCE:
            problem = f"<{verb.node.tag}> works while waiting in a queue, and not for a conference"
            yield Complaint(problem, f"for a conference, write {_listed(_HEARD_IN_A_CONFERENCE)}", verb)


# TwiML in a request to the REST API.

_ASKING: Final = (Record, Gather, Pay)
_MUST_BE_ABSOLUTE: Final = 15004
_LONGEST: Final = 4000


@element_rule("inline-url", "error", "various", context="inline")
def _inline_url(spot: Spot) -> Iterator[Complaint]:
    """A relative URL, or none where one is needed, in TwiML that has no URL itself."""
    asks = spot.kind in _ASKING
    if asks and not spot.node.attributes.get("action", "").strip():
        problem = f"<{spot.node.tag}> has no action, and the document no URL to ask instead"
        yield Complaint(problem, _ABSOLUTE, spot, code=_MUST_BE_ABSOLUTE)
    if spot.kind is Redirect and spot.node.closed and not spot.text:
        problem = f"<{spot.node.tag}> has no URL, and neither has the document"
        yield Complaint(problem, _ABSOLUTE, spot)
    for held in _urls(spot):
        if is_relative(held.text) and ABSOLUTE not in held.marks and held.kept is not None:
            code = _MUST_BE_ABSOLUTE if asks and held.attribute and held.attribute.wire == "action" else None
            yield held.complaint(f"{held.name} is relative, and the document has no URL", _ABSOLUTE, code)


_ABSOLUTE: Final = "write an absolute URL, as in https://example.com/next"


def _urls(spot: Spot) -> Iterator[Held]:
    """The URLs in an element: those of its attributes, and its text where that is one."""
    if spot.form is None:
        return
    for wire, text in spot.node.attributes.items():
        attribute = spot.form.wires.get(wire)
        if attribute and attribute.is_url:
            yield Held(spot, text.strip(), attribute.value, attribute.marks, attribute)
    grammar = spot.form.grammar
    if isinstance(grammar.text, Address) and spot.node.closed:
        yield Held(spot, spot.text, grammar.text, grammar.text_marks, None)


@document_rule("inline-size", "error", 32018, context="inline")
def _inline_size(inspection: Inspection) -> Iterator[Complaint]:
    """A document of more characters than a request to the REST API takes."""
    if inspection.size <= _LONGEST:
        return
    length = len(inspection.tree.data.decode())
    if length > _LONGEST:
        problem = f"the document is {length} characters long"
        remedy = f"write at most {_LONGEST}, or give the URL of the document instead"
        yield Complaint(problem, remedy, inspection.spots[0] if inspection.spots else None)
