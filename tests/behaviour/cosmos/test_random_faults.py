"""Everything at once: many callers, and a service that fails some of the requests."""

import asyncio
from collections.abc import Callable

from adapters.cosmos.documents import CosmosDatabase
from adapters.cosmos.retries import RetryPolicy
from shared.ports.documents import Container, Query
from shared.ports.metering import metered
from tests.behaviour.documents.stores import ids, job
from tests.fakes.cosmos_faults import DROP_AFTER, DROP_BEFORE, CosmosFaults, RandomFaults, refused

PATIENT = RetryPolicy(budget=100_000)
"""On a clock that all callers move on, nobody's own time says anything."""

FAULTS = (
    (refused(429, retry_after_ms=20), 0.10),
    (refused(503), 0.05),
    (refused(449), 0.02),
    (DROP_BEFORE, 0.05),
    (DROP_AFTER, 0.08),
)


async def test_nothing_is_lost_and_nothing_is_done_twice(
    make_database: Callable[[RetryPolicy | None], CosmosDatabase], faults: CosmosFaults
) -> None:
    jobs = make_database(PATIENT).container("job_queue")
    await jobs.create("ann", job("counters", n=0))
    faults.at_random(RandomFaults(20260131, FAULTS))
    with metered() as charges:
        await asyncio.gather(*(one_of_many(jobs, number) for number in range(60)))
    faults.at_random(None)
    counters = await jobs.read("ann", "counters")
    assert counters is not None
    assert counters.body["n"] == 120
    assert await ids(jobs, Query(where={"state": "done"}, limit=7)) == [f"{number:02}" for number in range(60)]
    assert await jobs.count({}, "ann") == 61
    assert charges.retries == sum(faults.injected.values()) > 30
    assert set(faults.injected) == {"429", "503", "449", "drop_before", "drop_after"}


async def one_of_many(jobs: Container, number: int) -> None:
    document_id = f"{number:02}"
    etag = await jobs.create("ann", job(document_id, number=number))
    await jobs.patch("ann", "counters", increment={"n": 1})
    await jobs.replace("ann", job(document_id, number=number, state="done"), etag)
    await jobs.upsert("ann", job(f"{document_id}-part"))
    assert await jobs.delete("ann", f"{document_id}-part") is True
    await jobs.patch("ann", "counters", increment={"n": 1}, assign={"last": number})


def test_the_same_seed_means_the_same_faults() -> None:
    drawn = [[RandomFaults(seed, FAULTS).of(number) for number in range(1000)] for seed in (1, 1, 2)]
    assert drawn[0] == drawn[1] != drawn[2]
    assert 240 < sum(fault is not None for fault in drawn[0]) < 360
