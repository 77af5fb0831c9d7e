"""Runs the command line in the process of the tests."""

from __future__ import annotations

from typing import Any

from typer.testing import CliRunner

from twimlkit.cli._commands import app

PLAIN = dict.fromkeys(["COLUMNS", "FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"])


def run(*arguments: object, given: bytes | str | None = None) -> Any:
    """Run a command; the result has exit_code, stdout, stdout_bytes and stderr."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments], input=given, env=PLAIN)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result
