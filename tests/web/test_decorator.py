"""What may be decorated, and with what: the same in every framework."""

import re

import pytest

from twimlkit.web import django, fastapi, flask
from twimlkit.webhook import CallRequest, MessageRequest

every_framework = pytest.mark.parametrize(
    "twiml", [flask.twiml, django.twiml, fastapi.twiml], ids=["flask", "django", "fastapi"]
)


def no_parameter() -> None: ...
def not_annotated(call) -> None: ...
def annotated_otherwise(call: str) -> None: ...
def several(*calls: CallRequest) -> None: ...
def by_position(call: CallRequest, /) -> None: ...
def right(call: "CallRequest | MessageRequest", more: int = 1) -> None: ...


@every_framework
def test_a_view_must_take_twilio_s_request(twiml):
    for view in [no_parameter, not_annotated, annotated_otherwise, several, by_position]:
        wanted = f"{view.__name__}() needs a parameter annotated with CallRequest, MessageRequest or a Callback"
        with pytest.raises(TypeError, match=re.escape(wanted)):
            twiml(view)


def positional(number: int, /, call: CallRequest) -> None: ...
def twice(first: CallRequest, second: MessageRequest) -> None: ...


@every_framework
def test_a_view_that_could_never_be_called_is_refused(twiml):
    with pytest.raises(TypeError, match=r"twice\(\) has 2 parameters for Twilio's request: first, second"):
        twiml(twice)
    with pytest.raises(TypeError, match=r"positional\(\) takes 'number' by position only"):
        twiml(positional)


class Views:
    @classmethod
    def voice(cls, call: CallRequest) -> None: ...


@pytest.mark.parametrize("name", ["twiml", "signed"])
@pytest.mark.parametrize("module", [flask, django, fastapi], ids=["flask", "django", "fastapi"])
def test_what_is_no_function_is_refused(module, name):
    decorate = getattr(module, name)
    with pytest.raises(TypeError, match="Views is a class: decorate the methods that answer requests"):
        decorate(Views)
    for wrong in (vars(Views)["voice"], staticmethod(right), 5):
        with pytest.raises(TypeError, match="is no function: put @classmethod and @staticmethod above the decorator"):
            decorate(wrong)


@every_framework
def test_an_annotation_must_be_there_when_the_view_runs(twiml):
    def voice(call: "Unknown") -> None: ...  # noqa: F821  # that is the point

    with pytest.raises(
        TypeError,
        match=r"voice\(\) has an annotation .* 'Unknown' is not defined; import the name outside TYPE_CHECKING",
    ):
        twiml(voice)


@every_framework
def test_the_decorator_is_right_with_and_without_arguments(twiml):
    for decorated in (twiml(right), twiml()(right), twiml(auth_token="1" * 32)(right)):
        assert decorated.__wrapped__ is right
        assert decorated.__name__ == "right"


@every_framework
def test_wrong_arguments_are_refused_at_once(twiml):
    for wrong, said in [
        ({"auth_token": ""}, "auth_token"),
        ({"auth_token": []}, "auth_token"),
        ({"auth_token": ["1" * 32, ""]}, "auth_token"),
        ({"base_url": "example.com"}, "base_url must be like 'https://example.com'"),
        ({"base_url": ""}, "base_url"),
        ({"trusted_proxies": ["everybody"]}, "trusted_proxies must be IP addresses"),
    ]:
        with pytest.raises(ValueError, match=said):
            twiml(**wrong)


@every_framework
def test_a_misspelt_argument_is_refused(twiml):
    with pytest.raises(TypeError, match="auth_tokens"):
        twiml(auth_tokens="1" * 32)


@every_framework
def test_no_token_shows_in_what_is_kept(twiml):
    token = "6" * 32
    decorated = twiml(auth_token=token)(right)
    kept = [cell.cell_contents for cell in decorated.__closure__]
    assert token not in repr([decorated, vars(decorated), kept])
