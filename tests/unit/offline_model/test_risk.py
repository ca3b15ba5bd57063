import pytest

from adapters.offline_model.comparison import risk
from adapters.offline_model.comparison.changes import Change, ChangeKind
from adapters.offline_model.comparison.risk import Tier
from jobs.contract_comparison.models import Risk
from shared.domain.clauses import ClauseType


@pytest.mark.parametrize("tier", list(Tier))
def test_a_lost_cap_is_high_and_wording_is_never_more_than_low(tier: Tier) -> None:
    assert risk.risk_of_change(tier, ChangeKind.CAP_REMOVED) is Risk.HIGH
    assert risk.risk_of_change(tier, ChangeKind.REWORDED) in {Risk.NONE, Risk.LOW}


@pytest.mark.parametrize("kind", list(ChangeKind))
def test_a_change_never_weighs_more_in_a_lower_tier(kind: ChangeKind) -> None:
    tiers = (Tier.CORE, Tier.COMMERCIAL, Tier.BOILERPLATE, Tier.INCIDENTAL)
    weights = [risk.RISK_ORDER.index(risk.risk_of_change(tier, kind)) for tier in tiers]
    assert weights == sorted(weights, reverse=True)


@pytest.mark.parametrize(
    ("clause_type", "is_new", "expected"),
    [
        (ClauseType.NON_COMPETE, True, Risk.HIGH),
        (ClauseType.LIQUIDATED_DAMAGES, False, Risk.HIGH),
        (ClauseType.INDEMNITY, True, Risk.HIGH),
        (ClauseType.INDEMNITY, False, Risk.MEDIUM),
        (ClauseType.DELIVERY, True, Risk.LOW),
        (ClauseType.OTHER, True, Risk.LOW),
        (ClauseType.COUNTERPARTS, True, Risk.NONE),
    ],
)
def test_an_extra_clause_weighs_what_its_tier_weighs(clause_type: ClauseType, is_new: bool, expected: Risk) -> None:
    assert risk.of_extra(clause_type, "Label", is_new=is_new).risk is expected


def test_the_reason_names_only_the_changes_that_set_the_risk() -> None:
    changes = [Change(kind, "", "") for kind in (ChangeKind.REWORDED, ChangeKind.DURATION)]
    assessment = risk.of_changes(ClauseType.PAYMENT_TERMS, "Payment Terms", changes)
    assert assessment.reason == "Payment Terms sets commercial terms, and a period differs: medium risk by rule."


def test_the_highest_risk_of_nothing_is_none() -> None:
    assert risk.highest([]) is Risk.NONE


@pytest.mark.parametrize(
    ("clause_type", "whole", "part"),
    [
        (ClauseType.INDEMNITY, Risk.HIGH, Risk.MEDIUM),
        (ClauseType.PAYMENT_TERMS, Risk.MEDIUM, Risk.LOW),
        (ClauseType.COUNTERPARTS, Risk.LOW, Risk.LOW),
        (ClauseType.PARTIES, Risk.NONE, Risk.NONE),
    ],
)
def test_a_missing_part_weighs_less_than_a_missing_whole(clause_type: ClauseType, whole: Risk, part: Risk) -> None:
    assert risk.of_missing(clause_type, "Label", is_part=False).risk is whole
    assert risk.of_missing(clause_type, "Label", is_part=True).risk is part
