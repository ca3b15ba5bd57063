"""Documents that may outgrow the store's limit: the big field is moved into parts and put back on reading."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from shared.errors import AlreadyExistsError, ConflictError, NotFoundError
from shared.ports.documents import MAX_DOCUMENT_BYTES, Container, JsonDocument, Versioned

SPLIT_ABOVE_BYTES = 1_500_000
"""UTF-8 bytes of a document's JSON above which its content goes into parts."""

PART_BYTES = 900_000
"""UTF-8 bytes of content in a part. A part is JSON within JSON: escaping can at most double it."""

CONTENT = "content"
PARTS = "content_parts"
_OF_ALL_PARTS = ("user_id", "ttl")
"""Fields that a part has from its document: its partition, and how long it is kept."""


class LargeDocuments:
    """Stores documents whose `content` field may be of any size.

    Parts share the document's partition. They are written before the document that needs them, and removed after it.
    """

    def __init__(self, container: Container) -> None:
        self._container = container

    async def create(self, partition: str, body: JsonDocument) -> None:
        """Store a new document.

        Raises:
            AlreadyExistsError: there is one with this id; it stays as it is.
        """
        head, parts = split(body)
        await self._write_parts(partition, body, parts)
        try:
            await self._container.create(partition, head)
        except AlreadyExistsError:
            await self._drop_orphans(partition, body["id"], parts)
            raise

    async def upsert(self, partition: str, body: JsonDocument) -> None:
        """Store a document, new or in place of the one with its id, whose parts are removed."""
        before = await self._container.read(partition, body["id"])
        head, parts = split(body)
        await self._write_parts(partition, body, parts)
        await self._container.upsert(partition, head)
        await self._delete_outdated(partition, before, parts)

    async def replace(self, partition: str, body: JsonDocument, before: Versioned) -> None:
        """Store a changed document in place of the one that was read, whose parts are removed.

        Raises:
            ConflictError: that one was changed meanwhile; it stays as it is.
        """
        head, parts = split(body)
        await self._write_parts(partition, body, parts)
        try:
            await self._container.replace(partition, head, before.etag)
        except ConflictError:
            await self._drop_orphans(partition, body["id"], parts)
            raise
        await self._delete_outdated(partition, before, parts)

    async def delete(self, partition: str, head: JsonDocument) -> None:
        """Remove a document that a query returned, at least its id and its `content_parts`; its parts first.

        A removal that broke off is repeated whole: the document names its parts as long as it is there.
        """
        await self.delete_parts(partition, head.get(PARTS) or [])
        await self._container.delete(partition, head["id"])

    async def read(self, partition: str, document_id: str) -> JsonDocument | None:
        """The document, whole, or None."""
        found = await self._container.read(partition, document_id)
        return await self.complete(partition, found.body) if found else None

    async def complete(self, partition: str, head: JsonDocument) -> JsonDocument:
        """A document as a query returned it, with its content put back.

        Raises:
            NotFoundError: a part is gone: the document was deleted meanwhile.
        """
        part_ids = head.pop(PARTS, None)
        if part_ids is None:
            return head
        pieces = [await self._read_part(partition, part_id) for part_id in part_ids]
        return head | {CONTENT: json.loads("".join(pieces))}

    async def _write_parts(self, partition: str, body: JsonDocument, parts: Mapping[str, str]) -> None:
        for part_id, piece in parts.items():
            document: dict[str, Any] = {"id": part_id, "type": "content_part", "piece": piece}
            document |= {name: body[name] for name in _OF_ALL_PARTS if name in body}
            await self._container.upsert(partition, document)

    async def _drop_orphans(self, partition: str, document_id: str, parts: Mapping[str, str]) -> None:
        first = await self._container.read(partition, document_id)
        needed = set((first.body.get(PARTS) or []) if first else [])
        await self.delete_parts(partition, [part_id for part_id in parts if part_id not in needed])

    async def _delete_outdated(self, partition: str, before: Versioned | None, parts: Mapping[str, str]) -> None:
        outdated = (before.body.get(PARTS) or []) if before else []
        await self.delete_parts(partition, [part_id for part_id in outdated if part_id not in parts])

    async def delete_parts(self, partition: str, part_ids: Iterable[str]) -> None:
        """Remove parts, those that are gone already too."""
        for part_id in part_ids:
            await self._container.delete(partition, part_id)

    async def _read_part(self, partition: str, part_id: str) -> str:
        found = await self._container.read(partition, part_id)
        if found is None:
            raise NotFoundError(f"Part {part_id} of the document is gone: it is being deleted.")
        return str(found.body["piece"])


def fits(body: JsonDocument) -> bool:
    """Whether the document is stored in one piece."""
    return _bytes_of(body) <= SPLIT_ABOVE_BYTES


def storable(body: JsonDocument) -> bool:
    """Whether a store takes the document at all, whose content may be of any size.

    Raises:
        UnicodeEncodeError: half a character is in one of its texts, which no store takes.
    """
    head, _ = split(body)
    return _bytes_of(head) <= MAX_DOCUMENT_BYTES


def split(body: JsonDocument) -> tuple[JsonDocument, dict[str, str]]:
    """The document to store, and the pieces of its content by part id: none when it is small enough."""
    if fits(body):
        return body, {}
    content = json.dumps(body[CONTENT], ensure_ascii=False)
    # The digest keeps apart the parts of two writers of one document, of whom the first wins.
    digest = hashlib.sha256(content.encode()).hexdigest()[:12]
    pieces = split_text(content, PART_BYTES)
    parts = {f"{body['id']}~{digest}-{number}": piece for number, piece in enumerate(pieces)}
    return body | {CONTENT: None, PARTS: list(parts)}, parts


def split_text(text: str, limit: int) -> list[str]:
    """The text in pieces of at most `limit` UTF-8 bytes (at least 4), cut between characters."""
    data = text.encode()
    pieces, start = [], 0
    while start < len(data):
        end = min(start + limit, len(data))
        while end < len(data) and data[end] & 0xC0 == 0x80:  # noqa: PLR2004 - a UTF-8 continuation byte
            end -= 1
        pieces.append(data[start:end].decode())
        start = end
    return pieces


def _bytes_of(body: JsonDocument) -> int:
    return len(json.dumps(body, ensure_ascii=False).encode())
