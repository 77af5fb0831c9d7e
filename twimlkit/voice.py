"""Every element of a call but those that are only heard, and Response, the document of a call."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from .element import Document, Element
from .errors import InvalidContent, InvalidNesting, twilio_code
from .speech import Pause, Play, Say
from .values import (
    ABSOLUTE,
    Between,
    CommaList,
    Count,
    Deprecated,
    Digits,
    Documented,
    Identifier,
    Key,
    Keys,
    Known,
    Length,
    Locale,
    Method,
    Most,
    Name,
    NotBesideText,
    PhoneNumber,
    Prefix,
    Real,
    Schemes,
    Seconds,
    Separated,
    Url,
    WithOption,
    Words,
)

__all__ = [
    "AiSession",
    "Application",
    "ApplicationSid",
    "Assistant",
    "Autopilot",
    "CallEvent",
    "CardType",
    "Client",
    "Conference",
    "Config",
    "Connect",
    "Conversation",
    "ConversationRelay",
    "ConversationRelaySession",
    "Dial",
    "Echo",
    "Enqueue",
    "Gather",
    "Hangup",
    "Header",
    "Headers",
    "Identity",
    "Interruption",
    "Language",
    "Leave",
    "MachineDetection",
    "Number",
    "Parameter",
    "Party",
    "Pay",
    "Prompt",
    "Queue",
    "Record",
    "Recording",
    "RecordingEvent",
    "Redirect",
    "Refer",
    "ReferSip",
    "Reject",
    "RelayDebug",
    "Response",
    "Room",
    "Sim",
    "Sip",
    "Siprec",
    "Sms",
    "Start",
    "Stop",
    "Stream",
    "StreamTrack",
    "Task",
    "Transcription",
    "Trim",
    "Uri",
    "Verb",
    "VirtualAgent",
    "WhatsApp",
]

CallEvent: TypeAlias = Literal["initiated", "ringing", "answered", "completed"]
CardType: TypeAlias = Literal[
    "visa", "mastercard", "amex", "maestro", "discover", "optima", "jcb", "diners-club", "enroute"
]
Interruption: TypeAlias = Literal["none", "dtmf", "speech", "any"]
MachineDetection: TypeAlias = Literal["Enable", "DetectMessageEnd"]
RecordingEvent: TypeAlias = Literal["in-progress", "completed", "absent"]
RelayDebug: TypeAlias = Literal["debugging", "speaker-events", "tokens-played"]
StreamTrack: TypeAlias = Literal["inbound_track", "outbound_track", "both_tracks"]
Trim: TypeAlias = Literal["trim-silence", "do-not-trim"]


class Connect(Element):
    """Connects the call to a service, at Twilio or elsewhere, and waits until that has ended.

    action: where Twilio goes on when the service has ended; without it, with the next verb.
    method: the HTTP method for `action`. Default: POST.

    https://www.twilio.com/docs/voice/twiml/connect
    """

    __slots__ = ()

    def __init__(
        self,
        *services: (
            Room
            | Autopilot
            | Stream
            | VirtualAgent
            | Conversation
            | ConversationRelay
            | Assistant
            | AiSession
            | ConversationRelaySession
        ),
        action: Url | None = None,
        method: Method | None = None,
    ) -> None: ...


class AiSession(Element):
    """Connects the call to an AI session through a connector.

    ai_connector: the unique name of the connector, or the SID of the add-on.
    ai_session_configuration: the id or the unique name of a stored configuration.
    """

    __slots__ = ()

    def __init__(
        self,
        *,
        ai_connector: Name | None = None,
        ai_session_configuration: str | None = None,
    ) -> None: ...


class Assistant(Element, deprecated=True):
    """Connects the call to a Twilio AI Assistant, a product that Twilio has retired.

    id: the id of the assistant.
    language: the language that is heard and spoken. Default: en-US.
    tts_language: the language that is spoken, where it is not `language`.
    transcription_language: the language that is heard, where it is not `language`; multi finds it out, with Deepgram.
    tts_provider: the vendor that speaks. Default: ElevenLabs.
    voice: the voice, by its name at the vendor that speaks.
    transcription_provider: the vendor that hears. Default: Deepgram.
    speech_model: the model that recognizes speech; by default telephony at Google, nova-3-general or nova-2-general
        at Deepgram.
    profanity_filter: whether swear words are masked in what was heard.
    dtmf_detection: whether the application is told of keys that are pressed.
    welcome_greeting: what is spoken once the session is up.
    partial_prompts: whether the application is told what was heard before the caller has finished.
    welcome_greeting_interruptible: what may interrupt the greeting. Default: any.
    interruptible: what may interrupt speech; True is any, False is none. Default: any.
    preemptible: whether what is spoken may be cut short by what comes next. Default: false.
    hints: words and phrases to expect.
    intelligence_service: the SID or the unique name of a Conversational Intelligence service.
    report_input_during_agent_speech: which input is reported while the agent speaks; True is any, False is none.
        Default: none.
    elevenlabs_text_normalization: whether ElevenLabs writes numbers and dates out before they are spoken. Default:
        off.
    interrupt_sensitivity: how easily speech interrupts. Default: high.
    debug: which messages for tests the application gets.
    """

    __slots__ = ()

    def __init__(
        self,
        *content: Language | Parameter,
        id: str | None = None,
        language: Locale | None = None,
        tts_language: Locale | None = None,
        transcription_language: Locale | None = None,
        tts_provider: Literal["Google", "Amazon", "ElevenLabs"] | str | None = None,
        voice: str | None = None,
        transcription_provider: Literal["Google", "Deepgram"] | str | None = None,
        speech_model: str | None = None,
        profanity_filter: bool | None = None,
        dtmf_detection: bool | None = None,
        welcome_greeting: str | None = None,
        partial_prompts: bool | None = None,
        welcome_greeting_interruptible: Interruption | None = None,
        interruptible: bool | Interruption | None = None,
        preemptible: bool | None = None,
        hints: CommaList | None = None,
        intelligence_service: Name | None = None,
        report_input_during_agent_speech: bool | Interruption | None = None,
        elevenlabs_text_normalization: Literal["on", "auto", "off"] | None = None,
        interrupt_sensitivity: Literal["low", "medium", "high"] | None = None,
        debug: Words[RelayDebug | str] | None = None,
    ) -> None: ...


class Autopilot(Element, deprecated=True):
    """Connects the call to an Autopilot assistant, a product that Twilio has retired."""

    __slots__ = ()

    def __init__(self, name: Name, /) -> None: ...


class Conversation(Element):
    """Connects the call to a Flex conversation.

    service_instance_sid: the SID of the conversation service.
    inbound_autocreation: whether a conversation is made for a call that comes in.
    routing_assignment_timeout: seconds to wait for an agent.
    inbound_timeout: seconds to wait for the party that calls.
    url: TwiML to run; Twilio does not document when.
    method: the HTTP method for `url`. Default: POST.
    record: whether and how the call is recorded.
    trim: whether silence is cut off both ends of the recording.
    recording_status_callback: where Twilio reports on the recording.
    recording_status_callback_method: the HTTP method for `recording_status_callback`. Default: POST.
    recording_status_callback_event: which states of the recording are reported. Default: completed.
    status_callback: where Twilio reports the steps of the call.
    status_callback_method: the HTTP method for `status_callback`. Default: POST.
    status_callback_event: which steps of the call are reported.

    https://www.twilio.com/docs/voice/twiml/connect/conversation
    """

    __slots__ = ()

    def __init__(
        self,
        *,
        service_instance_sid: Annotated[Identifier, Prefix("IS")] | None = None,
        inbound_autocreation: bool | None = None,
        routing_assignment_timeout: int | None = None,
        inbound_timeout: int | None = None,
        url: Url | None = None,
        method: Method | None = None,
        record: bool
        | Literal[
            "do-not-record",
            "record-from-answer",
            "record-from-ringing",
            "record-from-answer-dual",
            "record-from-ringing-dual",
        ]
        | None = None,
        trim: Trim | None = None,
        recording_status_callback: Url | None = None,
        recording_status_callback_method: Method | None = None,
        recording_status_callback_event: Words[RecordingEvent] | None = None,
        status_callback: Url | None = None,
        status_callback_method: Method | None = None,
        status_callback_event: Words[Literal["call-initiated", "call-ringing", "call-answered", "call-completed"]]
        | None = None,
    ) -> None: ...


class ConversationRelay(Element):
    """Connects the call to an application over a WebSocket, as text that Twilio hears and speaks.

    url: the WebSocket of the application: a wss URL.
    language: the language that is heard and spoken. Default: en-US.
    tts_language: the language that is spoken, where it is not `language`.
    transcription_language: the language that is heard, where it is not `language`; multi finds it out, with Deepgram.
    tts_provider: the vendor that speaks. Default: ElevenLabs.
    voice: the voice, by its name at the vendor that speaks.
    transcription_provider: the vendor that hears. Default: Deepgram.
    speech_model: the model that recognizes speech; by default telephony at Google, nova-3-general or nova-2-general
        at Deepgram.
    profanity_filter: whether swear words are masked in what was heard.
    dtmf_detection: whether the application is told of keys that are pressed.
    welcome_greeting: what is spoken once the session is up.
    partial_prompts: whether the application is told what was heard before the caller has finished.
    welcome_greeting_interruptible: what may interrupt the greeting. Default: any.
    interruptible: what may interrupt speech; True is any, False is none. Default: any.
    preemptible: whether what is spoken may be cut short by what comes next. Default: false.
    hints: words and phrases to expect.
    intelligence_service: the SID or the unique name of a Conversational Intelligence service.
    report_input_during_agent_speech: which input is reported while the agent speaks; True is any, False is none.
        Default: none.
    elevenlabs_text_normalization: whether ElevenLabs writes numbers and dates out before they are spoken. Default:
        off.
    interrupt_sensitivity: how easily speech interrupts. Default: high.
    debug: which messages for tests the application gets.
    events: which events are reported; only Twilio's libraries know it.
    background_noise_reduction: how noise is filtered before speech is recognized; only Twilio's libraries know it.
    deepgram_smart_format: whether Deepgram formats what was heard; only Twilio's libraries know it.
    ignore_backchannel: whether an uh-huh of the caller is ignored; only Twilio's libraries know it.
    speech_timeout: the silence that ends speech; only Twilio's libraries know it.
    partial_prompt_on_hangup: whether what was heard of an unfinished sentence is reported when the caller hangs up.
    eager_eot_threshold: the confidence, from 0.3 to 0.9, at which an early end of a turn is reported.
    asr_smart_format: whether what was heard is formatted with punctuation, capitals and numbers.
    tts_text_normalization: whether numbers and dates are written out before they are spoken.
    tts_language_text_normalization: whether that is done by the rules of the language.
    elevenlabs_language_text_normalization: the older name of `tts_language_text_normalization`.
    include_in_prompt: which extra fields the application gets with what was heard.
    customer_name: the name of the caller for Conversations and Conversational Intelligence; by default the number.
    application_reconnect: whether Twilio connects again when the WebSocket drops. Default: false.
    echo_prompt_filtering: whether echoes of what was spoken are dropped from what was heard. Default: false.
    turn_detection: whether a model decides that the caller has finished. Default: false.

    https://www.twilio.com/docs/voice/twiml/connect/conversationrelay
    """

    __slots__ = ()

    def __init__(
        self,
        *content: Language | Parameter,
        url: Annotated[Url, Schemes("wss")],
        language: Locale | None = None,
        tts_language: Locale | None = None,
        transcription_language: Locale | None = None,
        tts_provider: Literal["Google", "Amazon", "ElevenLabs"] | str | None = None,
        voice: str | None = None,
        transcription_provider: Literal["Google", "Deepgram"] | str | None = None,
        speech_model: str | None = None,
        profanity_filter: bool | None = None,
        dtmf_detection: bool | None = None,
        welcome_greeting: str | None = None,
        partial_prompts: bool | None = None,
        welcome_greeting_interruptible: Interruption | None = None,
        interruptible: bool | Interruption | None = None,
        preemptible: bool | None = None,
        hints: CommaList | None = None,
        intelligence_service: Name | None = None,
        report_input_during_agent_speech: bool | Interruption | None = None,
        elevenlabs_text_normalization: Literal["on", "auto", "off"] | None = None,
        interrupt_sensitivity: Literal["low", "medium", "high"] | None = None,
        debug: Words[RelayDebug | str] | None = None,
        events: str | None = None,
        background_noise_reduction: str | None = None,
        deepgram_smart_format: str | None = None,
        ignore_backchannel: str | None = None,
        speech_timeout: str | None = None,
        partial_prompt_on_hangup: bool | None = None,
        eager_eot_threshold: Annotated[Real, Between(0.3, 0.9)] | None = None,
        asr_smart_format: bool | None = None,
        tts_text_normalization: Literal["auto", "on", "off"] | None = None,
        tts_language_text_normalization: bool | None = None,
        elevenlabs_language_text_normalization: bool | None = None,
        include_in_prompt: Words[Literal["turn-state", "prompt-segments"] | str] | None = None,
        customer_name: str | None = None,
        application_reconnect: bool | None = None,
        echo_prompt_filtering: bool | None = None,
        turn_detection: bool | None = None,
    ) -> None: ...


class ConversationRelaySession(Element):
    """Connects the call to a ConversationRelay session that is stored at Twilio.

    connector: the unique name of the connector, or the SID of the add-on.
    session_configuration: the id or the unique name of a stored configuration.
    """

    __slots__ = ()

    def __init__(
        self,
        *,
        connector: Name | None = None,
        session_configuration: str | None = None,
    ) -> None: ...


class Language(Element):
    """Says how one language is heard and spoken.

    code: the language, as in en-US; multi finds it out.
    tts_provider: the vendor that speaks; by default that of the session, and ElevenLabs for multi.
    voice: the voice, by its name at the vendor that speaks.
    transcription_provider: the vendor that hears; by default that of the session, and Deepgram for multi.
    speech_model: the model that recognizes speech; by default that of the session.
    hints: words and phrases to expect.
    asr_smart_format: whether what was heard is formatted with punctuation, capitals and numbers.
    tts_text_normalization: whether numbers and dates are written out before they are spoken.
    tts_language_text_normalization: whether that is done by the rules of the language.

    https://www.twilio.com/docs/voice/twiml/connect/conversationrelay
    """

    __slots__ = ()

    def __init__(
        self,
        *,
        code: Locale,
        tts_provider: Literal["Google", "Amazon", "ElevenLabs"] | str | None = None,
        voice: str | None = None,
        transcription_provider: Literal["Google", "Deepgram"] | str | None = None,
        speech_model: str | None = None,
        hints: CommaList | None = None,
        asr_smart_format: bool | None = None,
        tts_text_normalization: Literal["auto", "on", "off"] | None = None,
        tts_language_text_normalization: bool | None = None,
    ) -> None: ...


class Room(Element):
    """Connects the call to a room of Programmable Video.

    participant_identity: the name of the caller in the room.

    https://www.twilio.com/docs/voice/twiml/connect/room
    """

    __slots__ = ()

    def __init__(
        self,
        name: Name,
        /,
        *,
        participant_identity: Name | None = None,
    ) -> None: ...


class VirtualAgent(Element):
    """Connects the call to a Dialogflow agent.

    connector_name: the unique name of the connector to Dialogflow.
    language: the language of the agent.
    sentiment_analysis: whether the mood of what is said is analysed.
    status_callback: where Twilio reports on the session.
    status_callback_method: the HTTP method for `status_callback`.

    https://www.twilio.com/docs/voice/twiml/connect/virtualagent
    """

    __slots__ = ()

    def __init__(
        self,
        *settings: Config | Parameter,
        connector_name: Name | None = None,
        language: Locale | None = None,
        sentiment_analysis: bool | None = None,
        status_callback: Url | None = None,
        status_callback_method: Method | None = None,
    ) -> None: ...


class Dial(Element):
    """Connects the caller to another party: a number, or one or several nouns that say more about whom to call.

    action: where Twilio goes on when the dialled call has ended; the rest of the document is then not run.
    method: the HTTP method for `action`. Default: POST.
    timeout: seconds to let it ring, from 1 to 600; Twilio documents 5 as the least and adds about 5. Default: 30.
    hangup_on_star: whether the caller may end the dialled call with the star key. Default: false.
    time_limit: seconds that the call may last, up to 14400, or up to 86400 for accounts with the option of 24 hours.
        Default: 14400.
    caller_id: the number that is shown to the other party, or client:… or whatsapp:…; by default the caller's own.
    record: whether and how the call is recorded; True is record-from-answer. Default: do-not-record.
    trim: whether silence is cut off both ends of the recording. Default: do-not-trim.
    recording_status_callback: where Twilio reports on the recording.
    recording_status_callback_method: the HTTP method for `recording_status_callback`. Default: POST.
    recording_status_callback_event: which states of the recording are reported. Default: completed.
    answer_on_bridge: whether the caller hears it ring until the other party answers. Default: false.
    ring_tone: the country whose ringing tone the caller hears; by default the carrier's.
    recording_track: which direction of the audio is recorded. Default: both.
    sequential: whether up to ten parties are dialled one after another and not all at once. Default: false.
    refer_url: where Twilio goes on when the other party sends a SIP REFER.
    refer_method: the HTTP method for `refer_url`. Default: POST.
    events: which events are reported; Twilio does not document it.
    recording_configuration_id: the id of a stored configuration of recordings.
    passports: SHAKEN/STIR passports, in base64.
    call_reason: why the caller calls, shown to the other party; at most 50 characters.

    https://www.twilio.com/docs/voice/twiml/dial
    """

    __slots__ = ()

    def __init__(
        self,
        *parties: PhoneNumber | Annotated[Party, NotBesideText],
        action: Url | None = None,
        method: Method | None = None,
        timeout: Annotated[int, Between(1, 600), Documented(5)] | None = None,
        hangup_on_star: bool | None = None,
        time_limit: Annotated[int, Between(1, 86_400), WithOption(14_400)] | None = None,
        caller_id: PhoneNumber | None = None,
        record: bool
        | Literal[
            "do-not-record",
            "record-from-answer",
            "record-from-ringing",
            "record-from-answer-dual",
            "record-from-ringing-dual",
        ]
        | None = None,
        trim: Trim | None = None,
        recording_status_callback: Url | None = None,
        recording_status_callback_method: Method | None = None,
        recording_status_callback_event: Words[RecordingEvent] | None = None,
        answer_on_bridge: bool | None = None,
        ring_tone: Literal[
            "at",
            "au",
            "bg",
            "br",
            "be",
            "ch",
            "cl",
            "cn",
            "cz",
            "de",
            "dk",
            "ee",
            "es",
            "fi",
            "fr",
            "gr",
            "hu",
            "il",
            "in",
            "it",
            "lt",
            "jp",
            "mx",
            "my",
            "nl",
            "no",
            "nz",
            "ph",
            "pl",
            "pt",
            "ru",
            "se",
            "sg",
            "th",
            "uk",
            "us",
            "us-old",
            "tw",
            "ve",
            "za",
        ]
        | None = None,
        recording_track: Literal["both", "inbound", "outbound"] | None = None,
        sequential: bool | None = None,
        refer_url: Url | None = None,
        refer_method: Method | None = None,
        events: Literal["call-progress-event"] | None = None,
        recording_configuration_id: str | None = None,
        passports: CommaList | None = None,
        call_reason: Annotated[str, Length(50)] | None = None,
    ) -> None: ...

    def check(self) -> None:
        """Refuses telephone numbers beside a conference."""
        kinds = [kind for kind in (Conference, Number) if any(isinstance(party, kind) for party in self.children)]
        if len(kinds) > 1:
            code = twilio_code("Dial", None, "mixed")
            raise InvalidNesting("cannot hold both <Conference> and <Number>", element=self.tag, code=code)


class Application(Element):
    """Names a TwiML application to dial.

    url: TwiML that is run for the called party after the answer, before both are connected.
    method: the HTTP method for `url`. Default: POST.
    status_callback_event: which steps of the call are reported.
    status_callback: where Twilio reports the steps of the call.
    status_callback_method: the HTTP method for `status_callback`. Default: POST.
    customer_id: an id of the sender for the application, at most 256 characters; by default the SID of the calling
        account.
    copy_parent_to: whether the application gets the `To` of the calling call. Default: false.

    https://www.twilio.com/docs/voice/twiml/dial/application
    """

    __slots__ = ()

    def __init__(
        self,
        *sid: Annotated[Identifier, Prefix("AP")] | Annotated[ApplicationSid, Most(1), NotBesideText] | Parameter,
        url: Url | None = None,
        method: Method | None = None,
        status_callback_event: Words[CallEvent] | None = None,
        status_callback: Url | None = None,
        status_callback_method: Method | None = None,
        customer_id: Annotated[str, Length(256)] | None = None,
        copy_parent_to: bool | None = None,
    ) -> None: ...


class ApplicationSid(Element):
    """Holds the SID of the TwiML application to dial.

    https://www.twilio.com/docs/voice/twiml/dial/application
    """

    __slots__ = ()

    def __init__(self, sid: Annotated[Identifier, Prefix("AP")], /) -> None: ...


class Client(Element):
    """Names a user of the Voice SDK to dial.

    url: TwiML that is run for the called party after the answer, before both are connected.
    method: the HTTP method for `url`. Default: POST.
    status_callback_event: which steps of the call are reported.
    status_callback: where Twilio reports the steps of the call.
    status_callback_method: the HTTP method for `status_callback`. Default: POST.
    client_notification_url: where Twilio sends push notifications of your own, always with POST.

    https://www.twilio.com/docs/voice/twiml/client
    """

    __slots__ = ()

    def __init__(
        self,
        *identity: Annotated[Name, Length(256)] | Annotated[Identity, Most(1), NotBesideText] | Parameter,
        url: Url | None = None,
        method: Method | None = None,
        status_callback_event: Words[CallEvent] | None = None,
        status_callback: Url | None = None,
        status_callback_method: Method | None = None,
        client_notification_url: Url | None = None,
    ) -> None: ...


class Identity(Element):
    """Holds the identity of the client to dial.

    https://www.twilio.com/docs/voice/twiml/client
    """

    __slots__ = ()

    def __init__(self, identity: Annotated[Name, Length(256)], /) -> None: ...


class Conference(Element):
    """Names a conference room to join; it exists while somebody is in it.

    muted: whether this party joins without being heard. Default: false.
    beep: when the room hears a beep; True is both on enter and on exit. Default: true.
    start_conference_on_enter: whether the conference starts when this party joins. Default: true.
    end_conference_on_exit: whether the conference ends when this party leaves. Default: false.
    wait_url: what is heard until the conference starts: audio, or TwiML of Say, Play, Pause and Redirect; an empty
        text for silence; by default classical music.
    wait_method: the HTTP method for `wait_url`. Default: POST.
    max_participants: how many parties there may be at once, at most 250. Default: 250.
    record: whether the room is recorded. Default: do-not-record.
    region: where the audio is mixed.
    coach: the SID of the call whose party alone hears this one.
    trim: whether silence is cut off both ends of the recording. Default: trim-silence.
    status_callback_event: which events of the room are reported; the first party to join decides.
    status_callback: where Twilio reports the events of the room.
    status_callback_method: the HTTP method for `status_callback`. Default: POST.
    recording_status_callback: where Twilio reports on the recording.
    recording_status_callback_method: the HTTP method for `recording_status_callback`. Default: POST.
    recording_status_callback_event: which states of the recording are reported. Default: completed.
    event_callback_url: where Twilio reports on the recording; an older way.
    jitter_buffer_size: how much audio of this party is held back to make up for a bad network. Default: large.
    participant_label: a name for this party by which the REST API finds it; no slash, at most 128 characters.
    recording_configuration_id: the id of a stored configuration of recordings.

    https://www.twilio.com/docs/voice/twiml/conference
    """

    __slots__ = ()

    def __init__(
        self,
        name: Annotated[Name, Length(128)],
        /,
        *,
        muted: bool | None = None,
        beep: bool | Literal["onEnter", "onExit"] | None = None,
        start_conference_on_enter: bool | None = None,
        end_conference_on_exit: bool | None = None,
        wait_url: Url | None = None,
        wait_method: Method | None = None,
        max_participants: Annotated[int, Between(1, 250)] | None = None,
        record: Literal["do-not-record", "record-from-start"] | None = None,
        region: Literal["us1", "us2", "ie1", "sg1", "br1", "au1", "jp1", "de1"] | None = None,
        coach: Annotated[Identifier, Prefix("CA")] | None = None,
        trim: Trim | None = None,
        status_callback_event: Words[
            Literal["start", "end", "join", "leave", "mute", "hold", "modify", "speaker", "announcement"]
        ]
        | None = None,
        status_callback: Url | None = None,
        status_callback_method: Method | None = None,
        recording_status_callback: Url | None = None,
        recording_status_callback_method: Method | None = None,
        recording_status_callback_event: Words[RecordingEvent] | None = None,
        event_callback_url: Url | None = None,
        jitter_buffer_size: Literal["large", "medium", "small", "off"] | None = None,
        participant_label: Annotated[Name, Length(128)] | None = None,
        recording_configuration_id: str | None = None,
    ) -> None: ...


class Number(Element):
    """Names a telephone number to dial, with options; up to ten in one Dial ring at once and the first to answer wins.

    send_digits: tones to send once the call is answered, with w to wait 0.5 s and W to wait 1 s.
    url: TwiML that is run for the called party after the answer, before both are connected.
    method: the HTTP method for `url`. Default: POST.
    status_callback_event: which steps of the call are reported. Default: completed.
    status_callback: where Twilio reports the steps of the call.
    status_callback_method: the HTTP method for `status_callback`. Default: POST.
    byoc: the SID of the trunk of your own carrier over which to call (BYOC).
    machine_detection: whether Twilio tells people from answering machines, and when it answers.
    amd_status_callback_method: the HTTP method for `amd_status_callback`. Default: POST.
    amd_status_callback: where Twilio reports whether a person or a machine answered.
    machine_detection_timeout: seconds after which the detection gives up. Default: 30.
    machine_detection_speech_threshold: milliseconds of speech beyond which it is a machine. Default: 2400.
    machine_detection_speech_end_threshold: milliseconds of silence that end what is spoken. Default: 1200.
    machine_detection_silence_timeout: milliseconds of silence at the beginning after which the result is unknown.
        Default: 5000.

    https://www.twilio.com/docs/voice/twiml/number
    """

    __slots__ = ()

    def __init__(
        self,
        number: PhoneNumber,
        /,
        *,
        send_digits: Digits | None = None,
        url: Url | None = None,
        method: Method | None = None,
        status_callback_event: Words[CallEvent] | None = None,
        status_callback: Url | None = None,
        status_callback_method: Method | None = None,
        byoc: Annotated[Identifier, Prefix("BY")] | None = None,
        machine_detection: MachineDetection | None = None,
        amd_status_callback_method: Method | None = None,
        amd_status_callback: Url | None = None,
        machine_detection_timeout: Annotated[int, Between(3, 60)] | None = None,
        machine_detection_speech_threshold: Annotated[int, Between(1_000, 6_000)] | None = None,
        machine_detection_speech_end_threshold: Annotated[int, Between(500, 5_000)] | None = None,
        machine_detection_silence_timeout: Annotated[int, Between(2_000, 10_000)] | None = None,
    ) -> None: ...


class Queue(Element):
    """Names a queue whose first caller is connected.

    url: TwiML that is run for the queued caller before both are connected: Play, Say, Pause and Redirect.
    method: the HTTP method for `url`. Default: POST.
    reservation_sid: the SID of a TaskRouter reservation to accept.
    post_work_activity_sid: the SID of the TaskRouter activity of the worker after the call; for use with
        `reservation_sid`.

    https://www.twilio.com/docs/voice/twiml/queue
    """

    __slots__ = ()

    def __init__(
        self,
        name: Annotated[Name, Length(64)],
        /,
        *,
        url: Url | None = None,
        method: Method | None = None,
        reservation_sid: Annotated[Identifier, Prefix("WR")] | None = None,
        post_work_activity_sid: Annotated[Identifier, Prefix("WA")] | None = None,
    ) -> None: ...


class Sim(Element):
    """Names a Programmable Wireless SIM to dial."""

    __slots__ = ()

    def __init__(self, sid: Identifier, /) -> None: ...


class Sip(Element):
    """Names a SIP endpoint to dial.

    username: the user name for SIP authentication, at most 256 characters.
    password: the password for SIP authentication, at most 256 characters.
    url: TwiML that is run for the called party after the answer, before both are connected.
    method: the HTTP method for `url`. Default: POST.
    status_callback_event: which steps of the call are reported.
    status_callback: where Twilio reports the steps of the call.
    status_callback_method: the HTTP method for `status_callback`. Default: POST.
    machine_detection: whether Twilio tells people from answering machines, and when it answers.
    amd_status_callback_method: the HTTP method for `amd_status_callback`. Default: POST.
    amd_status_callback: where Twilio reports whether a person or a machine answered.
    machine_detection_timeout: seconds after which the detection gives up. Default: 30.
    machine_detection_speech_threshold: milliseconds of speech beyond which it is a machine. Default: 2400.
    machine_detection_speech_end_threshold: milliseconds of silence that end what is spoken. Default: 1200.
    machine_detection_silence_timeout: milliseconds of silence at the beginning after which the result is unknown.
        Default: 5000.

    https://www.twilio.com/docs/voice/twiml/sip
    """

    __slots__ = ()

    def __init__(
        self,
        *address: Annotated[Url, Length(255)] | Annotated[Uri, Most(5), NotBesideText] | Annotated[Headers, Most(1)],
        username: Annotated[str, Length(256)] | None = None,
        password: Annotated[str, Length(256)] | None = None,
        url: Url | None = None,
        method: Method | None = None,
        status_callback_event: Words[CallEvent] | None = None,
        status_callback: Url | None = None,
        status_callback_method: Method | None = None,
        machine_detection: MachineDetection | None = None,
        amd_status_callback_method: Method | None = None,
        amd_status_callback: Url | None = None,
        machine_detection_timeout: Annotated[int, Between(3, 60)] | None = None,
        machine_detection_speech_threshold: Annotated[int, Between(1_000, 6_000)] | None = None,
        machine_detection_speech_end_threshold: Annotated[int, Between(500, 5_000)] | None = None,
        machine_detection_silence_timeout: Annotated[int, Between(2_000, 10_000)] | None = None,
    ) -> None: ...


class Uri(Element):
    """Gives one of several SIP URIs to try.

    priority: which URI is tried before which; lower numbers come first.
    weight: the share of calls among URIs of the same priority.
    username: the user name for SIP authentication.
    password: the password for SIP authentication.

    https://www.twilio.com/docs/voice/twiml/sip
    """

    __slots__ = ()

    def __init__(
        self,
        uri: Url,
        /,
        *,
        priority: int | None = None,
        weight: int | None = None,
        username: str | None = None,
        password: str | None = None,
    ) -> None: ...


class Headers(Element):
    """Holds the custom SIP headers of the call."""

    __slots__ = ()

    def __init__(self, *headers: Header) -> None: ...


class Header(Element):
    """Gives one custom SIP header.

    name: the name of the header, with the prefix x- or one of the few standard ones that are allowed.
    value: the value of the header.
    """

    __slots__ = ()

    def __init__(
        self,
        *,
        name: Name,
        value: str | int,
    ) -> None: ...


class WhatsApp(Element):
    """Names a WhatsApp user to call; the Dial needs a `caller_id` with the prefix `whatsapp:`.

    url: TwiML that is run for the called party after the answer, before both are connected.
    method: the HTTP method for `url`. Default: POST.
    status_callback_event: which steps of the call are reported.
    status_callback: where Twilio reports the steps of the call.
    status_callback_method: the HTTP method for `status_callback`. Default: POST.

    https://www.twilio.com/docs/voice/twiml/whatsapp
    """

    __slots__ = ()

    def __init__(
        self,
        number: PhoneNumber,
        /,
        *,
        url: Url | None = None,
        method: Method | None = None,
        status_callback_event: Words[CallEvent] | None = None,
        status_callback: Url | None = None,
        status_callback_method: Method | None = None,
    ) -> None: ...


class Echo(Element):
    """Plays the caller's own audio back, for tests."""

    __slots__ = ()

    def __init__(self) -> None: ...


