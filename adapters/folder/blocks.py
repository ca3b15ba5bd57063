"""Blobs made of blocks, in a folder.

The blocks of a blob are files beside it, in a folder of their own. Once they are committed a list beside the blob says
where each of them is in it, so that the same commit can be repeated after the blocks are gone.
"""

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import BinaryIO

from adapters.folder.writing import temporary_beside, written
from shared.errors import PermanentError
from shared.ports.blobs import CHUNK_BYTES

_SHOWN_MISSING = 5
_TURNS = tuple(Lock() for _ in range(64))
"""Commits of one blob wait for each other, and hardly ever for those of another."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where a blob, its staged blocks and its list are."""

    blob: Path
    blocks: Path
    listed: Path


@dataclass(frozen=True, slots=True)
class _Part:
    """Bytes of a file that go into the blob."""

    file: Path
    start: int
    size: int


def stage(places: Places, block_id: str, content: bytes) -> None:
    """Store a block. It is not flushed to the disk: whoever commits finds what a power cut has cut short."""
    written(places.blocks / block_id, content, flush=False)


def staged(places: Places) -> dict[str, int]:
    """Block id to bytes."""
    found: dict[str, int] = {}
    with suppress(FileNotFoundError), os.scandir(places.blocks) as entries:
        for entry in entries:
            with suppress(FileNotFoundError):  # replaced or thrown away at this moment
                if not entry.name.startswith("."):
                    found[entry.name] = entry.stat().st_size
    return found


def commit(places: Places, block_ids: Sequence[str]) -> None:
    """Make the blob. Of several commits of one blob the later ones find it made by the first.

    Raises:
        PermanentError: a block is not there.
    """
    with _TURNS[hash(places.blob) % len(_TURNS)]:
        _commit(places, block_ids)


def _commit(places: Places, block_ids: Sequence[str]) -> None:
    there, kept = staged(places), _committed(places)
    missing = [block_id for block_id in block_ids if block_id not in there and block_id not in kept]
    if missing:
        more = f" and {len(missing) - _SHOWN_MISSING} more" if len(missing) > _SHOWN_MISSING else ""
        raise PermanentError(f"These blocks are not there: {', '.join(missing[:_SHOWN_MISSING])}{more}.")
    parts = {i: _Part(places.blocks / i, 0, there[i]) if i in there else kept[i] for i in block_ids}
    if there or list(parts) != list(kept) or not places.blob.exists():
        _write(places, parts)
    discard(places)


def _committed(places: Places) -> dict[str, _Part]:
    """Where the blocks of the blob that is there are in it, in their order."""
    try:
        sizes: list[tuple[str, int]] = json.loads(places.listed.read_bytes())
    except FileNotFoundError:
        return {}
    found, start = {}, 0
    for block_id, size in sizes:
        found[block_id] = _Part(places.blob, start, size)
        start += size
    return found


def _write(places: Places, parts: Mapping[str, _Part]) -> None:
    handle, temporary = temporary_beside(places.blob)
    try:
        with os.fdopen(handle, "wb") as target:
            for part in parts.values():
                _copy(part, target)
            target.flush()
            os.fsync(target.fileno())
        # Without a list nobody takes the new blob's bytes for the old one's blocks.
        places.listed.unlink(missing_ok=True)
        Path(temporary).replace(places.blob)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    sizes = [(block_id, part.size) for block_id, part in parts.items()]
    written(places.listed, json.dumps(sizes).encode())


def _copy(part: _Part, target: BinaryIO) -> None:
    with part.file.open("rb") as source:
        source.seek(part.start)
        left = part.size
        while left:
            chunk = source.read(min(CHUNK_BYTES, left))
            if not chunk:
                raise PermanentError(f"Block {part.file.name} is shorter than it was: stage it again.")
            target.write(chunk)
            left -= len(chunk)


def discard(places: Places) -> None:
    """Remove what is staged; what is being staged at this moment may stay."""
    shutil.rmtree(places.blocks, ignore_errors=True)
