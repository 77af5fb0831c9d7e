"""The form of scenarios: what they may say. A key that is not here is never passed over in silence."""

WHEN = {"after", "during", "while", "on", "repeat"}
"""The keys that say when an action is taken, and by whom."""

ACTIONS = {
    "pay": WHEN | {"press", "silent"},
    "message": {"after", "repeat", "from", "to", "media"},
    "leg": {"after", "outcome", "talk", "hangs_up"},
    "conference": {"after", "others", "seconds", "ended_by_exit_of", "hangs_up"},
    "already_waiting": {"callers", "talk", "hangs_up"},
    "waiting": {"after", "callers", "queue", "talk", "hangs_up"},
    "agent_takes": {"after", "during", "queue_url", "talk", "hangs_up"},
    "press": WHEN,
    "say": WHEN | {"confidence", "partial"},
    "silent": WHEN,
    "record": WHEN | {"ended_by", "transcript"},
    "hang_up": WHEN,
    "answer": WHEN,
    "busy": WHEN,
    "no_answer": WHEN,
    "failed": WHEN,
    "refer": WHEN,
    "connector": WHEN,
    "update": WHEN,
    "websocket": WHEN,
    "websocket_sends": WHEN,
}
"""The actions with their other keys; the first that an action has is its name."""

URLS = {
    f"{prefix}{name}{end}"
    for prefix, name in [
        ("voice", ""),
        ("", "fallback"),
        ("voice_", "fallback"),
        ("message", ""),
        ("message_", "fallback"),
    ]
    for end in ("_url", "_method")
}
CALLBACK = {"status_callback", "status_callback_method"}
KEYS = {
    "scenario": {"id", "certainty", "source", "note", "number", "call", "documents", "actions", "expect", "setting"},
    "number": URLS | CALLBACK,
    "call": CALLBACK
    | {"direction", "from", "to", "twiml", "url", "method", "fallback_url", "fallback_method", "status_callback_event"},
    "answer": {"twiml", "status", "content_type", "body", "location", "delay", "set_cookie", "refuse_connection"}
    | {"pad_to", "encode", "auth", "user", "password", "then"},
    "after": {"heard", "seconds", "ringing", "bridged", "hours"},
    "refer": {"response", "notify", "caller_hangs_up"},
    "update": {"url", "method", "twiml", "status"},
    "medium": {"url", "type"},
}
VALUES = {
    "certainty": ("documented", "implemented", "inferred"),
    "direction": ("inbound", "outbound-api"),
    "while": ("queued", "ringing", "recording", "waiting", "bridged"),
    "outcome": ("answered", "busy", "no-answer", "failed"),
    "hangs_up": ("caller", "callee", "agent"),
    "websocket": ("refused", "closes", "closed"),
    "auth": ("basic", "digest"),
    "empty_recording": ("action", "next_verb"),
    "message_action": ("flow", "callback"),
}
SETTINGS = {"empty_recording", "message_action", "max_queue_size"}


def mistakes(scenario):
    """Yield what is missing in a scenario, and what nobody knows."""
    if not isinstance(scenario, dict):
        yield f"it is {scenario!r}, not an object"
        return
    missing = [key for key in ("id", "certainty", "number", "documents", "expect") if key not in scenario]
    if missing:
        yield f"it has no {', '.join(missing)}"
        return
    wrong = [key for key in ("number", "call", "documents", "expect") if not isinstance(scenario.get(key, {}), dict)]
    if wrong or not isinstance(scenario.get("actions", []), list):
        yield f"{', '.join(wrong or ['actions'])} of the wrong kind"
        return
    yield from unknown("scenario", scenario)
    yield from unknown("number", scenario["number"])
    yield from unknown("call", scenario.get("call", {}))
    yield from wrong_values(scenario, ("certainty",))
    yield from wrong_values(scenario.get("call", {}), ("direction",))
    for setting in (scenario.get("setting", {}), scenario["expect"].get("setting", {})):
        yield from (f"the setting {key}" for key in sorted(setting.keys() - SETTINGS))
        yield from wrong_values(setting, ("empty_recording", "message_action"))
    for url, answers in scenario["documents"].items():
        if url != "inline" and "://" not in url:
            yield f"the document {url}, which is no URL"
        for answer in answers if isinstance(answers, list) else [answers]:
            yield from mistakes_of_answer(answer)
    for action in scenario.get("actions", ()):
        yield from mistakes_of_action(action)


def unknown(what, given):
    yield from (f"the key {key} of a {what}" for key in sorted(given.keys() - KEYS[what]))


def wrong_values(given, keys):
    yield from (f"{key} {given[key]!r}" for key in keys if key in given and given[key] not in VALUES[key])


def mistakes_of_answer(answer):
    if not isinstance(answer, dict):
        yield f"the answer {answer!r}"
        return
    yield from unknown("answer", answer)
    yield from wrong_values(answer, ("auth",))
    if "then" in answer:
        yield from mistakes_of_answer(answer["then"])


def name_of(action):
    """Return the name of an action, or None."""
    return next((name for name in ACTIONS if name in action), None)


def mistakes_of_action(action):
    name = name_of(action) if isinstance(action, dict) else None
    if name is None or action.keys() - {name} - ACTIONS[name]:
        yield f"the action {action}"
        return
    yield from wrong_values(action, ("while", "outcome", "hangs_up", "websocket"))
    if isinstance(action.get("after"), dict):
        yield from unknown("after", action["after"])
    if name in ("refer", "update"):
        yield from unknown(name, action[name])
    for medium in action.get("media", ()):
        yield from unknown("medium", medium)
