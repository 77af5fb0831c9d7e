"""The extras: optional packages, and what to install where one is missing."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator


@contextmanager
def needs_extra(extra: str) -> Generator[None]:
    """Say what to install where an import in the block finds a package missing.

    Args:
        extra: The extra of twimlkit that installs the package.

    Raises:
        ModuleNotFoundError: The package is missing.
    """
    try:
        yield
    except ModuleNotFoundError as missing:
        package = (missing.name or "").partition(".")[0]
        remedy = f"{package} is not installed: run pip install 'twimlkit[{extra}]'"
        raise ModuleNotFoundError(remedy, name=package) from missing
