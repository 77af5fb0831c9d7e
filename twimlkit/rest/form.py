"""Checks what was given for a request, and writes it as Twilio reads it.

What a class of `parameters` declares is read once, when it is first needed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import (
    TYPE_CHECKING,
    Any,
    Final,
    Required,
    TypeVar,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)
from urllib.parse import urlencode

from twimlkit.errors import suggestion
from twimlkit.grammar import Attribute, find_mark, members_of, origin_of
from twimlkit.values import Most, Named, Separated, Taken, Unfit, Value, kind, plain
from twimlkit.voice import Response

from .errors import InvalidParameter
from .parameters import Code

if TYPE_CHECKING:
    from decimal import Decimal

__all__ = ["LONGEST_TWIML", "Form", "Parameter", "checked", "fill", "parameters"]

LONGEST_TWIML: Final = 4000

_Shape = TypeVar("_Shape", bound=Mapping[str, object])


class Form:
    """Holds the parameters of a request as they are sent. Its repr names them, and shows none of their values."""

    __slots__ = ("_pairs", "_texts")

    def __init__(self) -> None:
        self._texts: dict[str, list[str]] = {}
        self._pairs: list[tuple[str, str]] = []

    def add(self, name: str, wire: str, texts: list[str]) -> None:
        """Adds a parameter by its name in Python and at Twilio."""
        self._texts[name] = texts
        self._pairs += [(wire, text) for text in texts]

    def __contains__(self, name: str) -> bool:
        return name in self._texts

    def text(self, name: str) -> str:
        """The value of a parameter as it is sent, or nothing where it is not; the first of several."""
        return self._texts.get(name, [""])[0]

    def encode(self) -> str:
        """Writes the parameters for the body of a POST or the query of a GET."""
        return urlencode(self._pairs)

    def __repr__(self) -> str:
        return f"<Form {' '.join(self._texts)}>"


class Parameter:
    """Describes one parameter: its name in Python and at Twilio, and what its value may be.

    value: what takes the value, or one of several; several: whether there may be several; most: how many.
    code, count_code: the numbers under which Twilio would refuse a wrong value, or too many.
    """

    __slots__ = ("code", "count_code", "most", "name", "required", "several", "value", "wire")

    code: int | None
    count_code: int | None
    most: int | None
    name: str
    required: bool
    several: bool
    value: Value
    wire: str

    def __init__(self, name: str, annotation: Any) -> None:
        self.name = name
        self.required = get_origin(annotation) is Required
        members = list(members_of(annotation))
        marks = [mark for _, found in members for mark in found]
        named = find_mark(marks, Named)
        self.wire = named.name if named else _wire_name(name)
        lists = [(base, found) for base, found in members if origin_of(base) is Sequence]
        self.several = bool(lists) and not find_mark(marks, Separated)
        if self.several:
            sequence, outer = lists[0]
            annotation = get_args(sequence)[0]
            members = list(members_of(annotation))
            marks = [mark for _, found in members for mark in found]
            most, count_code = find_mark(outer, Most), find_mark(outer, Code)
            self.most = most.count if most else None
            self.count_code = count_code.number if count_code else None
        code = find_mark(marks, Code)
        self.code = code.number if code else None
        self.value = _value(name, annotation, {origin_of(base) or base for base, _ in members})

    def write(self, value: object) -> list[str]:
        """Writes a value, as one text or as several; raises Unfit."""
        if not self.several:
            return [self.write_one(value)]
        alone = isinstance(value, str) or not isinstance(value, Sequence)
        items: list[object] = [value] if alone else list(cast("Sequence[object]", value))
        if not items:
            raise _Refused("must hold at least one item; leave it out instead", self.count_code)
        if self.most and len(items) > self.most:
            raise _Refused(f"must hold at most {self.most} items, not {len(items)}", self.count_code)
        return [self.write_one(item) for item in items]

    def write_one(self, value: object) -> str:
        """Writes one value; raises Unfit."""
        text = _written(self.value.take(value)[0])
        if not text:
            raise Unfit("must not be empty; leave it out instead")
        return text


@cache
def parameters(shape: type) -> dict[str, Parameter]:
    """Reads what a class declares, by the names in Python."""
    hints = get_type_hints(shape, include_extras=True)
    return {name: Parameter(name, annotation) for name, annotation in hints.items()}


def fill(shape: type[_Shape], given: _Shape) -> Form:
    """Checks the parameters of a request and writes them; what is None is left out.

    It empties what was given, so that no traceback shows a password that is a parameter.

    Raises InvalidParameter; TypeError where a name is not known or a required one is missing.
    """
    taken = cast("dict[str, object]", given)  # a TypedDict may be emptied as any other dictionary
    form, error = _fill(parameters(shape), taken)
    taken.clear()
    if error:
        raise error
    return form


def _fill(known: Mapping[str, Parameter], given: Mapping[str, object]) -> tuple[Form, Exception | None]:
    form = Form()
    for name, value in given.items():
        if name not in known:
            return form, TypeError(f"there is no parameter {name!r}{suggestion(name, list(known))}")
        if value is not None:
            error = _add(form, known[name], value)
            if error:
                return form, error
    for name, parameter in known.items():
        if parameter.required and name not in form:
            return form, InvalidParameter(f"{name} must be given", parameter=name, code=parameter.code)
    return form, None


def _add(form: Form, parameter: Parameter, value: object) -> InvalidParameter | None:
    try:
        form.add(parameter.name, parameter.wire, parameter.write(value))
    except Unfit as unfit:
        code = unfit.code if isinstance(unfit, _Refused) else parameter.code
        return InvalidParameter(f"{parameter.name} {unfit}", parameter=parameter.name, code=code)
    return None


def checked(name: str, annotation: Any, value: object) -> str:
    """Checks one value by its annotation, and writes it; raises InvalidParameter."""
    form = Form()
    error = _add(form, _parameter(name, annotation), value)
    if error:
        raise error
    return form.text(name)


@cache
def _parameter(name: str, annotation: Any) -> Parameter:
    return Parameter(name, annotation)


class _Refused(Unfit):
    """Says what a value must be, and under which number Twilio would refuse it."""

    def __init__(self, problem: str, code: int | None) -> None:
        super().__init__(problem)
        self.code = code


class _Moment(Value):
    """Takes a datetime with a time zone, and where days are asked for a date, which is a day in UTC."""

    __slots__ = ("days",)

    def __init__(self, *, days: bool) -> None:
        self.days = days

    def take(self, value: object) -> Taken:
        if isinstance(value, datetime):
            if value.utcoffset() is None:
                raise Unfit("must have a time zone, as in datetime.now(UTC)")
            text = value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
        elif self.days and isinstance(value, date):
            text = value.isoformat()
        else:
            raise Unfit(f"must be a {'date or ' if self.days else ''}datetime, not {kind(value)}")
        return text, text


class _Object(Value):
    """Takes a mapping, or the text of a JSON object."""

    __slots__ = ()

    def take(self, value: object) -> Taken:
        import json  # slow to import, and only templates need it

        text = json.dumps(dict(cast("Mapping[str, Any]", value))) if isinstance(value, Mapping) else plain(value)
        try:
            is_object = isinstance(json.loads(text), dict)
        except ValueError:
            is_object = False
        if not is_object:
            raise Unfit("must be a mapping, or a JSON object as text")
        return text, text


class _Twiml(Value):
    """Takes a Response, or the text of one, that Twilio can run without a URL of its own."""

    __slots__ = ()

    def take(self, value: object) -> Taken:
        if not isinstance(value, (Response, str)):
            raise Unfit(f"must be a Response, or its XML as text, not {kind(value)}")
        text = str(value) if isinstance(value, Response) else plain(value)
        if len(text) > LONGEST_TWIML:
            raise _Refused(f"must have at most {LONGEST_TWIML} characters, not {len(text)}: use a url instead", 32018)
        _check_twiml(text)
        return text, text


def _check_twiml(text: str) -> None:
    """Raises Unfit where the text is not a Response, or where an action in it is relative."""
    from lxml import etree  # slow to import, and only TwiML within a request needs it

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise _Refused(f"must be XML: {error.msg}", 12100) from None
    if root.tag != "Response":
        raise _Refused(f"must be a Response, not <{root.tag}>", 12102)
    for element in root.iter("*"):
        action = element.get("action", "").strip().lower()
        if action and not action.startswith(("http://", "https://")):
            raise _Refused(f"has no URL, so the action of its <{element.tag}> must be absolute", 15004)


def _value(name: str, annotation: Any, bases: set[Any]) -> Value:
    """What takes a value with this annotation."""
    if Response in bases:
        return _Twiml()
    if datetime in bases:
        return _Moment(days=date in bases)
    if Mapping in bases:
        return _Object()
    return Attribute(name, get_args(annotation)[0] if get_origin(annotation) is Required else annotation).value


def _written(value: object) -> str:
    """Writes what a Value has taken."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ",".join(cast("tuple[str, ...]", value))
    return str(value) if isinstance(value, int) else f"{cast('Decimal', value):f}"


def _wire_name(name: str) -> str:
    """Turns a name in Python into the one at Twilio: `status_callback` into `StatusCallback`, `from_` into `From`."""
    return "".join([part.capitalize() for part in name.split("_")])
