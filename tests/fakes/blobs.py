"""Blobs in memory."""

from adapters.blob_names import checked_name


class MemoryBlobs:
    """The port `Blobs`; `kept` is what there is."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    async def write(self, name: str, content: bytes, media_type: str) -> None:
        assert media_type
        self.kept[checked_name(name)] = content

    async def read(self, name: str) -> bytes | None:
        return self.kept.get(checked_name(name))

    async def delete(self, name: str) -> bool:
        return self.kept.pop(checked_name(name), None) is not None
