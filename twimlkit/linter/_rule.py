"""Rules: what finds problems, and how bad they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from twimlkit._core.grammar import find_mark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from twimlkit._core.element import Element
    from twimlkit._core.marks import Mark
    from twimlkit._core.problems import Problem
    from twimlkit._core.sites import ElementSite
    from twimlkit._core.values import Value

    from ._finding import Context, Severity
    from ._inspection import Inspection, ValueSite

Scope: TypeAlias = Literal["refused", "document", "element", "value"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the linter.

    Attributes:
        name: Its name, by which it can be ignored.
        summary: What it looks for, in one sentence.
        severity: `error`, `warning` or `advice`; None where Twilio's level of the code decides.
        code: Twilio's code; None where there is none; `"various"` where it depends on the element or attribute.
        scope: What it checks: `refused` for the rules of the classes themselves, else the whole document, each element
            or each value.
        check: The function that yields problems; for a refused rule there are none.
        classes: The classes of the elements that it checks; empty for all.
        applies: Tells whether it checks elements of a class, or values of a type with these marks.
        context: The only context in which it checks, or None for all.
        not_in: The contexts in which it does not check.
    """

    name: str
    summary: str
    severity: Severity | None
    code: int | Literal["various"] | None
    scope: Scope
    check: Callable[[Any], Iterable[Problem]] = lambda _: ()
    classes: tuple[type, ...] = ()
    applies: Callable[..., bool] | None = None
    context: Context | None = None
    not_in: tuple[Context, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether the classes and `parse` raise InvalidTwiML for what it finds."""
        return self.scope == "refused"

    def named(self, problem: Problem) -> Problem:
        """Return a problem that it has found with its name, and its code where the problem has none."""
        code = problem.code or (self.code if isinstance(self.code, int) else None)
        return problem._replace(rule=self.name, code=code)

    def checks(self, element_class: type[Element] | None) -> bool:
        """Tell whether it checks elements of a class, or of an unknown one."""
        if element_class is None:
            return not self.classes and not self.applies
        is_meant = not self.classes or element_class in self.classes
        return is_meant and (self.applies is None or self.applies(element_class))


def document_rule(
    name: str,
    severity: Severity | None = None,
    code: int | Literal["various"] | None = None,
    *,
    context: Context | None = None,
    not_in: tuple[Context, ...] = (),
) -> Callable[[Callable[[Inspection], Iterable[Problem]]], Rule]:
    """Make a rule of a function that checks the whole document; its docstring is the summary."""
    return lambda check: Rule(name, _summary(check), severity, code, "document", check, context=context, not_in=not_in)


def element_rule(
    name: str,
    severity: Severity | None = None,
    code: int | Literal["various"] | None = None,
    *,
    on: Iterable[type] = (),
    where: Callable[[type[Element]], bool] | None = None,
    context: Context | None = None,
    not_in: tuple[Context, ...] = (),
) -> Callable[[Callable[[ElementSite], Iterable[Problem]]], Rule]:
    """Make a rule of a function that checks one element; its docstring is the summary.

    Args:
        name: The name of the rule.
        severity: How bad a problem is; None where Twilio's level of the code decides.
        code: Twilio's code.
        on: The classes of the elements that it checks. Default: all.
        where: Tells whether it checks elements of a class. Default: all. Without `on` and `where` it checks elements
            with unknown names too.
        context: The only context in which it checks. Default: all.
        not_in: The contexts in which it does not check.
    """
    classes = tuple(on)
    return lambda check: Rule(name, _summary(check), severity, code, "element", check, classes, where, context, not_in)


def value_rule(
    name: str,
    severity: Severity | None = None,
    code: int | Literal["various"] | None = None,
    *,
    where: Callable[[Value, tuple[object, ...]], bool],
) -> Callable[[Callable[[ValueSite], Iterable[Problem]]], Rule]:
    """Make a rule of a function that checks one value; its docstring is the summary.

    Args:
        name: The name of the rule.
        severity: How bad a problem is; None where Twilio's level of the code decides.
        code: Twilio's code.
        where: Tells from the type of a value and its marks whether the rule checks it.
    """
    return lambda check: Rule(name, _summary(check), severity, code, "value", check, applies=where)


def has_mark(mark: type[Mark]) -> Callable[[Value, tuple[object, ...]], bool]:
    """Make a function that tells whether a value has a mark of a class."""
    return lambda _, marks: find_mark(marks, mark) is not None


def _summary(check: Callable[..., object]) -> str:
    return " ".join((check.__doc__ or "").split())
