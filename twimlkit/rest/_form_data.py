"""Validate the parameters of a request and encode them as form data.

A declaration is one of the TypedDicts in `parameters`. It is read when it is first needed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import (
    Any,
    Required,
    TypeVar,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)
from urllib.parse import urlencode

from twimlkit._core.codes import twilio_code
from twimlkit._core.grammar import Attribute, find_mark, members_of, origin_of
from twimlkit._core.marks import Most, Named, Separated
from twimlkit._core.names import pascal_case, suggestion
from twimlkit._core.problems import MAX_INLINE_TWIML
from twimlkit._core.values import Accepted, InvalidValue, Value, plain, type_name
from twimlkit.voice import Response

from ._parameters import Code
from .errors import InvalidParameter

_Declaration = TypeVar("_Declaration", bound=Mapping[str, object])


class FormData:
    """The parameters of a request in the form that is sent. The repr shows their names without their values."""

    __slots__ = ("_pairs", "_texts")

    def __init__(self) -> None:
        self._texts: dict[str, list[str]] = {}
        self._pairs: list[tuple[str, str]] = []

    def add(self, name: str, api_name: str, texts: list[str]) -> None:
        """Add a parameter.

        Args:
            name: Name in Python.
            api_name: Name at Twilio.
            texts: The encoded value, or several.
        """
        self._texts[name] = texts
        self._pairs += [(api_name, text) for text in texts]

    def __contains__(self, name: str) -> bool:
        return name in self._texts

    def text(self, name: str) -> str:
        """Return the encoded value of a parameter, the first of several, or an empty text if it is not given."""
        return self._texts.get(name, [""])[0]

    def encode(self) -> str:
        """Return the parameters as the body of a POST or the query of a GET."""
        return urlencode(self._pairs)

    def __repr__(self) -> str:
        return f"<FormData {' '.join(self._texts)}>"


class Parameter:
    """A parameter of a request.

    Args:
        name: Name in Python.
        annotation: Type and marks.

    Attributes:
        api_name: Name at Twilio.
        required: Whether the parameter must be given.
        value: Type of the value, or of one item.
        several: Whether several items are allowed.
        max_items: Maximum number of items.
        code: Twilio's error code for an invalid value.
        max_items_code: Twilio's error code for too many items.
    """

    __slots__ = ("api_name", "code", "max_items", "max_items_code", "name", "required", "several", "value")

    api_name: str
    code: int | None
    max_items: int | None
    max_items_code: int | None
    name: str
    required: bool
    several: bool
    value: Value

    def __init__(self, name: str, annotation: Any) -> None:
        self.name = name
        self.required = get_origin(annotation) is Required
        members = list(members_of(annotation))
        marks = [mark for _, found in members for mark in found]
        named = find_mark(marks, Named)
        self.api_name = named.name if named else pascal_case(name)
        lists = [(base, found) for base, found in members if origin_of(base) is Sequence]
        self.several = bool(lists) and not find_mark(marks, Separated)
        if self.several:
            sequence, outer = lists[0]
            annotation = get_args(sequence)[0]
            members = list(members_of(annotation))
            marks = [mark for _, found in members for mark in found]
            most, max_items_code = find_mark(outer, Most), find_mark(outer, Code)
            self.max_items = most.count if most else None
            self.max_items_code = max_items_code.number if max_items_code else None
        code = find_mark(marks, Code)
        self.code = code.number if code else None
        self.value = _value(name, annotation, {origin_of(base) or base for base, _ in members})

    def encode(self, value: object) -> list[str]:
        """Validate a value and encode it, as one text or several.

        Args:
            value: The value.

        Returns:
            The encoded texts.

        Raises:
            InvalidValue: The value is invalid.
        """
        if not self.several:
            return [self._encode_one(value)]
        alone = isinstance(value, str) or not isinstance(value, Sequence)
        items: list[object] = [value] if alone else list(cast("Sequence[object]", value))
        if not items:
            raise _InvalidValue("must have at least one item; omit it instead", self.max_items_code)
        if self.max_items and len(items) > self.max_items:
            raise _InvalidValue(f"must have at most {self.max_items} items, not {len(items)}", self.max_items_code)
        return [self._encode_one(item) for item in items]

    def _encode_one(self, value: object) -> str:
        text = _encoded(self.value.from_python(value)[0])
        if not text:
            raise InvalidValue("must not be empty; omit it instead")
        return text


@cache
def parameters_of(declaration: type) -> dict[str, Parameter]:
    """Return the parameters of a declaration by their names in Python."""
    hints = get_type_hints(declaration, include_extras=True)
    return {name: Parameter(name, annotation) for name, annotation in hints.items()}


def build_form(declaration: type[_Declaration], given: _Declaration) -> FormData:
    """Validate the parameters of a request and encode them. A parameter that is None is omitted.

    Args:
        declaration: The declaration of the parameters.
        given: The parameters by name. The dictionary is emptied, so that no traceback shows a password in it.

    Returns:
        The form data.

    Raises:
        InvalidParameter: A parameter is invalid, or a required one is missing.
        TypeError: A parameter is unknown.
    """
    known, values = parameters_of(declaration), cast("dict[str, object]", given)
    form, error = _encode_all(known, values)
    values.clear()
    if error:
        raise error
    return form


def _encode_all(known: Mapping[str, Parameter], given: Mapping[str, object]) -> tuple[FormData, Exception | None]:
    form = FormData()
    for name, value in given.items():
        if name not in known:
            return form, TypeError(f"unknown parameter {name!r}{suggestion(name, list(known))}")
        if value is not None:
            error = _add(form, known[name], value)
            if error:
                return form, error
    for name, parameter in known.items():
        if parameter.required and name not in form:
            return form, InvalidParameter(f"{name} is required", parameter=name, code=parameter.code)
    return form, None


def _add(form: FormData, parameter: Parameter, value: object) -> InvalidParameter | None:
    try:
        form.add(parameter.name, parameter.api_name, parameter.encode(value))
    except InvalidValue as problem:
        code = problem.code if isinstance(problem, _InvalidValue) else parameter.code
        return InvalidParameter(f"{parameter.name} {problem}", parameter=parameter.name, code=code)
    return None


def validate(name: str, annotation: Any, value: object) -> str:
    """Validate one value by its annotation.

    Args:
        name: Name of the parameter in Python.
        annotation: Type and marks.
        value: The value.

    Returns:
        The encoded value.

    Raises:
        InvalidParameter: The value is invalid.
    """
    form = FormData()
    error = _add(form, _parameter(name, annotation), value)
    if error:
        raise error
    return form.text(name)


@cache
def _parameter(name: str, annotation: Any) -> Parameter:
    return Parameter(name, annotation)


class _InvalidValue(InvalidValue):
    """An invalid value with an error code of its own."""

    def __init__(self, problem: str, code: int | None) -> None:
        super().__init__(problem)
        self.code = code


class _DateTimeValue(Value):
    """A datetime with a time zone; with `dates` also a date, which is a day in UTC."""

    __slots__ = ("dates",)

    def __init__(self, *, dates: bool) -> None:
        self.dates = dates

    def from_python(self, value: object) -> Accepted:
        if isinstance(value, datetime):
            if value.utcoffset() is None:
                raise InvalidValue("must have a time zone, as in datetime.now(UTC)")
            text = value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
        elif self.dates and isinstance(value, date):
            text = value.isoformat()
        else:
            raise InvalidValue(f"must be a {'date or ' if self.dates else ''}datetime, not {type_name(value)}")
        return text, text


class _JsonObjectValue(Value):
    """A mapping, or a JSON object as text."""

    __slots__ = ()

    def from_python(self, value: object) -> Accepted:
        import json  # slow to import, and only templates need it

        text = json.dumps(dict(cast("Mapping[str, Any]", value))) if isinstance(value, Mapping) else plain(value)
        try:
            is_object = isinstance(json.loads(text), dict)
        except ValueError:
            is_object = False
        if not is_object:
            raise InvalidValue("must be a mapping or a JSON object as text")
        return text, text


class _TwimlValue(Value):
    """A Response, or its XML as text, that Twilio can run without a URL of its own."""

    __slots__ = ()

    def from_python(self, value: object) -> Accepted:
        if not isinstance(value, (Response, str)):
            raise InvalidValue(f"must be a Response or its XML as text, not {type_name(value)}")
        text = str(value) if isinstance(value, Response) else plain(value)
        if len(text) > MAX_INLINE_TWIML:
            problem = f"must have at most {MAX_INLINE_TWIML} characters, not {len(text)}: use url instead"
            raise _InvalidValue(problem, twilio_code("Response", None, "inline-size"))
        _check_twiml(text)
        return text, text


def _check_twiml(text: str) -> None:
    """Raise InvalidValue if the text is not a Response or has a relative action."""
    from lxml import etree  # slow to import, and only inline TwiML needs it

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise _InvalidValue(f"must be XML: {error.msg}", 12100) from None
    if root.tag != "Response":
        raise _InvalidValue(f"must be a Response, not <{root.tag}>", 12102)
    for element in root.iter("*"):
        action = element.get("action", "").strip().lower()
        if action and not action.startswith(("http://", "https://")):
            raise _InvalidValue(
                f"has no URL, so the action of its <{element.tag}> must be absolute",
                twilio_code("Response", "action", "inline-action"),
            )


def _value(name: str, annotation: Any, bases: set[Any]) -> Value:
    if Response in bases:
        return _TwimlValue()
    if datetime in bases:
        return _DateTimeValue(dates=date in bases)
    if Mapping in bases:
        return _JsonObjectValue()
    return Attribute(name, get_args(annotation)[0] if get_origin(annotation) is Required else annotation).value


def _encoded(value: object) -> str:
    """Encode the value that `Value.take` returned."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ",".join(cast("tuple[str, ...]", value))
    return str(value)
