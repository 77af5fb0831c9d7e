"""Behaviour of the Django integration alone."""

import asyncio
import os
from types import ModuleType
from wsgiref.handlers import BaseHandler

import pytest
from django.http import HttpRequest
from django.test import AsyncClient, Client, RequestFactory, override_settings
from django.urls import path

from tests.web.signing import CALL, encoded, headers
from tests.web.views import TOKEN
from tests.web.ways import django_own
from twimlkit import Response, Say
from twimlkit.web.django import twiml
from twimlkit.webhook import CallRequest

FORM = "application/x-www-form-urlencoded"


def request(target="/voice", fields=CALL):
    signed = headers(f"http://testserver{target}", fields)
    return RequestFactory().generic("POST", target, encoded(fields), FORM, headers=signed)


def urls(view):
    """The configuration of a site that has one view."""
    found = ModuleType("urls")
    found.urlpatterns = [path("voice", view)]
    return found


# Tokens against forged requests (CSRF).


def test_the_check_of_csrf_tokens_is_lifted_for_these_views_alone():
    client = Client(enforce_csrf_checks=True)
    assert client.post("/form", {"a": "b"}).status_code == 403
    answer = client.generic("POST", "/report", encoded(CALL), FORM, headers=headers("http://testserver/report", CALL))
    assert answer.status_code == 204


def test_without_a_signature_the_lifted_check_lets_nobody_in():
    answer = Client(enforce_csrf_checks=True).post("/report", dict(CALL))
    assert (answer.status_code, answer.content) == (403, b"X-Twilio-Signature is missing.")


# What a view gets.


def named(call: CallRequest, request, number: int) -> Response:
    return Response(Say(f"{request.method} {request.GET['lang']} {call.to} {number + 1}"))


def annotated(page: HttpRequest, call: CallRequest) -> Response:
    return Response(Say(f"{page.method} {page.POST['From']}"))


async def in_loop(call: CallRequest, request: HttpRequest) -> Response:
    return Response(Say(f"{request.method} {asyncio.get_running_loop().is_running()}"))


def called_request(request: CallRequest) -> Response:
    return Response(Say(request.from_))


def test_a_view_gets_django_s_request_and_what_the_path_names():
    answer = twiml(named)(request("/voice?lang=en"), number=7)
    assert b"<Say>POST en +14155550199 8</Say>" in answer.content


def test_django_s_request_may_have_any_name():
    assert b"<Say>POST +14155550100</Say>" in twiml(annotated)(request()).content


def test_twilio_s_request_may_have_the_name_of_django_s():
    assert b"<Say>+14155550100</Say>" in twiml(called_request)(request()).content


def test_a_coroutine_runs_in_the_loop_of_the_server():
    async def post():
        signed = headers("http://testserver/voice", CALL)
        return await AsyncClient().generic("POST", "/voice", encoded(CALL), FORM, headers=signed)

    with override_settings(ROOT_URLCONF=urls(twiml(in_loop))):
        assert b"<Say>POST True</Say>" in asyncio.run(post()).content


def test_the_view_keeps_its_name():
    found = twiml(named)
    assert (found.__name__, found.__wrapped__) == ("named", named)


# What goes wrong.


def test_what_the_view_returns_is_checked():
    def voice(call: CallRequest):
        return "<Response/>"

    with pytest.raises(TypeError, match=r"voice\(\) must return a Response or None for a CallRequest, not str"):
        twiml(voice)(request())


def test_django_refuses_hosts_that_it_does_not_allow():
    with override_settings(ALLOWED_HOSTS=["example.com"]):
        answer = Client().generic(
            "POST", "/report", encoded(CALL), FORM, headers=headers("http://testserver/report", CALL)
        )
    assert answer.status_code == 400


def test_what_django_s_settings_say_of_a_proxy_counts():
    given = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "example.com"}
    signed = headers("https://example.com/report", CALL)
    with override_settings(USE_X_FORWARDED_HOST=True, SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https")):
        answer = Client().generic("POST", "/report", encoded(CALL), FORM, headers=given | signed)
    assert answer.status_code == 204


def test_an_application_below_a_path_is_verified_with_it():
    signed = headers("http://testserver/phone/report", CALL)
    client = Client(SCRIPT_NAME="/phone")
    answer = client.generic("POST", "/report", encoded(CALL), FORM, headers=signed)
    assert answer.status_code == 204


def fails(call: CallRequest) -> None:
    raise LookupError("nobody is there")


@pytest.mark.parametrize("configuration", [{}, {"auth_token": TOKEN}, {"auth_token": ("1" * 32, TOKEN)}])
def test_no_token_shows_on_the_page_that_django_makes_of_an_error(configuration, monkeypatch):
    """The page lists the variables of every frame, the settings and, of Django's own server, the environment."""

    monkeypatch.setattr(BaseHandler, "os_environ", dict(os.environ))  # as for a server that begins now
    with override_settings(DEBUG=True, ROOT_URLCONF=urls(twiml(**configuration)(fails))), django_own() as way:
        signed = headers("http://example.com/voice", CALL)
        answer = way.send("POST", "/voice", {"Content-Type": FORM} | signed, encoded(CALL))
    assert answer.status == 500
    assert "nobody is there" in answer.text
    assert "TWILIO_AUTH_TOKEN" in answer.text
    assert TOKEN not in answer.text
