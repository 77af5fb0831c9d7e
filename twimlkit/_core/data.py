"""The data files of the package."""

from __future__ import annotations

import functools
from typing import Any


@functools.cache
def read_data(name: str) -> Any:
    """Read a JSON file of the package once, by its path in the package."""
    import json  # only a refusal or the linter needs a file, and it would slow every import
    from importlib.resources import files

    return json.loads(files("twimlkit").joinpath(name).read_bytes())
