"""Judges a proposition over a text: the task `proposition`.

The units of the text that speak of the proposition's concepts are its evidence; what each says about the act
(forbidden, allowed, excepted) against what the proposition claims gives the label.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from adapters.offline_model.language.tokens import stem
from adapters.offline_model.propositions.concepts import (
    ALLOWING,
    BREAKS_ALL,
    CONCEPTS,
    CONSENT,
    DEFINING,
    EXCEPTING,
    FORBIDDING,
    OPPOSITES,
)
from adapters.offline_model.propositions.proposition import Kind, Proposition, Slot, read_proposition
from adapters.offline_model.propositions.reading import Unit, units_of

Label = Literal["entailed", "contradicted", "not_mentioned"]

MIN_SCORE = 0.8
"""Weight of the proposition's slots that a unit must fill, 0 to 1."""
IN_LEAD = 0.9
"""What a slot counts when only the lead-in of the unit's list fills it."""
MAX_EVIDENCE = 3
_LISTED = 3
"""Commas in a definition from which it enumerates more than one kind of thing."""


class EvidenceSpan(BaseModel):
    """Characters `start` up to `end` (exclusive) of the text."""

    model_config = ConfigDict(frozen=True)

    start: int = Field(ge=0)
    end: int = Field(ge=0)


class Judgement(BaseModel):
    """What the text says about a proposition."""

    model_config = ConfigDict(frozen=True)

    label: Label
    evidence: list[EvidenceSpan] = Field(description="In reading order; [] when not mentioned.")
    confidence: float = Field(ge=0, le=1, description="How well the best evidence fits; no probability.")


class Force(StrEnum):
    """What a unit says about an act."""

    FORBIDDEN = "forbidden"
    EXCEPTED = "excepted"
    """Forbidden but for an exception that is spelt out."""
    ALLOWED = "allowed"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A unit, how well it fits the proposition, and what it says about the act."""

    unit: Unit
    score: float
    force: Force


def judge_proposition(text: str, proposition: str) -> Judgement:
    """Whether `text` entails or contradicts the proposition, or does not mention it.

    Deterministic; O(length of the text) for each proposition.
    """
    claim = read_proposition(proposition)
    evidence = [
        Evidence(unit, score, _force(unit, claim))
        for unit in units_of(text)
        if (score := _score(unit, claim.slots)) >= MIN_SCORE
    ]
    label, cited = _label(claim, evidence, units_of(text))
    if label == "not_mentioned":
        return Judgement(label=label, evidence=[], confidence=1.0 if not evidence else 0.5)
    best = sorted(cited, key=lambda item: (-item.score, item.unit.start))[:MAX_EVIDENCE]
    spans = sorted({(item.unit.start, item.unit.end) for item in best})
    return Judgement(
        label=label,
        evidence=[EvidenceSpan(start=start, end=end) for start, end in spans],
        confidence=round(max(item.score for item in best), 3),
    )


def _score(unit: Unit, slots: Sequence[Slot]) -> float:
    """The weight of the slots that the unit fills, 0 to 1; 0 when its own words fill no concept."""
    total = sum(slot.weight for slot in slots)
    own = [_fills(unit.own, slot) for slot in slots]
    if not total or not any(filled and slot.concepts for filled, slot in zip(own, slots, strict=True)):
        return 0.0
    gained = 0.0
    for filled, slot in zip(own, slots, strict=True):
        share = 1.0 if filled else IN_LEAD if _fills(unit.lead, slot) else 0.0
        gained += share * slot.weight
    return gained / total


def _fills(text: str, slot: Slot) -> bool:
    if any(CONCEPTS[name].search(text) for name in slot.concepts):
        return True
    return bool(slot.words) and any(stem(word) in slot.words for word in text.split())


def _force(unit: Unit, claim: Proposition) -> Force:
    """What is said about the claim's act where the unit names it."""
    text, act = unit.whole, claim.act
    match = CONCEPTS[act].search(text) if act else None
    before = text[: match.start()] if match else text
    scope = before[before.rfind(";") + 1 :]
    forbidden = list(FORBIDDING.finditer(scope))
    allowed = list(ALLOWING.finditer(scope))
    if allowed and (not forbidden or allowed[-1].end() >= forbidden[-1].start()):
        return Force.ALLOWED
    if not forbidden:
        return Force.PLAIN
    rest = text[len(before) - len(scope) + forbidden[-1].end() :]
    return Force.EXCEPTED if _is_excepted(rest) else Force.FORBIDDEN


def _is_excepted(text: str) -> bool:
    """Whether an exception follows that is more than the other party's consent."""
    return any(not CONSENT.search(text[match.end() : match.end() + 60]) for match in EXCEPTING.finditer(text))


def _label(claim: Proposition, evidence: Sequence[Evidence], units: Sequence[Unit]) -> tuple[Label, Sequence[Evidence]]:
    if claim.kind is Kind.ONLY:
        return _only(evidence, units)
    if not evidence:
        return _by_opposite(claim, units)
    if claim.kind is Kind.FOR_ALL:
        breaking = [item for item in evidence if BREAKS_ALL.search(item.unit.whole)]
        return ("contradicted", breaking) if breaking else ("entailed", evidence)
    if claim.kind is Kind.PERMISSION:
        open_ways = [item for item in evidence if item.force is not Force.FORBIDDEN]
        return ("entailed", open_ways) if open_ways else ("contradicted", evidence)
    if claim.kind is Kind.PROHIBITION:
        barred = [item for item in evidence if item.force is not Force.ALLOWED]
        return ("entailed", barred) if barred else ("contradicted", evidence)
    return "entailed", evidence


def _only(evidence: Sequence[Evidence], units: Sequence[Unit]) -> tuple[Label, Sequence[Evidence]]:
    """A definition that names several kinds of thing contradicts that there is only one."""
    lists = [
        Evidence(unit, 1.0, Force.PLAIN)
        for unit in units
        if DEFINING.search(unit.own) and "information" in unit.own and unit.own.count(",") >= _LISTED
    ]
    if lists:
        return "contradicted", lists
    return ("entailed", evidence) if evidence else ("not_mentioned", ())


def _by_opposite(claim: Proposition, units: Sequence[Unit]) -> tuple[Label, Sequence[Evidence]]:
    """A duty to do the opposite with all of a thing rules a permission out."""
    opposite = OPPOSITES.get(claim.act or "")
    if claim.kind is not Kind.PERMISSION or opposite is None:
        return "not_mentioned", ()
    found = [
        Evidence(unit, MIN_SCORE, Force.FORBIDDEN)
        for unit in units
        if CONCEPTS[opposite].search(unit.own) and " all " in unit.own and "cop" in unit.own
    ]
    return ("contradicted", found) if found else ("not_mentioned", ())
