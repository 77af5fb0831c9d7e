"""Shared fixtures: the environment of a server, its log, and the ways to reach one."""

import logging
import threading
from pathlib import Path

import pytest

from tests.web.views import TOKEN
from tests.web.ways import WAYS


class Log(logging.Handler):
    """A log handler that keeps the lines of all threads."""

    def __init__(self):
        super().__init__()
        self.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
        self.lines = []
        self.begin = 0
        self.arrived = threading.Condition()

    def emit(self, record):
        with self.arrived:
            self.lines.append(self.format(record))
            self.arrived.notify_all()

    def of_this_test(self):
        return "\n".join(self.lines[self.begin :])

    def will_hold(self, text):
        """Wait for a line, since a server may log after its response."""
        with self.arrived:
            return self.arrived.wait_for(lambda: text in self.of_this_test(), timeout=20)


@pytest.fixture(scope="package")
def whole_log():
    log, root = Log(), logging.getLogger()
    level = root.level
    root.addHandler(log)
    root.setLevel("DEBUG")
    yield log
    root.setLevel(level)
    root.removeHandler(log)
    assert TOKEN not in "\n".join(log.lines)


@pytest.fixture
def log(whole_log):
    whole_log.begin = len(whole_log.lines)
    return whole_log


@pytest.fixture(scope="package")
def environment(tmp_path_factory):
    """What the servers find in their environment."""
    return {"TWILIO_AUTH_TOKEN": TOKEN, "VIEWS_THAT_RAN": str(tmp_path_factory.mktemp("views") / "ran")}


@pytest.fixture(autouse=True)
def _the_environment_is_that_of_this_process(environment, monkeypatch):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def ran(environment):
    """Return a function that lists the requests that reached a view in this test."""
    file = Path(environment["VIEWS_THAT_RAN"])
    file.write_text("")
    return lambda: file.read_text().split()


@pytest.fixture(scope="package", params=WAYS)
def way(request, environment, whole_log):
    with WAYS[request.param](environment) as found:
        yield found
