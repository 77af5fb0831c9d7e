"""Rules about the context in which Twilio uses a document; each checks only if `lint` is given that context."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from twimlkit._core.codes import twilio_code
from twimlkit._core.marks import ABSOLUTE
from twimlkit._core.problems import MAX_INLINE_TWIML
from twimlkit._core.values import Address
from twimlkit.linter._inspection import ValueSite, problem_at
from twimlkit.linter._rule import document_rule, element_rule
from twimlkit.speech import Pause, Play, Say
from twimlkit.voice import Dial, Gather, Hangup, Leave, Redirect, Response

from .urls import is_relative

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from twimlkit._core.element import Element
    from twimlkit._core.problems import Problem
    from twimlkit._core.sites import ElementSite
    from twimlkit.linter._inspection import Inspection


# Documents that may hold only some verbs.

_HEARD_IN_A_CONFERENCE: Final = (Play, Say, Pause, Redirect)
_HEARD_IN_A_QUEUE: Final = (*_HEARD_IN_A_CONFERENCE, Gather, Leave, Hangup)
_WHISPERED: Final = (*_HEARD_IN_A_CONFERENCE, Gather, Hangup)
_NO_DIAL: Final = 13201


def _verbs(site: ElementSite) -> Iterator[ElementSite]:
    """Yield the allowed verbs of a document."""
    return (verb for verb in site.inside if verb.is_allowed and site.parent is None)


def _listed(classes: Iterable[type[Element]]) -> str:
    return ", ".join(element_class.tag for element_class in classes)


@element_rule("whisper-verb", None, "various", on=(Response,), context="whisper")
def _whisper_verb(site: ElementSite) -> Iterator[Problem]:
    """A verb that is not allowed in a document for the called party alone."""
    for verb in _verbs(site):
        if verb.element_class not in _WHISPERED:
            message = f"<{verb.tag}> is not allowed in a document for the called party alone"
            code = _NO_DIAL if verb.element_class is Dial else None
            yield problem_at(verb, message, f"write {_listed(_WHISPERED)}", code=code)


@element_rule("wait-verb", "error", 13238, on=(Response,), context="wait")
def _wait_verb(site: ElementSite) -> Iterator[Problem]:
    """A verb that is not allowed in a document for waiting callers."""
    for verb in _verbs(site):
        if verb.element_class not in _HEARD_IN_A_QUEUE:
            message = f"<{verb.tag}> is not allowed in a document for waiting callers"
            yield problem_at(verb, message, f"write {_listed(_HEARD_IN_A_QUEUE)}")


@element_rule("queue-only-verb", "advice", 13238, on=(Response,), context="wait")
def _queue_only_verb(site: ElementSite) -> Iterator[Problem]:
    """A verb that works while waiting in a queue, but not for a conference."""
    for verb in _verbs(site):
        if verb.element_class in _HEARD_IN_A_QUEUE and verb.element_class not in _HEARD_IN_A_CONFERENCE:
            message = f"<{verb.tag}> works while waiting in a queue, but not for a conference"
            yield problem_at(verb, message, f"for a conference, write {_listed(_HEARD_IN_A_CONFERENCE)}")


# TwiML in a request to the REST API.


@element_rule("inline-url", "error", "various", context="inline")
def _inline_url(site: ElementSite) -> Iterator[Problem]:
    """A relative or missing URL in TwiML that has no URL of its own."""
    asks = site.element_class is not None and site.element_class.then in ("input", "always")
    if asks and not (site.given("action") or "").strip():
        message = f"<{site.tag}> has no action, and the document has no URL to request instead"
        yield problem_at(site, message, _ABSOLUTE, code=twilio_code("Response", "action", "inline-action"))
    if site.element_class is Redirect and site.node.is_closed and not site.text:
        message = f"<{site.tag}> has no URL, and the document has none either"
        yield problem_at(site, message, _ABSOLUTE)
    for value in _urls(site):
        if is_relative(value.text) and ABSOLUTE not in value.marks and value.is_valid:
            code = (
                twilio_code("Response", "action", "inline-action")
                if asks and value.attribute and value.attribute.xml_name == "action"
                else None
            )
            yield value.problem(f"{value.name} is relative, and the document has no URL of its own", _ABSOLUTE, code)


_ABSOLUTE: Final = "write an absolute URL, as in https://example.com/next"


def _urls(site: ElementSite) -> Iterator[ValueSite]:
    """Yield the URLs in an element."""
    for xml_name, text in site.attributes.items():
        attribute = site.declared.get(xml_name)
        if attribute and isinstance(attribute.value, Address):
            yield ValueSite(site, text.strip(), attribute.value, attribute.marks, attribute)
    grammar = site.grammar
    if isinstance(grammar.text, Address) and site.node.is_closed:
        yield ValueSite(site, site.text, grammar.text, grammar.text_marks, None)


@document_rule("inline-size", "error", twilio_code("Response", None, "inline-size"), context="inline")
def _inline_size(inspection: Inspection) -> Iterator[Problem]:
    """A document with more characters than a request to the REST API accepts."""
    if inspection.tree.template:
        return
    length = len(inspection.tree.data.decode())
    if length > MAX_INLINE_TWIML:
        message = f"the document is {length} characters long"
        remedy = f"write at most {MAX_INLINE_TWIML}, or pass the URL of a document instead"
        yield problem_at(None, message, remedy)
