"""Keeps what a client was answered in real time, as a header and items: just as a job's result is kept.

The items come first. What a crash leaves of a save has no header, so that nobody finds it.
"""

import asyncio
import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from shared.domain.caller import Caller
from shared.domain.job import ItemOutcome, ItemResult, Job, Progress, item_id, item_result_id
from shared.errors import AlreadyExistsError
from shared.job_type import JobType, Titles, Unpacked
from shared.ports.clock import Clock, IdSource
from shared.ports.documents import JsonDocument
from contracts.store import ContractStore
from shared.services.result_headers import DELETED, ResultHeaders
from shared.services.result_making import header_of
from shared.services.result_removal import ResultRemoval
from shared.services.result_review import Draft, check_draft, check_storable, read_draft
from shared.services.result_store import ResultStore
from shared.services.saved_results import ResultRow, row_of

_REPEATS = uuid.UUID("3c0f4c1d-7d53-4f0a-8a38-0f6c2c0f9b57")
_AT_ONCE = 20


class ResultIntake:
    """Saves results."""

    def __init__(
        self,
        results: ResultStore,
        headers: ResultHeaders,
        removal: ResultRemoval,
        contracts: ContractStore,
        clock: Clock,
        ids: IdSource,
    ) -> None:
        self._results = results
        self._headers = headers
        self._removal = removal
        self._contracts = contracts
        self._clock = clock
        self._ids = ids

    async def save(self, job_type: JobType, body: object, caller: Caller, key: str | None = None) -> ResultRow:
        """Keep an answer; the result, or the one that the same user's same key and body made before.

        Raises:
            ForbiddenError: it names another user than the caller, who is no administrator.
            InvalidRequestError: it has faults; all of them are named and nothing was stored.
            AlreadyExistsError: the key and body made a result that was deleted.
        """
        draft = read_draft(job_type, body, key)
        user = caller.user_for(draft.given.user_id)
        result_id = f"result_{_repeatable(user, job_type, key, body) if key else self._ids.new_id()}"
        earlier = await self._earlier(user, result_id) if key else None
        if earlier is not None:
            return earlier
        job = self._job(job_type, draft.unpacked, user, result_id)
        places = {contract: item_id(n) for n, contract in enumerate(job_type.item_contracts(job.request))}
        given = _in_order(draft.unpacked, places)
        items = _items(job_type, job, given.contents, places)
        overview = [item.overview or {} for item in items]
        header = header_of(job_type, job, result_id, overview, given.errors, job.created_date)
        check_draft(job_type, draft, header)
        header["metadata"] |= await self._metadata(job_type, draft, caller)
        check_storable(header, items)
        await self._store(header, items)
        return row_of(header)

    async def _store(self, header: JsonDocument, items: Sequence[ItemResult]) -> None:
        for start in range(0, len(items), _AT_ONCE):
            await asyncio.gather(*map(self._results.add_item, items[start : start + _AT_ONCE]))
        if not await self._headers.write(header):
            # An equal save was faster, and its result was deleted before this one was done.
            await self._removal.remove_items(header["user_id"], header["job_id"])
            raise _deleted(header["id"])

    async def _earlier(self, user: str, result_id: str) -> ResultRow | None:
        """What the key and body made before."""
        found = await self._headers.read(user, result_id)
        if found is not None and found.body["record"] == DELETED:
            raise _deleted(result_id)
        return row_of(found.body) if found else None

    async def _metadata(self, job_type: JobType, draft: Draft, caller: Caller) -> dict[str, str]:
        """What was chosen, and a title in any case."""
        chosen = draft.given.metadata.model_dump(exclude_none=True)
        if "title" in chosen:
            return chosen
        titles = await self._titles(draft.unpacked, caller)
        return chosen | {"title": job_type.title(draft.unpacked.request, titles)}

    async def _titles(self, unpacked: Unpacked, caller: Caller) -> Titles:
        """As the answer has them, else as they are stored for this caller, else the ids."""
        told = {content["contract_id"]: content["contract_title"] for content in unpacked.contents}
        others = [contract_id for contract_id in dict.fromkeys(unpacked.contracts.values()) if contract_id not in told]
        stored = await self._contracts.find(others, ["title"], caller.confined_to)
        return {name: name for name in others} | {name: fields["title"] for name, fields in stored.items()} | told

    def _job(self, job_type: JobType, unpacked: Unpacked, user: str, result_id: str) -> Job:
        """What stands where a job would: it is never stored."""
        return Job(
            id=result_id,
            user_id=user,
            partition_key=user,
            job_type=job_type.name,
            title="",
            request=unpacked.request,
            progress=Progress(),
            created_date=self._clock.now(),
        )


def _deleted(result_id: str) -> AlreadyExistsError:
    return AlreadyExistsError(
        f"This Idempotency-Key made the result {result_id}, which was deleted. Use a new key to save it again."
    )


def _in_order(unpacked: Unpacked, places: Mapping[str, str]) -> Unpacked:
    """What was sent as a job's result has it: by the contracts' places, which the items are read by."""
    contents = sorted(unpacked.contents, key=lambda content: places.get(content["contract_id"], ""))
    errors = [error.model_copy(update={"item_id": places.get(error.contract_id, "")}) for error in unpacked.errors]
    return replace(unpacked, contents=contents, errors=sorted(errors, key=lambda error: error.item_id))


def _items(
    job_type: JobType, job: Job, contents: Sequence[dict[str, Any]], places: Mapping[str, str]
) -> list[ItemResult]:
    """The items' results. Without a hash of their inputs: no other job may take them for an answer to its question."""
    return [
        ItemResult(
            id=item_result_id(job.id, places.get(content["contract_id"], "")),
            user_id=job.user_id,
            job_id=job.id,
            job_type=job.job_type,
            item_id=places.get(content["contract_id"], ""),
            contract_id=content["contract_id"],
            outcome=ItemOutcome.DONE,
            input_hash="",
            content=content,
            overview=job_type.overview(content),
            model=content["model"],
            created_date=job.created_date,
        )
        for content in contents
    ]


def _repeatable(user: str, job_type: JobType, key: str, body: Any) -> str:
    """An id that depends on the body too, so that what a broken-off save left is never part of another result."""
    content = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    return str(uuid.uuid5(_REPEATS, f"{user}\n{job_type.name}\n{key}\n{content}"))
