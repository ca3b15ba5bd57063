"""What the service may answer when it is busy, moving or broken."""

from collections.abc import Callable

import pytest

from adapters.cosmos.documents import CosmosDatabase
from adapters.cosmos.retries import RetryPolicy
from shared.errors import DocumentTooLargeError, PermanentError, TemporaryError
from shared.ports.documents import Container, Query
from shared.ports.metering import metered
from tests.behaviour.cosmos.clock import SkippingClock
from tests.behaviour.documents.stores import job
from tests.fakes.cosmos_faults import DROP_BEFORE, REFUSAL_UNITS, REQUEST_UNITS, STALL, CosmosFaults, Fault, refused

THROTTLED = refused(429, retry_after_ms=1234)


async def test_a_throttled_call_waits_as_long_as_the_service_asks_and_succeeds(
    jobs: Container, faults: CosmosFaults, clock: SkippingClock
) -> None:
    faults.script("create", THROTTLED, refused(429, retry_after_ms=10))
    await jobs.create("ann", job("1"))
    assert clock.slept == [1.234, 0.01]
    assert await jobs.read("ann", "1") is not None


@pytest.mark.parametrize(
    "fault", [refused(449), refused(408), refused(410), refused(500), refused(503), refused(404, substatus=1002)]
)
async def test_a_failure_that_passes_is_tried_again_after_growing_pauses(
    jobs: Container, faults: CosmosFaults, clock: SkippingClock, fault: Fault
) -> None:
    await jobs.create("ann", job("1"))
    faults.script("read", *[fault] * 3)
    assert await jobs.read("ann", "1") is not None
    assert clock.slept == [0.05, 0.1, 0.2]


@pytest.mark.parametrize("operation", ["create", "upsert", "replace", "read", "delete", "patch", "query", "count"])
async def test_every_operation_outlives_a_busy_service(jobs: Container, faults: CosmosFaults, operation: str) -> None:
    etag = await jobs.create("ann", job("1"))
    calls = {
        "create": lambda: jobs.create("ann", job("2")),
        "upsert": lambda: jobs.upsert("ann", job("1")),
        "replace": lambda: jobs.replace("ann", job("1"), etag),
        "read": lambda: jobs.read("ann", "1"),
        "delete": lambda: jobs.delete("ann", "1"),
        "patch": lambda: jobs.patch("ann", "1", increment={"n": 1}),
        "query": lambda: jobs.query(Query(), "ann"),
        "count": lambda: jobs.count({}, "ann"),
    }
    faults.script("query" if operation == "count" else operation, THROTTLED, refused(503))  # type: ignore[arg-type]
    assert await calls[operation]()
    assert faults.injected == {"429": 1, "503": 1}


async def test_a_service_that_stays_busy_is_given_up_within_the_time(
    jobs: Container, faults: CosmosFaults, clock: SkippingClock
) -> None:
    await jobs.count({}, "ann")
    faults.always(refused(429, retry_after_ms=4000))
    with pytest.raises(TemporaryError, match=r"within 30 seconds: it is out of request units \(429\)"):
        await jobs.create("ann", job("1"))
    assert sum(clock.slept) == 28
    assert faults.count("create") == 8


async def test_a_wish_to_wait_longer_than_there_is_time_is_not_waited_for(
    jobs: Container, faults: CosmosFaults, clock: SkippingClock
) -> None:
    faults.script("upsert", refused(429, retry_after_ms=31_000))
    with pytest.raises(TemporaryError):
        await jobs.upsert("ann", job("1"))
    assert clock.slept == []


async def test_too_large_is_never_tried_again(jobs: Container, faults: CosmosFaults) -> None:
    faults.script("create", refused(413))
    with pytest.raises(DocumentTooLargeError):
        await jobs.create("ann", job("1"))
    assert faults.count("create") == 1


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (refused(400), "mistake of the app"),
        (refused(401), "COSMOS_KEY"),
        (refused(403), "Data Contributor"),
        (refused(404, substatus=1003), "make cosmos-init"),
    ],
)
async def test_a_refusal_that_does_not_pass_says_what_to_do_and_is_not_tried_again(
    jobs: Container, faults: CosmosFaults, fault: Fault, sentence: str
) -> None:
    faults.script("read", fault)
    with pytest.raises(PermanentError, match=sentence):
        await jobs.read("ann", "1")
    assert faults.count("read") == 1


async def test_an_answer_that_does_not_come_is_not_waited_for_longer_than_an_attempt_may_take(
    make_database: Callable[[RetryPolicy], CosmosDatabase], faults: CosmosFaults
) -> None:
    jobs = make_database(RetryPolicy(attempt=0.3)).container("job_queue")
    await jobs.count({}, "ann")
    faults.script("create", STALL)
    await jobs.create("ann", job("1"))
    faults.always(STALL)
    hasty = make_database(RetryPolicy(budget=0.4, attempt=0.3)).container("job_queue")
    with pytest.raises(TemporaryError, match=r"no answer came in time.* may have been carried out"):
        await hasty.upsert("ann", job("1"))


async def test_what_calls_cost_is_metered_with_their_failures_and_repeats(
    jobs: Container, faults: CosmosFaults
) -> None:
    await jobs.count({}, "ann")
    faults.script("create", THROTTLED, DROP_BEFORE)
    faults.script("read", refused(503))
    with metered() as charges:
        await jobs.create("ann", job("1"))
        await jobs.read("ann", "1")
    assert charges.retries == 3
    assert charges.request_units == REQUEST_UNITS["create"] + REQUEST_UNITS["read"] + 2 * REFUSAL_UNITS


async def test_a_refused_call_is_charged_too(jobs: Container) -> None:
    await jobs.create("ann", job("1"))
    with metered() as charges:
        assert await jobs.read("ann", "2") is None
    assert (charges.request_units, charges.retries) == (REQUEST_UNITS["read"], 0)


async def test_reading_a_document_by_its_key_is_one_request(jobs: Container, faults: CosmosFaults) -> None:
    await jobs.create("ann", job("1"))
    await jobs.read("ann", "1")
    faults.seen.clear()
    await jobs.read("ann", "1")
    assert [request.operation for request in faults.seen] == ["read"]


async def test_a_search_for_nothing_asks_nobody(jobs: Container, faults: CosmosFaults) -> None:
    assert (await jobs.query(Query(where={"id": []}), "ann")).documents == []
    assert await jobs.count({"id": []}, "ann") == 0
    assert faults.seen == []


async def test_the_seconds_a_document_has_to_live_go_through_untouched(jobs: Container) -> None:
    await jobs.create("ann", job("1", ttl=604_800))
    read = await jobs.read("ann", "1")
    assert read is not None
    assert read.body == job("1", ttl=604_800)
