"""Rules about URLs; none of them shows more of a URL than its scheme or its host."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, urlsplit

from twimlkit.grammar import find_mark
from twimlkit.values import ABSOLUTE, Address, Schemes, shortened

from .findings import Complaint, Held, find_placeholder, marked, value_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["is_relative"]


@value_rule("relative-url", "error", where=lambda _, marks: ABSOLUTE in marks)
def _relative_url(held: Held) -> Iterator[Complaint]:
    """A relative URL where only an absolute one works."""
    if is_relative(held.text) and held.kept is not None:
        yield held.complaint(
            f"{held.name} is a relative URL", "write an absolute one, as in https://example.com/events"
        )


@value_rule("url-scheme", "error", "various", where=marked(Schemes))
def _url_scheme(held: Held) -> Iterator[Complaint]:
    """A URL with another scheme than the one that is wanted."""
    schemes = find_mark(held.marks, Schemes)
    url = _split(held.text)
    if not schemes or not url or url.scheme in schemes.names:
        return
    if (url.scheme or held.text.startswith("//")) and held.kept is not None:
        beginning = f"'{url.scheme}:'" if url.scheme else "'//'"
        wanted = " or ".join(f"{scheme}://" for scheme in schemes.names)
        code = _CODES.get((held.spot.node.tag, held.attribute.wire)) if held.attribute else None
        yield held.complaint(f"{held.name} begins with {beginning}", f"write a URL that begins with {wanted}", code)


_CODES: Final = {("Pay", "action"): 64016, ("Stream", "url"): 31922}


def _may_have_host(value: object, _: object) -> bool:
    return isinstance(value, Address)


@value_rule("underscore-in-host", "warning", where=_may_have_host)
def _underscore_in_host(held: Held) -> Iterator[Complaint]:
    """A URL of a host with an underscore in its name."""
    if "_" not in held.text:
        return
    url = _split(held.text)
    host = url.hostname if url and url.scheme in _WEB else None
    if host and "_" in host and not find_placeholder(host) and held.kept is not None:
        problem = f"{held.name} has the host {shortened(host)}, with an underscore"
        yield held.complaint(problem, "give the host a name of letters, digits and hyphens")


@value_rule("password-in-url", "advice", where=_may_have_host)
def _password_in_url(held: Held) -> Iterator[Complaint]:
    """A password in a URL of the web."""
    if "@" not in held.text:
        return
    url = _split(held.text)
    if url and url.scheme in ("", *_WEB) and url.password and held.kept is not None:
        remedy = "leave it out, since logs show it; the signature of a request tells that it is from Twilio"
        yield held.complaint(f"{held.name} has a password in its URL", remedy)


_WEB: Final = ("http", "https", "ws", "wss")


def is_relative(url: str) -> bool:
    """Tells whether a URL is relative to the current document; an empty one is none, and a template may be any."""
    split = _split(url)
    placeholder = find_placeholder(url)
    return bool(url and split and not split.scheme and not (placeholder and placeholder.start() == 0))


def _split(url: str) -> SplitResult | None:
    """The parts of a URL, or None where it has none that could be told apart."""
    try:
        return urlsplit(url)
    except ValueError:
        return None
