"""Contracts in the `contracts` container, one document a contract, its text in parts when it is long."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from shared.domain.contract import Contract, ContractHeader
from shared.errors import NotFoundError
from shared.ports.clock import Clock
from shared.ports.documents import Container, Page, Query
from shared.services.large_documents import CONTENT, LargeDocuments

_EXISTENCE_BATCH = 500
_CACHED_CHARACTERS = 8_000_000
_KEPT_SECONDS = 60.0
_TYPE = "contract"
_HEADER_FIELDS = list(ContractHeader.model_fields)


@dataclass(frozen=True, slots=True)
class _Kept:
    contract: Contract
    since: float


class ContractStore:
    """Contracts and their texts.

    A contract never changes and its id is never used again, so what was read may be kept in memory; not for long,
    because another process may delete it.
    """

    def __init__(self, container: Container, clock: Clock) -> None:
        self._container = container
        self._clock = clock
        self._documents = LargeDocuments(container, lambda _partition, part_id: part_id)
        self._cache: OrderedDict[str, _Kept] = OrderedDict()
        self._cached_characters = 0

    async def create(self, contract: Contract) -> None:
        """Store a new contract.

        Raises:
            AlreadyExistsError: there is one with this id, or there was.
        """
        await self._documents.create(contract.id, _to_document(contract))

    async def read(self, contract_id: str) -> Contract:
        """The contract with text and clauses.

        Raises:
            NotFoundError: there is no such contract.
        """
        body = await self._documents.read(contract_id, contract_id)
        if body is None or body["type"] != _TYPE:
            raise NotFoundError(f"There is no contract {contract_id}.")
        return _from_document(body)

    async def recall(self, contract_id: str) -> Contract:
        """The contract with text and clauses, from memory when it was read within the last minute.

        Raises:
            NotFoundError: there is no such contract.
        """
        kept = self._cache.get(contract_id)
        if kept is not None and self._clock.monotonic() - kept.since < _KEPT_SECONDS:
            self._cache.move_to_end(contract_id)
            return kept.contract
        contract = await self.read(contract_id)
        self._remember(contract)
        return contract

    async def find(self, contract_ids: list[str], fields: list[str]) -> dict[str, dict[str, Any]]:
        """Some fields of those of the contracts that there are, by id. One query for every 500 ids."""
        found: dict[str, dict[str, Any]] = {}
        for start in range(0, len(contract_ids), _EXISTENCE_BATCH):
            batch = contract_ids[start : start + _EXISTENCE_BATCH]
            query = Query({"type": _TYPE, "id": batch}, limit=len(batch), fields=fields)
            page = await self._container.query(query)
            found.update((document["id"], document) for document in page.documents)
        return found

    async def list(self, limit: int, continuation: str | None) -> Page:
        """A page of contracts without their texts, newest first."""
        query = Query({"type": _TYPE}, "created_date", "desc", limit, continuation, _HEADER_FIELDS)
        return await self._container.query(query)

    async def delete(self, contract_id: str) -> bool:
        """Remove the contract; False when there was none. Its id stays taken, so that it never means another text."""
        found = await self._container.read(contract_id, contract_id)
        if found is None or found.body["type"] != _TYPE:
            return False
        await self._documents.bury(contract_id, contract_id, {"id": contract_id, "type": "deleted_contract"})
        self._forget(contract_id)
        return True

    def _remember(self, contract: Contract) -> None:
        self._forget(contract.id)
        self._cache[contract.id] = _Kept(contract, self._clock.monotonic())
        self._cached_characters += contract.text_characters
        while self._cached_characters > _CACHED_CHARACTERS:
            self._forget(next(iter(self._cache)))

    def _forget(self, contract_id: str) -> None:
        dropped = self._cache.pop(contract_id, None)
        self._cached_characters -= dropped.contract.text_characters if dropped else 0


def _to_document(contract: Contract) -> dict[str, Any]:
    body = contract.model_dump(mode="json", exclude={"text", "clauses"})
    clauses = [clause.model_dump(mode="json", exclude={"text"}) for clause in contract.clauses]
    return body | {CONTENT: {"text": contract.text, "clauses": clauses}}


def _from_document(body: dict[str, Any]) -> Contract:
    content = body.pop(CONTENT)
    text = content["text"]
    clauses = [clause | {"text": text[clause["start"] : clause["end"]]} for clause in content["clauses"]]
    return Contract.model_validate(body | {"text": text, "clauses": clauses})
