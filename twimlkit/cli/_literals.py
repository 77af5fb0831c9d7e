"""The texts that source code builds: string literals without quotes and escapes, and what is joined to them."""

from __future__ import annotations

import ast
import functools
import re
import warnings
from typing import TYPE_CHECKING, Final

from twimlkit._core.placeholders import IN_BRACES, IN_PARENTHESES

from ._passage import Passage, Piece

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def _placeholder(code: str, offset: int) -> Piece:
    """Return what stands in a text for a value that only running the code would tell: `{name}`."""
    name = code.strip()
    if not re.fullmatch(r"[A-Za-z_][\w.]*", name):
        name = "_".join(re.findall(r"\w+", name))[:40] or "value"
    return Piece(f"{{{name}}}", offset)


# Python.


def python_texts(code: str) -> list[Passage] | None:
    """Return the texts that Python code builds, or None if it is not valid Python.

    A text is a literal or an f-string, or several that are joined by `+` or stand side by side. The values between them
    are placeholders: `{name}`.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about invalid escapes
            tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    source = _Source(code)
    return [source.text_of(parts) for parts in _texts_in(tree)]


_FORMATTED: Final = (ast.JoinedStr, getattr(ast, "TemplateStr", ast.JoinedStr))  # t-strings came with Python 3.14


def _texts_in(tree: ast.Module) -> Iterator[list[ast.expr]]:
    """Yield the parts of each expression that builds a text."""
    rest: list[ast.AST] = [tree]
    while rest:
        node = rest.pop()
        parts = list(_parts_of(node)) if isinstance(node, ast.expr) else []
        if any(map(_is_literal, parts)):
            yield parts
            rest += [part for part in parts if not _is_literal(part)]
        else:
            rest += ast.iter_child_nodes(node)


def _is_literal(node: ast.expr) -> bool:
    return isinstance(node, _FORMATTED) or (isinstance(node, ast.Constant) and isinstance(node.value, str | bytes))


def _parts_of(node: ast.expr) -> Iterator[ast.expr]:
    """Yield the operands of additions, or the expression itself."""
    rest = [node]
    while rest:
        match rest.pop():
            case ast.BinOp(left, ast.Add(), right):
                rest += [right, left]
            case part:
                yield part


class _Source:
    """Python code, and the texts in it.

    Python's own positions inside an f-string differ between its versions, so a literal is read here.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        self.lines = [0, *(end.end() for end in re.finditer(r"\r\n?|\n", code))]

    def text_of(self, parts: Iterable[ast.expr]) -> Passage:
        """Return the text of literals and other values that are joined."""
        pieces: list[Piece] = []
        for part in parts:
            start = self._offset(part.lineno, part.col_offset)
            end = self._offset(part.end_lineno or part.lineno, part.end_col_offset or 0)
            if _is_literal(part):
                while opening := _OPENING.match(self.code, start, end):
                    found, start = self._literal(opening)
                    pieces += found
            else:
                pieces.append(_placeholder(self.code[start:end], start))
        return Passage(pieces)

    def _offset(self, line: int, column: int) -> int:
        """Return the number of characters before a place, whose column Python counts in bytes."""
        start = self.lines[line - 1]
        return start + len(self.code[start : start + column].encode()[:column].decode())

    def _literal(self, opening: re.Match[str]) -> tuple[list[Piece], int]:
        """Return the pieces of a literal, and where it ends."""
        token = _python_token(opening["quote"], "".join(sorted((opening["prefix"] or "").lower())))
        pieces: list[Piece] = []
        at = opening.end()
        while found := token.match(self.code, at):
            start, at = found.span()
            match found.lastgroup:
                case "end":
                    break
                case "field":
                    at = self._after_field(start)
                    pieces.append(_placeholder(self.code[start + 1 : at - 1], start))
                case "brace":
                    pieces.append(Piece(found[0][0], start))
                case "escape":
                    pieces.append(Piece(_unescaped(found[0]), start))
                case "line":
                    pieces.append(Piece("\n", start))
                case _:
                    pieces.append(Piece(found[0], start))
        return pieces, at

    def _after_field(self, at: int) -> int:
        """Return where a field of an f-string ends that begins with the brace at this place."""
        depth = 0
        while found := _IN_FIELD.match(self.code, at):
            at = found.end()
            if found["quote"]:
                at = self._literal(found)[1]
            elif found[0] in "([{":
                depth += 1
            elif found[0] in ")]}":
                depth -= 1
            elif found[0] == ":" and depth == 1:
                while self.code[at] != "}":  # the format, which may have fields of its own
                    at = self._after_field(at) if self.code[at] == "{" else at + 1
            if not depth:
                break
        return at


