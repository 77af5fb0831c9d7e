"""The scenarios of what Twilio does, played at the telephone; and that the runner judges strictly."""

import copy
import json
from pathlib import Path

import pytest

from tests.cases import for_each
from tests.phone.scenarios import FAIL, PASS, SKIP, NotReadable, main, scenarios_of, verdict_of

DATA = Path(__file__).parent.parent / "data"
FILES = [*sorted((DATA / "scenarios").glob("*.json")), *sorted((DATA / "more_scenarios").glob("*.json"))]
SCENARIOS = {scenario["id"]: scenario for path in FILES for scenario in scenarios_of(path)}

DECIDED_OTHERWISE = {
    "http-307-followed": "Twilio follows redirects as a browser does, and a browser repeats the method of a 307",
}
"""The inferred scenarios in which the telephone does something else, with the reasons."""


@for_each(name=[name for name in SCENARIOS if name not in DECIDED_OTHERWISE])
def test_a_scenario_passes(name):
    verdict, reasons = verdict_of(SCENARIOS[name])
    assert (verdict, reasons) == (PASS, [])


@for_each(name=[*DECIDED_OTHERWISE])
def test_only_an_inference_is_decided_otherwise(name):
    assert SCENARIOS[name]["certainty"] == "inferred"
    assert verdict_of(SCENARIOS[name])[0] == FAIL


def test_a_scenario_is_played_the_same_on_every_run():
    name = "enqueue-two-callers-in-order"
    from tests.phone.playing import Played

    assert Played(SCENARIOS[name]).phone.events == Played(SCENARIOS[name]).phone.events


# The runner.


def changed(name, *path, value):
    """Return a scenario in which one thing is changed."""
    scenario = copy.deepcopy(SCENARIOS[name])
    inner = scenario
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return scenario


@for_each(
    scenario=[
        changed("gather-get", "expect", "requests", 1, "method", value="POST"),
        changed("gather-get", "expect", "requests", 1, "url", value="https://app.example.com/other"),
        changed("gather-get", "expect", "requests", 1, "params", "Digits", value="13"),
        changed("gather-get", "expect", "requests", 1, "where", value="body"),
        changed("gather-get", "expect", "requests", 1, "absent", value=["Digits"]),
        changed("gather-get", "expect", "requests", 1, "kind", value="callback"),
        changed("gather-get", "expect", "requests", 1, "cookies", value={"step": "1"}),
        changed("gather-get", "expect", "requests", 1, "headers", value={"X-Home-Region": "us1"}),
        changed("gather-get", "expect", "requests", 1, "unknown", value=1),
        changed("gather-get", "expect", "requests", value=[]),
        changed("gather-get", "expect", "ends", "status", value="busy"),
        changed("gather-get", "expect", "ends", "by", value="caller"),
        changed("gather-get", "expect", "answered", value=False),
        changed("gather-get", "expect", "findings", value=[{"code": 13310}]),
        changed("gather-get", "expect", "absent_requests", value=["https://app.example.com/voice"]),
        changed("gather-get", "expect", "unknown", value=1),
        changed("gather-get", "actions", value=[]),
        changed("say-loop-3", "expect", "heard", 0, "times", value=2),
        changed("say-loop-3", "expect", "heard", value=[{"say": "Again.", "times": 3}, {"beep": True}]),
        changed("pause-10", "expect", "heard", 1, "pause", value=9),
        changed("pause-first-delays-answer", "expect", "answered_after", value=4),
        changed("gather-plays-fetched-first", "expect", "heard", 0, "cut", value=False),
        changed("gather-speech-timeout", "expect", "waits", value=3),
        changed("dial-whisper", "expect", "heard_by", "+14155550110", value=[]),
        changed("dial-time-limit", "expect", "heard", 1, "seconds", value=600),
        changed("dial-sequential", "expect", "dialled", value=["+14155550110"]),
        changed(
            "dial-several-first-wins", "expect", "requests", 1, "params", "DialCallSid", value={"sid_of": "caller"}
        ),
        changed("enqueue-two-callers-in-order", "expect", "taken", value=["+14155550101"]),
        changed("record-status-callback", "expect", "requests", 2, "params", "RecordingDuration", value="6"),
        changed("relay-conversation", "expect", "websocket", 1, "last", value=False),
        changed("message-two", "expect", "replies", 0, "to", value="+14155550177"),
        changed("sms-no-action", "expect", "messages", value=[]),
        changed("message-cookie-sliding", "expect", "requests", 2, "no_cookie", value="step"),
        changed("message-redirect-loop", "expect", "documents_fetched", value=49),
        changed("pay-without-codes", "expect", "asked", value=["payment-card-number"]),
        changed("fragment-rc-0", "expect", "attempts", value=2),
        changed("fragment-not-on-the-wire", "expect", "signed_url", value="https://app.example.com/voice#rc=2"),
        changed("fragment-4xx", "expect", "same_idempotency_token", value=False),
        changed("http-basic-auth", "expect", "requests", 1, "authorization", value="digest"),
        changed("inbound-get-parameters-in-query", "expect", "requests", 0, "query_starts", value="a=1"),
        changed("invalid-doctype", "expect", "heard_not", value=["ringing", "+14155550101"]),
    ]
)
def test_a_scenario_that_expects_something_else_fails(scenario):
    assert verdict_of(scenario)[0] == FAIL


