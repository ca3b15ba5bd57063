"""From a request body to a stored job, or to every fault of the request at once."""

import uuid
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, StrictInt

from shared.domain.admission import turn_of
from shared.domain.caller import Caller
from shared.domain.job import DEFAULT_PRIORITY, Job, JobReference, Options, Progress
from shared.errors import Fault, InvalidRequestError, KeyUsedError, NotFoundError
from shared.job_type import JobType, Request, Review, Titles, Tokens
from shared.ports.clock import Clock, IdSource
from shared.services.accounting import Accounting
from shared.services.contract_store import ContractStore
from shared.services.idempotency import key_faults
from shared.services.job_feed import JobFeed
from shared.services.job_store import JobStore
from shared.services.quotas import Quotas
from shared.services.validation import checked
from shared.settings import Settings

_REPEATS = uuid.UUID("6a2f6f0c-8d0b-4a58-9e55-2f7a4b0d8c11")


class Envelope(BaseModel):
    """A request wrapped together with how urgent it is and how it is to run."""

    model_config = ConfigDict(extra="forbid")

    request: dict[str, Any]
    priority: StrictInt = Field(default=DEFAULT_PRIORITY, ge=1, le=10, description="10 goes first.")
    options: Options = Options()


@dataclass(frozen=True, slots=True)
class _Draft:
    """A body as far as it could be read; `job_id` is set when an idempotency key decides it."""

    envelope: Envelope | None
    request: Request | None
    review: Review
    faults: list[Fault]
    prefix: str
    job_id: str | None


class JobIntake:
    """Accepts requests."""

    def __init__(
        self,
        jobs: JobStore,
        feed: JobFeed,
        contracts: ContractStore,
        quotas: Quotas,
        accounting: Accounting,
        clock: Clock,
        ids: IdSource,
        settings: Settings,
    ) -> None:
        self._jobs = jobs
        self._feed = feed
        self._contracts = contracts
        self._quotas = quotas
        self._accounting = accounting
        self._clock = clock
        self._ids = ids
        self._settings = settings

    async def accept(self, job_type: JobType, body: object, caller: Caller, idempotency_key: str | None = None) -> Job:
        """Store a new job, or return the one that the same user's same key made before.

        Raises:
            ForbiddenError: the request names another user than the caller, who is no administrator.
            InvalidRequestError: the request has faults; all of them are named and nothing was stored.
            KeyUsedError: the key was given with another request before.
            LimitReachedError: the user's day does not allow another job, or not one of this cost.
        """
        draft = _read(job_type, body, caller, idempotency_key)
        if draft.job_id is not None and draft.request is not None:
            earlier = await self._earlier(job_type, draft)
            if earlier is not None:
                return earlier
        # Another's contracts are to the caller as if they were not there.
        named = await self._contracts.find(list(draft.review.contracts), ["title", "text_tokens"], caller.confined_to)
        titles = {contract_id: fields["title"] for contract_id, fields in named.items()}
        faults = _each_place_once([*draft.faults, *_unknown_contracts(draft, titles)])
        if faults or draft.envelope is None or draft.request is None:
            raise InvalidRequestError(faults)
        job = self._job(job_type, draft.envelope, draft.request, titles, draft.job_id or self._ids.new_id())
        tokens = {contract_id: fields["text_tokens"] for contract_id, fields in named.items()}
        job.estimated_cost = self._cost(job_type, draft.request, tokens)
        if not await self._quotas.create_within(job, self._jobs.create):
            return await self._jobs.get(job.reference)
        self._feed.publish_job(job)
        return job

    async def _earlier(self, job_type: JobType, draft: _Draft) -> Job | None:
        """The job that this key made before."""
        request = draft.request or {}
        user = job_type.user_of(request)
        reference = JobReference(job_id=draft.job_id or "", user_id=user, job_type=job_type.name)
        try:
            job = await self._jobs.get(reference)
        except NotFoundError:
            return None
        envelope = draft.envelope
        same = envelope is not None and (job.priority, job.options) == (envelope.priority, envelope.options)
        if job.request != request or not same:
            raise KeyUsedError(
                "This Idempotency-Key came with another request before. Use a new key for a new request."
            )
        return job

    def _cost(self, job_type: JobType, request: Request, tokens: Tokens) -> float | None:
        estimate = job_type.estimate(request, tokens)
        return self._accounting.estimated_cost(estimate, self._settings.model_behind(estimate.selection))

    def _job(self, job_type: JobType, envelope: Envelope, request: Request, titles: Titles, job_id: str) -> Job:
        user, now = job_type.user_of(request), self._clock.now()
        return Job(
            id=job_id,
            user_id=user,
            partition_key=user,
            job_type=job_type.name,
            title=job_type.title(request, titles),
            priority=envelope.priority,
            options=envelope.options,
            turn=turn_of(now, envelope.priority, self._settings.ageing_seconds),
            request=request,
            progress=Progress(total_items=len(job_type.item_contracts(request))),
            created_date=now,
        )


def _read(job_type: JobType, body: object, caller: Caller, key: str | None) -> _Draft:
    """All that can be said of a body without asking the store."""
    if not isinstance(body, dict):
        raise InvalidRequestError([Fault("", "The body must be a JSON object.")])
    faults = key_faults(key)
    wrapped = "request" in body
    prefix = "/request" if wrapped else ""
    envelope = checked(Envelope, body if wrapped else {"request": body}, "", faults)
    inner = body["request"] if wrapped else body
    if not isinstance(inner, dict):
        return _Draft(envelope, None, Review({}, []), faults, prefix, None)
    model = checked(job_type.request_model, inner, prefix, faults)
    review = job_type.review(inner)
    faults += [Fault(prefix + fault.pointer, fault.message) for fault in review.faults]
    request = None if faults or model is None else _owned(job_type, job_type.normalise(model), caller)
    job_id = _id_of(job_type, request, key) if key and request else None
    return _Draft(envelope, request, review, faults, prefix, job_id)


def _owned(job_type: JobType, request: Request, caller: Caller) -> Request:
    return job_type.with_user(request, caller.user_for(job_type.user_of(request)))


def _id_of(job_type: JobType, request: Request, key: str) -> str:
    return str(uuid.uuid5(_REPEATS, f"{job_type.user_of(request)}\n{job_type.name}\n{key}"))


def _unknown_contracts(draft: _Draft, titles: Titles) -> list[Fault]:
    return [
        Fault(draft.prefix + pointer, f"There is no contract {contract}. Upload it first.")
        for contract, pointer in draft.review.contracts.items()
        if contract not in titles
    ]


def _each_place_once(faults: list[Fault]) -> list[Fault]:
    """The first fault of each place: a value of the wrong shape need not be told more."""
    return list({fault.pointer: fault for fault in reversed(faults)}.values())[::-1]
