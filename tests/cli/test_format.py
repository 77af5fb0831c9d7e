"""`twimlkit format`: nothing that Twilio reads changes, and files are replaced atomically."""

import re
import stat
from pathlib import Path
from typing import IO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.cases import for_each
from tests.cli.running import run
from tests.trees import SPEECH
from twimlkit import InvalidTwiML
from twimlkit._core.element import DECLARATION
from twimlkit._core.problems import MAX_DOCUMENT_BYTES
from twimlkit._core.xml import read, size_of
from twimlkit.cli import _files as files
from twimlkit.cli._layout import lay_out
from twimlkit.linter import lint
from twimlkit.parser import parse
from twimlkit.strategies import documents, messaging_responses, mutants, responses

UGLY = "<Response><Say  voice='man'>a  b</Say><Hangup></Hangup></Response>"
PRETTY = f'{DECLARATION}\n<Response>\n  <Say voice="man">a  b</Say>\n  <Hangup/>\n</Response>\n'
ILL_FORMED = "<Response>\n  <Say></Response>"


# The layout.


@settings(max_examples=25)
@given(responses() | messaging_responses())
def test_the_layout_is_that_of_pretty(tree) -> None:
    laid = lay_out(tree.to_xml())
    assert laid == lay_out(tree.pretty())
    assert re.sub(r'\n +(?=[\w:.-]+=")', " ", laid) == tree.pretty()


@settings(max_examples=30)
@given(documents())
def test_a_right_document_stays_the_same(xml: bytes) -> None:
    laid = lay_out(xml)
    assert parse(laid) == parse(xml)
    assert lay_out(laid) == laid
    assert seen(laid) == seen(xml)


@settings(max_examples=30)
@given(mutants())
def test_a_wrong_document_stays_as_wrong(mutant) -> None:
    try:
        laid = lay_out(mutant.xml)
    except InvalidTwiML:
        assert faults(mutant.xml)
        return
    assert not faults(mutant.xml)
    assert lay_out(laid) == laid
    assert seen(laid) == seen(mutant.xml)
    before, after = (sorted((each.rule, each.path, each.problem) for each in lint(xml)) for xml in (mutant.xml, laid))
    # How large a document is and how it begins are all that a layout may change.
    about_bytes = {"large-document", "too-large", "long-say"}
    assert [found for found in before if found[0] not in about_bytes] == [
        found for found in after if found[0] not in about_bytes
    ]


@settings(max_examples=30)
@given(mutants("unknown-element", "misplaced-element", "unknown-attribute"))
def test_what_the_vocabulary_does_not_know_is_kept(mutant) -> None:
    assert parse(lay_out(mutant.xml), lenient=True) == parse(mutant.xml, lenient=True)


def faults(xml: str | bytes) -> list[str]:
    """Return the rules of the XML itself that a document breaks, except that about its size."""
    return [fault.problem.rule for fault in read(xml).faults if fault.problem.rule != "too-large"]


def seen(xml: str | bytes) -> list[object]:
    """Return what lxml reads: each tag, attribute, text, comment and instruction, without insignificant white space."""
    # It recovers from what is well-formed and still no document to lxml: unknown prefixes, and ids that are none.
    parser = etree.XMLParser(encoding="utf-8", recover=True, resolve_entities=False, no_network=True)
    root = etree.fromstring(read(xml).data, parser)
    around = [*reversed(list(root.itersiblings(preceding=True))), root, *root.itersiblings()]
    return [piece for node in around for piece in seen_in(node, "", spoken=False)]


def seen_in(node, parent: str, *, spoken: bool):
    spoken = spoken or node.tag in SPEECH
    if not isinstance(node.tag, str):
        yield type(node).__name__, getattr(node, "target", None), node.text
        return
    yield node.tag, dict(node.attrib)
    texts = [node.text, *(child.tail for child in node)]
    keeps = spoken or node.tag in {"Body", "Message"}
    for text, child in zip(texts, [*node, None], strict=True):
        if text and (text.strip() or (keeps and not len(node))):
            yield text if keeps else text.strip()
        if child is not None:
            yield from seen_in(child, node.tag, spoken=spoken)
    yield f"/{node.tag}"


