"""Results that people keep: saved, listed, searched, named, deleted."""

import json
from typing import Any

import httpx
import pytest

from tests.e2e.app_client import AppClient, comparison, query
from tests.e2e.conftest import EVERYWHERE
from tests.fakes.responses import comparison_response, query_response

RESULTS = "/api/analysis-results"
LISTED = f"{RESULTS}/user/system"


async def save(http: httpx.AsyncClient, title: str | None = None, *others: str, **fields: Any) -> dict[str, Any]:
    """A result that was saved, under this title if it is given."""
    metadata = {} if title is None else {"metadata": {"title": title}}
    body = {"results": comparison_response(*(others or ("contract_a", "contract_b")))} | metadata | fields
    answer = await http.post(f"{RESULTS}/comparison", json=body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def failed(contract_id: str) -> dict[str, str]:
    return {"item_id": "00001", "contract_id": contract_id, "message": "Refused."}


async def page(http: httpx.AsyncClient, **query: Any) -> dict[str, Any]:
    return dict((await http.get(LISTED, params=query)).raise_for_status().json())


async def titles(http: httpx.AsyncClient, **query: Any) -> list[str]:
    return [row["title"] for row in (await page(http, **query))["results"]]


@EVERYWHERE
async def test_what_was_answered_is_kept_listed_found_renamed_and_deleted(http: httpx.AsyncClient) -> None:
    response = comparison_response("contract_a", "contract_b")
    answer = await http.post(f"{RESULTS}/comparison", json={"results": response, "metadata": {"title": "Große Miete"}})
    row = answer.json()
    assert answer.headers["location"] == f"{RESULTS}/{row['result_id']}"
    whole = (await http.get(answer.headers["location"])).json()
    assert whole["results"] == response
    assert (whole["metadata"]["title"], whole["not_analysed"], whole["errors"]) == ("Große Miete", 0, [])
    listed = await page(http, search="GROSSE m", type="comparison")
    assert (listed["total"], listed["continuation"]) == (1, None)
    assert listed["results"] == [{name: value for name, value in row.items() if name != "result_id"}]
    assert (row["contracts"], row["counts"]) == (2, {"medium": 2})
    renamed = await http.patch(answer.headers["location"], json={"title": " Small lease "})
    assert renamed.json()["title"] == "Small lease"
    assert (await titles(http, search="große"), await titles(http, search="small LEASE")) == ([], ["Small lease"])
    assert (await http.delete(answer.headers["location"])).status_code == 204
    for method in ("GET", "DELETE", "PATCH"):
        gone = await http.request(
            method, answer.headers["location"], json={"title": "x"} if method == "PATCH" else None
        )
        assert (gone.status_code, gone.json()["detail"]) == (404, f"Result {row['id']} was deleted.")
    assert (await page(http))["total"] == 0


async def test_results_come_newest_first_and_in_pages(http: httpx.AsyncClient) -> None:
    for number in range(5):
        await save(http, f"Lease {number}" if number != 2 else "Sale")
    first = await page(http, search="lease", limit=3)
    assert [row["title"] for row in first["results"]] == ["Lease 4", "Lease 3", "Lease 1"]
    rest = await page(http, search="lease", limit=3, continuation=first["continuation"])
    assert ([row["title"] for row in rest["results"]], rest["total"], rest["continuation"]) == (["Lease 0"], 4, None)
    refused = await http.get(LISTED, params={"search": "sale", "continuation": first["continuation"]})
    assert refused.status_code == 400


async def test_a_jobs_result_is_listed_beside_those_that_were_saved(http: httpx.AsyncClient, app: AppClient) -> None:
    standard, other = await app.add_text(title="The House's Standard"), await app.add_text(title="Acme 50%_off")
    job = await app.finished((await app.submit(comparison(standard, other)))["job_id"])
    await save(http, "By hand")
    assert await titles(http) == ["By hand", job["title"]]
    assert await titles(http, search="house's standard vs acme 50%_") == [job["title"]]
    [row] = (await page(http, search="acme"))["results"]
    assert (row["id"], row["job_id"], row["contracts"]) == (job["result_id"], job["id"], 1)
    assert sum(row["counts"].values()) == 1


async def test_an_answer_in_real_time_is_saved_as_it_came(http: httpx.AsyncClient, app: AppClient) -> None:
    body = comparison(await app.add_text(), await app.add_text("1. Payment. Within 60 days."))
    response = (await http.post("/api/compare-contracts", json=body)).raise_for_status().json()
    saved = await http.post(f"{RESULTS}/comparison", json={"results": response})
    assert (await http.get(saved.headers["location"])).json()["results"] == response
    job = await app.finished((await app.submit(body))["job_id"])
    [by_job, by_hand] = (await page(http))["results"]
    assert by_job["id"] == job["result_id"]
    same = ("type", "title", "description", "contracts", "counts")
    assert {name: by_job[name] for name in same} == {name: by_hand[name] for name in same}


async def test_an_answer_to_a_question_is_saved_as_it_came(http: httpx.AsyncClient, app: AppClient) -> None:
    contracts = [await app.add_text(title="Acme"), await app.add_text("1. Payment. Within 60 days.", title="Globex")]
    body = query("Which law governs the agreement?", *contracts)
    response = last_event(await http.post("/api/query_contracts_stream", json=body))
    saved = await http.post(f"{RESULTS}/query", json={"results": response, "query_text": response["question"]})
    assert saved.status_code == 201, saved.text
    whole = (await http.get(saved.headers["location"])).json()
    assert (whole["type"], whole["results"]) == ("query", response)
    job = (await http.post("/api/jobs/query", json=body)).raise_for_status().json()
    await app.finished(job["job_id"])
    [by_job, by_hand] = (await page(http, search="LAW governs", type="query"))["results"]
    same = ("type", "title", "description", "contracts", "counts")
    assert {name: by_job[name] for name in same} == {name: by_hand[name] for name in same}
    assert sum(by_hand["counts"].values()) == 2
    assert await titles(http, type="comparison") == []


def last_event(answer: httpx.Response) -> dict[str, Any]:
    """What the last event of a stream told."""
    [*_, data] = [line.removeprefix("data: ") for line in answer.text.splitlines() if line.startswith("data: ")]
    return dict(json.loads(data))


async def test_a_query_that_does_not_agree_with_itself_is_refused(http: httpx.AsyncClient) -> None:
    wrong = query_response("contract_a", "b c", contract_ids=["contract_a", "b c", "contract_d"])
    wrong["answers"][1]["contract_id"] = "contract_a"
    body = {"results": wrong, "query_text": "Another question?"}
    refused = await http.post(f"{RESULTS}/query", json=body)
    assert [error["pointer"] for error in refused.json()["errors"]] == [
        "/results/contract_ids/1",
        "/results/answers/1/contract_id",
        "/query_text",
    ]


async def test_without_a_title_a_result_has_the_one_that_a_job_would_have(
    http: httpx.AsyncClient, app: AppClient
) -> None:
    standard = await app.add_text(title="Our standard")
    response = comparison_response("contract_gone", standardContractId=standard)
    saved = (await http.post(f"{RESULTS}/comparison", json={"results": response})).json()
    assert saved["title"] == "Comparison: Our standard vs Title of contract_gone"
    assert (await save(http))["title"] == "Comparison: contract_standard vs 2 contracts"


async def test_the_fields_of_the_result_may_stand_beside_the_answer_if_they_agree(http: httpx.AsyncClient) -> None:
    agreeing = {
        "standard_contract_id": "contract_standard",
        "compare_contract_ids": ["contract_a"],
        "comparison_mode": "full",
        "selected_clauses": "all",
    }
    await save(http, None, "contract_a", **agreeing)
    wrong = {"results": comparison_response("contract_a"), "comparison_mode": "clauses", "colour": "blue"}
    refused = await http.post(f"{RESULTS}/comparison", json=wrong)
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/comparison_mode", "/colour"]


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ([], [""]),
        ({}, ["/results"]),
        ({"results": []}, ["/results"]),
        ({"results": comparison_response("contract_a") | {"success": False}}, ["/results/success"]),
        ({"results": comparison_response("contract_a"), "metadata": {"title": " "}}, ["/metadata/title"]),
        ({"results": comparison_response("contract_a"), "metadata": {"title": "a\nb"}}, ["/metadata/title"]),
        ({"results": comparison_response("contract_a"), "metadata": {"title": "x" * 201}}, ["/metadata/title"]),
        ({"results": comparison_response("contract_a"), "metadata": {"colour": 1}}, ["/metadata/colour"]),
        ({"results": comparison_response("contract_a"), "user_id": "*"}, ["/user_id"]),
        ({"results": comparison_response()}, ["/results/results/comparisons"]),
        (
            {"results": comparison_response("contract_a", "../b", standardContractId="x")},
            ["/results/standardContractId", "/results/compareContractIds/1"],
        ),
        (
            {"results": comparison_response("contract_a", "contract_b", compareContractIds=["contract_a"])},
            ["/results/results/comparisons/1/contract_id"],
        ),
        (
            {"results": comparison_response("contract_a", errors=[failed("contract_a"), failed("contract_x")])},
            ["/results/errors/0/contract_id", "/results/errors/1/contract_id"],
        ),
        (
            {"results": comparison_response("contract_a", "contract_a")},
            ["/results", "/results/results/comparisons/1/contract_id"],
        ),
    ],
)
async def test_a_result_with_faults_is_refused_with_all_of_them_and_not_kept(
    http: httpx.AsyncClient, body: Any, pointers: list[str]
) -> None:
    refused = await http.post(f"{RESULTS}/comparison", json=body)
    assert (refused.status_code, [error["pointer"] for error in refused.json()["errors"]]) == (400, pointers)
    assert (await page(http))["total"] == 0


