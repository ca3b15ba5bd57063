from shared.domain.job import ItemSummary
from shared.services.result_store import ResultStore
from tests.fakes.builders import USER, item, item_result, other, reference
from tests.fakes.services import services


def header(rows: int) -> dict[str, object]:
    """A result's header over that many contracts."""
    return {
        "id": "result_job-1",
        "type": "comparison",
        "record": "result",
        "user_id": USER,
        "job_id": "job-1",
        "created_date": "2026-01-31T08:30:00.000000Z",
        "modified_date": "2026-01-31T08:30:00.000000Z",
        "metadata": {"title": "A comparison", "description": "full comparison"},
        "row": {"contracts": rows, "counts": {"low": rows}},
        "overview": [{"contract_id": other(n), "summary": "One change. " * 20} for n in range(rows)],
        "errors": [],
        "compare_contract_ids": [other(n) for n in range(rows)],
    }


def header_as_found(rows: int) -> dict[str, object]:
    """The same as it is read."""
    return {name: value for name, value in header(rows).items() if name != "row"}


async def all_of(store: ResultStore) -> list[str]:
    return [result.item_id async for result in store.items(USER, "job-1")]


async def test_the_first_outcome_of_an_item_stays() -> None:
    here = services()
    assert await here.results.add_item(item_result())
    assert not await here.results.add_item(item_result(error="Too late."))
    assert await here.results.get_item(reference(), "00000") == item_result()


async def test_items_come_in_their_order_whole_and_from_all_pages() -> None:
    here = services()
    for number in reversed(range(45)):
        await here.results.add_item(item_result(number))
    await here.results.add_item(item_result(0, job_id="job-10"))
    assert await all_of(here.results) == [f"{n:05d}" for n in range(45)]
    assert all([result.content async for result in here.results.items(USER, "job-1")])


async def test_summaries_leave_the_content_out() -> None:
    here = services()
    await here.results.add_item(item_result())
    (summary,) = [result async for result in here.results.summaries(reference())]
    assert set(summary.model_dump()) - {"id"} == {*ItemSummary.model_fields, "contract_id"}
    assert "content" not in summary.model_dump()
    assert summary.overview == item_result().overview


async def test_an_items_result_may_be_of_any_size() -> None:
    here = services()
    large = item_result(content={"text": "ü" * 1_500_000})
    await here.results.add_item(large)
    assert await here.results.get_item(reference(), "00000") == large
    assert [result async for result in here.results.items(USER, "job-1")] == [large]
    (summary,) = [result async for result in here.results.summaries(reference())]
    assert summary.item_id == "00000"


async def test_it_is_told_which_items_have_an_outcome_and_where_the_others_go_on() -> None:
    here = services()
    await here.results.add_item(item_result(1))
    await here.results.add_item(item_result(2, error="Refused."))
    for number in (1, 3):
        await here.cursors.write(reference(), item(number), {"row": number}, 40, staged=True)
    ended, cursors = await here.cursors.of_items(reference(), [f"{n:05d}" for n in range(4)])
    assert ended == {"00001", "00002"}
    assert {name: (found.cursor, found.percent, found.staged) for name, found in cursors.items()} == {
        "00003": ({"row": 3}, 40, True)
    }
    assert await here.cursors.of_items(reference("job-2"), ["00001"]) == (set(), {})


async def test_a_header_is_found_by_its_id_and_replaced_when_written_again() -> None:
    here = services()
    assert await here.results.find_header("result_job-1") is None
    for rows in (1, 2):
        await here.results.write_header(header(rows))
        assert await here.results.find_header("result_job-1") == header_as_found(rows)


async def test_the_header_of_ten_thousand_contracts_is_stored_and_found_whole() -> None:
    here = services()
    for _ in range(2):
        await here.results.write_header(header(10_000))
        assert await here.results.find_header("result_job-1") == header_as_found(10_000)
    await here.results.write_header(header(1))
    assert await here.results.find_header("result_job-1") == header_as_found(1)
    assert await here.analysis_results.count({"type": "content_part"}, USER) == 0


async def test_an_item_is_not_taken_for_a_header() -> None:
    here = services()
    await here.results.add_item(item_result())
    assert await here.results.find_header(item_result().id) is None
