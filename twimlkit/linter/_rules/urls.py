"""Rules about URLs. Their messages show only the scheme or the host of a URL."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, urlsplit

from twimlkit._core.grammar import find_mark
from twimlkit._core.marks import ABSOLUTE, Schemes
from twimlkit._core.placeholders import UNKNOWN
from twimlkit._core.values import Address, shortened
from twimlkit.linter._inspection import ValueSite, problem_at
from twimlkit.linter._rule import element_rule, has_mark, value_rule
from twimlkit.voice import Stream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from twimlkit._core.problems import Problem
    from twimlkit._core.sites import ElementSite


@value_rule("relative-url", "error", where=lambda _, marks: ABSOLUTE in marks)
def _relative_url(value: ValueSite) -> Iterator[Problem]:
    """A relative URL where only an absolute one works."""
    if is_relative(value.text) and value.is_valid:
        yield value.problem(
            f"{value.name} is a relative URL", "write an absolute one, as in https://example.com/events"
        )


@value_rule("url-scheme", "error", "various", where=has_mark(Schemes))
def _url_scheme(value: ValueSite) -> Iterator[Problem]:
    """A URL with the wrong scheme."""
    schemes = find_mark(value.marks, Schemes)
    url = _split(value.text)
    if not schemes or not url or url.scheme in schemes.names:
        return
    if (url.scheme or value.text.startswith("//")) and value.is_valid:
        beginning = f"'{url.scheme}:'" if url.scheme else "'//'"
        wanted = " or ".join(f"{scheme}://" for scheme in schemes.names)
        code = _CODES.get((value.site.tag, value.attribute.xml_name)) if value.attribute else None
        yield value.problem(f"{value.name} begins with {beginning}", f"write a URL that begins with {wanted}", code)


@element_rule("stream-query", None, 31922, on=(Stream,))
def _stream_query(site: ElementSite) -> Iterator[Problem]:
    """A URL of a Stream with a query string, which Twilio does not pass on."""
    if "?" in site.attributes.get("url", "").partition("#")[0]:
        message = f"<{site.tag}> url has a query string, which a Stream does not support"
        yield problem_at(site, message, "pass each value as a Parameter inside it", attribute="url")


_CODES: Final = {("ConversationRelay", "url"): 64101, ("Pay", "action"): 64016, ("Stream", "url"): 31922}


@value_rule(
    "url-without-scheme", "warning", where=lambda value, marks: _may_have_host(value, marks) and ABSOLUTE not in marks
)
def _url_without_scheme(value: ValueSite) -> Iterator[Problem]:
    """A URL that begins with a host in place of a scheme, so that it is a relative one."""
    host = _HOST.match(value.text)
    if host and value.is_valid:
        message = f"{value.name} begins with {host[0]!r}, without a scheme, and so is a path"
        yield value.problem(message, f"write https://{host[0]}…")


_HOST: Final = re.compile(r"(?i)(?:www\.[\w.-]+|(?:[\w-]+\.)+(?:app|com|dev|edu|gov|io|net|org))(?=[/?#]|$)")


def _may_have_host(value: object, _: object) -> bool:
    return isinstance(value, Address)


@value_rule("underscore-in-host", "warning", where=_may_have_host)
def _underscore_in_host(value: ValueSite) -> Iterator[Problem]:
    """A URL with an underscore in its host."""
    if "_" not in value.text:
        return
    url = _split(value.text)
    host = url.hostname if url and url.scheme in _WEB else None
    if host and "_" in host and UNKNOWN not in host and value.is_valid:
        message = f"{value.name} has the host {shortened(host)}, with an underscore"
        yield value.problem(message, "give the host a name of letters, digits and hyphens")


@value_rule("password-in-url", "advice", where=_may_have_host)
def _password_in_url(value: ValueSite) -> Iterator[Problem]:
    """A password in a URL."""
    if "@" not in value.text:
        return
    url = _split(value.text)
    if url and url.scheme in ("", *_WEB) and url.password and value.is_valid:
        remedy = "leave it out, since logs show it; verify the signature of a request instead"
        yield value.problem(f"{value.name} has a password in its URL", remedy)


_WEB: Final = ("http", "https", "ws", "wss")


def is_relative(url: str) -> bool:
    """Tell whether a URL is relative; neither an empty one is, nor one that begins with a placeholder."""
    split = _split(url)
    return bool(url and split and not split.scheme and not url.startswith(UNKNOWN))


def _split(url: str) -> SplitResult | None:
    """Return the parts of a URL, or None if it cannot be split."""
    try:
        return urlsplit(url)
    except ValueError:
        return None
