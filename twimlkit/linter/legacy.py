"""What Twilio's old schema and its libraries write, and its documentation does not know."""

from __future__ import annotations

import functools
from typing import TypedDict, cast

__all__ = ["old_attributes", "old_elements", "typos"]


class _Legacy(TypedDict):
    typos: dict[str, dict[str, str]]
    attributes: dict[str, dict[str, str | None]]
    elements: dict[str, str | None]


def old_elements() -> dict[str, str | None]:
    """The elements that only the old schema has, each with what takes its place, if anything does."""
    return _legacy()["elements"]


def old_attributes(tag: str) -> dict[str, str | None]:
    """The attributes that only the old schema gives an element, each with what takes its place, if anything does."""
    return _legacy()["attributes"].get(tag, {})


def typos(tag: str) -> dict[str, str]:
    """The names of an element's attributes that Twilio's libraries misspell, each with the right one."""
    return _legacy()["typos"].get(tag, {})


@functools.cache
def _legacy() -> _Legacy:
    import json  # only a wrong name needs it
    from importlib.resources import files

    return cast("_Legacy", json.loads(files("twimlkit").joinpath("linter/legacy.json").read_bytes()))
