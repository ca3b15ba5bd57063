from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.job import JobStatus
from shared.domain.transitions import is_terminal, transition
from shared.errors import IllegalTransitionError
from tests.fakes.builders import job
from tests.fakes.clock import START

LEGAL = {
    (JobStatus.QUEUED, JobStatus.PROCESSING),
    (JobStatus.QUEUED, JobStatus.CANCELLED),
    (JobStatus.QUEUED, JobStatus.FAILED),
    (JobStatus.PROCESSING, JobStatus.COMPLETED),
    (JobStatus.PROCESSING, JobStatus.FAILED),
    (JobStatus.PROCESSING, JobStatus.CANCELLED),
    (JobStatus.PROCESSING, JobStatus.TIMED_OUT),
}


@pytest.mark.parametrize("before", JobStatus)
@pytest.mark.parametrize("after", JobStatus)
def test_a_job_makes_the_legal_moves_and_no_other(before: JobStatus, after: JobStatus) -> None:
    if (before, after) in LEGAL:
        assert transition(job(status=before), after, START).status is after
    else:
        with pytest.raises(IllegalTransitionError, match=f"is {before} and cannot become {after}"):
            transition(job(status=before), after, START)


@given(st.lists(st.sampled_from(JobStatus)))
def test_however_it_is_pushed_a_job_that_has_ended_stays_as_it_is(pushes: list[JobStatus]) -> None:
    current = job()
    for to in pushes:
        before = current
        try:
            current = transition(current, to, START)
        except IllegalTransitionError:
            continue
        assert not is_terminal(before.status)
        assert (before.status, to) in LEGAL


def test_a_state_is_either_open_or_terminal() -> None:
    assert {status for status in JobStatus if not is_terminal(status)} == {JobStatus.QUEUED, JobStatus.PROCESSING}


def test_a_job_that_ends_knows_when_it_began_and_how_long_it_took() -> None:
    begun = transition(job(), JobStatus.PROCESSING, START + timedelta(seconds=5))
    ended = transition(begun, JobStatus.COMPLETED, START + timedelta(seconds=12.3456))
    assert (begun.started_date, begun.completed_date) == (START + timedelta(seconds=5), None)
    assert ended.completed_date == START + timedelta(seconds=12.3456)
    assert ended.elapsed_time == 7.346


def test_a_job_that_never_began_took_the_time_since_it_was_made() -> None:
    assert transition(job(), JobStatus.CANCELLED, START + timedelta(seconds=3)).elapsed_time == 3


def test_the_job_that_is_moved_stays_as_it_was() -> None:
    queued = job()
    transition(queued, JobStatus.PROCESSING, START)
    assert queued == job()
