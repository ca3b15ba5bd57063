"""Blobs in memory."""

from collections import deque

from adapters.blob_names import checked_name


class MemoryBlobs:
    """The port `Blobs`; `kept` is what there is. The next removals may end in errors."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self._faults: deque[Exception] = deque()

    def fail(self, *errors: Exception) -> None:
        """The next removals end in these errors, and nothing is removed."""
        self._faults.extend(errors)

    async def write(self, name: str, content: bytes, media_type: str) -> None:
        assert media_type
        self.kept[checked_name(name)] = content

    async def read(self, name: str) -> bytes | None:
        return self.kept.get(checked_name(name))

    async def delete(self, name: str) -> bool:
        if self._faults:
            raise self._faults.popleft()
        return self.kept.pop(checked_name(name), None) is not None
