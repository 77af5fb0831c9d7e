"""Behaviour of the Flask integration alone."""

from io import BytesIO

import pytest
from flask import Blueprint, Flask, jsonify, request, session
from flask.views import MethodView
from flask_restful import Api, Resource
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.middleware.proxy_fix import ProxyFix

from tests.web.signing import CALL, encoded, headers, signature
from tests.web.views import TOKEN
from twimlkit import Response, Say
from twimlkit.web.flask import TwiMLResponse, signed, twiml
from twimlkit.webhook import CallRequest

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def voice(call: CallRequest) -> None: ...


@pytest.fixture
def app():
    found = Flask(__name__)
    found.secret_key = "for these tests"
    return found


def post(app, target="/voice", url=None, **more):
    signed = headers(url or f"http://localhost{target}", CALL)
    return app.test_client().post(target, data=encoded(CALL), headers=FORM | signed | more)


def test_the_view_has_all_that_flask_has(app):
    @app.post("/rooms/<int:number>")
    @twiml
    def room(call: CallRequest, number: int) -> Response:
        """Say the room."""
        session["room"] = number
        return Response(Say(f"{request.args['lang']} {request.form['From']} {number + 1}"))

    answer = post(app, "/rooms/7?lang=en")
    assert "en +14155550100 8" in answer.text
    assert "session=" in answer.headers["Set-Cookie"]
    assert (room.__name__, room.__doc__, app.view_functions["room"]) == ("room", "Say the room.", room)


def test_a_refusal_goes_to_the_application_s_error_handlers(app):
    app.post("/voice")(twiml(voice))

    @app.errorhandler(403)
    def forbidden(error):
        return jsonify(reason=error.description), 403

    answer = app.test_client().post("/voice", data=encoded(CALL), headers=FORM)
    assert (answer.status_code, answer.json) == (403, {"reason": "X-Twilio-Signature is missing."})


def test_a_form_that_was_read_before_is_still_verified(app):
    app.before_request(lambda: request.form and None)
    app.post("/voice")(twiml(voice))
    assert post(app).status_code == 204


def test_a_body_that_was_read_before_is_still_verified(app):
    app.before_request(lambda: request.get_data() and None)
    app.post("/voice")(twiml(voice))
    assert post(app).status_code == 204


def test_what_the_view_returns_is_checked(app):
    @app.post("/voice")
    @twiml
    def voice(call: CallRequest):
        return 404

    app.testing = True
    with pytest.raises(TypeError, match=r"voice\(\) must return a Response or None for a CallRequest, not int"):
        post(app)


def test_an_application_below_a_path_is_verified_with_it(app):
    app.post("/voice")(twiml(voice))
    app.wsgi_app = DispatcherMiddleware(lambda *_: [], {"/phone": app.wsgi_app})
    assert post(app, "/phone/voice").status_code == 204


def test_what_proxy_fix_says_counts(app):
    """The developer has told Flask itself which proxy to trust."""
    app.post("/voice")(twiml(voice))
    app.wsgi_app = ProxyFix(app.wsgi_app, x_proto=1, x_host=1, x_prefix=1)
    forwarded = {
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "example.com",
        "X-Forwarded-Prefix": "/phone",
    }
    assert post(app, url="https://example.com/phone/voice", **forwarded).status_code == 204
    assert post(app, url="https://example.org/phone/voice", **forwarded).status_code == 403


def test_flask_refuses_hosts_that_it_does_not_trust(app):
    app.post("/voice")(twiml(voice))
    app.config["TRUSTED_HOSTS"] = ["example.com"]
    assert post(app).status_code == 400


def test_a_reason_is_no_markup(app):
    app.post("/voice")(twiml(voice))
    fields = [*CALL, ("Confidence", "<script>")]
    signed = {"X-Twilio-Signature": signature("http://localhost/voice", fields)}
    answer = app.test_client().post("/voice", data=encoded(fields), headers=FORM | signed)
    assert answer.status_code == 400
    assert "<script>" not in answer.text
    assert "&lt;script&gt;" in answer.text


def test_no_token_shows_when_a_view_fails(app, log):
    @app.post("/voice")
    @twiml(auth_token=TOKEN)
    def voice(call: CallRequest) -> None:
        raise LookupError("nobody is there")

    app.debug = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = post(app)
    assert answer.status_code == 500
    assert TOKEN not in answer.text
    assert log.will_hold("LookupError: nobody is there")
    assert TOKEN not in log.of_this_test()


# Classes, and the door that only verifies.


class Voice(MethodView):
    greeting = "Hello"

    @twiml
    def post(self, call: CallRequest, number: int) -> Response:
        return Response(Say(f"{self.greeting} {call.from_} {number}"))

    @signed
    def put(self, number):
        return f"{self.greeting} {number}"

    @twiml
    def get(self, call: CallRequest, number: int) -> Response:
        return Response(Say(f"{self.greeting} {number}"))


