"""Rules about the order in which verbs run, and about elements without effect."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from twimlkit._core.vocabulary import documents
from twimlkit.linter._inspection import problem_at
from twimlkit.linter._rule import document_rule, element_rule
from twimlkit.messaging import Message, MessagingResponse
from twimlkit.speech import Play, Say
from twimlkit.voice import (
    Application,
    Client,
    Connect,
    Dial,
    Gather,
    Headers,
    Record,
    Redirect,
    Reject,
    Response,
    Sip,
    Sms,
    Start,
    Stop,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from twimlkit._core.problems import Problem
    from twimlkit._core.sites import ElementSite
    from twimlkit.linter._inspection import Inspection


# Order.


def _reached(site: ElementSite) -> list[ElementSite]:
    """Return the verbs of a document up to the first that ends it, or none where their order is unknown."""
    if site.has_unknown_content:
        return []
    for count, verb in enumerate(site.inside, 1):
        if verb.element_class and verb.element_class.then == "ends":
            return site.inside[:count]
    return site.inside


@element_rule("seldom-reached", "advice", on=documents())
def _seldom_reached(site: ElementSite) -> Iterator[Problem]:
    """Verbs after one with an action, where Twilio continues instead."""
    for before, after in pairwise(_reached(site)):
        then = before.element_class.then if before.element_class else None
        if then == "action" and before.given("action") is not None:
            message = f"<{after.tag}> seldom or never runs, since Twilio continues at the action of <{before.tag}>"
            yield problem_at(after, message, "move it to the document of that action, or leave the action out")
            return


@document_rule("endless-question", "advice", not_in=("whisper", "inline"))
def _endless_question(inspection: Inspection) -> Iterator[Problem]:
    """A question without an action: its answer goes to the URL that asks it again."""
    for site in inspection.sites:
        if site.element_class in _ASKING and site.is_named and _is_current(site.given("action")):
            message = f"<{site.tag}> has no action, so that the URL of this document gets the answer and may ask again"
            yield problem_at(site, message, "set action to the URL that handles the answer")
            return


_ASKING: Final = (Gather, Record)


@element_rule("silence-ends-call", "advice", on=(Response,), not_in=("whisper", "wait"))
def _silence_ends_call(site: ElementSite) -> Iterator[Problem]:
    """A Gather as the last verb, after which the call ends if the caller enters nothing."""
    for verb in _reached(site)[-1:]:
        if verb.element_class is not Gather or not site.is_whole:
            return
        if verb.given("actionOnEmptyResult") is None or verb.value("actionOnEmptyResult") is False:
            message = f"<{verb.tag}> is the last verb, so that the call ends if the caller enters nothing"
            yield problem_at(verb, message, 'add a verb for that case, or write actionOnEmptyResult="true"')


@element_rule("redirect-to-itself", "advice", on=documents(), not_in=("wait",))
def _redirect_to_itself(site: ElementSite) -> Iterator[Problem]:
    """A Redirect to its own document, with no verb before it that waits, which may loop for ever."""
    for verb in _reached(site):
        if verb.element_class is Redirect and verb.is_closed and not verb.inside and _is_current(verb.text):
            message = f"<{verb.tag}> has no URL, so that it continues with this document again"
            yield problem_at(verb, message, "write the URL of another document, or one with a query that ends the loop")
        elif verb.element_class not in _HURRYING:
            return


_HURRYING: Final = (Message, Say, Sms, Start, Stop)
"""The verbs that wait for nobody; music and pauses before a Redirect are those of a queue."""


def _is_current(url: str | None) -> bool:
    """Tell whether a URL is that of the current document."""
    return (url or "").strip().partition("#")[0] == ""


@element_rule("reject-not-first", "advice", on=(Response,))
def _reject_not_first(site: ElementSite) -> Iterator[Problem]:
    """A Reject after another verb, which has answered the call."""
    for verb in _reached(site)[1:]:
        if verb.element_class is Reject:
            message = f"<{verb.tag}> comes too late, since the verb before it has answered the call"
            yield problem_at(verb, message, f"make {verb.tag} the first verb, or write Hangup")


# Elements without effect.


@element_rule("empty-element", "advice", on=(Application, Client, Connect, Dial, Headers, Play, Sip, Start, Stop))
def _empty_element(site: ElementSite) -> Iterator[Problem]:
    """An element with nothing to play, call, connect, start, stop or send."""
    if site.element_class is None or not site.node.is_closed or site.text or site.given("digits") is not None:
        return
    grammar = site.grammar
    idle = grammar.child_classes - grammar.not_beside_text if grammar.not_beside_text else frozenset[type]()
    if all(inner.element_class in idle for inner in site.inside):
        able = [each.tag for each in grammar.child_limits if each not in idle and not each.deprecated]
        wanted = ["text"] * bool(grammar.text) + able
        remedy = "add a URL or digits" if site.element_class is Play else f"add {_alternatives(wanted)}"
        yield problem_at(site, f"<{site.tag}> has nothing to act on", remedy)


def _alternatives(names: list[str]) -> str:
    return " or ".join(filter(None, (", ".join(names[:-1]), names[-1])))


_MOST_MESSAGES: Final = 10


@element_rule("too-many-messages", "warning", 14109, on=(MessagingResponse,))
def _too_many_messages(site: ElementSite) -> Iterator[Problem]:
    """More than ten Messages in one reply."""
    messages = [verb for verb in site.inside if verb.element_class is Message]
    if site.has_unknown_content:
        return
    if len(messages) > _MOST_MESSAGES:
        message = f"the reply contains {len(messages)} of <Message>, and Twilio sends {_MOST_MESSAGES}"
        yield problem_at(messages[_MOST_MESSAGES], message, "send the others through the REST API")
