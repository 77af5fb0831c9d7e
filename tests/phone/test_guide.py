"""The guide and the examples of the telephone."""

import inspect
import os
import re
import runpy
import subprocess
import sys

import pytest

from tests.cases import for_each
from tests.guides import GUIDES, ROOT
from twimlkit.phone import AsyncCall, AsyncPhone, Call, Clock, Phone

GUIDE = GUIDES["examples/phone/README.md"]
ROWS = GUIDE.rows("Step", "Check")
OWNERS = {"call": Call, "leg": Call, "phone": Phone, "clock": Clock}


@for_each(row=ROWS)
def test_the_guide_names_steps_and_checks_that_are_there(row):
    named = re.findall(r"`(call|leg|phone(?:\.clock)?)\.(\w+)\(([^`]*)\)`", row[0])
    assert named
    for owner, name, arguments in named:
        method = getattr(OWNERS[owner.rpartition(".")[2]], name)
        keywords = re.findall(r"(\w+)=", arguments + row[1])
        assert {*keywords} <= inspect.signature(method).parameters.keys()


def test_both_telephones_and_both_calls_have_the_same_methods():
    for one, other in ((Phone, AsyncPhone), (Call, AsyncCall)):
        names = {name for name in dir(one) if not name.startswith("_")}
        assert names == {name for name in dir(other) if not name.startswith("_")}
        for name in names:
            method, counterpart = getattr(one, name), getattr(other, name)
            if callable(method):
                assert [*inspect.signature(method).parameters] == [*inspect.signature(counterpart).parameters]
                assert inspect.getdoc(method) == inspect.getdoc(counterpart)


@for_each(name=["hello_flask", "hello_fastapi"])
def test_the_greetings_are_heard(name):
    app = runpy.run_path(str(ROOT / "examples" / "web" / f"{name}.py"))["app"]
    with Phone(app, voice_url="/voice", voice_method="GET") as phone:
        call = phone.dial().hears("Hello!").hears("The version of the API is 2010-04-01.").ends("completed")
        assert [request.method for request in call.requests] == ["GET"]


def test_the_guide_lists_every_example():
    listed = re.findall(r"\]\((\w+\.py)\)", GUIDE.text)
    there = {path.name for path in (ROOT / "examples" / "phone").glob("*.py")}
    assert {*listed} == there - {"conftest.py"}


@pytest.mark.slow
def test_the_examples_pass_their_tests():
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull, "--rootdir=.", "."]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    folder = ROOT / "examples" / "phone"
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "16 passed" in done.stdout
