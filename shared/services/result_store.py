"""Results in the `analysis_results` container.

A result is a header document and one document for each item: nothing is stored twice, a result may be of any
size, and an item's result is safe the moment it is there. Reading puts them together.
"""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from shared.domain.job import ItemResult, JobReference, item_result_id
from shared.errors import AlreadyExistsError
from shared.ports.documents import Container, JsonDocument, Query
from shared.services.large_documents import LargeDocuments

_PAGE = 20
_FIELDS_WITHOUT_CONTENT = [name for name in ItemResult.model_fields if name != "content"]


class ResultStore:
    """Item results and the headers that hold them together."""

    def __init__(self, container: Container) -> None:
        self._container = container
        self._documents = LargeDocuments(container, lambda partition, _part_id: partition)

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

    async def has_item(self, reference: JobReference, item_id: str) -> bool:
        """Whether the item has a result."""
        document_id = item_result_id(reference.job_id, item_id)
        return await self._container.read(reference.user_id, document_id) is not None

    async def summaries(self, reference: JobReference, item_ids: Sequence[str]) -> list[ItemResult]:
        """Those of the items (at most 100) that have a result, without their content."""
        ids = [item_result_id(reference.job_id, item_id) for item_id in item_ids]
        query = Query({"type": "item_result", "id": ids}, limit=len(ids), fields=_FIELDS_WITHOUT_CONTENT)
        page = await self._container.query(query, reference.user_id)
        return [ItemResult.model_validate(body) for body in page.documents]

    async def items(self, user_id: str, job_id: str) -> AsyncIterator[ItemResult]:
        """All item results of a job in the items' order, read twenty at a time."""
        continuation: str | None = None
        while True:
            query = Query({"type": "item_result", "job_id": job_id}, limit=_PAGE, continuation=continuation)
            page = await self._container.query(query, user_id)
            for head in page.documents:
                yield ItemResult.model_validate(await self._documents.complete(user_id, head))
            if page.continuation is None:
                return
            continuation = page.continuation

    async def write_header(self, header: JsonDocument) -> None:
        """Store a result's header, new or again."""
        await self._container.upsert(header["user_id"], header)

    async def find_header(self, result_id: str) -> dict[str, Any] | None:
        """The header of a result, whoever owns it, or None. Asks every partition."""
        page = await self._container.query(Query({"id": result_id, "record": "result"}, limit=1))
        return page.documents[0] if page.documents else None
