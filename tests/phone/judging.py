"""Judges what came of a scenario: every key of what is expected is compared, or the scenario does not pass."""

import re

from tests.phone.playing import AGENT, TOKEN
from tests.phone.serving import signature
from twimlkit.phone import CallError

JUDGED_ELSEWHERE = {"prefix", "unordered", "unordered_websocket", "setting"}
"""Keys that say how others are judged, or how the telephone was made."""

SOUNDS = {
    "say": "say",
    "play": "play",
    "pause": "pause",
    "silence": "silence",
    "tones": "tones",
    "beep": "beep",
    "ringback": "ringback",
    "unanswered": "ringing",
    "music": "music",
    "error_announcement": "error_announcement",
    "bridged": "bridged",
}
"""The kinds of events that are heard, by their names in scenarios."""


def judge(played):
    """Return the differences between what is expected and what happened."""
    expect = played.scenario["expect"]
    differences = [] if expect.keys() - JUDGED_ELSEWHERE else ["nothing is expected"]
    for key, wanted in expect.items():
        if key in JUDGED_ELSEWHERE:
            continue
        if key not in JUDGES:
            differences.append(f"{key}: is not judged")
            continue
        differences += [f"{key}: {each}" for each in JUDGES[key](played, wanted, expect)]
    unsigned = [each.url for each in played.served.received if not each.is_signed]
    return differences + [f"signature: {url}" for url in unsigned]


def differs(what, found, wanted, played):
    """Yield a difference if a value is not the wanted one, or none of the wanted ones."""
    if not is_same(found, wanted, played):
        yield f"{what} is {found!r}, not {wanted!r}"


def is_same(found, wanted, played):
    match wanted:
        case {"any": True, **more} if not more:
            return found not in (None, "")
        case {"matches": pattern, **more} if not more:
            return found is not None and re.search(pattern, found) is not None
        case {"one_of": values, **more} if not more:
            return found in values
        case {"sid_of": name, **more} if not more:
            return found == leg_of(played, name).sid
        case dict():
            return isinstance(found, dict) and all(
                is_same(found.get(key), value, played) for key, value in wanted.items()
            )
        case _:
            return found == wanted


def leg_of(played, name):
    leg = played.call if name == "caller" else played.legs.get(name)
    if leg is None:
        raise CallError(f"there is no leg {name}")
    return leg


# Requests.


def requests(played, wanted, expect):
    found = judged_requests(played)
    if expect.get("unordered"):
        steering = [each for each in wanted if each.get("kind") != "callback"]
        told = [each for each in wanted if each.get("kind") == "callback"]
        yield from in_order(played, steering, [each for each in found if each[0].kind != "callback"], expect)
        yield from in_any_order(played, told, [each for each in found if each[0].kind == "callback"], expect)
    else:
        yield from in_order(played, wanted, found, expect)


def judged_requests(played):
    """Return the requests of the call, its legs and the conversations, each with what the application received."""
    arrived = iter(played.served.received)
    pairs = [(each, next(arrived) if each.status is not None else None) for each in played.phone.requests]
    others = {call.sid for call in played.phone.calls if call is not played.call and is_placed_by_player(played, call)}
    return [pair for pair in pairs if pair[0].leg not in others]


def is_placed_by_player(played, call):
    return call.direction == "inbound"


def in_order(played, wanted, found, expect):
    shown = [f"{each.method} {each.url}" for each, _ in found]
    if len(found) < len(wanted) or (len(found) > len(wanted) and not expect.get("prefix")):
        yield f"{len(found)} where {len(wanted)} are expected: {shown}"
    for number, (expected, pair) in enumerate(zip(wanted, found, strict=False), 1):
        for each in one_request(played, expected, *pair):
            yield f"[{number}] {each}"


def in_any_order(played, wanted, found, expect):
    left = [*found]
    for expected in wanted:
        match = next((pair for pair in left if not [*one_request(played, expected, *pair)]), None)
        if match is None:
            yield f"no request like {expected} among {[(each.url, each.params) for each, _ in left]}"
        else:
            left.remove(match)
    if left and not expect.get("prefix"):
        yield f"not expected: {[each.url for each, _ in left]}"


