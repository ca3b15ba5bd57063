"""An uploaded file, and the upload that it comes from."""

import re
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field, StrictStr

from shared.domain.caller import ANYBODY
from shared.domain.timestamps import Timestamp

MEBIBYTE = 1024 * 1024
USUAL_BLOCK_BYTES = 8 * MEBIBYTE
ID_PREFIX = "file_"

_ID = re.compile(r"(?:file|upload)_[A-Za-z0-9-]{1,80}", re.ASCII)
_NAMED_ID = re.compile(r"file_[A-Za-z0-9_-]{1,115}", re.ASCII)


def normalise_file_id(raw: str) -> str:
    """The id with its prefix, which is added when it is missing; surrounding white space is dropped.

    Raises:
        ValueError: it has other characters than letters, digits, `_` and `-`, or more than 120 of them.
    """
    trimmed = raw.strip()
    prefixed = trimmed if trimmed.startswith(ID_PREFIX) else ID_PREFIX + trimmed
    if _NAMED_ID.fullmatch(prefixed) is None:
        raise ValueError("A file's id has letters, digits, _ and - only, at most 120 with its prefix file_")
    return prefixed


FileId = Annotated[StrictStr, AfterValidator(normalise_file_id)]
"""The id of a file in a request."""


class FileHeader(BaseModel):
    """A file without its content. It never changes."""

    id: str
    type: Literal["file"] = "file"
    user_id: str = Field(description="Who uploaded it.")
    filename: str
    media_type: str
    size: int = Field(description="Bytes.")
    sha256: str = Field(description="Of the content, hexadecimal.")
    created_date: Timestamp
    shared: bool = Field(default=False, description="Everybody may read it.")
    blob: str = Field(description="Its name in the store of blobs.")

    @property
    def visible_to(self) -> str:
        """Whoever may read it beside administrators: a user, or ANYBODY."""
        return ANYBODY if self.shared else self.user_id


class UploadState(StrEnum):
    """Where an upload is."""

    OPEN = "open"
    """Blocks are taken."""
    CHECKING = "checking"
    """All blocks are there; the file is being made of them."""
    COMPLETE = "complete"
    FAILED = "failed"
    """The file is not what was announced; nothing of it is kept."""
    REMOVING = "removing"
    """To callers it is gone already."""


class UploadHeader(BaseModel):
    """A file that is sent in blocks. All blocks have `block_size` bytes, the last one perhaps fewer."""

    id: str
    type: Literal["file_upload"] = "file_upload"
    user_id: str
    filename: str
    media_type: str
    size: int | None = Field(description="Bytes, as announced.")
    sha256: str | None = Field(description="Of the content, as announced; hexadecimal.")
    shared: bool = False
    block_size: int = Field(description="Bytes.")
    state: UploadState = UploadState.OPEN
    error: str | None = None
    file_id: str | None = None
    blocks: int | None = Field(default=None, description="How many the file is made of; known from `checking` on.")
    counted: int = Field(default=0, description="Bytes that count for the user because of this upload.")
    attempts: int = Field(default=0, description="At making the file.")
    created_date: Timestamp
    touched: Timestamp = Field(description="When something was last heard of it.")
    blob: str

    @property
    def future_file_id(self) -> str:
        """The id that the file gets: the same whoever makes it, however often."""
        return "file_" + self.id.removeprefix("upload_")

    def block_bytes(self, number: int) -> int | None:
        """The bytes of a block, counted from 0: 0 when there is no such block, None when the size was not announced."""
        if self.size is None:
            return None
        return max(0, min(self.block_size, self.size - number * self.block_size))

    def file(self, size: int, sha256: str, now: datetime) -> FileHeader:
        """The file that this upload becomes."""
        return FileHeader(
            id=self.future_file_id,
            user_id=self.user_id,
            filename=self.filename,
            media_type=self.media_type,
            size=size,
            sha256=sha256,
            created_date=now,
            shared=self.shared,
            blob=self.blob,
        )


def is_file_id(text: str) -> bool:
    """Whether a text can be the id of a file or an upload."""
    return _ID.fullmatch(text) is not None


def block_id(number: int) -> str:
    """The id of an upload's block, counted from 0."""
    return f"{number:05d}"


def block_number(block: str) -> int | None:
    """The number of a block by its id; None when it is not the id of an upload's block."""
    return int(block) if len(block) == len(block_id(0)) and block.isascii() and block.isdigit() else None


def block_size_for(size: int, most_blocks: int) -> int:
    """Bytes of a block so that a file of this size has at most so many: 8 MiB, or more in whole MiB."""
    needed = -(-size // most_blocks)
    return max(USUAL_BLOCK_BYTES, -(-needed // MEBIBYTE) * MEBIBYTE)
