"""Files of any size, by name."""

from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

CHUNK_BYTES = 1024 * 1024
"""What `open` yields at a time, at most."""

MAX_BLOCK_BYTES = 16 * 1024 * 1024
"""Of one staged block."""

MAX_BLOCKS = 50_000
"""Of one blob (Azure's limit)."""


class Blobs(Protocol):
    """Keeps bytes under names such as `originals/contract_a/7f3c`.

    A name has 1 to 512 characters: segments of letters, digits, `_`, `.` and `-`, parted by `/`; no segment ends in a
    dot. Any other is a ValueError: names are made by our own code.

    A large blob is made of blocks: they are staged in any order, several at once, and committed in the order of the
    list. A block's id has 1 to 48 letters, digits, `_`, `.` and `-` and begins with a letter or a digit; any other is a
    ValueError. A store may forget blocks that were not committed within a week.

    Every method may raise TemporaryError when the store cannot be reached, PermanentError when it refuses the caller.
    """

    async def write(self, name: str, content: bytes, media_type: str) -> None:
        """Store a blob, new or in place of the one with its name; it is there whole or not at all."""
        ...

    async def read(self, name: str) -> bytes | None:
        """The blob, or None."""
        ...

    async def size(self, name: str) -> int | None:
        """The blob's bytes, or None when there is no blob."""
        ...

    def open(self, name: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """The bytes from `start` up to but not including `end`, in chunks of at most CHUNK_BYTES.

        A range that goes beyond the blob ends with it. The blob is never held whole.

        Raises:
            NotFoundError: there is no such blob.
        """
        ...

    async def delete(self, name: str) -> bool:
        """Remove the blob; False when there was none. Staged blocks of its name may stay: see `discard`."""
        ...

    async def stage(self, name: str, block_id: str, content: bytes) -> None:
        """Store a block of a blob, new or in place of the one with its id. It is not visible before `commit`.

        Raises:
            ValueError: it is empty, or over MAX_BLOCK_BYTES.
        """
        ...

    async def staged(self, name: str) -> Mapping[str, int]:
        """The ids of the blocks that are staged and not committed, with their bytes."""
        ...

    async def commit(self, name: str, block_ids: Sequence[str], media_type: str) -> None:
        """Make the blob of these blocks in this order, in place of the one with its name; whole or not at all.

        A block that is staged counts before one of the same id that the blob is made of already, so that the same
        commit again changes nothing and succeeds. What is staged and not in the list is thrown away.

        Raises:
            ValueError: over MAX_BLOCKS, or an id twice.
            PermanentError: a block is not there; the message names it.
        """
        ...

    async def discard(self, name: str) -> None:
        """Throw away what is staged under this name; the blob stays as it is. Nobody may commit it meanwhile."""
        ...

    async def upload_url(self, name: str, seconds: int) -> str | None:
        """An address at which a client may write this one blob for so long; None where the store has none.

        The client sends each block as Azure's Put Block: `PUT {address}&comp=block&blockid={id}`. The id in it is the
        block's id with spaces behind it up to 48 characters, in base64, percent-encoded: so this store reads it.
        """
        ...

    async def local_path(self, name: str) -> Path | None:
        """Where the blob is on a disk of this machine, for reading only; None where it is not."""
        ...
