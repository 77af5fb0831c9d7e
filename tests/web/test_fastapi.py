"""Behaviour of the FastAPI and Starlette integration alone."""

import asyncio
import importlib
import sys
import threading
from hashlib import sha256
from typing import Annotated

import pytest
from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI, Form, Query, WebSocket
from fastapi import Request as FastAPIRequest
from pydantic import BaseModel
from starlette.applications import Starlette
from starlette.endpoints import HTTPEndpoint
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.testclient import TestClient

from tests.web.signing import CALL, encoded, headers
from tests.web.views import TOKEN
from twimlkit import Response, Say
from twimlkit.web.fastapi import TwiMLResponse, signed, twiml, verified
from twimlkit.webhook import Callback, CallRequest, MessageRequest

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


# Dependencies, forms, methods, and the door that only verifies.

Call = Annotated[CallRequest, Depends(verified(CallRequest))]


def test_twilio_s_request_may_be_a_dependency():
    app = FastAPI()

    def caller(call: Call) -> str:
        return call.from_

    @app.post("/voice")
    def voice(call: Call) -> TwiMLResponse:
        return TwiMLResponse(Response(Say(call.from_)))

    @app.post("/below", response_class=TwiMLResponse)
    async def below(who: Annotated[str, Depends(caller)], lang: str = "en"):
        return TwiMLResponse(Response(Say(f"{who} {lang}")))

    for target, text in (("/voice", "+14155550100"), ("/below?lang=de", "+14155550100 de")):
        assert f"<Say>{text}</Say>" in post(app, target).text
        assert TestClient(app).post(target, content=encoded(CALL), headers=FORM).status_code == 403
        assert post(app, target, url="http://testserver/").status_code == 403
    message = [("MessageSid", "SM1")]
    assert "expects a CallRequest, not a MessageRequest" in post(app, fields=message).json()["detail"]
    assert app.openapi()["paths"]["/voice"]["post"]["security"] == [{"Twilio": []}]


def test_a_router_may_be_verified_as_a_whole():
    class Task(BaseModel):
        task_sid: str

    router = APIRouter(dependencies=[Depends(verified(auth_token=TOKEN, base_url="https://example.com"))])
    app, ran = FastAPI(), []

    @router.post("/assignment")
    def assignment(task: Task):
        ran.append(task.task_sid)
        return {"instruction": "accept"}

    app.include_router(router)
    body = b'{"task_sid": "WT1"}'
    target = f"/assignment?bodySHA256={sha256(body).hexdigest()}"
    kind = {"Content-Type": "application/json"}
    signed_for = kind | headers(f"https://example.com{target}")
    assert TestClient(app).post(target, content=body, headers=signed_for).json() == {"instruction": "accept"}
    for content, given in ((body, kind), (b'{"task_sid": "WT2"}', signed_for)):
        assert TestClient(app).post(target, content=content, headers=given).status_code == 403
    assert ran == ["WT1"]


def test_a_view_may_have_form_parameters():
    app = FastAPI()

    @app.post("/voice")
    @twiml
    def voice(call: CallRequest, digits: Annotated[str, Form(alias="To")], extra: str = Form("")) -> Response:
        return Response(Say(f"{call.from_} {digits}"))

    @app.post("/depends")
    def depends(call: Call, digits: Annotated[str, Form(alias="To")]) -> TwiMLResponse:
        return TwiMLResponse(Response(Say(f"{call.from_} {digits}")))

    @app.post("/signed")
    @signed
    def signed_view(digits: Annotated[str, Form(alias="To")]):
        return TwiMLResponse(Response(Say(digits)))

    for target in ("/voice", "/depends", "/signed"):
        assert "+14155550199</Say>" in post(app, target).text
        tampered = encoded([*CALL, ("To", "+1")])
        signed_for = FORM | headers(f"http://testserver{target}", CALL)
        assert TestClient(app).post(target, content=tampered, headers=signed_for).status_code == 403
        unsigned_parts = {"files": {"To": (None, "+1")}, "headers": headers(f"http://testserver{target}")}
        assert TestClient(app).post(target, **unsigned_parts).status_code == 403


class Answers:
    greeting = "Hello"

    def voice(self, call: CallRequest, lang: str = "en") -> Response:
        return Response(Say(f"{self.greeting} {call.from_} {lang}"))

    @twiml
    async def decorated(self, call: CallRequest, lang: str = "en") -> Response:
        return Response(Say(f"{self.greeting} {call.from_} {lang}"))

    @signed
    def signed(self, lang: str = "en"):
        return TwiMLResponse(Response(Say(f"{self.greeting} +14155550100 {lang}")))


def test_bound_methods_are_views():
    app, answers = FastAPI(), Answers()
    app.post("/bound")(twiml(answers.voice))
    app.post("/decorated")(answers.decorated)
    app.post("/signed")(answers.signed)
    for target in ("/bound", "/decorated", "/signed"):
        assert "<Say>Hello +14155550100 de</Say>" in post(app, f"{target}?lang=de").text
        assert TestClient(app).post(target).status_code == 403


