"""Hypothesis strategies for TwiML: how to test your own handlers.

Elements are values, so the test of a handler compares what it returns with what it should return:

    from twimlkit import Dial, Hangup, Leave, Redirect, Reject, Response, Say

    def answer(digits):
        return Response(Dial("+14155550100") if digits == "1" else Redirect("/menu"))

    def test_1_is_for_sales():
        assert answer("1") == Response(Dial("+14155550100"))

Code that must work with every document can be tested with documents that Hypothesis draws: `responses` draws those of
calls, `messaging_responses` those of messages, and `elements` the elements of one class. They have any attributes and
children that the classes allow, and any text that XML can hold. A failing example shrinks to few elements with plain
words, and prints as the Python that builds it.

    from hypothesis import given
    from twimlkit.strategies import responses

    def with_goodbye(response):
        match response.children:
            case (*_, Hangup() | Leave() | Redirect() | Reject()):
                return response
            case verbs:
                return response.replace(children=[*verbs, Say("Goodbye.")])

    @given(responses())
    def test_goodbye_comes_last(response):
        before = response.children
        assert with_goodbye(response).children[: len(before)] == before

For code that reads TwiML there is XML as other programs may write it. `documents` draws valid documents as bytes, with
any white space, comments, quotes, CDATA sections and encodings; `spellings` draws those of one element. `mutants` draws
documents with one mistake, and names the rule of the linter that finds it; `mutants("wrong-value")` draws those of one
rule.

    from twimlkit import InvalidTwiML, lint, parse
    from twimlkit.strategies import documents, mutants

    stored = []

    def store(xml):
        try:
            stored.append(str(parse(xml)))
        except InvalidTwiML:
            return False
        return True

    @given(documents())
    def test_valid_documents_are_stored(xml):
        assert store(xml)

    @given(mutants())
    def test_invalid_documents_are_refused(mutant):
        assert store(mutant.xml) == (not mutant.refused)
        assert mutant.rule in [finding.rule for finding in lint(mutant.xml)]

https://hypothesis.readthedocs.io
"""

from __future__ import annotations

from twimlkit._core.extras import needs_extra

with needs_extra("testing"):
    from ._elements import elements, messaging_responses, responses
    from ._mutants import Mutant, mutants
    from ._spellings import documents, spellings

__all__ = ["Mutant", "documents", "elements", "messaging_responses", "mutants", "responses", "spellings"]
