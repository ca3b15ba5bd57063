import asyncio
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.job import JobStatus
from shared.domain.transitions import transition
from shared.errors import TemporaryError
from shared.services.mailbox import MOST_ENDS_KEPT
from tests.fakes.builders import USER, job, reference
from tests.fakes.clock import settled
from tests.fakes.listening import Listener, Reading, listen
from tests.fakes.services import Services, services


async def follow(here: Services, last_event_id: str | None = None) -> Listener:
    return await listen(here.streams.of_user(USER, last_event_id))


async def submit(here: Services, job_id: str, status: JobStatus = JobStatus.PROCESSING) -> None:
    """A job that another process stored."""
    assert await here.jobs.create(job(job_id, status=status, created_date=here.clock.now()))


async def end(here: Services, job_id: str, *, here_too: bool = False, dated: float = 0) -> None:
    """A job's end, in another process unless told otherwise, by a clock that is so many seconds off."""
    moment = here.clock.now() + timedelta(seconds=dated)
    ended = await here.jobs.change(reference(job_id), lambda it: transition(it, JobStatus.COMPLETED, moment))
    if here_too:
        here.feed.publish_job(ended)


def ended(reading: Reading) -> list[str]:
    return [event.data["id"] for event in reading.events if event.name == "job_completed"]


async def test_a_stream_begins_with_the_open_jobs() -> None:
    here = services()
    await submit(here, "job-1", JobStatus.QUEUED)
    await submit(here, "job-2")
    await submit(here, "job-3")
    await end(here, "job-3")
    await here.clock.advance(40)
    listener = await follow(here)
    told = {event.data["id"]: (event.name, event.data["status"]) for event in listener.reading.events}
    assert told == {"job-1": ("job_progress", "queued"), "job-2": ("job_progress", "processing")}
    assert listener.reading.events[0].data["title"] == "A comparison"
    await listener.go_away()


async def test_a_new_job_of_this_process_appears_at_once_and_one_of_another_within_two_seconds() -> None:
    here = services()
    listener = await follow(here)
    here.feed.publish_job(job("job-1"))
    await settled()
    assert [event.data["id"] for event in listener.reading.events] == ["job-1"]
    await submit(here, "job-2")
    await here.clock.advance(2)
    assert [event.data["id"] for event in listener.reading.events] == ["job-1", "job-2"]
    await listener.go_away()


async def test_jobs_of_others_are_not_told() -> None:
    here = services()
    listener = await follow(here)
    others = job("job-9", user_id="bob", partition_key="bob")
    assert await here.jobs.create(others)
    here.feed.publish_job(others)
    await here.clock.advance(5)
    assert listener.reading.events == []
    await listener.go_away()


@pytest.mark.parametrize("dated", [-25, 0, 25, -3600])
async def test_an_end_in_another_process_is_told_once_whatever_its_clock_says(dated: float) -> None:
    here = services()
    await submit(here, "job-1")
    listener = await follow(here)
    await here.clock.advance(10)
    await end(here, "job-1", dated=dated)
    await here.clock.advance(2)
    assert ended(listener.reading) == ["job-1"]
    await here.clock.advance(100)
    assert ended(listener.reading) == ["job-1"]
    await listener.go_away()


async def test_an_end_in_this_process_is_told_once_and_at_once() -> None:
    here = services()
    await submit(here, "job-1")
    listener = await follow(here)
    await end(here, "job-1", here_too=True)
    await settled()
    assert ended(listener.reading) == ["job-1"]
    await here.clock.advance(100)
    assert listener.reading.names == ["job_progress", "job_completed"]
    await listener.go_away()


async def test_who_comes_back_gets_every_end_since_and_after_some_silence_none_again() -> None:
    here = services()
    for number in range(250):
        await submit(here, f"job-{number}")
    first = await follow(here)
    await here.clock.advance(3)
    await first.go_away()
    for number in range(250):
        await end(here, f"job-{number}")
    await here.clock.advance(3600)
    second = await follow(here, first.reading.last_id)
    assert sorted(ended(second.reading)) == sorted(f"job-{number}" for number in range(250))
    await here.clock.advance(60)
    await second.go_away()
    third = await follow(here, second.reading.last_id)
    assert ended(third.reading) == []
    await third.go_away()


