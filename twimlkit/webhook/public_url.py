"""The URL that Twilio requested, when the server is behind a proxy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Protocol

from twimlkit._core.values import shortened

from ._urls import DEFAULT_PORTS, URL

if TYPE_CHECKING:
    from collections.abc import Iterable
    from ipaddress import IPv4Network, IPv6Network

__all__ = ["Headers", "PublicUrl"]


class Headers(Protocol):
    """The headers of a request, with case-insensitive names, as every web framework has them."""

    def get(self, name: str, /) -> str | None:
        """Return the value of a header, or None."""


class PublicUrl:
    """The public URL of a server, which is the one that Twilio signs.

    Without arguments it is the URL that the server sees.

    Args:
        base_url: Start of the public URL, such as `https://example.com`. Its path is put before the path that the
            server sees. If given, headers are ignored.
        trusted_proxies: IP addresses or networks of proxies, such as `10.0.0.0/8`. The headers X-Forwarded-Proto,
            X-Forwarded-Host and X-Forwarded-Port are used only in requests from these. If a header has several values,
            the last one is used, since the proxy itself has added it. For a chain of proxies, or a proxy on a Unix
            socket, pass `base_url` instead.

    Raises:
        ValueError: The base URL, or the address of a proxy, is invalid.
    """

    __slots__ = ("_base_url", "_networks")

    def __init__(self, *, base_url: str | None = None, trusted_proxies: str | Iterable[str] = ()) -> None:
        self._base_url = None if base_url is None else _valid_base_url(base_url)
        self._networks = [
            _network(address)
            for address in ([trusted_proxies] if isinstance(trusted_proxies, str) else trusted_proxies)
        ]

    def resolve(self, url: str, headers: Headers, remote_addr: str | None) -> str:
        """Return the public form of a URL, with path and query unchanged.

        Args:
            url: Absolute URL that the server sees, with the path and the query as they are in the request.
            headers: Headers of the request.
            remote_addr: IP address that the request came from: the proxy's, if there is one.
        """
        parts = URL.match(url)
        if not parts:
            return url
        scheme, host, port, path_and_query = parts.groups()
        if self._base_url is not None:
            return self._base_url + path_and_query
        if not self._is_trusted(remote_addr):
            return url
        if forwarded := _forwarded(headers, "X-Forwarded-Proto", _SCHEME):
            scheme = forwarded[0].lower()
        if forwarded := _forwarded(headers, "X-Forwarded-Host", _HOST):
            host, port = forwarded.groups()
        if forwarded := _forwarded(headers, "X-Forwarded-Port", _PORT):
            port = forwarded[0]
        explicit_port = f":{port}" if port and port != DEFAULT_PORTS.get(scheme) else ""
        return f"{scheme}://{host}{explicit_port}{path_and_query}"

    def _is_trusted(self, remote_addr: str | None) -> bool:
        if not self._networks or not remote_addr:
            return False
        from ipaddress import IPv6Address, ip_address  # already imported to make the networks

        try:
            address = ip_address(remote_addr)
        except ValueError:
            return False
        if isinstance(address, IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        return any(address in network for network in self._networks)


_SCHEME: Final = re.compile("https?|wss?", re.IGNORECASE)
_HOST: Final = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._\-]+)(?::([0-9]{1,5}))?")
_PORT: Final = re.compile("[0-9]{1,5}")


def _forwarded(headers: Headers, name: str, pattern: re.Pattern[str]) -> re.Match[str] | None:
    """Return the last value of a header, which is the proxy's own, if it is valid."""
    return pattern.fullmatch((headers.get(name) or "").rpartition(",")[2].strip())


def _valid_base_url(base_url: str) -> str:
    parts = URL.fullmatch(base_url)
    if not parts or parts["scheme"].lower() not in DEFAULT_PORTS or not parts["host"] or "?" in parts["path_and_query"]:
        raise ValueError(f"base_url must be like 'https://example.com', without a query, not {shortened(base_url)}")
    return base_url.rstrip("/")


def _network(address: str) -> IPv4Network | IPv6Network:
    from ipaddress import ip_network  # slow to import, and most servers need no proxy

    try:
        return ip_network(address, strict=False)
    except ValueError:
        raise ValueError(
            f"trusted_proxies must be IP addresses or networks like '10.0.0.0/8', not {shortened(address)}"
        ) from None
