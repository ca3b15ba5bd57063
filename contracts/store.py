"""Contracts in the `contracts` container, one document a contract; a long text is in a blob."""

from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from contracts.blobs import ContractBlobs, UploadedFile
from shared.domain.caller import ANYBODY
from shared.domain.contract import Contract, ContractHeader
from shared.errors import AlreadyExistsError, NotFoundError
from shared.ports.clock import Clock
from shared.ports.documents import Container, JsonDocument, Page, Query
from shared.services.large_documents import CONTENT, fits

_EXISTENCE_BATCH = 500
_CACHED_CHARACTERS = 8_000_000
_KEPT_SECONDS = 60.0
_TYPE = "contract"
_CONTENT_BLOB = "content_blob"
_FILES_LEFT = "files_left"
_VISIBLE_TO = "visible_to"
_HEADER_FIELDS = list(ContractHeader.model_fields)


@dataclass(frozen=True, slots=True)
class Holding:
    """Whose a contract is, and whether everybody may read it."""

    user_id: str
    shared: bool


@dataclass(frozen=True, slots=True)
class _Kept:
    contract: Contract
    since: float


class ContractStore:
    """Contracts, their texts and the files they came in.

    A contract never changes and its id is never used again, so what was read may be kept in memory; not for long,
    because another process may delete it.
    """

    def __init__(self, container: Container, files: ContractBlobs, clock: Clock) -> None:
        self._container = container
        self._files = files
        self._clock = clock
        self._cache: OrderedDict[str, _Kept] = OrderedDict()
        self._cached_characters = 0

    async def create(self, contract: Contract, file: UploadedFile | None = None) -> ContractHeader:
        """Store a new contract, and the file it came in; the header as it is stored.

        The document comes last: a contract is there with all that belongs to it, or not at all.

        Raises:
            AlreadyExistsError: there is one with this id, or there was; it stays as it is.
        """
        header = contract.header
        if file is not None:
            header = header.model_copy(update={"original": await self._files.keep_original(contract.id, file)})
        body = header.model_dump(mode="json") | {_VISIBLE_TO: header.visible_to, CONTENT: _content_of(contract)}
        if not fits(body):
            body |= {CONTENT: None, _CONTENT_BLOB: await self._files.keep_text(contract.id, body[CONTENT])}
        try:
            await self._container.create(contract.id, body)
        except AlreadyExistsError:
            await self._drop_unless_used(contract.id, body)
            raise
        return header

    async def read(self, contract_id: str) -> Contract:
        """The contract with text and clauses.

        Raises:
            NotFoundError: there is no such contract.
        """
        body = await self._find(contract_id)
        if body is None:
            raise NotFoundError(f"There is no contract {contract_id}.")
        if name := body.pop(_CONTENT_BLOB, None):
            body[CONTENT] = await self._files.text(name)
        return _from_document(body)

    async def original(self, contract_id: str) -> tuple[ContractHeader, bytes]:
        """The file that the contract came in, with the contract's header.

        Raises:
            NotFoundError: there is no such contract, it was uploaded as text, or its file was deleted.
        """
        body = await self._find(contract_id)
        if body is None:
            raise NotFoundError(f"There is no contract {contract_id}.")
        header = ContractHeader.model_validate(body)
        if header.original is None:
            raise NotFoundError(f"Contract {contract_id} was uploaded as text: there is no file.")
        try:
            return header, await self._files.original(header.original)
        except NotFoundError:
            if header.file_id is None:
                raise
            raise NotFoundError(f"{header.file_id}, which contract {contract_id} was made of, was deleted.") from None

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

    async def find(
        self, contract_ids: list[str], fields: list[str], visible_to: str | None = None
    ) -> dict[str, dict[str, Any]]:
        """Some fields of those of the contracts that there are, by id. One query for every 500 ids.

        With a user in `visible_to` those only that this user may read.
        """
        found: dict[str, dict[str, Any]] = {}
        for start in range(0, len(contract_ids), _EXISTENCE_BATCH):
            batch = contract_ids[start : start + _EXISTENCE_BATCH]
            where = {"type": _TYPE, "id": batch} | _visible(visible_to)
            query = Query(where, limit=len(batch), fields=fields)
            page = await self._container.query(query)
            found.update((document["id"], document) for document in page.documents)
        return found

    async def list(self, limit: int, continuation: str | None, visible_to: str | None = None) -> Page:
        """A page of contracts without their texts, newest first; with a user those only that this user may read."""
        where = {"type": _TYPE} | _visible(visible_to)
        query = Query(where, "created_date", "desc", limit, continuation, _HEADER_FIELDS)
        return await self._container.query(query)

    async def holding(self, contract_id: str) -> Holding | None:
        """Whose the contract is; also of one that is deleted, as long as files of it are left."""
        query = Query({"id": contract_id}, limit=1, fields=["user_id", "shared"])
        page = await self._container.query(query, contract_id)
        owner = page.documents[0].get("user_id") if page.documents else None
        return Holding(owner, bool(page.documents[0].get("shared"))) if owner else None

    async def delete(self, contract_id: str) -> bool:
        """Remove the contract; False when there was none. Its id stays taken, so that it never means another text.

        What is left in its place names the files until they are gone: a removal that broke off is finished by the next.
        """
        found = await self._container.read(contract_id, contract_id)
        body = found.body if found else {}
        is_there = body.get("type") == _TYPE
        files = _blobs_of(body) if is_there else set(body.get(_FILES_LEFT, ()))
        if not is_there and not files:
            return False
        if is_there:
            await self._container.upsert(contract_id, _tombstone(contract_id, files, body["user_id"]))
            self._forget(contract_id)
        if files:
            await self._files.drop(files)
            await self._container.upsert(contract_id, _tombstone(contract_id))
        return True

    async def _find(self, contract_id: str) -> JsonDocument | None:
        found = await self._container.read(contract_id, contract_id)
        return found.body if found is not None and found.body["type"] == _TYPE else None

    async def _drop_unless_used(self, contract_id: str, body: JsonDocument) -> None:
        used = await self._find(contract_id) or {}
        await self._files.drop(_blobs_of(body) - _blobs_of(used))

    def _remember(self, contract: Contract) -> None:
        self._forget(contract.id)
        self._cache[contract.id] = _Kept(contract, self._clock.monotonic())
        self._cached_characters += contract.text_characters
        while self._cached_characters > _CACHED_CHARACTERS:
            self._forget(next(iter(self._cache)))

    def _forget(self, contract_id: str) -> None:
        dropped = self._cache.pop(contract_id, None)
        self._cached_characters -= dropped.contract.text_characters if dropped else 0