@given(st.binary(max_size=80) | st.text("<Say/>&!-[]?xml \n\"'=CDATA", max_size=60))
def test_anything_is_laid_out_or_refused(xml: str | bytes) -> None:
    try:
        laid = lay_out(xml)
    except InvalidTwiML:
        assert faults(xml)
    else:
        assert lay_out(laid) == laid


def test_everything_has_its_place() -> None:
    xml = """<?xml version='1.0' standalone="yes"?><!-- top --><?php echo 1 ?>
<Response   ><!-- first -->
<Say   voice = 'man'>Hello <!-- x --> <![CDATA[a & b]]>
  there <break  time="1s"></break></Say  > <!-- greeting -->


<Gather action='a&amp;b"c'
        numDigits="1">
        <Say/><?go?>
      <!-- two
           lines --></Gather>

   <Dial>
      +14155550100
   </Dial><Dial><Number> 1 </Number><Client>
      <Identity>alice</Identity> <Parameter name="a" value="&#10;"/></Client></Dial>
   <Enqueue>  <Task> {"a": 1} </Task>  </Enqueue>
   <New one="1">  <Say/>  <Other/> </New>
   <Number>  1  <Say/> </Number>
   <Play>https://example.com/<!-- b --></Play>
   <Gather> </Gather>
</Response><!-- end -->"""
    assert lay_out(xml) == (
        f"{DECLARATION}\n"
        "<!-- top -->\n"
        "<?php echo 1 ?>\n"
        "<Response>\n"
        "  <!-- first -->\n"
        '  <Say voice="man">Hello <!-- x --> <![CDATA[a & b]]>\n'
        '  there <break time="1s"/></Say> <!-- greeting -->\n'
        "\n"
        '  <Gather action="a&amp;b&quot;c" numDigits="1">\n'
        "    <Say/> <?go?>\n"
        "    <!-- two\n"
        "           lines -->\n"
        "  </Gather>\n"
        "\n"
        "  <Dial>+14155550100</Dial>\n"
        "  <Dial>\n"
        "    <Number>1</Number>\n"
        "    <Client>\n"
        "      <Identity>alice</Identity>\n"
        '      <Parameter name="a" value="&#10;"/>\n'
        "    </Client>\n"
        "  </Dial>\n"
        "  <Enqueue>\n"
        '    <Task>{"a": 1}</Task>\n'
        "  </Enqueue>\n"
        '  <New one="1">  <Say/>  <Other/> </New>\n'
        "  <Number>  1  <Say/> </Number>\n"
        "  <Play>https://example.com/<!-- b --></Play>\n"
        "  <Gather/>\n"
        "</Response>\n"
        "<!-- end -->\n"
    )


@pytest.mark.parametrize(
    "inside",
    [
        "<Say> </Say>",
        "<Say><!-- a --></Say>",
        "<Say><p> a </p> <s>b</s></Say>",
        "<Message> </Message>",
        "<Message><Body> a </Body><Body>\n</Body></Message>",
        "<Message> a <Media>/a.png</Media> </Message>",
        "<Message><Body>a<!-- b --></Body></Message>",
        "<Message> <![CDATA[ ]]> </Message>",
    ],
)
def test_text_that_is_spoken_or_sent_is_unchanged(inside: str) -> None:
    assert parse(lay_out(f"<Response>{inside}</Response>")) == parse(f"<Response>{inside}</Response>")


