"""Files that tests send, over services in memory."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from typing import Any

from shared.domain.caller import Caller
from shared.domain.file import MEBIBYTE, FileHeader, UploadHeader, UploadState
from shared.services.files.file_intake import IncomingFile
from shared.services.files.file_usage import FileUsage
from shared.services.files.upload_store import UploadStore
from shared.services.files.uploads import Announcement
from shared.settings import Settings
from tests.fakes.services import Services, services

BLOCK = 8 * MEBIBYTE
CONTENT = b"a" * BLOCK + b"b" * BLOCK + b"the end"
SHA256 = hashlib.sha256(CONTENT).hexdigest()
BLOCKS = [CONTENT[start : start + BLOCK] for start in range(0, len(CONTENT), BLOCK)]
ANN, BOB, ADMIN = Caller("ann"), Caller("bob"), Caller("root", is_admin=True)


def here(**settings: Any) -> Services:
    """Services with these settings."""
    return services(settings=Settings.model_validate(settings))


async def begun(kept: Services, size: int | None = len(CONTENT), **announced: Any) -> UploadHeader:
    """A new upload of Ann's."""
    return (await kept.uploads.begin(Announcement("a.csv", size=size, **announced), "ann")).header


async def send(kept: Services, upload: UploadHeader, *numbers: int) -> None:
    """Send these blocks, all by default."""
    for number in numbers or range(len(BLOCKS)):
        expected = await kept.uploads.expecting(upload.id, number, ANN)
        await kept.uploads.put(expected, number, BLOCKS[number])


async def complete(kept: Services, upload: UploadHeader, blocks: int = len(BLOCKS), **more: Any) -> FileHeader | None:
    """Complete the upload."""
    return await kept.uploads.complete(upload.id, blocks, more.get("sha256"), more.get("caller", ANN))


async def stored(kept: Services, **announced: Any) -> FileHeader:
    """A file of Ann's that was sent in blocks."""
    upload = await begun(kept, **announced)
    await send(kept, upload)
    file = await complete(kept, upload)
    assert file is not None
    return file


async def state(kept: Services, upload: UploadHeader) -> UploadState:
    """The upload's state as it is stored."""
    return (await UploadStore(kept.file_container, kept.clock).get(upload.id)).header.state


async def used(kept: Services, user_id: str = "ann") -> int:
    """The bytes that count for a user."""
    return await FileUsage(kept.file_container, 0).used(user_id)


def incoming(content: bytes, name: str = "a.csv", read: Callable[[], Awaitable[bytes]] | None = None) -> IncomingFile:
    """A file of a request."""

    async def whole() -> bytes:
        return content

    return IncomingFile("/files/0", name, "text/csv", len(content), read or whole)


async def until_state(kept: Services, upload: UploadHeader, wanted: UploadState) -> None:
    """Wait for it: files are made in tasks, and hashed in threads."""
    async with asyncio.timeout(10):
        while await state(kept, upload) is not wanted:
            await asyncio.sleep(0)
