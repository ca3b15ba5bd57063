"""Getting in without a key, by the identity that the platform gives the process."""

import time
import uuid
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from adapters.cosmos.account import Account
from adapters.cosmos.documents import CosmosDatabase
from emulators import CosmosServer
from tests.behaviour.documents.stores import job


@pytest.fixture
async def tokens_asked_for(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[list[str]]:
    """The resources for which the platform was asked for a token; it gives one to everybody."""
    asked: list[str] = []

    async def token(request: web.Request) -> web.Response:
        asked.append(request.query["resource"])
        return web.json_response(
            {"access_token": "token", "expires_on": str(int(time.time()) + 3600), "resource": asked[-1]}
        )

    application = web.Application()
    application.router.add_get("/token", token)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"http://{host}:{port}/token")
    monkeypatch.setenv("IDENTITY_HEADER", "x")
    yield asked
    await runner.cleanup()


async def test_without_a_key_the_identity_of_the_process_is_used(
    cosmos: CosmosServer, tokens_asked_for: list[str]
) -> None:
    database = CosmosDatabase(cosmos.endpoint, "", f"test-{uuid.uuid4().hex}", verify_tls=False)
    await database.container("job_queue").create("ann", job("1"))
    await database.close()
    assert tokens_asked_for == ["https://127.0.0.1"]


@pytest.mark.parametrize(
    ("endpoint", "is_local"),
    [
        ("https://localhost:8081", True),
        ("http://127.0.0.1:1234/", True),
        ("https://[::1]:8081", True),
        ("https://contracts.documents.azure.com:443/", False),
        ("https://localhost.documents.azure.com", False),
    ],
)
def test_an_endpoint_on_this_machine_is_an_emulator(endpoint: str, is_local: bool) -> None:
    assert Account(endpoint, "", "x").is_local is is_local