class Enqueue(Element):
    """Puts the caller in a queue: one of a name, or one that a TaskRouter workflow chooses.

    action: where Twilio goes on when the caller leaves the queue.
    max_queue_size: how many callers the queue holds; by default 1000.
    method: the HTTP method for `action`. Default: POST.
    wait_url: what is heard in the queue: audio, or TwiML of Say, Play, Pause, Gather, Redirect, Leave and Hangup; an
        empty text for silence; by default classical music.
    wait_url_method: the HTTP method for `wait_url`. Default: POST.
    workflow_sid: the SID of the TaskRouter workflow that chooses the queue.

    https://www.twilio.com/docs/voice/twiml/enqueue
    """

    __slots__ = ()

    def __init__(
        self,
        *content: Annotated[Name, Length(64)] | Annotated[Task, Most(1)],
        action: Url | None = None,
        max_queue_size: Count | None = None,
        method: Method | None = None,
        wait_url: Url | None = None,
        wait_url_method: Method | None = None,
        workflow_sid: Annotated[Identifier, Prefix("WW")] | None = None,
    ) -> None: ...

    def check(self) -> None:
        """Wants the name of a queue, or a workflow that chooses one."""
        if self.workflow_sid is None and not any(isinstance(child, str) for child in self.children):
            code = twilio_code("Enqueue", None, "missing")
            raise InvalidContent("needs the name of a queue, or a workflow_sid", element=self.tag, code=code)


