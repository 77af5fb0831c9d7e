"""Placeholders of templates, such as `{{ name }}`: what stands there is unknown until the template is rendered."""

from __future__ import annotations

import functools
import re
from typing import Final, NamedTuple

UNKNOWN: Final = "\x7f"
"""The character that stands for each byte of a placeholder in the texts and values of a template."""


class Template(NamedTuple):
    """A document with placeholders.

    Attributes:
        data: The document, with as many bytes in place of each placeholder as it has, so that XML can hold it.
        tags: The offsets of the tags with a placeholder among their attributes.
        names: The offsets of the tags with a placeholder in their names.
        has_branches: Whether parts of it may be left out or repeated.
    """

    data: bytes
    tags: frozenset[int]
    names: frozenset[int]
    has_branches: bool


def template_of(data: bytes) -> Template | None:
    """Return a document as a template, or None if it has no placeholders.

    Args:
        data: The document in UTF-8.
    """
    return _Scanner(data).template() if any(map(data.count, _HINTS)) and _PLACEHOLDER.search(data) else None


_HINTS: Final = (b"{", b"$", b"%", b"__", b"<?php", b"<?=", b"\\(", b"@")
"""What every placeholder has one of: most documents have none."""


def _nested(opening: str, closing: str) -> str:
    """Return the pattern of code with brackets in brackets, three levels of them."""
    flat = f"[^{opening}{closing}]*+"
    return functools.reduce(lambda inner, _: rf"{flat}(?:\{opening}{inner}\{closing}{flat})*+", range(3), flat)


IN_BRACES: Final = _nested("{", "}")
IN_PARENTHESES: Final = _nested("(", ")")
_NESTED: Final = IN_BRACES.encode()
_ARGUMENTS: Final = IN_PARENTHESES.encode()

_WORD: Final = rb"[\w\x80-\xff]"
_BRANCH: Final = (
    rb"\{%(?:(?!\{%|%\})[\s\S])*+%\}"  # Jinja, Django, Liquid, Twig
    rb"|<%(?!=|-=)(?:(?!<%|%>)[\s\S])*+%>"  # ERB, EJS
    rb"|\{#(?:(?!\{#|#\})[\s\S])*+#\}"
    rb"|<\?php\b(?:(?!<\?|\?>)[\s\S])*+\?>"
    rb"|(?<![\w.])@(?:(?:else)?if|empty|for|foreach|forelse|isset|unless|while)\s?\(" + _ARGUMENTS + rb"\)"  # Blade
    rb"|(?<![\w.])@(?:else|empty|end(?:empty|for|foreach|forelse|if|isset|unless|while))\b"
    rb"|\{\{[~-]?\s*+(?:[#/^]|(?:if|else|end|range|with|block|template)\b)" + _NESTED + rb"\}\}"  # Handlebars, Go
)
_VALUE: Final = (
    rb"<%=(?:(?!<%|%>)[\s\S])*+%>"
    rb"|<\?=(?:(?!<\?|\?>)[\s\S])*+\?>"
    # A brace before a quoted name begins JSON.
    rb"|\{\{(?!\s*+(?:\"[^\"{}]*+\"|'[^'{}]*+')\s*+:)" + _NESTED + rb"\}\}"
    rb"|[#$]\{" + _NESTED + rb"\}"
    rb"|\{!!(?:(?!!!\}|\{!!)[\s\S])*+!!\}|(?<==)\{[^{}<>\"]*+\}|\\\(" + _ARGUMENTS + rb"\)"  # Blade, JSX, Swift
    rb"|\{\$[^{}]*+\}|\$(?!\d)" + _WORD + rb"++"
    rb"|\{"
    + _WORD
    + rb"(?:"
    + _WORD
    + rb"|[.\[\]']|\([^(){}<>]*+(?:\([^(){}<>]*+\)[^(){}<>]*+)*+\))*+\}|(?<!:)(?<!: )\{\}"
    rb"|%s|%d(?![0-9A-Fa-f])|%\([^()]*+\)[a-z]"
    rb"|__[A-Za-z]\w*?__"
)
_PLACEHOLDER: Final = re.compile(rb"(?P<branch>" + _BRANCH + rb")|(?P<value>" + _VALUE + rb")")
_TOKEN: Final = re.compile(_PLACEHOLDER.pattern + rb"|<!--|-->|<!\[CDATA\[|\]\]>|<\?|\?>|</|/>|[<>\"']")
_ENDS: Final = {b"<!--": b"-->", b"<![CDATA[": b"]]>", b"<?": b"?>", b'"': b'"', b"'": b"'"}


class _Scanner:
    """What stands around each placeholder of a document, whether or not that is well-formed."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.pieces: list[bytes] = []
        self.tags: set[int] = set()
        self.names: set[int] = set()
        self.has_branches = False
        self.copied = 0
        self.depth = 0  # of elements
        self.tag: int | None = None  # the offset of the tag around
        self.until = b""  # what ends the quoted value, comment or other section around

    def template(self) -> Template:
        for token in _TOKEN.finditer(self.data):
            if token.lastgroup:
                self.replace(token)
            elif self.until:
                self.until = b"" if token[0] == self.until else self.until
            else:
                self.step(token)
        data = b"".join([*self.pieces, self.data[self.copied :]])
        return Template(data, frozenset(self.tags), frozenset(self.names), self.has_branches)

    def step(self, token: re.Match[bytes]) -> None:
        found = token[0]
        if self.tag is None:
            if found in (b"<", b"</"):
                self.tag = token.start()
            elif found.startswith(b"<"):
                self.until = _ENDS[found]
        elif found in (b'"', b"'"):
            self.until = found
        elif found in (b">", b"/>"):
            is_end = self.data.startswith(b"</", self.tag)
            self.depth += -1 if is_end else found == b">"
            self.tag = None

    def replace(self, token: re.Match[bytes]) -> None:
        begin, end = token.span()
        self.has_branches = self.has_branches or token.lastgroup == "branch"
        if self.until in (b"-->", b"?>"):
            return
        first, filler, last = b"", UNKNOWN.encode(), b""
        if self.tag is not None and not self.until:
            if self.data[self.tag : begin] in (b"<", b"</"):
                filler = b"_"
                self.names.add(self.tag)
            elif self.data.startswith(b"=", begin - 1):
                first = last = b'"'
            else:
                filler = b" "
                self.tags.add(self.tag)
        elif self.tag is None and self.depth <= 0:
            filler = b" "
        kept = re.sub(rb"[^\r\n]", filler, self.data[begin + len(first) : end - len(last)])
        self.pieces += [self.data[self.copied : begin], first, kept, last]
        self.copied = end
