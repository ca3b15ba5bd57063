"""A worker: loads the app as the host does and runs activities for it, until the host is gone."""

import asyncio
import logging
import signal
import sys
from pathlib import Path
from typing import Any

from azure.durable_functions.models.utils import http_utils

from devhost.activities import perform
from devhost.functions import ACTIVITY, FunctionTable
from devhost.invocation import Invoker
from devhost.loading import load_app, read_functions
from devhost.tuning import fast_loop, prepare_libraries, spare_the_collector
from devhost.warm_up import warm_ups
from devhost.workers.wire import Assignment, receive, send


def main() -> None:
    """Work until the host is gone; the folder of the app is the current one."""
    # Who presses Ctrl+C means the host, which ends its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    assignment = Assignment.from_json(sys.stdin.buffer.read())
    logging.basicConfig(level=sys.argv[1], format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    prepare_libraries()
    functions = FunctionTable(read_functions(load_app(Path())))
    with asyncio.Runner(loop_factory=fast_loop()) as runner:
        runner.run(_work(functions, assignment))


async def _work(functions: FunctionTable, assignment: Assignment) -> None:
    duty = assignment.duty
    invoker = Invoker(lambda: duty.client_json, duty.timeout, duty.threads)
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", assignment.port)
    except ConnectionError:
        # The host was gone before this process had started.
        return
    spare_the_collector()
    send(writer, {"secret": assignment.secret})
    running = {asyncio.create_task(work) for work in warm_ups(functions, invoker)}
    while (call := await receive(reader)) is not None:
        task = asyncio.create_task(_answer(functions, invoker, call, writer))
        running.add(task)
        task.add_done_callback(running.discard)
    for task in running:
        task.cancel()
    writer.close()
    invoker.close()
    # The 1.x client keeps one session per process.
    await http_utils._close_session()  # noqa: SLF001 - the library offers no public way


async def _answer(
    functions: FunctionTable, invoker: Invoker, call: dict[str, Any], writer: asyncio.StreamWriter
) -> None:
    function = functions.find(ACTIVITY, call["name"])
    assert function is not None  # noqa: S101 - the host, which has the same functions, has looked for it
    outcome = await perform(function, invoker, call["input"])
    send(writer, {"id": call["id"], **outcome.as_json()})


if __name__ == "__main__":
    main()
