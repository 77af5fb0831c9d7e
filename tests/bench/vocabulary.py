"""Building, checking and writing TwiML, beside twilio-python, bare lxml and a hand-written f-string."""

import gc
import tracemalloc
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from html import escape
from importlib.metadata import version

from lxml import etree
from twilio.twiml import voice_response as twilio

from twimlkit import Gather, Hangup, Pause, Response, Say

from .measuring import (
    Benchmark,
    Effort,
    Goal,
    Row,
    compare,
    microseconds,
    milliseconds,
    paired_processes,
    paired_rounds,
)

__all__ = ["BENCHMARKS"]

OURS = "twimlkit"
TWILIO = f"twilio-python {version('twilio')}"
LXML = "bare lxml"
F_STRING = "f-string"

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'

# Real documents differ from call to call, so their texts are arguments for every contestant.
ACTION, PROMPT, OFFER, SORRY = "/menu", "Press 1 for sales.", "Press 2 for support.", "We did not hear from you."


def our_gather(action: str, prompt: str, offer: str) -> Gather:
    return Gather(
        Say(prompt, voice="alice", language="en-GB"),
        Pause(length=1),
        Say(offer),
        action=action,
        method="POST",
        num_digits=1,
        timeout=5,
    )


def our_menu(action: str, prompt: str, offer: str, sorry: str) -> str:
    return Response(our_gather(action, prompt, offer), Say(sorry), Hangup()).to_xml()


def twilio_gather(action: str, prompt: str, offer: str) -> twilio.Gather:
    gather = twilio.Gather(action=action, method="POST", num_digits=1, timeout=5)
    gather.say(prompt, voice="alice", language="en-GB")
    gather.pause(length=1)
    gather.say(offer)
    return gather


def twilio_menu(action: str, prompt: str, offer: str, sorry: str) -> str:
    response = twilio.VoiceResponse()
    response.append(twilio_gather(action, prompt, offer))
    response.say(sorry)
    response.hangup()
    return response.to_xml()


def lxml_gather(action: str, prompt: str, offer: str) -> etree._Element:
    gather = etree.Element("Gather", action=action, method="POST", numDigits="1", timeout="5")
    etree.SubElement(gather, "Say", voice="alice", language="en-GB").text = prompt
    etree.SubElement(gather, "Pause", length="1")
    etree.SubElement(gather, "Say").text = offer
    return gather


def lxml_menu(action: str, prompt: str, offer: str, sorry: str) -> str:
    response = etree.Element("Response")
    response.append(lxml_gather(action, prompt, offer))
    etree.SubElement(response, "Say").text = sorry
    etree.SubElement(response, "Hangup")
    return DECLARATION + etree.tostring(response, encoding="unicode")


def f_string_gather(action: str, prompt: str, offer: str) -> str:
    return (
        f'<Gather action="{escape(action)}" method="POST" numDigits="1" timeout="5">'
        f'<Say voice="alice" language="en-GB">{escape(prompt, quote=False)}</Say>'
        f'<Pause length="1"/><Say>{escape(offer, quote=False)}</Say></Gather>'
    )


def f_string_menu(action: str, prompt: str, offer: str, sorry: str) -> str:
    gather = f_string_gather(action, prompt, offer)
    return f"{DECLARATION}<Response>{gather}<Say>{escape(sorry, quote=False)}</Say><Hangup/></Response>"


# The same document, with the Gather and the Hangup built once.


def our_reply(gather: Gather, hangup: Hangup, sorry: str) -> str:
    return Response(gather, Say(sorry), hangup).to_xml()


def twilio_reply(gather: twilio.Gather, hangup: twilio.Hangup, sorry: str) -> str:
    response = twilio.VoiceResponse()
    response.append(gather)
    response.say(sorry)
    response.append(hangup)
    return response.to_xml()


def lxml_reply(gather: etree._Element, hangup: etree._Element, sorry: str) -> str:
    response = etree.Element("Response")
    response.append(gather)  # lxml takes it out of the document before, which nobody needs any more
    etree.SubElement(response, "Say").text = sorry
    response.append(hangup)
    return DECLARATION + etree.tostring(response, encoding="unicode")


