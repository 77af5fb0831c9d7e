"""Benchmarks of the telephone, compared with the test clients of frameworks."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial

from fastapi import FastAPI
from flask import Flask
from starlette.testclient import TestClient

from twimlkit import Conference, Dial, Enqueue, Gather, Queue, Response, Say
from twimlkit.phone import Phone
from twimlkit.web import fastapi, flask
from twimlkit.web.testing import signing
from twimlkit.webhook import CallRequest

from .measuring import Benchmark, Effort, Goal, Row, compare, milliseconds, paired_rounds

__all__ = ["BENCHMARKS"]

TOKEN = "fedcba9876543210fedcba9876543210"
REQUESTS = 10
FORM = {
    "CallSid": "CA0123456789abcdef0123456789abcdef",
    "AccountSid": "AC0123456789abcdef0123456789abcdef",
    "From": "+14155550101",
    "To": "+14155550100",
    "Caller": "+14155550101",
    "Called": "+14155550100",
    "CallStatus": "in-progress",
    "ApiVersion": "2010-04-01",
    "Direction": "inbound",
    "Digits": "1",
}


# One call of ten requests, everything included: documents are read, linted and executed, requests signed and verified.


def question(number: int) -> Response:
    """Return the document of a survey at a question; the last one thanks."""
    if number == REQUESTS - 1:
        return Response(Say("Thank you. Goodbye."))
    prompt = Say(f"Question {number + 1}: press a key from 1 to 5.")
    return Response(Gather(prompt, action=f"/voice/{number + 1}", num_digits=1), Say("We did not hear from you."))


def in_flask() -> Flask:
    app = Flask("survey")

    @app.post("/voice/<int:number>")
    @flask.twiml(auth_token=TOKEN)
    def voice(call: CallRequest, number: int) -> Response:
        return question(number)

    return app


def in_fastapi() -> FastAPI:
    app = FastAPI()

    @app.post("/voice/{number}", response_class=fastapi.TwiMLResponse)
    @fastapi.twiml(auth_token=TOKEN)
    async def voice(call: CallRequest, number: int) -> Response:
        return question(number)

    return app


def take_call(phone: Phone) -> None:
    call = phone.dial()
    for _ in range(REQUESTS - 1):
        call.press("1")
    call.ends("completed")
    if len(call.requests) != REQUESTS:
        raise RuntimeError("the call has not made its requests")


def send_requests(post: Callable[..., object]) -> None:
    for number in range(REQUESTS):
        if post(f"/voice/{number}", data=FORM).status_code != 200:
            raise RuntimeError("the application has refused a request")


def whole_call(
    work: str,
    effort: Effort,
    *,
    make_app: Callable[[], object],
    make_client: Callable[..., object],
    against: str,
    goal: Goal,
) -> Iterator[Row]:
    """Measure a call against the same requests by the framework's own test client, which signs too."""
    with ExitStack() as stack:
        phone = stack.enter_context(Phone(make_app(), voice_url="/voice/0", auth_token=TOKEN))
        client = signing(stack.enter_context(make_client(make_app())), auth_token=TOKEN)
        contestants = {"ours": partial(take_call, phone), "theirs": partial(send_requests, client.post)}
        for run in contestants.values():
            run()
        taken = paired_rounds(contestants, effort)
    yield compare(work, against, taken["ours"], taken["theirs"], goal=goal, written=milliseconds)


# Many calls at once.

DOCUMENTS = {
    "/voice": Response(Gather(Say("Press 1 for support, 2 for the conference."), num_digits=1, action="/key")),
    "/1": Response(Enqueue("support", wait_url="/wait", action="/left")),
    "/2": Response(Dial(Conference("Room", wait_url="", beep=False))),
    "/wait": Response(Say("Please wait.")),
    "/left": Response(Say("Goodbye.")),
    "/agent": Response(Dial(Queue("support"))),
}


def switchboard(environ: dict, start_response: Callable[..., object]) -> list[bytes]:
    """Serve the documents, by WSGI alone, so that the exchange is measured."""
    path = environ["PATH_INFO"]
    if path == "/key":
        path = "/2" if b"Digits=2" in environ["wsgi.input"].read() else "/1"
    start_response("200 OK", [("Content-Type", "text/xml")])
    return [bytes(DOCUMENTS[path])]


def take_calls(number: int) -> None:
    """Let many people call; a tenth joins a conference, the others wait in a queue until an agent takes them."""
    phone = Phone(switchboard, voice_url="/voice", auth_token=TOKEN)
    calls = [phone.dial(f"+1415{each:07}") for each in range(number)]
    meeting = calls[::10]
    waiting = [call for each, call in enumerate(calls) if each % 10]
    for call in calls:
        call.press("2" if call in meeting else "1")
    for call in waiting:
        call.hears("Please wait.").waits_in("support")
    for call in waiting:
        agent = phone.dial("+14155550190", voice_url="/agent")
        call.talks_to(agent)
        agent.hang_up()
        call.hears("Goodbye.").ends("completed")
    for call in meeting:
        call.joins("Room").hang_up()


def growth(work: str, effort: Effort) -> Iterator[Row]:
    """Measure a call among many against one among few."""
    small = Effort(max(effort.processes // 4, 3), effort.processes, effort.turn)
    taken = paired_rounds({"many": partial(take_calls, 1_000), "few": partial(take_calls, 100)}, small)
    many, few = ([seconds / number for seconds in taken[name]] for name, number in (("many", 1_000), ("few", 100)))
    yield compare(work, "100 calls", many, few, goal=Goal(1.3, 1.1, smaller=True), written=milliseconds)


BENCHMARKS = [
    Benchmark(
        "telephone: a call of ten requests, Flask",
        partial(
            whole_call,
            make_app=in_flask,
            make_client=lambda app: app.test_client(),
            against="Flask's test client",
            goal=Goal(2, 1.5, smaller=True),
        ),
    ),
    Benchmark(
        "telephone: a call of ten requests, FastAPI",
        partial(
            whole_call,
            make_app=in_fastapi,
            make_client=TestClient,
            against="Starlette's TestClient",
            goal=Goal(0.5, 0.25, smaller=True),
        ),
    ),
    Benchmark("telephone: 1,000 calls at once, per call", growth),
]
