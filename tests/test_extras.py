"""The extras: without what one installs, the error says what to install."""

import json
import subprocess
import sys

import pytest

from twimlkit.web.fastapi import verified

EXTRAS = {
    "twimlkit.strategies": ("hypothesis", "testing"),
    "twimlkit.web.django": ("django", "django"),
    "twimlkit.web.fastapi": ("starlette", "fastapi"),
    "twimlkit.web.flask": ("flask", "flask"),
}
"""The modules that need a package, with it and the extra that installs it."""

PROGRAM = """
import importlib, json, sys

import pytest

modules, packages = json.loads(sys.argv[1])
sys.modules |= dict.fromkeys(packages)  # where None stands, Python finds nothing
for module in modules:
    try:
        importlib.import_module(module)
    except ImportError as error:
        found = [type(error).__name__, str(error), error.name, type(error.__cause__).__name__]
    try:
        pytest.importorskip(module)
    except pytest.skip.Exception:
        print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def errors():
    """Return the error of each module where all these packages are missing."""
    given = json.dumps([[*EXTRAS], [package for package, _ in EXTRAS.values()]])
    done = subprocess.run([sys.executable, "-c", PROGRAM, given], capture_output=True, text=True, check=True)
    return dict(zip(EXTRAS, map(json.loads, done.stdout.splitlines()), strict=True))


@pytest.mark.slow
@pytest.mark.parametrize("module", EXTRAS)
def test_a_missing_package_is_named_with_the_extra_that_installs_it(errors, module):
    package, extra = EXTRAS[module]
    said = f"{package} is not installed: run pip install 'twimlkit[{extra}]'"
    assert errors[module] == ["ModuleNotFoundError", said, package, "ModuleNotFoundError"]


def test_starlette_without_fastapi_has_no_dependencies(monkeypatch):
    monkeypatch.setitem(sys.modules, "fastapi", None)
    with pytest.raises(ModuleNotFoundError, match=r"^fastapi is not installed: run pip install 'twimlkit\[fastapi\]'$"):
        verified()