class Task(Element):
    """Holds the attributes of a TaskRouter task, as JSON.

    priority: the priority of the task.
    timeout: seconds after which the task is given up.

    https://www.twilio.com/docs/taskrouter/twiml-queue-calls
    """

    __slots__ = ()

    def __init__(
        self,
        attributes: Name,
        /,
        *,
        priority: int | None = None,
        timeout: int | None = None,
    ) -> None: ...


class Gather(Element):
    """Collects the digits a caller presses or the words a caller speaks, while the prompts play.

    input: what the caller may give: keys, speech or both. Default: dtmf.
    action: where Twilio sends what it collected, and goes on with the answer; by default the URL of the current
        document.
    method: the HTTP method for `action`. Default: POST.
    timeout: seconds to wait for more input, counted from the end of the prompts; auto lets speech end it. Default: 5.
    speech_timeout: seconds of silence that end speech; auto is for use without `speech_model`; by default the same as
        `timeout`.
    max_speech_time: seconds of speech at the most; Twilio no longer documents it and takes 60.
    profanity_filter: whether swear words are masked in what was heard. Default: true.
    finish_on_key: the key that ends the input; an empty text for none. Default: #.
    num_digits: how many digits end the input; by default any number.
    partial_result_callback: where Twilio sends what it has heard so far, while the caller speaks.
    partial_result_callback_method: the HTTP method for `partial_result_callback`. Default: POST.
    language: the language the caller speaks. Default: en-US.
    hints: words and phrases to expect: at most 500, of at most 100 characters.
    barge_in: whether speech interrupts the prompts. Default: true.
    debug: a switch for tests that Twilio does not document.
    action_on_empty_result: whether Twilio asks `action` even when there was no input. Default: false.
    speech_model: the model that recognizes speech; names with the prefix deepgram_ are known to Twilio too. Default:
        default.
    enhanced: whether the better variant of the model phone_call is used; deprecated. Default: false.

    https://www.twilio.com/docs/voice/twiml/gather
    """

    __slots__ = ()

    def __init__(
        self,
        *prompts: Say | Play | Pause,
        input: Words[Literal["dtmf", "speech"]] | Literal["dtmf speech", "speech dtmf"] | None = None,
        action: Url | None = None,
        method: Method | None = None,
        timeout: Count | Literal["auto"] | None = None,
        speech_timeout: Count | Literal["auto"] | None = None,
        max_speech_time: Count | None = None,
        profanity_filter: bool | None = None,
        finish_on_key: Key | None = None,
        num_digits: Count | None = None,
        partial_result_callback: Url | None = None,
        partial_result_callback_method: Method | None = None,
        language: Annotated[Locale, Known("gather.language")] | None = None,
        hints: Annotated[Words[str], Separated(",", most=500, longest=100)] | None = None,
        barge_in: bool | None = None,
        debug: bool | None = None,
        action_on_empty_result: bool | None = None,
        speech_model: Literal[
            "default",
            "numbers_and_commands",
            "phone_call",
            "experimental_conversations",
            "experimental_utterances",
            "googlev2_long",
            "googlev2_short",
            "googlev2_telephony",
            "googlev2_telephony_short",
            "deepgram_nova-2",
            "deepgram_nova-3",
        ]
        | str
        | None = None,
        enhanced: Deprecated[bool] | None = None,
    ) -> None: ...


