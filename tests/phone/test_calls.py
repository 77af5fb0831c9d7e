"""Calls as testers write them, at a shop in Flask."""

from twimlkit import Conference, Dial, Response


def test_menu(phone):
    call = phone.dial(from_="+14155550101")
    call.hears("Welcome to the shop.")
    call.press("6", during="Press 1 for sales")
    call.hears("Sales is open until six.")
    call.ends("completed")
    assert call.path == ["/voice", "/menu"]


def test_menu_asks_again(phone):
    phone.dial().hears("Press 1").wait().hears("We did not hear from you").hears("Press 1")


def test_survey(phone):
    call = phone.dial(voice_url="/survey")
    call.hears("from 1 to 5").press("4#")
    call.hears("after the beep").record(12, transcript="Friendly people.")
    assert call.request("/recorded")["RecordingDuration"] == "12"


def test_hanging_up_keeps_the_recording(phone):
    call = phone.dial(voice_url="/survey").press("4#").record(3, ended_by="hangup").ends("completed")
    assert call.request("/recorded")["Digits"] == "hangup"
    assert call.ended_by == "caller"


def test_sales_is_busy(phone):
    call = phone.dial().press("1")
    call.dials("+14155550110").busy()
    call.hears("Please leave a message.")


def test_sales_answers(phone):
    call = phone.dial().press("1")
    sales = call.dials("+1 (415) 555-0110").answer(after=8)
    assert sales.from_ == "+14155550100"
    call.talks_to(sales)
    sales.talks_to(call)
    sales.hang_up(after=90).ends("completed")
    call.hears("Thank you").ends("completed")
    assert call.request("/sales")["DialCallDuration"] == "90"


def test_first_to_accept(phone):
    call = phone.dial().press("2")
    anne, ben = call.dials("+14155550111"), call.dials("+14155550112")
    ben.answer()
    ben.hears("Press 1 to accept").press("1")
    anne.ends("canceled")
    call.talks_to(ben)


def test_nobody_accepts(phone):
    call = phone.dial().press("2")
    call.dials("+14155550111").no_answer()
    call.dials("+14155550112").no_answer()
    call.hears("Nobody is free.").ends("completed")
    assert phone.clock.now > 35


def test_support_queue(phone):
    caller = phone.dial().press("4")
    caller.hears("You are number 1.")
    caller.waits_in("support")
    agent = phone.dial(voice_url="/agent", from_="+14155550110")
    caller.hears("An agent is here.")
    caller.talks_to(agent)
    agent.hang_up(after=180)
    assert caller.request("/left")["QueueResult"] == "bridged"
    caller.hears("Goodbye.").ends("completed")


def test_queue_moves_up_as_time_passes(phone):
    first, second = phone.dial().press("4"), phone.dial(from_="+14155550102").press("4")
    second.hears("You are number 2.").hears("music.mp3")
    first.hang_up()
    assert first.request("/left")["QueueResult"] == "hangup"
    second.wait().hears("You are number 1.")
    phone.clock.advance(hours=1)
    assert second.heard.count("You are number 1.") > 500
    second.waits_in("support")


def test_texts(phone):
    assert phone.text("hi") == ["What is your name?"]
    assert phone.text("Ann") == ["Welcome, Ann."]
    phone.clock.advance(hours=4, seconds=1)
    assert phone.text("Ann") == ["What is your name?"]
    assert phone.text("hi", from_="+14155550102") == ["What is your name?"]
    assert [message.to for message in phone.messages][-2:] == ["+14155550100", "+14155550102"]


def test_a_conference_of_own_documents(phone):
    document = Response(Dial(Conference("Room 5")))
    anne, ben, carl = (phone.dial(f"+1415555012{number}", twiml=document) for number in range(3))
    anne.joins("Room 5").talks_to(ben, carl)
    carl.hang_up(after=60)
    anne.talks_to(ben)


def test_requests_carry_what_twilio_sends(phone):
    call = phone.dial(FromState="IL", CallerName="Ann")
    request = call.request("/voice")
    assert request["FromState"] == "IL"
    assert request["CallSid"] == call.sid
    assert request.get("Digits") is None
    assert "X-Twilio-Signature" in request.headers
    assert (request.method, request.path, request.status) == ("POST", "/voice", 200)


def test_other_webhooks_are_signed(phone):
    assert phone.post("/voice", CallSid="CA1", From="+14155550101", To="+14155550100").status_code == 200
    assert "Welcome to the shop." in phone.post("/voice", CallSid="CA1").text
