"""That every rule has an example: a document that breaks it alone, and a right one."""

from tests.cases import for_each
from twimlkit.linter import RULES, lint
from twimlkit.linter.examples import example_of


@for_each(name=RULES)
def test_every_rule_has_an_example_that_breaks_it_alone(name: str) -> None:
    example = example_of(name)
    assert example.why.endswith(".")
    assert {finding.rule for finding in lint(example.wrong, context=RULES[name].context)} == {name}
    assert lint(example.right, context=RULES[name].context) == []
