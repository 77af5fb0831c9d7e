"""TwiML in Python, Markdown and other text: where it is found, and at which places."""

import ast
import json
import os
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cases import for_each
from tests.cli.programs import PROGRAMS
from tests.cli.running import run
from twimlkit.cli._literals import python_texts
from twimlkit.cli._passage import Lines
from twimlkit.cli._sources import find_twiml, holds_twiml

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current folder, which is empty."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def documents(name: str, text: str) -> list[str]:
    """Return the documents in a file that holds some."""
    return [each if isinstance(each, bytes) else each.text for each in find_twiml(name, text.encode()).documents]


# Where mistakes are. In each file ¦ stands before the wrong attribute.

# ruff: noqa: E501  # a file on one line is easier to see
FILES = {
    "plain.py": "x = '<Response><Say ¦loud=\"1\">a</Say></Response>'\n",
    "escapes.py": "é = 1; x = 'é\\n\\x41\\N{DASH}\\u00e9\\\n\\'<Response><Say\\t¦loud=\"\\141\">\\d</Say></Response>'\n".replace(
        "DASH", "EN DASH"
    ),
    "raw.py": 'x = r"\\n\\"<Response><Say ¦loud=\'1\'>a</Say></Response>"\n',
    "bytes.py": "x = b'\\N\\u<Response><Say ¦loud=\"1\">a</Say></Response>'\n",
    "lines.py": 'x = """\r\n<Response>\r\n  <Say\r\n    ¦loud="1">a</Say>\r\n</Response>"""\r\n',
    "beside.py": "x = (\n  'é<Response>'  # <Say>\n  \"<Say \" \\\n  '¦loud=\"1\">a</Say>' f'</Response>'\n)\n",
    "added.py": "def f(name):\n    return '<Response><Say>' + name.upper() + '</Say>' + (\n      '<Say ¦loud=\"1\">a</Say></Response>')\n",
    "formatted.py": "x = f'''é{\"}\"!r:>{w}}}}{{<Response>\n<Say>{d[\"a\"]}</Say><Say ¦loud=\"{x:{y}}\">{lambda_(1, {2: 3})}</Say></Response>'''\n",
    "percent.py": "x = '<Response><Say>%s</Say><Say ¦loud=\"1\">%%</Say></Response>' % name\n",
    "docstring.py": 'def f():\n    """Return:\n\n    <Response>\n      <Say ¦loud="1">a</Say>\n    </Response>\n    """\n',
    "ancient.py": "print '<Response><Say ¦loud=\"1\">a</Say></Response>'\n",
    "mark.py": "\ufeffx = '<Response><Say ¦loud=\"1\">a</Say></Response>'\n",
    "a.md": "# é\n\n```xml\n<?xml version='1.0'?>\n<Response>\n  <Say ¦loud='1'>a</Say>\n</Response>\n```\n",
    "list.md": "- a\n  1. b\n\n     ~~~~ xml title=x\n     <Response><Say>\n     a</Say><Say\n     ¦loud='1'>a</Say></Response>\n     ~~~~\n",
    "quote.md": "> ```\n> <Response>\n>   <Say\n>   ¦loud='1'>a</Say>\n> </Response>\n> ```\n",
    "python.md": "   ```python\n   x = '<Response><Say' \\\n       ' ¦loud=\"1\">a</Say></Response>'\n",
    "script.md": '```js\nx = "<Response><Say " +\n  "¦loud=\\"1\\">a</Say></Response>"\n```\n',
    "a.js": "const x = `<Response>\n  <Say ¦loud='1'>${name}</Say></Response>`;\n",
    "A.java": 'x = "<?xml version=\\"1.0\\"?>\\n<Response>" +\n  "<Say>" + user.getName() + "</Say><Say ¦loud=\\"1\\">a</Say>" +\n  "</Response>";\n',
    "a.php": "$x = '<Response><Say>' . $_GET['a'] . '</Say><Say ¦loud=\"1\">a</Say></Response>';\n",
    "a.cs": 'x = @"<Response><Say ¦loud=""1"">a</Say></Response>";\n',
    "b.cs": 'x = $@"<Response>\n<Gather action=""{Url.Action(""Key"", ""Ivr"")}""/><Say ¦loud=""1"">a</Say></Response>";\n',
    "a.go": "// é\n// <Response>\n//   <Say ¦loud='1'>a</Say>\n// </Response>\n",
    "A.kt": '/**\n * <Response>\n *   <Say ¦loud="1">a</Say>\n * </Response>\n */\n',
    "nested.ts": "x = `<Response><Dial${from ? ` callerId=\"${esc(`+${from}`)}\"` : ''}>${number}</Dial><Say ¦loud='1'>a</Say></Response>`;\n",
    "calls.js": "x = '<Response><Play>' + esc(base(1) + '/a') + '</Play><Say>' + esc(name()) + '</Say><Say ¦loud=\"1\">a</Say></Response>'\n",
    "a.swift": 'x = "<Response><Say voice=\\"\\(voice(for: 1))\\" ¦loud=\\"1\\">\\(name)</Say></Response>"\n',
    "a.blade.php": "<Response>\n@if ($open)\n  <Say ¦loud='1'>{!! $text !!}</Say>\n@endif\n</Response>\n",
    "elided.md": "```xml\n<Response>\n  ...\n  <Dial callerId=... timeout='…'>...</Dial>\n  <Say ¦loud='1'>a</Say>…\n</Response>\n```\n",
    "a.ts": "/* <Response>\n * <Say ¦loud='1'>a</Say>\n * </Response> */\n",
    "call.sh": 'curl --data-urlencode "Twiml=<Response><Say ¦loud=\\"1\\">a</Say></Response>" x\n',
    "call.ps1": "$body = 'Twiml=<Response><Say ¦loud=\"1\">a</Say></Response>'\n",
    "a.json": '{"a": ["<Response>", "<Say ¦loud=\\"\\u0031\\">\\u003c</Say></Response>"]}\n'.replace("\\u003c", "a"),
    "a.yaml": "x: |\n  <!-- é -->\n  <Response><Say ¦loud='1'>a</Say></Response>\ny: 1\n",
    "a.xml.j2": "{% if x %}\n<Response>\n<Say ¦loud='1'>{{ x }}</Say></Response>\n{% endif %}",
    "template.xml": "{% load i18n %}\n<Response>\n<Say ¦loud='1'>a</Say></Response>\n",
    "a.xml": "<!-- é -->\r\n<Response>\r<Say ¦loud='1'>a</Say></Response>",
    "unclosed": "\n<Response><Say ¦loud='1'>a</Say>",
}


