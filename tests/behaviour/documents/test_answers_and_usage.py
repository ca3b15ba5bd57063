"""What the cache of answers and the sums of usage ask of a store."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.cosmos.schema import CONTAINERS
from shared.domain.caller import EVERYBODY
from shared.ports.model import ModelCall
from shared.services.answer_cache import AnswerCache
from tests.behaviour.documents.stores import STORES, Database, cosmos_database
from tests.fakes.builders import USER, item_result, reference
from tests.fakes.clock import START
from tests.fakes.services import Services, services


@pytest.fixture(params=STORES)
async def here(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Services]:
    """The services over a store with the app's own indexes and no others."""
    store: Database = (
        cosmos_database(request.getfixturevalue("cosmos"), CONTAINERS)
        if request.param == "cosmos"
        else STORES[request.param](request, tmp_path)
    )
    yield services(store)
    await store.close()


async def test_what_the_model_answered_the_user_last_is_found(here: Services) -> None:
    for number, (asked, when) in enumerate([("a", 1), ("a", 3), ("a", 2), ("b", 4)]):
        then, stored = START + timedelta(seconds=when), START + timedelta(seconds=9 - when)
        result = item_result(number, input_hash=asked, answered_date=then, created_date=stored, model="m")
        await here.results.add_item(result)
    later = START + timedelta(9)
    await here.results.add_item(item_result(4, error="Refused.", input_hash="a", created_date=later))
    theirs = item_result(5, input_hash="a", answered_date=later, user_id="bob", model="m")
    await here.results.add_item(theirs)
    cache = AnswerCache(here.analysis_results)
    newest = await cache.find(USER, "a")
    assert newest is not None
    assert newest.id == item_result(1).id
    assert await cache.find(USER, "c") is None


async def test_days_that_are_over_are_summed_up_and_found_again(here: Services) -> None:
    for _ in range(3):
        await here.runner._usage._store.record(reference(), "00000", ModelCall("scripted", 0.5, 100, 0, 10))
    await here.clock.advance(3 * 24 * 3_600)
    first = await here.usage.report(USER, EVERYBODY, None, None)
    again = await here.usage.report(USER, EVERYBODY, None, None)
    assert (first.totals.calls, first.totals.total_tokens, first.totals.elapsed_seconds) == (3, 330, 1.5)
    assert again == first
    assert await here.model_usage.count({"type": "usage_day"}, USER) == 3
