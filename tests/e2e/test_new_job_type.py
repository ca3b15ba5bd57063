"""A type that is one folder and one line, with nothing but `Work`, can all that jobs can."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.e2e.new_type import NewType, new_type
from tests.e2e.processes import Hosted


@pytest.fixture
def disk(tmp_path: Path) -> NewType:
    """A fresh folder with the type."""
    return new_type(tmp_path)


@pytest.fixture
async def host(disk: NewType) -> AsyncIterator[Hosted]:
    """The app with the type."""
    async with disk.hosted() as host:
        yield host


async def submitted(host: Hosted, numbers: list[int], step: int = 10, **options: int) -> str:
    """A job that counts up to these numbers; its id."""
    body = {"request": {"numbers": numbers, "step": step}, "options": options}
    return str((await host.app.submit(body, route="counting"))["job_id"])


async def until_begun(disk: NewType, slices: int) -> None:
    """Return when so many slices of work have begun."""
    async with asyncio.timeout(30):
        while len(disk.slices) < slices:
            await asyncio.sleep(0.01)


async def told(http: httpx.AsyncClient, job_id: str) -> list[tuple[str, dict[str, Any]]]:
    """The events of a job's stream up to its end."""
    events: list[tuple[str, dict[str, Any]]] = []
    name = ""
    async with http.stream("GET", f"/api/jobs/{job_id}/stream") as stream:
        async for line in stream.aiter_lines():
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
            elif line.startswith("data: "):
                events.append((name, json.loads(line.removeprefix("data: "))))
    return events


async def test_it_is_submitted_watched_and_read_with_the_files_that_it_made(host: Hosted) -> None:
    http = host.app.http
    job_id = await submitted(host, [30, 500, 20], maxConcurrent=1)
    events = await told(http, job_id)
    assert events[-1][0] == "completed"
    percentages = [data["progress"]["percentage"] for _, data in events]
    assert percentages == sorted(percentages)
    assert any(0 < percentage < 100 for percentage in percentages)
    steps = {data["progress"]["current_step"] for _, data in events}
    assert any(step.startswith("Counted to ") for step in steps)

    job = await host.app.job(job_id)
    assert (job["title"], job["progress"]["message"]) == ("Counting", "3 of 3 items done.")
    assert job["artifacts"] == [{"name": "counted.txt", "media_type": "text/plain", "size": 10}]
    result = await host.app.result(job["result_id"])
    assert (result["type"], result["total"], result["errors"]) == ("counting", 550, [])
    assert result["artifacts"] == job["artifacts"]
    assert result["items"] == [{"number": number} for number in (30, 500, 20)]
    assert [row["number"] for row in result["overview"]] == [30, 500, 20]

    path = f"/api/jobs/{job_id}/artifacts/counted.txt"
    whole, part = await http.get(path), await http.get(path, headers={"Range": "bytes=3-6"})
    assert (whole.status_code, whole.text) == (200, "30\n500\n20\n")
    assert (part.status_code, part.text, part.headers["content-range"]) == (206, "500\n", "bytes 3-6/10")
    assert (await http.get(path, headers={"Range": "bytes=10-"})).status_code == 416
    assert (await http.get(path, headers={"If-None-Match": "x"})).headers["content-disposition"].startswith("attach")


async def test_what_it_made_goes_with_its_result(host: Hosted, disk: NewType) -> None:
    job_id = await submitted(host, [5])
    job = await host.app.finished(job_id)
    assert list((disk.folder / "blobs").rglob("*@blob"))
    assert (await host.app.http.delete(f"/api/analysis-results/{job['result_id']}")).status_code == 204
    gone = await host.app.http.get(f"/api/jobs/{job_id}/artifacts/counted.txt")
    assert (gone.status_code, gone.headers["content-type"]) == (404, "application/problem+json")
    assert not list((disk.folder / "blobs").rglob("*@blob"))


async def test_an_item_that_goes_on_uses_up_no_attempt(host: Hosted, disk: NewType) -> None:
    job = await host.app.finished(await submitted(host, [400], retryAttempts=0))
    assert (job["status"], job["items_completed"]) == ("completed", 1)
    assert disk.slices == [("00000", at) for at in range(0, 400, 10)]
    [item] = (await host.app.http.get(f"/api/jobs/{job['id']}/items")).json()["items"]
    assert (item["subject"], item["status"], item["attempts"]) == ("up to 400", "completed", 1)
    assert [body for body in disk.documents("analysis_results") if body["type"] == "item_cursor"] == []


