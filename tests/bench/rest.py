"""Benchmarks of webhook verification and of placing calls, compared with twilio-python."""

import asyncio
import gc
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from pathlib import Path
from time import perf_counter, process_time

from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from twimlkit.rest import AsyncTwilioClient, TwilioClient
from twimlkit.webhook import verify

from .measuring import (
    Benchmark,
    Effort,
    Goal,
    Row,
    compare,
    in_turns,
    microseconds,
    milliseconds,
    paired_processes,
    paired_rounds,
)
from .vocabulary import OURS, TWILIO

__all__ = ["BENCHMARKS"]

ACCOUNT = "AC0123456789abcdef0123456789abcdef"
TOKEN = "fedcba9876543210fedcba9876543210"
TO, FROM, URL = "+14155550100", "+14155550199", "https://example.com/voice"
CALL = "CA0123456789abcdef0123456789abcdef"


# The signature of a webhook.

WEBHOOK = "https://example.com/voice?language=en"
FORM = {
    "AccountSid": ACCOUNT,
    "ApiVersion": "2010-04-01",
    "CallSid": CALL,
    "CallStatus": "in-progress",
    "CallToken": '{"parentCallInfoToken":"eyJhbGciOiJFUzI1NiJ9","identityHeaderTokens":[]}',
    "Called": FROM,
    "CalledCity": "SAN FRANCISCO",
    "CalledCountry": "US",
    "CalledState": "CA",
    "CalledZip": "94105",
    "Caller": TO,
    "CallerCity": "",
    "CallerCountry": "US",
    "CallerState": "CA",
    "CallerZip": "",
    "Digits": "1",
    "Direction": "inbound",
    "From": TO,
    "StirVerstat": "TN-Validation-Passed-A",
    "To": FROM,
}


def verifying(work: str, effort: Effort) -> Iterator[Row]:
    """Measure the verification of a signature."""
    validator = RequestValidator(TOKEN)
    signature = validator.compute_signature(WEBHOOK, FORM)
    contestants = {
        OURS: lambda: verify(TOKEN, WEBHOOK, FORM, signature),
        TWILIO: lambda: validator.validate(WEBHOOK, FORM, signature),
    }
    if len(FORM) != 20 or not all(run() for run in contestants.values()):
        raise RuntimeError("a contestant rejects the signature of a form of 20 parameters")
    taken = paired_rounds(contestants, effort)
    yield compare(work, TWILIO, taken[OURS], taken[TWILIO], goal=Goal(2, 3), written=microseconds)


# Calls that are placed at a stand-in.

CALLS, IN_FLIGHT, WAIT = 500, 50, 0.1


