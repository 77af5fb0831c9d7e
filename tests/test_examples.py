"""The examples run, and print TwiML that is valid by the facts."""

import inspect
import os
import re
import runpy
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree

from tests.facts import ELEMENTS, XML_NAMESPACE, bounds, words
from tests.stand_in import AUTH_TOKEN, Fault, StandIn
from twimlkit import Dial, MessagingResponse, Number, Redirect, Response

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "examples"

DOCUMENTS = {
    "conference": ["join(host=True)", "join(host=False)"],
    "forwarding": [
        "forward([OFFICE, MOBILE, HOME])",
        "whisper()",
        "forwarded('completed')",
        "forwarded('no-answer')",
    ],
    "hello": ["hello()"],
    "languages": ["announcement(4, 'K7M')"],
    "menu": ["menu()", "answer('1')", "answer('2')", "answer('9')"],
    "reply": ["reply('Where are you?')", "reply('hello')"],
    "voicemail": ["voicemail()", "recorded(12)"],
    "waiting_queue": [
        "enter()",
        "wait(3)",
        "key('*')",
        "key('1')",
        "left('leave')",
        "left('bridged')",
        "agent()",
        "connecting()",
    ],
}
"""The ways in which each example answers; it prints the first."""

EXAMPLES = [FOLDER / f"{name}.py" for name in DOCUMENTS]

FORMS = {"boolean": "true|false", "method": "GET|POST", "url": r"\S*"}


# The judge: what the facts say against a document.


def complaints(document: etree._Element) -> Iterator[str]:
    if document.tag != "Response":
        yield f"the root is <{document.tag}>"
        return
    medium = "messaging" if document.find("Message") is not None else "voice"
    for before, after in pairwise(document):
        if ELEMENTS[before.tag]["terminal"]:
            yield f"<{after.tag}> follows <{before.tag}>"
    for element in document.iter():
        if element.tag not in ELEMENTS:
            yield f"<{element.tag}> is unknown"
            continue
        facts = ELEMENTS[element.tag]
        yield from (f"<{element.tag}> {said}" for said in about_content(element, facts, medium))
        yield from (f"<{element.tag}> {said}" for said in about_attributes(element, facts["attributes"]))


def about_content(element: etree._Element, facts: dict, medium: str) -> Iterator[str]:
    known = {child["name"]: child for child in facts["children"] if medium in child.get("documents", [medium])}
    tags = [child.tag for child in element]
    yield from (f"holds <{tag}>" for tag in tags if tag not in known)
    for tag, child in known.items():
        if child["max"] is not None and tags.count(tag) > child["max"]:
            yield f"holds too many <{tag}>"
        if tags.count(tag) < child["min"]:
            yield f"holds too few <{tag}>"
    text = "".join([element.text or "", *(child.tail or "" for child in element)]).strip()
    use = facts["text"]["use"]
    if text and use == "none":
        yield "holds text"
    if use == "required" and not "".join(element.itertext()).strip():
        yield "lacks text"
    if text and set(facts["text"].get("excludes", ())) & set(tags):
        yield "holds text beside a child that excludes it"


def about_attributes(element: etree._Element, known: dict) -> Iterator[str]:
    given = {name.replace(XML_NAMESPACE, "xml:"): value for name, value in element.items()}
    yield from (f"lacks {name}" for name, facts in known.items() if facts["required"] and name not in given)
    for name, value in given.items():
        if name not in known or known[name]["status"] != "current":
            yield f"has no attribute {name}"
        elif not takes(known[name], value):
            yield f"has {name}={value!r}"


def takes(facts: dict, value: str) -> bool:
    type_ = facts["type"]
    if value in words(facts):
        return True
    if type_ in ("integer", "number", "integer-or-auto"):
        return is_within(facts, value)
    if type_ in ("enum", "enum-list") and not facts.get("open"):
        return type_ == "enum-list" and {*value.split()} <= {*words(facts)}
    return re.fullmatch(facts.get("pattern") or FORMS.get(type_, "(?s).*"), value) is not None


def is_within(facts: dict, value: str) -> bool:
    if not re.fullmatch(r"-?[0-9]+" if facts["type"] != "number" else r"-?[0-9]+(\.[0-9]+)?", value):
        return False
    least, most = bounds(facts)
    return (least is None or least <= float(value)) and (most is None or float(value) <= most)


