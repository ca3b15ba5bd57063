"""The warm-up function: once in each process, beside everything else."""

import asyncio
import os
from pathlib import Path

import azure.durable_functions as df
import pytest
from azure.functions.warmup import WarmUpContext

from devhost import Host, HostOptions
from tests.devhost.driving import until

WARMS = """
import os
import azure.durable_functions as df

app = df.DFApp()

@app.function_name("Warmup")
@app.warm_up_trigger(arg_name="context")
async def note(context) -> None:
    with open(os.environ["BOOK"], "a") as book:
        book.write(f"{os.getpid()}\\n")
"""


async def test_each_process_of_the_host_is_warmed_up_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = tmp_path / "book"
    monkeypatch.setenv("BOOK", str(book))
    monkeypatch.setenv("FUNCTIONS_WORKER_PROCESS_COUNT", "3")
    (tmp_path / "function_app.py").write_text(WARMS)
    async with Host(tmp_path, options=HostOptions(shutdown_grace=0.1)):
        await until(lambda: book.exists() and len(book.read_text().split()) == 3, 60)
    processes = book.read_text().split()
    assert len(set(processes)) == 3
    assert str(os.getpid()) in processes


async def test_a_host_does_not_wait_for_a_warm_up_when_it_stops() -> None:
    app = df.DFApp()
    ended: list[str] = []

    async def warm(context: WarmUpContext) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(type(context).__name__)

    app.function_name("warmup")(app.warm_up_trigger(arg_name="context")(warm))
    async with asyncio.timeout(30), Host(app, options=HostOptions(shutdown_grace=0.1)):
        await asyncio.sleep(0)
    assert ended == ["WarmUpContext"]


async def test_a_warm_up_that_fails_is_logged_and_the_host_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    app = df.DFApp()
    given: list[object] = []

    async def warm(context: WarmUpContext) -> None:
        given.append(context)
        raise OSError("The store is away.")

    app.function_name("warmup")(app.warm_up_trigger(arg_name="context")(warm))
    async with Host(app, options=HostOptions(shutdown_grace=0.1)) as host:
        await until(lambda: "Warm-up function 'warmup' failed." in caplog.text)
        assert [type(context) for context in given] == [WarmUpContext]
        assert not (await host.durable_client().get_status("nobody")).name
    assert "The host failed at its own work." not in caplog.text
