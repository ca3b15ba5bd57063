"""What belongs to whom: contracts that are shared, users that are named, keys that two users choose alike, links."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.e2e.access_world import ADMIN, OTHER, OWNER, World, world_of
from tests.e2e.app_client import AppClient, comparison

TEXT = "1. Payment. Within 30 days.\n\n2. Law. The laws of Peru.\n"


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with world_of("jwt") as opened:
        yield opened


async def call(world: World, who: str, method: str, path: str, **fields: Any) -> httpx.Response:
    headers = world.headers(who) | fields.pop("headers", {})
    return await world.http.request(method, f"/api/{path}", headers=headers, **fields)


async def upload(world: World, who: str, **fields: Any) -> dict[str, Any]:
    answer = await call(world, who, "POST", "contracts", json={"text": TEXT} | fields)
    assert answer.status_code == 201, answer.text
    return dict(answer.json()["contracts"][0])


async def listed(world: World, who: str) -> set[str]:
    return {contract["id"] for contract in (await call(world, who, "GET", "contracts")).json()["contracts"]}


async def test_what_is_uploaded_belongs_to_the_caller(world: World) -> None:
    unnamed = await upload(world, "other")
    named = await upload(world, "other", user_id=OTHER)
    files = {"files": ("term.txt", b"1. Term. One year.")}
    [filed] = (await call(world, "other", "POST", "contracts", files=files)).json()["contracts"]
    assert {contract["user_id"] for contract in (unnamed, named, filed)} == {OTHER}


@pytest.mark.parametrize("kind", ["text", "files"])
async def test_nobody_uploads_in_anothers_name_but_an_administrator(world: World, kind: str) -> None:
    fields: dict[str, Any] = {"json": {"text": TEXT, "user_id": OWNER}}
    if kind == "files":
        fields = {"files": {"files": ("term.txt", b"1. Term.")}, "data": {"user_id": OWNER}}
    assert (await call(world, "other", "POST", "contracts", **fields)).status_code == 403
    by_admin = await call(world, "admin", "POST", "contracts", **fields)
    assert by_admin.json()["contracts"][0]["user_id"] == OWNER


async def test_a_listing_shows_ones_own_contracts_and_the_shared_ones_and_an_administrator_all(world: World) -> None:
    theirs, shared = await upload(world, "owner"), await upload(world, "owner", shared=True)
    mine = await upload(world, "other")
    assert await listed(world, "other") == {shared["id"], mine["id"]}
    assert await listed(world, "owner") == {
        theirs["id"],
        shared["id"],
        world.places["contract_id"],
        world.places["standard_id"],
    }
    assert await listed(world, "admin") == await listed(world, "owner") | {mine["id"]}


async def test_pages_of_a_listing_skip_what_the_caller_may_not_see(world: World) -> None:
    mine = []
    for _ in range(3):
        mine.append((await upload(world, "other"))["id"])
        await upload(world, "owner")
    first = (await call(world, "other", "GET", "contracts", params={"limit": 2})).json()
    rest = (await call(world, "other", "GET", "contracts", params={"continuation": first["continuation"]})).json()
    assert [contract["id"] for contract in first["contracts"] + rest["contracts"]] == mine[::-1]


async def test_a_shared_contract_is_everybodys_to_read_and_compare_with_and_its_owners_to_delete(world: World) -> None:
    files = {"files": ("house.txt", TEXT.encode())}
    uploaded = await call(world, "owner", "POST", "contracts", files=files, data={"shared": "true"})
    [standard] = uploaded.json()["contracts"]
    assert standard["shared"] is True
    path = f"contracts/{standard['id']}"
    assert (await call(world, "other", "GET", path)).json()["text"] == TEXT.strip()
    assert (await call(world, "other", "GET", f"{path}/original")).content == TEXT.encode()
    mine = await upload(world, "other")
    started = await call(world, "other", "POST", "jobs/comparison", json=comparison(standard["id"], mine["id"]))
    assert started.status_code == 202
    refused = await call(world, "other", "DELETE", path)
    assert (refused.status_code, "only its owner" in refused.json()["detail"]) == (403, True)
    assert (await call(world, "owner", "DELETE", path)).status_code == 204
    assert (await call(world, "other", "GET", path)).status_code == 404


@pytest.mark.parametrize("shared", ["yes please", 1, None])
async def test_shared_is_a_yes_or_a_no(world: World, shared: Any) -> None:
    answer = await call(world, "owner", "POST", "contracts", json={"text": TEXT, "shared": shared})
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/shared"]


async def test_a_job_is_the_callers_whether_the_request_names_them_or_nobody(world: World) -> None:
    one, two = await upload(world, "other"), await upload(world, "other")
    for named in (OTHER, "system", None):
        body = comparison(one["id"], two["id"], userEmail=named)
        if named is None:
            del body["userEmail"]
        started = await call(world, "other", "POST", "jobs/comparison", json=body)
        job = (await call(world, "other", "GET", f"jobs/{started.json()['job_id']}")).json()
        assert (job["user_id"], job["request"]["userEmail"]) == (OTHER, OTHER)
    page = (await call(world, "other", "GET", f"jobs/user/{OTHER}")).json()
    assert page["total"] == 3


async def test_nobody_starts_a_job_in_anothers_name_but_an_administrator(world: World) -> None:
    places = world.places
    body = comparison(places["standard_id"], places["contract_id"], userEmail=OTHER)
    assert (await call(world, "owner", "POST", "jobs/comparison", json=body)).status_code == 403
    started = await call(world, "admin", "POST", "jobs/comparison", json=body)
    job_path = f"jobs/{started.json()['job_id']}"
    assert (await call(world, "other", "GET", job_path)).json()["user_id"] == OTHER
    assert (await call(world, "owner", "GET", job_path)).status_code == 404


async def test_one_missing_and_one_foreign_contract_are_the_same_fault(world: World) -> None:
    mine = await upload(world, "other")
    body = comparison(mine["id"], world.places["contract_id"], "contract_missing")
    answer = await call(world, "other", "POST", "jobs/comparison", json=body)
    assert [(error["pointer"], error["message"]) for error in answer.json()["errors"]] == [
        (f"/compareContractIds/{n}", f"There is no contract {name}. Upload it first.")
        for n, name in enumerate((world.places["contract_id"], "contract_missing"))
    ]


async def test_the_same_key_of_two_users_makes_two_jobs(world: World) -> None:
    one, two = await upload(world, "owner", shared=True), await upload(world, "owner", shared=True)
    body, headers = comparison(one["id"], two["id"]), {"Idempotency-Key": "monday"}
    started = [
        (await call(world, who, "POST", "jobs/comparison", json=body, headers=headers)).json()["job_id"]
        for who in ("owner", "other", "owner", "other", "admin")
    ]
    assert started[:2] == started[2:4]
    assert len(set(started)) == 3


async def test_the_links_with_the_key_to_everything_go_to_administrators_only(world: World) -> None:
    one, two = await upload(world, "owner", shared=True), await upload(world, "owner", shared=True)
    answers = {
        who: (await call(world, who, "POST", "jobs/comparison", json=comparison(one["id"], two["id"]))).json()
        for who in ("owner", "admin")
    }
    job_id = answers["owner"]["job_id"]
    assert answers["owner"] == {
        "job_id": job_id,
        "status": "queued",
        "poll_url": f"/api/jobs/{job_id}",
        "stream_url": f"/api/jobs/{job_id}/stream",
        "durable_url": f"/api/jobs/{job_id}/durable",
    }
    assert {"statusQueryGetUri", "terminatePostUri", "purgeHistoryDeleteUri"} < set(answers["admin"])


async def test_the_state_of_an_orchestration_is_what_the_links_would_tell(world: World) -> None:
    one, two = await upload(world, "admin"), await upload(world, "admin")
    started = (await call(world, "admin", "POST", "jobs/comparison", json=comparison(one["id"], two["id"]))).json()
    world.http.headers.update(world.headers("admin"))
    await AppClient(world.http).finished(started["job_id"])
    linked = (await world.http.get(started["statusQueryGetUri"], params={"showInput": "false"})).json()
    ours = (await world.http.get(started["durable_url"])).json()
    for moment in ("createdTime", "lastUpdatedTime"):
        assert ours.pop(moment)[:19] == linked.pop(moment)[:19]
    assert ours == {name: linked[name] for name in ours}
    assert ours["runtimeStatus"] == "Completed"
    assert ours["instanceId"] == started["job_id"]
    assert ADMIN not in str(ours)
