"""Every answer is what the API's own description says it is."""

import asyncio
from pathlib import Path

import httpx
import pytest

from api.openapi.page.page import POLICY
from tests.e2e.app_client import AppClient, comparison
from tests.fakes.api_description import Description
from tests.fakes.metrics import Scrape
from tests.fakes.responses import comparison_response, query_response


@pytest.fixture
async def description(http: httpx.AsyncClient) -> Description:
    return Description((await http.get("/api/openapi.json")).raise_for_status().json())


async def test_a_comparison_is_as_described_from_the_upload_to_the_result(
    http: httpx.AsyncClient, app: AppClient, description: Description
) -> None:
    check = description.check
    uploaded = check("add_contracts", await http.post("/api/contracts", json={"text": "1. Payment. In 30 days."}))
    standard = uploaded.json()["contracts"][0]["id"]
    body = comparison(standard, await app.add_text())
    started = check("start_contract_comparison", await http.post("/api/jobs/comparison", json={"request": body}))
    job_id = started.json()["job_id"]
    check("get_job", await http.get(f"/api/jobs/{job_id}"))
    await app.finished(job_id)
    job = check("get_job", await http.get(f"/api/jobs/{job_id}")).json()
    jobs = check("list_jobs_of_user", await http.get("/api/jobs/user/system?status=completed,failed&limit=5"))
    assert jobs.json()["total"] == 1
    check("list_job_items", await http.get(f"/api/jobs/{job_id}/items"))
    check("get_job_item", await http.get(f"/api/jobs/{job_id}/items/00000"))
    check("get_job_item", await http.get(f"/api/jobs/{job_id}/items/00001"))
    result = check("get_analysis_result", await http.get(f"/api/analysis-results/{job['result_id']}")).json()
    assert result["results"]["results"]["comparisons"][0]["findings"]


async def test_contracts_are_as_described_from_the_upload_to_their_end(
    http: httpx.AsyncClient, app: AppClient, description: Description, tmp_path: Path
) -> None:
    file = tmp_path / "terms.txt"
    file.write_text("1. Payment. Within 30 days.")
    (contract_id,) = await app.add_files(file)
    await app.add_text()
    description.check("list_contracts", await http.get("/api/contracts?limit=1"))
    description.check("get_contract", await http.get(f"/api/contracts/{contract_id}"))
    description.check("get_original", await http.get(f"/api/contracts/{contract_id}/original"))
    description.check("delete_contract", await http.delete(f"/api/contracts/{contract_id}"))
    description.check("delete_contract", await http.delete(f"/api/contracts/{contract_id}"))


async def test_results_are_as_described_from_saving_to_their_end(
    http: httpx.AsyncClient, description: Description
) -> None:
    check, path = description.check, "/api/analysis-results"
    body = {"results": comparison_response("contract_a"), "metadata": {"title": "Acme"}}
    saved = check("save_comparison", await http.post(f"{path}/comparison", json=body)).json()
    check("save_query", await http.post(f"{path}/query", json={"results": query_response("contract_a")}))
    found = check("list_results_of_user", await http.get(f"{path}/user/system?search=acme&type=comparison,query"))
    assert [row["id"] for row in found.json()["results"]] == [saved["result_id"]]
    one = f"{path}/{saved['id']}"
    check("get_analysis_result", await http.get(one))
    check("rename_result", await http.patch(one, json={"title": "Acme again"}))
    check("rename_result", await http.patch(one, json={"title": ""}))
    check("delete_result", await http.delete(one))
    check("delete_result", await http.delete(one))


async def test_refusals_are_as_described(http: httpx.AsyncClient, description: Description) -> None:
    check = description.check
    refused = check("start_contract_comparison", await http.post("/api/jobs/comparison", json={"colour": "blue"}))
    assert refused.status_code == 400
    check("start_contract_comparison", await http.post("/api/jobs/comparison", content="x"))
    check("add_contracts", await http.post("/api/contracts", content="x"))
    check("list_contracts", await http.get("/api/contracts?limit=0"))
    check("get_job", await http.get("/api/jobs/none"))
    check("get_contract", await http.get("/api/contracts/none"))
    check("get_analysis_result", await http.get("/api/analysis-results/none"))


async def test_streams_are_as_described(http: httpx.AsyncClient, app: AppClient, description: Description) -> None:
    job = await app.submit(comparison(await app.add_text(), await app.add_text()))
    for name, path in (("stream_jobs_of_user", "user/system"), ("stream_job", job["job_id"])):
        async with http.stream("GET", f"/api/jobs/{path}/stream") as answer:
            description.check_event(name, answer, await first_event(answer))
    ended = (await app.finished(job["job_id"]))["completed_date"]
    known = {"Last-Event-ID": f"completed-{ended}"}
    answer = description.check("stream_job", await http.get(f"/api/jobs/{job['job_id']}/stream", headers=known))
    assert answer.status_code == 204


