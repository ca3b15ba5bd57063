"""Results out of rows."""

import json
import tracemalloc
from pathlib import Path

import pytest

from adapters.sqlite.documents import SqliteDatabase
from api.whole_result import WholeResults
from shared.domain.endings import result_id, stopped
from shared.domain.job import ItemOutcome, ItemResult, JobStatus, item_id, item_result_id
from shared.errors import PermanentError, TemporaryError
from tests.fakes.builders import USER
from tests.fakes.clock import START, settled
from tests.fakes.job_types import NAME, REFERENCE, ScriptedWork, scripted_job, scripted_type
from tests.fakes.services import Services, services


def outcome(number: int, text: str = "") -> ItemResult:
    """A good outcome with a row of this text."""
    name = item_id(number)
    return ItemResult(
        id=item_result_id("job-1", name),
        user_id=USER,
        job_id="job-1",
        job_type=NAME,
        item_id=name,
        subject=f"number {number}",
        outcome=ItemOutcome.DONE,
        input_hash="",
        content={"number": number},
        overview={"number": number, "kind": "even" if number % 2 == 0 else "odd", "text": text},
        created_date=START,
    )


async def with_outcomes(work: ScriptedWork, done: int, items: int | None = None) -> Services:
    """Services with a job whose first items are done."""
    here = services(more=[scripted_type(work, count_by="kind")])
    await here.jobs.create(scripted_job(done if items is None else items))
    await here.lifecycle.plan(REFERENCE)
    for number in range(done):
        await here.results.add_item(outcome(number))
    return here


async def test_a_result_has_the_fields_of_its_type_and_counts_its_rows() -> None:
    work = ScriptedWork(merged={"total": 3, "metadata": {"description": "Three."}})
    here = await with_outcomes(work, 3)
    job = await here.lifecycle.finish(REFERENCE)
    header = await here.results.find_header(result_id("job-1"))
    assert (job.status, [row["number"] for row in work.rows]) == (JobStatus.COMPLETED, [0, 1, 2])
    assert header is not None
    assert (header["total"], header["type"], header["not_analysed"]) == (3, NAME, 0)
    assert header["metadata"] == {"title": "Scripted", "description": "Three.", "job_id": "job-1"}
    stored = await here.analysis_results.read(USER, result_id("job-1"))
    assert stored is not None
    assert stored.body["row"] == {"items": 3, "counts": {"even": 2, "odd": 1}}


async def test_rows_that_a_type_does_not_look_at_are_counted_all_the_same() -> None:
    here = await with_outcomes(ScriptedWork(reads_rows=False), 5)
    assert (await here.lifecycle.finish(REFERENCE)).items_completed == 5


async def test_the_fields_of_a_type_do_not_hide_those_of_the_engine() -> None:
    here = await with_outcomes(ScriptedWork(merged={"id": "mine", "user_id": "bob"}), 1)
    await here.lifecycle.finish(REFERENCE)
    assert await here.results.find_header("mine", "bob") is None
    assert await here.results.find_header(result_id("job-1"), USER) is not None


async def test_a_merge_that_can_never_be_done_fails_the_job_with_its_reason() -> None:
    work = ScriptedWork(merged=PermanentError("The parts do not fit together."))
    here = await with_outcomes(work, 2)
    job = await here.lifecycle.finish(REFERENCE)
    assert (job.status, job.error_message, job.result_id) == (JobStatus.FAILED, "The parts do not fit together.", None)


async def test_a_type_is_not_asked_to_merge_what_no_item_did() -> None:
    here = await with_outcomes(ScriptedWork(merged=PermanentError("There are no parts.")), 0, items=2)
    job = await here.lifecycle.finish(REFERENCE)
    assert (job.status, job.items_failed) == (JobStatus.FAILED, 2)
    assert (job.error_message or "").startswith("None of the 2 items could be done.")


async def test_a_job_that_is_stopped_shows_no_less_progress_than_before() -> None:
    work = ScriptedWork(weights={0: 9})
    here = services(more=[scripted_type(work)])
    await here.jobs.create(scripted_job(2))
    await here.lifecycle.plan(REFERENCE)
    first = next(work.plan({"items": 2}, {}))
    async with here.board.item(REFERENCE, first, weight=9) as line:
        line.reach(80, "Reading")
        line.park()
    await here.clock.advance(2)
    seen = (await here.snapshots.progress(REFERENCE)).percentage
    await here.jobs.change(REFERENCE, lambda job: stopped(job, JobStatus.CANCELLED, START))
    ended = await here.lifecycle.finish(REFERENCE)
    assert (ended.status, ended.progress.percentage, seen) == (JobStatus.CANCELLED, seen, 72)


async def test_a_result_whose_type_was_taken_out_is_read_all_the_same() -> None:
    here = await with_outcomes(ScriptedWork(merged={"total": 2}), 2)
    await here.lifecycle.finish(REFERENCE)
    header = await here.results.find_header(result_id("job-1"))
    assert header is not None
    read = json.loads("".join([text async for text in WholeResults(here.results, []).written(header)]))
    assert (read["type"], read["total"], read["items"]) == (NAME, 2, [{"number": 0}, {"number": 1}])


async def test_a_merge_that_fails_for_now_is_done_again_by_the_step() -> None:
    work = ScriptedWork(merged=TemporaryError("The disk is full."))
    here = await with_outcomes(work, 2)
    with pytest.raises(TemporaryError):
        await here.lifecycle.finish(REFERENCE)
    assert (await here.jobs.get(REFERENCE)).status is JobStatus.PROCESSING
    work.merged = {}
    assert (await here.lifecycle.finish(REFERENCE)).status is JobStatus.COMPLETED


async def test_a_merge_in_a_step_of_its_own_shows_as_a_step_with_a_heartbeat() -> None:
    work = ScriptedWork()
    here = await with_outcomes(work, 1)
    async with here.board.merging(REFERENCE):
        await settled()
        counters = await here.jobs.read_counters(REFERENCE)
        assert counters is not None
        assert counters.current_step == "merging_results"
        await here.clock.advance(6)
        later = await here.jobs.read_counters(REFERENCE)
        assert later is not None
        assert later.heartbeat_date > counters.heartbeat_date


async def test_items_that_were_lost_are_failures_of_a_job_that_was_not_stopped() -> None:
    here = await with_outcomes(ScriptedWork(), 1, items=3)
    job = await here.lifecycle.finish(REFERENCE)
    assert [error.subject for error in job.item_errors] == ["number 1", "number 2"]
    assert (job.items_completed, job.items_failed) == (1, 2)


async def test_the_rows_of_a_large_job_are_never_in_memory_together(tmp_path: Path) -> None:
    rows, characters = 3_000, 4_000
    database = SqliteDatabase(tmp_path / "documents.db")
    here = services(database, more=[scripted_type(ScriptedWork(reads_rows=False))])
    await here.jobs.create(scripted_job(rows))
    await here.lifecycle.plan(REFERENCE)
    for number in range(rows):
        await here.results.add_item(outcome(number, "x" * characters))
    tracemalloc.start()
    try:
        job = await here.lifecycle.finish(REFERENCE)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
        await database.close()
    assert job.items_completed == rows
    assert peak < rows * characters * 0.45
