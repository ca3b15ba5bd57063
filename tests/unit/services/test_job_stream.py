import pytest

from shared.domain.job import JobStatus
from shared.domain.progress import Counters
from shared.domain.transitions import transition
from shared.errors import PermanentError, TemporaryError
from shared.services.item_attempt import Attempt
from shared.services.job_stream import LIFE_SECONDS
from tests.fakes.builders import item, job, reference
from tests.fakes.clock import START, settled
from tests.fakes.listening import Listener, listen
from tests.fakes.services import Services, services


async def running(items: int = 4) -> Services:
    """Services with a job that was planned."""
    here = await services().with_job(items)
    await here.lifecycle.plan(reference())
    return here


async def follow(here: Services, last_event_id: str | None = None) -> Listener:
    return await listen(here.streams.of_job(await here.jobs.get(reference()), last_event_id))


async def end_elsewhere(here: Services, status: JobStatus = JobStatus.COMPLETED) -> None:
    """The job ends in another process, of which nothing is heard here."""
    await here.jobs.change(reference(), lambda it: transition(it, status, here.clock.now()))
    await here.jobs.mark_ended(reference())


async def move_elsewhere(here: Services, completed: int) -> None:
    await here.jobs.add_to_counters(reference(), {"points": 100.0 * completed, "completed": completed}, {})


async def test_a_stream_begins_with_where_the_job_is() -> None:
    here = await running()
    await move_elsewhere(here, 1)
    listener = await follow(here)
    (event,) = listener.reading.events
    assert (event.name, event.data["status"], event.data["items_completed"]) == ("progress", "processing", 1)
    assert event.data["progress"]["percentage"] == 25
    assert event.id
    assert listener.reading.retry_ms == 1000
    await listener.go_away()


async def test_an_event_holds_neither_the_request_nor_what_is_internal() -> None:
    here = await running()
    listener = await follow(here)
    shown = set(listener.reading.events[0].data)
    assert {"id", "title", "status", "progress", "items_completed", "items_failed", "result_id"} < shown
    assert not shown & {"request", "item_errors", "announced", "turn", "ttl", "options"}
    await listener.go_away()


async def test_progress_of_this_process_is_told_at_once_and_without_a_question_to_the_store() -> None:
    here = await running()
    listener = await follow(here)
    asked = here.job_queue.calls["read"] + here.job_queue.calls["query"]
    async with here.board.item(reference(), item()) as line:
        await settled()
        line.reach(60, "calling_llm")
        await here.clock.advance(1)
        assert [e.data["progress"]["percentage"] for e in listener.reading.events] == [0, 2, 15]
        assert here.job_queue.calls["read"] + here.job_queue.calls["query"] == asked
    await listener.go_away()


async def test_progress_of_another_process_is_told_within_two_seconds() -> None:
    here = await running()
    listener = await follow(here)
    for completed in range(1, 4):
        await move_elsewhere(here, 1)
        await here.clock.advance(2)
        assert listener.reading.events[-1].data["items_completed"] == completed
    await listener.go_away()


async def test_nothing_is_told_twice_while_nothing_happens() -> None:
    here = await running()
    listener = await follow(here)
    await here.clock.advance(30)
    assert listener.reading.names == ["progress"]
    await listener.go_away()


async def test_the_end_in_this_process_is_told_at_once_with_the_result_and_ends_the_stream() -> None:
    here = await running(1)
    listener = await follow(here)
    await here.runner.run(reference(), item(), Attempt(1, 1))
    await here.lifecycle.finish(reference())
    await settled()
    last = listener.reading.events[-1]
    assert (last.name, last.data["result_id"], last.data["items_completed"]) == ("completed", "result_job-1", 1)
    assert listener.ended
    assert here.feed.open_streams == 0


@pytest.mark.parametrize("status", [JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED, JobStatus.TIMED_OUT])
async def test_every_end_in_another_process_is_told_within_two_seconds_by_its_name(status: JobStatus) -> None:
    here = await running()
    listener = await follow(here)
    await here.clock.advance(20)
    await end_elsewhere(here, status)
    await here.clock.advance(2)
    assert (listener.reading.names[-1], listener.ended) == (status, True)


async def test_an_end_of_which_only_the_job_itself_tells_is_found_too() -> None:
    """A process may die between ending a job and telling its items."""
    here = await running()
    listener = await follow(here)
    await here.jobs.change(reference(), lambda it: transition(it, JobStatus.FAILED, here.clock.now()))
    await here.clock.advance(12)
    assert listener.reading.names[-1] == "failed"


