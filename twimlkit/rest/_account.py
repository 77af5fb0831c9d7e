"""The account, its credentials, and the URL of the API."""

from __future__ import annotations

import os
import re
from binascii import b2a_base64
from typing import Final
from urllib.parse import urlsplit

from ._form_data import validate
from ._parameters import AccountSid, KeySid
from .errors import InvalidParameter

DEFAULT_REGION: Final = "us1"
"""The only region that Twilio serves without an edge, and the region of an edge without a region."""


class Secret:
    """A text that no repr, and so no traceback, shows."""

    __slots__ = ("text",)

    text: str | None

    def __init__(self, text: str | None) -> None:
        self.text = text

    def __bool__(self) -> bool:
        return bool(self.text)

    def __repr__(self) -> str:
        return "<hidden>"


class Credentials:
    """The login of an account: its auth token, or an API key."""

    __slots__ = ("_login", "_password", "account_sid")

    account_sid: str

    def __init__(self, account_sid: str | None, token: Secret, key: str | None, secret: Secret) -> None:
        explicit = key is not None or any(given.text is not None for given in (token, secret))
        self.account_sid = validate("account_sid", AccountSid, _account_sid(account_sid, explicit=explicit))
        if not explicit:
            token, key, secret = _login_of_environment()
        if token and (key or secret):
            raise InvalidParameter("give either auth_token or api_key, not both", parameter="api_key")
        if bool(key) != bool(secret):
            raise InvalidParameter("api_key and api_secret must be given together", parameter="api_secret")
        if not token and not secret:
            problem = "auth_token must not be empty; or give api_key and api_secret"
            raise InvalidParameter(problem, parameter="auth_token")
        user = validate("api_key", KeySid, key) if key else self.account_sid
        self._password = secret or token
        if not isinstance(self._password.text, str) or not re.fullmatch("[!-~]+", self._password.text):
            name = "api_secret" if secret else "auth_token"
            problem = f"{name} must be a text of ASCII letters, digits and signs, without spaces and line breaks"
            raise InvalidParameter(problem, parameter=name)
        self._login = Secret(b2a_base64(f"{user}:{self._password.text}".encode(), newline=False).decode())

    def header(self) -> str:
        """Return the value of the Authorization header."""
        return f"Basic {self._login.text}"

    def hide(self, message: str) -> str:
        """Remove the credentials from a message that may repeat a response which echoes them."""
        for secret in (self._login, self._password):
            message = message.replace(secret.text or "", "<hidden>")
        return message


# A local variable shows in tracebacks that print them. So a secret goes from os.getenv straight into a Secret, and
# os.environ, whose repr shows the whole environment, is not touched.


def _account_sid(given: str | None, *, explicit: bool) -> str:
    """Return the account SID; the environment's login must not be used with another account than its own."""
    own = os.getenv("TWILIO_ACCOUNT_SID")
    if given is None:
        if not own:
            problem = "account_sid is missing: set TWILIO_ACCOUNT_SID in the environment, or give account_sid"
            raise InvalidParameter(problem, parameter="account_sid")
        return own
    if not explicit and own and own != given:
        problem = (
            "account_sid differs from TWILIO_ACCOUNT_SID, to which the login in the environment belongs: "
            "give auth_token, or api_key and api_secret, too"
        )
        raise InvalidParameter(problem, parameter="account_sid")
    return given


def _login_of_environment() -> tuple[Secret, str | None, Secret]:
    """Return the token, or the API key with its secret."""
    if key := os.getenv("TWILIO_API_KEY"):
        secret = Secret(os.getenv("TWILIO_API_SECRET"))
        if not secret:
            problem = "TWILIO_API_SECRET is missing: TWILIO_API_KEY is set in the environment, and needs it"
            raise InvalidParameter(problem, parameter="api_secret")
        return Secret(None), key, secret
    token = Secret(os.getenv("TWILIO_AUTH_TOKEN"))
    if not token:
        problem = (
            "auth_token is missing: set TWILIO_AUTH_TOKEN, or TWILIO_API_KEY and TWILIO_API_SECRET, in the "
            "environment, or give auth_token, or api_key and api_secret"
        )
        raise InvalidParameter(problem, parameter="auth_token")
    return token, None, Secret(None)


def resolve_base_url(region: str | None, edge: str | None, base_url: str | None) -> tuple[str, bool]:
    """Return the base URL of all requests, and whether it is not Twilio's own.

    Arguments win over the environment, and there TWIMLKIT_API_URL wins over TWILIO_REGION and TWILIO_EDGE.

    Raises:
        InvalidParameter: The URL is invalid, or Twilio does not serve the region at the edge.
    """
    if base_url:
        if region or edge:
            raise InvalidParameter("give either base_url, or region and edge, not both", parameter="base_url")
        return _checked_url("base_url", base_url), True
    if region or edge:
        return _twilio_base_url(region, edge), False
    if own := os.getenv("TWIMLKIT_API_URL"):
        return _checked_url("TWIMLKIT_API_URL", own), True
    return _twilio_base_url(os.getenv("TWILIO_REGION"), os.getenv("TWILIO_EDGE")), False


def _twilio_base_url(region: str | None, edge: str | None) -> str:
    """Return the base URL of Twilio's API in a region, reached at an edge.

    https://www.twilio.com/docs/global-infrastructure/understanding-edge-locations
    """
    for name, value in {"region": region, "edge": edge}.items():
        if value and not re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", value):
            raise InvalidParameter(f"{name} must be a name such as 'us1' or 'dublin'", parameter=name)
    if region and region != DEFAULT_REGION and not edge:
        problem = f"region {region} needs an edge: give the edge too, as in edge='dublin'"
        raise InvalidParameter(problem, parameter="edge")
    labels = ["api", *([edge] if edge else []), *([region or DEFAULT_REGION] if region or edge else []), "twilio.com"]
    return f"https://{'.'.join(labels)}"


def _checked_url(name: str, url: str) -> str:
    import httpx2  # slow to import, and only a client needs it

    try:
        parts = urlsplit(url)
        valid = bool(re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*)?", url)) and parts.port != 0
        httpx2.URL(url).raw_host.decode().encode("idna")  # as the resolver does, whose error would be none of ours
    except (AttributeError, TypeError, ValueError, httpx2.InvalidURL):
        valid = False
    if not valid:
        problem = f"{name} must be an http or https URL without user information, query and fragment"
        raise InvalidParameter(problem, parameter="base_url")
    return url.rstrip("/")
