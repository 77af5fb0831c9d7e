"""The elements of a call, except those of the speech module, and Response, the document of a call."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from ._core.element import Document, Element
from .speech import Pause, Play, Say
from .types import (
    ABSOLUTE,
    SECRET,
    Amount,
    Between,
    CallEvent,
    CommaList,
    Count,
    Deprecated,
    Digits,
    Documented,
    Hints,
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
    RecordingEvent,
    Schemes,
    Seconds,
    Separated,
    Spoken,
    Url,
    Violation,
    WithOption,
    Words,
)

__all__ = [
    "AiSession",
    "Application",
    "ApplicationSid",
    "Assistant",
    "Autopilot",
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
    "Failover",
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

CardType: TypeAlias = Literal[
    "visa", "mastercard", "amex", "maestro", "discover", "optima", "jcb", "diners-club", "enroute"
]
Interruption: TypeAlias = Literal["none", "dtmf", "speech", "any"]
MachineDetection: TypeAlias = Literal["Enable", "DetectMessageEnd"]
RelayDebug: TypeAlias = Literal["debugging", "speaker-events", "tokens-played"]
StreamTrack: TypeAlias = Literal["inbound_track", "outbound_track", "both_tracks"]
Trim: TypeAlias = Literal["trim-silence", "do-not-trim"]


class Connect(Element, then="action"):
    """Connects the call to a service and waits until the service ends.

    Args:
        services: Services to connect the call to.
        action: URL that Twilio requests when the service ends. Without it, the next verb runs.
        method: HTTP method for `action`. Default: POST.

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
    """An AI session through a connector.

    Args:
        ai_connector: Unique name of the connector, or SID of the add-on.
        ai_session_configuration: ID or unique name of a stored session configuration.
    """

    __slots__ = ()

    def __init__(
        self,
        *,
        ai_connector: Name | None = None,
        ai_session_configuration: str | None = None,
    ) -> None: ...


