"""The terms by which the words of a clause show what it is about.

Each term is a pattern over the clause's lower-case text with single spaces, and a weight. The weights of the
terms found are summed; a type is present from `THRESHOLD` on. Terms of weight 3 are the phrases contracts use
for that subject and hardly for another; 1 and 2 are words that only count together. `[^.]` keeps a pattern
inside a sentence and bounds its reach, so that matching stays linear.
"""

import re
from types import MappingProxyType

from shared.domain.classification.legal_terms import LEGAL_TERMS
from shared.domain.classification.trade_terms import TRADE_TERMS
from shared.domain.clauses.types import ClauseType as T

THRESHOLD = 3

TEXT_RULES: MappingProxyType[T, tuple[tuple[int, re.Pattern[str]], ...]] = MappingProxyType(
    {
        kind: tuple((weight, re.compile(words)) for weight, words in terms)
        for kind, terms in (TRADE_TERMS | LEGAL_TERMS).items()
    }
)
"""The terms of every type, compiled."""