@for_each(name=FILES)
def test_a_mistake_is_found_at_its_place_in_the_file(folder: Path, name: str) -> None:
    before, _, after = FILES[name].partition("¦")
    (folder / name).write_bytes((before + after).encode())
    [file] = json.loads(run("lint", name, "--format", "json", "--select", "unknown-attribute").stdout)["files"]
    places = {(finding["rule"], finding["line"], finding["column"]) for finding in file["findings"]}
    assert places == {("unknown-attribute", *Lines(before.lstrip("\ufeff")).place(len(before.lstrip("\ufeff"))))}
    shown = run("lint", name, "--select", "unknown-attribute").stdout.splitlines()
    _, line, caret, *_ = shown
    assert line[caret.index("^") :].startswith("loud=")


@pytest.mark.slow
@for_each(version=["3.11", "3.12", "3.13", "3.14"])
def test_every_python_finds_the_same(folder: Path, version: str) -> None:
    """The texts and places of Python's strings do not depend on the version that reads them."""
    found = sorted(Path("~/.pyenv/versions").expanduser().glob(f"{version}.*/bin/python3"))
    if not found:
        return
    code = (
        "import sys, json\n"
        "sys.path.insert(0, sys.argv[1])\n"
        "from twimlkit.cli._literals import python_texts\n"
        "code = sys.stdin.read()\n"
        "print(json.dumps([sorted((t.text, [*t.pieces()]) for t in python_texts(each)) for each in json.loads(code)]))"
    )
    codes = json.dumps(
        [
            code.replace("¦", "")
            for name, code in FILES.items()
            if name.endswith(".py") and name not in ("ancient.py", "mark.py")
        ]
    )
    command = [str(found[0]), "-c", code, str(ROOT)]
    done = subprocess.run(command, input=codes, capture_output=True, text=True, check=True)
    ours = [sorted((text.text, [*text.pieces()]) for text in python_texts(each)) for each in json.loads(codes)]
    assert json.loads(done.stdout) == json.loads(json.dumps(ours))