async def first_event(answer: httpx.Response) -> dict[str, str]:
    fields: dict[str, str] = {}
    async for line in answer.aiter_lines():
        name, _, value = line.partition(": ")
        if name in ("id", "event", "data"):
            fields[name] = value
        if not line and "data" in fields:
            return fields
    raise AssertionError("The stream ended without an event.")


async def test_what_is_done_to_a_job_is_answered_as_described(
    http: httpx.AsyncClient, app: AppClient, description: Description
) -> None:
    job = await app.submit(comparison(await app.add_text(), await app.add_text()))
    path = f"/api/jobs/{job['job_id']}"
    description.check("get_durable_status", await http.get(f"{path}/durable"))
    description.check("cancel_job", await http.post(f"{path}/cancel"))
    ended = await app.finished(job["job_id"])
    description.check("cancel_job", await http.post(f"{path}/cancel"))
    answer = description.check("retry_job", await http.post(f"{path}/retry"))
    assert answer.status_code == (202 if ended["status"] == "cancelled" else 409)
    description.check("get_durable_status", await http.get(f"{path}/durable"))


async def test_the_document_is_as_it_describes_itself(http: httpx.AsyncClient, description: Description) -> None:
    answer = description.check("get_openapi", await http.get("/api/openapi.json"))
    assert answer.json()["openapi"] == "3.1.0"


async def test_the_page_comes_with_its_policy(http: httpx.AsyncClient, description: Description) -> None:
    answer = description.check("get_docs", await http.get("/api/docs"))
    assert answer.headers["content-security-policy"] == POLICY
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


async def test_the_health_is_as_described(http: httpx.AsyncClient, description: Description) -> None:
    answer = description.check("get_health", await http.get("/api/health"))
    assert answer.json() == {"status": "ok", "checks": {"store": "ok", "queue": "ok", "model": "ok"}}


async def test_the_metrics_tell_of_jobs_the_model_and_the_store(
    http: httpx.AsyncClient, app: AppClient, description: Description
) -> None:
    job = await app.submit(comparison(await app.add_text(), await app.add_text()))
    await app.finished(job["job_id"])
    text = description.check("get_metrics", await http.get("/api/metrics")).text
    seen = Scrape(text.encode())
    kind = {"job_type": "contract_comparison"}
    assert seen.value("jobs_ended_total", **kind, status="completed") == 1
    assert seen.value("job_seconds_count", **kind, status="completed") == 1
    assert seen.value("items_ended_total", **kind, outcome="done") == 1
    assert seen.value("jobs", **kind, status="completed") == 1
    assert seen.value("model_calls_total", error="", model="offline-extractive") == 1
    assert seen.value("store_seconds_count", container="contracts", operation="create") == 2
    assert seen.value("queue_messages", queue="job-events") is not None
    assert seen.value("streams_open") == 0


async def test_the_rounds_of_the_watchdog_show_among_the_metrics(http: httpx.AsyncClient) -> None:
    async with asyncio.timeout(30):
        while Scrape((await http.get("/api/metrics")).content).value("watchdog_acts_total", act="restarted") is None:
            await asyncio.sleep(0.05)


async def test_files_are_as_described_from_the_first_block_to_their_end(
    http: httpx.AsyncClient, description: Description
) -> None:
    check = description.check
    begun = check("begin_upload", await http.post("/api/files/uploads", json={"filename": "a.csv", "size": 4}))
    upload = begun.json()
    assert begun.headers["location"] == upload["upload_path"]
    check("put_block", await http.put(f"{upload['blocks_path']}/0", content=b"1,2\n"))
    check("put_block", await http.put(f"{upload['blocks_path']}/1", content=b"1,2\n"))
    check("get_upload", await http.get(upload["upload_path"]))
    check("complete_upload", await http.post(upload["complete_path"], json={"blocks": 2}))
    file = check("complete_upload", await http.post(upload["complete_path"], json={"blocks": 1})).json()
    check("put_block", await http.put(f"{upload['blocks_path']}/0", content=b"1,2\n"))
    check("get_upload", await http.get(upload["upload_path"]))
    check("cancel_upload", await http.delete(upload["upload_path"]))
    check("cancel_upload", await http.delete(upload["upload_path"]))
    small = check("add_files", await http.post("/api/files", files={"files": ("b.csv", b"3,4\n")}))
    assert small.headers["location"] == f"/api/files/{small.json()['files'][0]['id']}"
    check("add_files", await http.post("/api/files", content=b"3,4\n"))
    check("list_files", await http.get("/api/files?limit=1"))
    path = f"/api/files/{file['id']}"
    check("get_file", await http.get(path))
    check("get_file_content", await http.get(f"{path}/content"))
    check("get_file_content", await http.get(f"{path}/content", headers={"Range": "bytes=0-1"}))
    check("get_file_content", await http.get(f"{path}/content", headers={"Range": "bytes=4-"}))
    check("delete_file", await http.delete(path))
    check("delete_file", await http.delete(path))
