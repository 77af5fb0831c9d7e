"""For each rule of the linter a document that breaks it and no other, and the context in which it does."""

from typing import TypeAlias

from twimlkit.linter import RULES, Context, Finding, lint

Documents: TypeAlias = dict[str, tuple[str | bytes, Context | None]]

DOCUMENT: Documents = {
    "malformed": ("<Response><Say>Hello</Response>", None),
    "blank-before-declaration": ("\n<?xml version='1.0'?><Response/>", None),
    "too-large": (f"<Response><!--{'x' * 65_536}--></Response>", None),
    "large-document": (f"<Response><!--{'x' * 49_152}--></Response>", None),
    "too-deep": ("<Response><Say>" + "<lang xml:lang='fr-FR'>" * 63, None),
    "wrong-root": ("<Say>Hello</Say>", None),
}

VOCABULARY: Documents = {
    "unknown-element": ("<Response><say>Hello</say></Response>", None),
    "misplaced-element": ("<Response><Gather action='/next'><Echo/></Gather><Hangup/></Response>", None),
    "legacy-element": ("<Response><Annotate/></Response>", None),
    "too-many-elements": (f"<Response><Dial>{'<Client>anna</Client>' * 11}</Dial></Response>", None),
    "conflicting-elements": (
        "<Response><Dial><Conference>room</Conference><Number>+14155550100</Number></Dial></Response>",
        None,
    ),
    "misplaced-text": ("<Response>Hello</Response>", None),
    "text-beside-elements": ("<Response><Message>Hello<Body>Hello</Body></Message></Response>", None),
    "missing-content": ("<Response><Enqueue/></Response>", None),
    "unknown-attribute": ("<Response><Gather action='/next' numdigits='1'/><Hangup/></Response>", None),
    "legacy-attribute": ("<Response><Say rate='5'>Hello</Say></Response>", None),
    "suspected-typo": (
        "<Response><Connect><ConversationRelay url='wss://example.com/' speechtimeout='5'/></Connect></Response>",
        None,
    ),
    "namespace": ("<Response xmlns='https://example.com/'/>", None),
    "missing-attribute": (
        "<Response><Connect><VirtualAgent><Config name='a'/></VirtualAgent></Connect></Response>",
        None,
    ),
    "wrong-value": ("<Response><Pause length='0'/></Response>", None),
    "deprecated-element": ("<Response><Sms>Hello</Sms></Response>", None),
    "deprecated-attribute": ("<Response><Message statusCallback='/sent'>Hello</Message></Response>", None),
}

FLOW: Documents = {
    "unreachable": ("<Response><Hangup/><Say>Hello</Say></Response>", None),
    "seldom-reached": ("<Response><Dial action='/called'>+14155550100</Dial><Say>Hello</Say></Response>", None),
    "endless-question": ("<Response><Gather/><Hangup/></Response>", None),
    "silence-ends-call": ("<Response><Gather action='/next'/></Response>", None),
    "redirect-to-itself": ("<Response><Redirect/></Response>", None),
    "reject-not-first": ("<Response><Pause/><Reject/></Response>", None),
    "empty-element": ("<Response><Dial/></Response>", None),
    "too-many-messages": (f"<Response>{'<Message>Hello</Message>' * 11}</Response>", None),
}

SPEECH: Documents = {
    "empty-say": ("<Response><Say><p> </p></Say></Response>", None),
    "long-say": (f"<Response><Say>{'x' * 4097}</Say></Response>", None),
    "unknown-interpretation": ("<Response><Say><say-as interpret-as='money'>$5</say-as></Say></Response>", None),
    "voice-settings": (
        "<Response><Connect><ConversationRelay url='wss://example.com/' voice='x-v2-2_1_1'/></Connect></Response>",
        None,
    ),
    "unknown-voice": ("<Response><Say voice='Polly.Joana'>Hello</Say></Response>", None),
    "unknown-language": ("<Response><Say language='en-UK'>Hello</Say></Response>", None),
    "voice-language": ("<Response><Say voice='Polly.Joanna' language='fr-FR'>Hello</Say></Response>", None),
    "speech-timeout": (
        "<Response><Gather action='/said' speechTimeout='auto' speechModel='phone_call'/><Hangup/></Response>",
        None,
    ),
}

URLS: Documents = {
    "relative-url": (
        "<Response><Start><Stream url='wss://example.com/' statusCallback='/streamed'/></Start></Response>",
        None,
    ),
    "url-scheme": ("<Response><Start><Stream url='https://example.com/'/></Start></Response>", None),
    "url-without-scheme": ("<Response><Play>www.example.com/a.mp3</Play></Response>", None),
    "stream-query": ("<Response><Start><Stream url='wss://example.com/?a=b'/></Start></Response>", None),
    "underscore-in-host": ("<Response><Play>https://my_host.example.com/a.mp3</Play></Response>", None),
    "password-in-url": ("<Response><Play>https://user:secret@example.com/a.mp3</Play></Response>", None),
}

LIMITS: Documents = {
    "phone-number": ("<Response><Dial>415-123-4567</Dial></Response>", None),
    "no-number": ("<Response><Dial><Number>MY_PHONE_NUMBER</Number></Dial></Response>", None),
    "sid-prefix": (f"<Response><Enqueue workflowSid='WF{'0' * 32}'/></Response>", None),
    "below-documented": ("<Response><Dial timeout='4'>+14155550100</Dial></Response>", None),
    "above-cap": ("<Response><Say loop='1001'>Hello</Say></Response>", None),
    "account-option": ("<Response><Dial timeLimit='14401'>+14155550100</Dial></Response>", None),
    "sender-name": ("<Response><Message from='Twelve chars'>Hello</Message></Response>", None),
    "task-json": (f"<Response><Enqueue workflowSid='WW{'0' * 32}'><Task>priority</Task></Enqueue></Response>", None),
    "transcription-length": ("<Response><Record action='/said' transcribe='true' maxLength='121'/></Response>", None),
    "parameter-length": (
        f"<Response><Start><Stream><Parameter name='name' value='{'x' * 496}'/></Stream></Start></Response>",
        None,
    ),
    "whatsapp-caller": (
        "<Response><Dial callerId='+14155550100'><WhatsApp>+14155550101</WhatsApp></Dial></Response>",
        None,
    ),
    "client-caller": ("<Response><Dial callerId='client:alice'>+14155550100</Dial></Response>", None),
    "currency-code": ("<Response><Pay currency='dollar' action='https://example.com/'/></Response>", None),
    "amount-decimals": ("<Response><Pay chargeAmount='20.455' action='https://example.com/'/></Response>", None),
    "connect-track": (
        "<Response><Connect><Stream url='wss://example.com/' track='both_tracks'/></Connect></Response>",
        None,
    ),
}

CONTEXTS: Documents = {
    "whisper-verb": ("<Response><Dial>+14155550100</Dial></Response>", "whisper"),
    "wait-verb": ("<Response><Echo/></Response>", "wait"),
    "queue-only-verb": ("<Response><Leave/></Response>", "wait"),
    "inline-url": ("<Response><Gather action='/pressed'/><Hangup/></Response>", "inline"),
    "inline-size": (f"<Response><Say>{'x' * 4000}</Say></Response>", "inline"),
}

ONLY = DOCUMENT | VOCABULARY | FLOW | SPEECH | URLS | LIMITS | CONTEXTS
"""The documents by the names of the rules."""


def found(rule: str, xml: str | bytes, context: Context | None = None) -> list[Finding]:
    """What one rule finds in a document."""
    return lint(xml, context=context, ignore=RULES.keys() - {rule})