class Hangup(Element, ends=True):
    """Ends the call.

    https://www.twilio.com/docs/voice/twiml/hangup
    """

    __slots__ = ()

    def __init__(self, *parameters: Parameter) -> None: ...


class Leave(Element, ends=True):
    """Takes the caller out of the queue, in the document of its `wait_url`.

    https://www.twilio.com/docs/voice/twiml/leave
    """

    __slots__ = ()

    def __init__(self) -> None: ...


class Pay(Element):
    """Takes a payment by card or from a bank account, step by step.

    input: how the caller gives the numbers. Default: dtmf.
    action: where Twilio goes on after the payment, with POST and over https; by default the URL of the current
        document.
    bank_account_type: the kind of bank account, for ach-debit. Default: consumer-checking.
    status_callback: where Twilio reports each step of the payment.
    status_callback_method: the HTTP method for `status_callback`. Default: POST.
    timeout: seconds to wait for the next digit. Default: 5.
    max_attempts: how many times the caller may try each step, at most 3.
    security_code: whether the caller is asked for the security code of the card. Default: true.
    postal_code: whether the caller is asked for the postal code, or the postal code itself where it is known.
        Default: true.
    min_postal_code_length: the least number of characters of the postal code.
    payment_connector: the unique name of the connector to the payment service. Default: Default.
    payment_method: whether a card or a bank account is charged. Default: credit-card.
    token_type: the kind of token that comes back; payment-method is for Stripe only. Default: reusable.
    charge_amount: the amount to charge, without a currency sign, from 0 to 1000000; without one, or with 0, the card
        is only turned into a token.
    currency: the currency, as the connector knows it. Default: usd.
    description: what the payment is for, passed to the payment service.
    valid_card_types: which cards are taken. Default: visa mastercard amex.
    language: the language of the prompts that Twilio speaks. Default: en-US.

    https://www.twilio.com/docs/voice/twiml/pay
    """

    __slots__ = ()

    def __init__(
        self,
        *content: Prompt | Parameter,
        input: Literal["dtmf"] | None = None,
        action: Annotated[Url, Schemes("https")] | None = None,
        bank_account_type: Literal["consumer-checking", "consumer-savings", "commercial-checking", "commercial-savings"]
        | None = None,
        status_callback: Url | None = None,
        status_callback_method: Method | None = None,
        timeout: Count | None = None,
        max_attempts: Annotated[int, Between(1, 3)] | None = None,
        security_code: bool | None = None,
        postal_code: bool | str | None = None,
        min_postal_code_length: Count | None = None,
        payment_connector: Name | None = None,
        payment_method: Literal["ach-debit", "credit-card"] | None = None,
        token_type: Literal["one-time", "reusable", "payment-method"] | None = None,
        charge_amount: Annotated[Real, Between(0, 1_000_000)] | None = None,
        currency: str | None = None,
        description: str | None = None,
        valid_card_types: Words[CardType] | None = None,
        language: Annotated[Locale, Known("pay.language")] | None = None,
    ) -> None: ...


