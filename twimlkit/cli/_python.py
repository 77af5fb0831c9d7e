"""Writes the Python that builds an element, laid out as `ruff format` does with lines of 88 characters."""

from __future__ import annotations

import ast
from typing import Any, Final, NamedTuple
from xml.parsers import expat

from rich.cells import cell_len

from twimlkit._core.element import Element
from twimlkit._core.problems import too_large
from twimlkit._core.xml import read
from twimlkit.speech import Say

_LINE_LENGTH: Final = 88
_INDENT: Final = "    "


def source_of(element: Element) -> str:
    """Write a program that builds the element as `response`.

    Text that is spoken loses the indentation around it, which nobody hears; text inside it, and text that is sent, is
    unchanged.

    Raises:
        TooLarge: The element was read from fewer bytes than it writes, which are more than a program may build.
    """
    element = _without_indentation(element)
    if oversize := too_large(element.size, element.tag):
        raise oversize.error()
    tree = ast.parse(repr(element), mode="eval").body
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    names = sorted(used, key=lambda name: (name.islower(), name.lower()))  # classes before the function
    imports = f"from twimlkit import {', '.join(names)}"
    if len(imports) > _LINE_LENGTH:
        imports = "\n".join(["from twimlkit import (", *(f"{_INDENT}{name}," for name in names), ")"])
    start = "response = "
    return f"{imports}\n\n{start}{_laid_out(tree, '', len(start), 0)}\n"


def count_comments(xml: bytes) -> int:
    """Return the number of comments in a well-formed document."""
    comments: list[str] = []
    parser = expat.ParserCreate("utf-8")
    parser.CommentHandler = comments.append
    parser.Parse(read(xml).data, True)  # noqa: FBT003  # it accepts no keywords
    return len(comments)


def _without_indentation(element: Any) -> Any:
    """Return an element whose spoken texts begin and end without a line break, or the element itself."""
    children = [_without_indentation(child) if isinstance(child, Element) else child for child in element.children]
    if isinstance(element, Say) and children:
        if isinstance(children[0], str):
            children[0] = _unindented(children[0], children[0].lstrip(_BLANKS))
        if isinstance(children[-1], str):
            children[-1] = _unindented(children[-1], children[-1].rstrip(_BLANKS))
    is_same = all(before is after for before, after in zip(element.children, children, strict=True))
    return element if is_same else element.replace(children=children)


def _unindented(text: str, stripped: str) -> str:
    """Return the stripped text if that takes a line break away."""
    return stripped if stripped.count("\n") < text.count("\n") else text


_BLANKS: Final = " \t\n"


class _Entry(NamedTuple):
    """What stands between two commas: an expression, and the name or key before it."""

    before: str
    expression: ast.expr

    @property
    def flat(self) -> str:
        return self.before + _flat(self.expression)


def _laid_out(node: ast.expr, indent: str, before: int, after: int) -> str:
    """Write an expression: on one line if it fits there, else with its entries on lines of their own.

    Args:
        node: The expression.
        indent: The indentation of the line on which it begins.
        before: The number of cells of that line that are taken before it.
        after: The number of cells that are needed after it.
    """
    flat = _flat(node)
    if before + _cells(flat) + after <= _LINE_LENGTH:
        return flat
    match node:
        case ast.Call(func=ast.Attribute(value=element, attr=method)):
            head = f"{_laid_out(element, indent, before, len(f'.{method}('))}.{method}"
            arguments = _flat_call(node)
            *lines, last = head.split("\n")
            if (0 if lines else before) + _cells(last + arguments) + after <= _LINE_LENGTH:
                return head + arguments
            return head + _broken_call(node, indent)
        case ast.Call(func=ast.Name(id=name)) if _entries(node):
            return name + _broken_call(node, indent)
        case ast.Tuple() | ast.Dict():
            lines = _lines(_entries(node), indent + _INDENT, ",")
            return "\n".join([flat[0], *lines, indent + flat[-1]])
        case _:
            return flat


def _entries(node: ast.expr) -> list[_Entry]:
    """Return the entries of a call, a tuple or a dictionary."""
    match node:
        case ast.Call():
            named = [_Entry(f"{keyword.arg}=" if keyword.arg else "**", keyword.value) for keyword in node.keywords]
            return [*(_Entry("", argument) for argument in node.args), *named]
        case ast.Dict():
            pairs = zip(node.keys, node.values, strict=True)
            return [_Entry(f"{_flat(key)}: ", value) for key, value in pairs if key]
        case ast.Tuple():
            return [_Entry("", item) for item in node.elts]
        case _:
            return []


def _broken_call(call: ast.Call, indent: str) -> str:
    """Write the arguments of a call on the next line if they fit there, else each on its own."""
    entries = _entries(call)
    inner = indent + _INDENT
    together = inner + _joined(entries)
    lines = [together] if _cells(together) <= _LINE_LENGTH else _lines(entries, inner, "," if len(entries) > 1 else "")
    return "\n".join(["(", *lines, f"{indent})"])


def _lines(entries: list[_Entry], indent: str, comma: str) -> list[str]:
    """Write each entry on a line of its own, or on several."""
    return [
        f"{start}{_laid_out(entry.expression, indent, _cells(start), len(comma))}{comma}"
        for entry in entries
        for start in [indent + entry.before]
    ]


def _flat(node: ast.expr) -> str:
    """Write an expression on one line."""
    match node:
        case ast.Call(func=func):
            return f"{_flat(func)}{_flat_call(node)}"
        case ast.Attribute(value=value, attr=name):
            return f"{_flat(value)}.{name}"
        case ast.Tuple(elts=items):
            return f"({_joined(_entries(node))}{',' if len(items) == 1 else ''})"
        case ast.Dict():
            return f"{{{_joined(_entries(node))}}}"
        case ast.Constant(value=str(text)):
            return _quoted(text)
        case _:
            return ast.unparse(node)


def _flat_call(call: ast.Call) -> str:
    return f"({_joined(_entries(call))})"


def _joined(entries: list[_Entry]) -> str:
    return ", ".join(entry.flat for entry in entries)


def _quoted(text: str) -> str:
    """Write a text in double quotes, or in single quotes if they need fewer escapes."""
    quote = '"' if text.count('"') <= text.count("'") else "'"
    inside = "".join(f"\\{char}" if char == quote else repr(char)[1:-1] for char in text)
    return f"{quote}{inside}{quote}"


def _cells(text: str) -> int:
    """Return the width of a text, each character by itself."""
    return len(text) if text.isascii() else sum(map(cell_len, text))
