"""A result leaves the app as files that people can open."""

import csv
import io

import httpx
import pytest

from tests.e2e.app_client import STANDARD_TEXT, AppClient, comparison
from tests.fakes.api_description import Description
from tests.fakes.reports import docx_texts, flat, pdf_pages

TITLE = "Our standard \u2013 \u00dcbersicht \u5951\u7ea6"


@pytest.fixture
async def path(app: AppClient) -> str:
    """Where a comparison's result is, of one contract that pays later and says nothing on confidence."""
    standard = await app.add_text(title=TITLE)
    changed = STANDARD_TEXT.replace("within 30 days", "within 90 days").replace("\n2. Confidentiality", "\n2. Staff")
    contract = await app.add_text(changed, title="=Supplier's terms")
    job = await app.finished((await app.submit(comparison(standard, contract)))["job_id"])
    return f"/api/analysis-results/{job['result_id']}"


async def test_every_export_is_as_described_and_a_file_with_the_results_title(
    http: httpx.AsyncClient, path: str
) -> None:
    description = Description((await http.get("/api/openapi.json")).raise_for_status().json())
    for ending in ("pdf", "docx", "csv", "json"):
        answer = description.check(f"get_result_{ending}", await http.get(f"{path}/{ending}"))
        named = answer.headers["content-disposition"]
        assert named.startswith("attachment; filename=")
        assert named.endswith(f".{ending}")
        assert "%E5%A5%91%E7%BA%A6" in named


async def test_a_report_shows_the_words_that_differ_in_both_kinds_of_document(
    http: httpx.AsyncClient, path: str
) -> None:
    pdf = (await http.get(f"{path}/pdf")).content
    docx = (await http.get(f"{path}/docx")).content
    for text in (flat("".join(pdf_pages(pdf))), flat("".join(docx_texts(docx)))):
        assert flat("within 30 days of receipt") in text
        assert flat("within 90 days of receipt") in text
        assert flat("=Supplier's terms") in text
        assert flat(TITLE) in text


async def test_the_csv_has_a_row_for_each_finding_and_opens_in_a_spreadsheet(
    http: httpx.AsyncClient, path: str
) -> None:
    answer = await http.get(f"{path}/csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    result = (await http.get(path)).json()
    findings = result["results"]["results"]["comparisons"][0]["findings"]
    assert [row["summary"] for row in rows] == [finding["summary"] for finding in findings]
    assert {row["contract_title"] for row in rows} == {"'=Supplier's terms"}


async def test_the_json_is_the_result_as_it_is_read(http: httpx.AsyncClient, path: str) -> None:
    assert (await http.get(f"{path}/json")).json() == (await http.get(path)).json()


@pytest.mark.parametrize("ending", ["pdf", "docx", "csv", "json"])
async def test_what_is_not_there_is_not_found(http: httpx.AsyncClient, ending: str) -> None:
    answer = await http.get(f"/api/analysis-results/none/{ending}")
    assert answer.status_code == 404
    assert answer.json()["detail"] == "There is no result none."


async def test_the_answers_to_a_question_leave_as_files_too(http: httpx.AsyncClient, app: AppClient) -> None:
    contracts = [await app.add_text(title=f"Supplier {n}") for n in range(3)]
    body = {"question": "Which law governs the agreement?", "contract_ids": contracts}
    job = await app.finished((await http.post("/api/jobs/query", json=body)).json()["job_id"])
    path = f"/api/analysis-results/{job['result_id']}"
    pdf, docx = [(await http.get(f"{path}/{ending}")).raise_for_status().content for ending in ("pdf", "docx")]
    for text in (flat("".join(pdf_pages(pdf))), flat("".join(docx_texts(docx)))):
        assert text.count(flat("the laws of England")) >= 3
        assert flat("Supplier 2") in text
    lines = (await http.get(f"{path}/csv")).raise_for_status().text
    assert len(list(csv.reader(io.StringIO(lines, newline="")))) == 4
