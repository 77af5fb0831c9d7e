"""The same telephone tests over Flask, Django and FastAPI, in the process and over real servers."""

import asyncio
import contextlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Barrier

import httpx2
import pytest
from django.test import override_settings
from fastapi import FastAPI
from flask import Flask
from werkzeug.serving import make_server

from tests.cases import for_each
from tests.phone.applications import in_django, in_fastapi, in_flask
from tests.web.django_app import urls_of
from tests.web.ways import by_uvicorn, running
from twimlkit.phone import AsyncPhone, CallError, Phone

URLS = {"voice_url": "/voice", "sms_url": "/sms"}
APPLICATIONS = {
    "Flask": in_flask.app,
    "Django by WSGI": in_django.wsgi,
    "Django by ASGI": in_django.asgi,
    "FastAPI": in_fastapi.app,
}


@pytest.fixture(autouse=True)
def urls_of_django():
    with override_settings(
        ROOT_URLCONF="tests.phone.applications.in_django", ALLOWED_HOSTS=["testserver", "127.0.0.1"]
    ):
        yield


def take_calls(app):
    """Take the steps that every framework must pass."""
    with Phone(app, **URLS) as phone:
        call = phone.dial().hears("Press 1").press("1").hears("This is sales.").ends("completed")
        assert call.path == ["/voice", "/key?caf%C3%A9=a%2Fb"]
        assert phone.text("hi & bye") == ["You wrote: hi & bye"]
        phone.dial().wait().hears("Goodbye.").ends("completed")


async def take_calls_in_a_loop(app):
    """Take the same steps in an event loop."""
    async with AsyncPhone(app, **URLS) as phone:
        call = await phone.dial()
        await call.hears("Press 1")
        await call.press("1")
        await call.hears("This is sales.")
        await call.ends("completed")
        assert call.path == ["/voice", "/key?caf%C3%A9=a%2Fb"]
        assert await phone.text("hi & bye") == ["You wrote: hi & bye"]
        call = await phone.dial()
        await phone.clock.advance(seconds=20)
        await call.hears("Goodbye.")
        with pytest.raises(CallError, match="the call had ended"):
            await call.press("1")


@for_each(name=APPLICATIONS)
def test_calls_in_the_process(name):
    take_calls(APPLICATIONS[name])


@for_each(name=APPLICATIONS)
def test_calls_in_an_event_loop(name):
    asyncio.run(take_calls_in_a_loop(APPLICATIONS[name]))


@contextlib.contextmanager
def by_werkzeug():
    server = make_server("127.0.0.1", 0, in_flask.app, threaded=True)
    with server, running(lambda: server.serve_forever(0.02), server.shutdown):
        yield f"http://127.0.0.1:{server.port}"


def test_calls_over_a_real_server():
    with by_werkzeug() as url:
        take_calls(url)
        asyncio.run(take_calls_in_a_loop(url))
    with by_uvicorn("FastAPI", in_fastapi.app) as way:
        take_calls(way.url)
        asyncio.run(take_calls_in_a_loop(way.url))


def test_a_server_that_is_not_there_fails():
    with pytest.raises(CallError, match=r"no connection: .*, Twilio 11205") as caught:
        Phone("http://127.0.0.1:9", voice_url="/voice").dial()
    assert "no answer" in str(caught.value)


@for_each(name=APPLICATIONS)
def test_an_exception_is_raised_as_it_is(name):
    with Phone(APPLICATIONS[name], **URLS) as phone, pytest.raises(ZeroDivisionError) as caught:
        phone.dial().press("2")
    assert "▶ 2\n" in caught.value.__notes__[0]


def test_an_exception_is_raised_as_it_is_in_an_event_loop():
    async def press():
        async with AsyncPhone(in_fastapi.app, **URLS) as phone:
            await (await phone.dial()).press("2")

    with pytest.raises(ZeroDivisionError):
        asyncio.run(press())


def fail_together(barrier, name):
    """Fail while another request is made, whose failure is told at the same time."""
    barrier.wait(20)
    raise LookupError(name)


class Failing:
    """Applications of every kind whose frameworks tell of their exceptions by signals."""

    def __init__(self, barrier):
        self.barrier = barrier
        self.flask = Flask("failing")
        self.flask.add_url_rule("/voice/<name>", "voice", partial(fail_together, barrier), methods=["POST"])
        self.django = in_django.wsgi
        self.django_by_asgi = in_django.asgi

    async def flask_in_a_thread(self, scope, receive, send):
        answer = await asyncio.to_thread(self.flask.test_client().post, scope["path"])
        await send({"type": "http.response.start", "status": answer.status_code, "headers": []})
        await send({"type": "http.response.body"})

    def urls(self):
        def view(request, name):
            fail_together(self.barrier, name)

        return urls_of(view, "voice/<name>")


def dial(app, name):
    """Return what a call raises."""
    try:
        Phone(app, voice_url=f"/voice/{name}").dial()
    except LookupError as error:
        return str(error)


def dial_in_a_loop(app, name):
    async def whole():
        await AsyncPhone(app, voice_url=f"/voice/{name}").dial()

    try:
        asyncio.run(whole())
    except LookupError as error:
        return str(error)


@for_each(kind=["flask", "flask_in_a_thread", "django", "django_by_asgi"], dial=[dial, dial_in_a_loop])
def test_telephones_in_two_threads_take_their_own_exceptions(kind, dial):
    failing = Failing(Barrier(2))
    app = getattr(failing, kind)
    with override_settings(ROOT_URLCONF=failing.urls()), ThreadPoolExecutor(2) as threads:
        assert [*threads.map(partial(dial, app), ["ann", "ben"])] == ["ann", "ben"]


