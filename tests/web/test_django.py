"""Behaviour of the Django integration alone."""

import asyncio
import os
from types import ModuleType
from wsgiref.handlers import BaseHandler

import pytest
from django.http import HttpRequest
from django.shortcuts import redirect
from django.test import AsyncClient, Client, RequestFactory, override_settings
from django.urls import path, re_path
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from rest_framework.views import APIView

from tests.web.signing import CALL, encoded, headers
from tests.web.views import TOKEN
from tests.web.ways import django_own
from twimlkit import Response, Say
from twimlkit.web.django import TwiMLResponse, signed, twiml
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


# Classes, groups and the door that only verifies.


def ask(view, target="/voice", *, pattern=None, method="POST", **more):
    """Return the answers to a signed request and to one that is not."""
    found = ModuleType("urls")
    found.urlpatterns = [pattern or path("voice", view)]
    signed_for = headers(f"http://testserver{target}", CALL if method == "POST" else ())
    body = encoded(CALL) if method == "POST" else b""
    client = Client(enforce_csrf_checks=True)
    with override_settings(ROOT_URLCONF=found, **more):
        return [client.generic(method, target, body, FORM, headers=each) for each in (signed_for, {})]


def accepts(text, view, target="/voice", **more):
    right, wrong = ask(view, target, **more)
    assert text in right.content.decode()
    assert (right.status_code, wrong.status_code) == (200, 403)


@method_decorator(csrf_exempt, name="dispatch")
class Voice(View):
    greeting = "Hello"

    @twiml
    def post(self, call: CallRequest, request, number: int = 0) -> Response:
        return Response(Say(f"{self.greeting} {call.from_} {request.method} {number}"))


@method_decorator(csrf_exempt, name="dispatch")
class Decorated(View):
    greeting = "Hello"

    @method_decorator(twiml(auth_token=TOKEN))
    def post(self, request, call: CallRequest, number: int = 0) -> Response:
        return Response(Say(f"{self.greeting} {call.from_} {request.method} {number}"))


@method_decorator(signed, name="dispatch")
class Signed(View):
    def post(self, request):
        return TwiMLResponse(Response(Say(request.POST["From"])))


@method_decorator(twiml, name="post")
@method_decorator(csrf_exempt, name="dispatch")
class Named(View):
    def post(self, call: CallRequest) -> Response:
        return Response(Say(call.from_))


@method_decorator(signed, name="dispatch")
class SignedInLoop(View):
    async def post(self, request):
        return TwiMLResponse(Response(Say(request.POST["From"])))


class InLoop(View):
    @twiml
    async def get(self, call: CallRequest) -> Response:
        return Response()


def test_class_based_views():
    accepts("Hello +14155550100 POST 0", Voice.as_view())
    accepts("Hello +14155550100 POST 0", Decorated.as_view())
    accepts("+14155550100", Named.as_view())
    for view in (Voice, Decorated):
        pattern = path("rooms/<int:number>", view.as_view())
        accepts("Hello +14155550100 POST 7", None, "/rooms/7", pattern=pattern)
    assert InLoop.view_is_async


def test_a_class_based_view_may_be_signed_as_a_whole():
    accepts("+14155550100", Signed.as_view())
    accepts("+14155550100", SignedInLoop.as_view())


def test_a_pattern_of_method_decorator_is_no_way_in():
    def dummy(*args, **kwargs):
        return "in"

    with pytest.raises(TypeError, match="needs a parameter"):
        twiml(dummy)


def test_views_of_django_rest_framework():
    class Rest(APIView):
        @twiml
        def post(self, call: CallRequest, request) -> Response:
            return Response(Say(f"{call.from_} {request.data['To']}"))

    class SignedRest(APIView):
        @signed
        def post(self, request):
            return TwiMLResponse(Response(Say(request.data["From"])))

    class ReadBefore(APIView):
        def initial(self, request, *args, **kwargs):
            super().initial(request, *args, **kwargs)
            assert request.data

        @twiml
        def post(self, call: CallRequest) -> Response:
            return Response(Say(call.from_))

    rest = {"REST_FRAMEWORK": {"DEFAULT_AUTHENTICATION_CLASSES": [], "UNAUTHENTICATED_USER": None}}
    accepts("+14155550100 +14155550199", Rest.as_view(), **rest)
    accepts("+14155550100", SignedRest.as_view(), **rest)
    read_before = ask(ReadBefore.as_view(), **rest)[0]
    assert "+14155550100" in read_before.content.decode()


