"""The commands: their arguments, their output and their exit status."""

import json
from concurrent.futures.process import BrokenProcessPool
from importlib.metadata import version
from typing import Annotated, Final, Literal, TypeAlias

import typer
from rich.progress import track

from twimlkit._core.names import suggestion
from twimlkit.errors import InvalidTwiML, TooLarge
from twimlkit.linter import RULES, SEVERITIES, Context, Severity
from twimlkit.parser import parse

from ._explain import nearest_name, show_explanations, show_overview
from ._files import STANDARD_INPUT, FileError, find_files, printable, read_file, write_file, write_output
from ._layout import lay_out
from ._lint import FILES_PER_PROCESS, LintedFile, lint_files, processor_count
from ._python import count_comments, source_of
from ._reports import as_github, as_json, as_sarif
from ._screen import count_of, make_console, show_error, show_findings, show_refusal

Report: TypeAlias = Literal["text", "json", "sarif", "github"]
"""A format of findings."""

Schema: TypeAlias = Literal["rng", "xsd", "json"]
"""A format of the vocabulary: RELAX NG, XSD 1.0 or JSON."""

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


def _show_version(requested: bool) -> None:  # noqa: FBT001  # typer calls it so
    if requested:
        make_console().print(f"twimlkit {version('twimlkit')}")
        raise typer.Exit


@app.callback()
def twimlkit(
    *,
    _: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_show_version, help="Show the version.")
    ] = False,
) -> None:
    """Check, format, translate and explain TwiML.

    The exit status is 2 if a command fails.
    """


# lint


@app.command()
def lint(
    files: _Files,
    *,
    report: Annotated[Report, typer.Option("--format", help="Format of the findings.")] = "text",
    context: Annotated[
        Context | None,
        typer.Option(help="Where Twilio meets the documents. Default: a call or a message, by the content."),
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option(metavar="RULE", help="Rule to ignore; repeat it for more.")
    ] = None,
    fail_on: Annotated[Severity, typer.Option(help="Least severity for the exit status 1.")] = "error",
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Maximum number of processes. Default: the number of processors.")
    ] = None,
) -> None:
    """Find errors and risky patterns in documents.

    Directories are searched for *.xml and *.twiml.

    The exit status is 1 if there are errors.
    """
    for rule in ignore or ():
        if rule not in RULES:
            raise typer.BadParameter(f"unknown rule {rule!r}{suggestion(rule, RULES)}", param_hint="'--ignore'")
    names, errors = find_files(files)
    linted = [LintedFile(error.name, [], problem=error.problem) for error in errors]
    results = lint_files(names, jobs=jobs or processor_count(), context=context, ignore=ignore or ())
    console = make_console(stderr=True)
    is_long = len(names) >= FILES_PER_PROCESS and console.is_terminal
    try:
        linted += track(results, "Linting", len(names), console=console, transient=True) if is_long else results
    except BrokenProcessPool:
        show_error("a worker process died; try --jobs 1")
        raise typer.Exit(_FAILED) from None
    for file in linted:
        if file.problem is not None:
            show_error(str(FileError(file.name, file.problem)))
    if report == "text":
        show_findings(make_console(), linted)
    else:
        write_output(_WRITERS[report](linted))
    raise typer.Exit(_status(linted, fail_on))


_WRITERS: Final = {"json": as_json, "sarif": as_sarif, "github": as_github}


def _status(linted: list[LintedFile], fail_on: Severity) -> int:
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
        bool, typer.Option("--check", help="Write nothing; the exit status is 1 if a file would change.")
    ] = False,
) -> None:
    """Lay documents out with one line for each element.

    Comments stay, and text that is spoken or sent is unchanged. A start tag of more than 120 columns has a line for
    each attribute. Where a document would exceed 64 KiB, it gets less white space. Files are written in place; standard
    input goes to standard output.
    """
    names, failures = find_files(files)
    outcomes: list[_Outcome] = []
    for name in names:
        try:
            outcomes.append(_format(name, read_file(name), check=check))
        except FileError as error:
            failures.append(error)
    for failure in failures:
        show_error(str(failure))
    changed, unchanged = outcomes.count("changed"), outcomes.count("unchanged")
    if STANDARD_INPUT not in names:
        done = "would be formatted" if check else "formatted"
        make_console().print(f"{count_of(changed, 'file')} {done}, {unchanged} unchanged.")
    if failures or "invalid" in outcomes:
        raise typer.Exit(_FAILED)
    if check and changed:
        raise typer.Exit(_FOUND)


_Outcome: TypeAlias = Literal["changed", "unchanged", "invalid"]


def _format(name: str, data: bytes, *, check: bool) -> _Outcome:
    """Format one file; raise FileError if it cannot be written."""
    try:
        text = lay_out(data)
    except InvalidTwiML as error:
        show_refusal(name, data, error)
        return "invalid"
    is_changed = text.encode() != data
    if name == STANDARD_INPUT and not check:
        write_output(text)
    elif is_changed:
        if not check:
            write_file(name, text.encode())
        make_console().print(f"{printable(name)}: {'would be formatted' if check else 'formatted'}")
    return "changed" if is_changed else "unchanged"


# code


@app.command()
def code(
    file: _File,
    *,
    lenient: Annotated[
        bool, typer.Option("--lenient", help="Keep what the vocabulary refuses, as custom elements and attributes.")
    ] = False,
) -> None:
    """Print the Python that builds a document, without its comments and the indentation around what is spoken."""
    try:
        data = read_file(file)
    except FileError as error:
        show_error(str(error))
        raise typer.Exit(_FAILED) from None
    try:
        element = parse(data, lenient=lenient)
    except InvalidTwiML as error:
        show_refusal(file, data, error)
        show_error("`twimlkit lint` finds all problems" + ("" if lenient else "; `--lenient` keeps what is invalid"))
        raise typer.Exit(_FAILED) from None
    try:
        write_output(source_of(element))
    except TooLarge as error:
        show_refusal(file, data, error)
        raise typer.Exit(_FAILED) from None
    if comments := count_comments(data):
        show_error(f"dropped {count_of(comments, 'comment')}: elements hold none")


# schema and explain


@app.command()
def schema(
    language: Annotated[Schema, typer.Argument(help="RELAX NG, XSD 1.0 or JSON.", show_default=False)],
) -> None:
    """Print the vocabulary as a schema, or as JSON with its documentation."""
    from twimlkit import schemas  # no other command needs them

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
        str | None,
        typer.Argument(
            metavar="[NAME]", help="An element, a rule of the linter, or a code of Twilio's. Default: list all."
        ),
    ] = None,
) -> None:
    """Explain an element, a rule of the linter or a code of Twilio's debugger; without a name, list them."""
    console = make_console()
    if name is None:
        show_overview(console)
    elif not show_explanations(console, name):
        near = nearest_name(name)
        show_error(f"unknown element, rule or code {name!r}" + (f"; did you mean {near!r}?" if near else ""))
        raise typer.Exit(_FAILED)
