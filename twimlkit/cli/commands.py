"""The commands: their arguments, what they print, and their exit status."""

import json
from concurrent.futures.process import BrokenProcessPool
from importlib.metadata import version
from typing import Annotated, Final, Literal, TypeAlias

import typer
from rich.progress import track

from twimlkit import schemas
from twimlkit.errors import InvalidTwiML, suggestion
from twimlkit.linter import RULES, SEVERITIES, Context, Severity
from twimlkit.parser import parse

from .explain import nearest_name, show_explanations
from .files import STANDARD_INPUT, Trouble, find, printable, read_bytes, write_bytes, write_output
from .layout import lay_out
from .lint import MANY, Linted, cores, lint_files
from .python import source_of
from .reports import as_github, as_json, as_sarif
from .screen import complain, counted, screen, show_findings, show_refusal

__all__ = ["Report", "Schema", "app", "code", "explain", "format_files", "lint", "schema", "twimlkit"]

Report: TypeAlias = Literal["text", "json", "sarif", "github"]
"""How findings are reported."""

Schema: TypeAlias = Literal["rng", "xsd", "json"]
"""What the vocabulary is written as: RELAX NG, XSD 1.0, or JSON."""

_FOUND: Final = 1
_FAILED: Final = 2

_Files = Annotated[list[str], typer.Argument(metavar="FILE...", help="Files, directories, or - for standard input.")]
_File = Annotated[str, typer.Argument(metavar="FILE", help="A file, or - for standard input.")]

app: Final = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:  # noqa: FBT001  # typer calls it so
    if wanted:
        screen().print(f"twimlkit {version('twimlkit')}")
        raise typer.Exit


@app.callback()
def twimlkit(
    *,
    _: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_show_version, help="Show the version.")
    ] = False,
) -> None:
    """Checks, formats, translates and explains TwiML.

    The exit status is 2 where a command could not do its work.
    """


# lint


@app.command()
def lint(
    files: _Files,
    *,
    report: Annotated[Report, typer.Option("--format", help="How findings are reported.")] = "text",
    context: Annotated[
        Context | None,
        typer.Option(
            help="Where Twilio meets the documents. By default what they hold decides between a call and a message."
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option(metavar="RULE", help="A rule to leave out; repeat it for more.")
    ] = None,
    fail_on: Annotated[Severity, typer.Option(help="What is bad enough for the exit status 1.")] = "error",
    jobs: Annotated[
        int | None, typer.Option(min=1, help="The most processes to use; by default one for each processor.")
    ] = None,
) -> None:
    """Finds all that is wrong or unwise in documents.

    Directories are searched for *.xml and *.twiml, and - is standard input.

    The exit status is 1 where an error was found.
    """
    for rule in ignore or ():
        if rule not in RULES:
            raise typer.BadParameter(f"there is no rule {rule!r}{suggestion(rule, RULES)}", param_hint="'--ignore'")
    names, troubles = find(files)
    linted = [Linted(trouble.name, [], problem=trouble.problem) for trouble in troubles]
    errors = screen(stderr=True)
    looking = lint_files(names, jobs=jobs or cores(), context=context, ignore=ignore or ())
    is_long = len(names) >= MANY and errors.is_terminal
    try:
        linted += track(looking, "Linting", len(names), console=errors, transient=True) if is_long else looking
    except BrokenProcessPool:
        complain("a process was ended from outside: try it with --jobs 1")
        raise typer.Exit(_FAILED) from None
    for file in linted:
        if file.problem is not None:
            complain(str(Trouble(file.name, file.problem)))
    if report == "text":
        show_findings(screen(), linted)
    else:
        write_output(_WRITERS[report](linted))
    raise typer.Exit(_status(linted, fail_on))


_WRITERS: Final = {"json": as_json, "sarif": as_sarif, "github": as_github}


def _status(linted: list[Linted], fail_on: Severity) -> int:
    """The exit status after linting."""
    if any(file.problem is not None for file in linted):
        return _FAILED
    bad = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return _FOUND if any(finding.severity in bad for file in linted for finding in file.findings) else 0


# format


@app.command("format")
def format_files(
    files: _Files,
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; end with the exit status 1 where something would change.")
    ] = False,
) -> None:
    """Lays documents out with a line for each element, and writes them back.

    Comments stay, and what is spoken or sent is not touched. With - for FILE, standard input goes to standard output.
    """
    names, troubles = find(files)
    outcomes: list[_Outcome] = []
    for name in names:
        try:
            outcomes.append(_format(name, read_bytes(name), check=check))
        except Trouble as problem:
            troubles.append(problem)
    for trouble in troubles:
        complain(str(trouble))
    changed, kept = outcomes.count("changed"), outcomes.count("kept")
    if STANDARD_INPUT not in names:
        done = "would be formatted" if check else "formatted"
        screen().print(f"{counted(changed, 'file')} {done}, {kept} unchanged.")
    if troubles or "refused" in outcomes:
        raise typer.Exit(_FAILED)
    if check and changed:
        raise typer.Exit(_FOUND)


_Outcome: TypeAlias = Literal["changed", "kept", "refused"]


def _format(name: str, data: bytes, *, check: bool) -> _Outcome:
    """Formats one file, and says what became of it; raises Trouble."""
    try:
        text = lay_out(data)
    except InvalidTwiML as error:
        show_refusal(name, data, error)
        return "refused"
    changed = text.encode() != data
    if name == STANDARD_INPUT and not check:
        write_output(text)
    elif changed:
        if not check:
            write_bytes(name, text.encode())
        screen().print(f"{printable(name)}: {'would be formatted' if check else 'formatted'}")
    return "changed" if changed else "kept"


# code


@app.command()
def code(
    file: _File,
    *,
    lenient: Annotated[
        bool, typer.Option("--lenient", help="Keep what the vocabulary refuses, as custom elements and attributes.")
    ] = False,
) -> None:
    """Writes the Python that builds a document to standard output."""
    try:
        data = read_bytes(file)
    except Trouble as trouble:
        complain(str(trouble))
        raise typer.Exit(_FAILED) from None
    try:
        element = parse(data, lenient=True) if lenient else parse(data)
    except InvalidTwiML as error:
        show_refusal(file, data, error)
        complain("`twimlkit lint` finds all that is wrong" + ("" if lenient else "; `--lenient` keeps it as it is"))
        raise typer.Exit(_FAILED) from None
    write_output(source_of(element))


# schema and explain


@app.command()
def schema(
    language: Annotated[Schema, typer.Argument(help="RELAX NG, XSD 1.0, or JSON.", show_default=False)],
) -> None:
    """Prints the vocabulary as a schema, or as JSON with the documentation of every attribute."""
    match language:
        case "rng":
            text = schemas.relax_ng()
        case "xsd":
            text = schemas.xsd()
        case _:
            text = json.dumps(schemas.description(), indent=2, ensure_ascii=False)
    write_output(text if text.endswith("\n") else f"{text}\n")


@app.command()
def explain(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="The name of an element or a rule, or the number of a code.")
    ],
) -> None:
    """Explains an element, a code of Twilio, or a rule of the linter."""
    if not show_explanations(screen(), name):
        near = nearest_name(name)
        complain(f"there is no element, code or rule {name!r}" + (f"; did you mean {near!r}?" if near else ""))
        raise typer.Exit(_FAILED)
