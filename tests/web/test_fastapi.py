"""Behaviour of the FastAPI and Starlette integration alone."""

import importlib
import sys
import threading
from typing import Annotated

import pytest
from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI
from fastapi import Request as FastAPIRequest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from tests.web.signing import CALL, encoded, headers
from tests.web.views import TOKEN
from twimlkit import Response, Say
from twimlkit.web.fastapi import TwiMLResponse, twiml
from twimlkit.webhook import CallRequest

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def post(app, target="/voice", *, url=None, fields=CALL, **more):
    signed = headers(url or f"http://testserver{target}", fields)
    return TestClient(app, **more).post(target, content=encoded(fields), headers=FORM | signed)


def voice(call: CallRequest) -> Response:
    """Answers a call."""
    return Response(Say(call.from_))


# What an endpoint gets.


def test_fastapi_fills_in_all_other_parameters():
    app, afterwards = FastAPI(), []

    def caller_s_name():
        return "Ada"

    @app.post("/rooms/{number}", response_class=TwiMLResponse)
    @twiml
    def room(  # noqa: PLR0917  # it shows how many things FastAPI gives
        number: int,
        call: CallRequest,
        web_request: FastAPIRequest,
        name: Annotated[str, Depends(caller_s_name)],
        tasks: BackgroundTasks,
        lang: str = "en",
    ) -> Response:
        tasks.add_task(afterwards.append, call.call_sid)
        return Response(Say(f"{number + 1} {call.from_} {web_request.method} {name} {lang}"))

    assert "<Say>8 +14155550100 POST Ada de</Say>" in post(app, "/rooms/7?lang=de").text
    assert afterwards == [dict(CALL)["CallSid"]]


def test_nothing_else_is_looked_at_before_the_signature():
    app, ran = FastAPI(), []

    @app.post("/rooms/{number}")
    @twiml
    def room(number: int, call: CallRequest, connection: Annotated[None, Depends(lambda: ran.append(1))]) -> None:
        ran.append(2)

    for target in ("/rooms/7", "/rooms/seven"):
        assert post(app, target, url="http://testserver/").status_code == 403
        assert TestClient(app).post(target).json() == {"detail": "X-Twilio-Signature is missing."}
    assert ran == []
    assert post(app, "/rooms/seven").status_code == 422
    assert post(app, "/rooms/7").status_code == 204


def test_starlette_gives_its_own_request():
    async def in_loop(call: CallRequest, request) -> Response:
        return Response(Say(f"{call.from_} {request.path_params['number']}"))

    def in_thread(request: Request, call: CallRequest) -> Response:
        return Response(Say(f"{call.from_} {request.path_params['number']}"))

    for endpoint in (in_loop, in_thread):
        app = Starlette(routes=[Route("/rooms/{number}", twiml(endpoint), methods=["POST"])])
        assert "<Say>+14155550100 7</Say>" in post(app, "/rooms/7").text


def test_an_endpoint_that_is_no_coroutine_does_not_hold_up_the_loop():
    app, threads = FastAPI(), {}

    @app.middleware("http")
    async def middleware(request, call_next):
        threads["loop"] = threading.get_ident()
        return await call_next(request)

    @app.post("/thread")
    @twiml
    def in_thread(call: CallRequest) -> None:
        threads["thread"] = threading.get_ident()

    @app.post("/loop")
    @twiml
    async def in_loop(call: CallRequest) -> None:
        threads["coroutine"] = threading.get_ident()

    with TestClient(app):
        assert post(app, "/thread").status_code == 204
        assert threads["thread"] != threads["loop"]
        assert post(app, "/loop").status_code == 204
        assert threads["coroutine"] == threads["loop"]


def test_the_same_endpoint_serves_both():
    endpoint = twiml(voice)
    fastapi, starlette = FastAPI(), Starlette()
    fastapi.post("/voice")(endpoint)
    fastapi.add_route("/plain", endpoint, methods=["POST"])
    starlette.router.add_route("/voice", endpoint, methods=["POST"])
    for app, target in ((fastapi, "/voice"), (fastapi, "/plain"), (starlette, "/voice")):
        assert "<Say>+14155550100</Say>" in post(app, target).text


def test_routers_and_mounts_are_verified_with_their_paths():
    app, router = FastAPI(), APIRouter(prefix="/phone")
    router.post("/voice")(twiml(voice))
    app.include_router(router, prefix="/v1")
    app.mount("/mounted", Starlette(routes=[Mount("/deep", routes=[Route("/voice", twiml(voice), methods=["POST"])])]))
    assert post(app, "/v1/phone/voice").status_code == 200
    assert post(app, "/mounted/deep/voice").status_code == 200


