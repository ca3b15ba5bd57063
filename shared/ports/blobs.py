"""Files of any size, by name."""

from typing import Protocol


class Blobs(Protocol):
    """Keeps bytes under names such as `originals/contract_a/7f3c`.

    A name has 1 to 512 characters: segments of letters, digits, `_`, `.` and `-`, parted by `/`; no segment ends in a
    dot. Any other is a ValueError: names are made by our own code.

    Every method may raise TemporaryError when the store cannot be reached, PermanentError when it refuses the caller.
    """

    async def write(self, name: str, content: bytes, media_type: str) -> None:
        """Store a blob, new or in place of the one with its name; it is there whole or not at all."""
        ...

    async def read(self, name: str) -> bytes | None:
        """The blob, or None."""
        ...

    async def delete(self, name: str) -> bool:
        """Remove the blob; False when there was none."""
        ...
