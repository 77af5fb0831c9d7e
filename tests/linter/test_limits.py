"""The rules about numbers, SIDs and lengths, judged by the facts that no class enforces."""

import json
import re
from typing import Any

import pydantic_core
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cases import for_each
from tests.facts import DATA, ERRORS, FACTS, PHONES, Fact
from tests.linter.documents import found
from twimlkit import Parameter, Stream
from twimlkit._core.placeholders import template_of
from twimlkit.linter import Finding, lint

LIMITS = {
    row["id"]: row for rows in json.loads((DATA / "limits.json").read_bytes()).values() for row in rows if "id" in row
}
HEX = "0123456789abcdef" * 2


def attributes_with(field: str) -> list[tuple[Fact, str, Any]]:
    """The attributes of which the facts have a field, with what it says."""
    return [
        (element, xml_name, fact[field])
        for element in FACTS.values()
        for xml_name, fact in element.attributes.items()
        if field in fact
    ]


def look(rule: str, element: str, text: str = "", **attributes: str) -> list[Finding]:
    """What a rule finds in an element; what is around it does not matter to it."""
    written = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return found(rule, f"<Response><{element}{written}>{text}</{element}></Response>")


# phone-number

PLACES = [
    (fact.tag, xml_name)
    for fact in FACTS.values()
    for xml_name, attribute in fact.attributes.items()
    if attribute["type"].startswith("phone")
] + [("Dial", "callerId"), ("Dial", None), ("Number", None), ("WhatsApp", None)]


def phone(place: tuple[str, str | None], number: str) -> list[Finding]:
    """What is found of a telephone number in some place."""
    element, xml_name = place
    number = number.replace("&", "&amp;")
    return look("phone-number", element, **{xml_name: number}) if xml_name else look("phone-number", element, number)


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_numbers_that_are_not_in_e164_form_are_found_in_every_place(place: tuple[str, str | None]) -> None:
    assert [bool(phone(place, number)) for number in PHONES] == [False, True, False, False, False, True]
    (finding,) = phone(place, " 415-123-4567 ")
    assert "'415-123-4567'" in finding.problem
    assert finding.code is None
    (finding,) = phone(place, "+44 20 7946 0958")
    assert finding.code == (13223 if place in (("Dial", None), ("Number", None)) else None)
    assert {row["element"] for row in ERRORS if row["code"] == 13223} == {"Dial"}


@for_each(number=["415-555-1212", "(415) 555-1212", "1-415-555-1212", "+1 (415) 555-1212", "4155551212"])
def test_a_number_in_north_america_is_dialled_as_it_is(number: str) -> None:
    (finding,) = phone(("Number", None), number)
    assert (finding.severity, finding.code) == ("advice", None)


@for_each(
    number=[
        "+14155550100", "+44 20 7946 0958".replace(" ", ""), "+123456789012345", "911", "12345", "12345678", "123",
        "client:alice", "client:4155550100", "sip:4155550100@example.com", "alice", "ACME Inc", "1-800-FLOWERS",
        "whatsapp:+14155550100", "messenger:12345678901", "anonymous", "4155550100@example.com", "{{From}}",
        "+{{From}}", "+1{number}", "%s", "${number}", "whatsapp:{{From}}", "", "+", "-", "x4155550100",
        "415_555_0100",
    ],
)  # fmt: skip
def test_names_addresses_and_short_codes_are_not_questioned(number: str) -> None:
    for place in PLACES:
        assert phone(place, number) == []


@for_each(
    number=[
        "4155550100", "14155550100", "123456789", "+1 415 555 0100", "+1-415-555-0100", "+1.415.555.0100", "555-0100",
        "+1(415)5550100", "0014155550100", "+04155550100", "+1234567890123456", "(415) 555-0100", "415/5550100",
        "++14155550100", "whatsapp:4155550100", "whatsapp:+1 415 555 0100", "whatsapp:14155550100", "whatsapp:12345",
    ],
)  # fmt: skip
def test_numbers_in_other_forms_are_questioned(number: str) -> None:
    for place in PLACES:
        assert len(phone(place, number)) == 1


DIGITS = st.from_regex("[1-9][0-9]{7,14}", fullmatch=True)
E164_MOST = LIMITS["e164_digits"]["max"]


