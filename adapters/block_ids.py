"""The ids that blocks of a blob may have, the same in every adapter."""

import re
from collections.abc import Sequence

from shared.ports.blobs import MAX_BLOCK_BYTES, MAX_BLOCKS

MAX_CHARACTERS = 48

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,47}", re.ASCII)


def checked_block_id(block_id: str) -> str:
    """The id, if it is one.

    Raises:
        ValueError: it is not.
    """
    if not _ID.fullmatch(block_id):
        raise ValueError(f"{block_id!r} is not the id of a block.")
    return block_id


def checked_block(content: bytes) -> bytes:
    """The content of a block, if it can be one.

    Raises:
        ValueError: it is empty or too large.
    """
    if not 0 < len(content) <= MAX_BLOCK_BYTES:
        raise ValueError(f"A block has 1 to {MAX_BLOCK_BYTES} bytes; this one has {len(content)}.")
    return content


def checked_list(block_ids: Sequence[str]) -> list[str]:
    """The ids of a blob's blocks, in order.

    Raises:
        ValueError: one is no id or is there twice, or there are too many.
    """
    if len(block_ids) > MAX_BLOCKS:
        raise ValueError(f"A blob has at most {MAX_BLOCKS} blocks; these are {len(block_ids)}.")
    ids = [checked_block_id(block_id) for block_id in block_ids]
    if len(set(ids)) < len(ids):
        raise ValueError("A block cannot be in a blob twice.")
    return ids