@contextmanager
def responder(seconds: float) -> Iterator[str]:
    """Run a server that answers each request after some seconds, in a process of its own, and yield its URL."""
    program = Path(__file__).with_name("responder.py")
    with subprocess.Popen([sys.executable, program, str(seconds)], stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def check(sid: str | None) -> None:
    if sid != CALL:
        raise RuntimeError("the response was not parsed")


@contextmanager
def our_sync(url: str) -> Iterator[Callable[[], object]]:
    with TwilioClient(ACCOUNT, TOKEN, base_url=url) as client:

        def place_all() -> None:
            for _ in range(CALLS):
                check(client.place_call(to=TO, from_=FROM, url=URL).sid)

        yield place_all


@contextmanager
def twilio_sync(url: str) -> Iterator[Callable[[], object]]:
    client = Client(ACCOUNT, TOKEN)
    client.api.base_url = url

    def place_all() -> None:
        for _ in range(CALLS):
            check(client.calls.create(to=TO, from_=FROM, url=URL).sid)

    yield place_all
    client.http_client.session.close()


@contextmanager
def our_async(url: str) -> Iterator[Callable[[], object]]:
    with asyncio.Runner() as runner:
        client = AsyncTwilioClient(ACCOUNT, TOKEN, base_url=url)

        async def place() -> None:
            check((await client.place_call(to=TO, from_=FROM, url=URL)).sid)

        yield lambda: runner.run(in_flight(place))
        runner.run(client.close())


@contextmanager
def twilio_async(url: str) -> Iterator[Callable[[], object]]:
    async def opened() -> Client:
        return Client(ACCOUNT, TOKEN, http_client=AsyncTwilioHttpClient())

    with asyncio.Runner() as runner:
        client = runner.run(opened())
        client.api.base_url = url

        async def place() -> None:
            check((await client.calls.create_async(to=TO, from_=FROM, url=URL)).sid)

        yield lambda: runner.run(in_flight(place))
        runner.run(client.http_client.close())


async def in_flight(place: Callable[[], Awaitable[None]]) -> None:
    """Place all calls, IN_FLIGHT of them at a time."""
    waiting = iter(range(CALLS))

    async def place_some() -> None:
        for _ in waiting:
            await place()

    await asyncio.gather(*[place_some() for _ in range(IN_FLIGHT)])


Placing = Callable[[str], AbstractContextManager[Callable[[], object]]]


def placing(
    work: str, effort: Effort, contestants: Mapping[str, Placing], goal: Goal, seconds: float = 0
) -> Iterator[Row]:
    """Measure wall time and the CPU time of this process, which excludes the server."""
    elapsed: dict[str, list[float]] = {name: [] for name in contestants}
    busy: dict[str, list[float]] = {name: [] for name in contestants}
    with ExitStack() as stack:
        url = stack.enter_context(responder(seconds))
        runs = {name: stack.enter_context(opened(url)) for name, opened in contestants.items()}
        for run in runs.values():
            run()  # warm up
        for name in in_turns(list(runs), effort.processes):
            gc.collect()
            started, began = perf_counter(), process_time()
            runs[name]()
            busy[name].append(process_time() - began)
            elapsed[name].append(perf_counter() - started)
    yield compare(f"{work}, elapsed time", TWILIO, elapsed[OURS], elapsed[TWILIO], goal=goal, written=milliseconds)
    yield compare(work, TWILIO, busy[OURS], busy[TWILIO], goal=Goal(), written=milliseconds)


# What a fresh process pays.

IMPORTS = {OURS: "from twimlkit.rest import TwilioClient", TWILIO: "from twilio.rest import Client"}
FIRST_CALLS = {
    OURS: f"""
client = TwilioClient("{ACCOUNT}", "{TOKEN}", base_url="%s")
assert client.place_call(to="{TO}", from_="{FROM}", url="{URL}").sid == "{CALL}"
""",
    TWILIO: f"""
client = Client("{ACCOUNT}", "{TOKEN}")
client.api.base_url = "%s"
assert client.calls.create(to="{TO}", from_="{FROM}", url="{URL}").sid == "{CALL}"
""",
}


def importing(work: str, effort: Effort) -> Iterator[Row]:
    taken = paired_processes(IMPORTS, effort)
    goal = Goal(0.6, 0.5, smaller=True)
    yield compare(work, TWILIO, taken[OURS], taken[TWILIO], goal=goal, written=milliseconds)


def first_call(work: str, effort: Effort) -> Iterator[Row]:
    """Measure the time to the first call, since both import many modules only then."""
    with responder(0) as url:
        codes = {name: f"{IMPORTS[name]}\n{FIRST_CALLS[name] % url}" for name in IMPORTS}
        taken = paired_processes(codes, effort)
    yield compare(work, TWILIO, taken[OURS], taken[TWILIO], goal=Goal(smaller=True), written=milliseconds)


ONE_BY_ONE = {OURS: our_sync, TWILIO: twilio_sync}
MANY_AT_ONCE = {OURS: our_async, TWILIO: twilio_async}

BENCHMARKS = [
    Benchmark("verify a POST of 20 parameters", verifying),
    Benchmark(f"{CALLS} calls, one after another", partial(placing, contestants=ONE_BY_ONE, goal=Goal(1.5, 2))),
    Benchmark(
        f"{CALLS} calls, {IN_FLIGHT} in flight, answers after {WAIT * 1000:.0f} ms",
        partial(placing, contestants=MANY_AT_ONCE, goal=Goal(0.85), seconds=WAIT),
    ),
    Benchmark("import of the REST client", importing),
    Benchmark("import of the REST client and first call", first_call),
]
