"""Blobs in memory."""

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path

from adapters.blob_names import checked_name
from adapters.block_ids import checked_block, checked_block_id, checked_list
from shared.errors import NotFoundError, PermanentError
from shared.ports.blobs import CHUNK_BYTES


class MemoryBlobs:
    """The port `Blobs`; `kept` is what there is. The next removals and commits may end in errors."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.media_types: dict[str, str] = {}
        self.address: str | None = None
        """What `upload_url` gives out, with the blob's name behind it."""
        self._blocks: defaultdict[str, dict[str, bytes]] = defaultdict(dict)
        self._committed: dict[str, dict[str, bytes]] = {}
        self._faults: deque[Exception] = deque()
        self._commit_faults: deque[Exception] = deque()
        self.may_read = asyncio.Event()
        """Clear it, and ranges are read once it is set again."""
        self.may_read.set()

    def fail(self, *errors: Exception) -> None:
        """The next removals end in these errors, and nothing is removed."""
        self._faults.extend(errors)

    def fail_commits(self, *errors: Exception) -> None:
        """The next commits end in these errors, and no blob is made."""
        self._commit_faults.extend(errors)

    async def write(self, name: str, content: bytes, media_type: str) -> None:
        assert media_type
        self.kept[checked_name(name)] = content
        self.media_types[name] = media_type
        self._committed.pop(name, None)

    async def read(self, name: str) -> bytes | None:
        return self.kept.get(checked_name(name))

    async def size(self, name: str) -> int | None:
        found = self.kept.get(checked_name(name))
        return None if found is None else len(found)

    async def open(self, name: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        await self.may_read.wait()
        content = self.kept.get(checked_name(name))
        if content is None:
            raise NotFoundError(f"There is no blob {name}.")
        last = len(content) if end is None else min(end, len(content))
        for at in range(start, last, CHUNK_BYTES):
            yield content[at : min(at + CHUNK_BYTES, last)]

    async def delete(self, name: str) -> bool:
        if self._faults:
            raise self._faults.popleft()
        self._committed.pop(name, None)
        return self.kept.pop(checked_name(name), None) is not None

    async def stage(self, name: str, block_id: str, content: bytes) -> None:
        self._blocks[checked_name(name)][checked_block_id(block_id)] = checked_block(content)

    async def staged(self, name: str) -> Mapping[str, int]:
        return {block_id: len(block) for block_id, block in self._blocks.get(checked_name(name), {}).items()}

    async def commit(self, name: str, block_ids: Sequence[str], media_type: str) -> None:
        if self._commit_faults:
            raise self._commit_faults.popleft()
        ids = checked_list(block_ids)
        there = self._committed.get(checked_name(name), {}) | self._blocks.get(name, {})
        if missing := [block_id for block_id in ids if block_id not in there]:
            raise PermanentError(f"These blocks are not there: {', '.join(missing)}.")
        blocks = {block_id: there[block_id] for block_id in ids}
        await self.write(name, b"".join(blocks.values()), media_type)
        self._committed[name] = blocks
        self._blocks.pop(name, None)

    async def discard(self, name: str) -> None:
        self._blocks.pop(checked_name(name), None)

    async def upload_url(self, name: str, seconds: int) -> str | None:
        checked = checked_name(name)
        return None if self.address is None or seconds <= 0 else self.address + checked

    async def local_path(self, name: str) -> Path | None:
        checked_name(name)
        return None