def test_groups_without_a_name():
    @twiml
    def rooms(call: CallRequest, request, floor: str, number: str) -> Response:
        return Response(Say(f"{call.from_} {floor} {number}"))

    class Rooms(View):
        @twiml
        def post(self, call: CallRequest, floor: str, number: str) -> Response:
            return Response(Say(f"{call.from_} {floor} {number}"))

    for view in (rooms, csrf_exempt(Rooms.as_view())):
        accepts("+14155550100 3 7", None, "/rooms/3/7", pattern=re_path(r"^rooms/(\d)/(\d)$", view))


def test_the_path_that_was_requested_is_verified_even_if_a_middleware_has_changed_it():
    pattern = path("voice/", twiml(annotated))
    accepts("+14155550100", None, "/voice", pattern=pattern, MIDDLEWARE=[f"{__name__}.append_slash"])


def test_the_settings_have_the_token_and_the_public_url(monkeypatch):
    monkeypatch.delenv("TWILIO_AUTH_TOKEN")
    monkeypatch.setenv("TWILIO_BASE_URL", "https://nobody.example")
    with override_settings(TWILIO_AUTH_TOKEN=TOKEN, TWILIO_BASE_URL="https://example.com"):
        client = Client(enforce_csrf_checks=True)
        for path_ in ("/report", "/signed"):
            for url, status in ((f"https://example.com{path_}", 300), (f"http://testserver{path_}", 500)):
                answer = client.generic("POST", path_, encoded(CALL), FORM, headers=headers(url, CALL))
                assert (answer.status_code < 300) is (status == 300)


def test_a_view_may_answer_for_itself():
    @twiml
    def voice(call: CallRequest):
        answer = TwiMLResponse(Response(Say("Later")), 503, {"Retry-After": "9"})
        answer.set_cookie("seen", "1")
        return answer

    answer = ask(voice)[0]
    assert (answer.status_code, answer["Retry-After"], answer.cookies["seen"].value) == (503, "9", "1")
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    assert (TwiMLResponse().status_code, TwiMLResponse("<Response/>").content) == (204, b"<Response/>")
    assert ask(twiml(moves))[0]["Location"] == "/next"


def moves(call: CallRequest):
    return redirect("/next")


def test_a_body_that_was_read_before_is_verified_or_refused():
    reads = [f"{__name__}.reads_the_body"]
    accepts("+14155550100", signed(annotated_signed), MIDDLEWARE=reads)
    with override_settings(MIDDLEWARE=reads, ROOT_URLCONF=urls(signed(annotated_signed))):
        plain = headers("http://testserver/voice")
        assert Client().generic("POST", "/voice", b"{}", "application/json", headers=plain).status_code == 403
        assert Client().post("/voice", {"From": "+1"}, headers=plain).status_code == 403


def append_slash(get_response):
    def middleware(request):
        request.path += "/"
        request.path_info += "/"
        return get_response(request)

    return middleware


def reads_the_body(get_response):
    def middleware(request):
        _ = request.POST if request.content_type == FORM else request.read()
        return get_response(request)

    return middleware


async def signed_in_loop(request):
    return TwiMLResponse(Response(Say(f"{request.POST['From']} {asyncio.get_running_loop().is_running()}")))


def test_a_signed_view_may_be_a_coroutine():
    async def post(given):
        return await AsyncClient().generic("POST", "/voice", encoded(CALL), FORM, headers=given)

    with override_settings(ROOT_URLCONF=urls(signed(signed_in_loop))):
        assert b"+14155550100 True" in asyncio.run(post(headers("http://testserver/voice", CALL))).content
        assert asyncio.run(post({})).status_code == 403


def test_a_view_that_is_called_without_a_request_does_not_run():
    for endpoint in (twiml(fails), signed(auth_token=TOKEN)(fails)):
        with pytest.raises(TypeError, match="The view was called without a request of Django"):
            endpoint()


def annotated_signed(request):
    return TwiMLResponse(Response(Say(request.POST["From"])))
