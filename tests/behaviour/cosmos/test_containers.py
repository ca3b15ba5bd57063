"""What `init` creates, and what it says when it cannot."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from adapters.cosmos.account import Account
from adapters.cosmos.connection import Connection
from adapters.cosmos.documents import CosmosDatabase
from adapters.cosmos.init import initialise
from adapters.cosmos.schema import CONTAINERS
from adapters.documents.containers import PARTITION_FIELDS
from emulators import CosmosServer
from shared.errors import PermanentError
from shared.ports.documents import Container, Query

NAMES = [definition.name for definition in CONTAINERS]


@pytest.fixture
def environment(cosmos: CosmosServer) -> dict[str, str]:
    return {
        "COSMOS_ENDPOINT": cosmos.endpoint,
        "COSMOS_KEY": cosmos.key,
        "COSMOS_DATABASE": f"test-{uuid.uuid4().hex}",
        "COSMOS_VERIFY_TLS": "false",
    }


async def properties(environment: dict[str, str], name: str) -> dict[str, Any]:
    """What the server says of a container."""
    connection = Connection(account(environment))
    await connection.open()
    try:
        return dict(await (await connection.proxy(name)).read())
    finally:
        await connection.close()


def account(environment: dict[str, str]) -> Account:
    return Account(
        environment["COSMOS_ENDPOINT"], environment["COSMOS_KEY"], environment["COSMOS_DATABASE"], verify_tls=False
    )


def test_there_is_a_definition_for_each_container() -> None:
    assert set(NAMES) == set(PARTITION_FIELDS)


async def test_init_creates_everything_and_a_second_time_nothing(environment: dict[str, str]) -> None:
    first = await initialise(environment)
    second = await initialise(environment)
    assert first == [f"database {environment['COSMOS_DATABASE']}: created", *(f"container {n}: created" for n in NAMES)]
    assert [line.partition(": ")[2] for line in second] == ["there already"] * 6


async def test_documents_of_the_queue_may_expire_each_in_its_own_time(environment: dict[str, str]) -> None:
    await initialise(environment)
    jobs = await properties(environment, "job_queue")
    contracts = await properties(environment, "contracts")
    assert (jobs["defaultTtl"], contracts.get("defaultTtl")) == (-1, None)
    assert jobs["partitionKey"]["paths"] == ["/user_id"]
    assert contracts["partitionKey"]["paths"] == ["/id"]


async def test_large_fields_are_not_indexed(environment: dict[str, str]) -> None:
    await initialise(environment)
    results = await properties(environment, "analysis_results")
    assert {"path": "/content/*"} in results["indexingPolicy"]["excludedPaths"]
    assert {"path": "/piece/?"} in results["indexingPolicy"]["excludedPaths"]


async def test_init_brings_older_indexes_and_expiry_up_to_date(environment: dict[str, str]) -> None:
    older = tuple(
        replace(kept, composite_indexes=(), default_ttl=None) if kept.name != "model_usage" else kept
        for kept in CONTAINERS
    )
    connection = Connection(account(environment))
    await connection.open()
    await connection.create_containers(older)
    await connection.close()
    news = await initialise(environment)
    assert "container job_queue: indexes and expiry brought up to date" in news
    assert "container model_usage: there already" in news
    jobs = await properties(environment, "job_queue")
    assert (jobs["defaultTtl"], len(jobs["indexingPolicy"]["compositeIndexes"])) == (-1, 7)


async def test_another_partition_key_is_an_error_that_names_both(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = Connection(account(environment))
    await connection.open()
    monkeypatch.setattr(type(CONTAINERS[0]), "partition_path", property(lambda _: "/tenant"))
    await connection.create_containers(CONTAINERS)
    await connection.close()
    monkeypatch.undo()
    with pytest.raises(PermanentError, match=r"job_queue is partitioned by /tenant, and the app needs /user_id"):
        await initialise(environment)


async def test_without_an_address_init_says_which_setting_is_missing() -> None:
    with pytest.raises(PermanentError, match="COSMOS_ENDPOINT"):
        await initialise({})


async def test_a_missing_container_is_not_taken_for_a_missing_document(environment: dict[str, str]) -> None:
    connection = Connection(account(environment))
    await connection.open()
    with pytest.raises(PermanentError, match="make cosmos-init"):
        await connection.proxy("job_queue")
    await connection.close()


def queries_of_the_app() -> Iterator[tuple[str, Query, str | None]]:
    """The shape of every listing in shared/services."""
    where = {"type": "t", "status": ["a", "b"], "job_type": ["a"]}
    same = {"input_hash": "1", "outcome": "done", "type": ["a", "b"]}
    yield "analysis_results", Query(same, "answered_date", "desc", limit=1), "ann"
    yield "model_usage", Query({"type": "t"}, "timestamp", "asc", limit=1, fields=["timestamp"]), "ann"
    yield "model_usage", Query({"type": "t", "day": "2026-01-31"}, fields=["model"]), "ann"
    yield "model_usage", Query({"id": ["1"] * 100}, limit=100), "ann"
    yield "job_queue", Query({"id": "1", "type": "t"}, limit=1), None
    yield "job_queue", Query(where, "created_date", "desc", fields=["id"]), "ann"
    yield "job_queue", Query({"type": "t", "status": ["a", "b"]}, "created_date", "asc", fields=["id"]), None
    yield "job_queue", Query({"type": "t"}, "completed_date", "desc", fields=["id"]), "ann"
    yield "job_queue", Query({"id": ["1", "2"]}, limit=2), "ann"
    yield "analysis_results", Query({"type": "t", "id": ["1", "2"]}, fields=["item_id"]), "ann"
    yield "analysis_results", Query({"type": "t", "job_id": "1"}), "ann"
    yield "analysis_results", Query({"id": "1", "record": ["result", "deleted"]}, limit=1), None
    kept = {"record": "result"}
    found = {"search_title": "rent"}
    yield "analysis_results", Query(kept, "created_date", "desc", fields=["metadata"]), "ann"
    yield "analysis_results", Query(kept | {"type": ["a", "b"]}, "created_date", "desc", contains=found), "ann"
    yield "contracts", Query({"type": "t", "id": ["1"] * 500}, limit=500, fields=["title"]), None
    yield "contracts", Query({"type": "t"}, "created_date", "desc", fields=["title"]), None
    shown = {"type": "t", "visible_to": ["ann", "*"]}
    yield "contracts", Query(shown, "created_date", "desc", fields=["title"]), None
    yield "contracts", Query(shown | {"id": ["1"] * 500}, limit=500, fields=["title"]), None
    yield "contracts", Query({"id": "1"}, limit=1, fields=["user_id", "shared"]), "1"
    yield "files", Query({"type": "t"}, "created_date", "desc"), None
    yield "files", Query(shown, "created_date", "desc"), None
    yield "files", Query(shown | {"id": ["1"] * 500}, limit=500, fields=["size"]), None
    yield "files", Query({"state": ["open", "failed"]}, "touched", "asc", limit=20), None
    yield "files", Query({"state": "checking"}, "touched", "asc", limit=20), None
    yield "job_queue", Query({"id": "1", "type": "t"}, limit=1), "ann"
    yield "analysis_results", Query({"id": "1", "record": ["result", "deleted"]}, limit=1), "ann"
    yield "analysis_results", Query({"type": "t", "job_id": "1"}, fields=["content_parts"]), "ann"


async def test_every_listing_of_the_app_has_its_index(environment: dict[str, str]) -> None:
    database = CosmosDatabase(
        environment["COSMOS_ENDPOINT"], environment["COSMOS_KEY"], environment["COSMOS_DATABASE"], verify_tls=False
    )
    try:
        for name, query, partition in queries_of_the_app():
            container: Container = database.container(name)
            assert (await container.query(query, partition)).documents == []
        with pytest.raises(PermanentError, match="make cosmos-init"):
            await database.container("contracts").query(Query(order_by="title"), None)
    finally:
        await database.close()