@pytest.mark.parametrize("tag", ["Message", "Body", "Say", "Dial"])
def test_no_text_comes_to_an_element_of_nothing_but_comments(tag: str) -> None:
    xml = f"<{tag}><!-- a --><!-- b --></{tag}>"
    around = ("<Message><Body>x</Body>", "</Message>") if tag == "Body" else ("", "")
    assert xml in lay_out(f"<Response>{around[0]}{xml}{around[1]}</Response>")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_end_as_the_first_one_did(end: str) -> None:
    xml = UGLY.replace("><", f">{end}<").replace("a  b", "a&#13;&#10;b")
    laid = lay_out(xml.encode())
    assert laid == PRETTY.replace("a  b", "a&#13;\nb").replace("\n", end)
    assert parse(laid) == parse(xml)


def test_the_output_is_utf_8_whatever_the_input_was() -> None:
    xml = '<?xml version="1.0" encoding="{}"?><Response><Say>é</Say></Response>'
    for codec in ("iso-8859-1", "utf-16", "utf-8-sig"):
        data = xml.format(codec.removesuffix("-sig")).encode(codec)
        expected = f"{DECLARATION}\n<Response>\n  <Say>é</Say>\n</Response>\n".encode()
        assert run("format", "-", given=data).stdout_bytes == expected


@for_each(depth=range(4), over=[0, 1])
def test_a_start_tag_of_more_than_120_columns_has_a_line_for_each_attribute(depth: int, over: int) -> None:
    tags = ["Response", "Dial", "Client", "Parameter"][: depth + 1]
    name, value = "x", "y" * (120 + over - len(f'{"  " * depth}<{tags[-1]} name="x" value=""/>'))
    xml = "".join(f"<{tag}>" for tag in tags[:-1]) + f"<{tags[-1]} name='{name}' value='{value}'/>"
    laid = lay_out(xml + "".join(f"</{tag}>" for tag in tags[-2::-1]))
    indent = "  " * depth
    lines = [f'<{tags[-1]} name="x" value="{value}"/>']
    if over:
        lines = [f"<{tags[-1]}", '    name="x"', f'    value="{value}"/>']
    assert "".join(f"{indent}{line}\n" for line in lines) in laid
    assert lay_out(laid) == laid


def test_long_start_tags_of_every_kind() -> None:
    long = "/" + "a" * 70
    xml = (
        f"<Response><Gather action='{long}' numDigits='1' hints='{long}'><Say voice='{long}' language='{long}'>a\n b "
        f"<say-as interpret-as='{long}' new='{long}'>c</say-as></Say></Gather><Play loop='1'>{long * 2}</Play>"
        f"<Redirect method='GET' new='{long * 2}'> /a </Redirect><Enqueue action='{long * 2}'>a</Enqueue>"
        f"<New a='{long}' b='{long}'> <Say/> </New></Response>"
    )
    laid = lay_out(xml)
    assert laid == (
        f"{DECLARATION}\n"
        "<Response>\n"
        "  <Gather\n"
        f'      action="{long}"\n'
        '      numDigits="1"\n'
        f'      hints="{long}">\n'
        "    <Say\n"
        f'        voice="{long}"\n'
        f'        language="{long}">a\n b <say-as interpret-as="{long}" new="{long}">c</say-as></Say>\n'
        "  </Gather>\n"
        f'  <Play loop="1">{long * 2}</Play>\n'
        "  <Redirect\n"
        '      method="GET"\n'
        f'      new="{long * 2}">/a</Redirect>\n'
        f'  <Enqueue action="{long * 2}">a</Enqueue>\n'
        "  <New\n"
        f'      a="{long}"\n'
        f'      b="{long}"> <Say/> </New>\n'
        "</Response>\n"
    )
    assert lay_out(laid) == laid
    assert lint(laid) != []
    assert seen(laid) == seen(xml)


# The size.

PIECES = ["<Pause/>", "<Pause/>\n\n", "<Gather><Say>a</Say></Gather>\r\n", '<Say voice="a" language="b">c</Say>']


