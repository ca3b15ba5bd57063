"""Keeps what a client was answered in real time, as a header and items: just as a job's result is kept.

The items come first. What a crash leaves of a save has no header, so that nobody finds it.
"""

import asyncio
import hashlib
import json
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from shared.domain.caller import Caller
from shared.domain.endings import Tally
from shared.domain.job import ItemError, ItemOutcome, ItemResult, Job, Progress, item_result_id
from shared.errors import AlreadyExistsError
from shared.job_types.capabilities import RealTime, Unpacked
from shared.job_types.context import MergeContext
from shared.job_types.core import JobType
from shared.job_types.values import InputHeader, Inputs, JsonObject, Request, Row
from shared.ports.clock import Clock, IdSource
from shared.ports.documents import JsonDocument
from shared.services.inputs import InputSources
from shared.services.job_merger import JobMerger, header_of
from shared.services.planned_items import planned
from shared.services.result_headers import DELETED, ResultHeaders
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
        sources: InputSources,
        merger: JobMerger,
        clock: Clock,
        ids: IdSource,
    ) -> None:
        self._results = results
        self._headers = headers
        self._removal = removal
        self._sources = sources
        self._merger = merger
        self._clock = clock
        self._ids = ids

    async def save(
        self, job_type: JobType, real_time: RealTime, body: object, caller: Caller, key: str | None = None
    ) -> ResultRow:
        """Keep an answer; the result, or the one that the same user's same key and body made before.

        Raises:
            ForbiddenError: it names another user than the caller, who is no administrator.
            InvalidRequestError: it has faults; all of them are named and nothing was stored.
            AlreadyExistsError: the key and body made a result that was deleted.
        """
        draft = read_draft(real_time, body, key)
        user = caller.user_for(draft.given.user_id)
        result_id = f"result_{_repeatable(user, job_type, key, body) if key else self._ids.new_id()}"
        earlier = await self._earlier(user, result_id) if key else None
        if earlier is not None:
            return earlier
        request = draft.unpacked.request
        planned_items = planned(job_type, request, {})
        job = self._job(job_type, request, user, result_id, len(planned_items))
        saving = _Saving(job_type, real_time, job, self._merger.context(job))
        places = {item.input[real_time.label]: item.item_id for item in planned_items}
        given = saving.in_order(draft.unpacked, places)
        items = [*saving.items(given.contents, places), *saving.failures(given.errors)]
        header = await saving.header(given)
        check_draft(real_time, [item.input[real_time.label] for item in planned_items], draft, _whole(header, given))
        header["metadata"] |= await self._metadata(job_type, real_time, draft, caller)
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

    async def _metadata(self, job_type: JobType, real_time: RealTime, draft: Draft, caller: Caller) -> dict[str, str]:
        """What was chosen, and a title in any case."""
        chosen = draft.given.metadata.model_dump(exclude_none=True)
        if "title" in chosen:
            return chosen
        inputs = await self._inputs(real_time, draft.unpacked, caller)
        return chosen | {"title": job_type.title_of(draft.unpacked.request, inputs)}

    async def _inputs(self, real_time: RealTime, unpacked: Unpacked, caller: Caller) -> Inputs:
        """With titles as the answer has them, else as they are stored for this caller, else the ids."""
        label, title = real_time.label, real_time.title_field
        told = {content[label]: InputHeader(content[title]) for content in unpacked.contents}
        others = [name for name in dict.fromkeys(unpacked.inputs.values()) if name not in told]
        stored = await self._sources.find(others, caller.confined_to)
        return {**{name: InputHeader(name) for name in others}, **stored, **told}

    def _job(self, job_type: JobType, request: Request, user: str, result_id: str, items: int) -> Job:
        """What stands where a job would: it is never stored."""
        return Job(
            id=result_id,
            user_id=user,
            partition_key=user,
            job_type=job_type.name,
            title="",
            words=job_type.words,
            request=request,
            progress=Progress(total_items=items),
            created_date=self._clock.now(),
        )


def _deleted(result_id: str) -> AlreadyExistsError:
    return AlreadyExistsError(
        f"This Idempotency-Key made the result {result_id}, which was deleted. Use a new key to save it again."
    )


def _whole(header: JsonDocument, given: Unpacked) -> JsonDocument:
    """The header with what a client may send beside it as it reads it: rows and errors are stored with the items."""
    return header | {"errors": [error.model_dump(mode="json") for error in given.errors]}


@dataclass(frozen=True, slots=True)
class _Saving:
    """Makes the documents of a result out of an answer."""

    job_type: JobType
    real_time: RealTime
    job: Job
    context: MergeContext

    def in_order(self, unpacked: Unpacked, places: Mapping[str, str]) -> Unpacked:
        """What was sent as a job's result has it: by the items' places, which they are read by."""
        label = self.real_time.label
        contents = sorted(unpacked.contents, key=lambda content: places.get(content[label], ""))
        errors = [
            error.model_copy(update={"item_id": places.get(error.model_dump().get(label, ""), "")})
            for error in unpacked.errors
        ]
        return replace(unpacked, contents=contents, errors=sorted(errors, key=lambda error: error.item_id))

    def items(self, contents: Sequence[JsonObject], places: Mapping[str, str]) -> Iterator[ItemResult]:
        """The items' results. Without a hash of their inputs: no job may take them for an answer to its question."""
        label = self.real_time.label
        for content in contents:
            fields = {"content": content, "overview": self.real_time.row(content), "model": content["model"]}
            about = {label: content[label], "subject": content[self.real_time.title_field]}
            yield self._result(places.get(content[label], ""), ItemOutcome.DONE, **fields, **about)

    def failures(self, errors: Sequence[ItemError]) -> Iterator[ItemResult]:
        """The items that have no result."""
        for error in errors:
            labels = error.model_dump(include=set(self.job_type.labels))
            about = {"subject": error.subject, "error_message": error.message}
            yield self._result(error.item_id, ItemOutcome.FAILED, **about, **labels)

    async def header(self, given: Unpacked) -> JsonDocument:
        """The result's header."""
        rows = [self.real_time.row(content) for content in given.contents]
        fields = await self.job_type.work.merge(given.request, _passing(rows), self.context)
        count_by = self.job_type.count_by
        counts = Counter(str(row[count_by]) for row in rows) if count_by else {}
        tally = Tally(len(rows), len(given.errors), given.errors)
        return header_of(self.job_type, self.job, self.job.id, fields, counts, tally, self.job.created_date)

    def _result(self, name: str, outcome: Literal[ItemOutcome.DONE, ItemOutcome.FAILED], **fields: Any) -> ItemResult:
        job = self.job
        return ItemResult(
            id=item_result_id(job.id, name),
            user_id=job.user_id,
            job_id=job.id,
            job_type=job.job_type,
            item_id=name,
            outcome=outcome,
            input_hash="",
            created_date=job.created_date,
            **fields,
        )


async def _passing(rows: Sequence[Row]) -> AsyncIterator[Row]:
    for row in rows:
        yield row


def _repeatable(user: str, job_type: JobType, key: str, body: Any) -> str:
    """An id that depends on the body too, so that what a broken-off save left is never part of another result."""
    content = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    return str(uuid.uuid5(_REPEATS, f"{user}\n{job_type.name}\n{key}\n{content}"))
