from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.job import JobStatus
from shared.domain.staleness import MAX_RESTARTS, Act, Patience, Signs, judge
from tests.fakes.clock import START as NOW

PATIENCE = Patience.of_seconds(30, 600)
ALIVE = ["Running", "Pending", "ContinuedAsNew"]
OVER = ["Completed", "Failed", "Terminated", "Canceled"]


def ago(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


def signs(orchestration: str | None = "Running", quiet: float = 0, **fields: Any) -> Signs:
    facts: dict[str, Any] = {"status": JobStatus.PROCESSING, "has_place": True, "heard": ago(quiet)}
    return Signs(orchestration=orchestration, **(facts | fields))


def act(of: Signs) -> Act:
    return judge(of, PATIENCE, NOW).act


def is_stale(of: Signs) -> bool:
    return judge(of, PATIENCE, NOW).stale


@pytest.mark.parametrize("orchestration", [None, *ALIVE, *OVER])
def test_a_job_that_waits_for_a_place_is_left_to_admission(orchestration: str | None) -> None:
    waiting = signs(orchestration, 90_000, status=JobStatus.QUEUED, has_place=False)
    assert (act(waiting), is_stale(waiting)) == (Act.NOTHING, False)


@pytest.mark.parametrize("status", [JobStatus.QUEUED, JobStatus.PROCESSING])
def test_a_job_that_may_run_and_has_no_orchestration_is_started_however_fresh_it_is(status: JobStatus) -> None:
    assert act(signs(None, 0, status=status)) is Act.START


@pytest.mark.parametrize("ended", OVER)
def test_a_job_whose_orchestration_ended_before_it_did_has_failed(ended: str) -> None:
    verdict = judge(signs(ended, 0), PATIENCE, NOW)
    assert verdict.act is Act.FAIL
    assert f"ended as {ended} before the job did" in verdict.why


@pytest.mark.parametrize("ended", OVER)
def test_a_job_that_was_told_to_stop_gets_an_orchestration_that_stops_it(ended: str) -> None:
    assert act(signs(ended, 40, stopping=True)) is Act.START


@pytest.mark.parametrize("orchestration", [*ALIVE, "Suspended"])
@pytest.mark.parametrize(("quiet", "stale"), [(0, False), (29.9, False), (30, True), (629, True)])
def test_a_quiet_job_is_stale_after_a_while_and_nothing_else_happens(
    orchestration: str, quiet: float, *, stale: bool
) -> None:
    job = signs(orchestration, quiet)
    assert (act(job), is_stale(job)) == (Act.NOTHING, stale)


@pytest.mark.parametrize("orchestration", ALIVE)
def test_an_orchestration_that_does_nothing_is_replaced_when_patience_is_at_its_end(orchestration: str) -> None:
    assert act(signs(orchestration, 629.9)) is Act.NOTHING
    assert act(signs(orchestration, 630)) is Act.REPLACE
    assert act(signs(orchestration, 630, status=JobStatus.QUEUED)) is Act.REPLACE


def test_an_orchestration_that_somebody_suspended_is_never_replaced() -> None:
    assert act(signs("Suspended", 90_000)) is Act.NOTHING
    assert act(signs("Suspended", 90_000, stopping=True)) is Act.NOTHING


def test_a_job_with_a_place_that_has_not_begun_is_never_shown_as_stale() -> None:
    assert not is_stale(signs("Pending", 90_000, status=JobStatus.QUEUED))


@pytest.mark.parametrize("why", [{"stopping": True}, {"deadline": ago(60)}])
def test_a_job_that_is_to_end_is_given_less_patience(why: dict[str, Any]) -> None:
    assert act(signs(quiet=119, **why)) is Act.NOTHING
    assert act(signs(quiet=120, **why)) is Act.REPLACE


def test_a_deadline_that_has_just_passed_is_the_orchestrations_business() -> None:
    assert act(signs(quiet=120, deadline=ago(59))) is Act.NOTHING


@pytest.mark.parametrize("job", [signs(None), signs("Running", 9_000), signs("Failed", stopping=True)])
def test_a_job_is_not_started_for_ever(job: Signs) -> None:
    assert act(_restarted(job, MAX_RESTARTS - 1)) in (Act.START, Act.REPLACE)
    verdict = judge(_restarted(job, MAX_RESTARTS), PATIENCE, NOW)
    assert verdict.act is Act.FAIL
    assert "10 times without one more" in verdict.why


def _restarted(job: Signs, restarts: int) -> Signs:
    fields = {name: getattr(job, name) for name in Signs.__dataclass_fields__}
    return Signs(**(fields | {"restarts": restarts}))


ANY = st.builds(
    Signs,
    status=st.sampled_from(JobStatus),
    has_place=st.booleans(),
    heard=st.floats(0, 5_000).map(ago),
    orchestration=st.sampled_from([None, *ALIVE, *OVER, "Suspended"]),
    restarts=st.integers(0, 12),
    stopping=st.booleans(),
    deadline=st.none() | st.floats(-5_000, 5_000).map(ago),
)


@given(job=ANY, seconds=st.floats(0, 5_000))
def test_the_longer_a_job_is_quiet_the_more_is_done(job: Signs, seconds: float) -> None:
    """What was to be done stays to be done, and what was stale stays stale, while nothing changes but the time."""
    early, late = judge(job, PATIENCE, NOW), judge(job, PATIENCE, NOW + timedelta(seconds=seconds))
    assert late.stale >= early.stale
    assert early.act in (Act.NOTHING, late.act)


@given(job=ANY)
def test_only_jobs_that_run_are_acted_on_and_every_act_has_its_reason(job: Signs) -> None:
    verdict = judge(job, PATIENCE, NOW)
    may_run = job.status is JobStatus.PROCESSING or (job.status is JobStatus.QUEUED and job.has_place)
    assert may_run or (verdict.act, verdict.stale) == (Act.NOTHING, False)
    assert bool(verdict.why) == (verdict.act is not Act.NOTHING)


@given(job=ANY)
def test_what_is_alive_and_heard_of_is_left_alone(job: Signs) -> None:
    alive = job.orchestration in (*ALIVE, "Suspended") and NOW - job.heard < PATIENCE.stale
    assert not alive or judge(job, PATIENCE, NOW).act is Act.NOTHING
