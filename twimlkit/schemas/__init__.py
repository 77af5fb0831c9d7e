"""The vocabulary as schemas: RELAX NG, XSD and JSON, for editors, other languages and tools.

    xmllint --noout --relaxng twiml.rng answer.xml
    xmllint --noout --schema twiml.xsd answer.xml

All three follow from the signatures and docstrings of the classes. `DIFFERENCES` lists the rules that a schema language
cannot express.
"""

from __future__ import annotations

from ._description import description
from ._differences import DIFFERENCES
from ._relax_ng import relax_ng
from ._xsd import xsd

__all__ = ["DIFFERENCES", "description", "relax_ng", "xsd"]
