"""The application of a scenario: a WSGI application that serves its documents and keeps what it was sent."""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import parse_qsl

from twimlkit.phone import Unreachable


@dataclass
class Received:
    """A request as it arrived."""

    method: str
    url: str
    query: str
    body: dict[str, str]
    headers: dict[str, str]
    is_signed: bool = True

    @property
    def query_params(self):
        return dict(parse_qsl(self.query, keep_blank_values=True))

    @property
    def params(self):
        return {**self.query_params, **self.body}

    @property
    def cookies(self):
        return {name: morsel.value for name, morsel in SimpleCookie(self.headers.get("cookie", "")).items()}


@dataclass
class Served:
    """Serves documents by their URLs; of a list, one after another, and the last again and again."""

    documents: dict
    token: str
    pass_time: object = None
    received: list = field(default_factory=list)
    counts: dict = field(default_factory=dict)

    def __call__(self, environ, start_response):
        query = environ["QUERY_STRING"]
        address = f"{environ['wsgi.url_scheme']}://{environ['HTTP_HOST']}{environ['REQUEST_URI'].partition('?')[0]}"
        size = int(environ.get("CONTENT_LENGTH") or 0)
        pairs = parse_qsl(environ["wsgi.input"].read(size).decode(), keep_blank_values=True)
        headers = {name[5:].replace("_", "-").lower(): value for name, value in environ.items() if name[:5] == "HTTP_"}
        headers["content-type"] = environ.get("CONTENT_TYPE", "")
        request = Received(environ["REQUEST_METHOD"], address, query, dict(pairs), headers)
        self.received.append(request)
        url = address + (f"?{query}" if query else "")
        request.is_signed = headers.get("x-twilio-signature") == signature(self.token, url, pairs)
        answer = self.answer_to(address, query)
        if answer is not None and answer.get("auth"):
            challenge, is_right = LOGINS[answer["auth"]]
            if not is_right(request, answer):
                start_response("401 Unauthorized", [("WWW-Authenticate", challenge)])
                return [b""]
            answer = answer["then"]
        if answer is not None and answer.get("refuse_connection"):
            self.received.pop()
            raise Unreachable
        if answer is None:
            start_response("404 Not Found", [("Content-Type", "text/plain")])
            return [b"there is no such document"]
        if answer.get("delay"):
            self.pass_time(answer["delay"])
        return self.send(answer, start_response)

    def answer_to(self, address, query):
        """Return the next answer of a URL: that for its query, else that for any."""
        for key in (f"{address}?{query}", *self.with_own_query(address, query), address):
            if key in self.documents:
                answers = self.documents[key]
                answers = answers if isinstance(answers, list) else [answers]
                number = self.counts[key] = self.counts.get(key, -1) + 1
                return answers[min(number, len(answers) - 1)]
        return None

    def with_own_query(self, address, query):
        """Return the keys whose query the one of a GET begins with, before Twilio's parameters."""
        return [key for key in self.documents if "?" in key and f"{address}?{query}".startswith(f"{key}&")]

    def send(self, answer, start_response):
        body = answer.get("twiml", answer.get("body", ""))
        data = body.encode(answer.get("encode", "utf-8"))
        data += b" " * (answer.get("pad_to", 0) - len(data))
        kind = answer.get("content_type", "text/xml" if "twiml" in answer else None)
        headers = [("Content-Type", kind)] if kind else []
        for name, key in (("Location", "location"), ("Set-Cookie", "set_cookie")):
            headers += [(name, answer[key])] if key in answer else []
        start_response(f"{answer.get('status', 200)} Status", headers)
        return [data]


def is_basic(request, answer):
    login = base64.b64encode(f"{answer['user']}:{answer['password']}".encode()).decode()
    return request.headers.get("authorization") == f"Basic {login}"


def is_digest(request, answer):
    """Tell whether a request answers the challenge, by RFC 7616."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    facts = {name: value.strip('"') for name, value in re.findall(r'(\w+)=("[^"]*"|[^,\s]+)', given)}
    if scheme != "Digest" or facts.get("username") != answer["user"] or facts.get("nonce") != NONCE:
        return False
    return facts.get("response") == md5(
        md5(answer["user"], "phone", answer["password"]), NONCE, md5(request.method, facts.get("uri", ""))
    )


def md5(*parts):
    return hashlib.md5(":".join(parts).encode(), usedforsecurity=False).hexdigest()


NONCE = "0123456789abcdef"
LOGINS = {
    "basic": ('Basic realm="phone"', is_basic),
    "digest": (f'Digest realm="phone", nonce="{NONCE}"', is_digest),
}
"""The challenges, and what tells whether a request answers them."""


def signature(token, url, pairs):
    """Return Twilio's signature, by its documentation."""
    signed = url + "".join(name + value for name, value in sorted(set(pairs)))
    return base64.b64encode(hmac.new(token.encode(), signed.encode(), hashlib.sha1).digest()).decode()
