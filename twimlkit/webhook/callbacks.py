"""Twilio's callbacks, which tell what has happened and need no TwiML, as frozen, typed objects."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal, TypeAlias

from twimlkit.types import AnsweredBy, CallDirection, CallStatus, MessageStatus, RecordingStatus

from ._parameters import SentAs
from .requests import PartiesRequest, StirVerstat, TwilioRequest

__all__ = [
    "CallStatusCallback",
    "Callback",
    "ConferenceCallback",
    "ConferenceEvent",
    "DialStatusCallback",
    "MachineDetectionCallback",
    "MessageStatusCallback",
    "RecordingCallback",
    "TaskAssignmentCallback",
    "TaskRouterCallback",
    "TranscriptionCallback",
]

ConferenceEvent: TypeAlias = (
    Literal[
        "conference-start",
        "conference-end",
        "participant-join",
        "participant-leave",
        "participant-mute",
        "participant-unmute",
        "participant-hold",
        "participant-unhold",
        "participant-modify",
        "participant-speech-start",
        "participant-speech-stop",
        "announcement-start",
        "announcement-end",
        "announcement-fail",
    ]
    | str
)
"""What has happened in a conference."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Callback(TwilioRequest):
    """A request that tells what has happened. Twilio needs no TwiML for it."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CallStatusCallback(PartiesRequest, Callback):
    """The status of a call has changed.

    `TwilioRequest` and `PartiesRequest` describe the other attributes.

    Args:
        call_sid: SID of the call.
        call_status: Status of the call.
        direction: Direction of the call, and what started it.
        parent_call_sid: Call that dialled this one.
        call_duration: Duration of the call in seconds, when it has ended.
        duration: Duration of the call in minutes, rounded up.
        sip_response_code: SIP response that ended the call, such as 487.
        timestamp: Time of the event, in UTC.
        sequence_number: Order in which the events happened, from 0. They may arrive in another one.
        callback_source: `call-progress-events`.
        recording_sid: SID of the recording, if the call was recorded.
        recording_url: URL of the recording.
        recording_duration: Duration of the recording in seconds.
        answered_by: Result of machine detection.
        machine_detection_duration: Duration of machine detection in milliseconds.
        forwarded_from: Number that forwarded the call.
        caller_name: Name of the caller, if caller ID lookup is enabled.
        stir_status: Attestation level of SHAKEN/STIR: A, B or C.
        stir_verstat: Result of SHAKEN/STIR.

    https://www.twilio.com/docs/voice/api/call-resource#statuscallback
    """

    call_sid: str
    call_status: CallStatus = ""
    direction: CallDirection = ""
    parent_call_sid: str = ""
    call_duration: int | None = None
    duration: int | None = None
    sip_response_code: int | None = None
    timestamp: datetime | None = None
    sequence_number: int | None = None
    callback_source: str = ""
    recording_sid: str = ""
    recording_url: str = ""
    recording_duration: int | None = None
    answered_by: AnsweredBy = ""
    machine_detection_duration: int | None = None
    forwarded_from: str = ""
    caller_name: str = ""
    stir_status: str = ""
    stir_verstat: StirVerstat = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class DialStatusCallback(CallStatusCallback):
    """The status of a call that Dial started has changed: an event of Number, Client, Sip or another noun.

    `CallStatusCallback` describes the attributes; `parent_call_sid` is the call that dialled.

    https://www.twilio.com/docs/voice/twiml/number#statuscallback
    """


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class MachineDetectionCallback(Callback):
    """Asynchronous machine detection has found out who answered.

    Args:
        call_sid: SID of the call.
        answered_by: Result of machine detection.
        machine_detection_duration: Duration of machine detection in milliseconds.

    https://www.twilio.com/docs/voice/answering-machine-detection
    """

    call_sid: str
    answered_by: AnsweredBy
    machine_detection_duration: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class RecordingCallback(Callback):
    """The status of a recording has changed.

    Args:
        recording_sid: SID of the recording.
        recording_status: Status of the recording.
        recording_url: URL of the recording. Append `.mp3` or `.wav` to choose the format.
        recording_duration: Duration of the recording in seconds.
        recording_channels: Number of channels: 1 or 2.
        recording_start_time: Start of the recording, in UTC.
        recording_source: What made the recording, such as `DialVerb`.
        recording_track: Recorded track: `inbound`, `outbound` or `both`.
        call_sid: Recorded call.
        conference_sid: Recorded conference, which has no `call_sid`.
        error_code: Why the recording failed.

    https://www.twilio.com/docs/voice/api/recording#recordingstatuscallback
    """

    recording_sid: str
    recording_status: RecordingStatus = ""
    recording_url: str = ""
    recording_duration: int | None = None
    recording_channels: int | None = None
    recording_start_time: datetime | None = None
    recording_source: str = ""
    recording_track: str = ""
    call_sid: str = ""
    conference_sid: str = ""
    error_code: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class TranscriptionCallback(Callback):
    """A recording has been transcribed, or a real-time transcription goes on.

    Args:
        transcription_sid: SID of the transcription.
        transcription_text: Text of a recording.
        transcription_status: Status of a recording's transcription.
        transcription_url: URL of a recording's transcription.
        recording_sid, recording_url: Transcribed recording.
        call_sid: Call that is transcribed.
        from_, to: Parties of the call.

        transcription_event: Event of a real-time transcription, such as `transcription-content`.
        transcription_data: JSON with the text and the confidence of a real-time transcription.
        final: Whether the text will not change any more.
        stability: Stability of a text that is not final, from 0.0 to 1.0.
        track: Transcribed track, such as `inbound_track`.
        language_code: Language of the call, such as `en-US`.
        sequence_id: Order of the events.
        timestamp: Time of the event, in UTC.

    https://www.twilio.com/docs/voice/twiml/record#transcribecallback
    https://www.twilio.com/docs/voice/twiml/transcription
    """

    transcription_sid: str
    transcription_text: str = ""
    transcription_status: Literal["completed", "failed"] | str = ""
    transcription_url: str = ""
    recording_sid: str = ""
    recording_url: str = ""
    call_sid: str = ""
    from_: str = ""
    to: str = ""

    transcription_event: str = ""
    transcription_data: str = ""
    final: bool | None = None
    stability: float | None = None
    track: str = ""
    language_code: str = ""
    sequence_id: int | None = None
    timestamp: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ConferenceCallback(Callback):
    """Something has happened in a conference.

    Args:
        conference_sid: SID of the conference.
        status_callback_event: What has happened.
        friendly_name: Name of the conference.
        timestamp: Time of the event, in UTC.
        sequence_number: Order in which the events happened. They may arrive in another one.
        call_sid: Call of the participant. Empty when the conference starts or ends.
        participant_label: Label of the participant.
        muted, hold, coaching: State of the participant.
        call_sid_to_coach: Call that the participant coaches.
        start_conference_on_enter, end_conference_on_exit: Whether the participant starts and ends the conference.
        participant_call_status: Status of the participant's call, when the participant leaves.
        reason_participant_left: Why the participant left.
        reason_conference_ended: Why the conference ended.
        call_sid_ending_conference, participant_label_ending_conference: Participant who ended the conference.
        announce_url: URL of an announcement.
        reason_announcement_failed: Why an announcement failed.

    https://www.twilio.com/docs/voice/twiml/conference#statuscallback
    """

    conference_sid: str
    status_callback_event: ConferenceEvent
    friendly_name: str = ""
    timestamp: datetime | None = None
    sequence_number: int | None = None
    call_sid: str = ""
    participant_label: str = ""
    muted: bool | None = None
    hold: bool | None = None
    coaching: bool | None = None
    call_sid_to_coach: str = ""
    start_conference_on_enter: bool | None = None
    end_conference_on_exit: bool | None = None
    participant_call_status: CallStatus = ""
    reason_participant_left: str = ""
    reason_conference_ended: str = ""
    call_sid_ending_conference: str = ""
    participant_label_ending_conference: str = ""
    announce_url: str = ""
    reason_announcement_failed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class MessageStatusCallback(Callback):
    """The status of an outgoing message has changed.

    Args:
        message_sid: SID of the message.
        sms_sid: Older name of `message_sid`.
        message_status: Status of the message.
        sms_status: Older name of `message_status`.
        from_, to: Sender and recipient.
        api_version: Version of Twilio's API: `2010-04-01`.
        messaging_service_sid: Messaging Service of the message.
        error_code: Why the message was not delivered.
        raw_dlr_done_date: Time of delivery, in the carrier's own format.
        channel_install_sid, channel_status_message, channel_prefix, event_type: Details of a channel, such as WhatsApp.

    https://www.twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks
    """

    message_sid: Annotated[str, SentAs("MessageSid", "SmsSid", "SmsMessageSid")]
    sms_sid: str = ""
    message_status: Annotated[MessageStatus, SentAs("MessageStatus", "SmsStatus")] = ""
    sms_status: MessageStatus = ""
    from_: str = ""
    to: str = ""
    api_version: str = ""
    messaging_service_sid: str = ""
    error_code: int | None = None
    raw_dlr_done_date: str = ""
    channel_install_sid: str = ""
    channel_status_message: str = ""
    channel_prefix: str = ""
    event_type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class TaskAssignmentCallback(Callback):
    """TaskRouter has reserved a worker for a task, and asks for an instruction, which is JSON.

    Args:
        task_sid: SID of the task.
        reservation_sid: SID of the reservation.
        workspace_sid, workflow_sid: Workspace and workflow of the task.
        task_attributes: Attributes of the task, as JSON.
        task_age: Age of the task in seconds.
        task_priority: Priority of the task.
        task_queue_sid, task_queue_name: Queue of the task.
        worker_sid, worker_name: Reserved worker.
        worker_attributes: Attributes of the worker, as JSON.

    https://www.twilio.com/docs/taskrouter/handle-assignment-callbacks
    """

    task_sid: str
    reservation_sid: str
    workspace_sid: str = ""
    workflow_sid: str = ""
    task_attributes: str = ""
    task_age: int | None = None
    task_priority: int | None = None
    task_queue_sid: str = ""
    task_queue_name: str = ""
    worker_sid: str = ""
    worker_name: str = ""
    worker_attributes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class TaskRouterCallback(Callback):
    """Something has happened in a workspace of TaskRouter.

    Args:
        event_type: What has happened, such as `task.created`.
        workspace_sid, workspace_name: Workspace of the event.
        event_description: Description of the event.
        resource_type: Kind of the changed resource, such as `task`.
        resource_sid: SID of the changed resource.
        timestamp: Time of the event, in UTC.
        workflow_sid, workflow_name: Workflow of the event.
        task_sid: Task of the event.
        task_attributes: Attributes of the task, as JSON.
        task_age: Age of the task in seconds.
        task_priority: Priority of the task.
        task_assignment_status: Status of the task.
        task_queue_sid, task_queue_name: Queue of the task.
        reservation_sid: Reservation of the event.
        worker_sid, worker_name: Worker of the event.
        worker_attributes: Attributes of the worker, as JSON.
        worker_activity_sid, worker_activity_name: Activity of the worker.

    https://www.twilio.com/docs/taskrouter/api/event
    """

    event_type: str
    workspace_sid: str
    workspace_name: str = ""
    event_description: str = ""
    resource_type: str = ""
    resource_sid: str = ""
    timestamp: datetime | None = None
    workflow_sid: str = ""
    workflow_name: str = ""
    task_sid: str = ""
    task_attributes: str = ""
    task_age: int | None = None
    task_priority: int | None = None
    task_assignment_status: str = ""
    task_queue_sid: str = ""
    task_queue_name: str = ""
    reservation_sid: str = ""
    worker_sid: str = ""
    worker_name: str = ""
    worker_attributes: str = ""
    worker_activity_sid: str = ""
    worker_activity_name: str = ""
