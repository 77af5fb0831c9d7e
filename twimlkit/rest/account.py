"""Which account makes the requests, with which credentials, and where they go."""

from __future__ import annotations

import re
from binascii import b2a_base64
from typing import Final
from urllib.parse import urlsplit

from .errors import InvalidParameter
from .form import checked
from .parameters import AccountSid, KeySid

__all__ = ["HOME", "Credentials", "Hidden", "address"]

HOME: Final = "us1"
"""The only region that Twilio serves without an edge, and that of an edge without a region."""


class Hidden:
    """Holds a text that no repr, and so no traceback, shows."""

    __slots__ = ("text",)

    text: str | None

    def __init__(self, text: str | None) -> None:
        self.text = text

    def __bool__(self) -> bool:
        return bool(self.text)

    def __repr__(self) -> str:
        return "<hidden>"


class Credentials:
    """Holds what an account logs in with: its token, or an API key."""

    __slots__ = ("_login", "_password", "account_sid")

    account_sid: str

    def __init__(self, account_sid: str, token: Hidden, key: str | None, secret: Hidden) -> None:
        self.account_sid = checked("account_sid", AccountSid, account_sid)
        if token and (key or secret):
            raise InvalidParameter("give an auth_token or an api_key, not both", parameter="api_key")
        if bool(key) != bool(secret):
            raise InvalidParameter("api_key and api_secret go together", parameter="api_secret")
        if not token and not secret:
            raise InvalidParameter("give an auth_token, or an api_key and its api_secret", parameter="auth_token")
        user = checked("api_key", KeySid, key) if key else self.account_sid
        self._password = secret or token
        if not isinstance(self._password.text, str):
            raise InvalidParameter("the auth_token or api_secret must be text", parameter="auth_token")
        self._login = Hidden(b2a_base64(f"{user}:{self._password.text}".encode(), newline=False).decode())

    def header(self) -> str:
        """The value of the header by which the account logs in."""
        return f"Basic {self._login.text}"

    def hide(self, body: bytes) -> bytes:
        """Takes the credentials out of what somebody may send back."""
        for secret in (self._login, self._password):
            body = body.replace((secret.text or "").encode(), b"<hidden>")
        return body


def address(region: str | None, edge: str | None, base_url: str | None) -> str:
    """Says where the requests go: the beginning of every URL, without a slash at its end.

    Raises InvalidParameter where Twilio serves no such region and edge, or where it is no URL.

    https://www.twilio.com/docs/global-infrastructure/understanding-edge-locations
    """
    if base_url:
        if region or edge:
            raise InvalidParameter("base_url goes without region and edge", parameter="base_url")
        if not _is_base(base_url):
            problem = "base_url must be an http or https URL without user information, query and fragment"
            raise InvalidParameter(problem, parameter="base_url")
        return base_url.rstrip("/")
    for name, value in {"region": region, "edge": edge}.items():
        if value and not _LABEL.fullmatch(value):
            raise InvalidParameter(f"{name} must be a name like 'us1' or 'dublin'", parameter=name)
    if region and region != HOME and not edge:
        problem = f"Twilio serves the region {region} only through an edge: give the edge too, as in edge='dublin'"
        raise InvalidParameter(problem, parameter="edge")
    labels = ["api", *([edge] if edge else []), *([region or HOME] if region or edge else []), "twilio.com"]
    return f"https://{'.'.join(labels)}"


def _is_base(url: str) -> bool:
    try:
        urlsplit(url).port  # noqa: B018  # reading it raises where it is no port
    except ValueError:
        return False
    return bool(_BASE.fullmatch(url))


_BASE: Final = re.compile(r"https?://[^\s/?#@]+(/[^\s?#]*)?")
_LABEL: Final = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
