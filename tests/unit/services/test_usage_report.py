"""What a user took, summed up: exact, whoever asks when."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.caller import EVERYBODY, Caller
from shared.domain.job import JobReference
from shared.domain.usage_sums import UsageSums
from shared.errors import InvalidRequestError, NotFoundError, TemporaryError
from shared.ports.documents import Query
from shared.ports.model import ModelCall
from shared.services.accounting import Accounting
from shared.services.usage_report import UsageReport
from shared.services.usage_store import Saved, UsageStore
from tests.fakes.builders import JOB_TYPE, USER, reference
from tests.fakes.clock import START
from tests.fakes.services import PRICES, Services, services

CALL = ModelCall("scripted", 0.5, prompt_tokens=100, cached_tokens=30, completion_tokens=10)
COST = 0.0002
DAY = timedelta(days=1)
TODAY = START.date()


class SetClock:
    """Tells the time that it is set to."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return 0.0

    async def sleep(self, seconds: float) -> None:
        raise NotImplementedError


def store(here: Services, when: datetime) -> UsageStore:
    """The store of records at a moment."""
    return UsageStore(here.model_usage, Accounting(PRICES), SetClock(when), here.ids)


async def called(here: Services, when: datetime, call: ModelCall = CALL, to: JobReference | None = None) -> None:
    await store(here, when).record(to or reference(), "00000", call)


async def asked(here: Services, first: date | None = None, last: date | None = None) -> UsageReport:
    return await here.usage.report(USER, EVERYBODY, first, last)


def at(days_ago: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(TODAY.year, TODAY.month, TODAY.day, hour, minute, tzinfo=UTC) - days_ago * DAY


async def days_on_file(here: Services) -> list[str]:
    page = await here.model_usage.query(Query({"type": "usage_day"}, limit=400), USER)
    return [document["date"] for document in page.documents]


async def test_calls_are_summed_in_all_and_by_day_operation_and_model() -> None:
    here = services()
    question = reference().model_copy(update={"job_type": "contract_query"})
    await called(here, at(2))
    await called(here, at(2), ModelCall("scripted", 1.25, error="timeout"))
    await called(here, at(1), ModelCall("unpriced", 2.0, prompt_tokens=7), question)
    await called(here, at(0, 8))
    await store(here, at(0, 8)).record_saved(reference(), "00000", Saved("scripted", 9, 0.5, 0.01))
    report = await asked(here)
    assert report.totals.model_dump() == {
        "calls": 4,
        "failed_calls": 1,
        "prompt_tokens": 207,
        "cached_tokens": 60,
        "completion_tokens": 20,
        "total_tokens": 227,
        "estimated_cost": pytest.approx(2 * (70 * 1.0 + 30 * 1.0 + 10 * 10.0) / 1e6),
        "unpriced_calls": 1,
        "elapsed_seconds": 4.25,
        "cached_items": 1,
        "saved_tokens": 9,
        "saved_cost": 0.5,
    }
    assert len(report.by_day) == 30
    assert [(day.date, day.calls) for day in report.by_day[-3:]] == [
        (TODAY - 2 * DAY, 2),
        (TODAY - DAY, 1),
        (TODAY, 1),
    ]
    assert [(row.operation, row.calls, row.cached_items) for row in report.by_operation] == [
        (JOB_TYPE, 3, 1),
        ("contract_query", 1, 0),
    ]
    assert [(row.model, row.calls) for row in report.by_model] == [("scripted", 3), ("unpriced", 1)]


async def test_a_user_who_never_called_took_nothing_and_leaves_no_documents() -> None:
    here = services()
    report = await asked(here, TODAY - 365 * DAY)
    assert report.totals == UsageSums()
    assert len(report.by_day) == 366
    assert await here.model_usage.count({}, USER) == 0


async def test_a_day_that_is_over_is_summed_up_once_and_read_from_one_document_afterwards() -> None:
    here = services()
    for days_ago in (3, 3, 1, 0):
        await called(here, at(days_ago, 7))
    first = await asked(here)
    assert await days_on_file(here) == [(TODAY - n * DAY).isoformat() for n in (3, 2, 1)]
    queries = here.model_usage.calls["query"]
    again = await asked(here)
    assert again == first
    # The days on file, when the user began, and today: no look at the calls of any other day.
    assert here.model_usage.calls["query"] == queries + 3


async def test_a_day_is_summed_up_for_good_only_an_hour_after_its_end() -> None:
    here = services()
    await called(here, at(0, 23, 59))
    await here.clock.advance((at(-1, 0, 59) - START).total_seconds())
    assert (await asked(here)).totals.calls == 1
    assert await days_on_file(here) == []
    await called(here, at(0, 23, 58))
    assert (await asked(here)).totals.calls == 2
    await here.clock.advance(60)
    assert (await asked(here)).totals.calls == 2
    assert await days_on_file(here) == [TODAY.isoformat()]


async def test_reports_at_the_same_time_do_no_harm() -> None:
    here = services()
    for days_ago in (5, 4, 4, 0):
        await called(here, at(days_ago, 7))
    reports = await asyncio.gather(*(asked(here) for _ in range(4)))
    assert all(report == reports[0] for report in reports)
    assert len(await days_on_file(here)) == 5
    assert await asked(here) == reports[0]


async def test_a_report_that_is_broken_off_leaves_what_the_next_one_needs() -> None:
    here = services()
    for days_ago in range(1, 6):
        await called(here, at(days_ago))
    here.model_usage.fail("create", TemporaryError("The store is busy."), times=2)
    with pytest.raises(TemporaryError):
        await asked(here)
    assert (await asked(here)).totals.calls == 5
    assert len(await days_on_file(here)) == 5


async def test_a_day_of_more_calls_than_a_page_holds_is_summed_whole() -> None:
    here = services()
    for _ in range(1_001):
        await called(here, at(1))
    assert (await asked(here)).totals.estimated_cost == pytest.approx(1_001 * COST, abs=1e-12)


async def test_only_the_days_of_the_range_count_with_both_its_ends() -> None:
    here = services()
    for days_ago in range(6):
        await called(here, at(days_ago, 7))
    report = await asked(here, TODAY - 4 * DAY, TODAY - 2 * DAY)
    assert (report.first, report.last, report.totals.calls) == (TODAY - 4 * DAY, TODAY - 2 * DAY, 3)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (None, None, (TODAY - 29 * DAY, TODAY)),
        (TODAY - 3 * DAY, None, (TODAY - 3 * DAY, TODAY)),
        (TODAY + 3 * DAY, None, (TODAY + 3 * DAY, TODAY + 3 * DAY)),
        (None, date(2025, 3, 1), (date(2025, 1, 31), date(2025, 3, 1))),
        (None, date(1, 1, 5), (date(1, 1, 1), date(1, 1, 5))),
        (date(9999, 12, 31), date(9999, 12, 31), (date(9999, 12, 31), date(9999, 12, 31))),
    ],
)
async def test_what_is_left_out_of_a_range_is_the_last_thirty_days(
    first: date | None, last: date | None, expected: tuple[date, date]
) -> None:
    report = await asked(services(), first, last)
    assert (report.first, report.last) == expected
    assert (report.by_day[0].date, report.by_day[-1].date) == expected


