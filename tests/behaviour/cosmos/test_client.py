"""The one client: when it opens, what it tells the service and the log, how it ends."""

import asyncio
import logging
from collections.abc import Callable

import pytest

from adapters.cosmos.documents import CosmosDatabase
from adapters.cosmos.retries import RetryPolicy
from shared.errors import PermanentError, TemporaryError
from shared.ports.documents import Container, Query
from tests.behaviour.cosmos.clock import SkippingClock
from tests.behaviour.documents.stores import job
from tests.fakes.cosmos_faults import DROP_BEFORE, STALL, CosmosFaults, refused

KEY = "c2VjcmV0LWtleS1vZi10aGUtYWNjb3VudA=="


async def test_nothing_is_opened_before_the_first_use_and_many_first_users_open_one_client(
    database: CosmosDatabase, faults: CosmosFaults
) -> None:
    jobs = database.container("job_queue")
    assert faults.seen == []
    await asyncio.gather(*(jobs.create("ann", job(str(number))) for number in range(10)))
    assert faults.count("account") <= 2  # once to learn of the account, once to see that it is well


async def test_a_first_user_who_gives_up_does_not_take_the_client_from_the_others(database: CosmosDatabase) -> None:
    jobs = database.container("job_queue")
    first = asyncio.create_task(jobs.create("ann", job("1")))
    second = asyncio.create_task(jobs.create("ann", job("2")))
    await asyncio.sleep(0)
    first.cancel()
    await second
    assert first.cancelled()


async def test_a_client_that_could_not_be_opened_is_opened_at_the_next_use(
    clock: SkippingClock,
) -> None:
    one_attempt = RetryPolicy(budget=8, first_pause=20, longest_pause=20)
    database = CosmosDatabase("http://127.0.0.1:1", KEY, "x", clock=clock, policy=one_attempt)
    for _ in range(2):
        with pytest.raises(TemporaryError, match="cannot be reached"):
            await database.open()
    await database.close()


async def test_a_busy_account_is_waited_for_when_the_client_opens(
    database: CosmosDatabase, faults: CosmosFaults, clock: SkippingClock
) -> None:
    faults.script("schema", refused(429, retry_after_ms=500), DROP_BEFORE)
    await database.open()
    assert clock.slept == [0.5, 0.1]


async def test_a_caller_who_may_not_create_containers_is_told_who_may(
    database: CosmosDatabase, faults: CosmosFaults
) -> None:
    faults.script("schema", refused(403, substatus=5300))
    with pytest.raises(PermanentError, match=r"No role of the data plane allows it.*account's key"):
        await database.create_containers()


@pytest.mark.parametrize("status", [401, 403])
async def test_an_account_that_refuses_the_caller_says_what_to_check(
    database: CosmosDatabase, faults: CosmosFaults, status: int
) -> None:
    faults.script("account", *[refused(status)] * 4)
    with pytest.raises(PermanentError, match=r"COSMOS_KEY|Data Contributor"):
        await database.open()


async def test_a_reader_presents_the_session_that_its_write_was_answered_with(
    jobs: Container, faults: CosmosFaults
) -> None:
    for number in range(3):
        await jobs.upsert("ann", job("1", n=number))
        await jobs.read("ann", "1")
        assert faults.seen[-1].headers["x-ms-session-token"] == f"0:-1#{number + 1}"
    await jobs.query(Query(), "ann")
    assert faults.seen[-1].headers["x-ms-session-token"] == "0:-1#3"


async def test_values_are_never_in_the_text_of_a_query(jobs: Container, faults: CosmosFaults) -> None:
    await jobs.query(Query(where={"status": ["secret-a", "secret-b"], "type": "secret-c"}), "secret-d")
    text = faults.seen[-1].body.split(b'"parameters"')[0]
    assert b"SELECT" in text
    assert b"secret" not in text


async def test_neither_documents_nor_keys_are_logged_or_shown(
    faults: CosmosFaults, clock: SkippingClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    database = CosmosDatabase(faults.endpoint, KEY, "secret-base", clock=clock, policy=RetryPolicy(budget=1))
    jobs = database.container("job_queue")
    faults.script("create", DROP_BEFORE, refused(503))
    await jobs.create("secret-user", job("secret-id", "secret-user", text="secret-text"))
    await jobs.query(Query(where={"text": "secret-text"}), "secret-user")
    faults.always(refused(503))
    with pytest.raises(TemporaryError) as caught:
        await jobs.upsert("secret-user", job("secret-id", "secret-user", text="secret-text"))
    await database.close()
    shown = f"{caplog.text} {database!r} {vars(database)!r} {jobs!r} {caught.value}"
    assert "secret-text" not in shown
    assert "secret-id" not in shown
    assert "secret-user" not in shown
    assert KEY not in shown


async def test_a_closed_database_opens_anew_in_another_loop(
    make_database: Callable[[RetryPolicy | None], CosmosDatabase],
) -> None:
    database = make_database(None)

    async def use() -> None:
        await database.container("job_queue").upsert("ann", job("1"))
        await database.close()

    await use()
    await asyncio.to_thread(asyncio.run, use())


async def test_an_account_that_does_not_answer_at_first_is_asked_again_within_an_attempt(
    make_database: Callable[[RetryPolicy], CosmosDatabase], faults: CosmosFaults, clock: SkippingClock
) -> None:
    faults.script("account", STALL)
    database = make_database(RetryPolicy(attempt=1.0))
    await database.container("job_queue").create("ann", job("1"))
    # The SDK would have waited three seconds by itself, and longer at the next time.
    assert len(clock.slept) <= 2
    assert faults.injected["stall"] == 1
