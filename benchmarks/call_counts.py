"""How many functions of the app, in how many files, a job passes through: `python -m benchmarks.call_counts`.

One job over one contract runs on the local host, over memory and with the offline model. A profiler notes which of the
app's functions are called in each pass, each once:

- submission: the request `POST /api/jobs/comparison`, from its function to its answer. The job is stored by then.
- admission: what is done after the answer, until the job's orchestration is started.
- plan: the activity `plan_job`.
- item: the activity `work_lane`, until the item's result is stored.
- finish: the activity `finish_job`. The last item's activity would finish the job itself. It cannot here, because the
  store refuses the count of results that it begins with. A version that does without the count finishes the job there
  all the same: then what follows the stored result is counted.

Counted is what is in `activities`, `api`, `jobs` and `shared`. Adapters, the host and libraries are left out, and
orchestrators, which are replayed beside all passes. Comprehensions, generator expressions and lambdas belong to the
function around them. Properties, and methods that a library calls, are counted; the making of modules and classes is
not. Tasks and threads that a pass begins belong to it. The last column leaves out `activities` and `api`, which are the
doors to the services.

With `--list` the functions are named too. To count in another version, run this file with that version's folder as
`PYTHONPATH`. It knows the names of functions of the app, and of no class.
"""

import argparse
import asyncio
import dataclasses
import logging
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import httpx

import shared
from adapters.bootstrap import connect
from api.application import create_app
from devhost import HostOptions
from devhost.functions import ACTIVITY, HTTP, AppFunction, FunctionTable
from jobs.registry import JOB_TYPES
from shared.errors import TemporaryError
from shared.ports.documents import JsonDocument
from shared.settings import Settings
from tests.e2e.app_client import STANDARD_TEXT, AppClient, comparison
from tests.e2e.hosting import host_of
from tests.fakes.faults import FaultyContainer

ROOT = Path(shared.__file__).resolve().parent.parent
ROOMS = ("activities", "api", "jobs", "shared")
DOORS = ("activities", "api")
SUBMISSION, ADMISSION, PLAN = "submission", "admission", "plan"
ITEM, AFTER_ITEM, FINISH = "item", "after the item", "finish"
_START = "start_contract_comparison"
_ACTIVITIES = {"plan_job": PLAN, "work_lane": ITEM, "finish_job": FINISH}
_NEXT = {SUBMISSION: ADMISSION}
_PART_OF_ANOTHER = frozenset({"<lambda>", "<genexpr>", "<listcomp>", "<setcomp>", "<dictcomp>"})

_pass: ContextVar[str | None] = ContextVar("_pass", default=None)
"""Which pass the running task belongs to: tasks take it over from the one that begins them."""


class Calls:
    """The functions that were called, by pass."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, CodeType], None] = {}

    def note(self, frame: FrameType, event: str, _: Any) -> None:
        """What a profiler does at each event."""
        at = _pass.get()
        if at is not None and event == "call":
            self._seen[at, frame.f_code] = None

    def functions(self, name: str) -> list[tuple[str, str]]:
        """The file and the name of each function of a pass, in the order of their first calls."""
        called = [code for at, code in self._seen if at == name]
        own = [code for code in called if _room(code) in ROOMS and code.co_name not in _PART_OF_ANOTHER]
        return [(_file(code), code.co_qualname) for code in own]

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Watch this thread, and those that begin meanwhile."""
        threading.setprofile(self.note)
        sys.setprofile(self.note)
        try:
            yield
        finally:
            sys.setprofile(None)
            threading.setprofile(None)


def _file(code: CodeType) -> str:
    path = Path(code.co_filename)
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else ""


def _room(code: CodeType) -> str:
    return _file(code).partition("/")[0]


class CountingResults(FaultyContainer):
    """Ends the pass of an item with its result, and does not let its activity finish the job."""

    async def create(self, partition: str, body: JsonDocument) -> str:
        """Store a document."""
        etag = await super().create(partition, body)
        if body["type"] == "item_result" and _pass.get() == ITEM:
            _pass.set(AFTER_ITEM)
        return etag

    async def count(self, where: Any, partition: str | None, contains: Any = None) -> int:
        """Count documents, unless an item's activity asks for it."""
        if _pass.get() in (ITEM, AFTER_ITEM):
            raise TemporaryError("The store does not count now.")
        return await super().count(where, partition, contains)


def begun(function: AppFunction) -> AppFunction:
    """The function, which begins a pass if there is one that begins with it."""
    name = function.durable_name
    begins = _ACTIVITIES.get(name) if function.kind == ACTIVITY else None
    if function.kind == HTTP and name == _START:
        begins = SUBMISSION
    if begins is None:
        return function

    async def watched(**arguments: Any) -> Any:
        _pass.set(begins)
        try:
            return await function.code(**arguments)
        finally:
            # What is done after the answer is done in the same task.
            _pass.set(_NEXT.get(begins))

    return dataclasses.replace(function, code=watched)


async def counted() -> Calls:
    """The calls of one job."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.model_validate({"store": "memory", "blobs_path": folder})
        connected = connect(settings)
        ports = dataclasses.replace(connected, analysis_results=CountingResults(connected.analysis_results))
        host = host_of(create_app(settings, ports, JOB_TYPES), options=HostOptions(shutdown_grace=0.1))
        host.functions = FunctionTable(begun(function) for function in host.functions)
        async with host, httpx.AsyncClient(base_url=host.base_url, timeout=60) as http:
            return await _job(AppClient(http))


async def _job(app: AppClient) -> Calls:
    calls = Calls()
    standard = await app.add_text()
    other = await app.add_text(STANDARD_TEXT.replace("30 days", "60 days"))
    with calls.watched():
        submitted = await app.submit(comparison(standard, other))
        job = await app.finished(submitted["job_id"])
        # Its place is given back after it has ended.
        await asyncio.sleep(0.5)
    if job["status"] != "completed":
        raise RuntimeError(f"The job has {job['status']}: {job['error_message']}")
    return calls


def passes(calls: Calls) -> dict[str, list[tuple[str, str]]]:
    """The functions of each pass, and of the first two together."""
    found = {name: calls.functions(name) for name in (SUBMISSION, ADMISSION, PLAN, ITEM, FINISH)}
    if not found[FINISH]:
        found[FINISH] = calls.functions(AFTER_ITEM)
    both = list(dict.fromkeys([*found[SUBMISSION], *found[ADMISSION]]))
    return {SUBMISSION: found.pop(SUBMISSION), "submission and admission": both} | found


def _figures(functions: list[tuple[str, str]]) -> str:
    return f"{len(functions)} functions in {len({file for file, _ in functions})} files"


def main() -> None:
    """Count and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--list", action="store_true", help="name the functions")
    named = parser.parse_args().list
    logging.disable()  # the count that is refused is meant
    found = passes(asyncio.run(counted()))
    print("| pass | in all | below the API |\n|---|---|---|")
    for name, functions in found.items():
        below = [(file, function) for file, function in functions if file.partition("/")[0] not in DOORS]
        print(f"| {name} | {_figures(functions)} | {_figures(below)} |")
    for name, functions in found.items() if named else ():
        print(f"\n{name}:", *(f"  {file} {function}" for file, function in functions), sep="\n")


if __name__ == "__main__":
    main()
