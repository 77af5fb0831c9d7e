"""Google-style docstrings, read as data.

A docstring has a summary, sections such as `Args:`, and a line with the URL of the page about its subject. An entry
under `Args:` may end with these sentences, in this order:

- "Deprecated." or, with the remedy, "Deprecated: use `action`.";
- "Default: 5." A default of one word is literal: the value as it is written in XML. Backquotes make several words
  literal: "Default: `visa mastercard amex`." Any other default is prose: "Default: the URL of the current document."
"""

from __future__ import annotations

import re
from inspect import cleandoc
from textwrap import dedent


class Docstring:
    """A Google-style docstring, read as data.

    Attributes:
        summary: The first paragraph.
        parameters: The entries under `Args:`, by the names of the parameters.
        defaults: The literal defaults, by the names of the parameters that have one.
        deprecations: The remedies, by the names of the deprecated parameters; empty where the entry has no remedy.
        page: The URL of the page about the subject, or None.
    """

    __slots__ = ("defaults", "deprecations", "page", "parameters", "summary")

    summary: str
    parameters: dict[str, str]
    defaults: dict[str, str]
    deprecations: dict[str, str]
    page: str | None

    def __init__(self, docstring: str) -> None:
        text = cleandoc(docstring)
        blocks = _blocks(text)
        arguments = next((block for block in blocks if block.startswith("Args:\n")), "")
        entries = filter(None, map(_ENTRY.fullmatch, _blocks(dedent(arguments.partition("\n")[2]))))
        self.summary = _one_line(_PARAGRAPHS.split(text)[0])
        self.parameters = {entry["name"]: _one_line(entry["text"]) for entry in entries}
        endings = [(name, _ENDING.search(text)) for name, text in self.parameters.items()]
        self.defaults = {name: ending["word"] or ending["words"] for name, ending in endings if ending}
        found = [(name, _DEPRECATED.search(text)) for name, text in self.parameters.items()]
        self.deprecations = {name: deprecated["remedy"] or "" for name, deprecated in found if deprecated}
        self.page = next((block.strip() for block in blocks if _PAGE.fullmatch(block.strip())), None)


def docstring_of(cls: type) -> Docstring:
    """Read the docstring of a class, which is empty if Python was started with -OO."""
    return Docstring(cls.__doc__ or "")


_DEPRECATED = re.compile(r"(?:^|\. )Deprecated(?:: (?P<remedy>[^.]+))?\.(?: Default: .+\.)?$")
_ENDING = re.compile(r"(?:^|\. )Default: (?:`(?P<words>[^`]+)`|(?P<word>[^\s`]+))\.$")
_ENTRY = re.compile(r"\*{0,2}(?P<name>\w+)(?: ?\([^)]*\))?:\s+(?P<text>\S.*)", re.DOTALL)
_PAGE = re.compile(r"https?://\S+")
_PARAGRAPHS = re.compile(r"\n\s*\n")


def _blocks(text: str) -> list[str]:
    """Split a text into its lines without indentation, each with the indented or empty lines below it."""
    return re.split(r"^(?=\S)", text, flags=re.MULTILINE)


def _one_line(text: str) -> str:
    return " ".join(text.split())
