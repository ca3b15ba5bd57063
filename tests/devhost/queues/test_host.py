"""Where the host's queue functions listen: at the app's storage, or at queues of the host's own."""

import asyncio
import logging
import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from devhost import Host, ManualClock, StartError
from emulators import StorageServer
from tests.devhost.driving import until
from tests.devhost.queues.driving import Consumer, Mailbox, mailbox
from tests.fakes.faulty_server import Answer, Drop, Fault, Held, faulty_server

STORAGE = "AzureWebJobsStorage"
APP = """
import base64, os
import azure.functions as func
from azure.storage.queue.aio import QueueServiceClient
from azurefunctions.extensions.http.fastapi import PlainTextResponse, Request
app = func.FunctionApp()
CONNECTION = os.environ["AzureWebJobsStorage"]
taken = []

@app.route(route="send")
async def send(req: Request) -> PlainTextResponse:
    async with QueueServiceClient.from_connection_string(CONNECTION) as service:
        queue = await service.create_queue("letters")
        await queue.send_message(base64.b64encode(b"hello").decode())
    return PlainTextResponse(CONNECTION)

@app.queue_trigger(arg_name="message", queue_name="letters", connection="AzureWebJobsStorage")
def take(message: str) -> None:
    taken.append(message)

@app.route(route="taken")
async def show(req: Request) -> PlainTextResponse:
    return PlainTextResponse(",".join(taken))
"""


@pytest.fixture(autouse=True)
def _no_storage(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv(STORAGE, raising=False)
    yield
    assert STORAGE not in os.environ


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "function_app.py").write_text(APP)
    return tmp_path


async def answer(http: aiohttp.ClientSession, host: Host, path: str) -> str:
    async with http.get(f"{host.base_url}/api/{path}") as response:
        assert response.status == 200
        return await response.text()


async def test_an_app_without_storage_gets_queues_that_its_functions_listen_to(
    folder: Path, http: aiohttp.ClientSession
) -> None:
    async with Host(folder) as host:
        assert os.environ[STORAGE] == await answer(http, host, "send")

        async def is_taken() -> bool:
            return await answer(http, host, "taken") == "hello"

        await until(is_taken)
    assert STORAGE not in os.environ


