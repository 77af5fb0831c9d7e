"""The README keeps its promises, and stays short enough to be read."""

import inspect
import re
import runpy
import tomllib

import pytest
from lxml import etree
from twilio.http.http_client import TwilioHttpClient
from twilio.twiml import voice_response

from tests.guides import GUIDES, ROOT

README = GUIDES["README.md"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def test_it_is_short():
    assert len(README.text.splitlines()) <= 330


def test_it_has_the_commands_that_set_up():
    setup = "python3 -m venv .venv && .venv/bin/pip install"
    commands = [block.code.strip() for block in README.blocks if block.language == "sh"]
    assert commands[:2] == [
        f"{setup} . && .venv/bin/python examples/hello.py",
        f'{setup} -e ".[dev]" && .venv/bin/pytest',
    ]
    # Continuous integration takes the test command from the README: the first line of this form.
    assert re.findall(r"^[^#|`\n]*pytest$", README.text, re.MULTILINE)[0] == commands[1]


def test_its_badges_are_right():
    classifiers = " ".join(PROJECT["classifiers"])
    versions = re.findall(r"Python :: (3\.\d+)", classifiers)
    python, typed, license_ = re.findall(r"!\[([^\]]+)\]\(https://img\.shields\.io/badge/([^)]+)\)", README.text)
    assert python == (f"Python {', '.join(versions)}", f"python-{'%20%7C%20'.join(versions)}-blue")
    assert typed[1].startswith("typed-mypy%20%7C%20pyright%20strict")
    assert "Typing :: Typed" in classifiers
    assert license_[1] == f"license-{PROJECT['license']}-green"


def test_it_needs_the_python_that_it_says():
    (said,) = re.findall(r"You need Python ([\d.]+) or newer", README.text)
    assert PROJECT["requires-python"] == f">={said}"


def test_it_names_every_extra():
    (said,) = re.findall(r"extras are (.+?)\.\n", README.text, re.DOTALL)
    assert {*re.findall(r"`(\w+)`", said), "dev"} == PROJECT["optional-dependencies"].keys()


def test_its_picture_shows_what_is_printed_today():
    pictures = ROOT / "examples" / "pictures"
    drawn = runpy.run_path(str(pictures / "lint.py"))["picture"]()
    assert _words((pictures / "lint.svg").read_text("utf-8")) == _words(drawn)


def _words(svg: str) -> list[str]:
    return [text for text in etree.fromstring(svg.encode()).xpath("//*[local-name() = 'text']/text()") if text.strip()]


# Its claims about twilio-python.


def test_mistakes_are_written():
    response = voice_response.VoiceResponse()
    response.gather(numdigits=1, timeout=-5).append(voice_response.Dial("+14155550100"))
    assert '<Gather numdigits="1" timeout="-5"><Dial>+14155550100</Dial></Gather>' in str(response)


def test_its_verbs_have_no_types():
    classes = [each for each in vars(voice_response).values() if isinstance(each, type)]
    functions = [each for class_ in classes for each in vars(class_).values() if inspect.isfunction(each)]
    assert functions
    assert not any(each.__annotations__ for each in functions)


def test_its_documents_are_compared_by_identity():
    assert voice_response.VoiceResponse() != voice_response.VoiceResponse()


def test_it_loses_text_and_writes_what_xml_cannot_hold():
    say = voice_response.Say()
    say.append("One")
    say.append("Two")
    assert str(say).endswith("<Say>Two</Say>")
    assert "\0" in str(voice_response.Say("\0"))


def test_it_retries_nothing_by_default():
    assert inspect.signature(TwilioHttpClient).parameters["max_retries"].default is None


# Speed.


@pytest.mark.parametrize(
    "work",
    [
        "menu of seven elements",
        "corpus: geometric mean of the 166 documents",
        "verify a POST of 20 parameters",
        "500 calls, one after another, elapsed time",
        "500 calls, 50 in flight, answers after 100 ms, elapsed time",
    ],
)
def test_its_figures_are_those_of_the_benchmark(work):
    (section,) = re.findall(r"^## Speed\n(.+?)^## ", README.text, re.MULTILINE | re.DOTALL)
    (row,) = (
        row
        for row in GUIDES["tests/bench/README.md"].rows("work")
        if row[0] == work and row[1].startswith("twilio-python")
    )
    assert row[4].split()[0] in re.findall(r"\d[\d.]*\d", section)
