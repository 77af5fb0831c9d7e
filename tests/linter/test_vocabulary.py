"""The rules about what the vocabulary refuses: judged by the facts, and by the classes, which refuse the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.cases import for_each
from tests.facts import (
    CHILDREN_CODES,
    ELEMENTS,
    FACTS,
    MAY_BE_EMPTY,
    SAMPLE,
    SCHEMA_CODE,
    SPECIMENS,
    Fact,
    lxml_name,
    to_python_name,
)
from tests.linter.documents import VOCABULARY, found
from tests.linter.places import CONTEXTS, Document, alone, around, full, node, refused
from twimlkit.errors import InvalidTwiML
from twimlkit.linter import RULES, Finding, lint
from twimlkit.parser import parse
from twimlkit.strategies import messaging_responses, responses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

EVERY = for_each(fact=FACTS.values())
TAGS = {fact.tag for fact in FACTS.values()}


def only(findings: list[Finding]) -> Finding:
    """The one finding that there is."""
    assert len(findings) == 1, [str(finding) for finding in findings]
    return findings[0]


def refusal(xml: str | bytes, **options: Any) -> InvalidTwiML | None:
    """The error that `parse` raises, if it raises one."""
    try:
        parse(xml, **options)
    except InvalidTwiML as error:
        return error
    return None


def assert_refused_alike(xml: str | bytes) -> None:
    """Assert that `parse` raises an exception for the first finding that a refused rule has, and for nothing else."""
    error, findings = refusal(xml), refused(xml)
    if error is None:
        assert findings == []
        return
    first = findings[0]
    assert (error.rule, error.message, error.code) == (first.rule, first.message, first.code)
    assert (error.line, error.column, error.path) == (first.line, first.column, first.path)
    assert (error.element, error.attribute is None) == (first.element, first.attribute is None)


# Every element in every other.


def codes_of_children(fact: Fact) -> int:
    return CHILDREN_CODES.get(fact.name, SCHEMA_CODE)


@pytest.mark.slow
@EVERY
def test_every_element_is_found_where_it_cannot_stand_and_nowhere_else(fact: Fact) -> None:
    legal = {FACTS[child].tag: FACTS[child] for child in fact.children}
    for child in {child.tag: child for child in FACTS.values()}.values():
        is_legal = child.tag in legal
        outer = node(fact) if is_legal and fact.name != "Enqueue" else full(fact)
        outer.append(full(legal.get(child.tag, child)))
        document = around(fact, outer)
        findings = document.refused()
        if is_legal:
            assert findings == [], child.name
            continue
        finding = only(findings)
        assert finding.rule == "misplaced-element"
        assert finding.path == f"{document.path}/{child.tag}"
        assert finding.code == codes_of_children(fact)
        assert finding.problem == f"<{fact.tag}> cannot hold <{child.tag}>"


def test_a_remedy_for_a_misplaced_element_says_where_it_stands() -> None:
    for name, fact in FACTS.items():
        parents = [parent for parent in FACTS.values() if name in parent.children and parent.name not in CONTEXTS]
        holder = around(FACTS["Echo"], etree.Element("Echo"))
        holder.node.append(full(fact))
        remedy = only(holder.refused()).remedy
        for parent in parents:
            assert re.search(rf"^it holds nothing; {fact.tag} stands in .*\b{parent.tag}\b", remedy)
        assert ("the Response to a call" in remedy) == (name in FACTS["Response"].children)
        assert ("the Response to a message" in remedy) == (name in FACTS["MessagingResponse"].children)


@pytest.mark.parametrize(
    ("fact", "child", "most"),
    [(fact, child, most) for fact in FACTS.values() for child, most in fact.children.items() if most],
    ids=str,
)
def test_children_are_counted(fact: Fact, child: str, most: int) -> None:
    def with_children(count: int) -> Document:
        outer = node(fact)
        outer.text = SAMPLE if fact.name == "Enqueue" else None
        outer.extend(full(FACTS[child]) for _ in range(count))
        return around(fact, outer)

    assert with_children(most).refused() == []
    for beyond in (1, 3):
        document = with_children(most + beyond)
        finding = only(document.refused())
        assert finding.rule == "too-many-elements"
        assert finding.path == f"{document.path}/{FACTS[child].tag}[{most + 1}]"
        assert finding.code == {("Sip", "Uri"): 13250}.get((fact.name, child))
        assert_refused_alike(document.xml)


# Names of elements.


def misspelt(name: str) -> Iterator[str]:
    """A name with other capitals, and longer ones with a letter left out, doubled or two of them exchanged."""
    if ":" in name:
        return  # another prefix is another mistake
    yield from (name.upper(), name.lower(), name.capitalize(), name.swapcase())
    if len(name) > 4:
        for at in range(1, len(name) - 1):
            yield name[:at] + name[at + 1 :]
            yield name[:at] + name[at] + name[at:]
            yield name[:at] + name[at + 1] + name[at] + name[at + 2 :]


@pytest.mark.slow
@EVERY
def test_misspelt_elements_are_recognised_and_looked_into(fact: Fact) -> None:
    parents = [parent for parent in FACTS.values() if fact.name in parent.children]
    for parent in parents[:2]:
        for name in {*misspelt(fact.tag)} - TAGS:
            inner = full(fact)
            inner.tag = name
            inner.set("unknown", "")
            outer = node(parent)
            outer.text = SAMPLE if parent.name == "Enqueue" else None
            outer.append(inner)
            document = around(parent, outer)
            element, attribute = document.refused()
            assert (element.rule, attribute.rule) == ("unknown-element", "unknown-attribute"), name
            assert element.problem == f"<{parent.tag}> cannot hold <{name}>"
            assert element.remedy == f"did you mean {fact.tag}?"
            assert element.code == codes_of_children(parent)
            assert attribute.path == element.path == f"{document.path}/{name}"


@pytest.mark.parametrize("xml", ["<queue>a</queue>", "<QUEUE>a</QUEUE>"])
def test_a_misspelt_element_may_be_misplaced_too(xml: str) -> None:
    finding = only(refused(f"<Response>{xml}</Response>"))
    assert finding.rule == "unknown-element"
    assert finding.remedy == "did you mean Queue, which stands in Dial?"


@pytest.mark.parametrize("name", ["Verify", "Goto", "x", "Response1234567", "żółć"])
def test_an_unknown_element_is_answered_with_what_may_stand_there(name: str) -> None:
    finding = only(
        refused(f"<Response><Refer action='/x'><Sip>sip:a@example.com</Sip><{name} a='b'/></Refer></Response>")
    )
    assert finding.rule == "unknown-element"
    assert finding.remedy == "it may hold Sip"


def test_what_is_inside_an_unknown_element_is_looked_at() -> None:
    xml = "<Response><Verify><Pause length='0'/><Foo/><Gather><Dial/></Gather></Verify></Response>"
    assert [finding.rule for finding in refused(xml)] == ["unknown-element", "wrong-value", "misplaced-element"]


@for_each(name=[fact.tag for fact in FACTS.values() if fact.name in FACTS["Response"].children])
def test_a_prefix_is_found_and_its_element_is_looked_at(name: str) -> None:
    findings = refused(f"<Response><t:{name} unknown=''/></Response>", "voice")
    findings = [finding for finding in findings if finding.rule != "missing-content"]
    assert [finding.rule for finding in findings] == ["namespace", "unknown-attribute"]
    assert findings[0].remedy == f"write <{name}>"


# Old names.


@for_each(name=FACTS)
def test_old_attributes_and_misprints_of_libraries_are_found_once(name: str) -> None:
    fact = FACTS[name]
    for xml_name in fact.not_current:
        facts = ELEMENTS[fact.tag]["attributes"][xml_name]
        document = alone(fact, {xml_name: "x"})
        finding = only(document.refused())
        assert (finding.path, finding.attribute) == (document.path, xml_name)
        if facts["status"] == "legacy":
            assert finding.rule == "legacy-attribute"
            assert finding.code in {SCHEMA_CODE, *legacy_codes(fact, xml_name)}
        else:
            assert finding.rule == "suspected-typo"
            assert finding.remedy == f"write {facts['alias_of']}"


def legacy_codes(fact: Fact, xml_name: str) -> set[int]:
    return (
        {13211, 13242, 13513}
        if (fact.tag, xml_name) in {("Dial", "ifMachine"), ("Sip", "sendDigits"), ("Say", "rate")}
        else set()
    )


OLD_ELEMENTS = ("Annotate", "Publish", "TaskAttributes", "Group", "speak", "token", "voice", "audio", "desc", "mark")


@for_each(
    old=[*OLD_ELEMENTS, "lookup", "BillingReferenceTag"],
    parent=["Response", "Say", "Gather", "Dial", "MessagingResponse"],
)
def test_old_elements_are_found_once(old: str, parent: str) -> None:
    outer = full(FACTS[parent])
    outer.append(etree.Element(old, {"x": "y"}))
    finding = only(around(FACTS[parent], outer).refused())
    assert finding.rule == "legacy-element"
    assert finding.element == old
    assert finding.code == codes_of_children(FACTS[parent])


# Names of attributes.


def spellings(xml_name: str) -> set[str]:
    """An attribute's name as it is written in Python, and with other capitals."""
    if ":" in xml_name:
        return {to_python_name(xml_name)}
    capitalised = xml_name[0].upper() + xml_name[1:]
    names = {to_python_name(xml_name), xml_name.lower(), xml_name.upper(), capitalised, xml_name.replace("-", "")}
    return names - {xml_name}


