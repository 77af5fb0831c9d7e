"""Names: from Python to XML and back, and the known name that is nearest to a wrong one."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Concatenate, Final, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_Others = ParamSpec("_Others")
_Result = TypeVar("_Result")

_START: Final = (
    "A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff"
)
_XML_NAME: Final = f"[{_START}][{_START}\\-.0-9\xb7\u0300-\u036f\u203f\u2040]*"


def is_xml_name(name: str) -> bool:
    """Tell whether a name without a prefix can be written in XML and read again."""
    return bool(re.fullmatch(_XML_NAME, name)) and (name.isascii() or _is_known_to_expat(name))


def _is_known_to_expat(name: str) -> bool:
    """Tell whether Python's own parser, which `parse` uses, accepts a name: it knows fewer letters than lxml."""
    from xml.parsers import expat  # rarely needed, and it would slow every import

    try:
        expat.ParserCreate("utf-8").Parse(f"<{name}/>", True)  # noqa: FBT003  # the text is all
    except expat.ExpatError:
        return False
    return True


def is_attribute_name(name: str) -> bool:
    """Tell whether a name can be that of an attribute in XML, whose only prefix is xml."""
    return name != "xmlns" and is_xml_name(name.removeprefix("xml:"))


def remember(
    function: Callable[Concatenate[str, _Others], _Result],
) -> Callable[Concatenate[str, _Others], _Result]:
    """Remember the results for short names: a document may have any number of names, of any length."""
    remembered = lru_cache(maxsize=1024)(function)

    @wraps(function)
    def call(name: str, /, *others: _Others.args, **more: _Others.kwargs) -> _Result:
        return (remembered if len(name) <= _REMEMBERED else function)(name, *others, **more)  # type: ignore[arg-type]  # all can be hashed

    return call


_REMEMBERED: Final = 256  # characters of a name


def camel_case(name: str) -> str:
    """Convert a snake_case name to lowerCamelCase, without a trailing underscore."""
    name = name[:-1] if name.endswith("_") and not name.endswith("__") else name
    first, *others = name.split("_")
    return "".join([first, *(other[:1].upper() + other[1:] for other in others)])


def pascal_case(name: str) -> str:
    """Convert a snake_case name to UpperCamelCase, without a trailing underscore."""
    name = camel_case(name)
    return name[:1].upper() + name[1:]


def to_xml_name(name: str) -> str:
    """Convert an attribute's name in Python to XML: `num_digits` to `numDigits`, `from_` to `from`.

    Two underscores stand for one in XML.
    """
    if "__" not in name:
        return camel_case(name)
    name = name[:-1] if name.endswith("_") and not name.endswith("__") else name
    return "_".join(map(camel_case, name.split("__")))


def to_python_name(name: str) -> str:
    """Convert an attribute's name in XML to Python: the reverse of to_xml_name."""
    from keyword import iskeyword

    name = re.sub(r"[A-Z_]", lambda found: "_" + found[0].lower(), name)
    return name + "_" if iskeyword(name) else name


def local_name(name: str) -> str:
    """Return the part of a name after its prefix."""
    return name.rpartition(":")[2]


def shown_name(name: str) -> str:
    """Return a name for a message or a path, its prefix and the part after it cut where they are long."""
    if len(name) <= _SHOWN:
        return name
    prefix, colon, local = name.rpartition(":")
    return f"{_cut(prefix)}{colon}{_cut(local)}"


def _cut(name: str) -> str:
    return name if len(name) <= _SHOWN else f"{name[:_SHOWN]}…"


_SHOWN: Final = 40
"""The number of characters of a name that are shown; no name of the vocabulary is longer."""


def is_same_name(name: str, known: str) -> bool:
    """Tell whether two names differ at most in prefix, capitals and underscores."""
    return _plain(local_name(name)) == _plain(local_name(known))


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that is nearest to a wrong one, ignoring capitals and underscores."""
    from difflib import SequenceMatcher  # only a refusal needs it, and it would slow every import

    wrong, known = _plain(name), tuple(known)
    fold = _folded_before if sum(map(len, known)) <= _FOLDED else _folded
    letters, length = _letters(wrong), len(wrong)
    found: tuple[float, str, str | None] = (_ALIKE, "", None)
    # To compare two names takes long, and a hostile document has thousands of wrong ones. Most share too few letters.
    close = [
        (likeness, plain, right)
        for plain, right, own in fold(known)
        if (likeness := 2.0 * (letters & own).bit_count() / (length + len(plain))) >= _ALIKE
    ]
    matcher = SequenceMatcher(b=wrong if close else "")
    for most, plain, right in sorted(close, reverse=True):
        if most < found[0]:
            break
        matcher.set_seq1(plain)
        found = max(found, (matcher.ratio(), plain, right))
    return found[2]


_ALIKE: Final = 0.6
"""How alike a wrong name must be to a known one, as `difflib` measures it, to be taken for it."""


def _plain(name: str) -> str:
    return name.replace("_", "").lower()


def _folded(known: tuple[str, ...]) -> list[tuple[str, str, int]]:
    """Return the known names, each in its plain form, as it is, and with its letters."""
    return [(plain, name, _letters(plain)) for plain, name in {_plain(name): name for name in known}.items() if plain]


_folded_before = lru_cache(maxsize=256)(_folded)
_FOLDED: Final = 2**14  # characters of all the names: some are those of a document


def _letters(word: str) -> int:
    """Return a number with a bit for each letter of a word, up to eight times the same: `&` gives the shared ones."""
    counts = Counter(word.encode("ascii", "replace"))
    return sum(((1 << min(count, 8)) - 1) << code * 8 for code, count in counts.items())


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return the end of a message that names the nearest known name: `; did you mean 'loop'?`, or an empty text."""
    near = nearest(name, known)
    return f"; did you mean {near!r}?" if near else ""


def steps_of(tags: list[str]) -> list[str]:
    """Return the last steps of the paths to siblings: each name, with a number where it occurs several times.

    All are found at once, in linear time.
    """
    count = Counter(tags)
    met: Counter[str] = Counter()
    steps: list[str] = []
    for tag in tags:
        met[tag] += 1
        steps.append(f"{tag}[{met[tag]}]" if count[tag] > 1 else tag)
    return steps
