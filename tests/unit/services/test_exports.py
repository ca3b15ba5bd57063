"""Results of any size and state as files, over stores in memory."""

import asyncio
import csv
import io
import threading
from typing import Any

import pytest

from shared.domain.caller import EVERYBODY, Caller
from shared.domain.report import Report
from shared.errors import NotFoundError, ReportTooLargeError, TemporaryError
from shared.ports.reports import ReportWriter
from shared.services.exports import MAX_PRINTED, MAX_WAITING, Exports
from tests.fakes import reports
from tests.fakes.builders import STANDARD, USER, contract, item_result
from tests.fakes.clock import START
from tests.fakes.services import BY_NAME, Services, services

WRITTEN = f"Comparison: Our standard vs them, {START}".encode()


class TitlesOnly:
    """A writer that tells what it was given."""

    media_type = "text/plain"

    def write(self, report: Report, made: object) -> bytes:
        told = [report.facts[0].value, *(section.title for section in report.sections), *report.notices, str(made)]
        return "\n".join(told).encode()


class Slow:
    """A writer that writes when it is let, and counts how many of it do so at once."""

    media_type = "text/plain"

    def __init__(self) -> None:
        self.begun, self.let = threading.Event(), threading.Event()
        self.at_once = self.most = 0

    def write(self, report: Report, made: object) -> bytes:
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        self.begun.set()
        self.let.wait(10)
        self.at_once -= 1
        return f"{report.title}, {made}".encode()


def exports(here: Services, writer: ReportWriter | None = None) -> Exports:
    writers = {"txt": writer or TitlesOnly()}
    return Exports(BY_NAME, here.saved_results, here.results, here.sources, writers, here.clock)


async def with_result(items: int, **fields: Any) -> Services:
    """Services with a saved comparison of so many contracts."""
    here = services()
    compared = [reports.comparison(n, reports.finding()) for n in range(items)]
    header = reports.saved(*compared, standard_contract_id=STANDARD, **fields)
    header.pop("results")
    moments = {"modified_date": header["created_date"]}
    await here.results.write_header(header | moments | {"record": "result", "user_id": USER, "job_id": "job-1"})
    for n, content in enumerate(compared):
        await here.results.add_item(item_result(n, content=content))
    return here


async def rows_of(here: Services, caller: Caller = EVERYBODY) -> list[dict[str, str]]:
    makes = exports(here)
    lines = "".join([part async for part in makes.rows(await makes.find("result_1", caller))])
    return list(csv.DictReader(io.StringIO(lines.removeprefix("\ufeff"), newline="")))


async def test_a_document_names_the_standard_by_its_title_and_says_when_it_was_made() -> None:
    here = await with_result(2)
    await here.contracts.create(contract(STANDARD))
    makes = exports(here)
    text = (await makes.document(await makes.find("result_1", EVERYBODY), "txt")).decode()
    assert text.splitlines() == [f"Title of {STANDARD}", "Supplier 0", "Supplier 1", str(START)]


async def test_another_users_result_is_not_there() -> None:
    makes = exports(await with_result(1))
    assert (await makes.find("result_1", Caller(USER))).title == "Comparison: Our standard vs them"
    with pytest.raises(NotFoundError):
        await makes.find("result_1", Caller("bob"))


async def test_only_titles_that_the_caller_may_see_are_told() -> None:
    here = await with_result(1)
    await here.contracts.create(contract(STANDARD).model_copy(update={"user_id": "bob"}))
    makes = exports(here)
    told = {}
    for caller in (Caller(USER), Caller("eve", is_admin=True)):
        told[caller] = (await makes.document(await makes.find("result_1", caller), "txt")).decode().splitlines()[0]
    assert list(told.values()) == [STANDARD, f"Title of {STANDARD}"]


async def test_a_row_too_tells_no_title_that_the_caller_may_not_see() -> None:
    errors = [{"item_id": "00001", "contract_id": "contract_9", "message": "The model answered nothing."}]
    here = await with_result(1, errors=errors, compare_contract_ids=["contract_0", "contract_9"])
    await here.contracts.create(contract("contract_9").model_copy(update={"user_id": "bob"}))
    rows = await rows_of(here, Caller(USER))
    assert rows[-1]["contract_title"] == "contract_9"


async def test_the_rows_of_many_contracts_come_in_their_order_and_once() -> None:
    rows = await rows_of(await with_result(120))
    assert [row["contract_title"] for row in rows] == [f"Supplier {n}" for n in range(120)]


async def test_contracts_without_a_result_have_a_row_that_says_why() -> None:
    errors = [{"item_id": "00001", "contract_id": "contract_9", "message": "The model answered nothing."}]
    here = await with_result(1, errors=errors)
    await here.results.add_item(item_result(1, error="The model answered nothing."))
    rows = await rows_of(here)
    assert [(row["contract_id"], row["status"]) for row in rows] == [
        ("contract_0", "changed"),
        ("contract_9", "failed"),
    ]
    assert rows[1]["summary"] == "The model answered nothing."


async def test_a_result_of_too_many_contracts_is_no_document_but_rows() -> None:
    here = await with_result(MAX_PRINTED + 1)
    makes = exports(here)
    with pytest.raises(ReportTooLargeError, match="Take it as CSV or JSON"):
        await makes.document(await makes.find("result_1", EVERYBODY), "txt")
    assert len(await rows_of(here)) == MAX_PRINTED + 1


async def test_a_document_that_nobody_waits_for_is_finished_before_the_next_is_begun() -> None:
    slow = Slow()
    makes = exports(await with_result(1), slow)
    found = await makes.find("result_1", EVERYBODY)
    given_up = asyncio.create_task(makes.document(found, "txt"))
    await asyncio.to_thread(slow.begun.wait, 10)
    given_up.cancel()
    following = asyncio.create_task(makes.document(found, "txt"))
    for _ in range(100):
        await asyncio.sleep(0)
    slow.let.set()
    with pytest.raises(asyncio.CancelledError):
        await given_up
    assert await following == WRITTEN
    assert slow.most == 1


async def test_more_documents_than_may_wait_are_refused_for_the_moment() -> None:
    slow = Slow()
    makes = exports(await with_result(1), slow)
    found = await makes.find("result_1", EVERYBODY)
    asked = [asyncio.create_task(makes.document(found, "txt")) for _ in range(MAX_WAITING + 1)]
    await asyncio.to_thread(slow.begun.wait, 10)
    with pytest.raises(TemporaryError, match="Try again in a moment"):
        await makes.document(found, "txt")
    slow.let.set()
    assert await asyncio.gather(*asked) == [WRITTEN] * (MAX_WAITING + 1)
    assert await makes.document(found, "txt") == WRITTEN
