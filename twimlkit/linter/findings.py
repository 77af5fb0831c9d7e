"""What a finding is, and the rules that make findings."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias, cast, get_args

from twimlkit.errors import code_rows, twilio_code
from twimlkit.grammar import find_mark
from twimlkit.values import Unfit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from twimlkit.element import Element
    from twimlkit.grammar import Attribute
    from twimlkit.parser import Place
    from twimlkit.values import Mark, Value

    from .inspection import Inspection, Spot

__all__ = [
    "CONTEXTS",
    "SEVERITIES",
    "Complaint",
    "Context",
    "Finding",
    "Held",
    "Rule",
    "Scope",
    "Severity",
    "document_rule",
    "element_rule",
    "find_placeholder",
    "level_of",
    "marked",
    "value_rule",
]

Severity: TypeAlias = Literal["error", "warning", "advice"]
"""How bad it is: the call fails; Twilio ignores or replaces something; it works and could be better."""

Context: TypeAlias = Literal["voice", "message", "whisper", "wait", "inline"]
"""Where Twilio meets the document: in a call, in answer to a message, at a called party before both are connected,
while somebody waits in a queue or for a conference, or as the parameter `Twiml` of the REST API."""

SEVERITIES: Final[tuple[Severity, ...]] = get_args(Severity)
CONTEXTS: Final[tuple[Context, ...]] = get_args(Context)

Scope: TypeAlias = Literal["document", "element", "value"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Says what is wrong or unwise in a document, where, and what to write instead.

    rule: the name of the rule that found it.
    severity: `error` where the call fails, `warning` where Twilio ignores or replaces something, `advice` for the rest.
    line, column: where it is, counted from 1; path: the element, as in `Response/Gather[2]/Say`.
    problem: what is wrong; remedy: what to write instead.
    code: the number under which Twilio's debugger would report it, where there is one.
    element, attribute: the names in XML of what is wrong, where there are any.
    """

    rule: str
    severity: Severity
    line: int
    column: int
    path: str
    problem: str
    remedy: str
    code: int | None = None
    element: str | None = None
    attribute: str | None = None

    def __str__(self) -> str:
        code = f", Twilio {self.code}" if self.code else ""
        return f"{self.line}:{self.column}: {self.severity}: {self.problem}: {self.remedy} [{self.rule}{code}]"


class Complaint(NamedTuple):
    """Is what a rule says: the problem, the remedy, and where.

    spot: the element, or None where no element is wrong; wire: the attribute's name in XML, where the place is one.
    code: the number of Twilio, where it is not that of the rule.
    place: the line and the column, where they are not those of the element or the attribute.
    """

    problem: str
    remedy: str
    spot: Spot | None
    wire: str | None = None
    code: int | None = None
    place: Place | None = None


class Held(NamedTuple):
    """Is a value in a document: that of an attribute, or the text of an element that is one value and not speech.

    spot: the element that has it; text: the value as it stands in XML, less the white space around it.
    value, marks: what it may be, and what the signature says of it besides.
    attribute: the attribute, or None for the text of the element.
    """

    spot: Spot
    text: str
    value: Value
    marks: tuple[object, ...]
    attribute: Attribute | None

    @property
    def name(self) -> str:
        """What a message calls it: `<Dial> callerId`, or `the text of <Number>`."""
        tag = self.spot.node.tag
        return f"<{tag}> {self.attribute.wire}" if self.attribute else f"the text of <{tag}>"

    @property
    def kept(self) -> object:
        """What an element keeps of the value, or None where it refuses it, of which `wrong-value` speaks."""
        try:
            return self.value.read(self.text)[0]
        except Unfit:
            return None

    @property
    def code(self) -> int | None:
        """Twilio's number for a wrong value of the attribute, where it has one."""
        form = self.spot.form
        return twilio_code(form.grammar.name, self.attribute.wire, "value") if form and self.attribute else None

    def complaint(self, problem: str, remedy: str, code: int | None = None) -> Complaint:
        """Complains of the value."""
        return Complaint(problem, remedy, self.spot, self.attribute.wire if self.attribute else None, code)


