"""Whatever is wrong with a request is said all at once, in one problem document, and leaves no job behind."""

import json
from typing import Any

import httpx
import pytest

from tests.e2e.app_client import AppClient, comparison

PROBLEM = "application/problem+json"
JSON = {"content-type": "application/json"}


@pytest.fixture
async def good(app: AppClient) -> dict[str, Any]:
    """A request with nothing wrong."""
    return comparison(await app.add_text(), await app.add_text())


async def refused(http: httpx.AsyncClient, body: Any, status: int = 400) -> dict[str, str]:
    """The faults of a refused request by pointer, after a look that no job was left behind."""
    raw = json.dumps(body)  # in ASCII, so that halves of characters travel too
    answer = await http.post("/api/jobs/comparison", content=raw, headers=JSON)
    assert (answer.status_code, answer.headers["content-type"]) == (status, PROBLEM), answer.text
    assert (await http.get("/api/jobs/user/system")).json()["total"] == 0
    return {error["pointer"]: error["message"] for error in answer.json()["errors"]}


@pytest.mark.parametrize(
    "field", ["standardContractId", "compareContractIds", "comparisonMode", "selectedClauses", "modelSelection"]
)
async def test_a_missing_field_is_named(http: httpx.AsyncClient, good: dict[str, Any], field: str) -> None:
    del good[field]
    assert list(await refused(http, good)) == [f"/{field}"]


@pytest.mark.parametrize(
    ("field", "value", "pointer"),
    [
        ("standardContractId", 7, "/standardContractId"),
        ("standardContractId", "", "/standardContractId"),
        ("standardContractId", "no/such id", "/standardContractId"),
        ("compareContractIds", "contract_a", "/compareContractIds"),
        ("compareContractIds", [], "/compareContractIds"),
        ("compareContractIds", [None], "/compareContractIds/0"),
        ("compareContractIds", {"a": 1}, "/compareContractIds"),
        ("comparisonMode", "words", "/comparisonMode"),
        ("comparisonMode", None, "/comparisonMode"),
        ("selectedClauses", [], "/selectedClauses"),
        ("selectedClauses", "some", "/selectedClauses"),
        ("selectedClauses", [1], "/selectedClauses"),
        ("selectedClauses", ["Payment Terms", "Weather"], "/selectedClauses/1"),
        ("modelSelection", "tertiary", "/modelSelection"),
        ("userEmail", 5, "/userEmail"),
        ("userEmail", "", "/userEmail"),
        ("userEmail", "ana\x00", "/userEmail"),
        ("userEmail", "\ud800", "/userEmail"),
        ("selectedClauses", ["\ud800"], "/selectedClauses/0"),
        ("colour", "blue", "/colour"),
    ],
)
async def test_a_field_of_the_wrong_kind_is_named(
    http: httpx.AsyncClient, good: dict[str, Any], field: str, value: Any, pointer: str
) -> None:
    assert list(await refused(http, good | {field: value})) == [pointer]


async def test_all_faults_are_named_at_once(http: httpx.AsyncClient, good: dict[str, Any]) -> None:
    del good["modelSelection"]
    faults = await refused(
        http, {"request": good | {"comparisonMode": 1, "compareContractIds": []}, "priority": 11, "options": {"x": 1}}
    )
    assert set(faults) == {
        "/priority",
        "/options/x",
        "/request/comparisonMode",
        "/request/compareContractIds",
        "/request/modelSelection",
    }


@pytest.mark.parametrize("priority", [0, 11, "5", 2.5, True])
async def test_a_priority_is_a_whole_number_from_1_to_10(
    http: httpx.AsyncClient, good: dict[str, Any], priority: object
) -> None:
    assert list(await refused(http, {"request": good, "priority": priority})) == ["/priority"]


async def test_every_unknown_contract_is_named_where_it_stands(http: httpx.AsyncClient, good: dict[str, Any]) -> None:
    known = good["compareContractIds"][0]
    body = good | {"standardContractId": "lost", "compareContractIds": [known, "gone", known, "contract_away"]}
    faults = await refused(http, body)
    assert set(faults) == {"/standardContractId", "/compareContractIds/1", "/compareContractIds/3"}
    assert "contract_gone" in faults["/compareContractIds/1"]


