"""Google-style docstrings as data, and those of the whole vocabulary."""

from __future__ import annotations

import inspect
import pydoc
import re
import subprocess
import sys
from typing import Annotated, Any

import pytest

from tests.cases import for_each
from tests.facts import FACTS, Fact
from tests.facts import to_python_name as named_by_facts
from tests.trees import VOCABULARY
from twimlkit import Custom, Gather
from twimlkit._core.docstrings import Docstring, docstring_of
from twimlkit._core.marks import Between

DOCSTRING = """Does something, for: somebody.

    More of it, over
    two lines. See: nothing.

    Args:
        *one: The first thing; see also: nothing. Default: 5.
        two: A second thing that is so long that its line goes on, and
            third: says more on the next. Default: `up
            to here`.

        three (str, optional): Some thing. Default: 1 by day, and 2 by night.
        four: Default: #.
        five: Not a default: 5. Default: `a` or `b`.
        six:
            Deprecated things. Default: 1234567890*#. But only in the middle.
        seven: One thing. Deprecated.
        eight: One thing. Deprecated: use `one`. Default: en-US.
        nine: Deprecated: use two of them. Default: some day.
        a line without a name

    Returns:
        ten: Nothing. Default: 5.

    Attributes:
        one: Something else.

    https://www.twilio.com/docs/voice/twiml/something

    https://www.twilio.com/docs/voice/twiml/another
    """


def test_a_docstring_is_read_as_data() -> None:
    read = Docstring(DOCSTRING)
    assert read.summary == "Does something, for: somebody."
    assert read.parameters == {
        "one": "The first thing; see also: nothing. Default: 5.",
        "two": "A second thing that is so long that its line goes on, and third: says more on the next. "
        "Default: `up to here`.",
        "three": "Some thing. Default: 1 by day, and 2 by night.",
        "four": "Default: #.",
        "five": "Not a default: 5. Default: `a` or `b`.",
        "six": "Deprecated things. Default: 1234567890*#. But only in the middle.",
        "seven": "One thing. Deprecated.",
        "eight": "One thing. Deprecated: use `one`. Default: en-US.",
        "nine": "Deprecated: use two of them. Default: some day.",
    }
    assert read.defaults == {"one": "5", "two": "up to here", "four": "#", "eight": "en-US"}
    assert read.deprecations == {"seven": "", "eight": "use `one`", "nine": "use two of them"}
    assert read.page == "https://www.twilio.com/docs/voice/twiml/something"


def test_indentation_does_not_matter() -> None:
    # Python 3.13 strips it when it compiles a docstring.
    stripped, original = Docstring(inspect.cleandoc(DOCSTRING)), Docstring(DOCSTRING)
    assert [getattr(stripped, name) for name in Docstring.__slots__] == [
        getattr(original, name) for name in Docstring.__slots__
    ]


@pytest.mark.parametrize(
    ("docstring", "summary"),
    [
        ("", ""),
        ("\n", ""),
        ("Does something.", "Does something."),
        ("Does\n    something.\n\n    Args:\n\n    Returns:\n        one: Nothing.\n    ", "Does something."),
        ("Does something.\n\nAt https://www.twilio.com/docs, one: thing.\n\n    two: An example.", "Does something."),
    ],
)
def test_what_a_docstring_lacks_is_empty(docstring: str, summary: str) -> None:
    read = Docstring(docstring)
    assert (read.summary, read.parameters, read.defaults, read.deprecations, read.page) == (summary, {}, {}, {}, None)


def test_a_class_without_a_docstring() -> None:
    class Silent(Custom):
        def __init__(self, *, one: Annotated[int, Between(1)] | None = None) -> None: ...

    assert docstring_of(Silent).summary == ""
    assert docstring_of(Silent).parameters == {}


