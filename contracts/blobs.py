"""What belongs to a contract and is no document: the uploaded original, and a text too long for the database.

A blob's name has a digest of its content, so that a blob never changes, and of two that store the same id at once each
has its own.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from shared.domain.contract import OriginalFile
from shared.errors import NotFoundError
from shared.ports.blobs import Blobs
from shared.ports.documents import JsonDocument

_DIGEST_CHARACTERS = 16
_TEXT_MEDIA_TYPE = "application/json"


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """An original as it arrived."""

    content: bytes
    media_type: str


class ContractBlobs:
    """The blobs of contracts."""

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs

    async def keep_original(self, contract_id: str, file: UploadedFile) -> OriginalFile:
        """Store the file as it arrived, and return where it is."""
        name = _name("originals", contract_id, file.content)
        await self._blobs.write(name, file.content, file.media_type)
        return OriginalFile(blob=name, media_type=file.media_type, size=len(file.content))

    async def original(self, file: OriginalFile) -> bytes:
        """The file.

        Raises:
            NotFoundError: the contract was deleted meanwhile.
        """
        return await self._read(file.blob)

    async def keep_text(self, contract_id: str, content: JsonDocument) -> str:
        """Store text and clauses, and return the blob's name."""
        encoded = json.dumps(content, ensure_ascii=False).encode()
        name = _name("texts", contract_id, encoded)
        await self._blobs.write(name, encoded, _TEXT_MEDIA_TYPE)
        return name

    async def text(self, name: str) -> JsonDocument:
        """Text and clauses of `keep_text`.

        Raises:
            NotFoundError: the contract was deleted meanwhile.
        """
        content: JsonDocument = json.loads(await self._read(name))
        return content

    async def drop(self, names: Iterable[str]) -> None:
        """Remove blobs."""
        for name in names:
            await self._blobs.delete(name)

    async def _read(self, name: str) -> bytes:
        found = await self._blobs.read(name)
        if found is None:
            raise NotFoundError("A file of the contract is gone: the contract is being deleted.")
        return found


def _name(kind: str, contract_id: str, content: bytes) -> str:
    return f"{kind}/{contract_id}/{hashlib.sha256(content).hexdigest()[:_DIGEST_CHARACTERS]}"