async def test_a_job_that_is_cancelled_stops_between_two_slices_and_its_retry_does_the_rest(disk: NewType) -> None:
    async with disk.hosted() as host:
        job_id = await submitted(host, [20, 100_000], step=10, maxConcurrent=1)
        await until_begun(disk, 5)
        assert (await host.app.http.post(f"/api/jobs/{job_id}/cancel")).status_code == 200
        ended = await host.app.finished(job_id)
        assert (ended["status"], ended["progress"]["message"][:10]) == ("cancelled", "Cancelled.")
        begun = len(disk.slices)
        items = (await host.app.http.get(f"/api/jobs/{job_id}/items")).json()["items"]
        assert {item["status"] for item in items} <= {"completed", "not_analysed"}
        again = await host.app.http.post(f"/api/jobs/{job_id}/retry")
        assert again.status_code == 202
        await until_begun(disk, begun + 3)
        await host.app.http.post(f"/api/jobs/{again.json()['new_job_id']}/cancel")
        assert (await host.app.finished(again.json()["new_job_id"]))["status"] == "cancelled"


async def test_a_job_whose_time_is_over_stops_between_two_slices(host: Hosted) -> None:
    job = await host.app.finished(await submitted(host, [100_000], timeout=1_000))
    assert (job["status"], job["error_message"]) == (
        "timed_out",
        "The job's time was over before all items were done. Retry it: what is done is not done again.",
    )


async def test_an_item_goes_on_from_its_last_cursor_when_its_host_is_killed(disk: NewType) -> None:
    async with disk.hosted() as host:
        job_id = await submitted(host, [600])
        await until_begun(disk, 20)
        await host.kill()
    [cursor] = [body for body in disk.documents("analysis_results") if body["type"] == "item_cursor"]
    before = len(disk.slices)
    async with disk.hosted() as host:
        job = await host.app.finished(job_id)
    assert (job["status"], job["items_completed"]) == ("completed", 1)
    places = [at for _, at in disk.slices]
    assert places[before] == cursor["cursor"]["at"]
    assert places[:before] == list(range(0, 10 * before, 10))
    assert places[before:] == list(range(places[before], 600, 10))


async def test_what_fails_for_good_is_a_dead_letter_and_its_metrics_and_usage_are_counted(host: Hosted) -> None:
    http = host.app.http
    job = await host.app.finished(await submitted(host, [-1, 5]))
    assert (job["status"], job["items_completed"], job["items_failed"]) == ("completed", 1, 1)
    assert job["item_errors"] == [
        {"item_id": "00000", "subject": "up to -1", "message": "Nobody counts up to a number below 0."}
    ]
    async with asyncio.timeout(10):
        while not (letters := (await http.get("/api/admin/deadletters")).json()["letters"]):
            await asyncio.sleep(0.05)
    assert (letters[0]["subject"], letters[0]["job_type"]) == ("up to -1", "counting")
    metrics = (await http.get("/api/metrics")).text
    assert 'contract_batch_items_ended_total{job_type="counting",outcome="failed"} 1.0' in metrics
    assert 'contract_batch_jobs_ended_total{job_type="counting",status="completed"} 1.0' in metrics


async def test_its_jobs_count_against_the_day(disk: NewType) -> None:
    async with disk.hosted(DAILY_JOBS="1") as host:
        await submitted(host, [5])
        refused = await host.app.http.post("/api/jobs/counting", json={"numbers": [5]})
    assert (refused.status_code, refused.json()["title"]) == (429, "Too much for now")


async def test_it_has_the_endpoints_of_its_capabilities_and_no_others(host: Hosted) -> None:
    http = host.app.http
    paths = (await http.get("/api/openapi.json")).json()["paths"]
    assert "/api/jobs/counting" in paths
    assert "/api/analysis-results/counting" not in paths
    refused = await http.post("/api/jobs/estimate", json={"job_type": "counting", "request": {"numbers": [1]}})
    assert [fault["pointer"] for fault in refused.json()["errors"]] == ["/job_type"]
    job = await host.app.finished(await submitted(host, [5]))
    export = await http.get(f"/api/analysis-results/{job['result_id']}/pdf")
    assert (export.status_code, "take them as JSON" in export.json()["detail"]) == (422, True)
    assert (await http.get(f"/api/analysis-results/{job['result_id']}/json")).json()["total"] == 5
    [kind] = [kind for kind in (await http.get("/api/job-types")).json()["job_types"] if kind["name"] == "counting"]
    assert (kind["estimates"], kind["real_time_path"], kind["exports"]) == (False, None, ["json"])


async def test_a_request_that_has_faults_names_them(host: Hosted) -> None:
    refused = await host.app.http.post("/api/jobs/counting", json={"numbers": [], "colour": "red"})
    assert refused.status_code == 400
    assert [fault["pointer"] for fault in refused.json()["errors"]] == ["/numbers", "/colour"]