class Assistant(Element, deprecated=True):
    """A Twilio AI Assistant, a product that Twilio has retired.

    Args:
        content: Language settings and custom parameters.
        id: ID of the assistant.
        language: Language of speech recognition and text-to-speech. Default: en-US.
        tts_language: Language of text-to-speech. Default: the value of `language`.
        transcription_language: Language of speech recognition; multi detects it, with Deepgram only. Default: the value
            of `language`.
        tts_provider: Text-to-speech provider. Default: ElevenLabs.
        voice: Voice, as the text-to-speech provider names it.
        transcription_provider: Speech recognition provider. Default: Deepgram.
        speech_model: Speech recognition model. Default: telephony for Google, nova-3-general or nova-2-general for
            Deepgram.
        profanity_filter: Whether to mask profanity in transcripts.
        dtmf_detection: Whether to send pressed keys to the application.
        welcome_greeting: Text to speak when the session starts.
        partial_prompts: Whether to send partial transcripts.
        welcome_greeting_interruptible: Input that may interrupt the greeting. Default: any.
        interruptible: Input that may interrupt speech; True means any, False means none. Default: any.
        preemptible: Whether new speech may cut off the current speech. Default: false.
        hints: Words and phrases that speech recognition should expect.
        intelligence_service: SID or unique name of a Conversational Intelligence service.
        report_input_during_agent_speech: Input to report while the agent speaks; True means any, False means none.
            Default: none.
        elevenlabs_text_normalization: Whether ElevenLabs spells out numbers and dates before speaking them. Default:
            off.
        interrupt_sensitivity: How easily speech interrupts. Default: high.
        debug: Debugging messages to send to the application.
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
        hints: Hints | None = None,
        intelligence_service: Name | None = None,
        report_input_during_agent_speech: bool | Interruption | None = None,
        elevenlabs_text_normalization: Literal["on", "auto", "off"] | None = None,
        interrupt_sensitivity: Literal["low", "medium", "high"] | None = None,
        debug: Words[RelayDebug | str] | None = None,
    ) -> None: ...


class Autopilot(Element, deprecated=True):
    """An Autopilot assistant, a product that Twilio has retired.

    Args:
        name: SID or unique name of the assistant.
    """

    __slots__ = ()

    def __init__(self, name: Name, /) -> None: ...


class Conversation(Element):
    """A Flex conversation.

    Args:
        service_instance_sid: SID of the conversation service.
        inbound_autocreation: Whether to create a conversation for an inbound call.
        routing_assignment_timeout: Seconds to wait for an agent.
        inbound_timeout: Seconds to wait for the inbound party.
        url: URL of TwiML; Twilio does not document when it runs.
        method: HTTP method for `url`. Default: POST.
        record: Whether and how to record the call.
        trim: Whether to trim silence from both ends of the recording.
        recording_status_callback: URL for recording status callbacks.
        recording_status_callback_method: HTTP method for `recording_status_callback`. Default: POST.
        recording_status_callback_event: Events that Twilio reports to `recording_status_callback`. Default: completed.
        status_callback: URL for status callbacks.
        status_callback_method: HTTP method for `status_callback`. Default: POST.
        status_callback_event: Events that Twilio reports to `status_callback`.

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
    """A session that exchanges the speech of the call as text with an application over a WebSocket.

    Args:
        content: Language settings, backup providers and custom parameters.
        url: WebSocket URL (wss) of the application.
        language: Language of speech recognition and text-to-speech. Default: en-US.
        tts_language: Language of text-to-speech. Default: the value of `language`.
        transcription_language: Language of speech recognition; multi detects it, with Deepgram only. Default: the value
            of `language`.
        tts_provider: Text-to-speech provider. Default: ElevenLabs.
        voice: Voice, as the text-to-speech provider names it.
        transcription_provider: Speech recognition provider. Default: Deepgram.
        speech_model: Speech recognition model. Default: telephony for Google, nova-3-general or nova-2-general for
            Deepgram.
        profanity_filter: Whether to mask profanity in transcripts.
        dtmf_detection: Whether to send pressed keys to the application.
        welcome_greeting: Text to speak when the session starts.
        partial_prompts: Whether to send partial transcripts.
        welcome_greeting_interruptible: Input that may interrupt the greeting. Default: any.
        interruptible: Input that may interrupt speech; True means any, False means none. Default: any.
        preemptible: Whether new speech may cut off the current speech. Default: false.
        hints: Words and phrases that speech recognition should expect.
        intelligence_service: SID or unique name of a Conversational Intelligence service.
        report_input_during_agent_speech: Input to report while the agent speaks; True means any, False means none.
            Default: none.
        elevenlabs_text_normalization: Whether ElevenLabs spells out numbers and dates before speaking them. Default:
            off.
        interrupt_sensitivity: How easily speech interrupts. Default: high.
        debug: Debugging messages to send to the application.
        events: Events to report, such as config-updated.
        background_noise_reduction: Noise filter for the audio before speech recognition. Not documented by Twilio.
        deepgram_smart_format: Whether Deepgram formats transcripts. Not documented by Twilio.
        ignore_backchannel: Whether to ignore short acknowledgements of the caller. Not documented by Twilio.
        speech_timeout: Silence that ends speech. Not documented by Twilio.
        partial_prompt_on_hangup: Whether to send the unfinished transcript when the caller hangs up.
        eager_eot_threshold: Confidence at which an early end of a turn is reported, from 0.3 to 0.9.
        asr_smart_format: Whether to format transcripts with punctuation, capitals and numbers.
        tts_text_normalization: Whether to spell out numbers and dates before speaking them.
        tts_language_text_normalization: Whether to spell out numbers and dates by the rules of the language.
        elevenlabs_language_text_normalization: Older name of `tts_language_text_normalization`.
        include_in_prompt: Extra fields to send with each transcript.
        customer_name: Name of the caller for Conversations and Conversational Intelligence. Default: the caller's
            number.
        application_reconnect: Whether Twilio reconnects when the WebSocket drops. Default: false.
        echo_prompt_filtering: Whether to drop echoes of the agent's own speech from transcripts. Default: false.
        turn_detection: Whether a model decides when the caller has finished speaking. Default: false.

    https://www.twilio.com/docs/voice/twiml/connect/conversationrelay
    """

    __slots__ = ()

    def __init__(
        self,
        *content: Language | Failover | Parameter,
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
        hints: Hints | None = None,
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


class Failover(Element):
    """Backup providers of speech recognition and text-to-speech.

    twimlkit does not know yet what it may hold, and checks neither its attributes nor its content.

    Args:
        content: Texts and elements; all white space is kept.
        attributes: Attributes, by their names in Python or in XML.

    https://www.twilio.com/docs/voice/conversationrelay/provider-failover
    """

    __slots__ = ()

    def __init__(self, *content: Spoken | Any, **attributes: Any) -> None: ...


class ConversationRelaySession(Element):
    """A stored ConversationRelay session.

    Args:
        connector: Unique name of the connector, or SID of the add-on.
        session_configuration: ID or unique name of a stored session configuration.
    """

    __slots__ = ()

    def __init__(
        self,
        *,
        connector: Name | None = None,
        session_configuration: str | None = None,
    ) -> None: ...


class Language(Element):
    """A language of a session, with its own speech settings.

    Args:
        code: Language, such as en-US; multi detects it.
        tts_provider: Text-to-speech provider. Default: that of the session, or ElevenLabs for multi.
        voice: Voice, as the text-to-speech provider names it.
        transcription_provider: Speech recognition provider. Default: that of the session, or Deepgram for multi.
        speech_model: Speech recognition model. Default: that of the session.
        hints: Words and phrases that speech recognition should expect.
        asr_smart_format: Whether to format transcripts with punctuation, capitals and numbers.
        tts_text_normalization: Whether to spell out numbers and dates before speaking them.
        tts_language_text_normalization: Whether to spell out numbers and dates by the rules of the language.

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
        hints: Hints | None = None,
        asr_smart_format: bool | None = None,
        tts_text_normalization: Literal["auto", "on", "off"] | None = None,
        tts_language_text_normalization: bool | None = None,
    ) -> None: ...


class Room(Element):
    """A Programmable Video room.

    Args:
        name: Unique name of the room.
        participant_identity: Identity of the caller in the room.

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
    """A Dialogflow agent.

    Args:
        settings: Provider-specific settings and custom parameters.
        connector_name: Unique name of the Dialogflow connector.
        language: Language of the agent.
        sentiment_analysis: Whether to analyze the sentiment of the conversation.
        status_callback: URL for status callbacks.
        status_callback_method: HTTP method for `status_callback`.

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


class Dial(Element, then="action"):
    """Connects the caller to another party.

    Args:
        parties: Telephone number, or nouns such as Number and Client; up to ten ring at once and the first to answer is
            connected.
        action: URL that Twilio requests when the dialed call ends. Without it, the next verb runs.
        method: HTTP method for `action`. Default: POST.
        timeout: Seconds to let the call ring, from 1 to 600; documented from 5, and Twilio adds about 5. Default: 30.
        hangup_on_star: Whether the caller may end the dialed call with the star key. Default: false.
        time_limit: Seconds that the call may last, up to 14400, or up to 86400 with the 24-hour account option.
            Default: 14400.
        caller_id: Caller ID that the other party sees: a number, client:name or whatsapp:number. Default: the caller's
            own ID.
        record: Whether and how to record the call; True means record-from-answer. Default: do-not-record.
        trim: Whether to trim silence from both ends of the recording. Default: do-not-trim.
        recording_status_callback: URL for recording status callbacks.
        recording_status_callback_method: HTTP method for `recording_status_callback`. Default: POST.
        recording_status_callback_event: Events that Twilio reports to `recording_status_callback`. Default: completed.
        answer_on_bridge: Whether the caller hears ringing until the other party answers. Default: false.
        ring_tone: Country whose ringing tone the caller hears. Default: the ringing tone of the carrier.
        recording_track: Direction of the audio to record. Default: both.
        sequential: Whether to dial up to ten parties one after another instead of all at once. Default: false.
        refer_url: URL that Twilio requests when the other party sends a SIP REFER.
        refer_method: HTTP method for `refer_url`. Default: POST.
        events: Events to report, such as config-updated.
        recording_configuration_id: ID of a stored recording configuration.
        passports: SHAKEN/STIR passports, in base64.
        call_reason: Reason for the call that the other party sees, at most 50 characters.

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

    def check(self) -> Violation | None:
        """Refuse telephone numbers beside a conference."""
        parties = self.children
        if len(parties) == 1 or len(set(map(type, parties))) == 1:
            return None
        if any(isinstance(each, Conference) for each in parties) and any(isinstance(each, Number) for each in parties):
            message = "cannot hold both <Conference> and <Number>"
            return Violation("conflicting-elements", message, "write a Dial for each", about="mixed")
        return None


class Application(Element):
    """A TwiML application to dial.

    Args:
        sid: SID of the application, as text or as an ApplicationSid, and custom parameters.
        url: URL of TwiML that the called party hears after answering, before the parties are connected.
        method: HTTP method for `url`. Default: POST.
        status_callback_event: Events that Twilio reports to `status_callback`.
        status_callback: URL for status callbacks.
        status_callback_method: HTTP method for `status_callback`. Default: POST.
        customer_id: ID of the sender for the application, at most 256 characters. Default: the SID of the calling
            account.
        copy_parent_to: Whether to pass the `To` of the parent call to the application. Default: false.

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
    """The SID of a TwiML application to dial.

    Args:
        sid: SID of the application.

    https://www.twilio.com/docs/voice/twiml/dial/application
    """

    __slots__ = ()

    def __init__(self, sid: Annotated[Identifier, Prefix("AP")], /) -> None: ...


class Client(Element):
    """A user of the Voice SDK to dial.

    Args:
        identity: Identity of the user, at most 256 characters, as text or as an Identity, and custom parameters.
        url: URL of TwiML that the called party hears after answering, before the parties are connected.
        method: HTTP method for `url`. Default: POST.
        status_callback_event: Events that Twilio reports to `status_callback`.
        status_callback: URL for status callbacks.
        status_callback_method: HTTP method for `status_callback`. Default: POST.
        client_notification_url: URL for your own push notifications, always requested with POST.

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
    """The identity of a Voice SDK user to dial.

    Args:
        identity: Identity of the user, at most 256 characters.

    https://www.twilio.com/docs/voice/twiml/client
    """

    __slots__ = ()

    def __init__(self, identity: Annotated[Name, Length(256)], /) -> None: ...


class Conference(Element):
    """A conference room to join.

    Args:
        name: Name of the room, at most 128 characters.
        muted: Whether this participant joins muted. Default: false.
        beep: When the room hears a beep; True means on entry and on exit. Default: true.
        start_conference_on_enter: Whether the conference starts when this participant joins. Default: true.
        end_conference_on_exit: Whether the conference ends when this participant leaves. Default: false.
        wait_url: URL of the hold music, or of TwiML with Say, Play, Pause and Redirect; empty for silence. Default:
            classical music.
        wait_method: HTTP method for `wait_url`. Default: POST.
        max_participants: Maximum number of participants, from 1 to 250. Default: 250.
        record: Whether to record the conference. Default: do-not-record.
        region: Region that mixes the audio.
        coach: SID of the call of the only participant that hears this one.
        trim: Whether to trim silence from both ends of the recording. Default: trim-silence.
        status_callback_event: Events that Twilio reports to `status_callback`; the first participant decides.
        status_callback: URL for status callbacks.
        status_callback_method: HTTP method for `status_callback`. Default: POST.
        recording_status_callback: URL for recording status callbacks.
        recording_status_callback_method: HTTP method for `recording_status_callback`. Default: POST.
        recording_status_callback_event: Events that Twilio reports to `recording_status_callback`. Default: completed.
        event_callback_url: URL for recording callbacks, older than `recording_status_callback`.
        jitter_buffer_size: Size of the jitter buffer of this participant. Default: large.
        participant_label: Unique label of this participant for the REST API, at most 128 characters, without a slash.
        recording_configuration_id: ID of a stored recording configuration.

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
    """A telephone number to dial.

    Args:
        number: Telephone number, preferably in E.164 format.
        send_digits: Tones to send after the answer; w waits 0.5 s, W waits 1 s.
        url: URL of TwiML that the called party hears after answering, before the parties are connected.
        method: HTTP method for `url`. Default: POST.
        status_callback_event: Events that Twilio reports to `status_callback`. Default: completed.
        status_callback: URL for status callbacks.
        status_callback_method: HTTP method for `status_callback`. Default: POST.
        byoc: SID of the BYOC trunk that carries the call.
        machine_detection: Answering machine detection: Enable reports at once who answered, DetectMessageEnd only after
            the greeting of a machine.
        amd_status_callback_method: HTTP method for `amd_status_callback`. Default: POST.
        amd_status_callback: URL for the result of answering machine detection.
        machine_detection_timeout: Seconds until the detection gives up, from 3 to 60. Default: 30.
        machine_detection_speech_threshold: Milliseconds of speech beyond which a machine is assumed, from 1000 to 6000.
            Default: 2400.
        machine_detection_speech_end_threshold: Milliseconds of silence that end the speech, from 500 to 5000. Default:
            1200.
        machine_detection_silence_timeout: Milliseconds of initial silence after which the result is unknown, from 2000
            to 10000. Default: 5000.

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
    """A queue whose first caller is connected.

    Args:
        name: Name of the queue, at most 64 characters.
        url: URL of TwiML with Say, Play, Pause and Redirect that the queued caller hears before the parties are
            connected.
        method: HTTP method for `url`. Default: POST.
        reservation_sid: SID of the TaskRouter reservation to accept.
        post_work_activity_sid: SID of the worker's TaskRouter activity after the call; requires `reservation_sid`.

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
    """A Programmable Wireless SIM to dial.

    Args:
        sid: SID of the SIM.
    """

    __slots__ = ()

    def __init__(self, sid: Identifier, /) -> None: ...


class Sip(Element):
    """A SIP endpoint to dial.

    Args:
        address: SIP URI of at most 255 characters, or up to five Uri elements, and custom headers.
        username: User name for SIP authentication, at most 256 characters.
        password: Password for SIP authentication, at most 256 characters.
        url: URL of TwiML that the called party hears after answering, before the parties are connected.
        method: HTTP method for `url`. Default: POST.
        status_callback_event: Events that Twilio reports to `status_callback`.
        status_callback: URL for status callbacks.
        status_callback_method: HTTP method for `status_callback`. Default: POST.
        machine_detection: Answering machine detection: Enable reports at once who answered, DetectMessageEnd only after
            the greeting of a machine.
        amd_status_callback_method: HTTP method for `amd_status_callback`. Default: POST.
        amd_status_callback: URL for the result of answering machine detection.
        machine_detection_timeout: Seconds until the detection gives up, from 3 to 60. Default: 30.
        machine_detection_speech_threshold: Milliseconds of speech beyond which a machine is assumed, from 1000 to 6000.
            Default: 2400.
        machine_detection_speech_end_threshold: Milliseconds of silence that end the speech, from 500 to 5000. Default:
            1200.
        machine_detection_silence_timeout: Milliseconds of initial silence after which the result is unknown, from 2000
            to 10000. Default: 5000.

    https://www.twilio.com/docs/voice/twiml/sip
    """

    __slots__ = ()

    def __init__(
        self,
        *address: Annotated[Url, Length(255)] | Annotated[Uri, Most(5), NotBesideText] | Annotated[Headers, Most(1)],
        username: Annotated[str, Length(256)] | None = None,
        password: Annotated[str, SECRET, Length(256)] | None = None,
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
    """One of several SIP URIs to try.

    Args:
        uri: SIP URI of the endpoint.
        priority: Priority of the URI; lower numbers come first.
        weight: Share of calls among URIs of the same priority.
        username: User name for SIP authentication.
        password: Password for SIP authentication.

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
        password: Annotated[str, SECRET] | None = None,
    ) -> None: ...


