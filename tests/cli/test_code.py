"""`twimlkit code`: the Python builds the document again, and `ruff` leaves it unchanged."""

import contextlib
import re
import string
import subprocess
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruff import find_ruff_bin

import twimlkit
from tests.cases import for_each
from tests.cli.running import run
from twimlkit import Conference, Custom, Dial, Gather, MessagingResponse, Play, Response, Say, custom
from twimlkit._core.element import Element
from twimlkit.cli._python import source_of
from twimlkit.linter import lint
from twimlkit.parser import parse
from twimlkit.strategies import documents, messaging_responses, mutants, responses

RUFF = find_ruff_bin()


def ruff(*arguments: str, given: str) -> str:
    """Return the output of ruff for a program."""
    command = [RUFF, *arguments, "--isolated", "--no-cache", "-"]
    done = subprocess.run(command, input=given.encode(), capture_output=True, check=False)
    assert not done.stderr or b"All checks passed" in done.stdout, done.stderr.decode()
    return done.stdout.decode()


def built_by(source: str) -> Any:
    """Run a program, and return what it builds."""
    names: dict[str, Any] = {}
    exec(source, names)
    return names["response"]


def heard(element: Any) -> Any:
    """Return an element without the indentation around what is spoken."""
    children = [heard(child) if isinstance(child, Element) else child for child in element.children]
    if isinstance(element, Say):
        for place, indentation in ((0, r"\A[ \t]*\n[ \t\n]*"), (-1, r"[ \t]*\n[ \t\n]*\Z")):
            if children and isinstance(children[place], str):
                children[place] = re.sub(indentation, "", children[place])
    return element.replace(children=children)


def assert_right(trees: list[Element]) -> None:
    """Assert that programs build the trees, and that ruff formats them as we do."""
    programs = [source_of(tree) for tree in trees]
    built = [built_by(program) for program in programs]
    assert built == list(map(heard, trees))
    together = "".join(program.partition("\n\n")[2] for program in programs)
    assert ruff("format", "--line-length=88", given="".join(f"response = {each!r}\n" for each in built)) == together


# Texts around the length of a line, at any depth, are where layouts differ.
NARROW = st.text(string.ascii_lowercase + "'\"\\ é日\u0301\n", max_size=80)
PLAIN = st.integers(1, 80).map("x".__mul__)


@st.composite
def calls(draw: st.DrawFn) -> Element:
    """Draw calls of every form: texts, attributes, lists, unchecked values, and names that are not identifiers."""
    element: Any = draw(
        st.builds(Say, NARROW | PLAIN)
        | st.builds(lambda text, lang: Say(text, language=lang, loop=2), PLAIN, st.sampled_from(["en-US", "fr-FR"]))
        | st.builds(lambda hints: Gather(hints=hints), st.lists(PLAIN, min_size=1, max_size=5))
        | st.builds(lambda word: Gather(Say(word), Say(word), Play(f"/{word}"), action=f"/{word}"), PLAIN)
        | st.builds(lambda one, two: Say(one).unchecked(new=two, other=1), PLAIN, PLAIN)
        | st.builds(lambda name, text: custom("New", **{f"a-{name}": text, "b.c": name}, d=text), PLAIN, PLAIN)
        | st.builds(lambda name: Dial(Conference(name), timeout=5), PLAIN)
    )
    for depth in range(draw(st.integers(0, 5))):
        element = custom("Outer" * (depth + 1), *[element] * draw(st.integers(1, 2)))
    return Response(element)


@pytest.mark.slow
@settings(max_examples=15)
@given(st.lists(calls(), min_size=5, max_size=10))
def test_ruff_writes_it_as_we_do(trees: list[Element]) -> None:
    assert_right(trees)


def test_ruff_writes_what_follows_a_broken_call_as_we_do() -> None:
    assert_right([Response(Gather(Say("x" * 80).unchecked(new="y" * number))) for number in range(1, 80)])


@settings(max_examples=10)
@given(st.lists(responses() | messaging_responses(), min_size=1, max_size=3))
def test_any_tree_is_written_and_built_again(trees: list[Element]) -> None:
    assert_right(trees)


@settings(max_examples=10)
@given(st.lists(mutants(), min_size=1, max_size=3))
def test_what_is_wrong_is_written_too(mutants: list[Any]) -> None:
    trees = []
    for mutant in mutants:
        with contextlib.suppress(twimlkit.InvalidTwiML):
            trees.append(parse(mutant.xml, lenient=True))
    assert_right(trees)