def test_a_header_that_comes_twice_is_not_the_first_one_alone():
    endpoint = twiml(trusted_proxies="10.0.0.1")(voice)
    app = Starlette(routes=[Route("/voice", endpoint, methods=["POST"])])
    twice = [("X-Forwarded-Host", "forged.example"), ("X-Forwarded-Host", "example.com")]
    signed = headers("http://example.com/voice", CALL)
    client = TestClient(app, client=("10.0.0.1", 1))
    answer = client.post("/voice", content=encoded(CALL), headers=[*FORM.items(), *signed.items(), *twice])
    assert answer.status_code == 200


def test_a_server_that_keeps_no_raw_path_is_enough():
    class WithoutRawPath:
        def __init__(self, app, value=...):
            self.app, self.value = app, value

        async def __call__(self, scope, receive, send):
            scope = {name: value for name, value in scope.items() if name != "raw_path"}
            await self.app(scope if self.value is ... else scope | {"raw_path": self.value}, receive, send)

    for middleware in (Middleware(WithoutRawPath), Middleware(WithoutRawPath, None)):
        app = Starlette(routes=[Route("/caf\u00e9", twiml(voice), methods=["POST"])], middleware=[middleware])
        assert post(app, "/caf%C3%A9?a=1").status_code == 200


# What OpenAPI says.


def test_openapi_shows_what_the_endpoint_answers_and_who_may_ask():
    app = FastAPI()

    @app.post("/rooms/{number}", response_class=TwiMLResponse)
    @twiml
    def room(number: int, call: CallRequest) -> Response:
        """Say the room."""
        return Response()

    described = app.openapi()
    operation = described["paths"]["/rooms/{number}"]["post"]
    assert operation["summary"] == "Room"
    assert operation["description"] == "Say the room."
    assert list(operation["responses"]["200"]["content"]) == ["text/xml"]
    assert [each["name"] for each in operation["parameters"]] == ["number"]
    assert "requestBody" not in operation
    assert operation["security"] == [{"Twilio": []}]
    assert described["components"]["securitySchemes"] == {
        "Twilio": {"type": "apiKey", "in": "header", "name": "X-Twilio-Signature"}
    }
    assert TestClient(app).get("/docs").status_code == 200


# What goes wrong.


def test_what_the_endpoint_returns_is_checked():
    @twiml
    def voice(call: CallRequest):
        return {"say": "Hello"}

    fastapi, starlette = FastAPI(), Starlette(routes=[Route("/voice", voice, methods=["POST"])])
    fastapi.post("/voice")(voice)
    for app in (fastapi, starlette):
        with pytest.raises(TypeError, match=r"voice\(\) must return a Response or None for a CallRequest, not dict"):
            post(app)


def test_a_refusal_goes_to_the_application_s_exception_handlers():
    app = FastAPI()
    app.post("/voice")(twiml(voice))

    @app.exception_handler(403)
    async def forbidden(request, error):
        return TwiMLResponse(f"<!-- {error.detail} -->", 403)

    assert TestClient(app).post("/voice").text == "<!-- X-Twilio-Signature is missing. -->"


def test_no_token_shows_when_an_endpoint_fails():
    @twiml(auth_token=TOKEN)
    async def fails(call: CallRequest) -> None:
        raise LookupError("nobody is there")

    app = Starlette(debug=True, routes=[Route("/voice", fails, methods=["POST"])])
    answer = TestClient(app, raise_server_exceptions=False).post(
        "/voice",
        content=encoded(CALL),
        headers=FORM | headers("http://testserver/voice", CALL) | {"Accept": "text/html"},
    )
    assert answer.status_code == 500
    assert "nobody is there" in answer.text
    assert TOKEN not in answer.text


def test_starlette_needs_no_fastapi(monkeypatch):
    for name in [name for name in sys.modules if name.partition(".")[0] == "fastapi"]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.delitem(sys.modules, "twimlkit.web.fastapi")
    integration = importlib.import_module("twimlkit.web.fastapi")
    app = Starlette(routes=[Route("/voice", integration.twiml(voice), methods=["POST"])])
    assert "<Say>+14155550100</Say>" in post(app).text
    assert TestClient(app).post("/voice").status_code == 403
