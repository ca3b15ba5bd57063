"""Results in the `analysis_results` container.

A result is a header document and one document for each item: nothing is stored twice, a result may be of any
size, and an item's result is safe the moment it is there. Reading puts them together.
"""

from collections.abc import AsyncIterator, Mapping, Sequence

from shared.domain.endings import result_id
from shared.domain.job import ItemOutcome, ItemResult, ItemSummary, JobReference, item_result_id
from shared.errors import AlreadyExistsError
from shared.ports.documents import Container, JsonDocument, Query
from shared.services.large_documents import LargeDocuments
from shared.services.result_headers import DELETED, RESULT, ResultHeaders

_PAGE = 20
_SUMMARIES_PAGE = 200
_SUMMARY = list(ItemSummary.model_fields)


class ResultStore:
    """Item results and the headers that hold them together."""

    def __init__(self, container: Container) -> None:
        self._container = container
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
        page = await self._container.query(Query(where, limit=1), user_id)
        if not page.documents:
            return None
        return ItemResult.model_validate(await self._documents.complete(user_id, page.documents[0]))

    async def stored(self, reference: JobReference, item_ids: Sequence[str]) -> set[str]:
        """Those of the items (at most 100) that have a stored outcome."""
        ids = [item_result_id(reference.job_id, item_id) for item_id in item_ids]
        query = Query({"type": "item_result", "id": ids}, limit=len(ids), fields=["item_id"])
        page = await self._container.query(query, reference.user_id)
        return {body["item_id"] for body in page.documents}

    async def number_of(self, reference: JobReference) -> int:
        """How many of the job's items have a stored outcome."""
        return await self._container.count({"type": "item_result", "job_id": reference.job_id}, reference.user_id)

    async def summaries_of(self, reference: JobReference, item_ids: Sequence[str]) -> dict[str, ItemSummary]:
        """The outcomes of those of the items (at most 200) that have one, by item."""
        ids = [item_result_id(reference.job_id, item_id) for item_id in item_ids]
        query = Query({"type": "item_result", "id": ids}, limit=max(1, len(ids)), fields=_SUMMARY)
        page = await self._container.query(query, reference.user_id)
        return {body["item_id"]: ItemSummary.model_validate(body) for body in page.documents}

    async def summaries(
        self, reference: JobReference, outcome: ItemOutcome | None = None
    ) -> AsyncIterator[ItemSummary]:
        """The outcomes of all items of a job, or of those that ended so, in their order and without their content."""
        where = {"type": "item_result", "job_id": reference.job_id}
        if outcome is not None:
            where["outcome"] = str(outcome)
        async for head in self._all(where, reference.user_id, _SUMMARIES_PAGE, _SUMMARY):
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

    async def find_header(self, header_id: str, user_id: str | None = None) -> JsonDocument | None:
        """The header of the user's result, or None; without a user whoever owns it, which asks every partition."""
        found = await self._headers.find(header_id, user_id)
        return found if found is not None and found["record"] == RESULT else None

    async def is_deleted(self, reference: JobReference) -> bool:
        """Whether the job had a result, and its owner deleted it."""
        found = await self._headers.read(reference.user_id, result_id(reference.job_id))
        return found is not None and found.body["record"] == DELETED
