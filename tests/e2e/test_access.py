"""Who may do what: a row for every HTTP function of the app, a column for everybody who may knock, in every mode.

A new endpoint fails `test_every_http_function_has_its_row` until it has a line in ROWS.
"""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio

from adapters.bootstrap import connect
from api.application import create_app
from api.workbench import FILES, PAGE, PAGE_BELOW
from devhost.bindings import http_methods
from devhost.functions import HTTP, AppFunction
from devhost.loading import read_functions
from jobs.registry import JOB_TYPES
from shared.settings import Settings
from tests.e2e.access_world import GHOSTS, MODES, PROVEN, World, world_of
from tests.e2e.app_client import comparison, query
from tests.fakes.responses import comparison_response, query_response


@dataclass(frozen=True)
class Row:
    """What each of three known callers is answered, and a stranger: whoever proves nothing.

    `body` makes the JSON of a request from the ids in its places; `uses_up` gives each cell a contract and a result
    of its own.
    """

    owner: int
    other: int
    admin: int
    stranger: int = 401
    body: Any = None
    uses_up: bool = False


def a_text(_: Mapping[str, str]) -> dict[str, Any]:
    return {"text": "1. Term. One year."}


def a_comparison(places: Mapping[str, str]) -> dict[str, Any]:
    return comparison(places["standard_id"], places["contract_id"])


def a_result(_: Mapping[str, str]) -> dict[str, Any]:
    return {"results": comparison_response("contract_other")}


def an_answer(_: Mapping[str, str]) -> dict[str, Any]:
    return {"results": query_response("contract_other")}


def a_title(_: Mapping[str, str]) -> dict[str, Any]:
    return {"title": "Another title"}


def an_upload(_: Mapping[str, str]) -> dict[str, Any]:
    return {"filename": "large.csv", "size": 3}


def a_block(_: Mapping[str, str]) -> list[int]:
    """As JSON three bytes."""
    return [1]


def a_completion(_: Mapping[str, str]) -> dict[str, Any]:
    return {"blocks": 1}


def an_analysis(places: Mapping[str, str]) -> dict[str, Any]:
    return {"file_id": places["file_id"]}


def an_estimate(places: Mapping[str, str]) -> dict[str, Any]:
    return {"job_type": "contract_comparison", "request": a_comparison(places)}


def a_query(places: Mapping[str, str]) -> dict[str, Any]:
    return query("Which law governs?", places["contract_id"])


ROWS: dict[tuple[str, str], Row] = {
    ("OPTIONS", "{*path}"): Row(204, 204, 204, stranger=204),
    ("POST", "contracts"): Row(201, 201, 201, body=a_text),
    ("GET", "contracts"): Row(200, 200, 200),
    ("GET", "contracts/{contract_id}"): Row(200, 404, 200),
    ("GET", "contracts/{contract_id}/original"): Row(200, 404, 200),
    ("DELETE", "contracts/{contract_id}"): Row(204, 404, 204, uses_up=True),
    ("POST", "files"): Row(415, 415, 415),
    ("GET", "files"): Row(200, 200, 200),
    ("GET", "files/{file_id}"): Row(200, 404, 200),
    ("GET", "files/{file_id}/content"): Row(200, 404, 200),
    ("DELETE", "files/{file_id}"): Row(204, 404, 204, uses_up=True),
    ("POST", "files/uploads"): Row(201, 201, 201, body=an_upload),
    ("GET", "files/uploads/{upload_id}"): Row(200, 404, 200),
    ("PUT", "files/uploads/{upload_id}/blocks/{n}"): Row(204, 404, 204, body=a_block),
    ("POST", "files/uploads/{upload_id}/complete"): Row(201, 404, 201, body=a_completion, uses_up=True),
    ("DELETE", "files/uploads/{upload_id}"): Row(204, 404, 204, uses_up=True),
    ("POST", "jobs/comparison"): Row(202, 400, 202, body=a_comparison),
    ("POST", "jobs/analyze"): Row(202, 400, 202, body=an_analysis),
    ("POST", "jobs/estimate"): Row(200, 400, 200, body=an_estimate),
    ("POST", "compare-contracts"): Row(200, 400, 200, body=a_comparison),
    ("POST", "query_contracts_stream"): Row(200, 400, 200, body=a_query),
    ("POST", "jobs/query"): Row(202, 400, 202, body=a_query),
    ("GET", "jobs/{job_id}"): Row(200, 404, 200),
    ("GET", "jobs/{job_id}/request"): Row(200, 404, 200),
    ("GET", "jobs/{job_id}/artifacts/{name}"): Row(200, 404, 200),
    ("GET", "job-types"): Row(200, 200, 200),
    ("GET", "jobs/{job_id}/durable"): Row(200, 404, 200),
    ("POST", "jobs/{job_id}/cancel"): Row(409, 404, 409),
    ("POST", "jobs/{job_id}/retry"): Row(409, 404, 409),
    ("GET", "jobs/{job_id}/items"): Row(200, 404, 200),
    ("GET", "jobs/{job_id}/items/{item_id}"): Row(200, 404, 200),
    ("GET", "jobs/{job_id}/stream"): Row(200, 404, 200),
    ("GET", "jobs/user/{user_id}"): Row(200, 404, 200),
    ("GET", "jobs/user/{user_id}/stream"): Row(200, 404, 200),
    ("GET", "admin/deadletters"): Row(403, 403, 200),
    ("POST", "admin/deadletters/{letter_id}/replay"): Row(403, 403, 404),
    ("GET", "me"): Row(200, 200, 200),
    ("GET", "/" + PAGE): Row(200, 200, 200, stranger=200),
    ("GET", "/" + PAGE_BELOW): Row(200, 200, 200, stranger=200),
    ("GET", "/" + FILES): Row(404, 404, 404, stranger=404),
    ("GET", "openapi.json"): Row(200, 200, 200, stranger=200),
    ("GET", "docs"): Row(200, 200, 200, stranger=200),
    ("GET", "health"): Row(200, 200, 200, stranger=200),
    ("GET", "metrics"): Row(403, 403, 200),
    ("GET", "analysis-results/{result_id}"): Row(200, 404, 200),
    ("GET", "analysis-results/{result_id}/pdf"): Row(200, 404, 200),
    ("GET", "analysis-results/{result_id}/docx"): Row(200, 404, 200),
    ("GET", "analysis-results/{result_id}/csv"): Row(200, 404, 200),
    ("GET", "analysis-results/{result_id}/json"): Row(200, 404, 200),
    ("GET", "analysis-results/user/{user_id}"): Row(200, 404, 200),
    ("POST", "analysis-results/comparison"): Row(201, 201, 201, body=a_result),
    ("POST", "analysis-results/query"): Row(201, 201, 201, body=an_answer),
    ("PATCH", "analysis-results/{result_id}"): Row(200, 404, 200, body=a_title),
    ("DELETE", "analysis-results/{result_id}"): Row(204, 404, 204, uses_up=True),
    ("GET", "usage/user/{user_id}"): Row(200, 404, 200),
}
"""By route below `api/`; with a slash before it, by route from the root."""

