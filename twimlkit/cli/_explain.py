"""Explains elements, rules of the linter and codes of Twilio's debugger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from rich import box
from rich.table import Table
from rich.text import Text

from twimlkit._core.codes import code_rows
from twimlkit._core.docstrings import docstring_of
from twimlkit._core.grammar import find_mark
from twimlkit._core.marks import ABSOLUTE, PHONE, Capped, Documented, Prefix, Schemes, WithOption
from twimlkit._core.names import nearest
from twimlkit._core.values import Address, Amount, Boolean, Bounded, Items, OneOf, Whole
from twimlkit._core.values import Text as TextValue
from twimlkit._core.vocabulary import element_classes, old_attributes, places_of
from twimlkit.linter import RULES, lint
from twimlkit.linter.examples import example_of
from twimlkit.messaging import Message, MessagingResponse
from twimlkit.voice import Response

from ._reports import page_of, severity_of
from ._screen import show_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console

    from twimlkit._core.element import Element, Then
    from twimlkit._core.grammar import Attribute, Grammar
    from twimlkit._core.values import Value
    from twimlkit.linter import Finding, Rule


def show_explanations(console: Console, name: str) -> bool:
    """Show everything that has a name, and tell whether there is anything.

    Args:
        console: Where to show it.
        name: An element by its name in XML or in Python, in any case; an attribute by one of its names; a rule of the
            linter; or a code.
    """
    attributes = [(each, attribute) for each in element_classes() for attribute in _attributes_named(each, name)]
    name = name.strip("</>").lower()
    classes = [each for each in element_classes() if name in (each.tag.lower(), each.__name__.lower())]
    rows = [row for row in code_rows() if name == str(row["code"])]
    for element_class in classes:
        _show_element(console, element_class)
    if attributes:
        _show_attribute(console, attributes)
    for row in rows:
        _show_code(console, row)
    if name in RULES:
        _show_rule(console, RULES[name])
    return bool(classes or attributes or rows or name in RULES)


def nearest_name(name: str) -> str | None:
    """Return the known name that is nearest to an unknown one, or None."""
    elements = [each for element_class in element_classes() for each in (element_class.tag, element_class.__name__)]
    attributes = {name: None for each in element_classes() for name in each.grammar().attributes}
    return nearest(name, [*elements, *attributes, *RULES, *(str(row["code"]) for row in code_rows())])


def _show_facts(console: Console, facts: Iterable[tuple[str, str]]) -> None:
    """Show facts with their labels; empty facts are left out."""
    table = Table.grid(padding=(0, 2))
    for label, fact in facts:
        if fact:
            table.add_row(Text(label, "bold"), Text(fact))
    console.print(table, soft_wrap=False)


def _show_text(console: Console, text: str) -> None:
    console.print(Text(text), soft_wrap=False)


# All elements and rules.


def show_overview(console: Console) -> None:
    """List all elements and all rules."""
    groups: dict[str, list[type[Element]]] = {title: [] for title in _GROUPS}
    for element_class in element_classes():
        groups[_group_of(element_class)].append(element_class)
    for title, classes in groups.items():
        rows = [
            (Text.assemble((each.__name__, "green"), _tag_of(each)), docstring_of(each).summary) for each in classes
        ]
        _show_list(console, title, rows)
    refused = [rule for rule in RULES.values() if rule.refused]
    others = [rule for rule in RULES.values() if not rule.refused]
    for title, rules in (("Rules of the classes, parse and lint", refused), ("Rules of lint alone", others)):
        _show_list(
            console, title, [(Text(rule.name, "green"), severity_of(rule) or "varies", rule.summary) for rule in rules]
        )
    _show_text(console, "`twimlkit explain NAME` explains an element, a rule, or a code of Twilio's debugger.")


_GROUPS: Final = ("Documents", "Verbs of a call", "Nouns in verbs", "SSML in Say", "Messages")


def _group_of(element_class: type[Element]) -> str:
    places = places_of(element_class)
    if element_class.is_document:
        return "Documents"
    if Response in places:
        return "Verbs of a call"
    if any(place.grammar().is_spoken for place in places):
        return "SSML in Say"
    return "Messages" if any(place in (Message, MessagingResponse) for place in places) else "Nouns in verbs"


def _tag_of(element_class: type[Element]) -> str:
    """Return the name in XML after a space, if it differs from that in Python."""
    return f" <{element_class.tag}>" if element_class.tag != element_class.__name__ else ""


def _show_list(console: Console, title: str, rows: Sequence[Sequence[str | Text]]) -> None:
    table = Table.grid(padding=(0, 2, 0, 0))
    for _ in rows[0][1:]:
        table.add_column(no_wrap=True)
    for row in rows:
        table.add_row(*(cell if isinstance(cell, Text) else Text(cell) for cell in row))
    console.print(Text(title, "bold"), table, "", sep="\n", soft_wrap=False)


# Elements.


def _show_element(console: Console, element_class: type[Element]) -> None:
    grammar, documentation = element_class.grammar(), docstring_of(element_class)
    places = places_of(element_class)
    is_verb = any(place.is_document for place in places)
    console.print(Text.assemble((f"<{grammar.tag}>", "bold green"), f", in Python {element_class.__name__}(…)"))
    _show_text(console, f"{documentation.summary}\n")
    _show_facts(
        console,
        [
            ("Stands in", ", ".join(map(_names_of, places)) or "nothing: it is a whole document"),
            ("Must hold" if grammar.needs_content else "May hold", ", or ".join(_content_of(grammar)) or "nothing"),
            ("Rule", " ".join((element_class.check.__doc__ or "").split()) if grammar.has_check else ""),
            ("After it", _THEN[element_class.then] if is_verb else ""),
            ("Advice", "deprecated by Twilio" if element_class.deprecated else ""),
            ("Page", documentation.page or ""),
        ],
    )
    if grammar.attributes:
        console.print(_attribute_table(grammar, documentation.parameters), soft_wrap=False)


_THEN: Final[dict[Then, str]] = {
    "ends": "nothing in the document runs",
    "blocks": "the next verb runs",
    "returns": "the next verb runs at once, while this one goes on",
    "action": "the TwiML at action runs, if there is one; else the next verb",
    "input": "after input, the TwiML at action runs, by default this document; else the next verb",
    "always": "the TwiML at action runs, by default this document",
}


def _names_of(element_class: type[Element]) -> str:
    """Return the name in XML, with that in Python if it differs."""
    return f"<{element_class.tag}>" + (f" ({element_class.__name__})" if _tag_of(element_class) else "")


def _content_of(grammar: Grammar) -> Iterator[str]:
    if grammar.is_open:
        yield "anything, with any attributes"
    elif grammar.text:
        yield "text that is spoken" if grammar.is_spoken else _describe(grammar.text)
    limits = grammar.child_limits.items()
    if limits:
        yield ", ".join(_names_of(child) + (f" (at most {most})" if most else "") for child, most in limits)


def _attribute_table(grammar: Grammar, meanings: dict[str, str]) -> Table:
    table = _table_of_values("Attribute")
    for name, attribute in grammar.attributes.items():
        python = f"\n{name}" if name != attribute.xml_name else ""
        names = Text.assemble((attribute.xml_name, "green"), _required(attribute), (python, "dim"))
        table.add_row(names, Text(_values_of(attribute)), Text(meanings.get(name, "")))
    return table


def _table_of_values(title: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(title, no_wrap=True)
    table.add_column("Value", ratio=2, overflow="fold")
    table.add_column("Meaning", ratio=3, overflow="fold")
    return table


def _required(attribute: Attribute) -> tuple[str, str]:
    return " required" if attribute.required else "", "bold red"


def _values_of(attribute: Attribute) -> str:
    return "; ".join([_describe(attribute.value), *_advice(attribute)])


def _attributes_named(element_class: type[Element], name: str) -> Iterator[tuple[str, Attribute]]:
    """Yield the attributes of a class that have a name in XML or in Python, with their names in Python."""
    for python, attribute in element_class.grammar().attributes.items():
        if name in (python, attribute.xml_name):
            yield python, attribute


def _show_attribute(console: Console, places: Sequence[tuple[type[Element], tuple[str, Attribute]]]) -> None:
    """Show an attribute of several elements."""
    _, (python, attribute) = places[0]
    console.print(Text.assemble((attribute.xml_name, "bold green"), f", an attribute; in Python {python}=…"))
    table = _table_of_values("Element")
    for element_class, (name, each) in places:
        meaning = docstring_of(element_class).parameters.get(name, "")
        element = Text.assemble((_names_of(element_class), "green"), _required(each))
        table.add_row(element, Text(_values_of(each)), Text(meaning))
    console.print(table, soft_wrap=False)


def _describe(value: Value) -> str:
    """Describe the allowed values in words."""
    match value:
        case OneOf():
            words = ", ".join(word or "an empty text" for word in value.table)
            return f"{words}, or {_describe(value.other)}" if value.other else words
        case Items():
            separator = "commas" if value.separated.by == "," else "spaces"
            most = f", at most {value.separated.most}" if value.separated.most else ""
            several = "any number" if value.separated.may_be_empty else "one or several"
            return f"{several}, separated by {separator}: {_describe(value.item)}{most}"
        case Boolean():
            return "true or false"
        case Bounded():
            noun = "whole number" if isinstance(value, Whole) else "amount" if isinstance(value, Amount) else "number"
            least = f" from {value.least}" if value.least > value.smallest else ""
            most = f" to {value.most}" if value.most < value.largest else ""
            return noun + least + most
        case TextValue():
            noun = "URL" if isinstance(value, Address) else "text"
            most = f" of at most {value.most} characters" if value.most else ""
            return value.matching.form if value.matching else noun + most
        case _:
            raise TypeError(f"no description of {type(value).__name__}")


def _advice(attribute: Attribute) -> Iterator[str]:
    """Describe in words which of the allowed values the linter accepts."""
    marks = attribute.marks
    if schemes := find_mark(marks, Schemes):
        yield f"with {' or '.join(schemes.names)}"
    if ABSOLUTE in marks:
        yield "absolute"
    if PHONE in marks:
        yield "a telephone number as +14155550100"
    if prefix := find_mark(marks, Prefix):
        yield f"a SID that begins with {prefix.text}"
    if documented := find_mark(marks, Documented):
        yield f"documented from {documented.least}"
    if capped := find_mark(marks, Capped):
        yield f"more than {capped.most} has no effect"
    if option := find_mark(marks, WithOption):
        yield f"more than {option.beyond} needs an account option"
    if attribute.deprecated:
        yield "deprecated"


# Codes.


def _show_code(console: Console, row: dict[str, Any]) -> None:
    console.print(Text.assemble((f"Twilio {row['code']}", "bold green"), f" ({row['level']}): {row['meaning']}"))
    _show_facts(
        console,
        [
            ("Elements", ", ".join(row.get("elements", []))),
            ("Attributes", ", ".join(row.get("attributes", []))),
            ("Note", row.get("rule", "")),
            ("Found by", ", ".join(rules_for(row)) or "no rule, since it is not caused by a document"),
            ("Page", page_of(row["code"])),
        ],
    )


def rules_for(row: dict[str, Any]) -> list[str]:
    """Return the rules that report a code.

    Args:
        row: The row of the code.
    """
    found = [rule.name for rule in RULES.values() if rule.code == row["code"]]
    for about in row.get("about", []):
        found += _BY_SUBJECT[about] if about != "value" else _rules_of_values(row)
    return list(dict.fromkeys([*found, *_BY_CODE.get(row["code"], [])]))


def _rules_of_values(row: dict[str, Any]) -> list[str]:
    pairs = [(element, name) for element in row.get("elements", [""]) for name in row.get("attributes", [])]
    return ["legacy-attribute" if name in old_attributes(element) else "wrong-value" for element, name in pairs]


# The rules whose code varies, by the subject of a code as `twilio_code` knows it, or by the code.
_BY_SUBJECT: Final[dict[str, list[str]]] = {
    "Uri": ["too-many-elements"],
    "children": ["unknown-element", "misplaced-element", "legacy-element", "misplaced-text", "text-beside-elements"],
    "inline-action": ["inline-url"],
    "inline-size": [],
    "long": ["wrong-value"],
    "missing": ["missing-content"],
    "mixed": ["conflicting-elements"],
    "root": [],
    "size": [],
    "text": ["wrong-value"],
    "unknown": ["legacy-attribute"],
    "xml": [],
}
_BY_CODE: Final[dict[int, list[str]]] = {
    13201: ["whisper-verb"],
    13223: ["phone-number"],
    13321: ["unknown-voice"],
    13331: ["unknown-language"],
    14220: ["sid-prefix"],
    31922: ["url-scheme"],
    64016: ["url-scheme"],
    64101: ["url-scheme"],
}


# Rules.

_MAX_CODES: Final = 8


def _show_rule(console: Console, rule: Rule) -> None:
    example = example_of(rule.name)
    [finding, *_] = lint(example.wrong, context=rule.context, ignore=RULES.keys() - {rule.name})
    console.print(Text.assemble((rule.name, "bold green"), ", a rule of the linter"))
    _show_text(console, f"{rule.summary}\n\n{example.why}\n")
    _show_facts(
        console,
        [
            ("Severity", severity_of(rule) or "that of Twilio's code, or warning without a code"),
            ("Codes", "\n".join(_codes_of(rule, finding)) or "none"),
            ("Context", f"checked only with --context {rule.context}" if rule.context else ""),
            ("Context", f"not checked with --context {rule.not_in}" if rule.not_in else ""),
            ("Enforced", "by the classes and parse too, which raise InvalidTwiML" if rule.refused else ""),
            ("Ignore", f"twimlkit lint --ignore {rule.name}"),
            ("Page", page_of(rule.code) if isinstance(rule.code, int) else ""),
        ],
    )
    console.print(Text("\nWrong", "bold red"))
    show_document(console, example.wrong, finding)
    console.print(Text("\nRight", "bold green"))
    show_document(console, example.right)


def _codes_of(rule: Rule, finding: Finding) -> Iterator[str]:
    """Describe the codes of a rule, that of the finding first."""
    rows = [row for row in code_rows() if rule.name in rules_for(row)]
    rows.sort(key=lambda row: row["code"] != finding.code)
    for row in rows[:_MAX_CODES]:
        yield f"{row['code']} ({row['level']}): {row['meaning']}"
    if len(rows) > _MAX_CODES:
        yield f"and {len(rows) - _MAX_CODES} more, each for another element or attribute"
