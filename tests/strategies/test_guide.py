"""The guide in the docstring of `twimlkit.strategies` runs."""

from __future__ import annotations

import re
import textwrap
from typing import Any

import twimlkit.strategies


def test_the_tests_of_the_guide_pass() -> None:
    names: dict[str, Any] = {}
    for block in re.findall(r"(?:^    .*\n|^\n(?=    ))+", twimlkit.strategies.__doc__, re.MULTILINE):
        exec(textwrap.dedent(block), names)
    tests = [test for name, test in names.items() if name.startswith("test_")]
    assert len(tests) == 4
    for test in tests:
        test()
    assert names["stored"]
