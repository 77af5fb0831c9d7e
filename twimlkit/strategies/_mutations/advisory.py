"""Mutations that the classes accept, and the linter advises against."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from twimlkit._core.marks import ABSOLUTE, PHONE, Capped, Documented, Flag, Known, Prefix, Schemes, Sender, WithOption
from twimlkit._core.values import Address, shortened
from twimlkit.messaging import Message, MessagingResponse
from twimlkit.speech import Play, Say, SayAs
from twimlkit.strategies._mutation import Mutation, mutation, node_of
from twimlkit.voice import (
    Connect,
    ConversationRelay,
    Dial,
    Enqueue,
    Gather,
    Language,
    Leave,
    Number,
    Parameter,
    Pay,
    Record,
    Redirect,
    Reject,
    Response,
    Start,
    Stop,
    Stream,
    Task,
    WhatsApp,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from twimlkit._core.element import Element
    from twimlkit._core.grammar import Attribute, Grammar
    from twimlkit.strategies._mutation import Site


# Elements.


def _deprecated_children(grammar: Grammar) -> list[type[Element]]:
    return [child for child in grammar.child_limits if child.deprecated]


@mutation("deprecated-element", where=_deprecated_children)
def _deprecated_element(site: Site) -> str:
    child = site.choose(_deprecated_children(site.grammar))
    site.insert(site.make(child))
    return f"<{child.tag}> was put into {site.name}"


def _deprecated_attributes(grammar: Grammar) -> list[Attribute]:
    return [attribute for attribute in grammar.attributes.values() if attribute.deprecated]


@mutation("deprecated-attribute", where=_deprecated_attributes)
def _deprecated_attribute(site: Site) -> str:
    attribute = site.choose(_deprecated_attributes(site.grammar))
    site.node.attributes[attribute.xml_name] = attribute.value.from_python(attribute.value.example())[1]
    return f"{site.name} got the attribute {attribute.xml_name}"


@mutation("seldom-reached", on=[Connect, Dial, Enqueue, Message])
def _after_an_action(site: Site) -> str:
    site.node.attributes["action"] = "/next"
    site.insert_after(site.make(Redirect))
    return f"{site.name} got an action, and <Redirect> was put after it"


@mutation("endless-question", on=[Gather, Record], suits=lambda element: element.action)
def _without_action(site: Site) -> str:
    del site.node.attributes["action"]
    return f"action of {site.name} was left out"


@mutation("silence-ends-call", on=[Response])
def _last_question(site: Site) -> str:
    site.node.children = [node_of(Gather(action="/next"))]
    return f"<Gather> became all of {site.name}"


@mutation("redirect-to-itself", on=[Response, MessagingResponse])
def _to_itself(site: Site) -> str:
    site.node.children = [node_of(Redirect(site.choose(["", "#again"])))]
    return f"<Redirect> without a URL, but for a fragment, became all of {site.name}"


@mutation("reject-not-first", on=[Reject])
def _late_reject(site: Site) -> str:
    site.insert_before(site.make(Say))
    return f"<Say> was put before {site.name}"


@mutation("empty-element", on=[Response])
def _idle_element(site: Site) -> str:
    element_class = site.choose([Connect, Dial, Play, Start, Stop])
    site.insert(node_of(element_class()))
    return f"an empty <{element_class.tag}> was put into {site.name}"


@mutation("too-many-messages", on=[MessagingResponse])
def _too_many_messages(site: Site) -> str:
    site.insert(*[site.make(Message)] * 11)
    return f"11 of <Message> were put into {site.name}"


@mutation("task-json", on=[Enqueue])
def _task_without_json(site: Site) -> str:
    site.node.children.append(node_of(Task("language=en")))
    return f"<Task> without JSON was put into {site.name}"


@mutation("parameter-length", on=[Stream])
def _long_parameter(site: Site) -> str:
    site.insert(node_of(Parameter(name="a", value="b" * 499)))
    return f"<Parameter> of 500 characters was put into {site.name}"


@mutation("whatsapp-caller", on=[Dial])
def _whatsapp_without_caller(site: Site) -> str:
    site.node.attributes.pop("callerId", None)
    site.node.children = [site.make(WhatsApp)]
    return f"<WhatsApp> was put into {site.name}, without a callerId"


@mutation("client-caller", on=[Dial])
def _client_as_caller(site: Site) -> str:
    site.node.attributes["callerId"] = "client:alice"
    site.node.children = ["+14155550100"]
    return f"{site.name} got a client as its callerId, and a telephone number"


@mutation("no-number", on=[Dial])
def _name_dialled(site: Site) -> str:
    site.node.children = site.choose([["MY_NUMBER"], [node_of(Number("MY_NUMBER"))]])
    return f"MY_NUMBER became all of {site.name}"


@mutation("currency-code", on=[Pay])
def _name_of_a_currency(site: Site) -> str:
    site.node.attributes["currency"] = "dollar"
    return f"currency of {site.name} became dollar"


@mutation("amount-decimals", on=[Pay])
def _third_decimal(site: Site) -> str:
    site.node.attributes |= {"chargeAmount": "20.455", "currency": "usd"}
    return f"chargeAmount of {site.name} became 20.455"


@mutation("stream-query", on=[Stream])
def _query_of_a_stream(site: Site) -> str:
    site.node.attributes["url"] = "wss://example.com/?order=17"
    return f"url of {site.name} got a query string"


@mutation("connect-track", on=[Connect])
def _outbound_stream(site: Site) -> str:
    site.insert(node_of(Stream(url="wss://example.com/", track="both_tracks")))
    return f"<Stream> of both tracks was put into {site.name}"


# Speech.


@mutation("empty-say", on=[Say])
def _silent(site: Site) -> str:
    site.node.children = site.choose([[], [" "]])
    return f"the text of {site.name} was left out, but for white space"


@mutation("long-say", on=[Say], suits=lambda say: say.voice is None)
def _long(site: Site) -> str:
    site.node.children = ["a" * 4097]
    return f"{site.name} got 4097 characters of text"


@mutation("voice-language", on=[Say])
def _voice_of_another_language(site: Site) -> str:
    site.node.attributes |= {"voice": "Polly.Joanna", "language": "fr-FR"}
    return f"{site.name} got a voice of English, and text of French"


@mutation("speech-timeout", on=[Gather])
def _automatic_timeout(site: Site) -> str:
    site.node.attributes |= {"speechTimeout": "auto", "speechModel": "phone_call"}
    return f"{site.name} got a speechModel, and the speechTimeout auto"


@mutation("unknown-interpretation", on=[SayAs])
def _unknown_interpretation(site: Site) -> str:
    site.node.attributes["interpret-as"] = "money"
    return f"interpret-as of {site.name} became money"


@mutation("voice-settings", on=[ConversationRelay, Language])
def _fast_voice(site: Site) -> str:
    site.node.attributes["voice"] = "Xb7hH8MSUJpSbSDYk0k2-flash_v2_5-2.0_0.8_0.8"
    return f"voice of {site.name} got the speed 2.0"


@mutation("transcription-length", on=[Record])
def _long_transcription(site: Site) -> str:
    site.node.attributes |= {"transcribe": "true", "maxLength": "121"}
    return f"{site.name} got a maxLength of 121, and is to be transcribed"


# What is a mistake only in one context.


@mutation("whisper-verb", on=[Response])
def _dial_in_whisper(site: Site) -> str:
    site.insert(site.make(Dial))
    return f"<Dial> was put into {site.name}"


@mutation("wait-verb", on=[Response])
def _dial_while_waiting(site: Site) -> str:
    site.insert(site.make(Dial))
    return f"<Dial> was put into {site.name}"


@mutation("queue-only-verb", on=[Response])
def _leave_while_waiting(site: Site) -> str:
    site.insert(site.make(Leave))
    return f"<Leave> was put into {site.name}"


@mutation("inline-url", on=[Response])
def _relative_inline(site: Site) -> str:
    site.insert(node_of(Redirect("/next")))
    return f"<Redirect> to a relative URL was put into {site.name}"


# Values.

_Hint = TypeVar("_Hint")


def _unwise(
    rule: str,
    hint: type[_Hint],
    values: Callable[[_Hint], Iterable[str]],
    *,
    unless: Flag | None = None,
    suits: Callable[[Element], bool] = lambda _: True,
) -> Mutation:
    """Make a mutation that sets an unwise value.

    Args:
        rule: The name of the rule that finds it.
        hint: The class of the types of values, or of the marks, of values that may be unwise.
        values: Returns unwise values for such a type or mark.
        unless: A mark of values that another rule judges.
        suits: Tells of an element whether it may be changed.
    """

    def options(grammar: Grammar) -> list[tuple[str, str]]:
        held = {name: (attribute.value, *attribute.marks) for name, attribute in grammar.xml_attributes.items()}
        if grammar.text and not grammar.is_spoken:
            held[""] = (grammar.text, *grammar.text_marks)
        return [
            (xml_name, text)
            for xml_name, hints in held.items()
            for found in hints
            if isinstance(found, hint) and unless not in hints
            for text in values(found)
        ]

    def change(site: Site) -> str:
        xml_name, text = site.choose(options(site.grammar))
        if xml_name:
            site.node.attributes[xml_name] = text
        else:
            site.node.children = [text]
        return f"{xml_name or 'the text'} of {site.name} became {shortened(text)}"

    return mutation(rule, where=options, suits=suits)(change)


_not_e164 = _unwise("phone-number", Flag, lambda flag: ["4155550100", "(415) 555-0100"] if flag is PHONE else [])
_relative = _unwise("relative-url", Flag, lambda flag: ["/events"] if flag is ABSOLUTE else [])
_other_scheme = _unwise(
    "url-scheme",
    Schemes,
    lambda schemes: [f"{scheme}://a.example/" for scheme in ("http", "https") if scheme not in schemes.names],
)
_host_alone = _unwise("url-without-scheme", Address, lambda _: ["www.example.com/next"], unless=ABSOLUTE)
_underscore = _unwise("underscore-in-host", Address, lambda _: ["https://my_host.example/"])
_password = _unwise("password-in-url", Address, lambda _: ["https://user:secret@a.example/"])
_long_sender = _unwise("sender-name", Sender, lambda sender: ["a" * (sender.most + 1), "M\xfcnchen"])
_other_sid = _unwise("sid-prefix", Prefix, lambda _: [f"ZZ{0:032}"])
_too_little = _unwise("below-documented", Documented, lambda documented: [str(documented.least - 1)])
_too_much = _unwise("above-cap", Capped, lambda capped: [str(capped.most + 1)])
_beyond_option = _unwise("account-option", WithOption, lambda option: [str(option.beyond + 1)])
_unknown_voice = _unwise("unknown-voice", Known, lambda known: ["Polly.Nobody"] if known.name == "say.voice" else [])
_unknown_language = _unwise(
    "unknown-language",
    Known,
    lambda known: ["xx-XX"] if known.name != "say.voice" else [],
    suits=lambda element: "speech_model" not in element.attributes,  # some models have languages of their own
)