def test_what_is_left_out_of_an_example_is_unknown(folder: Path) -> None:
    elided = "<Response>…<Dial callerId=... timeout='...'>...</Dial>\n  ...\n<Play>…</Play></Response>"
    (folder / "a.md").write_text(f"```\n{elided}\n```")
    (folder / "a.xml").write_text("<Response>\n...\n</Response>")
    assert run("lint", "a.md", "--advice").stdout == "No problems in 1 file.\n"
    assert "<Response> cannot hold text" in run("lint", "a.xml").stdout


def test_a_message_names_places_of_the_file(folder: Path) -> None:
    (folder / "a.py").write_text("\n\nx = ('<Response>'\n  '<Say>' 'Hello</Response>')")
    assert "</Say> is missing, the end of the <Say> in line 4, column 4" in run("lint", "a.py").stdout


@for_each(name=PROGRAMS)
def test_nothing_false_is_found_in_what_people_write(folder: Path, name: str) -> None:
    (folder / name).write_text(PROGRAMS[name])
    result = run("lint", name, "--quiet")
    assert (result.exit_code, result.stdout) == (0, "")
    before, end, after = PROGRAMS[name].rpartition("</Response>")
    (folder / name).write_text(f"{before}<Paus/>{end}{after}")
    assert "cannot hold <Paus>" in run("lint", name).stdout


# Python's strings.


@given(st.lists(st.text(st.characters(codec="utf-8")), max_size=4), st.data())
def test_a_literal_is_read_as_python_reads_it(parts: list[str], data: st.DataObject) -> None:
    forms = [
        repr,
        ascii,
        lambda text: '"""' + ascii(text)[1:-1].replace('"', '\\"') + '"""',
        lambda text: f"f{text!a}".replace("{", "{{").replace("}", "}}"),
    ]
    code = "(" + "\n".join(data.draw(st.sampled_from(forms))(part) for part in ["", *parts]) + ")"
    expected = eval(code)
    assert [text.text for text in python_texts(code)] == [expected]


@given(
    st.text(st.sampled_from("\\'\"abnrtuUxN0178{} \n\r#é")),
    st.sampled_from(["", "r", "b", "Rb", "f", "fR", "u"]),
    st.sampled_from(["'", '"', "'''", '"""']),
)
def test_any_literal_is_read_as_python_reads_it(inside: str, prefix: str, quote: str) -> None:
    code = f"{prefix}{quote}{inside}{quote}"
    texts = python_texts(code)
    if texts is None:
        return
    with warnings.catch_warnings(action="ignore"):  # about invalid escapes
        body = ast.parse(code).body
    node = body[0].value if body else None
    if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
        expected = node.value if isinstance(node.value, str) else node.value.decode("latin-1")
        assert [text.text for text in texts] == [expected]
    elif isinstance(node, ast.JoinedStr):
        plain = "".join(each.value for each in node.values if isinstance(each, ast.Constant))
        assert len(texts[0].text) >= len(plain)


@for_each(source=["0", "f(", "x = '", "\0", "f'{'", "(" * 500, "'\\ud800<Response/>'"])
def test_any_python_is_read(source: str) -> None:
    find_twiml("a.py", source.encode())


PARTS = [*"<>/\\'\"`+.\n {}#$%&!-", "<Response>", "</Response>", "<!--", "-->", "```"]


@given(st.lists(st.sampled_from(PARTS)).map("".join))
def test_any_text_is_read(text: str) -> None:
    for name in ("a.py", "a.md", "a.js", "a.xml"):
        find_twiml(name, text.encode())
    find_twiml("a.ipynb", notebook(("code", text), ("markdown", text), ("raw", text)).encode())


# Notebooks.


