"""The rules about URLs, judged by the facts about which URLs each element takes; no message shows a password."""

import re
from typing import NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.cases import for_each
from tests.facts import BAD_URLS, FACTS, URLS
from tests.linter.documents import found

RULES = ("relative-url", "url-scheme", "underscore-in-host", "password-in-url")


class Door(NamedTuple):
    """One place for a URL: the element, the attribute or its text, and what the facts say of the URL there."""

    element: str
    xml_name: str | None
    schemes: tuple[str, ...] = ()
    is_absolute: bool = False

    def holding(self, url: str) -> str:
        """A document with the URL there."""
        url = url.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&apos;")
        attribute, text = (f" {self.xml_name}='{url}'", "") if self.xml_name else ("", url)
        xml = f"<{self.element}{attribute}>{text}</{self.element}>"
        return f"<Response>{WRAPPED[self.element].format(xml)}</Response>"


AROUND = {
    "Application": "<Dial>{}</Dial>",
    "Client": "<Dial>{}</Dial>",
    "Conference": "<Dial>{}</Dial>",
    "Number": "<Dial>{}</Dial>",
    "Queue": "<Dial>{}</Dial>",
    "Sip": "<Dial>{}</Dial>",
    "WhatsApp": "<Dial>{}</Dial>",
    "Uri": "<Dial><Sip>{}</Sip></Dial>",
    "Stream": "<Start>{}</Start>",
    "Siprec": "<Start>{}</Start>",
    "Recording": "<Start>{}</Start>",
    "Transcription": "<Start>{}</Start>",
    "Conversation": "<Connect>{}</Connect>",
    "ConversationRelay": "<Connect>{}</Connect>",
    "VirtualAgent": "<Connect>{}</Connect>",
    "Media": "<Message>{}</Message>",
}
"""What is around an element that is no verb."""

WRAPPED = {name: AROUND.get(name, "{}") for name in FACTS}

DOORS = [
    Door(name, xml_name, tuple(fact.get("url_schemes", ())), fact.get("url_kind") == "absolute")
    for name, element in FACTS.items()
    for xml_name, fact in element.attributes.items()
    if fact["type"] == "url"
] + [
    Door(name, None)
    for name, element in FACTS.items()
    if name != "ReferSip" and re.search("URL|URI", element.text.get("meaning", ""))
]
SCHEMES = ("http", "https", "ws", "wss", "sip", "sips")


def test_the_doors_are_there() -> None:
    assert len(DOORS) > 50
    assert {door.element for door in DOORS if door.xml_name is None} == {"Play", "Redirect", "Media", "Sip", "Uri"}
    assert len([door for door in DOORS if door.is_absolute]) == 2
    assert len([door for door in DOORS if door.schemes]) == 3


def scheme_of(url: str) -> str:
    """The scheme of a URL in lower case, or nothing."""
    match = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", url)
    return match[1].lower() if match else ""


# relative-url and url-scheme


@for_each(door=DOORS)
def test_relative_urls_and_other_schemes_are_found_where_the_facts_say_so(door: Door) -> None:
    for url in (*URLS, *(f"{scheme}://example.com/x" for scheme in SCHEMES)):
        scheme = scheme_of(url)
        is_wrong = bool(scheme or url.startswith("//")) and scheme not in door.schemes
        assert len(found("relative-url", door.holding(url))) == (door.is_absolute and not scheme), url
        assert len(found("url-scheme", door.holding(url))) == (bool(door.schemes) and is_wrong), url


@for_each(door=DOORS, rule=RULES)
def test_what_is_no_url_or_an_empty_one_is_not_found(door: Door, rule: str) -> None:
    for url in (
        "",
        *BAD_URLS,
        "ftp://user:secret@my_host/",
        "https://us_er:secret@",
        "https://[my_host",
        "https://[::1",
    ):
        assert found(rule, door.holding(url)) == [], url


def test_codes_and_remedies_of_schemes() -> None:
    doors = [door for door in DOORS if door.schemes]
    findings = {door.element: found("url-scheme", door.holding("http://example.com/"))[0] for door in doors}
    codes = {"Pay": 64016, "Stream": 31922, "ConversationRelay": 64101}
    assert {element: finding.code for element, finding in findings.items()} == codes
    assert findings["Pay"].remedy.endswith("https://")
    assert findings["Stream"].remedy.endswith("wss://")


@pytest.mark.parametrize("url", ["{{base}}/x", "${BASE}/x", "%s/x", "{base}/x", "$base/x"])
def test_a_template_may_become_an_absolute_url(url: str) -> None:
    for door in DOORS:
        if door.is_absolute:
            assert found("relative-url", door.holding(url)) == []
            assert len(found("relative-url", door.holding(f"/{url}"))) == 1


# underscore-in-host


