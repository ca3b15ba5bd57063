"""Results in the `analysis_results` container.

A result is a header document and one document for each item: nothing is stored twice, a result may be of any
size, and an item's result is safe the moment it is there. Reading puts them together.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from shared.domain.job import ItemOutcome, ItemResult, ItemSummary, JobReference, item_result_id
from shared.errors import AlreadyExistsError
from shared.ports.documents import Container, JsonDocument, Query
from shared.services.large_documents import CONTENT, LargeDocuments, fits

_PAGE = 20
_SUMMARIES_PAGE = 200
_IDENTITY = ("id", "type", "record", "user_id", "job_id", "created_date", "modified_date")
_SUMMARY = list(ItemSummary.model_fields)


class ResultStore:
    """Item results and the headers that hold them together."""

    def __init__(self, container: Container) -> None:
        self._container = container
        self._documents = LargeDocuments(container)

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

    async def write_header(self, header: JsonDocument) -> None:
        """Store a result's header, new or again: thousands of contracts make one that no document holds."""
        await self._documents.upsert(header["user_id"], header if fits(header) else _with_content(header))

    async def find_header(self, result_id: str, user_id: str | None = None) -> dict[str, Any] | None:
        """The header of the user's result, or None; without a user whoever owns it, which asks every partition."""
        page = await self._container.query(Query({"id": result_id, "record": "result"}, limit=1), user_id)
        if not page.documents:
            return None
        head = await self._documents.complete(page.documents[0]["user_id"], page.documents[0])
        content = head.pop(CONTENT, None) or {}
        return head | content


def _with_content(header: JsonDocument) -> JsonDocument:
    """The header with all but its identity moved to the field that may be of any size."""
    identity = {name: header[name] for name in _IDENTITY}
    return identity | {CONTENT: {name: value for name, value in header.items() if name not in identity}}
