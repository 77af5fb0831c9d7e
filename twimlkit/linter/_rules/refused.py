"""The rules that the classes enforce: `twimlkit._core.problems` finds what breaks them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from twimlkit.linter._rule import Rule

if TYPE_CHECKING:
    from twimlkit.linter._finding import Severity

_ROWS: Final[tuple[tuple[str, Severity | None, int | Literal["various"] | None, str], ...]] = (
    (
        "malformed",
        "error",
        12100,
        "XML that is not well-formed, is not in the encoding that it declares, or has a DOCTYPE.",
    ),
    ("blank-before-declaration", "error", 12100, "White space before the XML declaration."),
    ("too-large", "error", 11750, "A document of more than 64 KiB."),
    ("too-deep", "error", None, "Elements that nest deeper than 64 levels."),
    ("wrong-root", "error", 12102, "An outermost element that is not Response."),
    ("unknown-element", None, "various", "An element with an unknown name: misspelt, or with other capitals."),
    ("misplaced-element", None, "various", "An element where it is not allowed."),
    ("legacy-element", None, "various", "An element of Twilio's old schema."),
    ("too-many-elements", None, "various", "Too many elements of a kind inside another."),
    ("conflicting-elements", None, "various", "Elements that must not stand together inside another."),
    ("unreachable", "warning", None, "A verb after one that ends the document."),
    ("misplaced-text", None, "various", "Text in an element that holds no text."),
    ("text-beside-elements", None, "various", "A text that is one value beside elements, or in several pieces."),
    ("missing-content", None, "various", "An element without the text or the elements that it needs."),
    (
        "unknown-attribute",
        None,
        12200,
        "An attribute that the element does not have: misspelt, or of another element.",
    ),
    ("legacy-attribute", None, "various", "An attribute of Twilio's old schema."),
    ("suspected-typo", None, 12200, "An attribute in lower case, as some of Twilio's libraries write it."),
    ("namespace", None, 12200, "A prefix or a declaration of a namespace; TwiML has no namespaces."),
    ("missing-attribute", "error", None, "A missing required attribute."),
    ("wrong-value", None, "various", "An invalid value of an attribute, or an invalid text that is a value."),
)

RULES: Final = tuple(Rule(name, summary, severity, code, "refused") for name, severity, code, summary in _ROWS)
