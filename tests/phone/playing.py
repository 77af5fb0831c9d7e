"""Plays a scenario at a telephone, by its public interface."""

import re
import socket
from contextlib import ExitStack, suppress
from xml.sax.saxutils import escape, quoteattr

from tests.phone.serving import Served
from twimlkit.phone import CallError, Phone

TOKEN = "12345"
AGENT = "+14155550190"
ANYTHING = re.compile("")
BEFORE_THE_CALL = ("already_waiting", "waiting", "conference")


class CannotPlay(Exception):
    """A scenario has something that the player does not know."""


class Played:
    """A scenario, and what came of it.

    Attributes:
        call: The caller's call, or None for messages.
        legs: The other calls by their names in the scenario.
        replies: The replies to messages.
        agents: The calls of agents who take somebody from a queue.
    """

    def __init__(self, scenario):
        self.scenario = scenario
        self.number = scenario["number"]
        self.call = None
        self.legs = {}
        self.rooms = []
        self.agents = []
        self.replies = []
        self.talk = None
        self.heard = 0
        self.served = Served(scenario["documents"], TOKEN)
        with ExitStack() as stack:
            self.phone = self.make_phone(stack)
            self.served.pass_time = lambda seconds: self.phone.clock.advance(seconds=seconds)
            with self.phone:
                self.play()

    def make_phone(self, stack):
        setting = self.scenario.get("setting") or self.scenario["expect"].get("setting") or {}
        unknown = setting.keys() - {"empty_recording", "max_queue_size", "message_action"}
        if unknown:
            raise CannotPlay(f"setting {sorted(unknown)}")
        origins = sorted({origin(url) for url in [*self.scenario["documents"], *self.urls()] if "://" in url})
        first, *others = [each for each in origins if each.startswith("http")] or ["https://app.example.com"]
        phone = Phone(
            self.served,
            base_url=first,
            auth_token=TOKEN,
            strict=False,
            number=self.own_number(),
            voice_url=self.number.get("voice_url"),
            voice_method=self.number.get("voice_method", "POST"),
            voice_fallback_url=self.number.get("fallback_url"),
            voice_fallback_method=self.number.get("fallback_method", "POST"),
            status_callback=self.number.get("status_callback"),
            status_callback_method=self.number.get("status_callback_method", "POST"),
            sms_url=self.number.get("message_url"),
            sms_method=self.number.get("message_method", "POST"),
            sms_fallback_url=self.number.get("message_fallback_url"),
            sms_fallback_method=self.number.get("message_fallback_method", "POST"),
            **setting,
        )
        for each in others:
            phone.add_host(each, self.served)
        for url, answer in self.scenario["documents"].items():
            if isinstance(answer, dict) and answer.get("refuse_connection"):
                unused = stack.enter_context(socket.socket())
                unused.bind(("127.0.0.1", 0))
                phone.add_host(url, f"http://127.0.0.1:{unused.getsockname()[1]}")
        return phone

    def urls(self):
        return [value for key, value in self.number.items() if key.endswith("url") or key == "status_callback"]

    def own_number(self):
        call = self.scenario.get("call") or {}
        messages = [each for each in self.scenario.get("actions", ()) if "message" in each]
        if messages:
            return messages[0]["to"]
        return call.get("from" if call.get("direction") == "outbound-api" else "to", "+14155550100")

    # The call.

    def play(self):
        actions = [*self.scenario.get("actions", ())]
        pending = []
        while actions and any(key in actions[0] for key in BEFORE_THE_CALL):
            action = actions.pop(0)
            pending += self.before(action)
        if "call" in self.scenario:
            self.place()
        for follow in pending:
            follow()
        for action in actions:
            for _ in range(action.get("repeat", 1)):
                self.act(action)
        self.finish_talk()

    def before(self, action):
        """Let others wait in a queue or be in a conference before the call."""
        name = action.get("already_waiting") or action.get("waiting")
        if name:
            for caller in action["callers"]:
                twiml = f'<Response><Enqueue waitUrl="">{escape(name)}</Enqueue></Response>'
                self.legs[caller] = self.phone.dial(caller, twiml=twiml)
            return []
        room, last = action["conference"], action.get("ended_by_exit_of")
        for other in action.get("others", ()):
            ends = quoteattr(str(other == last).lower())
            noun = f'<Conference beep="false" waitUrl="" endConferenceOnExit={ends}>{escape(room)}</Conference>'
            self.legs[other] = self.phone.dial(other, twiml=f"<Response><Dial>{noun}</Dial></Response>")
        return [lambda: self.leave_room(action)]

    def leave_room(self, action):
        self.call.joins(action["conference"])
        who = self.legs.get(action.get("ended_by_exit_of"), self.call)
        who.hang_up(after=action.get("seconds", 0))

    def place(self):
        call = self.scenario["call"]
        twiml = self.scenario["documents"]["inline"]["twiml"] if call.get("twiml") == "inline" else None
        if call["direction"] == "outbound-api":
            events = call.get("status_callback_event", "completed")
            self.call = self.phone.place_call(
                call["to"],
                from_=call["from"],
                url=call.get("url"),
                twiml=twiml,
                fallback_url=call.get("fallback_url"),
                status_callback=call.get("status_callback"),
                status_callback_event=events.split() if isinstance(events, str) else events,
            )
        else:
            self.call = self.phone.dial(call["from"], call["to"], twiml=twiml)

    # Actions.

    def act(self, action):
        kinds = [key for key in ACTIONS if key in action]
        kinds = kinds[:1] if "pay" in action else kinds
        unknown = action.keys() - ACTIONS.keys() - DETAILS
        if len(kinds) != 1 or unknown:
            raise CannotPlay(f"the action {action}")
        is_own = "on" in action or kinds == ["leg"] or "bridged" in action.get("after", {})
        if self.talk and not is_own:
            self.finish_talk()
        ACTIONS[kinds[0]](self, self.legs[action["on"]] if "on" in action else self.call, action)

    def given(self, action, who):
        """Return the time and place of an action as arguments, after what must be heard before."""
        after = action.get("after", {})
        if unknown := after.keys() - {"heard", "seconds", "ringing", "bridged", "hours"}:
            raise CannotPlay(f"after {sorted(unknown)}")
        while self.heard < after.get("heard", 0):
            who.hears(ANYTHING)
            self.heard += 1
        if "bridged" in after:
            self.connect()
            self.talk = None
        if "hours" in after:
            self.phone.clock.advance(hours=after["hours"])
        seconds = after.get("seconds", 0) + after.get("ringing", 0) + after.get("bridged", 0)
        given = {"after": seconds} if seconds else {}
        return given | ({"during": action["during"]} if "during" in action else {})

    def press(self, who, action):
        who.press(action["press"], **self.given(action, who))

    def pay(self, who, action):
        assert self.call.asked[-1:] == [action["pay"]], f"asked {self.call.asked}, not {action['pay']}"
        if "press" in action:
            who.press(action["press"])
        else:
            who.wait()

    def say(self, who, action):
        more = {key: action[key] for key in ("confidence", "partial") if key in action}
        who.say(action["say"], **more, **self.given(action, who))

    def silent(self, who, action):
        if action["silent"] is True:
            who.wait()
        else:
            self.phone.clock.advance(seconds=action["silent"])

    def hang_up(self, who, action):
        who.hang_up(**self.given(action, who))

    def record(self, who, action):
        more = {key: action[key] for key in ("ended_by", "transcript") if key in action}
        who.record(action["record"], **more)

    def leg(self, who, action):
        name = action["leg"]
        leg = self.legs[name] = who.dials(name)
        after = {"after": action["after"]} if action.get("after") else {}
        match action["outcome"]:
            case "answered":
                leg.answer(**after)
            case "busy":
                leg.busy(**after)
            case "failed":
                leg.fail(**after)
            case "no-answer":
                leg.no_answer()
            case outcome:
                raise CannotPlay(f"the outcome {outcome}")
        if "talk" in action:
            self.talk = action

    def connect(self):
        if self.talk:
            leg = self.legs[self.talk["leg"]]
            leg.talks_to(self.call)

    def finish_talk(self):
        """Let those who talk hang up when they are said to."""
        talk, self.talk = self.talk, None
        if talk:
            leg = self.legs[talk["leg"]]
            leg.talks_to(self.call)
            who = self.call if talk.get("hangs_up") == "caller" else leg
            who.hang_up(after=talk["talk"])

    def agent_takes(self, who, action):
        while "during" in action and self.call.about_to_hear != action["during"]:
            self.call.hears(ANYTHING) if self.call.about_to_hear is not None else self.call.wait()
        url = f" url={quoteattr(action['queue_url'])}" if "queue_url" in action else ""
        noun = f"<Queue{url}>{escape(action['agent_takes'])}</Queue>"
        agent = self.phone.dial(AGENT, twiml=f"<Response><Dial>{noun}</Dial></Response>")
        self.agents.append(agent)
        self.legs["agent"] = agent
        with suppress(CallError):
            self.call.talks_to(agent)
        takes_call = talking(agent) == self.call.from_
        if action.get("hangs_up") == "caller":
            self.call.hang_up(after=action["talk"])
        elif "talk" in action:
            agent.hang_up(**({"after": action["talk"]} if takes_call else {}))

    def refer(self, who, action):
        told = action["refer"]
        who.refer(told["response"], told.get("notify"))
        if told.get("caller_hangs_up"):
            who.hang_up()

    def connector(self, who, action):
        who.process_payment(action["connector"])

    def websocket(self, who, action):
        reasons = {"refused": "declined the handshake", "closes": "was closed", "closed": "was closed"}
        if action["websocket"] not in reasons:
            raise CannotPlay(f"the WebSocket {action['websocket']}")
        who.socket_closes(reasons[action["websocket"]], **self.given(action, who))

    def websocket_sends(self, who, action):
        who.socket_sends(action["websocket_sends"], **self.given(action, who))

    def update(self, who, action):
        who.update(**action["update"], **self.given(action, who))

    def answer(self, who, action):
        who.answer(**self.given(action, who))

    def busy(self, who, action):
        who.busy(**self.given(action, who))

    def no_answer(self, who, action):
        who.no_answer()

    def message(self, who, action):
        self.given(action, who)
        media = [(each["url"], each["type"]) for each in action.get("media", ())]
        self.replies += self.phone.text(action["message"], action["from"], action["to"], media=media)


ACTIONS = {
    "pay": Played.pay,
    "press": Played.press,
    "say": Played.say,
    "silent": Played.silent,
    "hang_up": Played.hang_up,
    "record": Played.record,
    "leg": Played.leg,
    "agent_takes": Played.agent_takes,
    "refer": Played.refer,
    "connector": Played.connector,
    "websocket": Played.websocket,
    "websocket_sends": Played.websocket_sends,
    "update": Played.update,
    "answer": Played.answer,
    "busy": Played.busy,
    "no_answer": Played.no_answer,
    "message": Played.message,
}
DETAILS = {
    *("after", "during", "on", "while", "confidence", "partial", "ended_by", "transcript", "repeat"),
    *("outcome", "talk", "hangs_up", "queue_url", "from", "to", "media"),
}


def origin(url):
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.partition('/')[0].rpartition('@')[2]}"


def talking(call):
    """Return with whom a call was connected last, or None."""
    return next((each.text for each in reversed(call.events) if each.kind == "bridged"), None)