@given(digits=st.from_regex("[1-9][0-9]{1,20}", fullmatch=True))
def test_e164_numbers_have_a_limited_number_of_digits(digits: str) -> None:
    assert len(phone(("Number", None), f"+{digits}")) == (len(digits) > E164_MOST)


@given(digits=DIGITS, cut=st.integers(1, 7), by=st.sampled_from([" ", "-", ".", ") ", "/"]))
def test_punctuation_is_no_part_of_a_number(digits: str, cut: int, by: str) -> None:
    for number in (f"{digits[:cut]}{by}{digits[cut:]}", f"+{digits[:cut]}{by}{digits[cut:]}"):
        assert len(phone(("Dial", None), number)) == 1


@given(st.text(max_size=20).filter(lambda text: re.search("[A-Za-z]", text) and not re.search("[<>&\x00]", text)))
def test_what_has_letters_is_no_number(text: str) -> None:
    if text.isprintable():
        assert phone(("Dial", None), text) == []


# no-number

DIALLED = ("Dial", "Number", "WhatsApp")


@for_each(
    text=["MY_PHONE_NUMBER", "your number here", "client:alice", "sip:alice@example.com", "+", "---", "alice"],
    element=DIALLED,
)
def test_a_number_has_a_digit(element: str, text: str) -> None:
    (finding,) = look("no-number", element, text)
    assert (finding.severity, finding.code) == ("warning", 13223)


@for_each(text=["", "+14155550100", "911", "1-800-FLOWERS", "{number}", "${NUMBER}", "%s"], element=DIALLED)
def test_a_number_or_a_placeholder_is_right(element: str, text: str) -> None:
    assert look("no-number", element, text) == []


def test_names_stand_where_they_mean_somebody() -> None:
    assert look("no-number", "Client", "alice") == []
    assert look("no-number", "Dial", callerId="anonymous") == []


# sender-name


def sender(name: str) -> list[Finding]:
    return look("sender-name", "Message", "x", **{"from": name.replace("&", "&amp;")})


MOST_OF_A_NAME = LIMITS["alphanumeric_sender"]["value"]


@for_each(
    name=["ACME", "ACME Inc", "A", "a1", "1A", "A-B_C+D & E", "x" * MOST_OF_A_NAME, *PHONES, "messenger:1234567890123",
          "", "sip:somebody@example.com", f"MG{HEX}", "{{company_name}}", "${company_name}", "whatsapp:+14155550100"],
)  # fmt: skip
def test_right_senders_are_not_found(name: str) -> None:
    assert sender(name) == []


@pytest.mark.parametrize(
    "name", ["x" * (MOST_OF_A_NAME + 1), "ACME, Inc", "ACME!", "Café", "ACME.com", "A/B", "#1", "😀"]
)
def test_wrong_senders_are_found(name: str) -> None:
    (finding,) = sender(name)
    assert finding.code == 14102
    assert name[:40] in finding.problem


def test_only_senders_of_messages_are_looked_at() -> None:
    assert look("sender-name", "Message", "x", to="ACME, Inc") == []
    assert look("sender-name", "Sms", "x", **{"from": "ACME, Inc"}) == []


# sid-prefix

PREFIXES = attributes_with("sid_prefix")


@pytest.mark.parametrize(("element", "xml_name", "prefix"), PREFIXES, ids=str)
def test_sids_of_another_kind_are_found(element: Fact, xml_name: str, prefix: str) -> None:
    assert look("sid-prefix", element.tag, **{xml_name: f" {prefix}{HEX} "}) == []
    for other in {"AC", "CA", "WW", "AP"} - {prefix}:
        (finding,) = look("sid-prefix", element.tag, **{xml_name: f"{other}{HEX.upper()}"})
        assert finding.problem.endswith(f"begins with {other}")
        assert finding.remedy.endswith(f"begins with {prefix}")
        assert finding.code in (element.value_codes(xml_name) or {None})
    for no_sid in (
        "",
        "x",
        "{{sid}}",
        "WF",
        f"WF{HEX[1:]}",
        f"WF{HEX}0",
        f"wf{HEX}",
        f"WF{HEX[:-1]}g",
        "WFXXXX",
        f"0{HEX}0",
    ):
        assert look("sid-prefix", element.tag, **{xml_name: no_sid}) == []


