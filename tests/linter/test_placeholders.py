"""Templates: placeholders are unknown values and unknown content, and nothing is said that depends on them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cases import for_each
from tests.facts import FACTS
from tests.linter.places import alone
from twimlkit import InvalidTwiML, lint, parse
from twimlkit._core.placeholders import UNKNOWN, template_of
from twimlkit.linter import RULES, Context

VALUES = [
    "{{ name }}", "{{name|upper}}", "{{{name}}}", "{{ 'a' if late else 'b' }}", "{{ .Name }}", "<%= name %>",
    "<%- name %>", "${name}", "${late ? `a` : {b: 1}.b}",
    "${f(() => { return `${a ? {b: 1} : 2}` })}", "#{name}", "$name", "{$name}", "{name}", "{a.b['c'](0)}", "{}",
    "{0}", "%s", "%d", "%(name)s", "__NAME__", "<?= $name ?>", "{größe}",
    '{a.b("c", d(e))[0]}', "{!! $name !!}", "\\(name)", "\\(names.count(of: first(1)))",
]  # fmt: skip
"""A placeholder of each kind that stands for a value."""

BRANCHES = [
    ("{% if a < b and c == 'd' %}", "{% else %}", "{% endif %}"),
    ("<% if (a > b) { %>", "<% } else { %>", "<% } %>"),
    ("{{#if a}}", "{{else}}", "{{/if}}"),
    ("{{ if .A }}", "{{ else }}", "{{ end }}"),
    ("<?php if ($a < 1) { ?>", "<?php } else { ?>", "<?php } ?>"),
    ("@if (f($a, (1)) < count($b)) ", " @else ", " @endif "),
    ("@foreach($rows as $row) ", " @empty ", " @endforeach "),
]
"""What is around the parts of a template that are left out or repeated."""


def serious(xml: str, context: Context | None = None) -> list[str]:
    """The rules, but for those of advice."""
    return [finding.rule for finding in lint(xml, context=context) if finding.severity != "advice"]


# Values.


@for_each(value=VALUES)
def test_a_placeholder_is_known_as_one(value: str) -> None:
    template = template_of(f"<Response><Say>{value}</Say></Response>".encode())
    assert template
    text = re.fullmatch("<Response><Say>(.*)</Say></Response>", template.data.decode())
    assert text
    assert text[1] == UNKNOWN * len(value.encode())


@for_each(
    text=[
        "", "{", "}", "{ }", "{a b}", '{"a": {"b": {}}}', '{{"a": 1}}', "{{'a': 1}}", "$5.00", "$", "%20", "%d0",
        "100%", "50% off", "{% if",
        "<!-- x -->", "<?xml version='1.0'?>", "{{", "a_b__c", "__", "(a)", "[a]", "MY_NUMBER",
        "\\(", "\\(a", "\\d(a)", "anna@if.example", "@anna", "@if", "me @ home",
    ],
)  # fmt: skip
def test_what_is_no_placeholder_is_text(text: str) -> None:
    assert template_of(f"<Response><Say>{text}</Say></Response>".encode()) is None


@for_each(fact=FACTS.values(), value=["{{ value }}", "https://{host}/${path}"])
def test_of_an_unknown_value_nothing_is_said(fact: object, value: str) -> None:
    document = alone(fact)  # type: ignore[arg-type]
    before = serious(document.xml, document.context)
    for xml_name in fact.attributes:  # type: ignore[attr-defined]
        xml = alone(fact, {xml_name: value}).xml  # type: ignore[arg-type]
        found = [rule for rule in serious(xml, document.context) if rule not in before]
        # A scheme that is written out is known.
        assert found in ([], ["url-scheme"] if value.startswith("https:") else []), xml_name


@for_each(value=VALUES)
def test_an_unknown_text_may_be_any(value: str) -> None:
    xml = (
        f"<Response><Dial callerId='{value.replace(chr(39), chr(34))}'>{value}</Dial><Play>{value}</Play>"
        f"<Enqueue workflowSid='WW'><Task>{value}</Task></Enqueue>"
        f"<Dial><Sip>{value}</Sip></Dial><Dial><Queue>{value}</Queue></Dial></Response>"
    )
    assert serious(xml) == []


@for_each(value=VALUES)
def test_a_class_and_parse_refuse_a_placeholder_as_any_wrong_value(value: str) -> None:
    with pytest.raises(InvalidTwiML):
        parse(f"<Response><Pause length='{value.replace(chr(39), chr(34))}'/></Response>")


@pytest.mark.parametrize(
    ("xml", "rule"),
    [
        ("<Response><Play>/{{file}} x</Play><Pause length='0'/>{{x}}</Response>", "wrong-value"),
        ("<Response>{{x}}<Gather numdigits='{{n}}'/></Response>", "unknown-attribute"),
        ("<Response>{{x}}<Gather><Dial>{{n}}</Dial></Gather></Response>", "misplaced-element"),
        ("<Response>Hello {{name}}</Response>", "misplaced-text"),
        ("<Response><Say>{{name}}</Say><Hangup/><Say>Bye</Say></Response>", "unreachable"),
        ("<Response><Start><Stream url='https://{{host}}/x'/></Start></Response>", "url-scheme"),
        ("<Response><Say>Fish & chips for {{name}}</Say></Response>", "malformed"),
        ("<Response><Say>{{name}}</Response>", "malformed"),
        ("<Response>{% if a %}<Say>Fish & chips</Say>{% endif %}</Response>", "malformed"),
    ],
)
def test_what_does_not_depend_on_a_placeholder_is_found(xml: str, rule: str) -> None:
    assert serious(xml) == [rule]


@pytest.mark.parametrize("size", [20_000, 50_000, 70_000])
def test_the_size_of_a_template_is_unknown(size: int) -> None:
    xml = f"<Response><!-- {'x' * size} --><Say>{{{{name}}}}{'y' * 5000}</Say></Response>"
    assert lint(xml) == []
    assert "inline-size" not in serious(xml, "inline")


# Content.


@for_each(around=BRANCHES)
def test_of_the_number_and_order_of_unknown_content_nothing_is_said(around: tuple[str, str, str]) -> None:
    begin, other, end = around
    for content in (
        f"{begin}<Hangup/>{other}<Redirect>/a</Redirect>{end}<Say>Hello</Say>",
        f"<Dial>{begin}<Conference>room</Conference>{other}<Number>+14155550100</Number>{end}</Dial>",
        f"<Dial>{begin}{'<Number>+14155550100</Number>' * 11}{end}</Dial>",
        f"<Dial>{begin}+14155550100{other}<Client>anna</Client>{end}</Dial>",
        f"<Connect>{begin}{end}</Connect>",
        f"<Enqueue>{begin}support{end}</Enqueue>",
        f"<Say {begin}voice='man'{other}voice='woman'{end}>Hello</Say>",
        f"{begin}<Gather action='/a'>{other}<Gather action='/b'>{end}<Say>Hello</Say></Gather>",
    ):
        assert lint(f"<Response>{content}</Response>") == []
    assert lint(f"{begin}\n<Response><Hangup/></Response>\n{other}\n<Response><Echo/></Response>\n{end}") == []
    assert lint(f"{begin}{end}\n<?xml version='1.0'?>\n<Response><Hangup/></Response>\n") == []


@for_each(fact=[fact for fact in FACTS.values() if fact.name not in {"Response", "MessagingResponse"}])
def test_unknown_content_may_be_what_is_needed(fact: object) -> None:
    document = alone(fact)  # type: ignore[arg-type]
    for child in list(document.node):
        document.node.remove(child)
    document.node.text = "{{ content }}"
    assert [rule for rule in serious(document.xml, document.context) if RULES[rule].refused] == []


def test_unknown_attributes_may_be_those_that_are_needed() -> None:
    for attributes in ("{{ attributes }}", "{% if a %}{{ b }}{% endif %}", "<%= attributes %>"):
        for element in (
            f"<Start><Stream><Parameter {attributes}/></Stream></Start>",
            f"<Enqueue {attributes}/>",
            f"<Dial {attributes}><WhatsApp>+14155550100</WhatsApp></Dial>",
            f"<Gather {attributes}/>",
            f"<Play {attributes}/>",
        ):
            assert lint(f"<Response>{element}</Response>", ignore="silence-ends-call") == []


def test_placeholders_may_bring_their_quotes_and_names() -> None:
    assert lint("<Response><Say voice={quoteattr(voice)}>Hello</Say><{{verb}}>a</{{verb}}></Response>") == []
    assert lint("<Response><Say voice={ calm ? 'man' : voices[0] }>Hello</Say></Response>") == []


# Places.


@given(
    value=st.sampled_from([*VALUES, "{{ größe\n }}", "{% if a <\n b %}"]),
    before=st.text("aé😀\n ", max_size=9),
    around=st.sampled_from(["{}", "<![CDATA[{}]]>"]),
)
def test_placeholders_move_nothing(value: str, before: str, around: str) -> None:
    said = around.format(before + value)
    begin = f"<Response><!-- {value} --><Say\n voice='{value.replace(chr(39), '')}' {value}>{said}</Say>{value}"
    (finding,) = [each for each in lint(f"{begin}<Pause length='0'/></Response>") if each.severity != "advice"]
    lines = f"{begin}<Pause ".split("\n")
    assert (finding.line, finding.column) == (len(lines), len(lines[-1]) + 1)


@pytest.mark.parametrize(
    "text",
    [
        "{%",
        "{{",
        "${",
        "<%",
        "<!--",
        "{{{}",
        "${a{",
        "{",
        "%(",
        "__a",
        "<?php",
        '{{"',
        "{a.",
        "{{ {x} ",
        "${ {x} ",
        "{$",
        "\\(",
        "\\(a",
        "@if (",
        "@if (a(b",
        "<a b={",
        "{a(",
        "{a(b)",
    ],
)
def test_many_placeholders_are_found_soon(text: str) -> None:
    from time import process_time

    begin = process_time()
    template_of(f"<Response>{text * (65_536 // len(text))}{{{{x}}}}".encode())
    assert process_time() - begin < 1