class Headers(Element):
    """The custom SIP headers of a call.

    Args:
        headers: Headers to send.
    """

    __slots__ = ()

    def __init__(self, *headers: Header) -> None: ...


class Header(Element):
    """A custom SIP header.

    Args:
        name: Name of the header, with the prefix x- or one of the few standard names that are allowed.
        value: Value of the header.
    """

    __slots__ = ()

    def __init__(
        self,
        *,
        name: Name,
        value: str | int,
    ) -> None: ...


class WhatsApp(Element):
    """A WhatsApp user to call; the `caller_id` of the Dial must begin with `whatsapp:`.

    Args:
        number: Telephone number of the user.
        url: URL of TwiML that the called party hears after answering, before the parties are connected.
        method: HTTP method for `url`. Default: POST.
        status_callback_event: Events that Twilio reports to `status_callback`.
        status_callback: URL for status callbacks.
        status_callback_method: HTTP method for `status_callback`. Default: POST.

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


class Enqueue(Element, then="action"):
    """Puts the caller in a queue.

    Args:
        content: Name of the queue, at most 64 characters, or a Task for the workflow.
        action: URL that Twilio requests when the caller leaves the queue. Without it, the next verb runs.
        max_queue_size: Maximum number of callers in the queue. Default: 1000 callers.
        method: HTTP method for `action`. Default: POST.
        wait_url: URL of the hold music, or of TwiML with Say, Play, Pause, Gather, Redirect, Leave and Hangup; empty
            for silence. Default: classical music.
        wait_url_method: HTTP method for `wait_url`. Default: POST.
        workflow_sid: SID of the TaskRouter workflow that chooses the queue.

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

    def check(self) -> Violation | None:
        """Require the name of a queue, or a workflow that chooses one."""
        if str not in map(type, self.children) and self.workflow_sid is None:
            message = "needs the name of a queue, or a {workflow_sid}"
            return Violation("missing-content", message, about="missing")
        return None


