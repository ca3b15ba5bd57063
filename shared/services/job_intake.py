"""From a request body to a stored job, or to every fault of the request at once."""

import uuid
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, StrictInt
from pydantic.alias_generators import to_camel

from shared.domain.contract import is_contract_id
from shared.domain.job import DEFAULT_MAX_CONCURRENT, DEFAULT_PRIORITY, MAX_CONCURRENT, Job, JobReference, Progress
from shared.errors import Fault, InvalidRequestError
from shared.job_type import JobType, Normalised, Titles
from shared.ports.clock import Clock, IdSource
from shared.services.contract_store import ContractStore
from shared.services.job_store import JobStore
from shared.services.validation import checked

_SHOWN_UNKNOWN = 100
_REPEATS = uuid.UUID("6a2f6f0c-8d0b-4a58-9e55-2f7a4b0d8c11")


class Options(BaseModel):
    """How the job is to run."""

    model_config = ConfigDict(extra="forbid", alias_generator=to_camel)

    max_concurrent: StrictInt = Field(default=DEFAULT_MAX_CONCURRENT, ge=1, le=MAX_CONCURRENT)


class Envelope(BaseModel):
    """A request wrapped together with how urgent it is and how it is to run."""

    model_config = ConfigDict(extra="forbid")

    request: dict[str, Any]
    priority: StrictInt = Field(default=DEFAULT_PRIORITY, ge=1, le=10, description="10 goes first.")
    options: Options = Options()


class JobIntake:
    """Accepts requests."""

    def __init__(self, jobs: JobStore, contracts: ContractStore, clock: Clock, ids: IdSource) -> None:
        self._jobs = jobs
        self._contracts = contracts
        self._clock = clock
        self._ids = ids

    async def accept(self, job_type: JobType, body: object, idempotency_key: str | None = None) -> Job:
        """Store a new job, or return the one that the same user's same key made before.

        Raises:
            InvalidRequestError: the request has faults; all of them are named and nothing was stored.
        """
        envelope, normalised, titles = await self._validated(job_type, body)
        job = self._job(job_type, envelope, normalised, titles, idempotency_key)
        if await self._jobs.create(job):
            return job
        return await self._jobs.get(JobReference(job_id=job.id, user_id=job.user_id, job_type=job.job_type))

    async def _validated(self, job_type: JobType, body: object) -> tuple[Envelope, Normalised, Titles]:
        if not isinstance(body, dict):
            raise InvalidRequestError([Fault("", "The body must be a JSON object.")])
        wrapped = "request" in body
        faults: list[Fault] = []
        envelope = checked(Envelope, body if wrapped else {"request": body}, "", faults)
        prefix = "/request" if wrapped else ""
        inner = envelope.request if envelope else body.get("request")
        request = checked(job_type.request_model, inner, prefix, faults) if isinstance(inner, dict) else None
        normalised = job_type.normalise(request) if request else None
        titles = await self._titles(normalised) if normalised else {}
        if normalised:
            faults += [Fault(prefix + fault.pointer, fault.message) for fault in normalised.faults]
            faults += _unknown_contracts(normalised, titles, prefix)
        if faults or envelope is None or normalised is None:
            raise InvalidRequestError(faults)
        return envelope, normalised, titles

    async def _titles(self, normalised: Normalised) -> Titles:
        found = await self._contracts.find(list(normalised.contracts), ["title"])
        return {contract_id: fields["title"] for contract_id, fields in found.items()}

    def _job(
        self, job_type: JobType, envelope: Envelope, normalised: Normalised, titles: Titles, key: str | None
    ) -> Job:
        user = job_type.user_of(normalised.request)
        total = len(job_type.item_contracts(normalised.request))
        return Job(
            id=str(uuid.uuid5(_REPEATS, f"{user}\n{job_type.name}\n{key}")) if key else self._ids.new_id(),
            user_id=user,
            partition_key=user,
            job_type=job_type.name,
            title=job_type.title(normalised.request, titles),
            priority=envelope.priority,
            max_concurrent=envelope.options.max_concurrent,
            request=normalised.request,
            progress=Progress(total_items=total),
            created_date=self._clock.now(),
        )


def _unknown_contracts(normalised: Normalised, titles: Titles, prefix: str) -> list[Fault]:
    named = [
        Fault(prefix + pointer, f"There is no contract {contract}. Upload it first.")
        for contract, pointer in normalised.contracts.items()
        if contract not in titles and is_contract_id(contract)
    ]
    return named[:_SHOWN_UNKNOWN] + _and_more(len(named) - _SHOWN_UNKNOWN, prefix)


def _and_more(count: int, prefix: str) -> list[Fault]:
    return [Fault(prefix, f"{count} more contracts are unknown.")] if count > 0 else []