def notebook(*cells: tuple[str, str], old: bool = False, as_lines: bool = True, **layout: Any) -> str:
    """Return a notebook of cells, each with its type and its source."""
    listed = [
        {
            "cell_type": kind,
            "outputs": [{"text": ["<Response><Say loud='1'>shown</Say></Response>"]}],
            "input" if old and kind == "code" else "source": source.splitlines(keepends=True) if as_lines else source,
        }
        for kind, source in cells
    ]
    return json.dumps({"worksheets": [{"cells": listed}], "nbformat": 3} if old else {"cells": listed}, **layout)


CELLS = [
    (
        "code",
        "%pip install x\n!ls\nx = f'''<Response>\n<Say voice=\"{d['a'] or \"b\"}\">é😀</Say>\n<Say ¦loud='1'>a</Say></Response>'''",
    ),
    (
        "code",
        "x = ('<Response>'  # a\n  f\"<Say>{', '.join(d)}</Say>\"\n  '<Say ¦loud=\"1\">it\\'s</Say></Response>')\n",
    ),
    (
        "markdown",
        "# a\n\n```xml\n<Response>\n  <Say ¦loud='1'>a</Say>\n</Response>\n```\n\n<Response><Say loud='1'/></Response>",
    ),
    ("code", "%%bash\necho '<Response><Say ¦loud=\"1\">a</Say></Response>'"),
    ("raw", "\\<Response><Say\t¦loud='1'>a</Say></Response>"),
]


@for_each(cell=CELLS, old=[False, True], as_lines=[False, True], layout=[{}, {"indent": 1}])
def test_a_mistake_in_a_notebook_is_found_at_its_place(
    folder: Path, cell: tuple[str, str], layout: dict[str, Any], *, old: bool, as_lines: bool
) -> None:
    first = ("code", "1 + 1")
    text = notebook(first, cell, first, old=old, as_lines=as_lines, ensure_ascii=False, **layout)
    before, _, after = text.partition("¦")
    (folder / "a.ipynb").write_text(before + after, "utf-8")
    [file] = json.loads(run("lint", "a.ipynb", "--format", "json").stdout)["files"]
    assert [(finding["rule"], finding["line"], finding["column"]) for finding in file["findings"]] == [
        ("unknown-attribute", *Lines(before).place(len(before)))
    ]


def test_a_notebook_may_have_escapes_and_may_be_none() -> None:
    escaped = notebook(("code", "x = '<Response><Say>é😀\\u00e9</Say></Response>'"))
    assert documents("a.ipynb", escaped) == ["<Response><Say>é😀é</Say></Response>"]
    for text in ("<Response><Say>a</Say></Response>", "{'cells': '<Response><Say>a</Say></Response>'", "[" * 10**5):
        assert len(documents("a.ipynb", text)) == text.count("<Say>")
    for text in (
        "[]",
        "1",
        '{"cells": 1}',
        '{"cells": [1, "a", {"source": [["a"], {}]}]}',
        '{"cells": {"source": "a"}}',
    ):
        assert documents("a.ipynb", text) == []


# What is no TwiML.

OTHERS = {
    "pom.xml": "<project><name>x</name></project>",
    "soap.xml": "<Response><Status>ok</Status></Response>",
    "lower.xml": "<response><status>ok</status></response>",
    "message.xml": "<Message id='1'><Body/></Message>",
    "dom.py": "x = '<Response><Status>ok</Status></Response>'; y = '<Response>'; z = '</Response>'",
    "prose.md": "Write `<Response>` and `</Response>` around `<Say>`.\n\n    <Response/>\n",
    "prose.rst": "Write ``<Response>`` and ``</Response>`` around it.",
    "parts.js": "x = '<Response>' + f(\"a\" + 'b'); y = '</Response>'",
    "empty.txt": "",
}


@for_each(name=OTHERS)
def test_what_is_no_twiml_is_passed_over(folder: Path, name: str) -> None:
    (folder / name).write_text(OTHERS[name])
    assert documents(name, OTHERS[name]) == []
    for command in (["lint", name], ["lint", name, "--advice"]):
        result = run(*command)
        assert (result.exit_code, result.stdout, result.stderr) == (0, "Found no TwiML.\n", "")