class Naming(Custom):
    """An element whose program uses some names."""

    __slots__ = ("names",)

    def __repr__(self) -> str:
        return f"Response({', '.join(f'{name}()' for name in self.names)})"


def importing(names: list[str]) -> str:
    """Return the program of an element that uses some names."""
    element = Naming.unvalidated((), {})
    element.names = names
    return source_of(element)


NAMES = [name for name in twimlkit.__all__ if name not in {"Custom", "InvalidTwiML", "MessagingVerb", "Verb"}]


def test_imports_are_sorted_as_ruff_sorts_them() -> None:
    source = importing(NAMES[::-1])
    assert ruff("check", "--select=F,I", given=source).strip() == "All checks passed!"
    assert set(ruff("format", given=source).split()) >= {f"{name}," for name in NAMES}


def test_imports_are_laid_out_as_ruff_does() -> None:
    programs = [importing(NAMES[:number]).partition("\n\n")[0] for number in range(1, 20)]
    assert {program.count("\n") > 0 for program in programs} == {True, False}
    flat = [" ".join(program.split()).replace("( ", "").replace(", )", "") for program in programs]
    assert ruff("format", "--line-length=88", given="\n".join(flat)) == "\n".join(programs) + "\n"


# The command.


def test_a_document_becomes_a_program() -> None:
    xml = """<?xml version="1.0"?>
    <Response>
      <!-- the menu -->
      <Gather numDigits="1" action="/menu" input="dtmf speech">
        <Say voice="Polly.Joanna">It's "1" for sales &#8212; 2 for service.</Say>
      </Gather>
      <Redirect/>
    </Response>"""
    result = run("code", "-", given=xml)
    assert result.exit_code == 0
    assert result.stdout_bytes.decode() == (
        "from twimlkit import Gather, Redirect, Response, Say\n"
        "\n"
        "response = Response(\n"
        "    Gather(\n"
        '        Say(\'It\\\'s "1" for sales — 2 for service.\', voice="Polly.Joanna"),\n'
        "        num_digits=1,\n"
        '        action="/menu",\n'
        '        input=("dtmf", "speech"),\n'
        "    ),\n"
        "    Redirect(),\n"
        ")\n"
    )
    assert result.stderr == "twimlkit: dropped 1 comment: elements hold none\n"


def program(inside: str, *options: str) -> str:
    """Return what stands inside the Response of a program."""
    result = run("code", "-", *options, given=f"<Response>{inside}</Response>")
    assert (result.exit_code, result.stderr) == (0, "")
    expression = result.stdout_bytes.decode().partition("esponse = ")[2]
    return expression.partition("(")[2].removesuffix(")\n")


@pytest.mark.parametrize(
    ("attributes", "arguments"),
    [
        ('input="dtmf"', 'input="dtmf"'),
        ('input=" speech "', 'input="speech"'),
        ('hints="one two"', 'hints="one two"'),
        ('hints="one, two"', 'hints=("one", "two")'),
    ],
)
def test_a_single_word_is_text(attributes: str, arguments: str) -> None:
    assert program(f"<Gather {attributes}/>") == f"Gather({arguments})"
    assert parse(f"<Response><Gather {attributes}/></Response>") == Response(eval(f"Gather({arguments})"))


def test_a_single_number_is_a_number() -> None:
    inside = "<Pay><Prompt for='postal-code' attempt='1'/></Pay>"
    assert program(inside) == 'Pay(Prompt(for_="postal-code", attempt=1))'


@pytest.mark.parametrize(
    ("inside", "arguments"),
    [
        ("<Say>\n   Hello\n</Say>", 'Say("Hello")'),
        ("<Say>Hello\n\t </Say>", 'Say("Hello")'),
        ("<Say> \r\n \r\n Hello\r\n there </Say>", 'Say("Hello\\n there ")'),
        ("<Say>\n</Say>", "Say()"),
        ("<Say>\n  a <break/> b\n</Say>", 'Say("a ", Break(), " b")'),
        ("<Say>\n  <s>\n a\n </s>\n</Say>", 'Say(S("\\n a\\n "))'),
        ("<Gather><Say>\na\n</Say></Gather>", 'Gather(Say("a"))'),
        # Without a line break it is no indentation.
        ("<Say> Hello </Say>", 'Say(" Hello ")'),
        # Words inside must not run together, and what is sent is what it is.
        ("<Say>a\n <emphasis>\n b\n </emphasis>\n c</Say>", 'Say("a\\n ", Emphasis("\\n b\\n "), "\\n c")'),
        ("<Message>\n  Hello\n</Message>", 'Message("\\n  Hello\\n")'),
        ("<Message><Body>\n  Hello\n</Body></Message>", 'Message(Body("\\n  Hello\\n"))'),
        ("<Sms>\n  Hello\n</Sms>", 'Sms("\\n  Hello\\n")'),
    ],
)
def test_what_is_spoken_has_no_indentation_around_it(inside: str, arguments: str) -> None:
    assert program(inside) == arguments