class Task(Element):
    """A TaskRouter task.

    Args:
        attributes: Attributes of the task, as a JSON object.
        priority: Priority of the task.
        timeout: Seconds until the task times out.

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


class Gather(Element, then="input"):
    """Collects digits or speech while the prompts play.

    Args:
        prompts: What the caller hears meanwhile.
        input: Input that the caller may give: digits, speech or both. Default: dtmf.
        action: URL to which Twilio sends the input. Default: the URL of the current document.
        method: HTTP method for `action`. Default: POST.
        timeout: Seconds to wait for more input after the prompts; auto lets speech end it. Default: 5.
        speech_timeout: Seconds of silence that end speech; auto cannot be combined with `speech_model`. Default: the
            value of `timeout`.
        max_speech_time: Seconds that speech may last. No longer documented by Twilio, which limits speech to 60
            seconds.
        profanity_filter: Whether to mask profanity in transcripts. Default: true.
        finish_on_key: Key that ends the input; empty for no key. Default: #.
        num_digits: Number of digits that ends the input. Default: any number.
        partial_result_callback: URL for partial transcripts while the caller speaks.
        partial_result_callback_method: HTTP method for `partial_result_callback`. Default: POST.
        language: Language that the caller speaks. Default: en-US.
        hints: Words and phrases that speech recognition should expect, at most 500 of at most 100 characters each.
        barge_in: Whether speech interrupts the prompts. Default: true.
        debug: Debugging switch. Not documented by Twilio.
        action_on_empty_result: Whether Twilio requests `action` even without input. Default: false.
        speech_model: Speech recognition model; Twilio accepts other deepgram_ names too. Default: default.
        enhanced: Whether to use the enhanced variant of the phone_call model. Deprecated: use a newer `speech_model`.
            Default: false.

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
        hints: Annotated[Words[str], Separated(",", most=500, longest=100, may_be_empty=True)] | None = None,
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


