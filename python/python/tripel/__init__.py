"""German news articles become statements: who does and says what to whom, with the words that say so.

>>> import tripel
>>> said = tripel.extract("Deutschland hat am Montag den Botschafter von Belarus ausgewiesen.", fast=True)
>>> said.statements[0].subject.label
'Germany'
"""

from ._tripel import TripelError, __version__, fields
from .extraction import Actor, Argument, Extraction, Quotation, Statement, extract
from .store import Store, Verification, queries

__all__ = [
    "Actor",
    "Argument",
    "Extraction",
    "Quotation",
    "Statement",
    "Store",
    "TripelError",
    "Verification",
    "__version__",
    "extract",
    "fields",
    "queries",
]