async def test_a_queued_job_is_followed_from_its_wait_to_its_end() -> None:
    here = await services().with_job()
    listener = await follow(here)
    await here.lifecycle.plan(reference())
    await settled()
    await here.lifecycle.fail(reference(), "The model is gone.")
    await settled()
    assert [e.data["status"] for e in listener.reading.events] == ["queued", "processing", "failed"]
    assert listener.reading.events[-1].data["error_message"] == "The model is gone."


async def test_who_knows_the_end_is_not_told_again_and_who_does_not_is() -> None:
    here = await running()
    first = await follow(here)
    await here.lifecycle.fail(reference(), "The model is gone.")
    await settled()
    assert here.streams.of_job(await here.jobs.get(reference()), first.reading.last_id) is None
    for unknowing in (None, "open", "completed-2020-01-01T00:00:00.000000Z"):
        again = await follow(here, unknowing)
        assert (again.reading.names, again.ended) == (["failed"], True)


async def test_a_stream_in_silence_has_a_comment_every_fifteen_seconds_and_ends_before_two_hundred() -> None:
    here = await running()
    listener = await follow(here)
    spoken = listener.reading.comments
    for _ in range(11):
        await here.clock.advance(15)
        assert listener.reading.comments > spoken
        spoken = listener.reading.comments
    await here.clock.advance(LIFE_SECONDS - 165 + 2)
    assert listener.ended
    assert listener.reading.retry_ms == 1000
    assert here.clock.sleepers == 0


async def test_streams_share_one_watch_which_ends_with_the_last_of_them() -> None:
    here = await running()
    await here.clock.advance(1)
    listeners = [await follow(here) for _ in range(20)]
    before = here.job_queue.calls.total()
    await here.clock.advance(10)
    assert here.job_queue.calls.total() - before <= 12
    assert (here.feed.open_streams, here.feed.watches) == (20, 1)
    for listener in listeners:
        await listener.go_away()
    assert (here.feed.open_streams, here.feed.watches, here.clock.sleepers) == (0, 0, 0)


async def test_who_comes_later_gets_what_is_known_at_once() -> None:
    here = await running()
    first = await follow(here)
    before = here.job_queue.calls.total()
    second = await listen(here.streams.of_job(job(status=JobStatus.PROCESSING), None))
    assert second.reading.events == first.reading.events
    assert here.job_queue.calls.total() == before
    await first.go_away()
    await second.go_away()


async def test_a_slow_client_gets_the_latest_progress_and_the_end() -> None:
    here = await running()
    stream = here.streams.of_job(await here.jobs.get(reference()), None)
    assert stream is not None
    hello = await anext(stream)
    await settled()
    for completed in range(100):
        counters = Counters(total_items=200, completed=completed, started_date=START, heartbeat_date=START)
        here.feed.publish_progress(reference(), counters)
    progress = await anext(stream)
    await here.lifecycle.fail(reference(), "The model is gone.")
    chunks = [chunk async for chunk in stream]
    assert hello.startswith("retry:")
    assert '"items_completed":99' in progress
    assert [chunk.split("\n")[1] for chunk in chunks[:1]] == ["event: failed"]


async def test_a_store_that_is_away_for_a_while_breaks_no_stream() -> None:
    here = await running()
    listener = await follow(here)
    here.job_queue.fail("query", TemporaryError("The store is busy."), times=10)
    here.job_queue.fail("read", TemporaryError("The store is busy."), times=10)
    await here.clock.advance(20)
    await move_elsewhere(here, 1)
    await here.clock.advance(2)
    assert listener.reading.names == ["progress", "progress"]
    await listener.go_away()


async def test_a_store_that_stays_away_is_told_as_an_error_which_ends_the_stream() -> None:
    here = await running()
    here.job_queue.fail("query", TemporaryError("The store is busy."), times=1000)
    listener = await follow(here)
    await here.clock.advance(60)
    assert listener.reading.names == ["error"]
    assert "Connect again" in listener.reading.events[0].data["message"]
    assert listener.reading.retry_ms == 5000
    assert (listener.ended, here.feed.open_streams) == (True, 0)


@pytest.mark.parametrize("error", [PermanentError("The store refuses the app."), RuntimeError("secret words")])
async def test_a_fault_that_stays_is_told_as_an_error_which_ends_the_stream(error: Exception) -> None:
    here = await running()
    here.job_queue.fail("query", error)
    listener = await follow(here)
    assert (listener.reading.names, listener.ended) == (["error"], True)
    assert "secret" not in listener.reading.events[0].data["message"]


async def test_a_job_that_is_gone_ends_its_stream_with_an_error() -> None:
    here = await running()
    listener = await follow(here)
    await here.job_queue.delete("ann", "job-1")
    await here.clock.advance(12)
    assert listener.reading.names == ["progress", "error"]
