"""Counters of the version before, whose stages are steps now."""

import pytest

from adapters.documents.versioned import VersionedContainer
from adapters.memory.documents import MemoryDatabase
from shared.domain.progress import Counters, progress_of
from shared.domain.timestamps import iso
from shared.domain.upgrades import upgraded
from tests.fakes.clock import START

COUNTERS = "job-1:counters"
OLD = {
    "id": COUNTERS,
    "type": "job_counters",
    "user_id": "ann",
    "total_items": 4,
    "points": 160,
    "completed": 1,
    "failed": 0,
    "current_item": 3,
    "current_stage": 60,
    "started_date": iso(START),
    "heartbeat_date": iso(START),
}


@pytest.mark.parametrize(
    ("stage", "step"),
    [
        (0, "retrieving_data"),
        (10, "retrieving_data"),
        (30, "generating_prompt"),
        (60, "calling_llm"),
        (90, "processing_results"),
        (100, "processing_results"),
    ],
)
def test_every_stage_has_a_step_that_people_read(stage: int, step: str) -> None:
    counters = Counters.model_validate(upgraded(OLD | {"current_stage": stage}))
    assert progress_of(counters, START).current_step == step


def test_they_say_what_they_said_before() -> None:
    shown = progress_of(Counters.model_validate(upgraded(OLD)), START)
    assert (shown.percentage, shown.message) == (40, "1 of 4 contracts analysed.")


async def test_what_is_told_of_a_job_that_was_begun_before_is_its_latest_step() -> None:
    behind = MemoryDatabase().container("job_queue")
    container = VersionedContainer(behind)
    await behind.create("ann", OLD)
    told = await container.patch(
        "ann", COUNTERS, increment={"points": 30}, assign={"current_step": "processing_results"}
    )
    found = await container.read("ann", COUNTERS)
    assert found is not None
    for body in (told, found.body):
        counters = Counters.model_validate(body)
        assert (counters.current_step, counters.points, counters.words.items) == (
            "processing_results",
            190,
            "contracts",
        )
