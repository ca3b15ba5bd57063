"""Items that stop at a cursor and go on later."""

from pathlib import Path
from typing import Any

import pytest

from adapters.sqlite.documents import SqliteDatabase
from shared.domain.job import ItemOutcome, JobStatus
from shared.errors import PermanentError, TemporaryError
from shared.job_types.context import ItemContext
from shared.services.lane_worker import LanePage
from tests.fakes.job_types import REFERENCE, ScriptedWork, scripted_job, scripted_type
from tests.fakes.services import Services, services

PAGE = LanePage(REFERENCE, 0, 0)


async def planned(work: ScriptedWork, items: int = 1, **fields: Any) -> Services:
    """Services with a planned job."""
    here = services(more=[scripted_type(work, **fields)])
    await here.jobs.create(scripted_job(items))
    assert await here.lifecycle.plan(REFERENCE)
    return here


async def test_an_item_goes_on_until_it_is_done_and_leaves_no_cursor() -> None:
    work = ScriptedWork()
    work.will(0, {"row": 10}, {"row": 20})
    here = await planned(work)
    receipt = await here.lanes.work(PAGE, [(0, 1)], 3)
    assert work.seen == [(0, None), (0, {"row": 10}), (0, {"row": 20})]
    assert (receipt.again, receipt.rest, receipt.moved, receipt.stopped) == ([], [], [0], False)
    assert await here.cursors.of_job(REFERENCE) == {}


async def test_after_a_few_seconds_another_activity_goes_on_with_it() -> None:
    work = ScriptedWork()
    here = await planned(work)

    async def slow(_: ItemContext) -> dict[str, int]:
        await here.clock.advance(6)
        return {"row": 10, "percent": 40}

    work.will(0, slow)
    receipt = await here.lanes.work(PAGE, [(0, 1)], 3)
    assert (receipt.rest, receipt.moved) == ([0], [0])
    assert (await here.lanes.work(PAGE, [(0, 1)], 3)).rest == []
    assert work.seen == [(0, None), (0, {"row": 10, "percent": 40})]


async def test_what_an_item_reached_stays_counted_while_it_waits_to_go_on() -> None:
    work = ScriptedWork(weights={0: 300, 1: 100})
    here = await planned(work, 2)

    async def slow(_: ItemContext) -> dict[str, int]:
        await here.clock.advance(6)
        return {"row": 10, "percent": 40}

    work.will(0, slow)
    await here.lanes.work(PAGE, [(0, 1)], 3)
    await here.clock.advance(2)
    progress = await here.snapshots.progress(REFERENCE)
    assert (progress.percentage, progress.current_step, progress.message) == (30, "Going on", "0 of 2 items done.")


async def test_a_failure_after_a_move_is_the_first_attempt_at_what_is_left() -> None:
    work = ScriptedWork()
    work.will(0, {"row": 10}, TemporaryError("The disk is busy."), {"row": 20})
    here = await planned(work)
    receipt = await here.lanes.work(PAGE, [(0, 3)], 3)
    assert (receipt.again, receipt.moved) == ([0], [0])
    await here.lanes.work(PAGE, [(0, 2)], 3)
    assert work.seen == [(0, None), (0, {"row": 10}), (0, {"row": 10}), (0, {"row": 20})]


@pytest.mark.parametrize(
    ("second", "message"),
    [({"row": 10}, "did not get any further"), ({"row": "x" * 2_000}, "may have 2,000 bytes")],
)
async def test_a_cursor_that_leads_nowhere_or_is_no_reference_fails_the_item(
    second: dict[str, Any], message: str
) -> None:
    work = ScriptedWork()
    work.will(0, {"row": 10}, second)
    here = await planned(work)
    await here.lanes.work(PAGE, [(0, 1)], 3)
    stored = await here.results.get_item(REFERENCE, "00000")
    assert stored is not None
    assert stored.outcome is ItemOutcome.FAILED
    assert message in (stored.error_message or "")


async def test_a_job_that_is_cancelled_goes_on_with_nothing() -> None:
    work = ScriptedWork()
    here = await planned(work)

    async def cancelling(_: ItemContext) -> dict[str, int]:
        await here.lifecycle.stop(REFERENCE, JobStatus.CANCELLED)
        return {"row": 10}

    work.will(0, cancelling)
    assert (await here.lanes.work(PAGE, [(0, 1)], 3)).stopped
    assert work.seen == [(0, None)]
    assert (await here.lifecycle.finish(REFERENCE)).status is JobStatus.CANCELLED


async def test_work_that_asks_is_told_that_its_job_is_over() -> None:
    work = ScriptedWork()
    here = await planned(work)

    async def asking(context: ItemContext) -> None:
        await context.check_stopped()
        await here.lifecycle.stop(REFERENCE, JobStatus.CANCELLED)
        await context.check_stopped()

    work.will(0, asking)
    assert (await here.lanes.work(PAGE, [(0, 1)], 3)).stopped
    assert await here.results.get_item(REFERENCE, "00000") is None


async def test_a_job_that_is_planned_again_knows_how_far_its_items_were(tmp_path: Path) -> None:
    work = ScriptedWork(weights={0: 300, 1: 100})
    database = SqliteDatabase(tmp_path / "documents.db")
    here = services(database, more=[scripted_type(work)])
    await here.jobs.create(scripted_job(2))
    await here.lifecycle.plan(REFERENCE)
    await here.cursors.write(REFERENCE, (await here.jobs.read_page(REFERENCE, 0, 0))[0], {"row": 1}, 40, staged=False)
    assert await here.lifecycle.plan(REFERENCE)
    assert (await here.snapshots.progress(REFERENCE)).percentage == 30
    await database.close()


async def test_a_defect_in_the_work_fails_its_item_alone(caplog: pytest.LogCaptureFixture) -> None:
    work = ScriptedWork()
    work.will(0, ZeroDivisionError("secret text"))
    here = await planned(work, 2, merges_with_last_item=True)
    await here.lanes.work(PAGE, [(0, 1), (1, 1)], 3)
    job = await here.lifecycle.finish(REFERENCE)
    assert (job.items_completed, job.items_failed) == (1, 1)
    assert "ZeroDivisionError" in job.item_errors[0].message
    assert "secret text" not in caplog.text + job.item_errors[0].message


async def test_a_permanent_error_is_told_in_its_own_words() -> None:
    work = ScriptedWork()
    work.will(0, PermanentError("The file has no header."))
    here = await planned(work)
    await here.lanes.work(PAGE, [(0, 1)], 3)
    job = await here.lifecycle.finish(REFERENCE)
    assert job.error_message == "None of the 1 items could be done. The first error: The file has no header."
