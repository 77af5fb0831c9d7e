"""Twilio's side: signatures and requests, written from its documentation without the code under test."""

import base64
import hashlib
import hmac
from urllib.parse import urlencode

from tests.web.views import TOKEN

CALL = [
    ("CallSid", "CA" + "1" * 32),
    ("AccountSid", "AC" + "2" * 32),
    ("From", "+14155550100"),
    ("To", "+14155550199"),
    ("CallStatus", "ringing"),
    ("ApiVersion", "2010-04-01"),
    ("Direction", "inbound"),
    ("FromCity", ""),
    ("CallerName", ""),
]
MESSAGE = [
    ("MessageSid", "SM" + "3" * 32),
    ("AccountSid", "AC" + "2" * 32),
    ("From", "+14155550100"),
    ("To", "+14155550199"),
    ("Body", "  Grüße & 100 % + 世界 ☎ \n"),
    ("NumMedia", "0"),
]


def signature(url, fields=(), token=TOKEN):
    text = url + "".join(name + value for name, value in sorted(fields))
    return base64.b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()).decode()


def headers(url, fields=(), token=TOKEN):
    return {"X-Twilio-Signature": signature(url, fields, token)}


def post(way, target, fields=CALL, *, url=None, token=TOKEN, sent=None, **more):
    """Post a signed form.

    Args:
        way: Way to the server.
        target: Path and query.
        fields: Signed fields.
        url: Signed URL. Default: the URL of the target.
        token: Auth token.
        sent: Sent fields. Default: the signed ones.
        more: `headers`, if there are more.
    """
    form = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
    signed = headers(url or f"http://example.com{target}", fields, token)
    return way.send("POST", target, form | signed | more.get("headers", {}), encoded(fields if sent is None else sent))


def get(way, target, fields=CALL, *, sent=None, query="", **more):
    """Send a GET with the fields in the query, after the configured part of it."""
    signed, asked = (
        "?".join(filter(None, [target, "&".join(filter(None, [query, urlencode(each)]))]))
        for each in (fields, fields if sent is None else sent)
    )
    return way.send("GET", asked, headers(f"http://example.com{signed}") | more.get("headers", {}))


def encoded(fields):
    return urlencode(fields).encode()