def test_sids_in_texts_and_their_codes() -> None:
    assert len(PREFIXES) == 6
    for element in ("Application", "ApplicationSid"):
        assert look("sid-prefix", element, f" AP{HEX}\n") == []
        assert len(look("sid-prefix", element, f" CA{HEX}\n")) == 1
    assert look("sid-prefix", "Sim", f"CA{HEX}") == []
    assert look("sid-prefix", "Enqueue", workflowSid=f"CA{HEX}")[0].code == 14220


# below-documented, above-cap, account-option


def numbers(rule: str, element: Fact, xml_name: str, *values: object) -> list[bool]:
    """Which numbers a rule finds."""
    return [bool(look(rule, element.tag, **{xml_name: str(value)})) for value in values]


@pytest.mark.parametrize(("element", "xml_name", "least"), attributes_with("documented_min"), ids=str)
def test_numbers_below_what_is_documented(element: Fact, xml_name: str, least: int) -> None:
    enforced = element.attributes[xml_name]["min"]
    wrong = (enforced - 1, "", "x", f"{least - 1}.5", "{{x}}")
    expected = [True] * (least - enforced) + [False, False]
    assert numbers("below-documented", element, xml_name, *range(enforced, least + 2)) == expected
    assert numbers("below-documented", element, xml_name, *wrong) == [False] * len(wrong)


@pytest.mark.parametrize(("element", "xml_name", "most"), attributes_with("soft_max"), ids=str)
def test_numbers_above_what_is_done(element: Fact, xml_name: str, most: int) -> None:
    values = (0, most, f" {most} ", "", "x", 10**15, most + 1, f"+{most + 1}", 2**31 - 1)
    assert numbers("above-cap", element, xml_name, *values) == [False] * 6 + [True] * 3


@pytest.mark.parametrize(("element", "xml_name", "extended"), attributes_with("max_extended"), ids=str)
def test_numbers_that_need_an_option(element: Fact, xml_name: str, extended: int) -> None:
    most = element.attributes[xml_name]["max"]
    assert numbers("account-option", element, xml_name, most, extended + 1, most + 1, extended) == [
        False,
        False,
        True,
        True,
    ]


# task-json


