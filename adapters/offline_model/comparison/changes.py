"""The kinds of change that the risk rules and the summaries know."""

from dataclasses import dataclass
from enum import StrEnum


class ChangeKind(StrEnum):
    """What differs between a clause of the standard and its counterpart."""

    DURATION = "duration"
    AMOUNT = "amount"
    PERCENTAGE = "percentage"
    NUMBER = "number"
    JURISDICTION = "jurisdiction"
    NEGATION = "negation"
    MODALITY = "modality"
    ONE_SIDED = "one_sided"
    MADE_MUTUAL = "made_mutual"
    OTHER_PARTY = "other_party"
    CARVE_OUT_ADDED = "carve_out_added"
    CARVE_OUT_REMOVED = "carve_out_removed"
    CAP_REMOVED = "cap_removed"
    ADDED = "added"
    LEFT_OUT = "left_out"
    REWORDED = "reworded"
    REWRITTEN = "rewritten"
    """The whole clause is written differently, so that single changes cannot be told."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change, as the sentence that people read, and a shorter one for a table."""

    kind: ChangeKind
    sentence: str
    short: str


ABOUT_ACTORS = frozenset({ChangeKind.ONE_SIDED, ChangeKind.MADE_MUTUAL, ChangeKind.OTHER_PARTY})
"""Changes of who acts; one of them in a sentence says it all."""
