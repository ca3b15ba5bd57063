"""Who the caller is, as a page learns it."""

import httpx

from tests.e2e.access_world import ADMIN, OWNER, world_of


async def test_where_nobody_is_asked_jobs_are_those_of_the_user_that_requests_without_one_name(
    http: httpx.AsyncClient,
) -> None:
    answer = await http.get("/api/me")
    assert answer.json() == {"user_id": "system", "is_admin": True, "auth_mode": "none"}


async def test_a_caller_with_a_token_is_the_user_it_names() -> None:
    async with world_of("jwt") as world:
        told = [
            (await world.http.get("/api/me", headers=world.headers(column))).json() for column in ("owner", "admin")
        ]
    assert told == [
        {"user_id": OWNER, "is_admin": False, "auth_mode": "jwt"},
        {"user_id": ADMIN, "is_admin": True, "auth_mode": "jwt"},
    ]