def test_what_is_unknown_keeps_its_indentation() -> None:
    assert program("<New>\n <Say>\n a\n</Say></New>", "--lenient") == 'custom("New", "\\n ", Say("a"))'


@pytest.mark.parametrize(("count", "said"), [(0, ""), (1, "dropped 1 comment"), (3, "dropped 3 comments")])
def test_comments_are_dropped_and_that_is_said(count: int, said: str) -> None:
    before, inside, after = (each * "<!-- a --><?b?>" for each in (count > 0, count > 1, count > 2))
    result = run("code", "-", given=f"{before}<Response><Say>a{inside}</Say></Response>{after}")
    assert result.stdout == 'from twimlkit import Response, Say\n\nresponse = Response(Say("a"))\n'
    assert (result.exit_code, result.stderr) == (0, f"twimlkit: {said}: elements hold none\n" if said else "")


def test_what_no_program_may_build_is_refused() -> None:
    xml = b"<Response><Say>\n<![CDATA[%s]]></Say></Response>" % (b"&" * 20_000)
    assert parse(xml)
    result = run("code", "-", given=xml)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("-: error: <Say> is 100011 bytes long as XML: write at most 65536 bytes")
    assert run("code", "-", given=xml.replace(b"\n", b"")).stderr.startswith("-: error: <Response> is 100070 bytes")


def test_a_document_of_a_message_becomes_a_program() -> None:
    result = run("code", "-", given="<Response><Message><Body>Hi</Body></Message></Response>")
    assert isinstance(built_by(result.stdout), MessagingResponse)
    assert result.stdout.startswith("from twimlkit import Body, Message, MessagingResponse\n")


@settings(max_examples=10)
@given(documents())
def test_any_right_document_becomes_a_program(xml: bytes) -> None:
    result = run("code", "-", given=xml)
    assert result.exit_code == 0
    assert built_by(result.stdout_bytes.decode()) == heard(parse(xml))


def test_what_the_vocabulary_refuses_is_shown() -> None:
    xml = "<Response>\n  <Gather action='/'>\n    <Dial/>\n  </Gather>\n</Response>"
    result = run("code", "-", given=xml)
    assert (result.exit_code, result.stdout) == (2, "")
    [finding] = lint(xml, ignore=["empty-element", "silence-ends-call"])
    assert result.stderr == (
        f"-:3:5: error: {finding.message} [misplaced-element, Twilio 13320]\n"
        "   3 |     <Dial/>\n"
        "     |     ^\n"
        "     = see `twimlkit explain misplaced-element`\n"
        "twimlkit: `twimlkit lint` finds all problems; `--lenient` keeps what is invalid\n"
    )


def test_what_the_vocabulary_refuses_is_kept_where_that_is_wanted() -> None:
    xml = "<Response><Gather new='1'><Dial/></Gather></Response>"
    source = run("code", "--lenient", "-", given=xml).stdout
    assert source == (
        "from twimlkit import Gather, Response, custom\n"
        "\n"
        'response = Response(Gather(custom("Dial")).unchecked(new="1"))\n'
    )
    assert built_by(source).to_xml().endswith(xml.replace("'", '"'))


@pytest.mark.parametrize("xml", ["<Response>", "", "<Say/>", "<!DOCTYPE a><Response/>", f"<Response>{' ' * 70_000}"])
def test_what_cannot_be_read_at_all_is_refused_either_way(xml: str) -> None:
    for options in ([], ["--lenient"]):
        result = run("code", "-", *options, given=xml)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith("-:" if xml and len(xml) < 100 else "-")


def test_a_file_that_is_not_there_is_said(tmp_path: Any) -> None:
    for name in ("missing.xml", tmp_path):
        result = run("code", name)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr in {
            "twimlkit: missing.xml: No such file or directory\n",
            f"twimlkit: {tmp_path}: Is a directory\n",
        }


@for_each(xml=["", "<Response>", "<pom/>"])
def test_lenient_is_not_suggested_where_it_does_not_help(xml: str) -> None:
    assert "--lenient" not in run("code", "-", given=xml).stderr
    assert "--lenient" in run("code", "-", given="<Response><Say loud='x'/></Response>").stderr
