"""What a figure or a place in a clause is about, in words, from the words around it.

A table of general rules: the first whose clause types and words fit gives the opening of the sentence.
"""

import re
from dataclasses import dataclass

from adapters.offline_model.comparison.passages import Sentence
from adapters.offline_model.language.prose import shorten
from adapters.offline_model.language.tokens import Token, TokenKind
from shared.domain.clauses import ClauseType


@dataclass(frozen=True, slots=True)
class SubjectRule:
    """`opening` is said when the token's kind and the words before or after it fit."""

    kinds: frozenset[TokenKind]
    before: str
    after: str
    opening: str
    clause_types: frozenset[ClauseType] = frozenset()

    def fits(self, token: Token, clause_type: ClauseType, before: str, after: str) -> bool:
        """Whether the rule speaks about the token; `before` and `after` are the words beside it."""
        return (
            token.kind in self.kinds
            and (not self.clause_types or clause_type in self.clause_types)
            and re.search(self.before, before, re.IGNORECASE) is not None
            and re.search(self.after, after, re.IGNORECASE) is not None
        )


_TIME: frozenset[TokenKind] = frozenset({"duration"})
_SUM: frozenset[TokenKind] = frozenset({"money"})
_RATE: frozenset[TokenKind] = frozenset({"percent"})
_PLACE: frozenset[TokenKind] = frozenset({"place"})

RULES: tuple[SubjectRule, ...] = (
    SubjectRule(
        _TIME, r"\bpay(?:s|able|ment)?\b.*\bwithin\b|\bpa(?:id|yable|yment)\b|\bdue\b", r"", "Payment is due in"
    ),
    SubjectRule(_TIME, r"\bdisput", r"", "An invoice can be disputed for"),
    SubjectRule(_TIME, r"\b(?:cure|remed)\w*\b.*\bwithin\b|\bremedied\b", r"", "The time to remedy a breach is"),
    SubjectRule(_TIME, r"", r"^\W*(?:prior |advance |written |of )*notice\b", "The notice period is"),
    SubjectRule(_TIME, r"\bnotice of\W*$|\bnot less than\W*$", r"\bnotice\b", "The notice period is"),
    SubjectRule(_TIME, r"\bnotif\w+|\breport\w*\b", r"", "The time to notify is"),
    SubjectRule(_TIME, r"\b(?:renew|extend)", r"", "The renewal or extension is for"),
    SubjectRule(
        _TIME, r"\bcontinues?\b|\binitial term\b|\bterm of\b|\bin (?:force|effect)\b|\blast\b", r"", "The term is"
    ),
    SubjectRule(_TIME, r"", r"^\W*(?:after|following|from) .*\b(?:terminat|end|expir)", "The time after the end is"),
    SubjectRule(_RATE, r"\binterest\b|\blate\b", r"", "Interest on late payment is"),
    SubjectRule(_RATE, r"\bexceed\b|\blimited to\b|\bliabilit", r"", "The cap on liability is"),
    SubjectRule(_RATE, r"\bincrease\b|\braise\b|\badjust", r"", "The price increase is limited to"),
    SubjectRule(_SUM, r"\binsurance\b|\bcover\b|\bpolicy\b", r"", "The insurance cover is"),
    SubjectRule(_SUM, r"\bexceed\b|\blimited to\b|\bliabilit", r"", "The cap on liability is"),
    SubjectRule(_PLACE, r"\bgoverned\b|\blaws? of\b|\bconstrued\b", r"", "The governing law is that of"),
    SubjectRule(_PLACE, r"\bcourts?\b|\bjurisdiction\b|\bvenue\b|\barbitrat|\bseat", r"", "Disputes go to"),
)
"""In order; the first that fits is used."""

_WINDOW = 110


def subject_of(sentence: Sentence, token: Token, clause_type: ClauseType) -> str:
    """The opening of a sentence about the token, for example "Payment is due in"."""
    before = sentence.text[max(0, token.start - _WINDOW) : token.start]
    after = sentence.text[token.end : token.end + _WINDOW]
    for rule in RULES:
        if rule.fits(token, clause_type, before, after):
            return rule.opening
    words = " ".join(before.split()[-6:])
    return f'After "{shorten(words, 60)}" the contract says' if words else "The contract says"