def test_telephones_in_one_event_loop_take_their_own_exceptions():
    async def both():
        barrier = asyncio.Barrier(2)

        async def view(request, name):
            await barrier.wait()
            raise LookupError(name)

        phones = [AsyncPhone(in_django.asgi, voice_url=f"/voice/{name}") for name in ("ann", "ben")]
        with override_settings(ROOT_URLCONF=urls_of(view, "voice/<name>")):
            return await asyncio.gather(*(phone.dial() for phone in phones), return_exceptions=True)

    assert [*map(str, asyncio.run(both()))] == ["ann", "ben"]


@for_each(error=[httpx2.InvalidURL("no URL"), httpx2.ConnectTimeout("a client's"), TimeoutError("some time-out")])
def test_what_an_application_s_own_client_raises_is_an_exception_of_the_application(error):
    async def app(scope, receive, send):
        raise error

    async def dial():
        await AsyncPhone(app, voice_url="/voice").dial()

    with pytest.raises(type(error), match=str(error)):
        Phone(app, voice_url="/voice").dial()
    with pytest.raises(type(error), match=str(error)):
        asyncio.run(dial())


def test_a_lifespan_runs_around_the_calls():
    in_fastapi.events.clear()
    with Phone(in_fastapi.app, **URLS) as phone:
        phone.dial()
    assert in_fastapi.events == ["startup", "voice", "shutdown"]


def test_no_lifespan_stays_open_if_another_cannot_start():
    @contextlib.asynccontextmanager
    async def fails(app):
        raise LookupError("no database")
        yield

    def add_host(phone):
        phone.add_host("https://example.com", FastAPI(lifespan=fails))
        return phone

    async def enter():
        async with add_host(AsyncPhone(in_fastapi.app, **URLS)):
            pytest.fail("it has started")

    in_fastapi.events.clear()
    with pytest.raises(RuntimeError, match="no database"), add_host(Phone(in_fastapi.app, **URLS)):
        pytest.fail("it has started")
    with pytest.raises(RuntimeError, match="no database"):
        asyncio.run(enter())
    assert in_fastapi.events == ["startup", "shutdown"] * 2


def test_both_ends_of_an_asynchronous_telephone_may_be_in_different_tasks():
    async def whole():
        phone = AsyncPhone(in_fastapi.app, **URLS)
        await asyncio.create_task(phone.__aenter__())
        call = await asyncio.create_task(phone.dial())
        await asyncio.create_task(call.hears("Press 1"))
        await asyncio.create_task(phone.__aexit__())

    in_fastapi.events.clear()
    asyncio.run(whole())
    assert in_fastapi.events == ["startup", "voice", "shutdown"]


def test_an_event_loop_needs_the_asynchronous_telephone():
    async def dial():
        Phone(in_fastapi.app, **URLS).dial()

    with pytest.raises(RuntimeError, match="use AsyncPhone, and await its steps"):
        asyncio.run(dial())


def test_a_telephone_knows_where_the_application_is(monkeypatch):
    with Phone(in_flask.app, voice_url="/voice", base_url="https://shop.example.com/") as phone:
        assert phone.dial().request("/voice").url == "https://shop.example.com/voice"
    monkeypatch.setenv("TWILIO_BASE_URL", "https://phone.example.com")
    with Phone(in_flask.app, voice_url="/voice") as phone:
        assert phone.dial().request("/voice").url == "https://phone.example.com/voice"


DJANGO_SETTINGS = """
SECRET_KEY = "a secret"
ROOT_URLCONF = "test_calls"
TWILIO_AUTH_TOKEN = "12345"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes"]
"""
DJANGO_TEST = """
from django.contrib.auth.models import User
from django.core.asgi import get_asgi_application
from django.core.wsgi import get_wsgi_application
from django.test import TestCase
from django.urls import path
from twimlkit import Response, Say
from twimlkit.phone import Phone
from twimlkit.web.django import twiml
from twimlkit.webhook import CallRequest

@twiml
def voice(call: CallRequest) -> Response:
    User.objects.create(username=call.from_)
    return Response(Say(f"{User.objects.count()} have called."))

urlpatterns = [path("voice", voice)]

class Calls(TestCase):
    def setUp(self):
        User.objects.create(username="Ann")

    def test_wsgi(self):
        with Phone(get_wsgi_application(), voice_url="/voice", auth_token="12345") as phone:
            phone.dial().hears("2 have called.")
        self.assertEqual(User.objects.count(), 2)

    def test_asgi(self):
        with Phone(get_asgi_application(), voice_url="/voice", auth_token="12345") as phone:
            phone.dial().hears("2 have called.")
        self.assertEqual(User.objects.count(), 2)
"""


@pytest.mark.slow
def test_a_django_test_sees_what_the_calls_store(tmp_path):
    (tmp_path / "conf.py").write_text(DJANGO_SETTINGS)
    (tmp_path / "test_calls.py").write_text(DJANGO_TEST)
    root = Path(__file__).parent.parent.parent
    done = subprocess.run(
        [sys.executable, "-m", "django", "test", "--settings=conf"],
        cwd=tmp_path,
        env={**os.environ, "TWILIO_AUTH_TOKEN": "", "PYTHONPATH": f"{root}{os.pathsep}{tmp_path}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Ran 2 tests" in done.stderr
