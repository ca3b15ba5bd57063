"""Activities in processes of their own: what comes of them, and of them when they die."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import azure.durable_functions as df
import pytest

from devhost import Host, HostOptions, StartError
from devhost.workers.pool import WorkerPool
from devhost.workers.wire import Duty, receive, send
from tests.devhost.driving import until

APP = """
import asyncio
import os
import azure.durable_functions as df

app = df.DFApp()

@app.orchestration_trigger(context_name="context")
def once(context):
    name, value = context.get_input()
    result = yield context.call_activity(name, value)
    return result

@app.orchestration_trigger(context_name="context")
def again(context):
    name, value = context.get_input()
    result = yield context.call_activity_with_retry(name, df.RetryOptions(1, 3), value)
    return result

@app.activity_trigger(input_name="value")
async def process(value) -> list:
    return [os.getpid(), os.getcwd(), value]

@app.activity_trigger(input_name="value")
def refuse(value: str) -> None:
    raise ValueError(value)

@app.activity_trigger(input_name="book")
async def dies_the_first_time(book: str) -> int:
    with open(book, "a") as file:
        file.write(f"{os.getpid()}\\n")
    if len(open(book).readlines()) == 1:
        os._exit(3)
    return os.getpid()

@app.activity_trigger(input_name="book")
async def never_ends(book: str) -> None:
    with open(book, "a") as file:
        file.write(f"{os.getpid()}\\n")
    await asyncio.sleep(3600)

@app.activity_trigger(input_name="value")
@app.durable_client_input(client_name="client")
async def starts_another(value: str, client: df.DurableOrchestrationClient) -> str:
    return await client.start_new("once", value, ["process", 1])
"""
QUICK = HostOptions(shutdown_grace=0.1)


@asynccontextmanager
async def served(folder: Path, monkeypatch: pytest.MonkeyPatch, processes: int = 2) -> AsyncIterator[Host]:
    (folder / "function_app.py").write_text(APP)
    monkeypatch.setenv("FUNCTIONS_WORKER_PROCESS_COUNT", str(processes))
    async with Host(folder, options=QUICK) as host:
        yield host


async def ended(host: Host, orchestrator: str, *given: Any) -> Any:
    client = host.durable_client()
    instance_id = await client.start_new(orchestrator, None, list(given))

    async def is_over() -> bool:
        return (await client.get_status(instance_id)).output is not None

    # A process takes its time to start on a machine that is busy.
    await until(is_over, 60)
    return await client.get_status(instance_id)


async def result(host: Host, orchestrator: str, *given: Any) -> Any:
    status = await ended(host, orchestrator, *given)
    assert status.runtime_status is df.OrchestrationRuntimeStatus.Completed, status.output
    return status.output


def is_alive(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


async def test_activities_run_in_another_process_in_the_folder_of_the_app(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with served(tmp_path, monkeypatch) as host:
        pid, folder, value = await result(host, "once", "process", {"of": ["any", "size", "x" * 200_000]})
        assert pid != os.getpid()
        assert folder == str(tmp_path)
        assert value == {"of": ["any", "size", "x" * 200_000]}
    assert not is_alive(pid)


async def test_several_processes_share_the_activities(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with served(tmp_path, monkeypatch, processes=3) as host:
        book = tmp_path / "book"
        await host.durable_client().start_new("once", "long", ["never_ends", str(book)])
        await until(lambda: book.exists() and bool(book.read_text().strip()), 60)

        async def another() -> bool:
            pid, *_ = await result(host, "once", "process", None)
            return bool(pid != int(book.read_text()))

        await until(another, 60)


async def test_what_an_activity_raises_reaches_the_orchestration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with served(tmp_path, monkeypatch) as host:
        status = await ended(host, "once", "refuse", "Not like this.")
    assert status.runtime_status is df.OrchestrationRuntimeStatus.Failed
    assert "Activity function 'refuse' failed:  ValueError: Not like this." in status.output


async def test_an_activity_there_has_a_client_of_this_host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with served(tmp_path, monkeypatch) as host:
        assert await result(host, "once", "starts_another", "another") == "another"
        assert (await host.durable_client().get_status("another")).name == "once"


async def test_an_activity_whose_process_dies_has_failed_and_the_next_one_has_a_new_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with served(tmp_path, monkeypatch) as host:
        book = tmp_path / "book"
        last = await result(host, "again", "dies_the_first_time", str(book))
    first, second = (int(line) for line in book.read_text().split())
    assert last == second != first


async def test_workers_end_with_a_host_that_is_killed(tmp_path: Path) -> None:
    (tmp_path / "function_app.py").write_text(
        APP + "\n@app.timer_trigger(arg_name='timer', schedule='0 0 0 1 1 *', run_on_startup=True)\n"
        "@app.durable_client_input(client_name='client')\n"
        "async def begin(timer, client: df.DurableOrchestrationClient) -> None:\n"
        f"    await client.start_new('once', 'long', ['never_ends', {str(tmp_path / 'book')!r}])\n"
    )
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "devhost", "--app", str(tmp_path), "--port", "0", "--log-level", "error"),
        env=os.environ | {"FUNCTIONS_WORKER_PROCESS_COUNT": "2"},
        stdout=asyncio.subprocess.DEVNULL,
    )
    book = tmp_path / "book"
    try:
        await until(lambda: book.exists() and bool(book.read_text().strip()), 60)
        worker = int(book.read_text())
        assert is_alive(worker)
    finally:
        process.send_signal(signal.SIGKILL)
        await process.wait()
    await until(lambda: not is_alive(worker))


async def test_who_does_not_know_the_secret_is_given_nothing_to_do(tmp_path: Path) -> None:
    pool = WorkerPool(1, Duty(str(tmp_path / "no app here"), "{}", None, 1))
    tmp_path.joinpath("no app here").mkdir()
    await pool.start()
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", pool.port)
        send(writer, {"secret": "guessed"})
        assert await asyncio.wait_for(receive(reader), 10) is None
        writer.close()
    finally:
        await pool.stop()


@pytest.mark.parametrize("count", ["0", "11", "two", "-1"])
def test_a_number_of_processes_that_cannot_be_is_refused(
    count: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "function_app.py").write_text(APP)
    monkeypatch.setenv("FUNCTIONS_WORKER_PROCESS_COUNT", count)
    with pytest.raises(StartError, match=f"FUNCTIONS_WORKER_PROCESS_COUNT is '{count}': give a number from 1 to 10"):
        Host(tmp_path)
