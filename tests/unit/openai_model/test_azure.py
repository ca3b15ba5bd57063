from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from shared.errors import PermanentError, TemporaryError
from tests.fakes.openai_server import FakeOpenAI
from tests.unit.openai_model.asking import KEY, Asker, asker_of

FAR_AWAY = "4102444800"
OTHER_SOURCES = ("AZURE_CLIENT_ID", "AZURE_TENANT_ID", "AZURE_CLIENT_SECRET", "AZURE_FEDERATED_TOKEN_FILE")


def azure_asker(server: FakeOpenAI, **fields: Any) -> Asker:
    given = {"openai_base_url": "", "openai_api_key": "", "azure_openai_endpoint": server.origin}
    return asker_of(server, **given | fields)


@asynccontextmanager
async def identity_service(monkeypatch: pytest.MonkeyPatch, token: str | None) -> AsyncIterator[list[str]]:
    """The endpoint where an app on Azure asks for its managed identity's tokens; yields the resources asked for."""
    asked: list[str] = []

    async def give(request: web.Request) -> web.Response:
        asked.append(request.query["resource"])
        if token is None:
            return web.json_response({"statusCode": 400, "message": "No identity"}, status=400)
        given = {"access_token": token, "expires_on": FAR_AWAY, "token_type": "Bearer"}
        return web.json_response(given | {"resource": request.query["resource"]})

    app = web.Application()
    app.router.add_get("/msi/token", give)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"http://127.0.0.1:{runner.addresses[0][1]}/msi/token")
    monkeypatch.setenv("IDENTITY_HEADER", "the header")
    monkeypatch.setenv("AZURE_TOKEN_CREDENTIALS", "prod")  # not the developer's own, who may be logged in
    for name in OTHER_SOURCES:
        monkeypatch.delenv(name, raising=False)
    yield asked
    await runner.cleanup()


async def test_azure_is_asked_by_deployment_version_and_key(server: FakeOpenAI) -> None:
    asker = azure_asker(server, azure_openai_api_key=KEY, azure_openai_api_version="2024-10-21")
    await asker.ask()
    await asker.model.close()
    [received] = server.received
    assert received.path == "/openai/deployments/gpt-test/chat/completions?api-version=2024-10-21"
    assert received.headers["api-key"] == KEY
    assert "Authorization" not in received.headers


async def test_without_a_key_azure_is_shown_the_apps_identity(
    server: FakeOpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    asker = azure_asker(server)
    async with identity_service(monkeypatch, KEY) as asked:
        await asker.ask()
        await asker.ask()
        await asker.model.close()
    assert asked == ["https://cognitiveservices.azure.com"]
    assert [received.headers["Authorization"] for received in server.received] == [f"Bearer {KEY}"] * 2


async def test_an_app_without_an_identity_is_told_what_to_do(
    server: FakeOpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    asker = azure_asker(server)
    async with identity_service(monkeypatch, None):
        with pytest.raises(TemporaryError, match="'Cognitive Services OpenAI User', or to set AZURE_OPENAI") as raised:
            await asker.ask()
        await asker.model.close()
    assert raised.value.__context__ is None
    assert asker.calls == []
    assert server.received == []


async def test_a_deployment_that_azure_does_not_have_is_named(server: FakeOpenAI) -> None:
    asker = azure_asker(server, azure_openai_api_key=KEY, model_primary="mine")
    with pytest.raises(PermanentError, match="'mine'"):
        await asker.ask()
    await asker.model.close()