WITHOUT_KEY = {"{*path}", "docs", "health", "openapi.json", "/" + PAGE, "/" + PAGE_BELOW, "/" + FILES}
"""Routes that are open in every mode."""

CELLS = [(mode, route, column) for mode, columns in MODES.items() for route in ROWS for column in columns]


def http_functions(**settings: Any) -> list[AppFunction]:
    chosen = Settings.model_validate({"store": "memory"} | settings)
    app = create_app(chosen, connect(chosen), JOB_TYPES)
    return [function for function in read_functions(app) if function.kind == HTTP]


def routes() -> Iterator[tuple[str, str]]:
    for function in http_functions():
        for method in http_methods(function) or ["ANY"]:
            yield method, short(function)


def short(function: AppFunction) -> str:
    route = str(function.trigger.route)
    return route.removeprefix("api/") if route.startswith("api/") else f"/{route}"


def test_every_http_function_has_its_row() -> None:
    assert set(ROWS) == set(routes())


@pytest.mark.parametrize(
    ("auth_mode", "level"), [("none", "FUNCTION"), ("easyauth", "ANONYMOUS"), ("jwt", "ANONYMOUS")]
)
def test_a_key_of_the_hosts_is_asked_for_where_nobody_signs_in_and_only_there(auth_mode: str, level: str) -> None:
    functions = http_functions(auth_mode=auth_mode, jwt_jwks_url="https://issuer.example/keys")
    levels = {short(function): function.trigger.auth_level.name for function in functions}
    assert {route: level for route, level in levels.items() if route not in WITHOUT_KEY} == {
        route: level for route in levels if route not in WITHOUT_KEY
    }
    assert {levels[route] for route in WITHOUT_KEY} == {"ANONYMOUS"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def worlds() -> AsyncIterator[dict[str, World]]:
    """The app in every mode, one host for each."""
    async with AsyncExitStack() as stack:
        yield {mode: await stack.enter_async_context(world_of(mode)) for mode in MODES}


def named(cell: object) -> str:
    return " ".join(cell) if isinstance(cell, tuple) else str(cell)


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(("mode", "route", "column"), CELLS, ids=named)
async def test_each_caller_gets_the_answer_of_the_table(
    worlds: dict[str, World], mode: str, route: tuple[str, str], column: str
) -> None:
    world, row = worlds[mode], ROWS[route]
    known = column in PROVEN and column in world.proofs
    expected = getattr(row, column) if known else row.stranger
    places = dict(world.places)
    if row.uses_up and known:
        places |= await things_of_the_owner(world)
    answer = await world.send(*route, places, world.headers(column), row.body)
    assert answer.status_code == expected, answer.text
    if expected in (400, 401, 404):
        ghosts = await world.send(*route, GHOSTS, world.headers(column), row.body)
        assert masked(answer.text, places) == masked(ghosts.text, GHOSTS), "the answer tells what is there"
        assert answer.headers["content-type"] == "application/problem+json"
    if expected == 401:
        assert answer.headers["www-authenticate"] == "Bearer"
        proof = world.headers(column).get("Authorization", "").removeprefix("Bearer ")
        assert not proof or proof not in answer.text


async def things_of_the_owner(world: World) -> dict[str, str]:
    owner = world.headers("owner")
    uploaded = (await world.send("POST", "contracts", {}, owner, a_text)).json()
    saved = (await world.send("POST", "analysis-results/comparison", {}, owner, a_result)).json()
    upload = (await world.send("POST", "files/uploads", {}, owner, an_upload)).json()["upload_id"]
    await world.send("PUT", "files/uploads/{upload_id}/blocks/{n}", {"upload_id": upload, "n": "0"}, owner, a_block)
    sent = {"files": ("rows.csv", b"a,b")}
    file = (await world.http.post("/api/files", files=sent, headers=owner)).json()["files"][0]["id"]
    stored = {"contract_id": uploaded["contracts"][0]["id"], "result_id": saved["result_id"]}
    return stored | {"upload_id": upload, "file_id": file}


def masked(text: str, places: Mapping[str, str]) -> str:
    """The text with every id replaced by what it stands for, the longest first: an id may begin another."""
    for name, value in sorted(places.items(), key=lambda place: -len(place[1])):
        if name not in ("path", "item_id", "n"):
            text = text.replace(value, f"<{name}>")
    return text
