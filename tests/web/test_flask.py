"""Behaviour of the Flask integration alone."""

import pytest
from flask import Flask, jsonify, request, session
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.middleware.proxy_fix import ProxyFix

from tests.web.signing import CALL, encoded, headers, signature
from tests.web.views import TOKEN
from twimlkit import Response, Say
from twimlkit.web.flask import twiml
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