class Prompt(Element):
    """Replaces what Pay says at one of its steps.

    for_: the step whose prompt is replaced.
    error_type: only after these errors.
    card_type: only for these cards.
    attempt: only for these attempts, from 1 to 10.
    require_matching_inputs: whether the caller gives the number twice. Default: false.

    https://www.twilio.com/docs/voice/twiml/pay/prompt
    """

    __slots__ = ()

    def __init__(
        self,
        *prompts: Say | Play | Pause,
        for_: Literal[
            "payment-card-number",
            "expiration-date",
            "security-code",
            "postal-code",
            "payment-processing",
            "bank-account-number",
            "bank-routing-number",
        ],
        error_type: Words[
            Literal[
                "timeout",
                "invalid-card-number",
                "invalid-card-type",
                "invalid-date",
                "invalid-security-code",
                "internal-error",
                "input-matching-failed",
                "invalid-bank-routing-number",
            ]
            | str
        ]
        | None = None,
        card_type: Words[CardType] | None = None,
        attempt: Words[Annotated[int, Between(1, 10)]] | None = None,
        require_matching_inputs: bool | None = None,
    ) -> None: ...


class Record(Element):
    """Records what the caller says.

    action: where Twilio goes on after the recording; by default the URL of the current document.
    method: the HTTP method for `action`. Default: POST.
    timeout: seconds of silence that end the recording; 0 for none. Default: 5.
    finish_on_key: the keys that end the recording. Default: 1234567890*#.
    max_length: seconds that the recording may last, from 2 to 14400, or to 86400 for accounts with the option of 24
        hours. Default: 3600.
    play_beep: whether a beep tells the caller that the recording begins. Default: true.
    trim: whether silence is cut off both ends of the recording. Default: trim-silence.
    recording_status_callback: where Twilio reports on the recording.
    recording_status_callback_method: the HTTP method for `recording_status_callback`. Default: POST.
    recording_status_callback_event: which states of the recording are reported. Default: completed.
    transcribe: whether the recording is transcribed; it must be 2 to 120 s long. Default: false.
    transcribe_callback: where Twilio sends the transcription.
    recording_configuration_id: the id of a stored configuration of recordings.

    https://www.twilio.com/docs/voice/twiml/record
    """

    __slots__ = ()

    def __init__(
        self,
        *,
        action: Url | None = None,
        method: Method | None = None,
        timeout: Seconds | None = None,
        finish_on_key: Keys | None = None,
        max_length: Annotated[int, Between(2, 86_400), WithOption(14_400)] | None = None,
        play_beep: bool | None = None,
        trim: Trim | None = None,
        recording_status_callback: Url | None = None,
        recording_status_callback_method: Method | None = None,
        recording_status_callback_event: Words[RecordingEvent] | None = None,
        transcribe: bool | None = None,
        transcribe_callback: Url | None = None,
        recording_configuration_id: str | None = None,
    ) -> None: ...


