"""The app on a local host, at a time that stands still, with a model and a queue that can be steered."""

import asyncio
import dataclasses
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import httpx
from pydantic import SecretStr

from adapters.bootstrap import connect
from adapters.documents.containers import PARTITION_FIELDS
from api.application import create_app
from devhost import HostOptions
from devhost.functions import TIMER, FunctionTable
from jobs.registry import JOB_TYPES
from shared.errors import PermanentError, TemporaryError
from shared.ports.bundle import Ports
from shared.ports.model import Completion, Model, ModelCall, ModelLimits, ModelRequest, ModelSelection, Report, Told
from shared.ports.queue import JsonMessage, Queue, QueueDepth
from shared.settings import Settings
from tests.e2e.app_client import AppClient
from tests.e2e.hosting import host_of
from tests.upgrades.documents import BLOBS, DATABASE, fill

PRICES = '{"offline-extractive": {"prompt": 1.0, "completion": 10.0}}'


class StandingClock:
    """The app's clock and the host's: the time moves when told to, sleepers sleep as long as they say."""

    def __init__(self, moment: datetime) -> None:
        self._start = moment
        self._now = moment

    def now(self) -> datetime:
        """See both ports."""
        return self._now

    def monotonic(self) -> float:
        """See the app's port."""
        return (self._now - self._start).total_seconds()

    async def sleep(self, seconds: float) -> None:
        """See the app's port."""
        await asyncio.sleep(seconds)

    def call_at(self, moment: datetime, callback: Callable[[], None]) -> asyncio.TimerHandle:
        """See the host's port."""
        delay = max(0.0, (moment - self._now).total_seconds())
        return asyncio.get_running_loop().call_later(delay, callback)

    def step(self, seconds: float) -> None:
        """Move on."""
        self._now += timedelta(seconds=seconds)


class NumberedIds:
    """The port `IdSource`: UUIDs that count."""

    def __init__(self, first: int = 1) -> None:
        self._next = first

    def new_id(self) -> str:
        """See the port."""
        number, self._next = self._next, self._next + 1
        return f"00000000-0000-4000-8000-{number:012d}"


class SteeredModel:
    """Answers as the model behind it, at a fixed price; refuses some contracts, keeps others waiting."""

    def __init__(self, behind: Model) -> None:
        self._behind = behind
        self.refused: set[str] = set()
        self.held: set[str] = set()
        """Contracts that are not answered until they are taken out."""
        self.asked: list[str] = []

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
        """Answer, refuse, or wait."""

        def report_fixed(call: ModelCall) -> None:
            report(dataclasses.replace(call, seconds=0.5, prompt_tokens=400, completion_tokens=60))

        contract_id = request.variables["contract"]["contract_id"]
        self.asked.append(contract_id)
        while contract_id in self.held:
            await asyncio.sleep(0.01)
        if contract_id in self.refused:
            raise PermanentError("The model does not take this contract.")
        return await self._behind.complete(request, report_fixed, told)


class SteeredQueue:
    """Sends as the queue behind it, until it is broken."""

    def __init__(self, behind: Queue) -> None:
        self._behind = behind
        self.broken = False

    async def send(self, message: JsonMessage) -> None:
        """See Queue.send."""
        if self.broken:
            raise TemporaryError("The queue cannot be reached.")
        await self._behind.send(message)

    async def depth(self) -> QueueDepth:
        """See Queue.depth."""
        return await self._behind.depth()


@dataclass(frozen=True)
class Stand:
    """The running app and its hands."""

    app: AppClient
    ports: Ports
    clock: StandingClock
    model: SteeredModel
    events: SteeredQueue


def settings_on(folder: Path, *, store: str = "sqlite", storage: str = "") -> Settings:
    """Settings of an app that keeps everything in a folder and has one job at work at a time."""
    return Settings.model_validate(
        {
            "store": store,
            "sqlite_path": folder / DATABASE,
            "blobs_path": folder / BLOBS,
            "storage_connection": SecretStr(storage),
            "processing_overall": 1,
            "model_prices": PRICES,
        }
    )


@asynccontextmanager
async def stand(
    settings: Settings,
    clock: StandingClock,
    *,
    recorded: Path | None = None,
    timers: bool = False,
    first_id: int = 1,
) -> AsyncIterator[Stand]:
    """The app on a host, over the recorded documents of a folder if one is named.

    Without its timers the watchdog does not run, and nothing changes by itself.
    """
    connected = connect(settings)
    if recorded is not None:
        # Behind what gives every document that is written the version of now.
        await fill({name: getattr(connected, name)._inner for name in PARTITION_FIELDS}, recorded)
    model, events = SteeredModel(connected.model), SteeredQueue(connected.job_events)
    ids = NumberedIds(first_id)
    ports = dataclasses.replace(connected, model=model, job_events=events, clock=clock, ids=ids, process="recordedhost")
    storage = settings.storage_connection.get_secret_value() or None
    options = HostOptions(shutdown_grace=0.1)
    host = host_of(create_app(settings, ports, JOB_TYPES), options=options, clock=clock, storage=storage)
    if not timers:
        host.functions = FunctionTable(function for function in host.functions if function.kind != TIMER)
    async with host, httpx.AsyncClient(base_url=host.base_url, timeout=60) as http:
        yield Stand(AppClient(http), ports, clock, model, events)
    await connected.close()
