"""Explains an element, one of Twilio's codes, or a rule of the linter."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Final

from rich import box
from rich.table import Table
from rich.text import Text

from twimlkit import values
from twimlkit.element import Element
from twimlkit.errors import code_rows, nearest
from twimlkit.grammar import find_mark, prose, reachable
from twimlkit.linter import RULES
from twimlkit.parser import DOCUMENTS

from .reports import page_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import Console, RenderableType

    from twimlkit.grammar import Attribute, Grammar, Prose
    from twimlkit.linter import Rule
    from twimlkit.values import Value

__all__ = ["nearest_name", "rules_for", "show_explanations"]


def show_explanations(console: Console, name: str) -> bool:
    """Shows what there is of a name, and tells whether there is anything.

    name: an element by its name in XML or in Python, whatever its capitals; a code of Twilio; a rule of the linter.
    """
    name = name.strip("</>")
    parts = [_of_element(kind) for kind in _vocabulary() if name.lower() in _names_of(kind)]
    parts += [_of_code(row) for row in code_rows() if name == str(row["code"])]
    parts += [_of_rule(rule) for rule in RULES.values() if name.lower() == rule.name]
    for part in parts:
        for each in part:
            console.print(each, soft_wrap=False)
    return bool(parts)


def nearest_name(name: str) -> str | None:
    """The name that somebody may have meant, or None."""
    elements = [each for kind in _vocabulary() for each in (kind._tag, kind.__name__)]
    return nearest(name, [*elements, *RULES, *(str(row["code"]) for row in code_rows())])


@functools.cache
def _vocabulary() -> list[type[Element]]:
    return reachable(*DOCUMENTS)


def _names_of(kind: type[Element]) -> set[str]:
    return {kind._tag.lower(), kind.__name__.lower()}


def _facts(rows: Iterable[tuple[str, str]]) -> Table:
    """Facts, each after its name; those that say nothing are left out."""
    table = Table.grid(padding=(0, 2))
    for name, fact in rows:
        if fact:
            table.add_row(Text(name, "bold"), Text(fact))
    return table


# Elements.


def _of_element(kind: type[Element]) -> Iterator[RenderableType]:
    grammar, told = kind.grammar(), prose(kind)
    yield Text.assemble((f"<{grammar.tag}>", "bold green"), f", in Python {kind.__name__}(…)")
    yield Text(told.summary)
    yield ""
    parents = [_called(parent) for parent in _vocabulary() if kind in parent.grammar().kinds]
    yield _facts(
        [
            ("Stands in", ", ".join(parents) or "nothing: it is a whole document"),
            ("Must hold" if grammar.required else "May hold", ", or ".join(_held(grammar)) or "nothing"),
            ("Rule", " ".join((kind.check.__doc__ or "").split()) if kind.check is not Element.check else ""),
            ("After it", "nothing is ever run" if kind.ends else ""),
            ("Advice", "Twilio advises against it" if kind.deprecated else ""),
            ("Page", told.page or ""),
        ]
    )
    if grammar.attributes:
        yield _attributes(grammar, told)


def _called(kind: type[Element]) -> str:
    """An element by its name in XML, with that in Python where it is another."""
    return f"<{kind._tag}>" + (f" ({kind.__name__})" if kind._tag != kind.__name__ else "")


def _held(grammar: Grammar) -> Iterator[str]:
    """What an element holds: text, and elements."""
    if grammar.text:
        yield "text that is spoken" if grammar.spoken else _described(grammar.text)
    children = [_called(kind) + (f" (at most {most})" if most else "") for kind, most in grammar.kinds.items()]
    if children:
        yield ", ".join(children)


def _attributes(grammar: Grammar, told: Prose) -> Table:
    """A table of the attributes of an element."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Attribute", overflow="fold")
    table.add_column("Value", ratio=2)
    table.add_column("Meaning", ratio=3)
    for name, attribute in grammar.attributes.items():
        needed = " required" if attribute.required else ""
        python = f"\n{name}" if name != attribute.wire else ""
        both = Text.assemble((attribute.wire, "green"), (needed, "bold red"), (python, "dim"))
        value = "; ".join([_described(attribute.value), *_advised(attribute)])
        table.add_row(both, Text(value), Text(told.attributes.get(name, "")))
    return table


