"""Results of any size and state as files, over stores in memory."""

import csv
import io
from typing import Any

import pytest

from shared.domain.caller import EVERYBODY, Caller
from shared.domain.report import Report
from shared.errors import NotFoundError, ReportTooLargeError
from shared.services.exports import MAX_PRINTED, Exports
from tests.fakes import reports
from tests.fakes.builders import STANDARD, USER, contract, item_result
from tests.fakes.clock import START
from tests.fakes.services import BY_NAME, Services, services


class TitlesOnly:
    """A writer that tells what it was given."""

    media_type = "text/plain"

    def write(self, report: Report, made: object) -> bytes:
        told = [report.facts[0].value, *(section.title for section in report.sections), *report.notices, str(made)]
        return "\n".join(told).encode()


def exports(here: Services) -> Exports:
    return Exports(BY_NAME, here.saved_results, here.results, here.contracts, {"txt": TitlesOnly()}, here.clock)


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


async def rows_of(here: Services) -> list[dict[str, str]]:
    makes = exports(here)
    lines = "".join([part async for part in makes.rows(await makes.find("result_1", EVERYBODY))])
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
    compared = [{"contract_id": f"contract_{n}"} for n in range(MAX_PRINTED + 1)]
    here = await with_result(1, overview=compared)
    makes = exports(here)
    with pytest.raises(ReportTooLargeError, match="Take it as CSV or JSON"):
        await makes.document(await makes.find("result_1", EVERYBODY), "txt")
    assert len(await rows_of(here)) == 1