def f_string_reply(gather: str, hangup: str, sorry: str) -> str:
    return f"{DECLARATION}<Response>{gather}<Say>{escape(sorry, quote=False)}</Say>{hangup}</Response>"


# Any number of Says, each with one attribute.


def our_says(lines: Iterable[str]) -> Response:
    return Response(*[Say(line, voice="alice") for line in lines])


def twilio_says(lines: Iterable[str]) -> twilio.VoiceResponse:
    response = twilio.VoiceResponse()
    for line in lines:
        response.say(line, voice="alice")
    return response


def lxml_says(lines: Iterable[str]) -> str:
    response = etree.Element("Response")
    for line in lines:
        etree.SubElement(response, "Say", voice="alice").text = line
    return DECLARATION + etree.tostring(response, encoding="unicode")


def f_string_says(lines: Iterable[str]) -> str:
    says = "".join([f'<Say voice="alice">{escape(line, quote=False)}</Say>' for line in lines])
    return f"{DECLARATION}<Response>{says}</Response>"


Contestants = Mapping[str, Callable[[], object]]


def menu() -> Contestants:
    given = ACTION, PROMPT, OFFER, SORRY
    return {
        OURS: lambda: our_menu(*given),
        TWILIO: lambda: twilio_menu(*given),
        LXML: lambda: lxml_menu(*given),
        F_STRING: lambda: f_string_menu(*given),
    }


def reply() -> Contestants:
    given = ACTION, PROMPT, OFFER
    ours = our_gather(*given), Hangup(), SORRY
    theirs = twilio_gather(*given), twilio.Hangup(), SORRY
    bare = lxml_gather(*given), etree.Element("Hangup"), SORRY
    text = f_string_gather(*given), "<Hangup/>", SORRY
    return {
        OURS: lambda: our_reply(*ours),
        TWILIO: lambda: twilio_reply(*theirs),
        LXML: lambda: lxml_reply(*bare),
        F_STRING: lambda: f_string_reply(*text),
    }


def says(count: int) -> Contestants:
    lines = [f"Line {number}" for number in range(count)]
    return {
        OURS: lambda: our_says(lines).to_xml(),
        TWILIO: lambda: twilio_says(lines).to_xml(),
        LXML: lambda: lxml_says(lines),
        F_STRING: lambda: f_string_says(lines),
    }


def check_same_tree(contestants: Contestants) -> None:
    """Raise RuntimeError unless all contestants write the same document."""
    written = {name: str(run()).encode() for name, run in contestants.items()}
    trees = {name: etree.tostring(etree.fromstring(xml), method="c14n") for name, xml in written.items()}
    different = [name for name, tree in trees.items() if tree != trees[OURS]]
    if different:
        raise RuntimeError(f"{', '.join(different)} and {OURS} do not write the same document")


def writing(
    work: str, effort: Effort, contestants: Callable[[], Contestants], goals: Mapping[str, Goal], count: int = 1
) -> Iterator[Row]:
    """Measure all contestants that write a document, per element."""
    runs = contestants()
    check_same_tree(runs)
    taken = {name: [seconds / count for seconds in rounds] for name, rounds in paired_rounds(runs, effort).items()}
    ours = taken.pop(OURS)
    for against, theirs in taken.items():
        yield compare(work, against, ours, theirs, goal=goals.get(against, Goal()), written=microseconds)


def growth(work: str, effort: Effort) -> Iterator[Row]:
    """Measure the cost of a Say in a long document beside a short one."""
    few, many = 100, 1_000
    taken = paired_rounds({str(count): says(count)[OURS] for count in (few, many)}, effort)
    short, long = ([seconds / count for seconds in taken[str(count)]] for count in (few, many))
    goal = Goal(1.15, 1.05, smaller=True)
    yield compare(work, f"{OURS}, {few} Says", long, short, goal=goal, written=microseconds)


# The first document of a process.

