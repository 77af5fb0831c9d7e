"""Validate the parameters of a request and encode them as form data.

A declaration is one of the TypedDicts in `_parameters`. It is read when it is first needed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache, partial
from typing import Any, Final, Required, TypeVar, cast, get_args, get_origin, get_type_hints

from twimlkit._core.codes import twilio_code
from twimlkit._core.grammar import Attribute, find_mark, members_of, origin_of
from twimlkit._core.marks import Length, Matching, Most, Named, Separated
from twimlkit._core.names import pascal_case, suggestion
from twimlkit._core.problems import MAX_INLINE_TWIML
from twimlkit._core.values import InvalidValue, OneOf, Text, Value, plain, type_name
from twimlkit.errors import InvalidTwiML
from twimlkit.voice import Response

from ._parameters import Code, UncheckedTwiml, UrlPattern
from .errors import InvalidParameter

_Declaration = TypeVar("_Declaration", bound=Mapping[str, object])


_api_name = cache(pascal_case)


class FormData(dict[str, list[str]]):
    """The encoded parameters of a request by their names at Twilio. The repr shows no values."""

    def has(self, name: str) -> bool:
        """Tell whether a parameter is given, by its name in Python."""
        return _api_name(name) in self

    def text(self, name: str) -> str:
        """Return the encoded value of a parameter, the first of several, or an empty text if it is not given."""
        return self.get(_api_name(name), [""])[0]

    def __repr__(self) -> str:
        return f"<FormData {' '.join(self)}>"


class Parameter:
    """A parameter of a request.

    Args:
        name: Name in Python.
        annotation: Type and marks.
    """

    __slots__ = ("_encode", "_has_words", "_most", "_most_code", "_several", "api_name", "code", "name", "required")

    def __init__(self, name: str, annotation: Any) -> None:
        self.name: str = name
        self.required: bool = get_origin(annotation) is Required
        members = list(members_of(annotation))
        named = _mark(members, Named)
        self.api_name: str = named.name if named else pascal_case(name)
        lists = [(base, found) for base, found in members if origin_of(base) is Sequence]
        self._several = bool(lists) and not _mark(members, Separated)
        if self._several:
            sequence, outer = lists[0]
            self._most, self._most_code = find_mark(outer, Most), _code(find_mark(outer, Code))
            annotation = get_args(sequence)[0]
            members = list(members_of(annotation))
        self.code: int | None = _code(_mark(members, Code))
        self._encode, self._has_words = _encoder(name, annotation, members)

    def encode(self, value: object) -> list[str]:
        """Validate a value, and return it encoded, as one text or several; raise InvalidParameter if it is invalid."""
        try:
            return [_filled(self._encode(item)) for item in self._items(value)]
        except InvalidValue as problem:
            code = problem.code if isinstance(problem, _InvalidValue) else self.code
            text = f"{self.name} {problem}"
        raise InvalidParameter(text, parameter=self.name, code=code)

    def _items(self, value: object) -> Sequence[object]:
        """Return the items of a list; words may also be one text with blanks between them, as in TwiML."""
        if not self._several or not isinstance(value, Sequence):
            return [value]
        if isinstance(value, str):
            return (value.split() if self._has_words else None) or [value]
        items = cast("Sequence[object]", value)
        if not items:
            raise _InvalidValue("must have at least one item; omit it instead", self._most_code)
        if self._most and len(items) > self._most.count:
            raise _InvalidValue(f"must have at most {self._most.count} items, not {len(items)}", self._most_code)
        return items


@cache
def parameters_of(declaration: type) -> dict[str, Parameter]:
    """Return the parameters of a declaration by their names in Python."""
    hints = get_type_hints(declaration, include_extras=True)
    return {name: Parameter(name, annotation) for name, annotation in hints.items()}


def build_form(
    declaration: type[_Declaration], given: _Declaration, check: Callable[[FormData], None] | None = None
) -> FormData:
    """Validate the parameters of a request and encode them. A parameter that is None is omitted.

    Args:
        declaration: The declaration of the parameters.
        given: The parameters by name. The dictionary is emptied, so that no traceback shows a password in it.
        check: Function that raises InvalidParameter if the parameters contradict each other.

    Returns:
        The form data.

    Raises:
        InvalidParameter: A parameter is invalid, or a required one is missing.
        TypeError: A parameter is unknown.
    """
    numbers, values = masked_numbers(given), cast("dict[str, object]", given)
    form, error = _encode_all(parameters_of(declaration), values)
    values.clear()
    try:
        if error:
            raise error
        if check:
            check(form)
    except InvalidParameter as invalid:
        invalid.numbers = numbers
        raise
    return form


def _encode_all(known: Mapping[str, Parameter], given: Mapping[str, object]) -> tuple[FormData, Exception | None]:
    """Return the form and an error, which is raised only when no traceback can show the values any more."""
    form = FormData()
    for name, value in given.items():
        if name not in known:
            return form, TypeError(f"unknown parameter {name!r}{suggestion(name, list(known))}")
        if value is not None:
            try:
                form[known[name].api_name] = known[name].encode(value)
            except InvalidParameter as error:
                return form, error.with_traceback(None)
    for name, parameter in known.items():
        if parameter.required and not form.has(name):
            return form, InvalidParameter(f"{name} is required", parameter=name, code=parameter.code)
    return form, None


def validate(name: str, annotation: Any, value: object) -> str:
    """Validate one value by its annotation, and return it encoded, or raise InvalidParameter."""
    return _parameter(name, annotation).encode(value)[0]


@cache
def _parameter(name: str, annotation: Any) -> Parameter:
    return Parameter(name, annotation)


def masked_numbers(given: Mapping[str, object]) -> dict[str, str]:
    """Return the addresses of a request by parameter, masked but for their last four digits."""
    found = {name: text for name in ("to", "from_") if isinstance(text := given.get(name), str) and text}
    return {name: f"…{(''.join(filter(str.isdigit, text)) or text)[-4:]}" for name, text in found.items()}


class _InvalidValue(InvalidValue):
    """An invalid value with an error code of its own."""

    def __init__(self, problem: str, code: int | None) -> None:
        super().__init__(problem)
        self.code = code


def _filled(text: str) -> str:
    if not text:
        raise InvalidValue("must not be empty; omit it instead")
    return text


def _code(mark: Code | None) -> int | None:
    return mark.number if mark else None


def _mark(members: list[Any], wanted: Any) -> Any:
    """Return the first mark of a class in an annotation, or None."""
    return find_mark([mark for _, found in members for mark in found], wanted)


def _encoder(name: str, annotation: Any, members: list[Any]) -> tuple[Callable[[Any], str], bool]:
    """Return the function that validates and encodes a value, and whether the values are words."""
    bases = {origin_of(base) or base for base, _ in members}
    if Response in bases:
        return _twiml, False
    if datetime in bases:
        return partial(_moment, may_be_date=date in bases), False
    if Mapping in bases:
        return _json_object, False
    value = Attribute(name, get_args(annotation)[0] if get_origin(annotation) is Required else annotation).value
    if type(value) is Text and not _mark(members, Matching):
        return partial(_any_text, length=_mark(members, Length)), False
    return partial(_url if _mark(members, UrlPattern) else _encoded, value), isinstance(value, OneOf)


def _encoded(value_type: Value, given: object) -> str:
    value = value_type.from_python(given)[0]
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(cast("tuple[str, ...]", value)) if isinstance(value, tuple) else str(value)


def _any_text(given: object, length: Length | None = None) -> str:
    """Encode a text that may have characters that XML cannot hold."""
    if not isinstance(given, str):
        raise InvalidValue(f"must be text, not {type_name(given)}")
    if re.search("[\ud800-\udfff]", given):
        raise InvalidValue("must not hold a lone surrogate, which cannot be encoded")
    if length and len(given) > length.most:
        raise InvalidValue(f"must have at most {length.most} characters, not {len(given)}")
    return str(given)


def _url(value_type: Value, given: object) -> str:
    """Encode a URL; its host is sent in ASCII, since Twilio signs the URL to which it sends a request."""
    url = _encoded(value_type, given)
    parts = None if url.isascii() else _HOST.fullmatch(url)
    if not parts or parts[2].isascii():
        return url
    import httpx2  # slow to import, and a client has done so by now

    try:
        return parts[1] + httpx2.URL(url).raw_host.decode() + parts[3]
    except httpx2.InvalidURL:
        raise InvalidValue("must have a host that can be written in ASCII, as in xn--bcher-kva.example") from None


_HOST: Final = re.compile(r"(\w+://(?:[^/?#@]*@)?)([^/?#@:]+)(.*)")


def _moment(given: object, *, may_be_date: bool) -> str:
    """Encode a datetime with a time zone, or a date, which is a day in UTC."""
    if isinstance(given, datetime):
        if given.utcoffset() is None:
            raise InvalidValue("must have a time zone, as in datetime.now(UTC)")
        return given.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
    if may_be_date and isinstance(given, date):
        return given.isoformat()
    raise InvalidValue(f"must be a {'date or ' if may_be_date else ''}datetime, not {type_name(given)}")


def _json_object(given: object) -> str:
    import json  # slow to import, and only templates need it

    try:
        text = json.dumps(dict(cast("Mapping[str, Any]", given))) if isinstance(given, Mapping) else plain(given)
        if isinstance(json.loads(text), dict):
            return text
    except (ValueError, TypeError, RecursionError):
        pass
    raise InvalidValue("must be a mapping or a JSON object as text")


def _twiml(given: object) -> str:
    """Encode a Response, or its XML as text, that Twilio can run without a URL of its own."""
    if not isinstance(given, (Response, str)):
        raise InvalidValue(f"must be a Response or its XML as text, not {type_name(given)}")
    text = _filled(_any_text(str(given)))
    if len(text) > MAX_INLINE_TWIML:
        problem = f"must have at most {MAX_INLINE_TWIML} characters, not {len(text)}: use url instead"
        raise _InvalidValue(problem, twilio_code("Response", None, "inline-size"))
    if not isinstance(given, UncheckedTwiml):
        _refuse_invalid_twiml(given)
    return text


def _refuse_invalid_twiml(twiml: Response | str) -> None:
    """Raise InvalidValue if TwiML is invalid, or does not work without a URL of its own."""
    from twimlkit.linter import RULES, lint  # slow to import, and only inline TwiML needs it
    from twimlkit.parser import parse

    try:
        if isinstance(twiml, str):
            parse(twiml, root=Response)
    except InvalidTwiML as error:
        place = f" in line {error.line}, column {error.column}" if error.line else ""
        raise _InvalidValue(f"is invalid{place}: {error.message}", error.code) from None
    for finding in lint(twiml, context="inline"):
        if RULES[finding.rule].context == "inline":
            raise _InvalidValue(f"cannot be sent in a request: {finding.message}", finding.code)
