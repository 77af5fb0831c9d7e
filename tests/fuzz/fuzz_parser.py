"""Lets atheris look for documents that the parser or the linter cannot take.

    pip install atheris
    mkdir -p build/found
    python -m tests.fuzz.fuzz_parser -max_total_time=600 build/found tests/fuzz/corpus tests/data/published

Bytes are read as they are; those that begin with # choose, one by one, what a well-formed document is made of. What is
to be tried next is added to the first folder. What breaks something is printed as XML, and the bytes are written to a
file `crash-…` here: once that is mended, the XML goes into `tests/fuzz/corpus`, which the tests of the parser read.
"""

import sys
import tempfile
from xml.sax.saxutils import escape, quoteattr

import atheris

# The vocabulary is left as it is, with what reads it: atheris would put something into its empty constructors.
VOCABULARY = ["twimlkit._core.grammar", "twimlkit.speech", "twimlkit.voice", "twimlkit.messaging"]

with atheris.instrument_imports(include=["twimlkit"], exclude=VOCABULARY):
    from twimlkit._core.vocabulary import element_classes

    from .reading import check_linting, check_reading

GRAMMARS = [element_class.grammar() for element_class in element_classes()]
ATTRIBUTES = [attribute for grammar in GRAMMARS for attribute in grammar.attributes.values()]
TAGS = [*(grammar.tag for grammar in GRAMMARS), "New", "say", "a.b"]
WIRES = [*(attribute.xml_name for attribute in ATTRIBUTES), "new", "num_digits", "xml:id", "class", "xmlLang", "a_"]
VALUES = [
    *(str(attribute.value.example()) for attribute in ATTRIBUTES),
    "",
    "x",
    "0",
    "-1",
    "1.5",
    " true ",
    "POST",
    "a,b",
]
MARKUP = [
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?xml version='1.0' encoding='",
    "?>",
    "<!DOCTYPE ",
    "&amp;",
    "&#13;",
    "&#x",
]


def words() -> set[str]:
    """The names of the vocabulary and the marks of XML, of which documents are made."""
    names = {f"<{tag}>" for tag in TAGS} | {f"</{tag}>" for tag in TAGS} | {f" {xml_name}='" for xml_name in WIRES}
    return names | {*MARKUP}


class Chooser:
    """Makes well-formed documents of what bytes choose."""

    def __init__(self, data: bytes) -> None:
        self.choice = atheris.FuzzedDataProvider(data)

    def document(self) -> str:
        return f"<Response{self.attributes()}>{self.content()}</Response>"

    def content(self, levels: int = 8) -> str:
        pieces = ""
        while levels and (number := self.choice.ConsumeIntInRange(0, 5)):
            pieces += self.element(levels - 1) if number > 2 else self.text()
        return pieces

    def element(self, levels: int) -> str:
        tag = self.choice.PickValueInList(TAGS)
        return f"<{tag}{self.attributes()}>{self.content(levels)}</{tag}>"

    def attributes(self) -> str:
        wires = {self.choice.PickValueInList(WIRES) for _ in range(self.choice.ConsumeIntInRange(0, 2))}
        return "".join(f" {xml_name}={quoteattr(self.value())}" for xml_name in sorted(wires))

    def value(self) -> str:
        return self.choice.PickValueInList(VALUES) if self.choice.ConsumeBool() else self.any_text()

    def text(self) -> str:
        return self.choice.PickValueInList([" ", "\n", "a", "5", "/b", "<!-- c -->"]) + escape(self.any_text())

    def any_text(self) -> str:
        text = self.choice.ConsumeUnicodeNoSurrogates(self.choice.ConsumeIntInRange(0, 4))
        return "".join(each for each in text if each.isprintable() or each in "\t\n\r\x85")


def try_bytes(data: bytes) -> None:
    xml = Chooser(data[1:]).document() if data.startswith(b"#") else data
    try:
        check_reading(xml)
        check_linting(xml)
    except BaseException:
        print(f"This cannot be taken: {xml!r}")
        raise


def main() -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".dict") as dictionary:
        dictionary.write("".join(f'"{word}"\n' for word in sorted(words())))
        dictionary.flush()
        atheris.Setup([*sys.argv, f"-dict={dictionary.name}"], try_bytes)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