IMPORTS = {
    OURS: "from twimlkit import Gather, Hangup, Response, Say",
    TWILIO: "from twilio.twiml.voice_response import VoiceResponse",
}
FIRST_DOCUMENTS = {
    OURS: """
Response(
    Gather(Say("Press 1 for sales.", voice="alice"), action="/menu", num_digits=1),
    Say("We did not hear from you."),
    Hangup(),
).to_xml()
""",
    TWILIO: """
response = VoiceResponse()
gather = response.gather(action="/menu", num_digits=1)
gather.say("Press 1 for sales.", voice="alice")
response.say("We did not hear from you.")
response.hangup()
response.to_xml()
""",
}
NOTHING_SLOW = """
if "twimlkit" in sys.modules and {"lxml", "httpx2"} & sys.modules.keys():
    raise SystemExit("twimlkit loads lxml or httpx2 when it is imported")
"""


def starting(
    work: str, effort: Effort, codes: Mapping[str, str], before: str = "", *, whole: bool = False
) -> Iterator[Row]:
    """Measure the work in a fresh process, or everything since its start."""
    taken = paired_processes(codes, effort, before=before, after=NOTHING_SLOW, whole=whole)
    goal = Goal(1.3, 1.0, smaller=True)
    yield compare(work, TWILIO, taken[OURS], taken[TWILIO], goal=goal, written=milliseconds)


# Memory.


def our_list(lines: Iterable[str]) -> list[Say]:
    return [Say(line, voice="alice") for line in lines]


def twilio_list(lines: Iterable[str]) -> list[twilio.Say]:
    return [twilio.Say(line, voice="alice") for line in lines]


def our_plain_list(lines: Iterable[str]) -> list[Say]:
    return [Say(line) for line in lines]


def twilio_plain_list(lines: Iterable[str]) -> list[twilio.Say]:
    return [twilio.Say(line) for line in lines]


def bytes_held(build: Callable[[Iterable[str]], object]) -> int:
    """Return the bytes that 1,000 Says hold, with their texts."""
    build(["fills the caches"])
    gc.collect()
    tracemalloc.start()
    held = build([f"Line {number}" for number in range(1_000)])
    gc.collect()
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del held
    return size


def memory(
    work: str,
    _: Effort,
    ours: Callable[[Iterable[str]], object],
    theirs: Callable[[Iterable[str]], object],
    goal: Goal,
) -> Iterator[Row]:
    """Measure memory, which does not vary from round to round."""
    yield compare(work, TWILIO, [bytes_held(ours)], [bytes_held(theirs)], goal=goal, written="{:,.0f} bytes".format)


MENU_GOALS = {TWILIO: Goal(4.5, 6), LXML: Goal(1)}
REPLY_GOALS = {TWILIO: Goal(15, 19)}
SAYS_GOALS = {TWILIO: Goal(3.8, 4.5)}
FULL, PLAIN = Goal(0.6, 0.5, smaller=True), Goal(0.7, 0.65, smaller=True)
FIRST_DOCUMENT = {name: IMPORTS[name] + FIRST_DOCUMENTS[name] for name in IMPORTS}

BENCHMARKS = [
    Benchmark("menu of seven elements", partial(writing, contestants=menu, goals=MENU_GOALS)),
    Benchmark("fresh Say and Response around the rest", partial(writing, contestants=reply, goals=REPLY_GOALS)),
    *[
        Benchmark(
            f"{count:,} Says, per Say",
            partial(writing, contestants=partial(says, count), goals=SAYS_GOALS, count=count),
        )
        for count in (100, 300, 1_000)
    ],
    Benchmark("growth: 1,000 Says, per Say", growth),
    Benchmark("import", partial(starting, codes=IMPORTS)),
    Benchmark("import, with typing loaded", partial(starting, codes=IMPORTS, before="import typing")),
    Benchmark("import and first document", partial(starting, codes=FIRST_DOCUMENT)),
    Benchmark("import and first document, whole process", partial(starting, codes=FIRST_DOCUMENT, whole=True)),
    Benchmark("memory of 1,000 Says with an attribute", partial(memory, ours=our_list, theirs=twilio_list, goal=FULL)),
    Benchmark("memory of 1,000 plain Says", partial(memory, ours=our_plain_list, theirs=twilio_plain_list, goal=PLAIN)),
    Benchmark("memory of a Response with 1,000 Says", partial(memory, ours=our_says, theirs=twilio_says, goal=FULL)),
]