def test_a_method_that_is_not_bound_is_refused_when_it_is_given():
    app = FastAPI()
    for method in (Answers.decorated, Answers.signed):
        with pytest.raises(TypeError, match="A method was given as a view: give the method of an instance"):
            app.post("/voice")(method)


def test_endpoints_of_starlette_may_be_classes():
    class Voice(HTTPEndpoint):
        @twiml
        async def post(self, call: CallRequest, request: Request) -> Response:
            return Response(Say(f"{call.from_} {request.method}"))

        @signed
        def put(self, request):
            return TwiMLResponse(Response(Say("signed")))

    app = Starlette(routes=[Route("/voice", Voice)])
    assert "<Say>+14155550100 POST</Say>" in post(app).text
    assert "signed" in TestClient(app).put("/voice", headers=headers("http://testserver/voice")).text
    for method in ("POST", "PUT"):
        assert TestClient(app).request(method, "/voice").status_code == 403


def test_a_forgotten_or_misplaced_decorator_lets_nobody_in():
    app = FastAPI()
    for request_class in (CallRequest, MessageRequest, Callback):

        def forgotten(call: request_class) -> None: ...

        with pytest.raises(TypeError, match=f"{request_class.__name__} must not be made .* put @twiml below the route"):
            app.post("/voice")(forgotten)
        with pytest.raises(TypeError, match="put @twiml below the route"):
            twiml(app.post("/voice")(forgotten))
        for unsigned in (Depends(), Depends(request_class), Query(), Form()):

            def misplaced(call: Annotated[request_class, unsigned]) -> None: ...

            with pytest.raises(TypeError, match="put @twiml below the route"):
                app.post("/voice")(misplaced)
    assert TestClient(app).post("/voice", json={"call_sid": "CA1", "account_sid": "AC1"}).status_code == 404


def test_a_response_of_one_s_own_is_kept():
    @twiml
    def voice(call: CallRequest):
        answer = TwiMLResponse(Response(Say("Later")), 503, {"Retry-After": "9"})
        answer.set_cookie("seen", "1")
        return answer

    fastapi, starlette = FastAPI(), Starlette(routes=[Route("/voice", voice, methods=["POST"])])
    fastapi.post("/voice")(voice)
    for app in (fastapi, starlette):
        answer = post(app)
        assert (answer.status_code, answer.headers["Retry-After"], answer.cookies["seen"]) == (503, "9", "1")
        assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert (TwiMLResponse().status_code, TwiMLResponse("<Response/>").body) == (204, b"<Response/>")


def test_a_signed_view_that_is_called_by_anything_else_does_not_run():
    ran = []
    for endpoint in (signed(lambda *_: ran.append(1)), twiml(noted)):
        with pytest.raises(TypeError, match="was called without a request"):
            asyncio.run(endpoint())
        app = Starlette(routes=[WebSocketRoute("/voice", endpoint)])
        with (
            pytest.raises(TypeError, match="was called without a request"),
            TestClient(app).websocket_connect("/voice"),
        ):
            pytest.fail("it was accepted")
    assert ran == []


def test_a_websocket_stays_closed_and_the_error_says_how_to_verify_it():
    ran, app = [], FastAPI()

    async def view(socket: WebSocket):
        ran.append(1)
        await socket.accept()

    async def voice(socket: WebSocket, call: CallRequest):
        ran.append(1)
        await socket.accept()

    dependency = Depends(verified(auth_token=TOKEN))
    app.websocket("/dependency", dependencies=[dependency])(view)
    app.websocket("/signed")(signed(auth_token=TOKEN)(view))
    app.websocket("/twiml")(twiml(auth_token=TOKEN)(voice))
    router = APIRouter(dependencies=[dependency])
    router.websocket("/router")(view)
    app.include_router(router)
    app.router.routes.append(WebSocketRoute("/plain", signed(auth_token=TOKEN)(view)))
    for path in ("/dependency", "/signed", "/twiml", "/router", "/plain"):
        proof = headers(f"wss://testserver{path}", {})
        for given in ({}, proof):
            with (
                pytest.raises(TypeError, match=r"call twimlkit\.webhook\.verify in its view, before accept\(\)"),
                TestClient(app).websocket_connect(path, headers=given),
            ):
                pytest.fail("it was accepted")
    assert ran == []


def test_a_generator_is_refused_as_a_view():
    def parts():
        yield "part"

    async def parts_in_loop(call: CallRequest):
        yield "part"

    with pytest.raises(TypeError, match="is a generator: return a response, such as a StreamingResponse"):
        signed(parts)
    with pytest.raises(TypeError, match="is a generator"):
        twiml(parts_in_loop)


def noted(call: CallRequest) -> None:
    pytest.fail("the view ran")