async def test_a_result_over_five_megabytes_is_refused(http: httpx.AsyncClient) -> None:
    response = comparison_response("contract_a", text="x" * 5_000_000)
    assert (await http.post(f"{RESULTS}/comparison", json={"results": response})).status_code == 413
    assert (await http.post(f"{RESULTS}/comparison", content="{}")).status_code == 415


@EVERYWHERE
async def test_a_large_result_is_kept_read_renamed_and_deleted_whole(http: httpx.AsyncClient) -> None:
    others = [f"contract_{n:03d}" for n in range(300)]
    response = comparison_response(*others)
    response["results"]["comparisons"][7]["findings"][0]["contract_clauses"][0]["text"] = "ü" * 900_000
    for content in response["results"]["comparisons"]:
        content["summary"] = "One change. " * 500
    saved = (await http.post(f"{RESULTS}/comparison", json={"results": response})).json()
    path = f"{RESULTS}/{saved['id']}"
    assert (await http.patch(path, json={"title": "All 300"})).status_code == 200
    whole = (await http.get(path)).json()
    assert (whole["results"], whole["metadata"]["title"]) == (response, "All 300")
    assert await titles(http, search="all 300") == ["All 300"]
    assert (await http.delete(path)).status_code == 204
    assert (await page(http))["total"] == 0