async def test_the_standard_alone_is_nothing_to_compare(http: httpx.AsyncClient, good: dict[str, Any]) -> None:
    body = good | {"compareContractIds": [good["standardContractId"]]}
    assert list(await refused(http, body)) == ["/compareContractIds"]


async def test_ten_thousand_and_one_contracts_are_too_many(http: httpx.AsyncClient, good: dict[str, Any]) -> None:
    body = good | {"compareContractIds": [f"contract_{n}" for n in range(10_001)]}
    faults = await refused(http, body)
    assert "10000" in faults["/compareContractIds"]


@pytest.mark.parametrize("body", [[], "text", 7, None, True])
async def test_a_body_that_is_no_object_is_refused(http: httpx.AsyncClient, body: object) -> None:
    assert list(await refused(http, body)) == [""]


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff\xfe", b"{'a': 1}", b"[" * 100_000])
async def test_a_body_that_is_not_json_is_refused(http: httpx.AsyncClient, raw: bytes) -> None:
    answer = await http.post("/api/jobs/comparison", content=raw, headers=JSON)
    assert (answer.status_code, answer.headers["content-type"]) == (400, PROBLEM)
    assert answer.json()["errors"][0]["message"] == "The body is not valid JSON."
    assert (await http.get("/api/jobs/user/system")).json()["total"] == 0


async def test_a_body_of_30_megabytes_is_too_large(http: httpx.AsyncClient) -> None:
    answer = await http.post("/api/jobs/comparison", content=b" " * 30_000_000, headers=JSON)
    assert (answer.status_code, answer.headers["content-type"]) == (413, PROBLEM)
    assert "at most 2 MB" in answer.json()["detail"]
    assert (await http.get("/api/jobs/user/system")).json()["total"] == 0


async def test_a_request_that_is_not_sent_as_json_is_refused(http: httpx.AsyncClient, good: dict[str, Any]) -> None:
    answer = await http.post("/api/jobs/comparison", content=json.dumps(good), headers={"content-type": "text/plain"})
    assert (answer.status_code, answer.headers["content-type"]) == (415, PROBLEM)
    assert (await http.get("/api/jobs/user/system")).json()["total"] == 0


async def test_of_very_many_faults_the_first_hundred_are_listed(http: httpx.AsyncClient, good: dict[str, Any]) -> None:
    body = good | {f"field {n}": n for n in range(10_000)}
    answer = await http.post("/api/jobs/comparison", json=body)
    assert len(answer.json()["errors"]) == 100
    assert answer.json()["detail"] == "10000 to mend, of which the first 100 are listed."


async def test_the_faults_of_a_hundred_clauses_are_told_in_a_small_answer(
    http: httpx.AsyncClient, good: dict[str, Any]
) -> None:
    answer = await http.post("/api/jobs/comparison", json=good | {"selectedClauses": ["x" * 10_000] * 100})
    assert answer.status_code == 400
    assert len(answer.content) < 20_000


async def test_a_body_without_a_length_is_cut_off_at_the_limit(http: httpx.AsyncClient) -> None:
    async def endless() -> Any:
        for _ in range(64):
            yield b" " * 100_000

    answer = await http.post("/api/jobs/comparison", content=endless(), headers=JSON)
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("limit=0", "/limit"),
        ("limit=201", "/limit"),
        ("limit=0000000011000", "/limit"),
        (f"limit=1{'0' * 5000}", "/limit"),
        ("limit=ten", "/limit"),
        ("limit=%C2%B2", "/limit"),
        ("status=done", "/status"),
        ("job_type=x", "/job_type"),
        ("continuation=forged", "/continuation"),
    ],
)
async def test_a_wrong_query_parameter_is_named(http: httpx.AsyncClient, query: str, pointer: str) -> None:
    answer = await http.get(f"/api/jobs/user/system?{query}")
    assert answer.status_code == 400
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


@pytest.mark.parametrize("path", ["/api/jobs/none", "/api/analysis-results/none", "/api/contracts/none"])
async def test_what_is_not_there_is_a_404_with_a_sentence(http: httpx.AsyncClient, path: str) -> None:
    answer = await http.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, PROBLEM)
    assert answer.json()["detail"].startswith("There is no ")
