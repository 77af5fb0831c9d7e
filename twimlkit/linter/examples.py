"""Why each rule matters, with a wrong and a right document; `twimlkit explain RULE` shows them.

from twimlkit.linter.examples import example_of

print(example_of("unreachable").why)
"""

from __future__ import annotations

from typing import NamedTuple

from twimlkit._core.data import read_data

__all__ = ["Example", "example_of"]


class Example(NamedTuple):
    """An example of one rule.

    Attributes:
        why: What Twilio does with a document that breaks the rule.
        wrong: A document that breaks this rule and no other, in the context of the rule.
        right: The same document without the problem.
    """

    why: str
    wrong: str
    right: str


def example_of(rule: str) -> Example:
    """Return the example of a rule.

    Args:
        rule: The name of the rule, one of those in `twimlkit.linter.RULES`.
    """
    row = read_data("linter/examples.json")[rule]
    return Example(row["why"], _document(row["wrong"]), _document(row["right"]))


def _document(lines: list[str | tuple[str, str, int, str]]) -> str:
    """Join the lines of a document; a long one is given as its start, a repeated text, their number, and its end."""
    return "\n".join(line if isinstance(line, str) else line[0] + line[1] * line[2] + line[3] for line in lines)