@pytest.mark.parametrize(("first", "last"), [(TODAY, TODAY - DAY), (TODAY - 366 * DAY, TODAY)])
async def test_a_range_that_is_reversed_or_too_long_is_refused(first: date, last: date) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        await asked(services(), first, last)
    assert [fault.pointer for fault in caught.value.faults] == ["/from"]


async def test_nobody_but_an_administrator_sees_anothers_usage() -> None:
    here = services()
    await called(here, at(1))
    assert (await here.usage.report(USER, Caller(USER), None, None)).totals.calls == 1
    assert (await here.usage.report(USER, Caller("root", is_admin=True), None, None)).totals.calls == 1
    with pytest.raises(NotFoundError):
        await here.usage.report(USER, Caller("bob"), None, None)
    assert (await here.usage.report("bob", Caller("bob"), None, None)).totals.calls == 0


CALLS = st.builds(
    ModelCall,
    st.sampled_from(["scripted", "unpriced"]),
    st.integers(0, 90_000).map(lambda milliseconds: milliseconds / 1_000),
    st.integers(0, 100_000),
    st.just(0),
    st.integers(0, 10_000),
    st.sampled_from([None, None, "timeout"]),
)


@settings(max_examples=40, deadline=None)
@given(
    calls=st.lists(st.tuples(st.integers(0, 9), CALLS), max_size=30),
    cuts=st.sets(st.integers(1, 9)),
    saved=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 10**8)), max_size=5),
)
def test_the_sums_of_a_range_are_those_of_its_parts_however_it_is_cut(
    calls: list[tuple[int, ModelCall]], cuts: set[int], saved: list[tuple[int, int]]
) -> None:
    asyncio.run(_in_parts(calls, cuts, saved))


async def _in_parts(calls: list[tuple[int, ModelCall]], cuts: set[int], saved: list[tuple[int, int]]) -> None:
    here = services()
    for days_ago, call in calls:
        await called(here, at(days_ago, 7), call)
    for days_ago, units in saved:
        saved_then = Saved("scripted", units, units / 10**8, 0.01)
        await store(here, at(days_ago, 7)).record_saved(reference(), "00000", saved_then)
    bounds = [0, *sorted(cuts), 10]
    parts = [await asked(here, TODAY - (older - 1) * DAY, TODAY - newer * DAY) for newer, older in pairwise(bounds)]
    whole = await asked(here, TODAY - 9 * DAY, TODAY)
    assert _exact(whole.totals) == _added([_exact(part.totals) for part in parts])
    assert _exact(whole.totals) == _added([_exact(day) for day in whole.by_day])
    assert _exact(whole.totals) == _added([_exact(row) for row in whole.by_operation])
    assert _exact(whole.totals) == _added([_exact(row) for row in whole.by_model])
    taken = Accounting(PRICES).usage_of([call for _, call in calls])
    assert (whole.totals.calls, whole.totals.total_tokens) == (len(calls), taken.total_tokens)
    assert round(whole.totals.estimated_cost * 10**8) == round(taken.estimated_cost * 10**8)


def _exact(sums: UsageSums) -> dict[str, int]:
    """The sums in whole units, so that they can be compared without a tolerance."""
    return {name: round(getattr(sums, name) * 10**8) for name in UsageSums.model_fields}


def _added(parts: list[dict[str, int]]) -> dict[str, Any]:
    return {name: sum(part[name] for part in parts) for name in UsageSums.model_fields}
