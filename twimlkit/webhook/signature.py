"""The signature of Twilio's requests.

https://www.twilio.com/docs/usage/webhooks/webhooks-security
"""

from __future__ import annotations

import hmac
from binascii import b2a_base64
from itertools import chain
from typing import TYPE_CHECKING, Final

from ._parameters import pairs_of
from ._urls import DEFAULT_PORTS, URL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ._parameters import Params

__all__ = ["SIGNATURE_HEADER", "body_digests", "sign", "verify", "verify_body"]

SIGNATURE_HEADER: Final = "X-Twilio-Signature"
"""The request header that contains the signature."""


def sign(auth_token: str, url: str, params: Params = ()) -> str:
    """Return the signature that Twilio sends with a request, for a test or a stand-in for Twilio.

    Args:
        auth_token: Primary auth token of the account.
        url: Absolute URL of the request. User info and fragment are not signed; the rest is signed unchanged.
        params: Parameters of a form body. Omit them for a GET or for another body.

    Returns:
        The value of the header `X-Twilio-Signature`.

    Raises:
        ValueError: The token is empty.
        TypeError: A parameter is not a string.

    https://www.twilio.com/docs/usage/webhooks/webhooks-security#validating-signatures-from-twilio
    """
    (key,) = _keys((auth_token,))
    return _signature(key, next(_signed_urls(url)) + _signed_params(params)).decode()


def verify(auth_token: str | Sequence[str], url: str, params: Params, signature: str | None) -> bool:
    """Return whether Twilio signed a request: its URL and the parameters of its form body.

    The signatures are compared in constant time.

    Args:
        auth_token: Primary auth token of the account, or several tokens while you replace one.
        url: URL that Twilio requested. These differences are accepted, since Twilio is not consistent: a missing or an
            extra port, Twilio's or plain quoting in the query, and a missing slash at the end of a WebSocket's path.
            User info and fragment are ignored, so make sure that a URL built from a request has none, as
            `check_request` does.
        params: All parameters of a form body. Empty for a GET.
        signature: Value of the header `X-Twilio-Signature`, or None if the request does not have it.

    Raises:
        ValueError: A token is empty.
        TypeError: A parameter is not a string.

    https://www.twilio.com/docs/usage/webhooks/webhooks-security#validating-signatures-from-twilio
    """
    keys = _keys(auth_token)
    if signature is None:
        return False
    given = _utf8(signature)
    signed_params = _signed_params(params)
    return any(
        hmac.compare_digest(_signature(key, signed_url + signed_params), given)
        for signed_url in _signed_urls(url)
        for key in keys
    )


def verify_body(auth_token: str | Sequence[str], url: str, body: bytes, signature: str | None) -> bool:
    """Return whether Twilio signed a request whose body is not a form, such as JSON.

    Args:
        auth_token: Primary auth token of the account, or several tokens while you replace one.
        url: URL that Twilio requested. Its query must have `bodySHA256`: otherwise the body cannot be verified, and the
            result is False.
        body: Raw body, before decoding.
        signature: Value of the header `X-Twilio-Signature`, or None if the request does not have it.

    Raises:
        ValueError: A token is empty.
    """
    from hashlib import sha256  # slow to import, and few requests have such a body

    digests = body_digests(url)
    return (
        verify(auth_token, url, (), signature)
        and len(digests) == 1
        and hmac.compare_digest(_utf8(digests.pop()), sha256(body).hexdigest().encode())
    )


def body_digests(url: str) -> set[str]:
    """Return the values of `bodySHA256` in the query of a URL; Twilio sends one with a body that is not a form."""
    from urllib.parse import parse_qsl  # slow to import, and a framework has it already

    return {value for name, value in parse_qsl(url.partition("#")[0].partition("?")[2]) if name == "bodySHA256"}


def _keys(auth_token: str | Sequence[str]) -> list[bytes]:
    tokens: Sequence[object] = (auth_token,) if isinstance(auth_token, str) or not auth_token else auth_token
    keys = [_utf8(token) for token in tokens if isinstance(token, str) and token]
    if len(keys) < len(tokens):  # anybody can sign with an empty key
        raise ValueError("auth_token must be a non-empty string, or a list of them")
    return keys


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")  # invalid input must not raise


def _signature(key: bytes, text: str) -> bytes:
    return b2a_base64(hmac.digest(key, _utf8(text), "sha1"), newline=False)


def _signed_urls(url: str) -> Iterator[str]:
    """Yield the URL in each form that Twilio may have signed, starting with the unchanged one."""
    parts = URL.match(url)
    if not parts:
        yield url.partition("#")[0]
        return
    scheme, host, port, path_and_query = parts.groups()
    known = scheme.lower()
    other_port = "" if port is not None else f":{DEFAULT_PORTS[known]}" if known in DEFAULT_PORTS else None
    for target in _signed_targets(known, path_and_query):
        yield f"{scheme}://{host}{'' if port is None else f':{port}'}{target}"
        if other_port is not None:
            yield f"{scheme}://{host}{other_port}{target}"


def _signed_targets(scheme: str, path_and_query: str) -> Iterator[str]:
    yield path_and_query
    path, mark, query = path_and_query.partition("?")
    if scheme in ("ws", "wss") and not path.endswith("/"):
        yield f"{path}/{mark}{query}"
    if query:
        from urllib.parse import parse_qsl, quote, urlencode  # slow to import, and most requests are verified by now

        pairs = parse_qsl(query, keep_blank_values=True)
        quoted = urlencode(pairs, quote_via=quote, safe="!'()*~", errors="surrogatepass")  # as Twilio's Node library
        if quoted != query:
            yield f"{path}?{quoted}"


def _signed_params(params: Params) -> str:
    """Return names and values as they are signed: without duplicates, sorted by name and then by value."""
    return "".join(chain.from_iterable(sorted(set(pairs_of(params)))))
