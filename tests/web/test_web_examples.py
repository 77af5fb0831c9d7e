"""The examples run as each of them says, and all make the same page."""

import os
import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from lxml import etree

from tests.web.signing import CALL, get, post
from tests.web.views import TOKEN
from tests.web.ways import Way, over_a_socket

ROOT = Path(__file__).parent.parent.parent
EXAMPLES = sorted((ROOT / "examples" / "web").glob("*.py"))


@contextmanager
def running(path, **more):
    """Runs an example as a program of its own, on a port that the system picks and the server tells."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "PORT": "0", **more}
    with subprocess.Popen(
        [sys.executable, str(path)],
        env=environment,
        cwd=path.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as server:
        told = []
        try:
            port = next(found[1] for line in server.stdout if told.append(line) or (found := told_port(line)))
            yield Way(path.stem, over_a_socket(int(port)))
        except StopIteration:
            pytest.fail("".join(told))
        finally:
            server.terminate()
            assert TOKEN not in "".join([*told, *server.stdout])


def told_port(line):
    return re.search(r"http://127\.0\.0\.1:(\d+)", line)


def test_there_is_one_for_each_framework():
    assert [path.stem for path in EXAMPLES] == ["hello_django", "hello_fastapi", "hello_flask"]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_says_hello_to_twilio_and_to_nobody_else(path):
    with running(path, RoleName="Front <1>") as way:
        for answer in (post(way, "/voice"), get(way, "/voice")):
            assert (answer.status, answer.content_type) == (200, "text/xml; charset=utf-8")
            said = [element.text for element in etree.fromstring(answer.body).iter("Say")]
            assert said == ["Hello!", "The version of the API is 2010-04-01.", "The name of the role is Front <1>."]
        assert post(way, "/voice", token="1" * 32).status == 403
        assert way.send("GET", "/voice", {}).status == 403


def test_an_example_behind_a_proxy_is_told_its_public_url():
    path = ROOT / "examples" / "web" / "hello_flask.py"
    with running(path, BASE_URL="https://example.com") as way:
        assert post(way, "/voice", CALL, url="https://example.com/voice").status == 200
        assert post(way, "/voice", CALL).status == 403