@for_each(piece=PIECES, part=[0.6, 0.99], note=["\n<!-- a -->\n", " <!-- a -->", " <?a?>"])
def test_a_document_keeps_within_the_limit_by_less_white_space(piece: str, part: float, note: str) -> None:
    half = (piece * int((MAX_DOCUMENT_BYTES * part - 100) / len(piece) / 2)).rstrip()
    xml = f"{DECLARATION}<!-- b -->\n<Response>{half}{note}{half}</Response>"
    laid = lay_out(xml)
    assert size_of(laid) <= MAX_DOCUMENT_BYTES
    assert lay_out(laid) == laid
    assert parse(laid) == parse(xml)
    beside = "\n *" if note.startswith("\n") else "> "
    assert re.search(beside + re.escape(note.strip()), laid)  # a comment stays beside an element, or on its own line


def test_white_space_is_spared_step_by_step() -> None:
    def layout(size: int) -> tuple[bool, bool, bool]:
        count = size // len("<Gather><Say>a</Say></Gather>")
        laid = lay_out(f"<Response><Pause/>\n\n{'<Gather><Say>a</Say></Gather>' * count}</Response>")
        assert size_of(laid) <= MAX_DOCUMENT_BYTES
        return "\n\n" in laid, "\n  " in laid, "\n<Gather>" in laid

    assert [layout(size) for size in (30_000, 48_000, 65_000)] == [
        (True, True, False),
        (False, False, True),
        (False, False, False),
    ]


TOO_LARGE = {
    "text": f"<Response><Say>{'a' * MAX_DOCUMENT_BYTES}</Say></Response>".encode(),
    "another encoding": "<?xml version='1.0' encoding='koi8-r'?><Response><Say>{}</Say></Response>".format(
        "й" * 50_000
    ).encode("koi8-r"),
}


@pytest.mark.parametrize("reason", TOO_LARGE)
def test_a_document_that_cannot_be_small_enough_is_left_alone(tmp_path: Path, reason: str) -> None:
    file = tmp_path / "large.xml"
    file.write_bytes(TOO_LARGE[reason])
    result = run("format", file)
    assert result.exit_code == 2
    assert re.match(
        r".*large.xml:1:1: error: with the least white space the document is \d+ bytes long: write at most 65536 bytes",
        result.stderr,
    )
    assert "[too-large, Twilio 11750]" in result.stderr
    assert file.read_bytes() == TOO_LARGE[reason]


def test_a_document_that_is_too_large_only_for_its_white_space_becomes_small_enough() -> None:
    xml = f"<Response>{' ' * MAX_DOCUMENT_BYTES}<Pause/></Response>"
    assert lay_out(xml) == f"{DECLARATION}\n<Response>\n  <Pause/>\n</Response>\n"


@for_each(before=[0, 1, 2], inside=["<![CDATA[{}]]>", "{}<!-- -->"])
def test_what_needs_no_escape_gets_none(before: int, inside: str) -> None:
    text = "a" * (8192 - before) + "]]&gt;> ' \"" + "b" * 9000
    xml = f"<Response><Say>{inside.format(text)}</Say></Response>"
    laid = lay_out(xml)
    assert size_of(laid) < size_of(xml) + 100
    assert parse(laid) == parse(xml)


# Files.


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current folder, with documents of three kinds."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ugly.xml").write_text(UGLY)
    (tmp_path / "pretty.xml").write_text(PRETTY)
    (tmp_path / "ill.twiml").write_text(ILL_FORMED)
    return tmp_path


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


def test_files_are_formatted_where_they_are(folder: Path) -> None:
    before = (folder / "pretty.xml").stat()
    result = run("format", "pretty.xml", "ugly.xml")
    assert result.exit_code == 0
    assert result.stdout == "ugly.xml: formatted\n1 file formatted, 1 unchanged.\n"
    assert result.stderr == ""
    assert contents(folder) == {"ugly.xml": PRETTY, "pretty.xml": PRETTY, "ill.twiml": ILL_FORMED}
    after = (folder / "pretty.xml").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert run("format", "pretty.xml", "ugly.xml").stdout == "0 files formatted, 2 unchanged.\n"