class Redirect(Element, ends=True):
    """Goes on with the TwiML at another URL; without one, with the current document again.

    method: the HTTP method for the URL. Default: POST.

    https://www.twilio.com/docs/voice/twiml/redirect
    """

    __slots__ = ()

    def __init__(
        self,
        url: Url = "",
        /,
        *,
        method: Method | None = None,
    ) -> None: ...


class Refer(Element):
    """Hands a SIP call over to another SIP endpoint.

    action: where Twilio goes on when the call was handed over.
    method: the HTTP method for `action`. Default: POST.

    https://www.twilio.com/docs/voice/twiml/refer
    """

    __slots__ = ()

    def __init__(
        self,
        sip: ReferSip,
        /,
        *,
        action: Url | None = None,
        method: Method | None = None,
    ) -> None: ...


class ReferSip(Element, tag="Sip"):
    """Holds the SIP URI of the endpoint that a SIP call is handed over to.

    https://www.twilio.com/docs/voice/twiml/sip
    """

    __slots__ = ()

    def __init__(self, uri: Url, /) -> None: ...


class Reject(Element, ends=True):
    """Declines the call without a charge, if it is the first verb.

    reason: what the caller hears: a message that the number is not in service, or the busy tone. Default: rejected.

    https://www.twilio.com/docs/voice/twiml/reject
    """

    __slots__ = ()

    def __init__(
        self,
        *parameters: Parameter,
        reason: Literal["rejected", "busy"] | None = None,
    ) -> None: ...


