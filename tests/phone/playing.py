"""Plays a scenario at a telephone, by its public interface."""

import re
from contextlib import suppress
from xml.sax.saxutils import escape, quoteattr

from tests.phone.form import mistakes, name_of
from tests.phone.serving import Served
from twimlkit.phone import CallError, Phone

TOKEN = "12345"
AGENT = "+14155550190"
WAITING = "+14155550191"
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
        for mistake in mistakes(scenario):
            raise CannotPlay(mistake)
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
        self.phone = self.make_phone()
        self.served.pass_time = lambda seconds: self.phone.clock.advance(seconds=seconds)
        with self.phone:
            self.play()

    def make_phone(self):
        setting = self.scenario.get("setting") or self.scenario["expect"].get("setting") or {}
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
        while actions and any(key in actions[0] for key in BEFORE_THE_CALL) and "after" not in actions[0]:
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
        if "conference" in action:
            self.join_others(action)
            return [lambda: self.leave_room(action)]
        self.wait_in_queue(action)
        return [lambda: self.finish_waiting(action)]

    def wait_in_queue(self, action):
        """Let others wait in a queue: those of `callers`, or one."""
        name = action.get("already_waiting") or action["waiting"]
        callers = action.get("callers", [WAITING])
        if "queue" in action:
            name, callers = action["queue"], [name] if isinstance(name, str) else name
        for caller in callers:
            twiml = f'<Response><Enqueue waitUrl="">{escape(name)}</Enqueue></Response>'
            self.legs[caller] = self.phone.dial(caller, twiml=twiml)

    def finish_waiting(self, action):
        """Let the call end with whoever waited, where the action says how long they talk."""
        if "talk" in action:
            taken = next(leg for name, leg in self.legs.items() if name == talking(self.call))
            who = self.call if action.get("hangs_up") == "caller" else taken
            who.hang_up(after=action["talk"])

    def join_others(self, action):
        """Let others join a conference."""
        room, last = action["conference"], action.get("ended_by_exit_of")
        for other in action.get("others", ()):
            ends = quoteattr(str(other == last).lower())
            noun = f'<Conference beep="false" waitUrl="" endConferenceOnExit={ends}>{escape(room)}</Conference>'
            self.legs[other] = self.phone.dial(other, twiml=f"<Response><Dial>{noun}</Dial></Response>")

    def leave_room(self, action):
        self.call.joins(action["conference"])
        leaves = action.get("ended_by_exit_of") or action.get("hangs_up")
        if leaves is None:
            self.phone.clock.advance(seconds=action.get("seconds", 0))
        else:
            self.legs.get(leaves, self.call).hang_up(after=action.get("seconds", 0))

    def conference(self, who, action):
        """Let others join a conference in which the call is already."""
        seconds = self.given(action, who).get("after", 0)
        self.call.joins(action["conference"])
        self.phone.clock.advance(seconds=seconds)
        self.join_others(action)
        self.leave_room(action)

    def waiting(self, who, action):
        """Let others come to a queue from which the call already wants to take somebody."""
        self.phone.clock.advance(seconds=self.given(action, who).get("after", 0))
        self.wait_in_queue(action)
        self.finish_waiting(action)

    already_waiting = waiting

    def place(self):
        call = self.scenario["call"]
        twiml = self.scenario["documents"]["inline"]["twiml"] if call.get("twiml") == "inline" else None
        if call["direction"] == "outbound-api":
            events = call.get("status_callback_event", "completed")
            self.call = self.phone.place_call(
                call["to"],
                from_=call["from"],
                url=call.get("url"),
                method=call.get("method", "POST"),
                twiml=twiml,
                fallback_url=call.get("fallback_url"),
                fallback_method=call.get("fallback_method", "POST"),
                status_callback=call.get("status_callback"),
                status_callback_method=call.get("status_callback_method", "POST"),
                status_callback_event=events.split() if isinstance(events, str) else events,
            )
        else:
            self.call = self.phone.dial(call["from"], call["to"], twiml=twiml)

    # Actions.

    def act(self, action):
        is_own = "leg" in action or "on" in action or "bridged" in (*self.after(action), action.get("while"))
        if self.talk and not is_own:
            self.finish_talk()
        getattr(self, name_of(action))(self.legs[action["on"]] if "on" in action else self.call, action)

    def after(self, action):
        """Return what comes before an action; for a leg a mere number of seconds."""
        after = action.get("after", {})
        return after if isinstance(after, dict) else {"seconds": after}

    def given(self, action, who):
        """Return the time and place of an action as arguments, after what must be heard before."""
        after = self.after(action)
        if "ringing" in after or action.get("while") in ("ringing", "recording", "waiting", "bridged"):
            who.listen()
        while self.heard < after.get("heard", 0):
            who.hears(ANYTHING)
            self.heard += 1
        if "bridged" in after or action.get("while") == "bridged":
            self.connect()
            self.talk = None
        if "hours" in after:
            self.phone.clock.advance(hours=after["hours"])
        seconds = after.get("seconds", 0) + after.get("ringing", 0) + after.get("bridged", 0)
        given = {"after": seconds} if seconds else {}
        return given | ({"during": action["during"]} if "during" in action else {})

    def pass_time(self, action, who):
        """Let the time before an action pass that has no time of its own."""
        given = self.given(action, who)
        if "during" in given:
            raise CannotPlay(f"an action {name_of(action)} during something")
        if given:
            self.phone.clock.advance(seconds=given["after"])

    def press(self, who, action):
        who.press(action["press"], **self.given(action, who))

    def pay(self, who, action):
        given = self.given(action, who)
        if self.call.asked[-1:] != [action["pay"]]:
            raise CallError(f"asked {self.call.asked}, not {action['pay']}")
        if "press" in action:
            who.press(action["press"], **given)
        else:
            who.wait()

    def say(self, who, action):
        more = {key: action[key] for key in ("confidence", "partial") if key in action}
        if isinstance(more.get("partial"), str):
            more["partial"] = [more["partial"]]
        who.say(action["say"], **more, **self.given(action, who))

    def silent(self, who, action):
        self.pass_time(action, who)
        if action["silent"] is True:
            who.wait()
        else:
            self.phone.clock.advance(seconds=action["silent"])

    def hang_up(self, who, action):
        who.hang_up(**self.given(action, who))

    def record(self, who, action):
        more = {key: action[key] for key in ("ended_by", "transcript") if key in action}
        if "during" in action:
            raise CannotPlay("a recording during something")
        who.record(action["record"], **more, **self.given(action, who))

    def leg(self, who, action):
        name = action["leg"]
        leg = self.legs[name] = who.dials(name)
        after = self.given(action, leg)
        match action["outcome"]:
            case "answered":
                leg.answer(**after)
            case "busy":
                leg.busy(**after)
            case "failed":
                leg.fail(**after)
            case "no-answer":
                leg.no_answer()
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
        self.pass_time({"agent_takes": True, "after": action.get("after", {})}, who)
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
        self.pass_time(action, who)
        told = action["refer"]
        who.refer(told["response"], told.get("notify"))
        if told.get("caller_hangs_up"):
            who.hang_up()

    def connector(self, who, action):
        self.pass_time(action, who)
        who.process_payment(action["connector"])

    def websocket(self, who, action):
        reason = "declined the handshake" if action["websocket"] == "refused" else "was closed"
        who.socket_closes(reason, **self.given(action, who))

    def websocket_sends(self, who, action):
        who.socket_sends(action["websocket_sends"], **self.given(action, who))

    def update(self, who, action):
        who.update(**action["update"], **self.given(action, who))

    def answer(self, who, action):
        who.answer(**self.given(action, who))

    def busy(self, who, action):
        who.busy(**self.given(action, who))

    def no_answer(self, who, action):
        self.pass_time(action, who)
        who.no_answer()

    def failed(self, who, action):
        who.fail(**self.given(action, who))

    def message(self, who, action):
        self.pass_time(action, who)
        media = [(each["url"], each["type"]) for each in action.get("media", ())]
        self.replies += self.phone.text(action["message"], action["from"], action["to"], media=media)


def origin(url):
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.partition('/')[0].rpartition('@')[2]}"


def talking(call):
    """Return with whom a call was connected last, or None."""
    return next((each.text for each in reversed(call.events) if each.kind == "bridged"), None)
