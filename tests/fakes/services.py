"""The application's services over containers that can fail, a scripted model and a clock that stands still."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from adapters.callers.nobody_asked import NobodyAsked
from adapters.documents.versioned import VersionedContainer
from adapters.memory.documents import MemoryDatabase
from adapters.telemetry.prometheus import PrometheusTelemetry
from adapters.text_extraction.extractor import FileTextExtractor
from adapters.tokens import O200kTokenCounter
from contracts.services import ContractServices
from jobs.registry import JOB_TYPES
from shared.job_types.capabilities import RealTime
from shared.job_types.core import JobType
from shared.ports.bundle import Ports
from shared.ports.documents import Container
from shared.services import composition
from shared.settings import ModelPrice, Settings
from tests.fakes.blobs import MemoryBlobs
from tests.fakes.builders import STANDARD, contract, job, other, text_of
from tests.fakes.clock import SteerableClock
from tests.fakes.faults import FaultyContainer
from tests.fakes.ids import SequentialIds
from tests.fakes.model import NAME, ScriptedModel
from tests.fakes.queue import FaultyQueue

PRICES = {NAME: ModelPrice(prompt=1.0, completion=10.0)}
"""US dollars a million tokens: an answer of the scripted model costs 0.0002."""

BY_NAME: Mapping[str, JobType] = {job_type.name: job_type for job_type in JOB_TYPES}


def real_time_of(job_type: str) -> RealTime:
    """What a type brings for calls in real time."""
    real_time = BY_NAME[job_type].real_time
    assert real_time is not None
    return real_time


class Database(Protocol):
    """What every adapter of documents offers."""

    def container(self, name: str) -> Container: ...


class Services(composition.Services):
    """The app's services as they are composed, and the hands of what they stand on."""

    def __init__(self, database: Database, settings: Settings, more: Sequence[JobType] = ()) -> None:
        self.database = database
        """The containers as they are, without versions and without faults."""
        self.clock, self.ids, self.model, self.blobs = SteerableClock(), SequentialIds(), ScriptedModel(), MemoryBlobs()
        self.job_queue, self.analysis_results, self.model_usage, self.contract_container, self.file_container = (
            FaultyContainer(VersionedContainer(database.container(name)))
            for name in ("job_queue", "analysis_results", "model_usage", "contracts", "files")
        )
        self.events, self.dead_letters, self.telemetry = FaultyQueue(), FaultyQueue(), PrometheusTelemetry()
        ports = Ports(
            job_queue=self.job_queue,
            analysis_results=self.analysis_results,
            model_usage=self.model_usage,
            contracts=self.contract_container,
            files=self.file_container,
            job_events=self.events,
            dead_letters=self.dead_letters,
            blobs=self.blobs,
            model=self.model,
            callers=NobodyAsked(),
            text_extractor=FileTextExtractor(),
            reports={},
            token_counter=O200kTokenCounter(),
            clock=self.clock,
            ids=self.ids,
            process="here",
            telemetry=self.telemetry,
            close=_nothing,
        )
        kept = ContractServices(ports)
        self.contracts, self.contract_intake, self.contract_reader = kept.store, kept.intake, kept.reader
        super().__init__(ports, {**BY_NAME, **{job_type.name: job_type for job_type in more}}, settings, [kept.source])

    async def with_job(self, items: int = 1, job_id: str = "job-1", **fields: Any) -> "Services":
        """The same, with a queued job and the contracts that it names."""
        await self.contracts.create(contract(STANDARD))
        for number in range(items):
            await self.contracts.create(contract(other(number), text_of(number)))
        assert await self.jobs.create(job(job_id, items, **fields))
        return self


def services(
    database: Database | None = None, settings: Settings | None = None, more: Sequence[JobType] = ()
) -> Services:
    """Services over a database, a fresh one in memory by default, with the app's job types and more."""
    priced = (settings or Settings()).model_copy(update={"model_prices": PRICES})
    return Services(database or MemoryDatabase(), priced, more)


async def _nothing() -> None:
    """Memory needs no closing."""