class Sms(Element, deprecated=True):
    """Sends a text message during a call; Twilio advises to send it through the REST API instead.

    to: who gets the message; by default the other party of the call.
    from_: who sends the message; a number at Twilio.
    action: where Twilio goes on when the message is sent.
    method: the HTTP method for `action`. Default: POST.
    status_callback: where Twilio reports what became of the message.

    https://www.twilio.com/docs/voice/twiml/sms
    """

    __slots__ = ()

    def __init__(
        self,
        text: str,
        /,
        *,
        to: PhoneNumber | None = None,
        from_: PhoneNumber | None = None,
        action: Url | None = None,
        method: Method | None = None,
        status_callback: Url | None = None,
    ) -> None: ...


class Start(Element):
    """Starts something beside the call, and goes on at once.

    action: a URL that Twilio's libraries know and its documentation does not.
    method: the HTTP method for `action`. Default: POST.

    https://www.twilio.com/docs/voice/twiml/stream
    """

    __slots__ = ()

    def __init__(
        self,
        *activities: Stream | Siprec | Transcription | Recording,
        action: Url | None = None,
        method: Method | None = None,
    ) -> None: ...


class Stop(Element):
    """Stops something that Start started, by its name.

    https://www.twilio.com/docs/voice/twiml/stream
    """

    __slots__ = ()

    def __init__(self, *activities: Stream | Siprec | Transcription | Recording) -> None: ...


