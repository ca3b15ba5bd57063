"""The application's services over containers that can fail, a scripted model and a clock that stands still."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from adapters.memory.documents import MemoryDatabase
from jobs.registry import JOB_TYPES
from shared.job_type import JobType
from shared.ports.documents import Container
from shared.services.contract_store import ContractStore
from shared.services.item_runner import ItemRunner
from shared.services.job_intake import JobIntake
from shared.services.job_lifecycle import JobLifecycle
from shared.services.job_reader import JobReader
from shared.services.job_store import JobStore
from shared.services.progress_board import ProgressBoard
from shared.services.result_store import ResultStore
from shared.services.usage_store import UsageStore
from tests.fakes.builders import STANDARD, contract, job, other
from tests.fakes.clock import SteerableClock
from tests.fakes.faults import FaultyContainer
from tests.fakes.ids import SequentialIds
from tests.fakes.model import ScriptedModel

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
    jobs: JobStore
    contracts: ContractStore
    results: ResultStore
    board: ProgressBoard
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


def services(database: Database | None = None, *, model_timeout: float = 60.0) -> Services:
    """Services over a database, a fresh one in memory by default."""
    opened = database or MemoryDatabase()
    clock, ids, model = SteerableClock(), SequentialIds(), ScriptedModel()
    queue, results_container, usage, contract_container = (
        FaultyContainer(opened.container(name))
        for name in ("job_queue", "analysis_results", "model_usage", "contracts")
    )
    jobs, contracts, results = JobStore(queue), ContractStore(contract_container, clock), ResultStore(results_container)
    board, reader = ProgressBoard(jobs, clock), JobReader(jobs, clock)
    usage_store = UsageStore(usage, clock, ids)
    return Services(
        clock=clock,
        ids=ids,
        model=model,
        job_queue=queue,
        analysis_results=results_container,
        model_usage=usage,
        contract_container=contract_container,
        jobs=jobs,
        contracts=contracts,
        results=results,
        board=board,
        reader=reader,
        lifecycle=JobLifecycle(BY_NAME, jobs, contracts, results, board, reader, clock),
        runner=ItemRunner(
            BY_NAME,
            jobs,
            contracts,
            results,
            usage_store,
            board,
            model,
            clock,
            model_timeout=model_timeout,
        ),
        intake=JobIntake(jobs, contracts, clock, ids),
    )