@EVERY
def test_attributes_in_another_spelling_are_answered_with_the_right_one(fact: Fact) -> None:
    for xml_name, facts in fact.attributes.items():
        for name in spellings(xml_name) - {*fact.attributes, *fact.not_current}:
            document = alone(fact)
            document.node.attrib.pop(lxml_name(xml_name), None)
            document.node.set(lxml_name(name), fact.legal(xml_name)[0].written)
            findings = [finding for finding in document.refused() if finding.rule != "missing-content"]
            finding = only(findings)
            assert finding.rule == "unknown-attribute", (name, facts)
            assert finding.attribute == name
            assert finding.problem == f"<{fact.tag}> has no attribute {name!r}"
            assert finding.remedy == f"did you mean {xml_name!r}?"
            assert finding.code == SCHEMA_CODE


@pytest.mark.slow
@EVERY
def test_misspelt_attributes_are_answered_with_the_right_one(fact: Fact) -> None:
    for xml_name in fact.attributes:
        names = sorted({*misspelt(xml_name)} - {*fact.attributes, *fact.not_current}) if len(xml_name) > 4 else []
        for name in names[:: max(1, len(names) // 6)]:
            finding = only(alone(fact, {name: fact.legal(xml_name)[0].written}).refused())
            assert finding.rule == "unknown-attribute"
            if xml_name not in fact.required:
                assert finding.remedy == f"did you mean {xml_name!r}?"


def test_a_misspelt_attribute_has_its_value_looked_at() -> None:
    findings = refused("<Response><Gather num_digits='x' TimeOut='0' action='/x'/></Response>")
    assert [(finding.rule, finding.attribute) for finding in findings] == [
        ("unknown-attribute", "num_digits"),
        ("wrong-value", "num_digits"),
        ("unknown-attribute", "TimeOut"),
        ("wrong-value", "TimeOut"),
    ]


@EVERY
def test_every_attribute_is_known_where_it_belongs_and_nowhere_else(fact: Fact) -> None:
    every = {xml_name for other in FACTS.values() for xml_name in other.attributes}
    wires = every - {*ELEMENTS[fact.tag]["attributes"]}
    document = alone(fact, dict.fromkeys(wires, "1"))
    findings = [finding for finding in document.refused() if finding.rule == "unknown-attribute"]
    assert {finding.attribute for finding in findings} == wires
    assert {finding.path for finding in findings} == {document.path}
    assert len(findings) == len(wires)


@pytest.mark.parametrize(
    ("xml", "remedy"),
    [
        ("<Gather action='/x'><Say numDigits='1'>x</Say></Gather>", "it belongs to Gather"),
        ("<Dial callerid='+14155550100' hangUpOnStar='true'>+14155550101</Dial>", "did you mean 'callerId'?"),
        (
            "<Dial statusCallback='/x'>+14155550100</Dial>",
            "it belongs to Number, Client, Conference, Sip in Dial, Application, WhatsApp",
        ),
        ("<Gather action='/x' voice='man'/>", "it belongs to Say"),
        ("<Say numDigits='1'>x</Say>", "it has voice, loop, language"),
        ("<Echo loud='1'/>", "it has none"),
        ("<Gather action='/x' numDigits='1' num_digits='1'/>", "leave it out, since numDigits is there too"),
        ("<Say>x<break xml:lang='fr'/></Say>", "it has strength, time"),
        ("<Pay action='https://example.com/' prompt='x'/>", None),
    ],
)
def test_remedies_for_unknown_attributes(xml: str, remedy: str | None) -> None:
    finding = refused(f"<Response>{xml}</Response>")[0]
    assert finding.rule == "unknown-attribute"
    assert finding.remedy == remedy or (remedy is None and finding.remedy.startswith("it has input, action, "))
    assert len(finding.remedy) < 250


@pytest.mark.parametrize("xml_name", ["xmlns", "xmlns:x", "x:voice", "xsi:schemaLocation"])
def test_namespaces_are_found_once(xml_name: str) -> None:
    finding = only(refused(f"<Response><Say {xml_name}='urn:x'>x</Say></Response>"))
    assert (finding.rule, finding.attribute, finding.code) == ("namespace", xml_name, SCHEMA_CODE)
    assert finding.remedy == ("write voice" if xml_name == "x:voice" else "leave it out")


# Attributes that are not there.


REQUIRED = [(fact, xml_name) for fact in FACTS.values() for xml_name in fact.required]


@pytest.mark.parametrize(("fact", "xml_name"), REQUIRED, ids=str)
def test_required_attributes_are_missed(fact: Fact, xml_name: str) -> None:
    document = around(fact, full(fact, but=xml_name))
    finding = only(document.refused())
    assert (finding.rule, finding.severity, finding.path) == ("missing-attribute", "error", document.path)
    assert (finding.attribute, finding.problem) == (xml_name, f"<{fact.tag}> needs the attribute {xml_name}")
    assert finding.remedy == f'write {xml_name}="…"'
    # The one finding about a misspelt name says enough.
    document.node.set(xml_name.upper().replace(":", ""), "1")
    assert "missing-attribute" not in {each.rule for each in document.refused()}


# Values.


@pytest.mark.slow
@EVERY
def test_legal_values_are_right_and_others_are_found_with_their_codes(fact: Fact) -> None:
    for turn, xml_name in enumerate(fact.attributes):
        for legal in fact.legal(xml_name):
            assert alone(fact, {xml_name: legal.written}).refused() == []
        wrong = 0
        for text in {*SPECIMENS[turn % 4 :: 4], "", "nonsense", "ftp://example.com", "a b", "x" * 300}:
            document = alone(fact, {xml_name: text})
            findings = document.refused()
            assert bool(findings) == (refusal(document.xml) is not None)
            for finding in findings:
                wrong += 1
                assert (finding.rule, finding.attribute, finding.path) == ("wrong-value", xml_name, document.path)
                assert finding.code in (fact.value_codes(xml_name) or {None})
                assert finding.problem.startswith(f"<{fact.tag}> {xml_name} must ")
                assert bool(finding.remedy) == finding.problem.endswith(" must have spaces between its items")
        assert bool(wrong) == is_bounded(xml_name, fact.attributes[xml_name]), xml_name


@EVERY
def test_control_characters_are_found_where_they_cannot_be(fact: Fact) -> None:
    for xml_name in fact.attributes:
        document = alone(fact, {xml_name: "a\x7fb"})
        assert bool(document.refused()) == (refusal(document.xml) is not None), xml_name


def is_bounded(xml_name: str, attribute: dict[str, Any]) -> bool:
    """Whether some texts of one line are no values of an attribute; an empty one is none of most lists."""
    if attribute["type"].endswith("-list"):
        return xml_name not in MAY_BE_EMPTY or "max_item_length" in attribute
    free = ("string", "phone", "phone-or-alphanumeric", "sid", "language", "boolean-or-string")
    limits = ("pattern", "max_length")
    return not attribute.get("open") and (attribute["type"] not in free or any(limit in attribute for limit in limits))


@pytest.mark.parametrize(
    "xml",
    [
        "<Number sendDigits='hunter2'>1</Number>",
        "<Number senddigits='hunter2'>1</Number>",
        f"<Sip password='{'hunter2' * 50}'/>",
        f"<Sip username='{'hunter2' * 50}'/>",
    ],
)
def test_a_wrong_secret_is_found_and_not_shown(xml: str) -> None:
    findings = refused(f"<Response><Dial>{xml}</Dial></Response>")
    assert findings[-1].rule == "wrong-value"
    assert "hunter2" not in "".join(map(str, findings))


@pytest.mark.parametrize(
    ("xml", "rule", "code"),
    [
        ("<Dial><Queue>{65}</Queue></Dial>", "wrong-value", 14213),
        ("<Dial><Conference>{129}</Conference></Dial>", "wrong-value", 13237),
        ("<Enqueue>{65}</Enqueue>", "wrong-value", 14205),
        ("<Dial><Sip>sip:{256}</Sip></Dial>", "wrong-value", 13243),
        ("<Dial><Sip>sipp:a@example.com</Sip></Dial>", "wrong-value", 13243),
        ("<Play>ftp://example.com/</Play>", "wrong-value", None),
        ("<Dial><Queue> </Queue></Dial>", "missing-content", 14212),
        ("<Dial><Conference/></Dial>", "missing-content", 13237),
        ("<Enqueue/>", "missing-content", 14204),
        ("<Enqueue><Task>{}</Task></Enqueue>", "missing-content", 14204),
        ("<Refer action='/x'/>", "missing-content", None),
        ("<Message/>", "missing-content", 14103),
        ("<Message>{1601}</Message>", "wrong-value", 14103),
        ("<Message><Body>{1601}</Body></Message>", "wrong-value", 14103),
        ("<Dial>+14155550100<Number>+14155550100</Number></Dial>", "text-beside-elements", 13215),
        ("<Message>x<Media>/a</Media>x</Message>", "text-beside-elements", None),
        ("<Message>&#160;<Media>/a</Media></Message>", "text-beside-elements", None),
        ("<Dial><Number>+14155550100</Number><Conference>x</Conference></Dial>", "conflicting-elements", 13000),
        ("<Gather action='/x'>Press 1</Gather>", "misplaced-text", 13320),
        ("<Start>x</Start>", "misplaced-text", 14300),
        ("<Message>x</Message>x", "misplaced-text", 14110),
        ("&#160;", "misplaced-text", 12200),
    ],
)
def test_contents_that_are_not_right_have_codes(xml: str, rule: str, code: int | None) -> None:
    xml = re.sub(r"\{(\d+)\}", lambda count: "x" * int(count[1]), xml)
    finding = only(refused(f"<Response>{xml}</Response>"))
    assert (finding.rule, finding.code) == (rule, code)
    assert_refused_alike(f"<Response>{xml}</Response>")


@EVERY
def test_text_is_found_where_there_can_be_none_and_missed_where_it_must_be(fact: Fact) -> None:
    silent = node(fact)
    silent.extend(full(FACTS[child]) for child in fact.least)
    document = around(fact, silent)
    needs_text = not fact.least and full(fact).text is not None
    assert [finding.rule for finding in document.refused()] == ["missing-content"] * needs_text
    document.node.text = f" \n{SAMPLE}"
    assert [finding.rule for finding in document.refused()] == ["misplaced-text"] * (fact.text["use"] == "none")


@EVERY
def test_white_space_and_comments_between_elements_are_right(fact: Fact) -> None:
    document = alone(fact)
    for child in fact.children:
        if child not in fact.excluded and not FACTS[child].terminal and fact.name != "Refer":
            document.node.append(full(FACTS[child]))
            document.node.append(etree.Comment("no matter"))
    assert document.refused() == []
    etree.indent(document.root, "\t")
    assert document.refused() == []


@for_each(
    xml=[
        "<Enqueue workflowSid=''/>",
        "<Enqueue>x<Task>{}</Task></Enqueue>",
        "<Enqueue workflowSid='WW1'><Task>{}</Task></Enqueue>",
        "<Dial><Client>x</Client><Number>+14155550100</Number><Conference/></Dial>",
        "<Dial><number>+14155550100</number><Conference>x</Conference></Dial>",
        "<Message> <Media>/x</Media></Message>",
        "<Message> </Message>",
        "<Message><Meida>/x</Meida></Message>",
        "<Message><Card/></Message>",
        "<Say><phoneme ph='x'> </phoneme><sub alias='x'>a<break/>b</sub></Say>",
        "<Dial>  <Number>+14155550100</Number>\r\n</Dial>",
        "<Refer action='/x'><Sip>sip:a@example.com</Sip><Verify/></Refer>",
        "<Enqueue workflowsid='WW1'/>",
        "<Number><Number>1</Number></Number>",
    ],
)
def test_near_misses_of_contents(xml: str) -> None:
    assert_refused_alike(f"<Response>{xml}</Response>")


@pytest.mark.parametrize(
    ("xml", "rules"),
    [
        # A child that is misspelt or unknown is content all the same.
        ("<Message><Meida>/x</Meida></Message>", ["unknown-element"]),
        ("<Message><Card/></Message>", ["unknown-element"]),
        ("<Refer action='/x'><sip>sip:a@example.com</sip></Refer>", ["unknown-element"]),
        ("<Enqueue workflowsid='WW1'/>", ["unknown-attribute"]),
        ("<Dial><number>1</number><Conference>x</Conference></Dial>", ["conflicting-elements", "unknown-element"]),
        # A child that is misplaced is none.
        ("<Message>x</Message><Message><Gather/></Message>", ["missing-content", "misplaced-element"]),
        ("<Dial><Number><Echo/></Number></Dial>", ["missing-content", "misplaced-element"]),
        # Two texts around a child that cannot be there are one when it is gone.
        ("<Dial><Number>1<Foo/>2</Number></Dial>", ["unknown-element"]),
        ("<Say><sub alias='x'>a<break/>b</sub></Say>", ["misplaced-element"]),
        ("<Hangup/><Hangup/><Say>x</Say>", ["unreachable"]),
    ],
)
def test_one_mistake_is_found_once(xml: str, rules: list[str]) -> None:
    assert [finding.rule for finding in refused(f"<Response>{xml}</Response>")] == rules


# Documents that end too early.


@pytest.mark.parametrize(
    "xml", ["<Enqueue>", "<Dial><Number>", "<Message>", "<Play>https://", "<Dial><Sip>sipp:", "<Refer>"]
)
def test_what_is_missing_may_still_come_where_an_element_is_not_closed(xml: str) -> None:
    assert [finding.rule for finding in refused(f"<Response>{xml}")] == ["malformed"]
    assert [finding.rule for finding in refused(f"<Response>{xml}<Pause length='0'/>")][-1:] == ["malformed"]


# All of it, by the classes.

NAMES = st.sampled_from(sorted({*TAGS, "say", "Foo", "speak", "Gahter", "voice", "Verify"}))
XML_NAMES = {lxml_name(xml_name) for fact in FACTS.values() for xml_name in fact.attributes}
WIRES = st.sampled_from(sorted({*XML_NAMES, "numdigits", "rate", "foo"}))
TEXTS = st.sampled_from([*SPECIMENS, "\n", "\xa0", "https://example.com/", "x" * 1700, "sip:a@example.com", "ftp://x"])
CHANGES: dict[str, Callable[[st.DataObject, etree._Element], object]] = {
    "tag": lambda data, chosen: setattr(chosen, "tag", data.draw(NAMES)),
    "attribute": lambda data, chosen: chosen.set(data.draw(WIRES), data.draw(TEXTS)),
    "no attributes": lambda _, chosen: chosen.attrib.clear(),
    "text": lambda data, chosen: setattr(chosen, "text", data.draw(TEXTS)),
    "tail": lambda data, chosen: setattr(chosen, "tail", data.draw(TEXTS)),
    "child": lambda data, chosen: chosen.append(full(data.draw(st.sampled_from(list(FACTS.values()))))),
    "first": lambda data, chosen: chosen.insert(0, full(data.draw(st.sampled_from(list(FACTS.values()))))),
    "twins": lambda data, chosen: chosen.extend(
        [full(FACTS[data.draw(st.sampled_from(list(FACTS)))]) for _ in range(11)]
    ),
    "empty": lambda _, chosen: chosen.clear(),
}


@pytest.mark.slow
@settings(max_examples=40)
@given(
    document=responses() | messaging_responses(),
    changes=st.lists(st.sampled_from(list(CHANGES)), max_size=3),
    data=st.data(),
)
def test_parse_refuses_exactly_what_the_rules_find(document: Any, changes: list[str], data: st.DataObject) -> None:
    root = etree.fromstring(bytes(document))
    for change in changes:
        chosen = data.draw(st.sampled_from(list(root.iter())))
        assume(chosen is not root or change != "tail")
        CHANGES[change](data, chosen)
    xml = etree.tostring(root, encoding="unicode")
    assume(len(xml) < 10_000)
    assert_refused_alike(xml)


@settings(max_examples=20)
@given(document=responses() | messaging_responses())
def test_right_documents_break_no_rule_of_the_vocabulary(document: Any) -> None:
    context = CONTEXTS[type(document).__name__]
    for xml in (document.to_xml(), bytes(document), document.pretty()):
        assert refused(xml, context) == []


# All mistakes at once.

MISTAKES = {
    "<say>x</say>": ["unknown-element"],
    "<Number>1</Number>": ["misplaced-element"],
    "<audio/>": ["legacy-element"],
    f"<Dial>{'<Client>x</Client>' * 11}</Dial>": ["too-many-elements"],
    "<Dial><Conference>x</Conference><Number>+14155550100</Number></Dial>": ["conflicting-elements"],
    "<Gather action='/x'>Press 1</Gather>": ["misplaced-text"],
    "<Dial>+14155550100<Number>+14155550100</Number></Dial>": ["text-beside-elements"],
    "<Enqueue/>": ["missing-content"],
    "<Say voise='man'>x</Say>": ["unknown-attribute"],
    "<Say rate='1'>x</Say>": ["legacy-attribute"],
    "<Connect><ConversationRelay url='wss://example.com/' speechtimeout='1'/></Connect>": ["suspected-typo"],
    "<Connect xmlns='x'><Room>x</Room></Connect>": ["namespace"],
    "<Start><Siprec><Parameter name='x'/></Siprec></Start>": ["missing-attribute"],
    "<Pause length='-1'/>": ["wrong-value"],
    "<Gather method='PUT' numdigits='1' action='/x'>\n<Dial action='ftp://x'/></Gather>": [
        "wrong-value", "unknown-attribute", "misplaced-element", "wrong-value",
    ],
}  # fmt: skip


@given(st.permutations(list(MISTAKES)), st.integers(1, len(MISTAKES)))
@example(list(MISTAKES), len(MISTAKES))
def test_all_mistakes_are_found_in_one_run(order: list[str], count: int) -> None:
    chosen = order[:count]
    findings = refused("<Response>\n" + "\n".join(chosen) + "\n</Response>", "voice")
    assert [finding.rule for finding in findings] == [rule for xml in chosen for rule in MISTAKES[xml]]
    assert [finding.line for finding in findings] == sorted(finding.line for finding in findings)


def test_the_mistakes_are_of_every_rule() -> None:
    refusing = {name for name in VOCABULARY if RULES[name].refused}
    assert {rule for rules in MISTAKES.values() for rule in rules} == refusing


# What is said, and where.

WITHOUT = ("empty-element", "silence-ends-call")
"""The rules that these documents break besides."""


class Said(NamedTuple):
    """A document with one mistake, and all that is said of it."""

    xml: str
    said: str


@pytest.mark.parametrize(
    ("xml", "said"),
    [
        Said(
            "<Response>\n  <Gather action='/x'>\n    <Dial>+14155550100</Dial>\n  </Gather>\n</Response>",
            "3:5: warning: <Gather> cannot hold <Dial>: it may hold Say, Play, Pause; Dial stands in the Response to a "
            "call [misplaced-element, Twilio 13320]",
        ),
        Said(
            "<Response><Say>Hi</Say><Say>Hi</Say><say>Hi</say></Response>",
            "1:37: warning: <Response> cannot hold <say>; did you mean Say? [unknown-element, Twilio 12200]",
        ),
        Said(
            "<Response><Dial><Conference beep='yes'>x</Conference></Dial></Response>",
            "1:29: warning: <Conference> beep must be True, False, 'onEnter' or 'onExit', not 'yes' "
            "[wrong-value, Twilio 13235]",
        ),
        Said(
            "<Response><Gather\n\tinput='dtmf'\r\n num_digits='1' action='/é'/></Response>",
            "3:2: warning: <Gather> has no attribute 'num_digits'; did you mean 'numDigits'? "
            "[unknown-attribute, Twilio 12200]",
        ),
        Said(
            "<Response><Say>é<speak>x</speak></Say></Response>",
            "1:17: warning: <Say> cannot hold <speak>, which only an old schema of Twilio's knows: use the text and "
            "its SSML in <Say> instead [legacy-element, Twilio 12200]",
        ),
        Said(
            "<Response><Dial><Sip>sip:a@example.com<Uri>sip:b@example.com</Uri></Sip></Dial></Response>",
            "1:17: warning: <Sip> holds either text or <Uri>, not both: leave the text out, or write an element for it "
            "too [text-beside-elements, Twilio 12200]",
        ),
        Said(
            "<Response><Enqueue/></Response>",
            "1:11: error: <Enqueue> needs the name of a queue, or a workflowSid [missing-content, Twilio 14204]",
        ),
        Said(
            "<Response><Dial><Number/></Dial></Response>",
            "1:17: warning: <Number> needs its number: write <Number>…</Number> [missing-content]",
        ),
        Said(
            "<Response><Start>on</Start></Response>",
            "1:11: error: <Start> cannot hold text: it may hold Stream, Siprec, "
            "Transcription, Recording [misplaced-text, Twilio 14300]",
        ),
        Said(
            "<Response><Sms>Hi</Sms></Response>",
            "1:11: advice: <Sms> is deprecated: do without it (sends a text message during a call; Twilio advises "
            "sending it through the REST API instead) [deprecated-element]",
        ),
        Said(
            "<Response><Gather action='/x' enhanced='true'/></Response>",
            "1:31: advice: <Gather> enhanced is deprecated: use a newer speechModel [deprecated-attribute]",
        ),
    ],
)
def test_what_is_said(xml: str, said: str) -> None:
    assert [str(finding) for finding in lint(xml) if finding.rule not in WITHOUT] == [said]


def test_a_word_that_is_not_even_misspelt_is_judged_by_no_other_rule() -> None:
    for xml in (
        "<Response><Talk>Hello</Talk></Response>",
        "<Response><Enqueue>a<Talk>Hello</Talk></Enqueue></Response>",
    ):
        assert [finding.rule for finding in lint(xml)] == ["unknown-element"]
    (finding,) = lint("<Response><Talk>Hello</Talk></Response>")
    assert "Task" not in finding.message


def test_a_missing_content_is_as_bad_as_twilio_says() -> None:
    severities = {
        tag: lint(f"<Response><Dial><{tag}/></Dial></Response>")[0].severity
        for tag in ("Number", "Conference", "Queue")
    }
    assert severities == {"Number": "warning", "Conference": "warning", "Queue": "error"}


@for_each(verb=["Say", "Message"])
def test_a_response_inside_another_is_found(verb: str) -> None:
    inner = f"<Response><{verb}>Hello</{verb}></Response>"
    for outer in ("{}", "<Redirect>/x</Redirect>{}", "<Gather action='/x'>{}</Gather><Hangup/>"):
        assert "misplaced-element" in {finding.rule for finding in lint(f"<Response>{outer.format(inner)}</Response>")}


def test_a_retired_verb_may_stand_in_a_reply() -> None:
    assert found("misplaced-element", "<Response><Sms>Hello</Sms></Response>", "message") == []


def test_paths_number_only_elements_that_share_a_name() -> None:
    xml = "<Response><Dial><Number/></Dial><Say>x</Say><Dial><Client>x</Client><Number/></Dial></Response>"
    paths = [finding.path for finding in found("missing-content", xml)]
    assert paths == ["Response/Dial[1]/Number", "Response/Dial[2]/Number"]


@EVERY
def test_deprecated_elements_and_attributes_are_found(fact: Fact) -> None:
    assert [finding.rule for finding in found("deprecated-element", alone(fact).xml)] == [
        "deprecated-element"
    ] * fact.deprecated
    for xml_name, attribute in fact.attributes.items():
        document = alone(fact, {xml_name: fact.legal(xml_name)[0].written})
        findings = found("deprecated-attribute", document.xml, document.context)
        assert [finding.attribute for finding in findings] == [xml_name] * attribute["deprecated"]
