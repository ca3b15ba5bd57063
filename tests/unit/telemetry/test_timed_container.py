"""A container that is measured answers like the one behind it."""

from collections.abc import Awaitable, Callable

import pytest

from adapters.documents.timed import TimedContainer
from adapters.memory.documents import MemoryDatabase
from adapters.telemetry.prometheus import PrometheusTelemetry
from shared.errors import ContractBatchError, NotFoundError, TemporaryError
from shared.ports.documents import Container, Query
from tests.fakes.faults import FaultyContainer
from tests.fakes.metrics import Scrape

BODY = {"id": "1", "user_id": "ann", "number": 1}
CALLS: dict[str, Callable[[Container], Awaitable[object]]] = {
    "create": lambda c: c.create("ann", BODY | {"id": "2"}),
    "upsert": lambda c: c.upsert("ann", BODY),
    "replace": lambda c: c.replace("ann", BODY, "m1"),
    "read": lambda c: c.read("ann", "1"),
    "delete": lambda c: c.delete("ann", "1"),
    "patch": lambda c: c.patch("ann", "1", increment={"number": 1}),
    "query": lambda c: c.query(Query(), "ann"),
    "count": lambda c: c.count({}, None),
}


async def filled() -> FaultyContainer:
    inner = FaultyContainer(MemoryDatabase().container("job_queue"))
    await inner.create("ann", BODY)
    return inner


def measured(telemetry: PrometheusTelemetry, operation: str) -> float | None:
    seen = Scrape(telemetry.exposition())
    return seen.value("store_seconds_count", container="jobs", operation=operation)


@pytest.mark.parametrize("operation", CALLS)
async def test_every_call_is_measured_and_answered_as_by_the_container_behind(operation: str) -> None:
    telemetry = PrometheusTelemetry()
    timed = TimedContainer(await filled(), "jobs", telemetry)
    assert await CALLS[operation](timed) == await CALLS[operation](await filled())
    assert measured(telemetry, operation) == 1


@pytest.mark.parametrize("operation", CALLS)
async def test_a_call_that_fails_is_measured_too_and_its_error_passed_on(operation: str) -> None:
    telemetry, inner = PrometheusTelemetry(), await filled()
    timed = TimedContainer(inner, "jobs", telemetry)
    inner.fail(operation, TemporaryError("The store is away."))
    with pytest.raises(TemporaryError, match="away"):
        await CALLS[operation](timed)
    assert measured(telemetry, operation) == 1


async def test_errors_are_told_apart_from_calls_that_went_well() -> None:
    telemetry, inner = PrometheusTelemetry(), await filled()
    timed = TimedContainer(inner, "jobs", telemetry)
    inner.fail("read", TemporaryError("The store is away."))
    for expected in (TemporaryError, None):
        await tried(timed.read("ann", "1"), expected)
    await tried(timed.patch("ann", "none", assign={"number": 2}), NotFoundError)
    seen = Scrape(telemetry.exposition())
    labels = {"container": "jobs", "operation": "read"}
    assert seen.value("store_errors_total", **labels, error="TemporaryError") == 1
    assert seen.value("store_errors_total", container="jobs", operation="patch", error="NotFoundError") == 1
    assert seen.value("store_seconds_count", **labels) == 2


async def tried(call: Awaitable[object], expected: type[ContractBatchError] | None) -> None:
    if expected is None:
        await call
        return
    with pytest.raises(expected):
        await call