@pytest.mark.parametrize(
    "wrong",
    [
        "<Reply/>",
        "<Response><Shout>Hi</Shout></Response>",
        "<Response><Number>+14155550100</Number></Response>",
        "<Response><Message>Hi</Message><Say>Hi</Say></Response>",
        "<Response>Hi</Response>",
        "<Response><Hangup/><Say>Hi</Say></Response>",
        "<Response><Dial><Number/></Dial></Response>",
        "<Response><Dial>+14155550100<Number>+14155550101</Number></Dial></Response>",
        f"<Response><Dial>{'<Number>+14155550100</Number>' * 11}</Dial></Response>",
        '<Response><Gather numdigits="1"/></Response>',
        '<Response><Gather numDigits="one"/></Response>',
        '<Response><Gather timeout="0"/></Response>',
        '<Response><Gather input="dtmf voice"/></Response>',
        '<Response><Gather method="PUT"/></Response>',
        '<Response><Gather action="/a b"/></Response>',
        '<Response><Gather bargeIn="yes"/></Response>',
        '<Response><Gather finishOnKey="12"/></Response>',
        '<Response><Reject reason="tired"/></Response>',
        "<Response><Say><lang>Bonjour</lang></Say></Response>",
    ],
)
def test_the_judge_finds_what_is_wrong(wrong):
    assert list(complaints(etree.fromstring(wrong)))


# The examples.


def load(name: str) -> dict:
    return runpy.run_path(str(FOLDER / f"{name}.py"))