@for_each(door=DOORS)
def test_underscores_in_hosts_are_found_everywhere(door: Door) -> None:
    for scheme in ("http", "HTTPS", "ws", "wss"):
        (finding,) = found("underscore-in-host", door.holding(f"{scheme}://user@My_host.example.com:80/x?y=1"))
        assert "'my_host.example.com'" in finding.problem


@for_each(
    url=[
        "https://example.com/my_path", "https://example.com/?a_b=1#c_d", "https://us_er@example.com/", "/my_path",
        "my_path", "//my_host/x", "https://{{my_host}}/x", "https://${MY_HOST}/", "https://{my_host}.example.com",
        "https://__HOST__/x", "https://%(my_host)s/", "https://my-host.example.com/",
    ],
)  # fmt: skip
def test_underscores_elsewhere_are_not_found(url: str) -> None:
    for door in (Door("Play", None), Door("Gather", "action")):
        assert found("underscore-in-host", door.holding(url)) == []


@pytest.mark.parametrize("uri", ["sip:a_b@my_host.example.com", "sips:x@my_host"])
def test_hosts_of_sip_are_not_looked_at(uri: str) -> None:
    assert found("underscore-in-host", Door("Sip", None).holding(uri)) == []


# url-without-scheme, stream-query


@for_each(url=["www.example.com", "www.example.com/x", "example.com/menu?a=b", "api.my-shop.io/x", "twilio.com#x"])
def test_a_host_without_a_scheme_is_found(url: str) -> None:
    (finding,) = found("url-without-scheme", Door("Gather", "action").holding(url))
    assert (finding.severity, finding.attribute) == ("warning", "action")
    assert len(found("url-without-scheme", Door("Play", None).holding(url))) == 1


@for_each(
    url=[
        "", "/www.example.com", "https://www.example.com/", "//www.example.com/x", "menu.php", "voice.xml", "www/x",
        "example.community/x", "a.com.xml", "{{host}}.com/x", "$host.com", "sip:www.example.com", "twiml/www.x.com",
    ],
)  # fmt: skip
def test_a_path_is_no_host(url: str) -> None:
    assert found("url-without-scheme", Door("Gather", "action").holding(url)) == []


@pytest.mark.parametrize(
    ("url", "count"),
    [
        ("wss://example.com/?a=b", 1),
        ("wss://example.com/x?", 1),
        ("wss://{{host}}/?a={{b}}", 1),
        ("wss://example.com/", 0),
        ("wss://example.com/#a?b", 0),
        ("{{url}}", 0),
        ("wss://example.com/${a ? b : c}", 0),
    ],
)
def test_a_stream_has_no_query(url: str, count: int) -> None:
    findings = found("stream-query", Door("Stream", "url").holding(url))
    assert [(finding.code, finding.severity) for finding in findings] == [(31922, "error")] * count
    assert found("stream-query", Door("ConversationRelay", "url").holding(url)) == []


# password-in-url


@for_each(door=DOORS)
def test_passwords_are_found_everywhere(door: Door) -> None:
    for scheme in ("http:", "HTTPS:", "ws:", "wss:", ""):
        (finding,) = found("password-in-url", door.holding(f"{scheme}//user:secret@example.com/x"))
        assert finding.attribute == door.xml_name


@pytest.mark.parametrize(
    "url",
    [
        "https://user@example.com/", "https://user:@example.com/", "https://example.com/a:b@c", "/a:b@c", "sip:a:b@c",
        "sip://a:b@c",         "https://example.com/?u=a:b@c", "https://example.com:80/@", "https://example.com/#a:b@c",
    ],
)  # fmt: skip
def test_what_is_no_password_of_the_web_is_not_found(url: str) -> None:
    for door in (Door("Play", None), Door("Sip", None), Door("Gather", "action")):
        assert found("password-in-url", door.holding(url)) == []


SECRETS = st.text("abcXYZ019_-.~!$&'()*+,;=:%@[]", max_size=8).map(lambda text: f"Q7{text}Z8")


@given(
    door=st.sampled_from(DOORS),
    scheme=st.sampled_from(["http:", "https:", "ws:", "wss:", "sip:", ""]),
    user=SECRETS,
    password=SECRETS,
    host=st.sampled_from(["example.com", "my_host.example.com", "[::1]", "{{host}}"]),
)
@example(Door("Stream", "statusCallback", is_absolute=True), "", "Q7", "Q7Z8", "my_host")
def test_no_message_shows_a_user_or_a_password(door: Door, scheme: str, user: str, password: str, host: str) -> None:
    findings = [
        finding for rule in RULES for finding in found(rule, door.holding(f"{scheme}//{user}:{password}@{host}/x"))
    ]
    for finding in findings:
        assert "Q7" not in finding.problem + finding.remedy
        assert "Z8" not in finding.problem + finding.remedy