class Hangup(Element, then="ends"):
    """Ends the call.

    Args:
        parameters: Custom parameters to pass on.

    https://www.twilio.com/docs/voice/twiml/hangup
    """

    __slots__ = ()

    def __init__(self, *parameters: Parameter) -> None: ...


class Leave(Element, then="ends"):
    """Removes the caller from the queue, in the TwiML at its `wait_url`.

    https://www.twilio.com/docs/voice/twiml/leave
    """

    __slots__ = ()

    def __init__(self) -> None: ...


class Pay(Element, then="input"):
    """Collects a payment by card or bank account, step by step.

    Args:
        content: Prompts that replace Twilio's own, and custom parameters.
        input: Input that the caller may give. Default: dtmf.
        action: URL (https) that Twilio requests with POST after the payment. Default: the URL of the current document.
        bank_account_type: Type of bank account, for ach-debit. Default: consumer-checking.
        status_callback: URL for status callbacks.
        status_callback_method: HTTP method for `status_callback`. Default: POST.
        timeout: Seconds to wait for the next digit. Default: 5.
        max_attempts: Number of attempts at each step, from 1 to 3.
        security_code: Whether to ask for the security code of the card. Default: true.
        postal_code: Whether to ask for the postal code, or the postal code itself. Default: true.
        min_postal_code_length: Minimum number of characters in the postal code.
        payment_connector: Unique name of the payment connector. Default: Default.
        payment_method: Payment method: a card or a bank account. Default: credit-card.
        token_type: Type of token to return; payment-method is for Stripe only. Default: reusable.
        charge_amount: Amount to charge without a currency sign, from 0 to 1000000, best a Decimal; 0 only creates a
            token. Default: only a token is created.
        currency: Currency code that the connector accepts. Default: usd.
        description: Description of the payment for the payment service.
        valid_card_types: Card types to accept. Default: `visa mastercard amex`.
        language: Language of Twilio's own prompts. Default: en-US.

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
        charge_amount: Annotated[Amount, Between(0, 1_000_000)] | None = None,
        currency: str | None = None,
        description: str | None = None,
        valid_card_types: Words[CardType] | None = None,
        language: Annotated[Locale, Known("pay.language")] | None = None,
    ) -> None: ...


class Prompt(Element):
    """A prompt that replaces Twilio's own at one step of Pay.

    Args:
        prompts: What the caller hears.
        for_: Step of the payment.
        error_type: Errors after which the prompt plays. Default: all errors.
        card_type: Card types for which the prompt plays. Default: all card types.
        attempt: Attempts at which the prompt plays, from 1 to 10. Default: all attempts.
        require_matching_inputs: Whether the caller must enter the number twice. Default: false.

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