def test_format_passes_other_xml_over(folder: Path) -> None:
    for name in ("pom.xml", "message.xml"):
        (folder / name).write_text(OTHERS[name])
    (folder / "call.xml").write_text("<Response><Say>a</Say></Response>")
    (folder / "app.py").write_text(FILES["plain.py"])
    result = run("format", "pom.xml", "call.xml", ".")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "call.xml: formatted\n1 file formatted, 0 unchanged.\n"
    assert (folder / "pom.xml").read_text() == OTHERS["pom.xml"]


@for_each(
    xml=["<Say>a</Say>", "<Response>a</Response>", "<response><say>a</say></response>", "", "<Response", "<Response/>"]
)
def test_a_wrong_document_is_no_other_xml(xml: str) -> None:
    assert documents("a.xml", xml) == [xml.encode()]
    assert documents("a.twiml", "<pom/>") == [b"<pom/>"]


def test_bytes_that_are_no_text_hold_no_twiml() -> None:
    assert not holds_twiml("a.pyc", b"\0\xff'<Response><Say/></Response>'")
    assert holds_twiml("a.txt", "<Response><Say>é</Say></Response>".encode("utf-16"))
    assert holds_twiml("a.txt", "é <Response><Say>é</Say></Response>".encode("latin-1"))
    assert holds_twiml("a.py", "# coding: latin-1\nx = '<Response><Say>é</Say></Response>'".encode("latin-1"))
    assert not holds_twiml("a.py", b"# coding: nonsense\n\0")


# Directories.


def linted(*arguments: str) -> list[str]:
    return [file["file"] for file in json.loads(run("lint", *arguments, "--format", "json").stdout)["files"]]


@pytest.fixture
def project(folder: Path) -> Path:
    """Return a folder with TwiML in many places."""
    files = [
        "a.py",
        "docs/b.md",
        "docs/c.xml",
        "tests/d.py",
        "node_modules/e.js",
        "env/f.py",
        "env/pyvenv.cfg",
        "out/g.xml",
    ]
    for name in [*files, ".tox/h.py", "deep/out/i.py", "deep/tests/j.py"]:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(
            "```\n'<Response><Say>a</Say></Response>'\n```"
            if name[-2:] == "md"
            else "'<Response><Say>a</Say></Response>'"
        )
    (folder / "docs/c.xml").write_text("<Response/>")
    (folder / "out/g.xml").write_text("<Response/>")
    (folder / "link.py").symlink_to("a.py")
    (folder / "linked").symlink_to("docs")
    return folder


ALL = ["a.py", "deep/out/i.py", "deep/tests/j.py", "docs/b.md", "docs/c.xml", "out/g.xml", "tests/d.py"]


def test_directories_are_searched_for_what_holds_twiml(project: Path) -> None:
    assert linted(".") == ALL
    assert linted("link.py", "linked/b.md") == ["link.py", "linked/b.md"]  # what is named is read


def test_what_git_ignores_is_left_out(project: Path) -> None:
    subprocess.run(["git", "init", "-q", "."], check=True, cwd=project)
    (project / ".gitignore").write_text("out/\n")
    (project / "docs/.gitignore").write_text("*.md\n")
    assert linted(".") == [name for name in ALL if "out/" not in name and not name.endswith(".md")]
    assert linted("out") == ["out/g.xml"]  # what is named is read
    inner = project / "deep"
    subprocess.run(["git", "init", "-q", "."], check=True, cwd=inner)  # a repository in another
    assert "deep/out/i.py" in linted(".")


@for_each(
    case=[
        (["--exclude", "tests"], "tests/"),
        (["--exclude", "tests,out/"], "tests/ out/"),
        (["--exclude", "./deep/**", "--exclude", "*.py"], "deep/ .py"),
        (["--exclude", "deep/*.py"], "deep/"),
        (["--exclude", "**/tests/*.py"], "tests/"),
        (["--exclude", "docs/b.md"], "docs/b.md"),
        (["--exclude", "b.md"], "docs/b.md"),
        (["--exclude", "tests/j.py"], "nothing"),
    ]
)
def test_paths_are_excluded(project: Path, case: tuple[list[str], str]) -> None:
    options, left_out = case
    expected = [name for name in ALL if not any(part in name for part in left_out.split())]
    assert linted(".", *options) == expected
    assert linted(*ALL, *options) == ALL  # what is named is read
    assert linted(*ALL, *options, "--force-exclude") == expected  # but by hooks, which name all that changed


