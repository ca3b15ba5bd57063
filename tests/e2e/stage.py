"""The app on a laptop's files, in this process, with a diary of what was asked and stored, in order."""

import asyncio
import dataclasses
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import httpx

from adapters.bootstrap import connect
from api.application import create_app
from devhost import Host, HostOptions
from devhost.functions import AppFunction, FunctionTable
from jobs.registry import JOB_TYPES
from shared.domain.job import JobStatus
from shared.domain.transitions import is_terminal
from shared.ports.bundle import Ports
from shared.ports.documents import JsonDocument
from shared.ports.model import Completion, Model, ModelLimits, ModelRequest, ModelSelection, Report, Told
from shared.settings import Settings
from tests.e2e.app_client import AppClient, comparison
from tests.e2e.hosting import host_of
from tests.fakes.faults import FaultyContainer

Around = Callable[[AppFunction], AppFunction]


@dataclass
class Diary:
    """What happened, in the order in which it did, whichever host did it."""

    seconds: float = 0.0
    """That the model takes for an answer."""
    events: list[tuple[Literal["asked", "stored"], str]] = field(default_factory=list)
    """By contract: the model was asked about it, or its result was stored."""
    ends: set[tuple[str, str, str]] = field(default_factory=set)
    """Of jobs, with their state and its time, as they were stored."""
    at_work: int = 0
    busiest: int = 0
    """How many questions were with the model at once, and at most."""
    processing: set[str] = field(default_factory=set)
    most_processing: int = 0
    """Which jobs are at work by what is stored, and how many were at most."""
    may_answer: asyncio.Event = field(default_factory=asyncio.Event)
    """Until it is set the model answers nothing; a diary begins with it set."""

    def __post_init__(self) -> None:
        self.may_answer.set()

    @property
    def asked(self) -> Counter[str]:
        """How often the model was asked about each contract."""
        return Counter(contract for kind, contract in self.events if kind == "asked")

    @property
    def stored(self) -> Counter[str]:
        """How many results of each contract were stored."""
        return Counter(contract for kind, contract in self.events if kind == "stored")

    def asked_after_it_was_stored(self) -> list[str]:
        """The contracts that were asked about although their result was there."""
        stored: set[str] = set()
        late: list[str] = []
        for kind, contract in self.events:
            if kind == "stored":
                stored.add(contract)
            elif contract in stored:
                late.append(contract)
        return late

    def watching(self, ports: Ports) -> Ports:
        """The same ports, from which everything comes into the diary."""
        return dataclasses.replace(
            ports,
            model=NotedModel(ports.model, self),
            analysis_results=NotedResults(ports.analysis_results, self),
            job_queue=NotedJobs(ports.job_queue, self),
        )


class NotedModel:
    """Notes the contract, takes its time, and answers as the model behind it does."""

    def __init__(self, behind: Model, diary: Diary) -> None:
        self._behind = behind
        self._diary = diary

    @property
    def limits(self) -> ModelLimits | None:
        """As the model behind it."""
        return self._behind.limits

    def identity(self, selection: ModelSelection) -> str:
        """As the model behind it."""
        return self._behind.identity(selection)

    async def reachable(self) -> bool:
        """As the model behind it."""
        return await self._behind.reachable()

    async def complete(self, request: ModelRequest, report: Report, told: Told | None = None) -> Completion:
        """Answer, on record."""
        diary = self._diary
        diary.events.append(("asked", request.variables["contract"]["contract_id"]))
        diary.at_work += 1
        diary.busiest = max(diary.busiest, diary.at_work)
        try:
            await diary.may_answer.wait()
            await asyncio.sleep(diary.seconds)
            return await self._behind.complete(request, report, told)
        finally:
            diary.at_work -= 1


class NotedResults(FaultyContainer):
    """Results, noted once they are stored."""

    def __init__(self, inner: Any, diary: Diary) -> None:
        super().__init__(inner)
        self._diary = diary

    async def create(self, partition: str, body: JsonDocument) -> str:
        etag = await super().create(partition, body)
        if body["type"] == "item_result":
            self._diary.events.append(("stored", body["contract_id"]))
        return etag


class NotedJobs(FaultyContainer):
    """Jobs, noted once their beginning is stored, and once their end is."""

    def __init__(self, inner: Any, diary: Diary) -> None:
        super().__init__(inner)
        self._diary = diary

    async def replace(self, partition: str, body: JsonDocument, etag: str) -> str:
        etag = await super().replace(partition, body, etag)
        if body["type"] == "batch_job":
            self._note(body)
        return etag

    def _note(self, body: JsonDocument) -> None:
        diary = self._diary
        if is_terminal(JobStatus(body["status"])):
            diary.processing.discard(body["id"])
            diary.ends.add((body["id"], body["status"], body["completed_date"]))
        elif body["status"] == JobStatus.PROCESSING:
            diary.processing.add(body["id"])
            diary.most_processing = max(diary.most_processing, len(diary.processing))


@dataclass(frozen=True)
class Stage:
    """The app on a host, and its hands."""

    app: AppClient
    host: Host
    ports: Ports
    diary: Diary

    async def contracts(self, number: int) -> tuple[str, list[str]]:
        """A standard and so many contracts that are new; their ids."""
        standard = await self.app.add_text()
        return standard, [await self.app.add_text(f"1. Note. Number {n} is the number.\n") for n in range(number)]

    async def submitted(self, items: int, **options: int) -> tuple[str, list[str]]:
        """A job over contracts that are new; its id and theirs."""
        standard, others = await self.contracts(items)
        body = {"request": comparison(standard, *others), "options": options}
        return (await self.app.submit(body))["job_id"], others

    async def items(self, job_id: str) -> list[dict[str, Any]]:
        """The items of a job as people see them, at most 200."""
        answer = await self.app.http.get(f"/api/jobs/{job_id}/items", params={"limit": 200})
        return list(answer.raise_for_status().json()["items"])

    async def post(self, job_id: str, act: str) -> httpx.Response:
        """Cancel a job, or retry it."""
        return await self.app.http.post(f"/api/jobs/{job_id}/{act}")

    async def until_stored(self, results: int) -> None:
        """Wait until so many results are stored."""
        async with asyncio.timeout(30):
            while self.diary.stored.total() < results:
                await asyncio.sleep(0.01)


def on(folder: Path, **settings: Any) -> Settings:
    """Settings of an app that keeps everything in a folder."""
    places = {"sqlite_path": folder / "documents.sqlite3", "blobs_path": folder / "blobs"}
    return Settings.model_validate(places | settings)


@asynccontextmanager
async def staged(
    settings: Settings, diary: Diary, around: Around = lambda function: function, *, activities: int | None = None
) -> AsyncIterator[Stage]:
    """The app on a host of its own; `around` may put something around each function.

    With `activities` so many run at once, and not as many as `host.json` allows.
    """
    connected = connect(settings)
    ports = diary.watching(connected)
    host = host_of(create_app(settings, ports, JOB_TYPES), options=HostOptions(shutdown_grace=0.1))
    host.functions = FunctionTable(around(function) for function in host.functions)
    if activities is not None:
        host.settings = dataclasses.replace(host.settings, max_activities=activities)
    async with host, httpx.AsyncClient(base_url=host.base_url, timeout=60) as http:
        yield Stage(AppClient(http), host, ports, diary)
    await connected.close()