def test_what_is_not_well_formed_is_shown_and_left_alone(folder: Path) -> None:
    result = run("format", ".", "missing.xml")
    assert result.exit_code == 2
    assert result.stdout == "ugly.xml: formatted\n1 file formatted, 1 unchanged.\n"
    [said, line, caret, hint, missing] = result.stderr.splitlines()
    assert said.startswith("ill.twiml:2:10: error: the document is not well-formed XML (mismatched tag)")
    assert said.endswith("[malformed, Twilio 12100]")
    assert line == "   2 |   <Say></Response>"
    assert caret == "     |          ^"
    assert hint == "     = see `twimlkit explain malformed`"
    assert missing == "twimlkit: missing.xml: No such file or directory"
    assert contents(folder)["ill.twiml"] == ILL_FORMED


@pytest.mark.parametrize(
    ("names", "status", "said"),
    [
        (["ugly.xml", "pretty.xml"], 1, "ugly.xml: would be formatted\n1 file would be formatted, 1 unchanged.\n"),
        (["pretty.xml"], 0, "0 files would be formatted, 1 unchanged.\n"),
        (["."], 2, "ugly.xml: would be formatted\n1 file would be formatted, 1 unchanged.\n"),
    ],
)
def test_a_check_writes_nothing(folder: Path, names: list[str], status: int, said: str) -> None:
    before = contents(folder)
    result = run("format", "--check", *names)
    assert (result.exit_code, result.stdout) == (status, said)
    assert contents(folder) == before


def test_standard_input_goes_to_standard_output() -> None:
    assert run("format", "-", given=UGLY).stdout_bytes == PRETTY.encode()
    assert run("format", "-", given=PRETTY).stdout_bytes == PRETTY.encode()
    refused = run("format", "-", given=ILL_FORMED)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.startswith("-:2:10: error: ")
    checked = run("format", "--check", "-", given=UGLY)
    assert (checked.exit_code, checked.stdout) == (1, "-: would be formatted\n")
    assert run("format", "--check", "-", given=PRETTY).exit_code == 0


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o755])
def test_permissions_are_kept(folder: Path, mode: int) -> None:
    (folder / "ugly.xml").chmod(mode)
    assert run("format", "ugly.xml").exit_code == 0
    assert stat.S_IMODE((folder / "ugly.xml").stat().st_mode) == mode
    assert (folder / "ugly.xml").read_text() == PRETTY


def test_what_a_link_points_at_is_formatted(folder: Path) -> None:
    (folder / "deep").mkdir()
    (folder / "deep" / "link.xml").symlink_to("../ugly.xml")
    assert run("format", "deep/link.xml").exit_code == 0
    assert (folder / "deep" / "link.xml").is_symlink()
    assert (folder / "ugly.xml").read_text() == PRETTY


@pytest.mark.parametrize("step", ["copymode", "replace"])
def test_a_file_that_cannot_be_written_is_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = contents(folder)
    monkeypatch.setattr(*((files.shutil, step, fail) if step == "copymode" else (Path, step, fail)))
    result = run("format", "ugly.xml")
    monkeypatch.undo()
    assert result.exit_code == 2
    assert result.stderr == "twimlkit: ugly.xml: No space left on device\n"
    assert "formatted\n" not in result.stdout
    assert contents(folder) == before


def test_a_file_that_may_not_be_written_is_left_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def open_protected(path: Path, mode: str = "r") -> IO[bytes]:
        if mode != "rb":
            raise PermissionError(13, "Permission denied")
        return path_open(path, mode)

    path_open = Path.open
    monkeypatch.setattr(Path, "open", open_protected)
    result = run("format", "ugly.xml")
    monkeypatch.undo()
    assert (result.exit_code, result.stderr) == (2, "twimlkit: ugly.xml: Permission denied\n")
    assert (folder / "ugly.xml").read_text() == UGLY
