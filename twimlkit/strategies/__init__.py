"""Hypothesis strategies that draw TwiML, for tests of what makes, reads or answers it.

    from hypothesis import given
    from twimlkit.strategies import documents, mutants, responses

    @given(responses())
    def test_every_response_is_stored(response): ...

    @given(documents())
    def test_every_document_is_read(xml): ...

    @given(mutants())
    def test_every_mistake_is_reported(mutant): ...

What is drawn follows from the signatures of the classes: any attributes and children that are legal, and any text that
XML can hold. Failing examples shrink to few elements with plain words, and print as the Python that builds them.
"""

from __future__ import annotations

try:
    from .mutation import Mutant, mutants
    from .trees import elements, messaging_responses, responses
    from .xml import documents, spellings
except ModuleNotFoundError as _missing:
    if _missing.name != "hypothesis":
        raise
    _remedy = "twimlkit.strategies needs Hypothesis: install it with pip install 'twimlkit[testing]'"
    raise ModuleNotFoundError(_remedy, name=_missing.name) from _missing

__all__ = ["Mutant", "documents", "elements", "messaging_responses", "mutants", "responses", "spellings"]