async def test_who_gets_only_a_part_of_the_ends_gets_the_rest_when_it_comes_back() -> None:
    here = services()
    await submit(here, "job-1")
    await submit(here, "job-2")
    listener = await follow(here)
    await here.clock.advance(60)
    before = listener.reading.last_id
    await end(here, "job-1")
    await end(here, "job-2")
    await here.clock.advance(2)
    first, second = listener.reading.events[-2:]
    assert first.id == before
    assert second.id > before
    await listener.go_away()


@pytest.mark.parametrize("last_event_id", ["open", "2026-13-01T00:00:00.000000Z", "9999-01-01T00:00:00.000000Z", "é"])
async def test_an_id_that_is_none_counts_as_a_first_visit(last_event_id: str) -> None:
    here = services()
    await submit(here, "job-1")
    await end(here, "job-1")
    await here.clock.advance(40)
    listener = await follow(here, last_event_id)
    assert listener.reading.events == []
    await listener.go_away()


async def test_streams_of_a_user_share_one_watch() -> None:
    here = services()
    await submit(here, "job-1")
    listeners = [await follow(here) for _ in range(20)]
    before = here.job_queue.calls.total()
    await here.clock.advance(10)
    assert here.job_queue.calls.total() - before <= 4 * 11
    for listener in listeners:
        await listener.go_away()
    assert (here.feed.open_streams, here.feed.watches, here.clock.sleepers) == (0, 0, 0)


async def test_a_client_that_reads_nothing_is_let_go_and_gets_all_ends_when_it_comes_back() -> None:
    here = services()
    stream = here.streams.of_user(USER, None)
    await anext(stream)
    await settled()
    for number in range(MOST_ENDS_KEPT + 1):
        here.feed.publish_job(transition(job(f"job-{number}"), JobStatus.CANCELLED, here.clock.now()))
    rest = "".join([chunk async for chunk in stream])
    assert "event: job_cancelled" not in rest
    assert rest.endswith("retry: 1000\n\n")


async def test_a_store_that_cannot_tell_what_was_missed_is_an_error_event() -> None:
    here = services()
    open_stream = await follow(here)
    here.job_queue.fail("query", TemporaryError("The store is busy."))
    listener = await follow(here)
    assert (listener.reading.names, listener.ended) == (["error"], True)
    await open_stream.go_away()


_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("end"), st.booleans(), st.floats(-10, 10)),
        st.tuples(st.just("leave"), st.booleans(), st.just(0.0)),
        st.tuples(st.just("wait"), st.booleans(), st.floats(0, 50)),
    ),
    max_size=12,
)


@given(_STEPS)
def test_whoever_comes_back_with_the_last_id_misses_no_end(steps: list[tuple[str, bool, float]]) -> None:
    asyncio.run(_play(steps))


async def _play(steps: list[tuple[str, bool, float]]) -> None:
    here, seen, expected, last_id = services(), set[str](), set[str](), ""
    for number, _ in enumerate(steps):
        await submit(here, f"job-{number}")
    listener: Listener | None = await follow(here)
    for number, (what, flag, amount) in enumerate(steps):
        if what == "end":
            await end(here, f"job-{number}", here_too=flag, dated=amount)
            expected.add(f"job-{number}")
        elif what == "wait":
            await here.clock.advance(amount)
        elif listener is None or listener.ended:
            listener = await follow(here, last_id)
        if listener is not None:
            await settled() if flag else None
            seen |= set(ended(listener.reading))
            last_id = listener.reading.last_id or last_id
        if what == "leave" and flag and listener is not None:
            await listener.go_away()
            listener = None
    if listener is not None:
        await listener.go_away()
        last_id = listener.reading.last_id or last_id
        seen |= set(ended(listener.reading))
    final = await follow(here, last_id)
    assert seen | set(ended(final.reading)) == expected
    await final.go_away()
