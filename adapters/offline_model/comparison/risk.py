"""The risk of a finding, by stated rules.

A clause type belongs to one of five tiers. A finding's risk is the highest that a rule gives:

=============================  ===========  ==========  ===========  ==========
what                           core         commercial  boilerplate  incidental
=============================  ===========  ==========  ===========  ==========
missing                        high         medium      low          low
missing, but another clause
of the type is answered        medium       low         low          low
extra, new to the standard     high         low         low          none
extra, type in the standard    medium       low         low          none
cap on liability removed       high         high        high         high
meaning turned (negation,
one-sided, other party)        high         medium      low          none
figure, place, period changed  medium       medium      low          none
exception added or removed,
optional instead of required   medium       medium      low          none
text left out                  medium       medium      low          none
text added                     medium       low         low          none
written differently            medium       medium      low          none
wording only                   low          low         low          none
nothing changed                none         none        none         none
=============================  ===========  ==========  ===========  ==========

The fifth tier are clauses that restrict what a party may do (exclusivity, non-compete, liquidated damages and the
like): extra they are high, missing they weigh as commercial ones, and their changes as those of core ones. Clauses
of no known type are boilerplate. A contract's overall risk is the highest of its findings.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from adapters.offline_model.comparison.changes import Change, ChangeKind
from jobs.contract_comparison.models import Risk
from shared.domain.clauses import ClauseType


class Tier(StrEnum):
    """How much depends on a clause type; the value is how a reason names it."""

    CORE = "protects the parties' main interests"
    RESTRICTIVE = "restricts what a party may do"
    COMMERCIAL = "sets commercial terms"
    BOILERPLATE = "is a general provision"
    INCIDENTAL = "carries no duty of its own"


TIERS: Mapping[ClauseType, Tier] = {
    **dict.fromkeys(
        (
            ClauseType.LIMITATION_OF_LIABILITY,
            ClauseType.INDEMNITY,
            ClauseType.CONFIDENTIALITY,
            ClauseType.DATA_PROTECTION,
            ClauseType.INTELLECTUAL_PROPERTY,
        ),
        Tier.CORE,
    ),
    **dict.fromkeys(
        (
            ClauseType.EXCLUSIVITY,
            ClauseType.NON_COMPETE,
            ClauseType.LIQUIDATED_DAMAGES,
            ClauseType.MOST_FAVORED_NATION,
            ClauseType.RIGHT_OF_FIRST_REFUSAL,
            ClauseType.COVENANT_NOT_TO_SUE,
            ClauseType.MINIMUM_COMMITMENT,
        ),
        Tier.RESTRICTIVE,
    ),
    **dict.fromkeys(
        (
            ClauseType.ENTIRE_AGREEMENT,
            ClauseType.AMENDMENT,
            ClauseType.SEVERABILITY,
            ClauseType.WAIVER,
            ClauseType.NOTICES,
            ClauseType.INDEPENDENT_CONTRACTOR,
            ClauseType.PUBLICITY,
            ClauseType.THIRD_PARTY_BENEFICIARIES,
            ClauseType.SURVIVAL,
            ClauseType.DEFINITIONS,
            ClauseType.OTHER,
        ),
        Tier.BOILERPLATE,
    ),
    **dict.fromkeys((ClauseType.COUNTERPARTS, ClauseType.PARTIES), Tier.INCIDENTAL),
}
"""Every type that is not named here is commercial."""

RISK_ORDER = (Risk.NONE, Risk.LOW, Risk.MEDIUM, Risk.HIGH)
_HEAVY = (Tier.CORE, Tier.RESTRICTIVE)

_TURNED = (ChangeKind.NEGATION, ChangeKind.ONE_SIDED, ChangeKind.OTHER_PARTY)
_FIGURES = (
    ChangeKind.DURATION,
    ChangeKind.AMOUNT,
    ChangeKind.PERCENTAGE,
    ChangeKind.JURISDICTION,
    ChangeKind.MODALITY,
    ChangeKind.CARVE_OUT_ADDED,
    ChangeKind.CARVE_OUT_REMOVED,
    ChangeKind.LEFT_OUT,
    ChangeKind.REWRITTEN,
)
_WORDS: Mapping[ChangeKind, str] = {
    ChangeKind.CAP_REMOVED: "the cap on liability is gone",
    ChangeKind.NEGATION: "a negation turns its meaning",
    ChangeKind.ONE_SIDED: "what bound both parties binds or favours one",
    ChangeKind.OTHER_PARTY: "it binds or favours the other party",
    ChangeKind.DURATION: "a period differs",
    ChangeKind.AMOUNT: "a sum of money differs",
    ChangeKind.PERCENTAGE: "a percentage differs",
    ChangeKind.NUMBER: "a number differs",
    ChangeKind.JURISDICTION: "the law or the place differs",
    ChangeKind.MODALITY: "a duty and an option are exchanged",
    ChangeKind.MADE_MUTUAL: "what bound or favoured one party now goes for both",
    ChangeKind.CARVE_OUT_ADDED: "an exception or condition is added",
    ChangeKind.CARVE_OUT_REMOVED: "an exception or condition is dropped",
    ChangeKind.LEFT_OUT: "text of the standard is left out",
    ChangeKind.ADDED: "text is added",
    ChangeKind.REWRITTEN: "it is written differently throughout",
    ChangeKind.REWORDED: "the wording differs",
}


@dataclass(frozen=True, slots=True)
class Assessment:
    """A risk and the rule that gave it, in words."""

    risk: Risk
    reason: str


def tier_of(clause_type: ClauseType) -> Tier:
    """The tier of a clause type."""
    return TIERS.get(clause_type, Tier.COMMERCIAL)


def of_present(label: str) -> Assessment:
    """A clause that says the same."""
    return Assessment(Risk.NONE, f"{label} says the same as the standard.")


def of_missing(clause_type: ClauseType, label: str, *, is_part: bool) -> Assessment:
    """A clause without a counterpart; `is_part` when the contract answers another clause of the same type."""
    tier = tier_of(clause_type)
    if clause_type is ClauseType.PARTIES:
        return Assessment(Risk.NONE, "Parties are introduced in every contract, here inside another clause: no risk.")
    risk = Risk.LOW
    if tier is Tier.CORE:
        risk = Risk.MEDIUM if is_part else Risk.HIGH
    elif tier in (Tier.RESTRICTIVE, Tier.COMMERCIAL):
        risk = Risk.LOW if is_part else Risk.MEDIUM
    what = "a part of it is missing" if is_part else "is missing"
    return Assessment(risk, f"{label} {tier.value} and {what}: {_risk(risk)} by rule.")


def of_extra(clause_type: ClauseType, label: str, *, is_new: bool) -> Assessment:
    """Clauses of the contract without a counterpart; `is_new` when the standard has none of their type."""
    tier = tier_of(clause_type)
    risk = Risk.NONE if tier is Tier.INCIDENTAL else Risk.LOW
    if tier is Tier.RESTRICTIVE:
        risk = Risk.HIGH
    elif tier is Tier.CORE:
        risk = Risk.HIGH if is_new else Risk.MEDIUM
    if clause_type is ClauseType.OTHER:
        return Assessment(risk, f"Clauses of no known kind are to be read, not scored: {_risk(risk)} by rule.")
    what = "a kind of clause the standard does not have" if is_new else "more than the standard has"
    return Assessment(risk, f"{label} {tier.value}, and this is {what}: {_risk(risk)} by rule.")


def of_changes(clause_type: ClauseType, label: str, changes: Sequence[Change]) -> Assessment:
    """A clause that says something else."""
    tier = tier_of(clause_type)
    risks = {change.kind: risk_of_change(tier, change.kind) for change in changes}
    risk = highest(risks.values())
    kinds = [kind for kind, found in risks.items() if found is risk]
    words = "; ".join(_WORDS[kind] for kind in kinds[:3])
    return Assessment(risk, f"{label} {tier.value}, and {words}: {_risk(risk)} by rule.")


def _risk(risk: Risk) -> str:
    return "no risk" if risk is Risk.NONE else f"{risk.value} risk"


def risk_of_change(tier: Tier, kind: ChangeKind) -> Risk:
    """The table in this module's description, as a function."""
    if kind is ChangeKind.CAP_REMOVED:
        return Risk.HIGH
    if tier is Tier.INCIDENTAL:
        return Risk.NONE
    if tier is Tier.BOILERPLATE:
        return Risk.LOW
    if kind in _TURNED:
        return Risk.HIGH if tier in _HEAVY else Risk.MEDIUM
    if kind in _FIGURES or (kind is ChangeKind.ADDED and tier in _HEAVY):
        return Risk.MEDIUM
    return Risk.LOW


def highest(risks: Iterable[Risk]) -> Risk:
    """The highest of the risks; none when there are none."""
    return max(risks, key=RISK_ORDER.index, default=Risk.NONE)