def test_what_the_player_does_not_know_is_no_pass():
    scenario = changed("gather-get", "actions", value=[{"sing": "la"}])
    assert verdict_of(scenario) == (SKIP, ["cannot play: the action {'sing': 'la'}"])


SOME = [name for name in SCENARIOS if name not in DECIDED_OTHERWISE][::4]
"""Enough scenarios to have each kind of key; all of them take long."""


@for_each(name=SOME)
def test_no_key_that_nobody_knows_is_passed_over(name):
    for path in objects_in(SCENARIOS[name]):
        assert verdict_of(changed(name, *path, "unknown", value=1))[0] != PASS, path


def objects_in(value, path=()):
    """Yield the paths of the objects in a scenario; what a WebSocket says, and where a scenario is from, is free."""
    if isinstance(value, dict):
        yield path
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        if key not in ("source", "websocket_sends"):
            yield from objects_in(inner, (*path, key))


FREE = {"absent", "absent_or_empty", "no_cookie", "absent_requests", "heard_not", "one_of", "setting"}
"""The keys whose texts can be others, since they name what is not there, or one of several."""


@for_each(name=SOME)
def test_no_expected_text_or_number_is_passed_over(name):
    for path, value in texts_in(SCENARIOS[name]["expect"]):
        assert verdict_of(changed(name, "expect", *path, value=value * 2 + type(value)(1)))[0] == FAIL, path


def texts_in(value, path=()):
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            if key not in FREE:
                yield from texts_in(inner, (*path, key))
    elif not isinstance(value, bool):
        yield path, value


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("{", "no JSON"),
        ("[]", 'it needs an object with a list "scenarios"'),
        ('{"scenarios": {}}', 'it needs an object with a list "scenarios"'),
        (None, "No such file"),
    ],
)
def test_a_broken_file_gives_a_plain_error(tmp_path, capsys, text, error):
    path = tmp_path / "some.json"
    if text is not None:
        path.write_text(text)
    assert main([str(path)]) == 1
    assert capsys.readouterr().err.startswith(f"{path}: ")
    assert error in scenarios_error(path)


def scenarios_error(path):
    with pytest.raises(NotReadable) as caught:
        scenarios_of(path)
    return str(caught.value)


@pytest.mark.parametrize(
    "scenario",
    [1, {}, {"id": "a"}, {**SCENARIOS["gather-get"], "actions": {}}, {**SCENARIOS["gather-get"], "expect": []}],
)
def test_a_broken_scenario_is_no_pass(scenario):
    assert verdict_of(scenario)[0] == SKIP


def test_a_scenario_that_expects_nothing_is_no_pass():
    assert verdict_of(changed("gather-get", "expect", value={})) == (FAIL, ["nothing is expected"])


def test_without_files_the_command_says_how_to_call_it(capsys):
    assert main([]) == 2
    assert "FILE" in capsys.readouterr().err


@pytest.mark.parametrize(("key", "status"), [("method", 0), ("wrong", 1)])
def test_the_command_prints_verdicts_and_a_table(tmp_path, capsys, key, status):
    scenario = changed("gather-get", "expect", "requests", 1, key, value="GET")
    path = tmp_path / "some.json"
    path.write_text(json.dumps({"scenarios": [scenario, SCENARIOS["say-loop-3"]]}))
    assert main([str(path)]) == status
    lines = capsys.readouterr().out.splitlines()
    verdict = "FAIL" if status else "pass"
    assert f"{verdict} gather-get (documented)" in lines
    assert lines[-1].split() == ["all", "1/2" if status else "2/2"]
