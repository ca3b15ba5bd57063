"""Judges a proposition over a text: the task `proposition`.

The units of the text that speak of the proposition's concepts are its evidence; what each says about the act
(forbidden, allowed, excepted) against what the proposition claims gives the label.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from adapters.offline_model.language.tokens import stem
from adapters.offline_model.propositions.concepts import CONCEPTS
from adapters.offline_model.propositions.markers import (
    ALLOWING,
    BREAKS_ALL,
    CONDITION,
    DEFINING,
    EXCEPTING,
    FORBIDDING,
    KEEPING,
)
from adapters.offline_model.propositions.proposition import Kind, Proposition, Slot, read_proposition
from adapters.offline_model.propositions.reading import Unit, units_of

Label = Literal["entailed", "contradicted", "not_mentioned"]

MIN_SCORE = 0.8
"""Weight of the proposition's slots that a unit must fill, 0 to 1."""
IN_LEAD = 0.9
"""What a slot counts when only the lead-in of the unit's list fills it."""
MAX_EVIDENCE = 3
REACH = 260
"""Characters before an act in which words that forbid or allow it are looked for."""
NEAR = 32
"""Characters behind an exception in which its condition stands."""
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
        Evidence(unit, score, _force(unit, act))
        for unit in units_of(text)
        if (score := _score(unit, claim.slots)) >= MIN_SCORE
        and ((act := _act(unit, claim)) is not None or not claim.people)
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
    if not total or not any(filled and slot.weight == 1.0 for filled, slot in zip(own, slots, strict=True)):
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


def _act(unit: Unit, claim: Proposition) -> re.Match[str] | None:
    """Where the unit names the act: the last place before the people it is done to, if it names any."""
    text = unit.whole
    places = list(CONCEPTS[claim.act].finditer(text)) if claim.act else []
    if not claim.people:
        return places[0] if places else None
    people = max((match.start() for name in claim.people for match in CONCEPTS[name].finditer(text)), default=-1)
    return next((match for match in reversed(places) if match.end() <= people), None)


def _force(unit: Unit, act: re.Match[str] | None) -> Force:
    """What is said about the act where the unit names it."""
    if act is None:
        return Force.PLAIN
    text = unit.whole
    start = max(text.rfind(";", 0, act.start()) + 1, act.start() - REACH)
    if KEEPING.match(text, act.start()):
        return Force.FORBIDDEN
    scope = text[start : act.start()]
    forbidden = list(FORBIDDING.finditer(scope))
    allowed = list(ALLOWING.finditer(scope))
    if allowed and (not forbidden or allowed[-1].end() > forbidden[-1].end()):
        return Force.ALLOWED
    if not forbidden:
        return Force.PLAIN
    return Force.EXCEPTED if _is_excepted(text[start + forbidden[-1].end() :]) else Force.FORBIDDEN


def _is_excepted(text: str) -> bool:
    """Whether an exception follows that is more than consent or what the law demands."""
    return any(not CONDITION.search(text[match.end() : match.end() + NEAR]) for match in EXCEPTING.finditer(text))


def _label(claim: Proposition, evidence: Sequence[Evidence], units: Sequence[Unit]) -> tuple[Label, Sequence[Evidence]]:
    if claim.kind is Kind.ONLY:
        return _only(evidence, units)
    if not evidence:
        return "not_mentioned", ()
    if claim.kind is Kind.FOR_ALL:
        breaking = [item for item in evidence if BREAKS_ALL.search(item.unit.whole)]
        return ("contradicted", breaking) if breaking else ("entailed", evidence)
    if claim.kind is Kind.PERMISSION:
        return _permission(evidence)
    if claim.kind is Kind.PROHIBITION:
        return _prohibition(claim, evidence)
    return "entailed", evidence


def _permission(evidence: Sequence[Evidence]) -> tuple[Label, Sequence[Evidence]]:
    """Allowed somewhere is allowed; forbidden and nowhere allowed is forbidden."""
    open_ways = [item for item in evidence if item.force in (Force.ALLOWED, Force.EXCEPTED)]
    if open_ways:
        return "entailed", open_ways
    barred = [item for item in evidence if item.force is Force.FORBIDDEN]
    return ("contradicted", barred) if barred else ("entailed", evidence)


def _prohibition(claim: Proposition, evidence: Sequence[Evidence]) -> tuple[Label, Sequence[Evidence]]:
    """Forbidden somewhere is forbidden; where a limit is claimed, "only" and "solely" forbid the rest."""
    limits = any("other than" in slot.concepts for slot in claim.slots)
    barred = [item for item in evidence if item.force in (Force.FORBIDDEN, Force.EXCEPTED) or limits]
    if barred:
        return "entailed", barred
    allowed = [item for item in evidence if item.force is Force.ALLOWED]
    return ("contradicted", allowed) if allowed and not limits else ("not_mentioned", ())


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