def one_request(played, wanted, sent, arrived):
    judged = {"method", "url", "params", "absent", "absent_or_empty", "where", "leg", "kind", "cookies", "no_cookie"}
    judged |= {"headers", "authorization", "query_starts"}
    if unknown := wanted.keys() - judged:
        yield f"{sorted(unknown)} is not judged"
    params = arrived.params if arrived else sent.params
    url = wanted.get("url", "")
    yield from differs("method", sent.method, wanted.get("method"), played)
    yield from differs("url", sent.url if "?" in url else sent.url.partition("?")[0], url, played)
    yield from differs("kind", sent.kind, wanted.get("kind", "twiml"), played)
    if played.call:
        yield from differs("leg", sent.leg, leg_of(played, wanted.get("leg", "caller")).sid, played)
    for name, value in wanted.get("params", {}).items():
        yield from differs(name, params.get(name), value, played)
    yield from (f"{name} is sent" for name in wanted.get("absent", ()) if name in params)
    yield from (f"{name} is {params[name]!r}" for name in wanted.get("absent_or_empty", ()) if params.get(name))
    yield from as_it_arrived(played, wanted, arrived)


def as_it_arrived(played, wanted, arrived):
    if arrived is None:
        yield from (f"{key} cannot be judged, since it did not arrive" for key in sorted(OF_ARRIVED & wanted.keys()))
        return
    if "where" in wanted:
        there = {"query": arrived.query_params, "body": arrived.body}[wanted["where"]]
        yield from (f"{name} is not in the {wanted['where']}" for name in wanted.get("params", {}) if name not in there)
    for name, value in wanted.get("cookies", {}).items():
        yield from differs(f"the cookie {name}", arrived.cookies.get(name), value, played)
    if wanted.get("no_cookie") in arrived.cookies:
        yield f"the cookie {wanted['no_cookie']} is sent"
    for name, value in wanted.get("headers", {}).items():
        yield from differs(f"the header {name}", arrived.headers.get(name.lower()), value, played)
    if "authorization" in wanted:
        scheme = arrived.headers.get("authorization", "").partition(" ")[0].lower()
        yield from differs("authorization", scheme, wanted["authorization"], played)
    if "query_starts" in wanted and not arrived.query.startswith(wanted["query_starts"]):
        yield f"the query is {arrived.query}"


OF_ARRIVED = {"where", "cookies", "no_cookie", "headers", "authorization", "query_starts"}
"""What is judged by the request as the application received it."""


def absent_requests(played, wanted, expect):
    yield from (f"{each.url} is requested" for each in played.phone.requests if each.url in wanted)


def documents_fetched(played, wanted, expect):
    yield from differs("number", sum(each.kind == "twiml" for each in played.phone.requests), wanted, played)


def attempts(played, wanted, expect):
    yield from differs("number", played.phone.requests[0].attempts, wanted, played)


def same_idempotency_token(played, wanted, expect):
    tokens = {each.headers.get("i-twilio-idempotency-token") for each in played.served.received}
    yield from differs("whether it is the same", len(tokens) == 1 and None not in tokens, wanted, played)


def signed_url(played, wanted, expect):
    first = played.served.received[0]
    yield from differs(
        "the signature", first.headers.get("x-twilio-signature"), signature(TOKEN, wanted, first.body.items()), played
    )


# What is heard.


def heard(played, wanted, expect):
    yield from sounds(played, played.call, wanted)


def heard_by(played, wanted, expect):
    for name, items in wanted.items():
        yield from sounds(played, leg_of(played, name), items)


def sounds(played, call, wanted):
    found = sounds_of(played, call)
    if len(found) != len(wanted) or not all(map(is_sound, found, wanted)):
        yield f"{[(*each,) for each in found]}, not {wanted}"


def sounds_of(played, call):
    """Return what a call has heard: kind, text, seconds, whether it was cut, and how often."""
    names = {AGENT: "agent", played.call.from_ if played.call else None: "caller"}
    found = []
    for event in call.events:
        if event.kind == "parted":
            next(each for each in reversed(found) if each[0] == "bridged")[2] = event.seconds
        if event.kind not in SOUNDS:
            continue
        kind = SOUNDS[event.kind]
        text = names.get(event.text, event.text) if kind == "bridged" else event.text
        if found and kind in ("say", "play") and found[-1][:2] == [kind, text] and not (found[-1][3] or event.cut):
            found[-1][4] += 1
        else:
            found.append([kind, text, event.seconds, event.cut, 1])
    return found


