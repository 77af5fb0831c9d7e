"""The real program: terminals, pipes, signals, and what is missing."""

import contextlib
import importlib
import os
import pty
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import IO

import pytest

from tests.cli.running import PLAIN, run
from twimlkit import cli
from twimlkit.cli._lint import FILES_PER_PROCESS

ROOT = Path(__file__).parent.parent.parent
PROGRAM = [sys.executable, "-m", "twimlkit"]
WRONG = "<Response><Say lóud='x'>Hello</Say></Response>"


def environment(**variables: str) -> dict[str, str]:
    """Return the environment of a process without any setting for the terminal."""
    plain = {name: value for name, value in os.environ.items() if name not in PLAIN}
    return plain | {"PYTHONPATH": str(ROOT), "TERM": "xterm-256color"} | variables


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """Write a document with a mistake."""
    path = tmp_path / "wrong.xml"
    path.write_text(WRONG, "utf-8")
    return path


# Terminals and pipes.


def on_terminal(*arguments: object, **variables: str) -> str:
    """Return the output of the program on a terminal."""
    ours, its = pty.openpty()
    with subprocess.Popen(
        [*PROGRAM, *map(str, arguments)], stdin=its, stdout=its, stderr=its, env=environment(**variables)
    ) as process:
        os.close(its)
        shown = b""
        while part := read(ours):
            shown += part
    os.close(ours)
    assert process.returncode in (0, 1)  # 1 with a finding
    return shown.decode().replace("\r\n", "\n")


def read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # the other side was closed
        return b""


def test_there_are_colours_on_a_terminal_that_wants_them(wrong: Path) -> None:
    coloured = on_terminal("lint", wrong)
    assert "\x1b[1;33mwarning\x1b[0m" in coloured
    assert "Linting" not in coloured
    plain = on_terminal("lint", wrong, NO_COLOR="1")
    assert "\x1b" not in plain
    assert ": warning: " in plain
    assert "lóud='x'" in plain


def test_there_is_a_progress_bar_on_a_terminal_for_many_files(tmp_path: Path) -> None:
    for each in range(2 * FILES_PER_PROCESS):
        (tmp_path / f"{each}.xml").write_bytes(b"<Response/>")
    shown = on_terminal("lint", tmp_path, "--jobs", "2")
    assert "Linting" in shown
    assert shown.endswith(f"\x1b[2KNo problems in {2 * FILES_PER_PROCESS} files.\n")  # in place of the bar


def test_there_are_no_colours_in_a_pipe_and_no_encoding_is_too_small(wrong: Path) -> None:
    command = [*PROGRAM, "lint", str(wrong), "missing.xml"]
    done = subprocess.run(command, env=environment(PYTHONIOENCODING="ascii"), capture_output=True, check=False)
    assert done.returncode == 2
    assert b"\x1b" not in done.stdout + done.stderr
    assert b"1 | <Response><Say l\\xf3ud='x'>" in done.stdout
    assert done.stderr == b"twimlkit: missing.xml: No such file or directory\n"


def test_a_reader_may_stop_reading(wrong: Path) -> None:
    wrong.write_bytes(b"<Response>%s</Response>" % (b"<Say loud='x'/>" * 1000))  # more to say than a pipe holds
    with subprocess.Popen(
        [*PROGRAM, "lint", str(wrong)], env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0
    ) as process:
        assert process.stdout.read(1) == b"/"
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_full_disk_is_said() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*PROGRAM, "explain", "Gather"], env=environment(), stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert (done.returncode, done.stderr) == (2, b"twimlkit: No space left on device\n")


def test_a_closed_output_is_said(wrong: Path) -> None:
    for streams, said in ((">&-", "twimlkit: standard output is closed\n"), (">&- 2>&-", "")):
        for command in ("code", "lint", "format", "explain"):
            shell = ["sh", "-c", f'exec "$@" {streams}', "sh", *PROGRAM, command, str(wrong)]
            done = subprocess.run(shell, env=environment(), capture_output=True, text=True, check=False)
            assert (done.returncode, done.stdout, done.stderr) == (2, "", said)


def test_any_width_shows_everything(wrong: Path) -> None:
    for columns in ("0", "1", "wide"):
        for arguments in (["lint", str(wrong)], ["explain", "Reject"], ["--help"]):
            done = subprocess.run(
                [*PROGRAM, *arguments], env=environment(COLUMNS=columns), capture_output=True, text=True, check=False
            )
            assert done.stdout.strip(), (columns, arguments)
            assert done.stderr == ""


