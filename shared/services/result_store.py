"""Results in the `analysis_results` container.

A result is a header document and one document for each item: nothing is stored twice, a result may be of any
size, and an item's result is safe the moment it is there. Reading puts them together.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from shared.domain.endings import error_of, result_id
from shared.domain.job import ItemOutcome, ItemResult, ItemSummary, JobReference, item_result_id
from shared.errors import AlreadyExistsError
from shared.ports.documents import Container, JsonDocument, Query
from shared.services.large_documents import LargeDocuments
from shared.services.result_headers import DELETED, RESULT, ResultHeaders

_PAGE = 20
_SUMMARIES_PAGE = 200


class ResultStore:
    """Item results and the headers that hold them together. `labels` are the names that items' labels may have."""

    def __init__(self, container: Container, labels: Sequence[str] = ()) -> None:
        self._container = container
        self._summary = [*ItemSummary.model_fields, *labels]
        self._documents = LargeDocuments(container)
        self._headers = ResultHeaders(container)

    async def add_item(self, result: ItemResult) -> bool:
        """Store an item's result; False when it has one already, which stays: the first answer counts."""
        try:
            await self._documents.create(result.user_id, result.model_dump(mode="json"))
        except AlreadyExistsError:
            return False
        return True

    async def get_item(self, reference: JobReference, item_id: str) -> ItemResult | None:
        """The item's result, or None."""
        body = await self._documents.read(reference.user_id, item_result_id(reference.job_id, item_id))
        return ItemResult.model_validate(body) if body else None

    async def find_done(
        self, user_id: str, result_ids: Sequence[str], input_hash: str | None = None
    ) -> ItemResult | None:
        """One of these results (at most 100) that is good, and answers the same question if that is given; or None."""
        where = {"type": "item_result", "id": result_ids, "outcome": str(ItemOutcome.DONE)}
        if input_hash is not None:
            where["input_hash"] = input_hash
        page = await self._container.query(Query(where, limit=len(result_ids)), user_id)
        for body in page.documents:
            found = ItemResult.model_validate(await self._documents.complete(user_id, body))
            # Blocks that it made belong to the artifacts of its own job.
            if not found.staged:
                return found
        return None

    async def number_of(self, reference: JobReference) -> int:
        """How many of the job's items have a stored outcome."""
        return await self._container.count({"type": "item_result", "job_id": reference.job_id}, reference.user_id)

    async def number_done(self, user_id: str, job_id: str) -> int:
        """How many items of a result are done."""
        where = {"type": "item_result", "job_id": job_id, "outcome": str(ItemOutcome.DONE)}
        return await self._container.count(where, user_id)

    async def summaries_of(self, reference: JobReference, item_ids: Sequence[str]) -> dict[str, ItemSummary]:
        """The outcomes of those of the items (at most 200) that have one, by item."""
        ids = [item_result_id(reference.job_id, item_id) for item_id in item_ids]
        query = Query({"type": "item_result", "id": ids}, limit=max(1, len(ids)), fields=self._summary)
        page = await self._container.query(query, reference.user_id)
        return {body["item_id"]: ItemSummary.model_validate(body) for body in page.documents}

    async def summaries(
        self, reference: JobReference, outcome: ItemOutcome | None = None
    ) -> AsyncIterator[ItemSummary]:
        """The outcomes of all items of a job, or of those that ended so, in their order and without their content."""
        async for summary in self._summaries_of_job(reference.user_id, reference.job_id, outcome):
            yield summary

    async def _summaries_of_job(
        self, user_id: str, job_id: str, outcome: ItemOutcome | None
    ) -> AsyncIterator[ItemSummary]:
        where = {"type": "item_result", "job_id": job_id}
        if outcome is not None:
            where["outcome"] = str(outcome)
        async for head in self._all(where, user_id, _SUMMARIES_PAGE, self._summary):
            yield ItemSummary.model_validate(head)

    async def items(self, user_id: str, job_id: str) -> AsyncIterator[ItemResult]:
        """All item results of a job in the items' order, whole, read twenty at a time."""
        async for head in self._all({"type": "item_result", "job_id": job_id}, user_id, _PAGE, None):
            yield ItemResult.model_validate(await self._documents.complete(user_id, head))

    async def _all(
        self, where: Mapping[str, str], user_id: str, limit: int, fields: Sequence[str] | None
    ) -> AsyncIterator[JsonDocument]:
        continuation: str | None = None
        while True:
            query = Query(where, limit=limit, continuation=continuation, fields=fields)
            page = await self._container.query(query, user_id)
            for document in page.documents:
                yield document
            if page.continuation is None:
                return
            continuation = page.continuation

    async def write_header(self, header: JsonDocument) -> bool:
        """Store a result's header, new or again; False when the result was deleted, which it stays."""
        return await self._headers.write(header)

    async def rows(self, user_id: str, job_id: str) -> AsyncIterator[Mapping[str, Any]]:
        """The rows of the items that are done, in their order."""
        async for summary in self._summaries_of_job(user_id, job_id, ItemOutcome.DONE):
            yield summary.overview or {}

    async def errors(self, user_id: str, job_id: str) -> AsyncIterator[Mapping[str, Any]]:
        """The errors of the items that failed, in their order."""
        async for summary in self._summaries_of_job(user_id, job_id, ItemOutcome.FAILED):
            yield error_of(summary).model_dump(mode="json")

    async def find_header(self, header_id: str, user_id: str | None = None) -> JsonDocument | None:
        """The header of the user's result, or None; without a user whoever owns it, which asks every partition."""
        found = await self._headers.find(header_id, user_id)
        return found if found is not None and found["record"] == RESULT else None

    async def is_deleted(self, reference: JobReference) -> bool:
        """Whether the job had a result, and its owner deleted it."""
        found = await self._headers.read(reference.user_id, result_id(reference.job_id))
        return found is not None and found.body["record"] == DELETED
