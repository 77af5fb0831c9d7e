"""All mutations, by what they change: the XML itself, what a grammar declares, and what the linter advises."""

from __future__ import annotations

from typing import Final

from twimlkit.strategies._mutation import Mutation

from . import advisory, grammar, xml

MUTATIONS: Final = [
    each for module in (xml, grammar, advisory) for each in vars(module).values() if isinstance(each, Mutation)
]
"""All mutations."""
