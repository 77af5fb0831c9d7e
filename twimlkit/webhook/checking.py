"""Check that Twilio has signed a request, and read it, in any web framework.

    try:
        call = check_request(request.method, request.url, request.headers, request.body, CallRequest)
    except Rejected as rejected:
        return rejected.reason, rejected.status

Every rejection is logged with its reason, by the logger `twimlkit.webhook`.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar, cast, overload

from twimlkit._core.values import shortened, type_name

from ._parameters import pairs_of
from ._parsing import find_request_class, fits, parse_request
from ._urls import URL
from .public_url import PublicUrl
from .requests import InvalidRequest, TwilioRequest
from .signature import SIGNATURE_HEADER, body_digests, verify, verify_body

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ._parameters import Params
    from .public_url import Headers

__all__ = [
    "FORM_TYPE",
    "Checker",
    "IncomingRequest",
    "Rejected",
    "Settings",
    "check_request",
    "check_signature",
    "join_names",
    "redacted",
]

FORM_TYPE: Final = "application/x-www-form-urlencoded"
_MAX_FIELDS: Final = 1000  # Twilio sends far fewer
_MAX_FORM: Final = 2**20  # bytes; Twilio sends far fewer, and decoding takes much more memory

_logger: Final = logging.getLogger("twimlkit.webhook")

Settings: TypeAlias = "Callable[[str], Any]"
"""A function that returns a setting of a framework by its name, such as TWILIO_AUTH_TOKEN, or None."""

_Request = TypeVar("_Request", bound=TwilioRequest)


class Rejected(Exception):
    """A request that must not be answered: it is not signed by Twilio, or it is invalid.

    Args:
        status: HTTP status of the response: 403 for a missing or invalid signature, 400 for an invalid request.
        reason: Explanation for the sender.

    Attributes:
        status: HTTP status of the response.
        reason: Explanation for the sender.
    """

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(status, reason)
        self.status = status
        self.reason = reason


@overload
def check_request(
    method: str,
    url: str,
    headers: Headers | Mapping[str, str],
    body: bytes,
    *,
    auth_token: str | Sequence[str] | None = None,
    base_url: str | None = None,
    trusted_proxies: str | Iterable[str] = (),
    remote_addr: str | None = None,
) -> TwilioRequest: ...


@overload
def check_request(
    method: str,
    url: str,
    headers: Headers | Mapping[str, str],
    body: bytes,
    request_class: type[_Request],
    *,
    auth_token: str | Sequence[str] | None = None,
    base_url: str | None = None,
    trusted_proxies: str | Iterable[str] = (),
    remote_addr: str | None = None,
) -> _Request: ...


def check_request(
    method: str,
    url: str,
    headers: Headers | Mapping[str, str],
    body: bytes,
    request_class: type[TwilioRequest] = TwilioRequest,
    *,
    auth_token: str | Sequence[str] | None = None,
    base_url: str | None = None,
    trusted_proxies: str | Iterable[str] = (),
    remote_addr: str | None = None,
) -> TwilioRequest:
    """Return a request as a typed object, after checking that Twilio has signed it.

    Args:
        method: HTTP method.
        url: URL that the server sees, with path and query exactly as they were requested.
        headers: Headers of the request. The names of a mapping may be written in any case.
        body: Raw body, before decoding.
        request_class: Class of the request, such as CallRequest. Default: the class that fits best.
        auth_token: Primary auth token of the account, or several tokens while you replace one. Default:
            TWILIO_AUTH_TOKEN of the environment.
        base_url: Start of the public URL, such as `https://example.com`, if it is not the one that the server sees.
            Default: TWILIO_BASE_URL of the environment.
        trusted_proxies: IP addresses or networks of proxies whose X-Forwarded headers are used; see `PublicUrl`.
        remote_addr: IP address that the request came from.

    Raises:
        Rejected: Twilio has not signed the request, or it is not one of this class.
        RuntimeError: No auth token is configured.
        TypeError: The body is not bytes.
        ValueError: A token is empty, or a URL or an address is invalid.
    """
    checker = Checker(auth_token, base_url, trusted_proxies)
    return checker.read(_incoming_request(method, url, headers, body, remote_addr), (request_class,))


def check_signature(
    method: str,
    url: str,
    headers: Headers | Mapping[str, str],
    body: bytes,
    *,
    auth_token: str | Sequence[str] | None = None,
    base_url: str | None = None,
    trusted_proxies: str | Iterable[str] = (),
    remote_addr: str | None = None,
) -> None:
    """Check that Twilio has signed a request, and leave its content alone, which may be JSON.

    Args:
        method: HTTP method.
        url: URL that the server sees, with path and query exactly as they were requested.
        headers: Headers of the request. The names of a mapping may be written in any case.
        body: Raw body, before decoding.
        auth_token: Primary auth token of the account, or several tokens while you replace one. Default:
            TWILIO_AUTH_TOKEN of the environment.
        base_url: Start of the public URL, such as `https://example.com`, if it is not the one that the server sees.
            Default: TWILIO_BASE_URL of the environment.
        trusted_proxies: IP addresses or networks of proxies whose X-Forwarded headers are used; see `PublicUrl`.
        remote_addr: IP address that the request came from.

    Raises:
        Rejected: Twilio has not signed the request.
        RuntimeError: No auth token is configured.
        TypeError: The body is not bytes.
        ValueError: A token is empty, or a URL or an address is invalid.
    """
    Checker(auth_token, base_url, trusted_proxies).verify(_incoming_request(method, url, headers, body, remote_addr))


@dataclass(frozen=True, slots=True)
class IncomingRequest:
    """An HTTP request, independent of the framework.

    Args:
        method: HTTP method.
        url: URL that the server sees, with path and query unchanged.
        headers: Headers, with case-insensitive names.
        remote_addr: IP address that the request came from, if known.
        body: Raw body. None if it cannot be read any more.
        form: Fields of the form, if the framework has read the body already.
    """

    method: str
    url: str
    headers: Headers
    remote_addr: str | None
    body: bytes | None
    form: Params | None = None

    @property
    def has_form(self) -> bool:
        """Whether the body is a form, which Twilio only posts."""
        if self.method != "POST":
            return False
        return (self.headers.get("Content-Type") or "").partition(";")[0].strip().lower() == FORM_TYPE

    @property
    def lacks_body(self) -> bool:
        """Whether there was a body, which something has read before it could be verified."""
        was_sent = self.headers.get("Transfer-Encoding") or (self.headers.get("Content-Length") or "0").strip("0 ")
        is_there = self.body or (self.has_form and self.form)
        is_unknown = self.body is None and not (self.has_form and self.form is not None)
        return not is_there and bool(was_sent or is_unknown)

    @property
    def is_signed_whole(self) -> bool:
        """Whether no part of the URL escapes the signature.

        A fragment is not signed, but some servers pass on what follows a `#`; and some frameworks put the Host header
        into the URL whatever it holds.
        """
        return "#" not in self.url and not set("/?#@\\") & set(self.headers.get("Host") or "")


class Checker:
    """Checks the requests of one view.

    Args:
        auth_token: One or several tokens, or None for a setting.
        base_url: Start of the public URL, or None for a setting.
        trusted_proxies: IP addresses or networks of proxies.
        settings: Settings of the framework, looked up at each request. The environment is always looked up.

    Raises:
        ValueError: A token is empty, or a URL or an address is invalid.
    """

    def __init__(
        self,
        auth_token: str | Sequence[str] | None = None,
        base_url: str | None = None,
        trusted_proxies: str | Iterable[str] = (),
        settings: Settings = lambda name: None,  # noqa: ARG005  # there are none
    ) -> None:
        if auth_token is not None and not (auth_token and all(auth_token)):
            raise ValueError("auth_token must be a non-empty string, or a list of them")
        self._auth_token = auth_token
        self._public_url = PublicUrl(base_url=base_url, trusted_proxies=trusted_proxies)
        self._is_told = base_url is not None or bool(trusted_proxies)
        self._settings = settings

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"  # error pages show the variables of every frame

    def verify(self, incoming: IncomingRequest) -> None:
        """Check that Twilio has signed a request.

        Raises:
            Rejected: Twilio has not signed the request.
            RuntimeError: No auth token is configured.
        """
        self._verified_params(incoming)

    def read(self, incoming: IncomingRequest, request_classes: tuple[type[_Request], ...]) -> _Request:
        """Check that Twilio has signed a request, and return it as one of these classes.

        Raises:
            Rejected: Twilio has not signed the request, or it is not one of these classes.
            RuntimeError: No auth token is configured.
        """
        params = self._verified_params(incoming)
        if params is None:
            raise _rejected(incoming, 400, f"The body must be a form ({FORM_TYPE}).")
        values = dict(params)
        request_class = _fitting_class(values, request_classes)
        if request_class is None:
            expected, found = join_names(request_classes), find_request_class(values).__name__
            raise _rejected(incoming, 400, f"This URL expects a {expected}, not a {found}.")
        token = incoming.headers.get("I-Twilio-Idempotency-Token") or ""
        try:
            return parse_request(values, request_class, idempotency_token=token)
        except InvalidRequest as error:
            raise _rejected(incoming, 400, f"{error}.") from None

    def _verified_params(self, incoming: IncomingRequest) -> list[tuple[str, str]] | None:
        """Return the parameters of a request that Twilio has signed, or None if its body is not a form."""
        url = self._find_public_url().resolve(incoming.url, incoming.headers, incoming.remote_addr)
        signature = incoming.headers.get(SIGNATURE_HEADER)
        self._find_token()  # it must be there, also for a request without a signature
        if not signature:
            raise _rejected(incoming, 403, f"{SIGNATURE_HEADER} is missing.", url)
        if incoming.lacks_body:
            raise _rejected(incoming, 403, "The body was read before it could be verified.", url)
        form = _form_of(incoming)
        body = incoming.body or b""
        is_signed_by_hash = not any(map(any, form)) and bool(body or body_digests(url))
        if is_signed_by_hash:
            is_signed = verify_body(self._find_token(), url, body, signature)
        else:
            is_signed = verify(self._find_token(), url, form, signature)
        if not is_signed or not incoming.is_signed_whole:
            advice = self._advice(incoming, url, form, signature, is_signed_by_hash=is_signed_by_hash)
            raise _rejected(incoming, 403, f"{SIGNATURE_HEADER} is invalid.", url, advice)
        if body and is_signed_by_hash:
            return None
        return form if incoming.method == "POST" else _fields_of(incoming, url.partition("?")[2])

    def _find_token(self) -> str | Sequence[str]:
        """Return the tokens. Pass them on directly: a variable would show them in tracebacks."""
        if self._auth_token is not None:
            return self._auth_token
        if not (self._settings(_TOKEN) or os.environ.get(_TOKEN)):
            raise RuntimeError(
                "There is no auth token to verify signatures with: "
                f"pass auth_token, or set {_TOKEN} in the environment, or in the configuration of Flask or Django"
            )
        return self._settings(_TOKEN) or os.environ[_TOKEN]

    def _find_public_url(self) -> PublicUrl:
        if self._is_told:
            return self._public_url
        base_url = self._settings(_BASE_URL) or os.environ.get(_BASE_URL)
        return PublicUrl(base_url=base_url) if base_url else self._public_url

    def _advice(
        self,
        incoming: IncomingRequest,
        url: str,
        form: list[tuple[str, str]],
        signature: str,
        *,
        is_signed_by_hash: bool,
    ) -> str:
        """Return what the developer should do about an invalid signature."""
        if not incoming.is_signed_whole:
            return ": the URL has a fragment, or the Host header is not a host"
        if is_signed_by_hash and not body_digests(url):
            return ": a body that is not a form is signed by bodySHA256 in the URL, which is missing"
        if sum(len(name) + len(value) for name, value in form) < _MAX_ADVISED_CHARACTERS:
            for other in _other_urls(incoming, url):
                if verify(self._find_token(), other, form, signature):
                    return _how_to_get(other, url)
        return ": check auth_token, base_url and trusted_proxies"


_TOKEN: Final = "TWILIO_AUTH_TOKEN"  # noqa: S105  # the name of a setting
_BASE_URL: Final = "TWILIO_BASE_URL"
_MAX_ADVISED_CHARACTERS: Final = 65536  # so that an unsigned request costs little


def join_names(classes: Iterable[type]) -> str:
    """Return the names of classes as prose."""
    return " or ".join(each.__name__ for each in classes)


def redacted(url: str) -> str:
    """Return a URL without a password and without the query."""
    scheme, _, rest = url.partition("?")[0].partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}://{host.rpartition('@')[2]}{slash}{path}"


def _rejected(incoming: IncomingRequest, status: int, reason: str, url: str = "", advice: str = "") -> Rejected:
    """Return a rejection, and log it."""
    method, url = shortened(incoming.method), redacted(url or incoming.url)
    _logger.warning("%s for %s %r: %s%s", status, method, url, reason.removesuffix("."), advice)
    return Rejected(status, reason)


def _form_of(incoming: IncomingRequest) -> list[tuple[str, str]]:
    if not incoming.has_form:
        return []
    if incoming.form is not None:
        return pairs_of(incoming.form)
    body = incoming.body or b""
    if len(body) > _MAX_FORM:
        raise _rejected(incoming, 400, "The form has more than 1 MiB.")
    return _fields_of(incoming, body.decode("utf-8", "replace"))


def _fields_of(incoming: IncomingRequest, encoded: str) -> list[tuple[str, str]]:
    from urllib.parse import parse_qsl  # slow to import, and a framework has it already

    try:
        return parse_qsl(encoded, keep_blank_values=True, max_num_fields=_MAX_FIELDS)
    except ValueError:
        raise _rejected(incoming, 400, f"The request has more than {_MAX_FIELDS} parameters.") from None


def _fitting_class(values: Mapping[str, str], request_classes: tuple[type[_Request], ...]) -> type[_Request] | None:
    best = find_request_class(values)
    if issubclass(best, request_classes):
        return best
    fitting = (each for each in request_classes if fits(values, each))
    # an unknown request is one of the wanted class that lacks a parameter, which is then named
    return next(fitting, request_classes[0] if best is TwilioRequest else None)


def _other_urls(incoming: IncomingRequest, url: str) -> Iterator[str]:
    """Yield URLs that a misconfigured server may have been asked for."""
    seen = URL.match(url)
    if not seen:
        return
    path, mark, query = seen["path_and_query"].partition("?")
    host = incoming.headers.get("Host") or ""
    forwarded = (incoming.headers.get("X-Forwarded-Host") or "").rpartition(",")[2].strip()
    hosts = dict.fromkeys([forwarded, incoming.headers.get("X-Original-Host") or "", host, seen["host"]])
    prefix = (incoming.headers.get("X-Forwarded-Prefix") or "").rstrip("/")
    paths = dict.fromkeys([path, path.rstrip("/"), f"{path}/", prefix + path])
    for scheme, each, other in product(("https", "http"), filter(None, hosts), paths):
        yield f"{scheme}://{each}{other}{mark}{query}"
        yield f"{scheme}://{each.rpartition(':')[0] or each}{other}{mark}{query}"


def _how_to_get(right: str, seen: str) -> str:
    right, seen = redacted(right), redacted(seen)
    found = f", but it would be right for {right!r}"
    parts, seen_parts = URL.match(right), URL.match(seen)
    if parts and seen_parts and parts["path_and_query"] != seen_parts["path_and_query"]:
        found += f": the path that Twilio requests is {parts['path_and_query']!r}"
    base_url = right.removesuffix(parts["path_and_query"]) if parts else right
    if not seen.startswith(base_url + "/"):
        found += f": set base_url={base_url!r} or {_BASE_URL}, or let the server trust its proxy"
        found += " (uvicorn: --proxy-headers --forwarded-allow-ips)"
    return found


class _AnyCase:
    """The headers of a mapping, whose names may be written in any case."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        self._headers = {name.lower(): value for name, value in headers.items()}

    def get(self, name: str, /) -> str | None:
        return self._headers.get(name.lower())


def _incoming_request(
    method: str, url: str, headers: Headers | Mapping[str, str], body: object, remote_addr: str | None
) -> IncomingRequest:
    if not isinstance(body, bytes):
        raise TypeError(f"body must be bytes, as they came, not {type_name(body)}")
    known = _AnyCase(cast("Mapping[str, str]", headers)) if isinstance(headers, Mapping) else headers
    return IncomingRequest(method.upper(), url, known, remote_addr, body)
