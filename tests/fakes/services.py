"""The application's services over containers that can fail, a scripted model and a clock that stands still."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from adapters.memory.documents import MemoryDatabase
from jobs.registry import JOB_TYPES
from shared.job_type import JobType
from shared.ports.documents import Container
from shared.services.accounting import Accounting
from shared.services.announcer import Announcer
from shared.services.contract_files import ContractFiles
from shared.services.contract_store import ContractStore
from shared.services.item_runner import ItemRunner
from shared.services.job_intake import JobIntake
from shared.services.job_lifecycle import JobLifecycle
from shared.services.job_reader import JobReader
from shared.services.job_store import JobStore
from shared.services.notifications import Notifications
from shared.services.progress_board import ProgressBoard
from shared.services.result_store import ResultStore
from shared.services.usage_store import UsageStore
from shared.services.usage_tally import UsageTally
from shared.settings import ModelPrice
from tests.fakes.blobs import MemoryBlobs
from tests.fakes.builders import STANDARD, contract, job, other
from tests.fakes.clock import SteerableClock
from tests.fakes.faults import FaultyContainer
from tests.fakes.ids import SequentialIds
from tests.fakes.model import NAME, ScriptedModel
from tests.fakes.queue import FaultyQueue

PRICES = {NAME: ModelPrice(prompt=1.0, completion=10.0)}
"""US dollars a million tokens: an answer of the scripted model costs 0.0002."""

BY_NAME: Mapping[str, JobType] = {job_type.name: job_type for job_type in JOB_TYPES}


class Database(Protocol):
    """What every adapter of documents offers."""

    def container(self, name: str) -> Container: ...


@dataclass(frozen=True)
class Services:
    """Everything that a test may want to touch."""

    clock: SteerableClock
    ids: SequentialIds
    model: ScriptedModel
    job_queue: FaultyContainer
    analysis_results: FaultyContainer
    model_usage: FaultyContainer
    contract_container: FaultyContainer
    events: FaultyQueue
    dead_letters: FaultyQueue
    blobs: MemoryBlobs
    announcer: Announcer
    notifications: Notifications
    jobs: JobStore
    contracts: ContractStore
    results: ResultStore
    board: ProgressBoard
    tally: UsageTally
    reader: JobReader
    lifecycle: JobLifecycle
    runner: ItemRunner
    intake: JobIntake

    async def with_job(self, items: int = 1, job_id: str = "job-1") -> "Services":
        """The same, with a queued job and the contracts that it names."""
        await self.contracts.create(contract(STANDARD))
        for number in range(items):
            await self.contracts.create(contract(other(number)))
        assert await self.jobs.create(job(job_id, items))
        return self


def services(database: Database | None = None, *, item_timeout: float = 60.0) -> Services:
    """Services over a database, a fresh one in memory by default."""
    opened = database or MemoryDatabase()
    clock, ids, model = SteerableClock(), SequentialIds(), ScriptedModel()
    queue, results_container, usage, contract_container = (
        FaultyContainer(opened.container(name))
        for name in ("job_queue", "analysis_results", "model_usage", "contracts")
    )
    blobs = MemoryBlobs()
    contract_store = ContractStore(contract_container, ContractFiles(blobs), clock)
    jobs, contracts, results = JobStore(queue), contract_store, ResultStore(results_container)
    board, reader = ProgressBoard(jobs, clock), JobReader(jobs, clock)
    tally = UsageTally(jobs, clock)
    accounting = Accounting(PRICES)
    usage_store = UsageStore(usage, accounting, clock, ids)
    events, dead_letters = FaultyQueue(), FaultyQueue()
    announcer = Announcer(jobs, results, events, dead_letters, clock)
    return Services(
        clock=clock,
        ids=ids,
        model=model,
        job_queue=queue,
        analysis_results=results_container,
        model_usage=usage,
        contract_container=contract_container,
        events=events,
        dead_letters=dead_letters,
        blobs=blobs,
        announcer=announcer,
        notifications=Notifications(queue, jobs, clock),
        jobs=jobs,
        contracts=contracts,
        results=results,
        board=board,
        tally=tally,
        reader=reader,
        lifecycle=JobLifecycle(
            BY_NAME,
            jobs,
            contracts,
            results,
            board=board,
            tally=tally,
            reader=reader,
            announcer=announcer,
            clock=clock,
        ),
        runner=ItemRunner(
            BY_NAME,
            jobs,
            contracts,
            results,
            usage=usage_store,
            accounting=accounting,
            board=board,
            tally=tally,
            model=model,
            clock=clock,
            item_timeout=item_timeout,
        ),
        intake=JobIntake(jobs, contracts, clock, ids),
    )