def _described(value: Value) -> str:
    """Says in words what a value may be."""
    match value:
        case values.OneOf():
            words = ", ".join(word or "nothing" for word in value.table)
            return f"{words}, or {_described(value.other)}" if value.other else words
        case values.Items():
            between = "commas" if value.separated.by == "," else "blanks"
            most = f", at most {value.separated.most}" if value.separated.most else ""
            return f"one or several, with {between} between, of: {_described(value.item)}{most}"
        case values.Boolean():
            return "true or false"
        case values.Whole() | values.Number():
            kind = "whole number" if isinstance(value, values.Whole) else "number"
            least = f" from {value.least}" if value.least > -values.LARGEST else ""
            most = f" to {value.most}" if value.most < values.LARGEST else ""
            return kind + least + most
        case values.Text():
            kind = "URL" if isinstance(value, values.Address) else "text"
            most = f" of at most {value.most} characters" if value.most else ""
            return value.matching.form if value.matching else kind + most
        case _:
            raise TypeError(f"nothing is known of what {type(value).__name__} takes")


def _advised(attribute: Attribute) -> Iterator[str]:
    """Says in words what a value had better be."""
    marks = attribute.marks
    if schemes := find_mark(marks, values.Schemes):
        yield f"with {' or '.join(schemes.names)}"
    if values.ABSOLUTE in marks:
        yield "not a relative one"
    if values.PHONE in marks:
        yield "a telephone number as +14155550100"
    if prefix := find_mark(marks, values.Prefix):
        yield f"a SID that begins with {prefix.text}"
    if documented := find_mark(marks, values.Documented):
        yield f"documented from {documented.least}"
    if capped := find_mark(marks, values.Capped):
        yield f"over {capped.most} it is {capped.most}"
    if option := find_mark(marks, values.WithOption):
        yield f"over {option.beyond} with an option of the account"
    if attribute.deprecated:
        yield "deprecated"


# Codes.


def _of_code(row: dict[str, Any]) -> Iterator[RenderableType]:
    yield Text.assemble((f"Twilio {row['code']}", "bold green"), f", of level {row['level']}: {row['meaning']}")
    yield _facts(
        [
            ("Elements", ", ".join(row.get("elements", []))),
            ("Attributes", ", ".join(row.get("attributes", []))),
            ("Note", row.get("rule", "")),
            ("Found by", ", ".join(rules_for(row)) or "no rule: no document shows it"),
            ("Page", page_of(row["code"])),
        ]
    )


def rules_for(row: dict[str, Any]) -> list[str]:
    """The rules of the linter that report a code; row: what is known of the code."""
    found = [rule.name for rule in RULES.values() if rule.code == row["code"]]
    for about in row.get("about", []):
        found += _BY_SUBJECT.get(about, ["too-many-elements"])
    return list(dict.fromkeys([*found, *_BY_CODE.get(row["code"], [])]))


# Of the rules whose code is not always the same: those that report what a code is about, or that one code.
_BY_SUBJECT: Final[dict[str, list[str]]] = {
    "children": ["unknown-element", "misplaced-element", "legacy-element", "misplaced-text", "text-beside-elements"],
    "long": ["wrong-value"],
    "missing": ["missing-content"],
    "mixed": ["conflicting-elements"],
    "root": [],
    "size": [],
    "text": ["wrong-value"],
    "unknown": ["legacy-attribute"],
    "value": ["wrong-value", "legacy-attribute"],
    "xml": [],
}
_BY_CODE: Final[dict[int, list[str]]] = {
    13201: ["whisper-verb"],
    13223: ["phone-number"],
    13321: ["unknown-voice"],
    13331: ["unknown-language"],
    14220: ["sid-prefix"],
    15004: ["inline-url"],
    31922: ["url-scheme"],
    64016: ["url-scheme"],
}


# Rules.


def _of_rule(rule: Rule) -> Iterator[RenderableType]:
    yield Text.assemble((rule.name, "bold green"), ", a rule of the linter")
    yield Text(rule.summary)
    yield ""
    code = "depends on the element and the attribute" if rule.code == "various" else str(rule.code or "none")
    yield _facts(
        [
            ("Severity", rule.severity or "as Twilio's code has it, and warning where there is none"),
            ("Code", code),
            ("Context", f"only with --context {rule.context}" if rule.context else ""),
            ("Without it", f"twimlkit lint --ignore {rule.name}"),
            ("Page", page_of(rule.code) if isinstance(rule.code, int) else ""),
        ]
    )
