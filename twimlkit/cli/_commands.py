"""The commands: their arguments, their output and their exit status."""

import json
from concurrent.futures.process import BrokenProcessPool
from importlib.metadata import version
from typing import Annotated, Any, Final, Literal, TypeAlias, get_args

import typer
from rich.progress import track

from twimlkit._core.values import shortened
from twimlkit.errors import InvalidTwiML, TooLarge
from twimlkit.linter import RULES, SEVERITIES, Context
from twimlkit.parser import parse

from ._explain import nearest_name, show_explanations, show_overview
from ._files import STANDARD_INPUT, FileError, check_size, printable, read_file, write_file, write_output
from ._layout import lay_out
from ._lint import FILES_PER_PROCESS, LintedFile, lint_files, processor_count
from ._python import count_comments, source_of
from ._reports import as_github, as_json, as_sarif
from ._screen import count_of, make_console, show_error, show_findings, show_refusal
from ._search import find_files
from ._settings import Settings, read_settings, unknown_rule
from ._sources import is_other_xml

Report: TypeAlias = Literal["text", "json", "sarif", "github"]
"""A format of findings."""

Schema: TypeAlias = Literal["rng", "xsd", "json"]
"""A format of the vocabulary: RELAX NG, XSD 1.0 or JSON."""

FailOn: TypeAlias = Literal["error", "warning"]
"""The least severity that fails."""

_FOUND: Final = 1
_FAILED: Final = 2

_Files = Annotated[list[str], typer.Argument(metavar="FILE...", help="Files, directories, or - for standard input.")]
_File = Annotated[str, typer.Argument(metavar="FILE", help="A file, or - for standard input.")]

_Exclude = Annotated[
    list[str] | None,
    typer.Option(metavar="PATTERNS", help="Paths to leave out, as in `tests,*.md`."),
]

_ForceExclude = Annotated[bool, typer.Option("--force-exclude", help="Leave them out even where FILE names them.")]


def _choice(option: str, words: object, description: str) -> Any:
    """Declare an option that is one of several words."""
    known = get_args(words)

    def parse_word(word: str) -> str:
        if word not in known:
            raise typer.BadParameter(f"must be {', '.join(known[:-1])} or {known[-1]}, not {word!r}")
        return word

    metavar = "|".join(known)
    return typer.Option(option, parser=parse_word, metavar=metavar, autocompletion=lambda: known, help=description)


def _names(option: str, metavar: str, description: str) -> Any:
    """Declare an option that names rules, which completion knows."""
    return typer.Option(option, metavar=metavar, autocompletion=lambda: list(RULES), help=f"{description} As in `a,b`.")


def _positive(number: str) -> int:
    if not number.isdecimal() or not int(number):
        raise typer.BadParameter(f"must be a whole number from 1, not {number!r}")
    return int(number)


app: Final = typer.Typer(
    no_args_is_help=True,
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
    report: Annotated[Report, _choice("--format", Report, "Format of the findings.")] = "text",
    context: Annotated[
        Context | None,
        _choice(
            "--context", Context, "What Twilio uses the documents for. Default: a call or a message, by the content."
        ),
    ] = None,
    select: Annotated[list[str] | None, _names("--select", "RULES", "Rules to check. Default: all.")] = None,
    ignore: Annotated[list[str] | None, _names("--ignore", "RULES", "Rules to ignore.")] = None,
    exclude: _Exclude = None,
    force_exclude: _ForceExclude = False,
    advice: Annotated[bool, typer.Option("--advice", help="Show advice too.")] = False,
    fail_on: Annotated[
        FailOn, _choice("--fail-on", FailOn, "Least severity for the exit status 1; advice never fails.")
    ] = "warning",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Show nothing but findings.")] = False,
    jobs: Annotated[
        int | None,
        typer.Option(
            parser=_positive, metavar="NUMBER", help="Maximum number of processes. Default: the number of processors."
        ),
    ] = None,
) -> None:
    """Find errors and risky patterns in TwiML: in documents, and in Python, Markdown and other text that holds some.

    Directories are searched for TwiML, without what git ignores. The table tool.twimlkit in pyproject.toml sets
    defaults: select, ignore, exclude, and the context of paths.

    The exit status is 1 if there are errors or warnings.
    """
    settings = _settings(exclude)
    settings = settings._replace(
        select=_rules("--select", select) or settings.select, ignore=[*settings.ignore, *_rules("--ignore", ignore)]
    )
    names, errors = find_files(files, settings.is_excluded, force_exclude=force_exclude)
    linted = [LintedFile(error.name, [], problem=error.problem) for error in errors]
    results = lint_files(names, jobs=jobs or processor_count(), settings=settings, context=context)
    console = make_console(stderr=True)
    is_long = len(names) >= FILES_PER_PROCESS and console.is_terminal and not quiet
    try:
        linted += track(results, "Linting", len(names), console=console, transient=True) if is_long else results
    except BrokenProcessPool:
        show_error("a worker process died; try --jobs 1")
        raise typer.Exit(_FAILED) from None
    linted = [file for file in linted if file.holds_twiml]
    for file in linted:
        if file.problem is not None:
            show_error(str(FileError(file.name, file.problem)))
    if report == "text":
        show_findings(make_console(), linted, advice=advice, quiet=quiet)
    else:
        write_output(_WRITERS[report](linted))
    raise typer.Exit(_status(linted, fail_on))