@dataclass(frozen=True, slots=True)
class Rule:
    """Is one rule: its name, what it looks for, and how bad that is.

    name: a short name, by which the rule can be switched off.
    summary: what it looks for, in one sentence.
    severity: how bad that is, or None where it follows from Twilio's code, and is a warning where there is none.
    code: Twilio's number for it, None where there is none, `"various"` where it depends on the element or attribute.
    scope: whether it looks at the document, at elements, or at values; check: what looks.
    kinds: the classes of the elements it looks at, or none for all; applies: tells whether it looks at elements of a
    class, or at such a value.
    refused: whether `parse` raises InvalidTwiML exactly when this or another such rule finds something.
    context: where alone it looks, or None for everywhere.
    """

    name: str
    summary: str
    severity: Severity | None
    code: int | Literal["various"] | None
    scope: Scope
    check: Callable[[Any], Iterable[Complaint]]
    kinds: tuple[type, ...] = ()
    applies: Callable[..., bool] | None = None
    refused: bool = False
    context: Context | None = None


def document_rule(
    name: str,
    severity: Severity | None = None,
    code: int | Literal["various"] | None = None,
    *,
    refused: bool = False,
    context: Context | None = None,
) -> Callable[[Callable[[Inspection], Iterable[Complaint]]], Rule]:
    """Makes a rule of a function that looks at the whole document; its docstring is the summary."""
    return lambda check: Rule(
        name, _summary(check), severity, code, "document", check, refused=refused, context=context
    )


def element_rule(
    name: str,
    severity: Severity | None = None,
    code: int | Literal["various"] | None = None,
    *,
    on: Iterable[type] = (),
    where: Callable[[type[Element]], bool] | None = None,
    refused: bool = False,
    context: Context | None = None,
) -> Callable[[Callable[[Spot], Iterable[Complaint]]], Rule]:
    """Makes a rule of a function that looks at one element; its docstring is the summary.

    on: the classes of the elements it looks at, or none for all; where: tells whether it looks at those of a class.
    Without both it looks at elements of no class too, whose names are unknown.
    """
    kinds = tuple(on)
    return lambda check: Rule(
        name, _summary(check), severity, code, "element", check, kinds, applies=where, refused=refused, context=context
    )


def value_rule(
    name: str,
    severity: Severity | None = None,
    code: int | Literal["various"] | None = None,
    *,
    where: Callable[[Value, tuple[object, ...]], bool],
) -> Callable[[Callable[[Held], Iterable[Complaint]]], Rule]:
    """Makes a rule of a function that looks at one value; its docstring is the summary.

    where: tells from what a value may be, and from its marks, whether the rule looks at it.
    """
    return lambda check: Rule(name, _summary(check), severity, code, "value", check, applies=where)


def marked(kind: type[Mark]) -> Callable[[Value, tuple[object, ...]], bool]:
    """Makes what tells that a value has a mark of a kind."""
    return lambda _, marks: find_mark(marks, kind) is not None


def find_placeholder(text: str) -> re.Match[str] | None:
    """Finds the first place in a template that is filled in later, as `{{From}}`, `${host}` and `%s` are."""
    return re.search(_PLACEHOLDER, text)


_PLACEHOLDER: Final = r"\{\{(?!\s*[\"'])|\{\w[\w.()\[\]']*\}|\{%|[#$]\{|\$[A-Za-z_]|%s|%\(|<%|__[A-Za-z]\w*__"


def _summary(check: Callable[..., object]) -> str:
    return " ".join((check.__doc__ or "").split())


@functools.cache
def _levels() -> dict[int, Severity]:
    return {row["code"]: cast("Severity", row["level"]) for row in code_rows()}


def level_of(code: int | None) -> Severity:
    """Tells how bad Twilio calls what it reports under a number; a warning, where there is no number."""
    return _levels().get(code, "warning") if code else "warning"
