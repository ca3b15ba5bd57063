"""A data file from its upload to its figures, as a job of the app."""

import csv
import io
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import duckdb
import httpx
import pytest

from adapters.bootstrap import connect
from api.application import create_app
from devhost import HostOptions
from jobs.file_analysis.result import SavedAnalysis
from jobs.registry import JOB_TYPES
from shared.settings import Settings
from tests.e2e.app_client import AppClient
from tests.e2e.hosting import host_of

AWARDS = Path(__file__).resolve().parents[3] / "shared/data/tabular/toronto-awarded-contracts/Awarded Contracts.csv"
ROWS = 1_000


def table() -> bytes:
    """Invented awards: five columns, every tenth price empty."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["id", "supplier", "price", "signed", "active"])
    for n in range(ROWS):
        price = "" if n % 10 == 0 else f"{n * 3 / 2:.2f}"
        writer.writerow([n, f"Supplier {n % 40}", price, f"2025-{n % 12 + 1:02d}-01", "true" if n % 2 else "false"])
    return out.getvalue().encode()


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[AppClient]:
    """The app over a folder."""
    places = {"sqlite_path": tmp_path / "documents.sqlite3", "blobs_path": tmp_path / "blobs"}
    settings = Settings.model_validate(places)
    ports = connect(settings)
    async with (
        host_of(create_app(settings, ports, JOB_TYPES), options=HostOptions(shutdown_grace=0.1)) as host,
        httpx.AsyncClient(base_url=host.base_url, timeout=60) as client,
    ):
        yield AppClient(client)
    await ports.close()


async def uploaded(app: AppClient, name: str, content: bytes) -> str:
    """A file; its id."""
    answer = await app.http.post("/api/files", files={"files": (name, content)})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["files"][0]["id"])


async def analysed(app: AppClient, file_id: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The job of an analysis at its end, and its result."""
    job = await app.finished((await app.submit({"file_id": file_id}, route="analyze"))["job_id"])
    assert job["status"] == "completed", job
    return job, await app.result(job["result_id"])


async def test_a_file_is_analysed_column_by_column(app: AppClient) -> None:
    file_id = await uploaded(app, "awards.csv", table())
    job, result = await analysed(app, file_id)
    assert (job["title"], job["progress"]["message"]) == ("Analysis: awards.csv", "1 of 1 files analysed.")
    SavedAnalysis.model_validate(result)
    analysis = result["analysis"]
    assert (analysis["rows"], analysis["delimiter"], analysis["encoding"]) == (ROWS, ",", "utf-8")
    assert analysis["header"]
    found = {column["name"]: column for column in analysis["columns"]}
    assert {name: column["type"] for name, column in found.items()} == {
        "id": "integer",
        "supplier": "text",
        "price": "decimal",
        "signed": "date",
        "active": "boolean",
    }
    assert (found["price"]["nulls"], found["id"]["min"], found["id"]["max"]) == (100, 0, ROWS - 1)
    assert (found["signed"]["min"], found["signed"]["max"]) == ("2025-01-01", "2025-12-01")
    [item] = (await app.http.get(f"/api/jobs/{job['id']}/items")).json()["items"]
    assert (item["file_id"], item["subject"]) == (file_id, "awards.csv")


async def test_a_file_that_cannot_be_analysed_says_what_to_do(app: AppClient) -> None:
    file_id = await uploaded(app, "book.xlsx", b"PK\x03\x04" + bytes(200))
    job = await app.finished((await app.submit({"file_id": file_id}, route="analyze"))["job_id"])
    assert job["status"] == "failed"
    assert "CSV" in job["error_message"]


async def test_a_file_that_is_not_there_is_named(app: AppClient) -> None:
    refused = await app.http.post("/api/jobs/analyze", json={"file_id": "file_none"})
    assert (refused.status_code, refused.json()["errors"]) == (
        400,
        [{"pointer": "/file_id", "message": "There is no file file_none. Upload it first."}],
    )


async def test_a_file_that_is_deleted_while_its_job_waits_fails_the_job(app: AppClient) -> None:
    file_id = await uploaded(app, "awards.csv", table())
    first = await app.submit({"file_id": file_id}, route="analyze")
    await app.http.delete(f"/api/files/{file_id}")
    job = await app.finished(first["job_id"])
    assert job["status"] in ("completed", "failed")
    if job["status"] == "failed":
        assert f"There is no file {file_id}" in job["error_message"]


@pytest.mark.skipif(not AWARDS.exists(), reason="the open data beside the project is not there")
async def test_the_figures_of_a_real_file_match_duckdb_asked_by_hand(app: AppClient) -> None:
    file_id = await uploaded(app, AWARDS.name, AWARDS.read_bytes())
    _, result = await analysed(app, file_id)
    analysis = result["analysis"]
    with duckdb.connect() as database:
        source = database.read_csv(str(AWARDS), all_varchar=True)
        names = source.columns
        [(rows,)] = source.aggregate("count(*)").fetchall()
        assert (analysis["rows"], [column["name"] for column in analysis["columns"]]) == (rows, names)
        for column in analysis["columns"]:
            quoted = '"' + column["name"].replace('"', '""') + '"'
            asked = f"count(*) - count(nullif({quoted}, '')), count(distinct nullif({quoted}, ''))"
            [(nulls, distinct)] = source.aggregate(asked).fetchall()
            assert column["nulls"] == nulls, column["name"]
            assert abs(column["distinct"] - distinct) <= max(1, 0.1 * distinct), column["name"]