def test_completion_is_printed_and_works() -> None:
    shown = subprocess.run(
        ["bash", "-c", 'true; "$@"; true', "bash", *PROGRAM, "--show-completion"],
        env=environment(SHELL="/bin/bash"),
        capture_output=True,
        text=True,
        check=True,
    )
    assert "_TWIMLKIT_COMPLETE=complete_bash" in shown.stdout
    for words, expected in (
        ("lint --context wh", "whisper"),
        ("lint --ignore unreach", "unreachable"),
        ("expl", "explain"),
    ):
        variables = {
            "_TWIMLKIT_COMPLETE": "complete_bash",
            "COMP_WORDS": f"twimlkit {words}",
            "COMP_CWORD": str(len(words.split())),
        }
        done = subprocess.run(PROGRAM, env=environment(**variables), capture_output=True, text=True, check=False)
        assert expected in done.stdout.split()


# Interrupts.


@contextlib.contextmanager
def linting(folder: Path, number: int, interrupts: object) -> Iterator[tuple[subprocess.Popen[bytes], IO[bytes]]]:
    """Run the program until it waits for its last document, which comes through a pipe.

    Args:
        folder: The folder of the documents.
        number: The number of documents before the last.
        interrupts: The handler of interrupts in the program.
    """
    for each in range(number):
        (folder / f"{each}.xml").write_bytes(b"<Response/>")
    pipe = folder / "pipe.xml"
    os.mkfifo(pipe)
    command = [*PROGRAM, "lint", *([str(folder)] if number else []), str(pipe), "--jobs", "2"]
    handler = signal.signal(signal.SIGINT, interrupts)
    try:
        process = subprocess.Popen(
            command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
        )
    finally:
        signal.signal(signal.SIGINT, handler)
    with process, pipe.open("wb") as writer:  # waits for the reader
        yield process, writer


@pytest.mark.parametrize("number", [0, 2 * FILES_PER_PROCESS])
def test_an_interrupt_ends_the_program_quietly(tmp_path: Path, number: int) -> None:
    with linting(tmp_path, number, signal.default_int_handler) as (process, _):
        assert interrupted(process) == (b"", b"")
    assert process.returncode == 130


def test_an_interrupt_does_nothing_in_the_background(tmp_path: Path) -> None:
    with linting(tmp_path, 2 * FILES_PER_PROCESS, signal.SIG_IGN) as (process, writer):
        os.killpg(process.pid, signal.SIGINT)
        writer.write(b"<Response/>")
        writer.close()
        said = f"No problems in {2 * FILES_PER_PROCESS + 1} files.\n".encode()
        assert process.communicate(timeout=30) == (said, b"")
    assert process.returncode == 0


def interrupted(process: subprocess.Popen[bytes]) -> tuple[bytes, bytes] | None:
    """Interrupt a program, and return its output when it and its processes have ended."""
    for _ in range(6):
        # A signal that comes after Python has looked for one, and before it waits for data, is seen when data come.
        os.killpg(process.pid, signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.communicate(timeout=5)
    return None


# Imports.


@pytest.mark.parametrize("missing", ["typer", "rich"])
def test_without_the_extra_the_program_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], missing: str
) -> None:
    for name in list(sys.modules):
        if name.startswith("twimlkit.cli.") or name.partition(".")[0] == missing:
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    assert capsys.readouterr() == (
        "",
        f"twimlkit: {missing} is not installed: run pip install 'twimlkit[cli]'\n",
    )


def test_help_loads_nothing_that_it_does_not_need() -> None:
    code = (
        "import sys\nfrom twimlkit.cli import main\nsys.argv = ['twimlkit', 'lint', '--help']\n"
        "try:\n    main()\nexcept SystemExit as ended:\n    print(ended.code, *sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True)
    status, *modules = done.stdout.splitlines()[-1].split()
    assert status == "0"
    assert "--ignore" in done.stdout
    assert "typer" in modules
    assert not {"lxml", "hypothesis", "httpx2", "httpcore"} & set(modules)


def test_the_program_is_installed_by_its_name() -> None:
    script = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]["twimlkit"]
    module, _, function = script.partition(":")
    assert getattr(importlib.import_module(module), function) is cli.main


def test_the_version_and_the_commands_are_shown() -> None:
    assert run("--version").stdout == f"twimlkit {version('twimlkit')}\n"
    shown = run("--help").stdout
    for command in ("lint", "format", "code", "schema", "explain"):
        assert f" {command} " in shown
        assert run(command, "-h").exit_code == 0
