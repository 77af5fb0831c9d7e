"""Mistakes that the classes take, and the linter warns of or advises against."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from twimlkit.messaging import Message, MessagingResponse
from twimlkit.speech import Play, Say
from twimlkit.values import (
    ABSOLUTE,
    PHONE,
    Address,
    Capped,
    Documented,
    Flag,
    Known,
    Prefix,
    Schemes,
    Sender,
    WithOption,
    shortened,
)
from twimlkit.voice import (
    Connect,
    Dial,
    Enqueue,
    Gather,
    Hangup,
    Leave,
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

from .mistakes import Mistake, mistake, node_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from twimlkit.element import Element
    from twimlkit.parser import Form

    from .mistakes import Place

__all__: list[str] = []


# Elements.


def _deprecated(form: Form) -> list[type[Element]]:
    return [kind for kind in form.kinds.values() if kind.deprecated]


@mistake("deprecated-element", where=_deprecated)
def _deprecated_element(place: Place) -> str:
    kind = place.choose(_deprecated(place.form))
    place.insert(place.make(kind))
    return f"<{kind._tag}> was put into {place.name}"


def _deprecated_wires(form: Form) -> list[str]:
    return [wire for wire, attribute in form.wires.items() if attribute.deprecated]


@mistake("deprecated-attribute", where=_deprecated_wires)
def _deprecated_attribute(place: Place) -> str:
    wire = place.choose(_deprecated_wires(place.form))
    value = place.form.wires[wire].value
    place.node.attributes[wire] = value.take(value.example())[1]
    return f"{place.name} got the attribute {wire}"


@mistake("seldom-reached", on=[Record])
def _after_a_recording(place: Place) -> str:
    place.follow(place.make(Redirect))
    return f"<Redirect> was put after {place.name}"


@mistake("seldom-reached", on=[Connect, Dial, Enqueue, Message])
def _after_an_action(place: Place) -> str:
    place.node.attributes["action"] = "/next"
    place.follow(place.make(Redirect))
    return f"{place.name} got an action, and <Redirect> was put after it"


@mistake("endless-question", on=[Gather, Pay, Record], suits=lambda element: element.action)
def _without_action(place: Place) -> str:
    del place.node.attributes["action"]
    return f"action of {place.name} was left out"


@mistake("redirect-to-itself", on=[Redirect])
def _to_itself(place: Place) -> str:
    place.node.children = place.choose([[], ["#again"]])
    return f"the URL of {place.name} was left out, but for a fragment"


@mistake("reject-not-first", on=[Reject])
def _late_reject(place: Place) -> str:
    place.precede(place.make(Say))
    return f"<Say> was put before {place.name}"


@mistake("empty-element", on=[Response])
def _idle_element(place: Place) -> str:
    kind = place.choose([Connect, Dial, Play, Start, Stop])
    place.insert(node_of(kind()))
    return f"an empty <{kind._tag}> was put into {place.name}"


@mistake("idle-parameter", on=[Hangup, Reject])
def _idle_parameter(place: Place) -> str:
    place.insert(place.make(Parameter))
    return f"<Parameter> was put into {place.name}"


@mistake("too-many-messages", on=[MessagingResponse])
def _too_many_messages(place: Place) -> str:
    place.insert(*[place.make(Message)] * 11)
    return f"11 of <Message> were put into {place.name}"


@mistake("task-json", on=[Enqueue])
def _task_without_json(place: Place) -> str:
    place.node.children.append(node_of(Task("language=en")))
    return f"<Task> without JSON was put into {place.name}"


@mistake("parameter-length", on=[Stream])
def _long_parameter(place: Place) -> str:
    place.insert(node_of(Parameter(name="a", value="b" * 499)))
    return f"<Parameter> of 500 characters was put into {place.name}"


@mistake("whatsapp-caller", on=[Dial])
def _whatsapp_without_caller(place: Place) -> str:
    place.node.attributes.pop("callerId", None)
    place.node.children = [place.make(WhatsApp)]
    return f"<WhatsApp> was put into {place.name}, without a callerId"


@mistake("connect-track", on=[Connect])
def _outbound_stream(place: Place) -> str:
    place.insert(node_of(Stream(url="wss://example.com/", track="both_tracks")))
    return f"<Stream> of both tracks was put into {place.name}"


# Speech.


@mistake("empty-say", on=[Say])
def _silent(place: Place) -> str:
    place.node.children = place.choose([[], [" "]])
    return f"the text of {place.name} was left out, but for white space"


@mistake("long-say", on=[Say], suits=lambda say: say.voice is None)
def _long(place: Place) -> str:
    place.node.children = ["a" * 4097]
    return f"{place.name} got 4097 characters of text"


@mistake("voice-language", on=[Say])
def _voice_of_another_language(place: Place) -> str:
    place.node.attributes |= {"voice": "Polly.Joanna", "language": "fr-FR"}
    return f"{place.name} got a voice of English, and text of French"


@mistake("speech-timeout", on=[Gather])
def _automatic_timeout(place: Place) -> str:
    place.node.attributes |= {"speechTimeout": "auto", "speechModel": "phone_call"}
    return f"{place.name} got a speechModel, and the speechTimeout auto"


@mistake("transcription-length", on=[Record])
def _long_transcription(place: Place) -> str:
    place.node.attributes |= {"transcribe": "true", "maxLength": "121"}
    return f"{place.name} got a maxLength of 121, and is to be transcribed"


# What is wrong only where Twilio meets the document in a certain way.


@mistake("whisper-verb", on=[Response])
def _dial_in_whisper(place: Place) -> str:
    place.insert(place.make(Dial))
    return f"<Dial> was put into {place.name}"


@mistake("wait-verb", on=[Response])
def _dial_while_waiting(place: Place) -> str:
    place.insert(place.make(Dial))
    return f"<Dial> was put into {place.name}"


@mistake("queue-only-verb", on=[Response])
def _leave_while_waiting(place: Place) -> str:
    place.insert(place.make(Leave))
    return f"<Leave> was put into {place.name}"


@mistake("inline-url", on=[Response])
def _relative_inline(place: Place) -> str:
    place.insert(node_of(Redirect("/next")))
    return f"<Redirect> to a relative URL was put into {place.name}"


# Values.

_Hint = TypeVar("_Hint")


def _unwise(
    rule: str,
    hint: type[_Hint],
    values: Callable[[_Hint], Iterable[str]],
    *,
    suits: Callable[[Element], bool] = lambda _: True,
) -> Mistake:
    """Makes a mistake of giving an unwise value.

    hint: the class of what tells where that can be: of what a value may be, or of a mark that it has.
    values: gives unwise values for such a hint.
    """

    def options(form: Form) -> list[tuple[str, str]]:
        grammar = form.grammar
        held = {wire: (attribute.value, *attribute.marks) for wire, attribute in form.wires.items()}
        if grammar.text and not grammar.spoken:
            held[""] = (grammar.text, *grammar.text_marks)
        return [
            (wire, text)
            for wire, hints in held.items()
            for found in hints
            if isinstance(found, hint)
            for text in values(found)
        ]

    def change(place: Place) -> str:
        wire, text = place.choose(options(place.form))
        if wire:
            place.node.attributes[wire] = text
        else:
            place.node.children = [text]
        return f"{wire or 'the text'} of {place.name} became {shortened(text)}"

    return mistake(rule, where=options, suits=suits)(change)


_not_e164 = _unwise("phone-number", Flag, lambda flag: ["4155550100", "(415) 555-0100"] if flag is PHONE else [])
_relative = _unwise("relative-url", Flag, lambda flag: ["/events"] if flag is ABSOLUTE else [])
_other_scheme = _unwise(
    "url-scheme",
    Schemes,
    lambda schemes: [f"{scheme}://a.example/" for scheme in ("http", "https") if scheme not in schemes.names],
)
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
    suits=lambda element: "speech_model" not in element.attributes,  # some models know languages of their own
)