class Recording(Element):
    """Records the call in the background.

    recording_status_callback: where Twilio reports on the recording.
    recording_status_callback_method: the HTTP method for `recording_status_callback`. Default: POST.
    recording_status_callback_event: which states of the recording are reported. Default: completed.
    trim: whether silence is cut off both ends of the recording. Default: trim-silence.
    track: which direction of the audio is recorded. Default: both.
    channels: whether both directions are mixed, or kept apart. Default: dual.
    recording_configuration_id: the id of a stored configuration of recordings.
    name: a name for the recording, unique in the call, by which to stop it.

    https://www.twilio.com/docs/voice/twiml/recording
    """

    __slots__ = ()

    def __init__(
        self,
        *,
        recording_status_callback: Url | None = None,
        recording_status_callback_method: Method | None = None,
        recording_status_callback_event: Words[RecordingEvent] | None = None,
        trim: Trim | None = None,
        track: Literal["inbound", "outbound", "both"] | None = None,
        channels: Literal["mono", "dual"] | None = None,
        recording_configuration_id: str | None = None,
        name: Name | None = None,
    ) -> None: ...


class Siprec(Element):
    """Streams the audio of the call to a SIPREC recorder.

    name: a name for the stream, unique in the call, by which to stop it.
    connector_name: the unique name of an installed connector.
    track: which direction of the audio is sent. Default: both_tracks.
    status_callback: where Twilio reports on the stream.
    status_callback_method: the HTTP method for `status_callback`. Default: POST.

    https://www.twilio.com/docs/voice/twiml/siprec
    """

    __slots__ = ()

    def __init__(
        self,
        *parameters: Parameter,
        name: Name | None = None,
        connector_name: Name | None = None,
        track: StreamTrack | None = None,
        status_callback: Url | None = None,
        status_callback_method: Method | None = None,
    ) -> None: ...


class Stream(Element):
    """Streams the audio of the call to a WebSocket.

    name: a name for the stream, unique in the call, by which to stop it.
    connector_name: the unique name of an installed connector.
    url: the WebSocket that gets the audio: a wss URL without a query.
    track: which direction of the audio is sent; a Stream in Connect takes inbound_track alone. Default:
        inbound_track.
    status_callback: where Twilio reports on the stream; an absolute URL.
    status_callback_method: the HTTP method for `status_callback`. Default: POST.
    audio_format: the format of the audio; Twilio does not document the values.
    sample_rate: samples per second, in Hz, for a codec of high definition.

    https://www.twilio.com/docs/voice/twiml/stream
    """

    __slots__ = ()

    def __init__(
        self,
        *parameters: Parameter,
        name: Name | None = None,
        connector_name: Name | None = None,
        url: Annotated[Url, Schemes("wss")] | None = None,
        track: StreamTrack | None = None,
        status_callback: Annotated[Url, ABSOLUTE] | None = None,
        status_callback_method: Method | None = None,
        audio_format: str | None = None,
        sample_rate: Count | None = None,
    ) -> None: ...


class Transcription(Element):
    """Transcribes the call while it goes on.

    name: a name for the transcription, unique in the call, by which to stop it.
    track: which direction of the audio is transcribed. Default: both_tracks.
    status_callback_url: where Twilio sends what was heard; an absolute URL.
    status_callback_method: the HTTP method for `status_callback_url`. Default: POST.
    inbound_track_label: a name for the inbound audio.
    outbound_track_label: a name for the outbound audio.
    partial_results: whether Twilio also sends what it has heard so far. Default: false.
    language_code: the language that is spoken. Default: en-US.
    transcription_engine: the vendor that recognizes speech. Default: google.
    profanity_filter: whether swear words are masked. Default: true.
    speech_model: the model that recognizes speech. Default: telephony.
    hints: words and phrases to expect.
    enable_automatic_punctuation: whether punctuation is added. Default: true.
    intelligence_service: the SID or the unique name of a Conversational Intelligence service.
    enable_provider_data: whether data of the vendor are passed on. Default: false.
    conversation_configuration: the id of a configuration of Conversation Orchestrator.
    conversation_id: the id of a conversation of Conversation Orchestrator.

    https://www.twilio.com/docs/voice/twiml/transcription
    """

    __slots__ = ()

    def __init__(
        self,
        *settings: Config | Parameter,
        name: Name | None = None,
        track: StreamTrack | None = None,
        status_callback_url: Annotated[Url, ABSOLUTE] | None = None,
        status_callback_method: Method | None = None,
        inbound_track_label: str | None = None,
        outbound_track_label: str | None = None,
        partial_results: bool | None = None,
        language_code: Locale | None = None,
        transcription_engine: Literal["google", "deepgram"] | str | None = None,
        profanity_filter: bool | None = None,
        speech_model: str | None = None,
        hints: CommaList | None = None,
        enable_automatic_punctuation: bool | None = None,
        intelligence_service: Name | None = None,
        enable_provider_data: bool | None = None,
        conversation_configuration: str | None = None,
        conversation_id: str | None = None,
    ) -> None: ...


class Config(Element):
    """Sets something that only a provider knows.

    name: the name of the setting, as in language or voiceName for Dialogflow.
    value: the value of the setting.
    """

    __slots__ = ()

    def __init__(
        self,
        *,
        name: Name,
        value: str | int,
    ) -> None: ...


class Parameter(Element):
    """Passes a name and a value on.

    name: the name.
    value: the value; in a Stream, name and value have fewer than 500 characters together.

    https://www.twilio.com/docs/voice/twiml/stream
    """

    __slots__ = ()

    def __init__(
        self,
        *,
        name: Name,
        value: str | int,
    ) -> None: ...


Party: TypeAlias = (
    Annotated[Number | Client, Most(10)] | Conference | Queue | Sim | Sip | Annotated[Application, Most(1)] | WhatsApp
)
"""What a Dial may call, other than a plain number."""

Verb: TypeAlias = (
    Connect
    | Dial
    | Echo
    | Enqueue
    | Gather
    | Hangup
    | Leave
    | Pause
    | Pay
    | Play
    | Record
    | Redirect
    | Refer
    | Reject
    | Say
    | Sms
    | Start
    | Stop
)
"""What a Response may hold."""


class Response(Document):
    """Is the document of a call: the verbs that Twilio runs, one after another.

    https://www.twilio.com/docs/voice/twiml
    """

    __slots__ = ()

    def __init__(self, *verbs: Verb) -> None: ...
