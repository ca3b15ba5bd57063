"""What people ask of a contract that no kind of clause stands for: its name, its parties, its dates."""

import re
from dataclasses import dataclass

_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATE = (
    rf"(?:\b{_MONTH}\.? \d{{1,2}}\b|\b\d{{1,2}}(?:st|nd|rd|th)? (?:day of )?{_MONTH}\b|"
    r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b)"
)


@dataclass(frozen=True, slots=True)
class Ask:
    """A question's words, and the words by which a sentence answers it, both as patterns for lower-case text.

    `early` is whether the answer stands at the beginning of a contract: the first sentence that has it is meant.
    """

    question: re.Pattern[str]
    evidence: re.Pattern[str]
    early: bool = False


def _ask(question: str, evidence: str, *, early: bool = False) -> Ask:
    return Ask(re.compile(question), re.compile(evidence), early)


ASKS: tuple[Ask, ...] = (
    _ask(
        r"\b(?:name|title|kind|type) of (?:the|this) (?:agreement|contract|document)\b",
        r"\b(?:agreement|contract|amendment|addendum|lease|licen[cs]e|terms)\b",
        early=True,
    ),
    _ask(
        r"\bwho (?:are|is) .*\bpart(?:y|ies)\b|\bbetween whom\b|\bwhich parties\b",
        r"\b(?:between|among|by and)\b",
        early=True,
    ),
    _ask(
        r"\bdate of (?:the|this) (?:agreement|contract)\b|\bwhen (?:was|is) .*\b(?:signed|made|dated)\b",
        _DATE,
        early=True,
    ),
    _ask(
        r"\b(?:effective date|take effect|come into (?:effect|force)|becomes? effective|begin|start|commence)\b",
        rf"\beffective (?:date|as of|on)\b[^.]*{_DATE}|{_DATE}[^.]*\beffective date\b|\bcommenc\w+ (?:on|date)\b|"
        r"\b(?:become|be|is) effective\b|\beffective date\b",
        early=True,
    ),
    _ask(
        r"\b(?:expire|expires|expiry|expiration|end date|how long .* (?:agreement|contract|term))\b",
        r"\b(?:initial )?term\b[^.]{0,120}\b(?:years?|months?|period|expire|until|continue)\b|"
        r"\b(?:shall|will) (?:expire|continue|remain)\b",
    ),
    _ask(
        r"\b(?:after|on|upon|following) (?:the )?(?:termination|expiration|expiry)\b",
        r"\b(?:after|upon|following|on) (?:the |any )?(?:\w+ ){0,3}?(?:termination|expiration)\b"
        r"[^.]*\b(?:shall|will|must|agrees?)\b",
    ),
)
"""The first that fits a question counts."""


def ask_of(question: str) -> Ask | None:
    """What a lower-case question asks, if it is one of these."""
    return next((ask for ask in ASKS if ask.question.search(question)), None)
