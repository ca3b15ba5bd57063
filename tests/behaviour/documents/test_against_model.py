"""Long random histories: every store must answer what the memory store answers."""

import asyncio
import itertools
import json
from collections.abc import Callable, Coroutine
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from adapters.memory.documents import MemoryDatabase
from adapters.sqlite.documents import SqliteDatabase
from emulators import CosmosServer
from shared.errors import ContractBatchError
from shared.ports.documents import Container, JsonDocument, Page, Query, Versioned
from tests.behaviour.documents.stores import (
    Database,
    as_doubles,
    cosmos_database,
    keeps_doubles,
    orders_whole_texts,
)

PARTITIONS = st.sampled_from(["ann", "bob", "é"])
IDS = st.sampled_from(["1", "2", "10", "a", "Z", "é", "😀", "\uffff"])
NAMES = st.sampled_from(["status", "type", "job_id", "created_date", "n"])
SCALARS = st.sampled_from(
    [None, True, False, 0, -0.0, 1, 1.0, 2.5, 10**20, 1e20, "", "1", "a", "a b", "a\0b", 'a"', "é", "\uffff", "😀"]
)
VALUES = st.one_of(SCALARS, st.just([1, {"a": None}]), st.just({"b": [True]}))
BODIES = st.dictionaries(NAMES, VALUES, max_size=4)
CONDITIONS = st.dictionaries(
    st.one_of(NAMES, st.just("id")), st.one_of(SCALARS, st.lists(SCALARS, max_size=3)), max_size=2
)
SEARCHES = st.dictionaries(NAMES, st.sampled_from(["", "a", " b", '"', "é", "\uffff"]), max_size=1)
DIRECTIONS: st.SearchStrategy[Literal["asc", "desc"]] = st.sampled_from(["asc", "desc"])


class Histories(RuleBasedStateMachine):
    def __init__(self, store: Database) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.databases: list[Database] = [MemoryDatabase(), store]
        self.given = without_nul if orders_whole_texts(store) else lambda value: value
        self.kept = as_doubles if keeps_doubles(store) else lambda answer: answer

    def teardown(self) -> None:
        self.runner.run(self.databases[1].close())
        self.runner.close()

    @property
    def containers(self) -> list[Container]:
        return [database.container("job_queue") for database in self.databases]

    @rule(partition=PARTITIONS, document_id=IDS, body=BODIES, overwrite=st.booleans())
    def write(self, partition: str, document_id: str, body: JsonDocument, overwrite: bool) -> None:
        whole = {**self.given(body), "id": document_id, "user_id": partition}
        self.compare(
            *(c.upsert(partition, whole) if overwrite else c.create(partition, whole) for c in self.containers)
        )

    @rule(partition=PARTITIONS, document_id=IDS, body=BODIES, stale=st.booleans())
    def replace(self, partition: str, document_id: str, body: JsonDocument, stale: bool) -> None:
        whole = {**self.given(body), "id": document_id, "user_id": partition}

        async def swap(container: Container) -> str:
            found = await container.read(partition, document_id)
            return await container.replace(partition, whole, "stale" if stale or not found else found.etag)

        self.compare(*map(swap, self.containers))

    @rule(
        partition=PARTITIONS,
        document_id=IDS,
        increment=st.dictionaries(NAMES, st.sampled_from([1, -1, 0.5]), max_size=2),
        assign=st.dictionaries(NAMES, VALUES, max_size=2),
    )
    def patch(self, partition: str, document_id: str, increment: dict[str, float], assign: dict[str, Any]) -> None:
        assign = self.given(assign)
        self.compare(*(c.patch(partition, document_id, increment=increment, assign=assign) for c in self.containers))

    @rule(partition=PARTITIONS, document_id=IDS)
    def delete(self, partition: str, document_id: str) -> None:
        self.compare(*(c.delete(partition, document_id) for c in self.containers))

    @rule(
        partition=st.one_of(st.none(), PARTITIONS),
        where=CONDITIONS,
        order_by=st.one_of(NAMES, st.sampled_from(["id", "user_id"])),
        direction=DIRECTIONS,
        limit=st.integers(1, 4),
        fields=st.one_of(st.none(), st.lists(NAMES, max_size=2)),
        contains=SEARCHES,
    )
    def list_all_pages(
        self,
        partition: str | None,
        where: dict[str, Any],
        order_by: str,
        direction: Literal["asc", "desc"],
        limit: int,
        fields: list[str] | None,
        contains: dict[str, str],
    ) -> None:
        continuation: str | None = None
        for _ in range(30):
            query = Query(self.given(where), order_by, direction, limit, continuation, fields, contains)
            page = self.compare(*(c.query(query, partition) for c in self.containers))
            assert isinstance(page, Page)
            continuation = page.continuation
            if continuation is None:
                return
        raise AssertionError("the pages of a listing never end")

    @rule(partition=PARTITIONS, document_id=IDS, where=CONDITIONS, contains=SEARCHES)
    def read_and_count(self, partition: str, document_id: str, where: dict[str, Any], contains: dict[str, str]) -> None:
        self.compare(*(c.read(partition, document_id) for c in self.containers))
        self.compare(*(c.count(self.given(where), partition, contains) for c in self.containers))

    def compare(self, *answers: Coroutine[Any, Any, Any]) -> Any:
        """The answer, after it was found to be the same from both."""
        outcomes = [self.runner.run(outcome(answer)) for answer in answers]
        assert self.comparable(outcomes[0]) == self.comparable(outcomes[1])
        return outcomes[0]

    def comparable(self, answer: Any) -> str:
        """The answer as text, where 1 and 1.0 differ if the store keeps them apart; etags are each store's own."""
        if isinstance(answer, Versioned):
            return json.dumps(self.kept(answer.body))
        if isinstance(answer, Page):
            return json.dumps([self.kept(answer.documents), answer.continuation])
        if isinstance(answer, dict):
            return json.dumps(self.kept(answer))
        return type(answer).__name__ if isinstance(answer, str) else repr(answer)


async def outcome(answer: Coroutine[Any, Any, Any]) -> Any:
    try:
        return await answer
    except (ContractBatchError, ValueError) as error:
        return type(error)


def without_nul(value: Any) -> Any:
    """The same with another control character, whose place in the order no store disputes."""
    return json.loads(json.dumps(value).replace("\\u0000", "\\u0001"))


def run_histories(store: Callable[[], Database], examples: int) -> None:
    run_state_machine_as_test(
        lambda: Histories(store()),  # type: ignore[arg-type]  # any maker of a machine will do
        settings=settings(
            max_examples=examples,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )


def test_sqlite_answers_long_histories_as_the_memory_store_does() -> None:
    with TemporaryDirectory() as folder:
        numbers = itertools.count()
        run_histories(lambda: SqliteDatabase(Path(folder) / f"{next(numbers)}.db"), examples=60)


def test_cosmos_answers_long_histories_as_the_memory_store_does(cosmos: CosmosServer) -> None:
    run_histories(lambda: cosmos_database(cosmos), examples=20)