async def test_the_same_key_and_body_save_one_result(http: httpx.AsyncClient) -> None:
    body = {"results": comparison_response("contract_a")}
    key = {"Idempotency-Key": "one"}
    first, again = [await http.post(f"{RESULTS}/comparison", json=body, headers=key) for _ in range(2)]
    assert (again.status_code, again.json()) == (201, first.json())
    other = await http.post(f"{RESULTS}/comparison", json=body | {"metadata": {"title": "Other"}}, headers=key)
    assert other.json()["id"] != first.json()["id"]
    assert (await page(http))["total"] == 2
    await http.delete(first.headers["location"])
    refused = await http.post(f"{RESULTS}/comparison", json=body, headers=key)
    assert (refused.status_code, "was deleted" in refused.json()["detail"]) == (409, True)


async def test_a_job_tells_that_its_result_was_deleted(http: httpx.AsyncClient, app: AppClient) -> None:
    job = await app.finished((await app.submit(comparison(await app.add_text(), await app.add_text())))["job_id"])
    assert (await http.delete(f"{RESULTS}/{job['result_id']}")).status_code == 204
    assert (await app.job(job["id"]))["result_id"] == job["result_id"]
    items = (await http.get(f"/api/jobs/{job['id']}/items")).json()["items"]
    assert [item["status"] for item in items] == ["deleted"]
    item = await http.get(f"/api/jobs/{job['id']}/items/00000")
    assert (item.status_code, "deleted with" in item.json()["detail"]) == (404, True)