_LITERAL: Final = r"(?P<prefix>[A-Za-z]{1,2})?(?P<quote>'''|\"\"\"|'|\")"
_OPENING: Final = re.compile(rf"(?:\s|\\[\r\n]|#[^\r\n]*)*{_LITERAL}")
_IN_FIELD: Final = re.compile(rf"{_LITERAL}|#[^\r\n]*|\w+|[\s\S]")


@functools.cache
def _python_token(quote: str, prefix: str) -> re.Pattern[str]:
    """Return the pattern of what a literal is made of.

    Args:
        quote: The quotes around it.
        prefix: The letters before it, sorted and in lower case.
    """
    names = "" if "b" in prefix else r"|N\{[^}]*\}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}"
    escape = rf"\r\n?|\n|[\\'\"abfnrtv]|x[0-9A-Fa-f]{{2}}|[0-7]{{1,3}}{names}"
    kinds = {
        "end": quote,
        "line": r"\r\n?|\n",
        "backslash" if "r" in prefix else "escape": r"\\[\\'\"]" if "r" in prefix else rf"\\(?:{escape})",
        **({"brace": r"\{\{|\}\}", "field": r"\{"} if set("ft") & set(prefix) else {}),
        "text": r"""[^\\{}'"\r\n]+|[\s\S]""",
    }
    return re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in kinds.items()))


@functools.cache
def _unescaped(escape: str) -> str:
    return str(ast.literal_eval(f"'{escape}'"))


# Other languages.


def joined_literals(code: str, start: int) -> tuple[Passage, int]:
    """Return the text that code in most other languages builds, and where it ends.

    It is the rest of a literal, and the literals and values that are joined to it.

    Args:
        code: The code.
        start: Where the text begins, just after an opening quote.
    """
    pieces: list[Piece] = []
    quote, at = code[start - 1], start
    while found := _TOKENS[quote].match(code, at):
        begin, at = found.span()
        match found.lastgroup:
            case "doubled":
                pieces.append(Piece(quote, begin))
            case "escape":
                pieces.append(Piece(_plain(found[0]), begin))
            case "field" | "text":
                pieces.append(Piece(found[0], begin))
            case _:
                joint = _JOINT.match(code, at)
                if joint is None:
                    break
                if joint["value"]:
                    pieces.append(_placeholder(joint["value"], joint.start("value")))
                quote, at = joint["quote"], joint.end()
    return Passage(pieces), at


_FIELDS: Final = {'"': rf"\\\({IN_PARENTHESES}\)", "'": "(?!)", "`": rf"\$\{{{IN_BRACES}\}}"}
"""Values in a literal, with strings of their own: those of Swift and JavaScript."""

_TOKENS: Final = {
    quote: re.compile(
        rf"(?P<field>{field})|(?P<doubled>{quote}{quote})|(?P<end>{quote})|(?P<escape>\\(?:u[0-9A-Fa-f]{{4}}|\r\n|[\s\S]))"
        rf"|(?P<text>[^\\${quote}]+|[\\$])"
    )
    for quote, field in _FIELDS.items()
}
_OPERATOR: Final = r"(?:[+.,&]|<<)"
_VALUE: Final = r"(?:[^\"'`;\r\n()\[\]]|\[[^\]\r\n]{0,100}\]|\((?:[^()\r\n]|\([^()\r\n]{0,100}+\)){0,100}+\)){1,200}?"
_JOINT: Final = re.compile(rf"\s*(?:{_OPERATOR}\s*(?:(?P<value>{_VALUE})\s*{_OPERATOR}\s*)?|\\\s*)?(?P<quote>[\"'`])")


def _plain(escape: str) -> str:
    """Return the character that an escape of C, Java or JSON stands for."""
    match escape[1]:
        case "n" | "r" | "t":
            return {"n": "\n", "r": "\r", "t": "\t"}[escape[1]]
        case "u" if len(escape) > 2:  # noqa: PLR2004  # \u and four digits
            return _unescaped(escape)
        case "\r" | "\n":
            return ""
        case char:
            return char