def is_sound(found, wanted):
    kind, text, seconds, cut, times = found
    value = wanted.get(kind)
    if value is None or wanted.keys() - {kind, "times", "cut", "seconds"}:
        return False
    if kind in ("pause", "silence", "ringing"):
        is_meant = value is True or value == seconds
    else:
        is_meant = value is True or value == text
    is_long_enough = "seconds" not in wanted or wanted["seconds"] == seconds
    return is_meant and is_long_enough and wanted.get("times", 1) == times and wanted.get("cut", False) == cut


def heard_not(played, wanted, expect):
    texts = [wanted] if isinstance(wanted, str) else wanted
    yield from (f"{each.text!r} is heard" for each in played.phone.events for text in texts if text in each.text)


def waits(played, wanted, expect):
    waited = [each.seconds for each in played.call.events if each.kind == "end_of_speech"]
    yield from differs("seconds", waited[-1:], [wanted], played)


# The call.


def ends(played, wanted, expect):
    found = {"status": played.call.status, "by": played.call.ended_by}
    for key, value in wanted.items():
        yield from differs(key, found.get(key), value, played)
    if played.call.ended_by is None:
        yield f"the call has not ended: {played.call.where}"


def answered(played, wanted, expect):
    yield from differs("whether", played.call.answered_after is not None, wanted, played)


def answered_after(played, wanted, expect):
    yield from differs("seconds", played.call.answered_after, wanted, played)


def findings(played, wanted, expect):
    found = played.phone.findings
    codes, rules = {each.code for each in found}, {each.rule for each in found}
    for each in wanted:
        match each:
            case {"rule": rule, **more} if not more:
                is_found = rule in rules
            case {"code": code, **more} if not more:
                is_found = code in codes
            case {"one_of": several, **more} if not more:
                is_found = bool(codes & {*several})
            case _:
                is_found = False
        if not is_found:
            yield f"{each} is not among {[(finding.rule, finding.code) for finding in found]}"


def dialled(played, wanted, expect):
    children = [leg.to for leg in played.call.legs]
    yield from differs("who", children, wanted, played)


def taken(played, wanted, expect):
    found = [each.text for agent in played.agents for each in agent.events if each.kind == "bridged"]
    yield from differs("who", found, wanted, played)


def bridged_for(played, wanted, expect):
    seconds = sum(each.seconds for each in played.call.events if each.kind == "parted")
    yield from differs("seconds", seconds, wanted, played)


def asked(played, wanted, expect):
    yield from differs("what", played.call.asked, wanted, played)


def websocket(played, wanted, expect):
    found = [*played.call.websocket]
    if expect.get("unordered_websocket"):
        for each in wanted:
            match = next((message for message in found if is_same(message, each, played)), None)
            if match is None:
                yield f"{each} is not among {found}"
            else:
                found.remove(match)
        if found:
            yield f"not expected: {found}"
    elif len(found) != len(wanted) or not all(is_same(*pair, played) for pair in zip(found, wanted, strict=True)):
        yield f"{found}, not {wanted}"


# Messages.


def replies(played, wanted, expect):
    yield from texts(played, played.replies, wanted)


def messages(played, wanted, expect):
    yield from texts(played, [each for each in played.phone.messages if each.direction != "inbound"], wanted)


def texts(played, found, wanted):
    shown = [{"from": each.from_, "to": each.to, "body": str(each), "media": [*each.media]} for each in found]
    if len(shown) != len(wanted) or not all(is_same(*pair, played) for pair in zip(shown, wanted, strict=True)):
        yield f"{shown}, not {wanted}"


JUDGES = {
    judge_of_key.__name__: judge_of_key
    for judge_of_key in (
        *(requests, absent_requests, documents_fetched, attempts, same_idempotency_token, signed_url),
        *(heard, heard_by, heard_not, waits, ends, answered, answered_after, findings),
        *(dialled, taken, bridged_for, asked, websocket, replies, messages),
    )
}
