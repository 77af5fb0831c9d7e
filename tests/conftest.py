"""Settings for all tests: Hypothesis, and the modules that are slow."""

import functools
from pathlib import Path

import pytest
from hypothesis import settings

TESTS = Path(__file__).parent

# No deadline, since a slow machine is no fault of a test; a test that needs more examples says so.
settings.register_profile("twimlkit", deadline=None, max_examples=50, print_blob=True)
settings.load_profile("twimlkit")

SLOW = [
    "cli/test_process.py",
    "strategies",
    "test_examples.py",
    "test_guides.py",
    "test_project.py",
    "test_readme.py",
    "test_typing.py",
    "web/test_endpoints.py",
    "web/test_web_examples.py",
]
"""The modules and folders that start other programs or real servers, or draw many examples."""


def pytest_configure() -> None:
    """Refuse a name in SLOW that is no longer there."""
    gone = [name for name in SLOW if not (TESTS / name).exists()]
    if gone:
        raise pytest.UsageError(f"tests/conftest.py: SLOW names {', '.join(gone)}, which are not there")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the slow modules."""
    for item in items:
        if _is_slow(item.path):
            item.add_marker("slow")


@functools.cache
def _is_slow(module: Path) -> bool:
    return any(module.is_relative_to(TESTS / name) for name in SLOW)