def _visible(user_id: str | None) -> dict[str, list[str]]:
    return {} if user_id is None else {_VISIBLE_TO: [user_id, ANYBODY]}


def _tombstone(contract_id: str, files: Collection[str] = (), owner: str = "") -> JsonDocument:
    """What is left of a contract; its owner too as long as files are left, so that they may remove those."""
    body: JsonDocument = {"id": contract_id, "type": "deleted_contract"}
    return body | ({_FILES_LEFT: sorted(files), "user_id": owner} if files else {})


def _blobs_of(body: Mapping[str, Any]) -> set[str]:
    """The blobs that go with the contract. The original of one that was made of a file belongs to the file."""
    original = {} if body.get("file_id") else body.get("original") or {}
    return {name for name in (original.get("blob"), body.get(_CONTENT_BLOB)) if name}


def _content_of(contract: Contract) -> JsonDocument:
    clauses = [clause.model_dump(mode="json", exclude={"text"}) for clause in contract.clauses]
    return {"text": contract.text, "clauses": clauses}


def _from_document(body: JsonDocument) -> Contract:
    content = body.pop(CONTENT)
    text = content["text"]
    clauses = [clause | {"text": text[clause["start"] : clause["end"]]} for clause in content["clauses"]]
    return Contract.model_validate(body | {"text": text, "clauses": clauses})
