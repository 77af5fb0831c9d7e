"""Rules about URLs. Their messages show only the scheme or the host of a URL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, urlsplit

from twimlkit._core.grammar import find_mark
from twimlkit._core.marks import ABSOLUTE, Schemes
from twimlkit._core.values import Address, shortened
from twimlkit.linter._inspection import ValueSite, find_placeholder
from twimlkit.linter._rule import has_mark, value_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from twimlkit._core.problems import Problem


@value_rule("relative-url", "error", where=lambda _, marks: ABSOLUTE in marks)
def _relative_url(value: ValueSite) -> Iterator[Problem]:
    """A relative URL where only an absolute one works."""
    if is_relative(value.text) and value.kept is not None:
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
    if (url.scheme or value.text.startswith("//")) and value.kept is not None:
        beginning = f"'{url.scheme}:'" if url.scheme else "'//'"
        wanted = " or ".join(f"{scheme}://" for scheme in schemes.names)
        code = _CODES.get((value.site.tag, value.attribute.xml_name)) if value.attribute else None
        yield value.problem(f"{value.name} begins with {beginning}", f"write a URL that begins with {wanted}", code)


_CODES: Final = {("ConversationRelay", "url"): 64101, ("Pay", "action"): 64016, ("Stream", "url"): 31922}


def _may_have_host(value: object, _: object) -> bool:
    return isinstance(value, Address)


@value_rule("underscore-in-host", "warning", where=_may_have_host)
def _underscore_in_host(value: ValueSite) -> Iterator[Problem]:
    """A URL with an underscore in its host."""
    if "_" not in value.text:
        return
    url = _split(value.text)
    host = url.hostname if url and url.scheme in _WEB else None
    if host and "_" in host and not find_placeholder(host) and value.kept is not None:
        message = f"{value.name} has the host {shortened(host)}, with an underscore"
        yield value.problem(message, "give the host a name of letters, digits and hyphens")


@value_rule("password-in-url", "advice", where=_may_have_host)
def _password_in_url(value: ValueSite) -> Iterator[Problem]:
    """A password in a URL."""
    if "@" not in value.text:
        return
    url = _split(value.text)
    if url and url.scheme in ("", *_WEB) and url.password and value.kept is not None:
        remedy = "leave it out, since logs show it; verify the signature of a request instead"
        yield value.problem(f"{value.name} has a password in its URL", remedy)


_WEB: Final = ("http", "https", "ws", "wss")


def is_relative(url: str) -> bool:
    """Tell whether a URL that is neither empty nor a template is relative."""
    split = _split(url)
    placeholder = find_placeholder(url)
    return bool(url and split and not split.scheme and not (placeholder and placeholder.start() == 0))


def _split(url: str) -> SplitResult | None:
    """Return the parts of a URL, or None if it cannot be split."""
    try:
        return urlsplit(url)
    except ValueError:
        return None