class Record(Element, then="always"):
    """Records the caller's voice.

    Args:
        action: URL that Twilio requests after the recording. Default: the URL of the current document.
        method: HTTP method for `action`. Default: POST.
        timeout: Seconds of silence that end the recording; 0 means no limit. Default: 5.
        finish_on_key: Keys that end the recording. Default: 1234567890*#.
        max_length: Seconds that the recording may last, from 2 to 14400, or up to 86400 with the 24-hour account
            option. Default: 3600.
        play_beep: Whether to play a beep before the recording. Default: true.
        trim: Whether to trim silence from both ends of the recording. Default: trim-silence.
        recording_status_callback: URL for recording status callbacks.
        recording_status_callback_method: HTTP method for `recording_status_callback`. Default: POST.
        recording_status_callback_event: Events that Twilio reports to `recording_status_callback`. Default: completed.
        transcribe: Whether to transcribe the recording, which must last from 2 to 120 seconds. Default: false.
        transcribe_callback: URL for the transcript.
        recording_configuration_id: ID of a stored recording configuration.

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


class Redirect(Element, then="ends"):
    """Continues with the TwiML at another URL.

    Args:
        url: URL of the TwiML. Default: the URL of the current document.
        method: HTTP method for `url`. Default: POST.

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


class Refer(Element, then="action"):
    """Transfers a SIP call to another SIP endpoint.

    Args:
        sip: SIP endpoint to transfer the call to.
        action: URL that Twilio requests after the transfer. Without it, the next verb runs.
        method: HTTP method for `action`. Default: POST.

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
    """The SIP endpoint to which Refer transfers a call.

    Args:
        uri: SIP URI of the endpoint.

    https://www.twilio.com/docs/voice/twiml/sip
    """

    __slots__ = ()

    def __init__(self, uri: Url, /) -> None: ...


class Reject(Element, then="ends"):
    """Declines the call, without charge if it is the first verb.

    Args:
        parameters: Custom parameters to pass on.
        reason: What the caller hears: a message that the number is not in service, or the busy tone. Default: rejected.

    https://www.twilio.com/docs/voice/twiml/reject
    """

    __slots__ = ()

    def __init__(
        self,
        *parameters: Parameter,
        reason: Literal["rejected", "busy"] | None = None,
    ) -> None: ...


class Sms(Element, deprecated=True, then="action"):
    """Sends a text message during a call; Twilio advises sending it through the REST API instead.

    Args:
        text: Text of the message.
        to: Recipient of the message. Default: the other party of the call.
        from_: Sender of the message, a Twilio number.
        action: URL that Twilio requests when the message has been sent. Without it, the next verb runs.
        method: HTTP method for `action`. Default: POST.
        status_callback: URL for status callbacks.

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


