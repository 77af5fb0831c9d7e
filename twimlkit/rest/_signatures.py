"""Signatures and docstrings of methods whose keyword parameters are declared by a TypedDict.

A method declares `**parameters: Unpack[NewCall]`, and NewCall has the type and the prose of each parameter.
`help()` and `inspect.signature` then show them as if the method had declared them itself.
"""

from __future__ import annotations

import re
from inspect import Parameter, cleandoc, signature
from types import FunctionType
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_C = TypeVar("_C", bound=type)


def expand_keywords(*declarations: type, like: type | None = None) -> Callable[[_C], _C]:
    """Return a class decorator that expands `**name: Unpack[Declaration]` in signatures and docstrings of methods.

    The methods take their docstrings from those of `like`, if it is given.
    """
    known = {f"Unpack[{each.__name__}]": each for each in declarations}

    def decorate(cls: _C) -> _C:
        for method_name, method in vars(cls).items():
            if isinstance(method, FunctionType):
                if like and not method_name.startswith("_"):
                    method.__doc__ = getattr(like, method_name).__doc__
                for name, annotation in method.__annotations__.items():
                    if annotation in known:
                        _expand(method, name, known[annotation])
        return cls

    return decorate


def _expand(method: Any, name: str, declaration: type) -> None:
    own = signature(method)
    fixed = [parameter for parameter in own.parameters.values() if parameter.name != name]
    method.__signature__ = own.replace(parameters=[*fixed, *_keywords(declaration)])
    if method.__doc__:  # python -OO removes docstrings
        lines = cleandoc(declaration.__doc__ or "").partition("\nArgs:\n")[2].partition("\n\n")[0]
        method.__doc__ = re.sub(rf"^ +\*\*{name}: .*$", lambda _: lines, cleandoc(method.__doc__), flags=re.MULTILINE)


def _keywords(declaration: type) -> Iterator[Parameter]:
    for key, annotation in declaration.__annotations__.items():
        text: str = annotation.__forward_arg__  # unevaluated: that takes longer than all the rest
        needed = _REQUIRED.fullmatch(text)
        default = Parameter.empty if needed else None if text.endswith("| None") else _Omitted()
        text = _without_marks(needed[1] if needed else text)
        yield Parameter(key, Parameter.KEYWORD_ONLY, default=default, annotation=text)


class _Omitted:
    """The default of a parameter that must not be None; its prose has the real one."""

    def __repr__(self) -> str:
        return "..."


def _without_marks(annotation: str) -> str:
    """Return `int | None` for `Annotated[int, Between(1)] | None`."""
    while annotation != (shorter := _INNERMOST.sub(r"\1", annotation)):
        annotation = shorter
    return annotation


_REQUIRED: Final = re.compile(r"Required\[(.*)\]", re.DOTALL)
_INNERMOST: Final = re.compile(r"Annotated\[([^\[\],]+(?:\[[^\[\]]*\])?), [^\[\]]*\]")
