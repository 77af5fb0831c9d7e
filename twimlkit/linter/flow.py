"""Rules about what runs, in which order, and what has nothing to do."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from twimlkit.messaging import Message, MessagingResponse
from twimlkit.parser import DOCUMENTS
from twimlkit.speech import Play
from twimlkit.voice import (
    Application,
    Client,
    Connect,
    Dial,
    Enqueue,
    Gather,
    Hangup,
    Headers,
    Parameter,
    Pay,
    Record,
    Redirect,
    Refer,
    Reject,
    Response,
    Sip,
    Sms,
    Start,
    Stop,
)

from .findings import Complaint, element_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .inspection import Spot

__all__: list[str] = []


# What comes after what.


def _reached(spot: Spot) -> list[Spot]:
    """The verbs of a document up to the first that ends it."""
    ending = spot.form.grammar.ending if spot.form else ()
    for count, verb in enumerate(spot.inside, 1):
        if verb.kind in ending:
            return spot.inside[:count]
    return spot.inside


@element_rule("unreachable", "warning", on=DOCUMENTS, refused=True)
def _unreachable(spot: Spot) -> Iterator[Complaint]:
    """A verb after one that ends the document."""
    reached = _reached(spot)
    after = spot.inside[len(reached) :]
    if after:
        ending = reached[-1].node.tag
        others = f", and what follows it ({len(after) - 1} more)" if len(after) > 1 else ""
        problem = f"<{after[0].node.tag}> is never run, since <{ending}> before it ends the document"
        yield Complaint(problem, f"leave it out{others}, or move {ending} to the end", after[0])


_WITH_ACTION: Final = (Connect, Dial, Enqueue, Message, Refer, Sms)
"""The classes of verbs after which Twilio goes on at their action, if they have one."""


@element_rule("seldom-reached", "advice", on=DOCUMENTS)
def _seldom_reached(spot: Spot) -> Iterator[Complaint]:
    """Verbs after a Record, or after another verb with an action, where Twilio goes on instead."""
    for before, after in pairwise(_reached(spot)):
        if before.kind is Record:
            problem = f"<{after.node.tag}> runs only when <{before.node.tag}> has recorded nothing"
            remedy = "put what is to follow a recording into the document of its action"
            yield Complaint(problem, remedy, after)
            return
        if before.kind in _WITH_ACTION and before.given("action") is not None:
            problem = (
                f"<{after.node.tag}> seldom or never runs, since Twilio goes on at the action of <{before.node.tag}>"
            )
            yield Complaint(problem, "put it into the document of that action, or leave the action out", after)
            return


@element_rule("endless-question", "advice", on=(Gather, Pay, Record))
def _endless_question(spot: Spot) -> Iterator[Complaint]:
    """A question without an action, whose answer goes to the same URL, which asks it again."""
    if spot.inspection.context != "inline" and _is_current(spot.given("action")):
        problem = f"<{spot.node.tag}> has no action, so that the URL of this document gets the answer and may ask again"
        yield Complaint(problem, "give it the URL that handles the answer as its action", spot)


@element_rule("redirect-to-itself", "advice", on=(Redirect,))
def _redirect_to_itself(spot: Spot) -> Iterator[Complaint]:
    """A Redirect to the document that it is in, which may go round for ever."""
    if spot.inspection.context != "wait" and spot.node.closed and not spot.inside and _is_current(spot.text):
        problem = f"<{spot.node.tag}> has no URL, so that it goes on with this document again"
        yield Complaint(problem, "give it the URL of another document, or one with a query that ends it", spot)


def _is_current(url: str | None) -> bool:
    """Tells whether a URL is that of the current document."""
    return (url or "").strip().partition("#")[0] == ""


@element_rule("reject-not-first", "advice", on=(Response,))
def _reject_not_first(spot: Spot) -> Iterator[Complaint]:
    """A Reject after another verb, which has answered the call."""
    for verb in _reached(spot)[1:]:
        if verb.kind is Reject:
            problem = f"<{verb.node.tag}> comes too late, since the verb before it answers the call"
            yield Complaint(problem, f"make {verb.node.tag} the first verb, or write Hangup", verb)


# What has nothing to do.


@element_rule("empty-element", "advice", on=(Application, Client, Connect, Dial, Headers, Play, Sip, Start, Stop))
def _empty_element(spot: Spot) -> Iterator[Complaint]:
    """An element without anything to play, to call, to connect, to start, to stop or to send."""
    if spot.form is None or not spot.node.closed or spot.text or spot.given("digits") is not None:
        return
    grammar = spot.form.grammar
    idle = grammar.classes - grammar.apart if grammar.apart else frozenset[type]()
    if all(inner.kind in idle for inner in spot.inside):
        wanted = ["text"] * bool(grammar.text) + [kind._tag for kind in grammar.kinds if kind not in idle]
        remedy = "give it a URL or digits" if spot.kind is Play else f"give it {_alternatives(wanted)}"
        yield Complaint(f"<{spot.node.tag}> has nothing to act on", remedy, spot)


def _alternatives(names: list[str]) -> str:
    return " or ".join(filter(None, (", ".join(names[:-1]), names[-1])))


@element_rule("idle-parameter", "advice", on=(Parameter,))
def _idle_parameter(spot: Spot) -> Iterator[Complaint]:
    """A Parameter of a Hangup or a Reject, where nothing takes it."""
    if spot.parent and spot.parent.kind in (Hangup, Reject):
        problem = f"<{spot.parent.node.tag}> does nothing with a <{spot.node.tag}>"
        yield Complaint(problem, "leave it out", spot)


_MOST_MESSAGES: Final = 10


@element_rule("too-many-messages", "warning", 14109, on=(MessagingResponse,))
def _too_many_messages(spot: Spot) -> Iterator[Complaint]:
    """More than ten Messages in one reply."""
    messages = [verb for verb in spot.inside if verb.kind is Message]
    if len(messages) > _MOST_MESSAGES:
        problem = f"the reply holds {len(messages)} of <Message>, and Twilio sends {_MOST_MESSAGES}"
        yield Complaint(problem, "send the others through the REST API", messages[_MOST_MESSAGES])