async def test_an_app_with_storage_keeps_it(
    folder: Path, azurite: StorageServer, http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv(STORAGE, azurite.connection_string)
        async with Host(folder) as host:
            assert await answer(http, host, "send") == azurite.connection_string

            async def is_taken() -> bool:
                return await answer(http, host, "taken") == "hello"

            await until(is_taken)
        assert os.environ[STORAGE] == azurite.connection_string


async def test_an_empty_setting_is_none_and_is_empty_again_afterwards(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv(STORAGE, "")
        async with Host(folder):
            assert os.environ[STORAGE].startswith("AccountName=devhost")
        assert os.environ[STORAGE] == ""


async def test_hosts_beside_each_other_have_queues_of_their_own(folder: Path) -> None:
    async with Host(folder):
        first = os.environ[STORAGE]
        async with Host(folder):
            assert os.environ[STORAGE] not in ("", first)
        assert os.environ[STORAGE] == first


def test_a_host_that_is_never_started_leaves_no_setting(folder: Path) -> None:
    host = Host(folder)
    assert STORAGE in os.environ
    del host
    assert STORAGE not in os.environ


def test_an_app_that_cannot_run_leaves_no_setting(folder: Path) -> None:
    (folder / "function_app.py").write_text("1 / 0")
    with pytest.raises(StartError):
        Host(folder)
    assert STORAGE not in os.environ


async def test_a_port_that_is_taken_leaves_no_setting(folder: Path) -> None:
    async with Host(folder) as host:
        port = int(host.base_url.rpartition(":")[2])
        second = Host(folder, port=port)
        with pytest.raises(StartError, match="cannot be used"):
            await second.start()


async def test_an_identity_is_not_overridden_but_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setenv(f"{STORAGE}__queueServiceUri", "https://account.queue.core.windows.net")
        (folder / "function_app.py").write_text(APP.replace('os.environ["AzureWebJobsStorage"]', "None"))
        with pytest.raises(StartError, match="AzureWebJobsStorage is for a managed identity"):
            Host(folder)


async def test_an_app_object_without_storage_runs_and_its_queue_functions_do_not_listen(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "devhost")
    clock = ManualClock()
    async with Consumer("letters").serve(None, clock=clock) as host:
        assert (len(host._background), len(host._queues._background), clock.pending()) == (0, 0, 0)
    assert [record.message for record in caplog.records] == [
        "Queue function 'consume' does not listen: AzureWebJobsStorage is not set."
    ]


def _letters_of(consumer: Consumer) -> Callable[[], bool]:
    return lambda: consumer.ended == 1


@pytest.mark.parametrize("fault", [Drop(), Answer(503, "ServerBusy"), Answer(403, "AuthorizationFailure")])
async def test_storage_that_cannot_be_read_is_reported_once_and_tried_until_it_can(
    fault: Fault, azurite: StorageServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "devhost")
    async with faulty_server(azurite.queue_url) as server, mailbox(azurite.connection_string) as mail:
        consumer = Consumer(mail.name)
        await mail.send("x")
        server.faults.extend([fault] * 3)
        async with consumer.serve(azurite.connection_string.replace(azurite.queue_url, server.url)):
            await until(_letters_of(consumer))
            await until(mail.is_empty)
    first, second = (record.message for record in caplog.records)
    assert first.startswith(f"Queue '{mail.name}' cannot be read, and is tried again until it can")
    assert "npx azurite" in first
    assert second == f"Queue '{mail.name}' can be reached again."


async def test_a_message_that_cannot_be_deleted_at_first_is_deleted_all_the_same(
    azurite: StorageServer, caplog: pytest.LogCaptureFixture
) -> None:
    async with faulty_server(azurite.queue_url) as server, mailbox(azurite.connection_string) as mail:
        consumer = Consumer(mail.name)
        await mail.send("x")
        consumer.may_end.clear()
        async with consumer.serve(azurite.connection_string.replace(azurite.queue_url, server.url)):
            await until(lambda: consumer.running == 1)
            server.methods = frozenset({"DELETE"})
            server.faults.append(Answer(500, "InternalError"))
            consumer.may_end.set()
            await until(mail.is_empty)
    assert len(consumer.given) == 1
    assert [record.message for record in caplog.records if record.name.startswith("devhost.queues.processing")] == []


async def test_a_running_message_that_somebody_else_deleted_is_let_go(
    mail: Mailbox, storage: str, caplog: pytest.LogCaptureFixture
) -> None:
    consumer = Consumer(mail.name)
    consumer.may_end.clear()
    await mail.send("x")
    async with consumer.serve(storage):
        await until(lambda: consumer.running == 1)
        await mail.client.clear_messages()
        consumer.may_end.set()
        await until(lambda: consumer.ended == 1)
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


async def test_messages_that_arrive_as_the_host_stops_are_given_back(azurite: StorageServer) -> None:
    async with faulty_server(azurite.queue_url) as server, mailbox(azurite.connection_string) as mail:
        consumer, held = Consumer(mail.name), Held()
        await mail.send("a", "b")
        server.faults.append(held)
        host = consumer.serve(azurite.connection_string.replace(azurite.queue_url, server.url))
        await host.start()
        await held.carried_out.wait()
        stopping = asyncio.create_task(host.stop())
        await asyncio.sleep(0)
        held.may_go.set()
        await stopping
        assert len(await mail.client.peek_messages(32)) == 2
    assert consumer.given == []


async def test_a_queue_function_uses_no_time_of_a_host_that_only_orchestrates() -> None:
    clock = ManualClock()
    async with Consumer("letters").serve(None, clock=clock):
        clock.advance(timedelta(days=1).total_seconds())
        assert clock.pending() == 0