_WRITERS: Final = {"json": as_json, "sarif": as_sarif, "github": as_github}


def _settings(exclude: list[str] | None) -> Settings:
    try:
        settings = read_settings()
    except FileError as error:
        show_error(str(error))
        raise typer.Exit(_FAILED) from None
    return settings._replace(here=_split(exclude))


def _split(values: list[str] | None) -> list[str]:
    return [name for value in values or () for name in map(str.strip, value.split(",")) if name]


def _rules(option: str, values: list[str] | None) -> list[str]:
    names = _split(values)
    for problem in filter(None, map(unknown_rule, names)):
        raise typer.BadParameter(problem, param_hint=f"'{option}'")
    return names


def _status(linted: list[LintedFile], fail_on: FailOn) -> int:
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
    exclude: _Exclude = None,
    force_exclude: _ForceExclude = False,
) -> None:
    """Lay documents out with one line for each element.

    Comments stay, and text that is spoken or sent is unchanged. A start tag of more than 120 columns has a line for
    each attribute. Where a document would exceed 64 KiB, it gets less white space. Files are written in place; standard
    input goes to standard output. Directories are searched for *.xml and *.twiml that are TwiML.
    """
    is_excluded = _settings(exclude).is_excluded
    names, failures = find_files(files, is_excluded, force_exclude=force_exclude, only_documents=True)
    outcomes: list[_Outcome] = []
    for name in names:
        try:
            data = read_file(name)
            if not is_other_xml(name, data):
                check_size(name, data)
                outcomes.append(_format(name, data, check=check))
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
        check_size(file, data)
    except FileError as error:
        show_error(str(error))
        raise typer.Exit(_FAILED) from None
    try:
        element = parse(data, lenient=lenient)
    except InvalidTwiML as error:
        show_refusal(file, data, error)
        keeps = "" if lenient or not _is_kept(data) else "; `--lenient` keeps what is invalid"
        show_error(f"`twimlkit lint` finds all problems{keeps}")
        raise typer.Exit(_FAILED) from None
    try:
        write_output(source_of(element))
    except TooLarge as error:
        show_refusal(file, data, error)
        raise typer.Exit(_FAILED) from None
    if comments := count_comments(data):
        show_error(f"dropped {count_of(comments, 'comment')}: elements hold none")


def _is_kept(data: bytes) -> bool:
    """Tell whether `--lenient` can keep a document."""
    try:
        return bool(parse(data, lenient=True))
    except InvalidTwiML:
        return False


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
            metavar="[NAME]",
            help="An element, an attribute, a rule of the linter, or a code of Twilio's. Default: list all.",
        ),
    ] = None,
) -> None:
    """Explain an element, an attribute, a rule of the linter or a code of Twilio's debugger.

    Without a name, list the elements and the rules.
    """
    console = make_console()
    if name is None:
        show_overview(console)
    elif not show_explanations(console, name):
        near = nearest_name(name)
        remedy = f"; did you mean {near!r}?" if near else ""
        show_error(f"unknown element, attribute, rule or code {shortened(name)}{remedy}")
        raise typer.Exit(_FAILED)