def test_every_example_is_tested():
    assert {path.stem for path in FOLDER.glob("*.py")} == {*DOCUMENTS, "pay", "place_call"}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example_prints_twiml_that_is_right(path):
    done = run(path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("<?xml")
    assert list(complaints(etree.fromstring(done.stdout.encode()))) == []
    first = eval(DOCUMENTS[path.stem][0], load(path.stem))
    assert done.stdout.strip() == first.pretty().strip()


@pytest.mark.parametrize(("name", "call"), [(name, call) for name, calls in DOCUMENTS.items() for call in calls])
def test_every_answer_of_an_example_is_right(name, call):
    document = eval(call, load(name))
    assert isinstance(document, Response | MessagingResponse)
    assert list(complaints(etree.fromstring(bytes(document)))) == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_function_of_an_example_is_run_typed_and_documented(path):
    functions = {name: each for name, each in load(path.stem).items() if inspect.isfunction(each)}
    assert functions.keys() == {call.partition("(")[0] for call in DOCUMENTS[path.stem]}
    for each in functions.values():
        parameters = inspect.signature(each).parameters
        assert each.__annotations__.keys() == {*parameters, "return"}
        assert each.__doc__


def test_the_menu_leads_where_its_keys_say():
    menu = load("menu")
    (gather, *_) = menu["menu"]().children
    assert gather.num_digits == 1
    assert [type(verb).__name__ for verb in menu["answer"]("1").children] == ["Say", "Dial"]
    assert menu["answer"]("2").children[-1] == menu["answer"]("*").children[-1] == Redirect("/menu")


def test_forwarding_rings_every_number_at_once():
    forward = load("forwarding")["forward"]
    numbers = ["+14155550101", "+14155550102"]
    (dial,) = (verb for verb in forward(numbers).children if isinstance(verb, Dial))
    assert dial.children == tuple(Number(number, url="/whisper") for number in numbers)
    assert dial.sequential is None


# The example that places a call.

PLACE_CALL = FOLDER / "place_call.py"
NUMBERS = ["--to", "+14155550100", "--from", "+14155550199"]


def run(path, *arguments, **environment):
    """Run an example as a program, with no account but that of the given environment."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("TWILIO_", "TWIMLKIT_"))}
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-W", "error", str(path), *arguments],
        capture_output=True,
        check=False,
        cwd=ROOT.parent,
        encoding="utf-8",
        env={**bare, "PYTHONPATH": str(ROOT), "no_proxy": "127.0.0.1", **environment},
    )


def test_without_an_account_the_whole_way_is_shown():
    done = run(PLACE_CALL, *NUMBERS, RoleName="Front <1>", TWILIO_BASE_URL="https://example.com")
    assert (done.returncode, done.stderr) == (0, "")
    first, second, *heard = filter(None, done.stdout.splitlines())
    assert re.fullmatch(r"The call CA\w{32} from \+14155550199 to \+14155550100 is queued\.", first)
    assert second == "It was answered, and heard what the page of hello_flask.py says:"
    assert heard == ["Hello!", "The version of the API is 2010-04-01.", "The name of the role is Front <1>."]


def test_what_is_refused_is_told_without_a_traceback():
    done = run(PLACE_CALL, "--to", "+15005550002")
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(
        r"InvalidNumber: .*\(Twilio 21214, HTTP 400, to …0002, from …0199, request RQ\w+\)\n", done.stderr
    )


def test_without_flask_it_says_what_to_install(run_here, monkeypatch):
    monkeypatch.setitem(sys.modules, "flask", None)
    monkeypatch.delenv("TWILIO_ACCOUNT_SID")
    with pytest.raises(SystemExit, match=re.escape("pip install 'twimlkit[flask]'")):
        run_here()


@pytest.fixture
def twilio():
    with StandIn() as twilio:
        yield twilio


@pytest.fixture
def run_here(twilio, monkeypatch):
    """Run it in this process, with an account in the environment whose requests go to a stand-in."""
    for name in [name for name in os.environ if name.startswith("TWILIO_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", twilio.account_sid)
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", twilio.auth_token)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setenv("TWIMLKIT_API_URL", twilio.address)
    monkeypatch.syspath_prepend(FOLDER)

    def run_as_main(*arguments):
        monkeypatch.setattr("sys.argv", [str(PLACE_CALL), *arguments])
        runpy.run_path(str(PLACE_CALL), run_name="__main__")

    return run_as_main


def test_with_an_account_one_call_is_placed(run_here, twilio, capsys):
    run_here(*NUMBERS, "--url", "https://example.com/voice")
    (call,) = twilio.calls.values()
    assert capsys.readouterr().out == f"The call {call['sid']} from +14155550199 to +14155550100 is queued.\n"
    (placed,) = twilio.processed
    assert placed.form == {"To": ["+14155550100"], "From": ["+14155550199"], "Url": ["https://example.com/voice"]}


def test_the_numbers_may_stand_in_the_environment(run_here, twilio, monkeypatch):
    monkeypatch.setenv("TWILIO_TO", "+14155550100")
    monkeypatch.setenv("TWILIO_FROM", "+14155550199")
    run_here()
    (placed,) = twilio.processed
    assert placed.form | {"Url": []} == {"To": ["+14155550100"], "From": ["+14155550199"], "Url": []}


@pytest.mark.parametrize("arguments", [[], NUMBERS[:2], NUMBERS[2:]])
def test_with_an_account_nobody_is_called_unasked(arguments, run_here, twilio, capsys):
    with pytest.raises(SystemExit) as caught:
        run_here(*arguments)
    assert caught.value.code == 2
    assert "--to and --from are required" in capsys.readouterr().err
    assert twilio.requests == []


def test_a_wrong_token_is_told_and_not_shown(run_here, twilio):
    twilio.auth_token = "another"
    with pytest.raises(SystemExit, match="AuthenticationError") as caught:
        run_here(*NUMBERS)
    assert AUTH_TOKEN not in str(caught.value)


# The example that places many calls.

BULK_CALLS = FOLDER / "rest" / "bulk_calls.py"


def place_calls(twilio, *numbers):
    """Run it as a program, with an account whose requests go to a stand-in."""
    account = {"TWILIO_ACCOUNT_SID": twilio.account_sid, "TWILIO_AUTH_TOKEN": twilio.auth_token}
    return run(BULK_CALLS, "--from", "+14155550199", *numbers, **account, TWIMLKIT_API_URL=twilio.address)


def test_each_number_gets_its_call_or_its_error(twilio):
    good = [f"+1415555{number:04}" for number in range(30)]
    done = place_calls(twilio, *good[:15], "+15005550001", "me", *good[15:], good[0])
    assert (done.returncode, done.stderr) == (1, "")
    *table, total = done.stdout.splitlines()
    assert total == "30 of 32 calls placed"
    columns = [line.split(maxsplit=2) for line in table]
    assert [number for number, _, _ in columns] == [*good[:15], "+15005550001", "me", *good[15:]]
    sids = {call["to"]: sid for sid, call in twilio.calls.items()}
    assert {number: last for number, status, last in columns if status == "queued"} == sids
    assert sorted(sids) == good
    failed = {number: (status, last) for number, status, last in columns if number not in good}
    assert [status for status, _ in failed.values()] == ["InvalidNumber", "InvalidNumber"]
    assert "Twilio 21217" in failed["+15005550001"][1]


def test_all_calls_placed_is_success(twilio):
    done = place_calls(twilio, "+14155550100")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("\n1 of 1 calls placed\n")


def test_an_unknown_outcome_comes_with_advice(twilio):
    twilio.faults.append(Fault.RESET_UNANSWERED)
    done = place_calls(twilio, "+14155550100")
    assert done.returncode == 1
    assert "UnknownOutcome" in done.stdout
    assert "check list_calls before you call again" in done.stdout


def test_without_an_account_no_traceback_is_shown():
    done = run(BULK_CALLS, "--from", "+14155550199", "+14155550100")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("InvalidParameter: account_sid is missing: set TWILIO_ACCOUNT_SID")
