"""One idea over many cases as one test, and the work that something takes."""

from __future__ import annotations

import functools
import inspect
import itertools
import sys
from typing import TYPE_CHECKING, Any

from twimlkit.errors import InvalidTwiML

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def for_each(**arguments: Iterable[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Run a test for each value of an argument, or for every combination of several, and name the case that fails.

    Unlike `pytest.mark.parametrize`, this makes one test.
    """
    cases = [*itertools.product(*arguments.values())]

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(test)
        def run(**fixtures: Any) -> None:
            assert cases, "there are no cases"
            for case in cases:
                try:
                    test(**dict(zip(arguments, case, strict=True)), **fixtures)
                except BaseException as error:  # pytest.fail raises no Exception
                    error.add_note(f"in the case of {', '.join(map(_name, case))}")
                    raise

        signature = inspect.signature(test)
        fixtures = [each for name, each in signature.parameters.items() if name not in arguments]
        run.__signature__ = signature.replace(parameters=fixtures)
        return run

    return decorate


def _name(value: Any) -> str:
    return str(getattr(value, "name", None) or getattr(value, "__name__", None) or ascii(value))[:100]


def calls(run: Callable[[], object]) -> int:
    """Count the calls of functions while something runs, which may be refused."""
    count = 0

    def see(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(see)
    try:
        run()
    except InvalidTwiML:
        pass
    finally:
        sys.setprofile(None)
    return count