# Settings.


def test_pyproject_sets_rules_paths_and_contexts(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "pyproject.toml").write_text(
        "[tool.twimlkit]\nselect = ['unknown-attribute', 'whisper-verb']\nignore = ['unknown-attribute']\nexclude = ['tests', 'out/*']\n"
        "[tool.twimlkit.context]\n'docs/w*' = 'whisper'\n"
    )
    assert linted(".") == [name for name in ALL if "tests" not in name and not name.startswith("out/")]
    xml = "<Response><Dial loud='1'>+14155550100</Dial></Response>"
    (project / "docs/w.xml").write_text(xml)
    (project / "docs/x.xml").write_text(xml)
    monkeypatch.chdir(project / "docs")

    def rules(name: str, *options: str) -> list[str]:
        report = json.loads(run("lint", name, "--format", "json", *options).stdout)
        return [finding["rule"] for file in report["files"] for finding in file["findings"]]

    assert rules("w.xml") == ["whisper-verb"]
    assert rules("x.xml") == []
    assert rules("x.xml", "--context", "whisper") == ["whisper-verb"]
    assert rules("w.xml", "--ignore", "whisper-verb") == []
    assert rules("w.xml", "--exclude", "docs") == ["whisper-verb"]  # counts from the current folder
    assert rules("w.xml", "--exclude", "w.xml") == ["whisper-verb"]  # what is named is read
    assert rules("w.xml", "--exclude", "w.xml", "--force-exclude") == []
    assert run("format", "../tests/d.py").exit_code == 2
    assert run("format", "../tests/d.py", "--force-exclude").exit_code == 0


@for_each(
    case=[
        ("[tool.twimlkit", "not valid TOML: "),
        ("[tool]\ntwimlkit = 1", "must be a table"),
        ("tool = 1", "[tool.twimlkit] must be a table"),
        ("tool = 'twimlkit'", "[tool.twimlkit] must be a table"),
        ("[tool.twimlkit]\nignroe = []", "has no setting 'ignroe'; did you mean 'ignore'?"),
        ("[tool.twimlkit]\nignore = 'x'", "ignore must be a list of texts"),
        (
            "[tool.twimlkit]\nselect = ['unreachabel']",
            "select: unknown rule 'unreachabel'; did you mean 'unreachable'?",
        ),
        ("[tool.twimlkit]\ncontext = 'wait'", "context must be a table of contexts by paths"),
        ("[tool.twimlkit.context]\nx = 'y'", "context must be voice, message, whisper, wait or inline, not 'y'"),
    ]
)
def test_wrong_settings_are_said(folder: Path, case: tuple[str, str]) -> None:
    text, said = case
    (folder / "pyproject.toml").write_text(text)
    result = run("lint", "-", given="<Response/>")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("twimlkit: pyproject.toml: ")
    assert said in result.stderr


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="everything can be read")
def test_settings_that_cannot_be_read_are_said(folder: Path) -> None:
    (folder / "pyproject.toml").write_text("")
    (folder / "pyproject.toml").chmod(0)
    assert run("lint", "-", given="<Response/>").exit_code == 2


def test_time_grows_with_the_size_of_a_file() -> None:
    """Hostile texts of nearly a megabyte are searched at once."""
    for text in (
        "'<Response>" * 80_000,
        "'<Response>'," * 70_000,
        "<!-- -->" * 100_000 + "<Response>",
        "<!--<Response>-->" * 50_000,
        "```\n>" * 150_000,
        "[" * 900 + '"a",' * 200_000 + "1" + "]" * 900,
        "x = `<Response>" + "${" * 300_000,
        'x = "<Response>' + "\\(" * 300_000,
        "<Response>" + ">..." * 200_000,
    ):
        command = [
            sys.executable,
            "-c",
            "import sys\nfrom twimlkit.cli._sources import find_twiml\nfor name in ('a.js', 'a.md', 'a.py', 'a.ipynb'): find_twiml(name, sys.stdin.buffer.read())",
        ]
        subprocess.run(command, input=text.encode(), env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True, timeout=30)