def task(text: str) -> list[Finding]:
    """What is found of the text of a Task."""
    return look("task-json", "Task", text.replace("&", "&amp;").replace("<", "&lt;").replace("]]>", "]]&gt;"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(value=JSON, indent=st.sampled_from([None, 2]))
def test_every_json_object_is_right_and_nothing_else_of_json(value: object, indent: int | None) -> None:
    text = json.dumps(value, indent=indent)
    findings = [] if (is_template := template_of(text.encode())) else task(text)
    assert is_template or len(findings) == (not isinstance(value, dict))
    assert all("not an object" in finding.problem for finding in findings)


def is_json_object(text: str) -> bool:
    """Whether another reader of JSON finds an object in a text."""
    try:
        return isinstance(pydantic_core.from_json(text, allow_inf_nan=False), dict)
    except ValueError:
        return False


@given(text=st.text("{}[]:,\"ab01.-+eE \nNaInfityrul'\\u", max_size=12).map(lambda text: f"{{{text}}}"))
def test_another_reader_says_the_same(text: str) -> None:
    if not template_of(text.encode()):
        assert len(task(text)) == (not is_json_object(text))


@for_each(
    text=[
        "x", "{", "{'a': 1}", '{"a": 1,}', '{"a": NaN}', '{"a": -Infinity}', "{a: 1}", '{"a": 01}', "[" * 30_000, "[1]",
        "1", '"x"', "null", '{{"a": 1}}', '{"a": "\n"}', "[" + "9" * 5000 + "]",
    ],
)  # fmt: skip
def test_a_task_that_is_no_json_object_is_found(text: str) -> None:
    (finding,) = task(text)
    assert finding.code == 14221
    assert len(finding.problem) < 120


@pytest.mark.parametrize("depth", [1_000, 10_000])
def test_a_task_that_nests_deeply_is_read_or_found(depth: int) -> None:
    # How deep Python reads depends on its version.
    assert len(task('{"a":' * depth + "1" + "}" * depth)) <= 1


@for_each(
    text=[
        "{}", '{"a": ' + "9" * 5000 + "}", '{"a": 1e999}', '{"a": "{{From}}"}', '{"a": {{number}}}', "{{attributes}}",
        '{"a": ${number}}', "%s", '{"a": ' + "[" * 100 + "]" * 100 + "}", "", " ",
    ],
)  # fmt: skip
def test_a_task_that_is_right_or_a_template_is_not_found(text: str) -> None:
    assert task(text) == []


def test_of_a_task_that_is_cut_off_or_holds_elements_nothing_is_said() -> None:
    assert found("task-json", "<Response><Enqueue><Task>{") == []
    assert found("task-json", "<Response><Enqueue><Task>{<b/></Task></Enqueue></Response>") == []
    assert found("task-json", "<Response><Enqueue><Task>{<b>") == []


# transcription-length, parameter-length


@pytest.mark.parametrize(
    ("attributes", "count"),
    [
        ({"transcribe": "true", "maxLength": "121"}, 1),
        ({"transcribe": " true ", "maxLength": "86400"}, 1),
        ({"transcribe": "true", "maxLength": "120"}, 0),
        ({"transcribe": "true"}, 0),
        ({"transcribe": "false", "maxLength": "121"}, 0),
        ({"maxLength": "121"}, 0),
        ({"transcribeCallback": "/x", "maxLength": "121"}, 0),
        ({"transcribe": "true", "maxLength": "x"}, 0),
        ({"transcribe": "true", "maxLength": "86401"}, 0),
        ({"transcribe": "yes", "maxLength": "121"}, 0),
    ],
)
def test_recordings_too_long_to_transcribe(attributes: dict[str, str], count: int) -> None:
    findings = look("transcription-length", "Record", **attributes)
    assert [(finding.code, finding.attribute) for finding in findings] == [(13615, "maxLength")] * count
    assert LIMITS["record_transcribable"]["max"] == 120


def test_parameters_of_streams_are_short() -> None:
    under = LIMITS["stream_parameter_length"]["value"]
    for length, count in ((under - 1, 0), (under, 1)):
        for parameter in (
            f"<Parameter name='{'n' * 100}' value='{'&amp;' * (length - 100)}'/>",
            f"<Parameter name=' n ' value='{'😀' * (length - 1)}'/>",
            f"<Parameter name='{'n' * length}' value=''/>",
            f"<Parameter value='{'s3cret!' + 'x' * (length - 7)}'/>",
        ):
            for wrapped in ("Start", "Connect", "Stop"):
                xml = f"<Response><{wrapped}><Stream>{parameter}</Stream></{wrapped}></Response>"
                findings = found("parameter-length", xml)
                assert len(findings) == count
                assert all("s3cret" not in str(finding) for finding in findings)
    long = f"<Parameter name='n' value='{'x' * under}'/>"
    xml = f"<Response><Start><Siprec>{long}</Siprec></Start><Dial><Client>{long}</Client></Dial></Response>"
    assert found("parameter-length", xml) == []
    unknown = f"<Parameter name='n' value='{{{{ {'x' * under} }}}}'/>"
    assert found("parameter-length", f"<Response><Start><Stream>{unknown}</Stream></Start></Response>") == []


# client-caller, currency-code, amount-decimals


@pytest.mark.parametrize(
    ("caller", "party", "count"),
    [
        ("client:alice", "+14155550100", 1),
        (" Client:alice", "<Number>+14155550100</Number>", 1),
        ("client:alice", "<Client>anna</Client><Number>+14155550100</Number>", 1),
        ("client:{{name}}", "<Number>{{number}}</Number>", 1),
        ("client:alice", "<Client>anna</Client>", 0),
        ("client:alice", "<Sip>sip:anna@example.com</Sip>", 0),
        ("client:alice", "", 0),
        ("client:alice", "anna<Client>anna</Client>", 0),
        ("+14155550101", "+14155550100", 0),
        ("{{caller}}", "+14155550100", 0),
    ],
)
def test_a_client_calls_no_telephone_number(caller: str, party: str, count: int) -> None:
    findings = found("client-caller", f"<Response><Dial callerId='{caller}'>{party}</Dial></Response>")
    assert [(finding.code, finding.severity, finding.attribute) for finding in findings] == [
        (13214, "warning", "callerId")
    ] * count


@for_each(currency=["usd", "EUR", " gbp ", "", "{{currency}}", "{currency}"])
def test_a_code_of_a_currency_is_right(currency: str) -> None:
    assert look("currency-code", "Pay", currency=currency) == []


@for_each(currency=["dollar", "$", "US", "us-dollar", "usd1"])
def test_a_currency_has_a_code_of_three_letters(currency: str) -> None:
    (finding,) = look("currency-code", "Pay", currency=currency)
    assert (finding.code, finding.attribute) == (64011, "currency")


@pytest.mark.parametrize(
    ("amount", "currency", "most"),
    [
        *[("20.45", None, None), ("20.450", None, None), ("20", "jpy", None), ("20.00", "JPY", None)],
        *[("20.455", "kwd", None), ("0", "", None), ("{{amount}}", "jpy", None), ("{{a}}.5", "jpy", None)],
        *[("20.455", "{{currency}}", None), ("20.455", "{currency}", None), ("$20.455", None, None)],
        *[("20.455", None, "at most 2"), ("20.455", "", "at most 2"), (" 20.4501 ", " Eur ", "at most 2")],
        *[("20.5", "jpy", "a whole amount"), ("20.45", "KRW", "a whole amount"), (".4555", "BHD", "at most 3")],
        *[("0.300000004", "usd", "at most 2"), ("20.455", "dollar", None)],
    ],
)
def test_an_amount_has_the_decimals_of_its_currency(amount: str, currency: str | None, most: str | None) -> None:
    attributes = {"chargeAmount": amount} | ({} if currency is None else {"currency": currency})
    findings = look("amount-decimals", "Pay", **attributes)
    assert [(finding.code, finding.severity, finding.attribute) for finding in findings] == [
        (64003, "error", "chargeAmount")
    ] * (most is not None)
    assert all(finding.remedy.startswith(f"write {most}") for finding in findings)


# whatsapp-caller, connect-track

DIAL = "<Response><Dial{}><WhatsApp>+14155550100</WhatsApp></Dial></Response>"


@pytest.mark.parametrize("caller", ["whatsapp:+14155550100", " WhatsApp:+14155550100 ", "{{caller}}", "${CALLER}"])
def test_a_caller_of_whatsapp_is_right(caller: str) -> None:
    assert found("whatsapp-caller", DIAL.format(f" callerId='{caller}'")) == []


@pytest.mark.parametrize("caller", ["+14155550100", "", "client:alice"])
def test_another_caller_is_wrong(caller: str) -> None:
    (finding,) = found("whatsapp-caller", DIAL.format(f" callerId='{caller}'"))
    assert finding.attribute == "callerId"


def test_no_caller_is_wrong_for_whatsapp_alone() -> None:
    (finding,) = found("whatsapp-caller", DIAL.format(""))
    assert (finding.element, finding.attribute) == ("Dial", None)
    assert found("whatsapp-caller", DIAL.format("").replace("WhatsApp", "Number")) == []
    assert found("whatsapp-caller", "<Response><Dial>+14155550100</Dial></Response>") == []


def test_what_is_linted_alone_is_inside_nothing() -> None:
    long = Parameter(name="name", value="x" * 500)
    assert lint(long) == []
    assert lint(Stream(url="wss://example.com/", track="both_tracks")) == []
    assert [finding.rule for finding in lint(Stream(long, url="wss://example.com/"))] == ["parameter-length"]


@pytest.mark.parametrize("around", ["Start", "Stop", "Connect"])
def test_tracks_of_a_stream(around: str) -> None:
    for track in ("inbound_track", " inbound_track ", "both", "", "outbound_track", "both_tracks"):
        xml = f"<Response><{around}><Stream track='{track}'/></{around}></Response>"
        is_wrong = around == "Connect" and track in ("outbound_track", "both_tracks")
        assert [finding.code for finding in found("connect-track", xml)] == [31941] * is_wrong
    assert found("connect-track", f"<Response><{around}><Stream/></{around}></Response>") == []