class Start(Element, then="returns"):
    """Starts activities in the background and continues at once.

    Args:
        activities: Activities to start.
        action: URL that Twilio's own libraries accept. Not documented by Twilio.
        method: HTTP method for `action`. Default: POST.

    https://www.twilio.com/docs/voice/twiml/stream
    """

    __slots__ = ()

    def __init__(
        self,
        *activities: Stream | Siprec | Transcription | Recording,
        action: Url | None = None,
        method: Method | None = None,
    ) -> None: ...


class Stop(Element, then="returns"):
    """Stops activities that Start started, by name.

    Args:
        activities: Activities to stop.

    https://www.twilio.com/docs/voice/twiml/stream
    """

    __slots__ = ()

    def __init__(self, *activities: Stream | Siprec | Transcription | Recording) -> None: ...


class Recording(Element):
    """A recording of the call in the background.

    Args:
        recording_status_callback: URL for recording status callbacks.
        recording_status_callback_method: HTTP method for `recording_status_callback`. Default: POST.
        recording_status_callback_event: Events that Twilio reports to `recording_status_callback`. Default: completed.
        trim: Whether to trim silence from both ends of the recording. Default: trim-silence.
        track: Direction of the audio to record. Default: both.
        channels: Whether to mix both directions (mono) or keep them apart (dual). Default: dual.
        recording_configuration_id: ID of a stored recording configuration.
        name: Name of the recording for Stop, unique in the call.

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
    """A stream of the call's audio to a SIPREC recorder.

    Args:
        parameters: Custom parameters to pass on.
        name: Name of the stream for Stop, unique in the call.
        connector_name: Unique name of an installed connector.
        track: Direction of the audio to send. Default: both_tracks.
        status_callback: URL for status callbacks.
        status_callback_method: HTTP method for `status_callback`. Default: POST.

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
    """A stream of the call's audio to a WebSocket.

    Args:
        parameters: Custom parameters to pass on.
        name: Name of the stream for Stop, unique in the call.
        connector_name: Unique name of an installed connector.
        url: WebSocket URL (wss) of the application, without a query string.
        track: Direction of the audio to send; Connect allows only inbound_track. Default: inbound_track.
        status_callback: Absolute URL for status callbacks.
        status_callback_method: HTTP method for `status_callback`. Default: POST.
        audio_format: Format of the audio; Twilio does not document the values.
        sample_rate: Samples per second, in Hz, for a high-definition codec.

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
    """A real-time transcription of the call.

    Args:
        settings: Provider-specific settings and custom parameters.
        name: Name of the transcription for Stop, unique in the call.
        track: Direction of the audio to transcribe. Default: both_tracks.
        status_callback_url: Absolute URL for transcripts and status callbacks.
        status_callback_method: HTTP method for `status_callback_url`. Default: POST.
        inbound_track_label: Label of the inbound audio.
        outbound_track_label: Label of the outbound audio.
        partial_results: Whether to send partial transcripts. Default: false.
        language_code: Language of speech recognition. Default: en-US.
        transcription_engine: Speech recognition provider. Default: google.
        profanity_filter: Whether to mask profanity in transcripts. Default: true.
        speech_model: Speech recognition model. Default: telephony.
        hints: Words and phrases that speech recognition should expect.
        enable_automatic_punctuation: Whether to add punctuation to transcripts. Default: true.
        intelligence_service: SID or unique name of a Conversational Intelligence service.
        enable_provider_data: Whether to send data of the provider with transcripts. Default: false.
        conversation_configuration: ID of a Conversation Orchestrator configuration.
        conversation_id: ID of a Conversation Orchestrator conversation.

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
        hints: Hints | None = None,
        enable_automatic_punctuation: bool | None = None,
        intelligence_service: Name | None = None,
        enable_provider_data: bool | None = None,
        conversation_configuration: str | None = None,
        conversation_id: str | None = None,
    ) -> None: ...


class Config(Element):
    """A provider-specific setting.

    Args:
        name: Name of the setting, such as language or voiceName for Dialogflow.
        value: Value of the setting.
    """

    __slots__ = ()

    def __init__(
        self,
        *,
        name: Name,
        value: str | int,
    ) -> None: ...


class Parameter(Element):
    """A custom parameter to pass on.

    Args:
        name: Name of the parameter.
        value: Value of the parameter; in a Stream, name and value must have fewer than 500 characters together.

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
"""The parties that a Dial may call, other than a plain number."""

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
"""The verbs that a Response may hold."""


class Response(Document):
    """The document of a call: the verbs that Twilio runs in order.

    Args:
        verbs: Verbs to run.

    https://www.twilio.com/docs/voice/twiml
    """

    __slots__ = ()

    def __init__(self, *verbs: Verb) -> None: ...