def test_without_docstrings_nothing_is_said_and_nothing_fails() -> None:
    program = (
        "from twimlkit import Gather, schemas\n"
        "from twimlkit._core.docstrings import docstring_of\n"
        "from twimlkit.linter import lint\n"
        "read = docstring_of(Gather)\n"
        "print([read.summary, read.parameters, read.defaults, read.deprecations, read.page])\n"
        "schemas.relax_ng(), schemas.xsd(), schemas.description()\n"
        'xml = \'<Response><Gather action="/x" enhanced="true"/><Sms>Hi</Sms></Response>\'\n'
        "print([finding.remedy for finding in lint(xml) if finding.rule.startswith('deprecated')])\n"
    )
    run = subprocess.run([sys.executable, "-OO", "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == ["['', {}, {}, {}, None]", "['do without it', 'do without it']"]


WITHOUT_DOCSTRINGS = """
import contextlib, importlib, io, json, pkgutil, sys
import twimlkit
from twimlkit.__main__ import main

def refused(make):
    try:
        make()
    except (twimlkit.InvalidTwiML, TypeError, AttributeError) as error:
        return str(error)

def run(*arguments):
    sys.argv = ["twimlkit", *arguments]
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown), contextlib.suppress(SystemExit):
        main()
    return shown.getvalue()

for module in pkgutil.walk_packages(twimlkit.__path__, "twimlkit."):
    importlib.import_module(module.name)

class Whisper(twimlkit.Custom, then="ends"):
    def __init__(self, *content: str, volume: int | None = None) -> None:
        \"\"\"Speaks quietly.\"\"\"

class Wrong:
    def __init__(self, *, volume: int | None = None) -> None:
        self.volume = volume

from twimlkit._core.vocabulary import element_classes
from twimlkit.linter import RULES

assert True is False, "asserts are off"
response = twimlkit.Response(twimlkit.Dial("+1", timeout=5), Whisper("a", volume=1))
again = eval(repr(response), vars(twimlkit) | {"Whisper": Whisper})
print(again == response, again.to_xml() == response.to_xml(), twimlkit.parse("<Response/>") == twimlkit.Response())
print(refused(lambda: Whisper(volume="low")))
print(refused(lambda: type("Wrong", (twimlkit.Custom,), dict(vars(Wrong)))))
print(refused(lambda: twimlkit.Pause(2)))
print(all(run("explain", each.__name__) for each in element_classes()[::9]), run("explain", next(iter(RULES))) != "")
print(all(run(*words, "--help") for words in ([], ["lint"], ["schema"])), run("explain") != "")
"""


@pytest.mark.slow
def test_without_docstrings_all_still_works() -> None:
    run = subprocess.run([sys.executable, "-OO", "-c", WITHOUT_DOCSTRINGS], capture_output=True, text=True, check=False)
    assert run.stderr == ""
    assert run.stdout.splitlines() == [
        "True True True",
        "<Whisper> volume must be a whole number, not str",
        "Wrong.__init__ only declares the element: leave its body empty",
        "<Pause> cannot hold int: write Pause(length=…) (Twilio 12200)",
        "True True",
        "True True",
    ]


# The vocabulary.


def parameters(cls: type[Any]) -> list[str]:
    return list(inspect.signature(cls).parameters)


@for_each(cls=VOCABULARY)
def test_every_parameter_has_one_entry_in_the_order_of_the_signature(cls: type[Any]) -> None:
    entries = re.findall(r"^ {8}(\w+):", "    " + inspect.getdoc(cls).replace("\n", "\n    "), re.MULTILINE)
    assert entries == parameters(cls)
    assert list(docstring_of(cls).parameters) == parameters(cls)


@for_each(cls=VOCABULARY)
def test_entries_are_sentences(cls: type[Any]) -> None:
    for name, text in docstring_of(cls).parameters.items():
        assert re.fullmatch(r"[A-Z].*\.", text), name
        assert len(re.sub(r" (Default|Deprecated).*\.$", "", text)) > len("A word."), name
        assert text.count("Default: ") <= 1, name
        assert "by default" not in text.lower(), name


@for_each(cls=VOCABULARY)
def test_the_summary_is_one_sentence_on_one_line(cls: type[Any]) -> None:
    summary = docstring_of(cls).summary
    assert re.fullmatch(r"[A-Z][^.]*\.", summary)
    assert inspect.getdoc(cls).splitlines()[0] == summary


@for_each(cls=VOCABULARY)
def test_the_page_is_one_of_twilio_or_there_is_none(cls: type[Any]) -> None:
    page = docstring_of(cls).page
    assert page is None or page.startswith("https://www.twilio.com/docs/")
    assert ("https://" in cls.__doc__) == (page is not None)


@for_each(cls=VOCABULARY)
def test_literal_defaults_are_values_of_their_attributes(cls: type[Any]) -> None:
    attributes = cls.grammar().attributes
    for name, default in docstring_of(cls).defaults.items():
        assert attributes[name].from_xml(default) is not None, name
        assert not attributes[name].required, name


@for_each(fact=FACTS.values())
def test_deprecated_attributes_say_so(fact: Fact) -> None:
    deprecated = [
        named_by_facts(xml_name) for xml_name, attribute in fact.attributes.items() if attribute["deprecated"]
    ]
    assert list(docstring_of(fact.element).deprecations) == deprecated


@for_each(cls=VOCABULARY)
def test_entries_name_parameters_of_the_same_signature(cls: type[Any]) -> None:
    for name, text in docstring_of(cls).parameters.items():
        named = set(re.findall("`([a-z_]+)`", text))
        assert named <= {*parameters(cls)} - {name}, name


@for_each(cls=VOCABULARY)
def test_methods_have_the_same_sentence_everywhere(cls: type[Any]) -> None:
    for name, text in docstring_of(cls).parameters.items():
        if name == "method" or name.endswith("_method"):
            assert re.fullmatch(r"HTTP method for `\w+`\.( Default: POST\.)?", text) or name == "payment_method", name


def test_help_shows_the_entries() -> None:
    shown = pydoc.plain(pydoc.render_doc(Gather))
    assert re.search(r"\n \|  Gather\((\n \| +)?\*prompts: ", shown)  # Python 3.13 breaks long signatures
    assert " |  Args:\n |      prompts: What the caller hears meanwhile.\n |      input: " in shown
