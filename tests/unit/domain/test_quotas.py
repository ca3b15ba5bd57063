"""What is too much for a day, and what is said of it."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.domain.job import Progress
from shared.domain.quotas import DailyLimits, Reservation, Used, cost_of_rest, is_alarming, left_of_day, refusal
from tests.fakes.builders import USER, job

LIMITS = DailyLimits(jobs=5, cost=10.0)
LEFT = timedelta(hours=15, minutes=30)


def reserved(jobs: int = 1, total: float = 0.0, cost: float = 0.0) -> Reservation:
    return Reservation(USER, "2026-01-31", cost, Used(jobs=jobs, estimated_cost=total))


def test_what_comes_to_the_limits_is_not_too_much() -> None:
    assert refusal(reserved(5, 10.0, 3.0), LIMITS, LEFT) is None


def test_one_job_too_many_is_told_with_the_limit_and_when_it_ends() -> None:
    assert refusal(reserved(6), LIMITS, LEFT) == (
        "The daily limit of jobs is used up: 5 of 5 were submitted today. "
        "A new day begins at midnight UTC, in 15 h 30 min."
    )


def test_others_that_are_being_refused_too_are_not_shown_as_submitted() -> None:
    assert "5 of 5" in (refusal(reserved(9), LIMITS, LEFT) or "")


def test_too_much_cost_is_told_with_what_is_used_and_what_it_would_add() -> None:
    assert refusal(reserved(1, 11.5, 2.0), LIMITS, timedelta(seconds=61)) == (
        "The daily limit of estimated cost does not allow this job: 9.50 of 10.00 US dollars are used today, and it "
        "would add 2.00. A new day begins at midnight UTC, in 2 min."
    )


def test_a_job_that_no_day_allows_is_not_put_off_to_the_next() -> None:
    told = refusal(reserved(1, 12.0, 12.0), LIMITS, LEFT) or ""
    assert "It is over the limit by itself" in told
    assert "midnight" not in told


def test_a_job_that_costs_nothing_is_not_refused_for_what_others_cost() -> None:
    assert refusal(reserved(1, 11.0, 0.0), LIMITS, LEFT) is None


def test_fractions_that_add_up_to_the_limit_are_not_over_it() -> None:
    assert 0.1 + 0.2 > 0.3
    assert refusal(reserved(1, 0.1 + 0.2, 0.2), DailyLimits(0, 0.3), LEFT) is None


@pytest.mark.parametrize("limits", [DailyLimits(0, 10.0), DailyLimits(0, 0.0)])
def test_zero_is_no_limit_of_jobs(limits: DailyLimits) -> None:
    assert refusal(reserved(1_000_000), limits, LEFT) is None


def test_zero_is_no_limit_of_cost_and_nothing_to_be_alarmed_about() -> None:
    assert refusal(reserved(1, 1_000_000.0, 5.0), DailyLimits(5, 0.0), LEFT) is None
    assert not is_alarming(Used(jobs=1, estimated_cost=1_000_000.0), DailyLimits(5, 0.0))


@pytest.mark.parametrize(("cost", "alerted", "told"), [(7.99, False, False), (8.0, False, True), (9.0, True, False)])
def test_the_user_is_to_be_told_once_at_eighty_percent_of_the_cost(cost: float, alerted: bool, told: bool) -> None:
    assert is_alarming(Used(jobs=1, estimated_cost=cost, alerted=alerted), LIMITS) is told


@pytest.mark.parametrize(
    ("moment", "left"),
    [
        (datetime(2026, 1, 31, 8, 30, tzinfo=UTC), timedelta(hours=15, minutes=30)),
        (datetime(2026, 12, 31, 23, 59, 59, 500_000, tzinfo=UTC), timedelta(seconds=0.5)),
        (datetime(2026, 3, 1, tzinfo=UTC), timedelta(days=1)),
    ],
)
def test_a_day_ends_at_midnight(moment: datetime, left: timedelta) -> None:
    assert left_of_day(moment) == left


def test_the_rest_of_a_job_costs_in_proportion_to_its_contracts() -> None:
    begun = job(items=4, items_completed=1, estimated_cost=2.0)
    assert cost_of_rest(begun, begun) == 1.5


def test_the_rest_of_a_retry_is_measured_by_the_job_that_knew_all_contracts() -> None:
    first = job(items=4, items_completed=2, estimated_cost=2.0)
    retry = job("job-2", items=4, items_completed=3, estimated_cost=1.0)
    assert cost_of_rest(retry, first) == 0.5
    before_it_began = retry.model_copy(update={"items_completed": 0})
    assert cost_of_rest(before_it_began, first) == 1.0


def test_what_had_no_known_cost_has_none_when_it_is_done_again() -> None:
    priced, unpriced = job(estimated_cost=1.0), job(estimated_cost=None)
    assert cost_of_rest(unpriced, unpriced) is None
    assert cost_of_rest(priced, unpriced) is None


def test_a_job_without_contracts_costs_what_it_was_estimated() -> None:
    empty = job(estimated_cost=1.0, progress=Progress(total_items=0))
    assert cost_of_rest(empty, empty) == 1.0