class Everything(MethodView):
    decorators = (signed,)

    def post(self):
        return f"signed: {request.form['From']}"


class Answers:
    def voice(self, call: CallRequest) -> Response:
        return Response(Say(call.from_))

    @twiml
    def decorated(self, call: CallRequest) -> Response:
        return Response(Say(call.to))


def test_methods_of_a_method_view_are_views(app):
    app.add_url_rule("/rooms/<int:number>", view_func=Voice.as_view("voice"))
    assert "Hello +14155550100 7" in post(app, "/rooms/7").text
    assert app.test_client().post("/rooms/7").status_code == 403
    assert app.test_client().put("/rooms/7").status_code == 403
    plain = headers("http://localhost/rooms/7")
    assert app.test_client().put("/rooms/7", headers=plain).text == "Hello 7"


def test_a_method_view_may_be_signed_as_a_whole(app):
    app.add_url_rule("/voice", view_func=Everything.as_view("voice"))
    assert post(app).text == "signed: +14155550100"
    assert app.test_client().post("/voice", data=encoded(CALL), headers=FORM).status_code == 403


def test_bound_methods_are_views(app):
    app.post("/voice")(twiml(Answers().voice))
    app.post("/other")(Answers().decorated)
    assert "+14155550100" in post(app).text
    assert "+14155550199" in post(app, "/other").text
    assert app.test_client().post("/other").status_code == 403


def test_resources_of_flask_restful_are_views(app):
    class VoiceResource(Resource):
        @twiml
        def post(self, call: CallRequest, number: int) -> Response:
            return Response(Say(f"{call.from_} {number}"))

    class SignedResource(Resource):
        method_decorators = (signed,)

        def post(self):
            return {"from": request.form["From"]}

    api = Api(app)
    api.add_resource(VoiceResource, "/rooms/<int:number>")
    api.add_resource(SignedResource, "/signed")
    answer = post(app, "/rooms/7")
    assert ("+14155550100 7" in answer.text, answer.content_type) == (True, "text/xml; charset=utf-8")
    assert post(app, "/signed").json == {"from": "+14155550100"}
    for path in ("/rooms/7", "/signed"):
        assert app.test_client().post(path).status_code == 403


def test_a_blueprint_may_be_signed_as_a_whole(app):
    blueprint = Blueprint("twilio", __name__)
    blueprint.before_request(signed(lambda: None))
    blueprint.post("/voice")(lambda: TwiMLResponse(Response(Say(request.form["From"]))))
    app.register_blueprint(blueprint, url_prefix="/phone")
    assert "+14155550100" in post(app, "/phone/voice").text
    assert app.test_client().post("/phone/voice").status_code == 403


def test_the_configuration_has_the_token_and_the_public_url(app, monkeypatch):
    monkeypatch.delenv("TWILIO_AUTH_TOKEN")
    monkeypatch.setenv("TWILIO_BASE_URL", "https://nobody.example")
    app.config |= {"TWILIO_AUTH_TOKEN": TOKEN, "TWILIO_BASE_URL": "https://example.com"}
    app.post("/voice")(twiml(voice))
    app.post("/signed")(signed(lambda: "signed"))
    for path in ("/voice", "/signed"):
        assert post(app, path, url=f"https://example.com{path}").status_code < 300
        assert post(app, path).status_code == 403


def test_a_view_that_answers_for_itself_keeps_headers_cookies_and_status(app):
    @app.post("/voice")
    @twiml
    def voice(call: CallRequest):
        answer = TwiMLResponse(Response(Say("Later")), 503, {"Retry-After": "9"})
        answer.set_cookie("seen", "1")
        return answer

    answer = post(app)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "9")
    assert (answer.content_type, "seen=1" in answer.headers["Set-Cookie"]) == ("text/xml; charset=utf-8", True)
    assert (TwiMLResponse().status_code, TwiMLResponse("<Response/>").data) == (204, b"<Response/>")


def test_a_form_of_parts_that_was_read_before_is_refused(app):
    """Its fields are not signed, so that the signature of the URL would let in any of them."""
    app.before_request(lambda: request.form and None)
    app.post("/signed")(signed(lambda: "signed"))
    client = app.test_client()
    data = {"From": "+1", "file": (BytesIO(b"x"), "x.txt")}
    answer = client.post("/signed", data=data, headers=headers("http://localhost/signed"))
    assert answer.status_code == 403


def test_a_stream_that_was_read_before_is_refused(app):
    app.before_request(lambda: request.stream.read() and None)
    app.post("/signed")(signed(lambda: "signed"))
    answer = app.test_client().post("/signed", json={"a": 1}, headers=headers("http://localhost/signed"))
    assert answer.status_code == 403
