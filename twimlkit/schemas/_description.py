"""The vocabulary as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from twimlkit._core.values import Amount, Boolean, Bounded, Items, OneOf, Text, Value, Whole
from twimlkit._core.vocabulary import documents, element_classes

from ._datatypes import form_of
from ._documentation import documentation_of

if TYPE_CHECKING:
    from twimlkit._core.element import Element
    from twimlkit._core.grammar import Grammar


def description() -> dict[str, Any]:
    """Describe the vocabulary in a form of its own, ready for `json.dumps`.

    Returns:
        {"format": 1, "documents": […], "elements": {…}}: the names of the classes of documents, and all elements by the
        names of their classes. Two classes may have the same tag.

    An element has

    - tag: its name in XML;
    - summary: its documentation; rule: another rule, in words, or null; page: Twilio's page, or null;
    - deprecated: whether Twilio advises against it; ends: whether nothing after it is ever run; open: whether it may
      hold any elements and any attributes;
    - content: its text and children, or null if it has neither;
    - attributes: by their names in XML.

    The content of an element has

    - name: its name in Python; required: whether it must be there; single: whether it is one text or element;
    - text: the value of its text, or null; spoken: whether text and elements may alternate, and all white space counts;
    - children: a list of {"element": the name of the class, "most": the largest number of them, or null, "beside_text":
      whether they may stand beside text}. Those that end the document come last.

    An attribute has

    - python: its name in Python; documentation: its documentation;
    - required, deprecated: true or false; secret: whether its value is confidential;
    - default: its default, as it would be written, or null;
    - value: its value.

    A value has a type, and more by its type:

    - "text", "line" (no control characters; white space around it is ignored), and "url" (no white space; relative, or
      with a known scheme): longest, the largest number of characters; pattern, a regular expression for the whole text,
      and form, the same in words; each null where there is no such rule;
    - "integer", "number" and "amount" (of money): least and most; an amount has at most 15 decimals;
    - "boolean": true or false;
    - "word": words, the list of them; other, another value that is allowed, or null;
    - "list": item, the value of each item; separator, the text between them; empty, whether there may be no items;
      most, the largest number of items, and longest, the largest number of characters of an item, or null.
    """
    return {
        "format": 1,
        "documents": [element_class.__name__ for element_class in documents()],
        "elements": {element_class.__name__: _element(element_class) for element_class in element_classes()},
    }


def _element(element_class: type[Element]) -> dict[str, Any]:
    grammar, documentation = element_class.grammar(), documentation_of(element_class)
    return {
        "tag": grammar.tag,
        "summary": documentation.summary,
        "rule": documentation.rule,
        "page": documentation.page,
        "deprecated": element_class.deprecated,
        "ends": element_class.then == "ends",
        "open": grammar.is_open,
        "content": _content(grammar) if grammar.content else None,
        "attributes": {
            attribute.xml_name: {
                "python": name,
                "required": attribute.required,
                "deprecated": attribute.deprecated,
                "secret": not attribute.remembers,
                "documentation": documentation.attributes[name],
                "default": documentation.defaults.get(name),
                "value": _value(attribute.value),
            }
            for name, attribute in grammar.attributes.items()
        },
    }


def _content(grammar: Grammar) -> dict[str, Any]:
    return {
        "name": grammar.content,
        "required": grammar.needs_content,
        "single": grammar.is_single,
        "text": _value(grammar.text) if grammar.text else None,
        "spoken": grammar.is_spoken,
        "children": [
            {
                "element": child.__name__,
                "most": most,
                "beside_text": bool(grammar.text) and child not in grammar.not_beside_text,
            }
            for child, most in grammar.child_limits.items()
        ],
    }


def _value(value: Value) -> dict[str, Any]:
    match value:
        case OneOf():
            return {"type": "word", "words": list(value.table), "other": _value(value.other) if value.other else None}
        case Items():
            by = value.separated
            return {
                "type": "list",
                "item": _value(value.item),
                "separator": by.by,
                "empty": by.may_be_empty,
                "most": by.most,
                "longest": by.longest,
            }
        case Boolean():
            return {"type": "boolean"}
        case Bounded():
            name = "integer" if isinstance(value, Whole) else "amount" if isinstance(value, Amount) else "number"
            return {"type": name, "least": value.least, "most": value.most}
        case Text():
            form = value.matching
            return {
                "type": form_of(value),
                "longest": value.most,
                "pattern": form and form.pattern,
                "form": form and form.form,
            }
        case _:
            raise TypeError(f"no description stands for {type(value).__name__}")
