"""Whether the blocks that were sent are those that the file is to be made of."""

from collections.abc import Iterator, Mapping

from shared.domain.file import UploadHeader
from shared.errors import Fault


def faults_of_blocks(upload: UploadHeader, staged: Mapping[int, int], blocks: int, most_bytes: int) -> list[Fault]:
    """Everything that keeps a file from being made of the first `blocks` blocks.

    `staged` maps a block's number to its bytes.
    """
    if upload.size is not None:
        expected = -(-upload.size // upload.block_size)
        if blocks != expected:
            rule = f"{upload.size} bytes are {expected} blocks of {upload.block_size} bytes, and not {blocks}."
            return [Fault("/blocks", rule)]
    faults = [*_faults_of_each(upload, staged, blocks), *_superfluous(staged, blocks)]
    total = sum(size for number, size in staged.items() if number < blocks)
    if total > most_bytes:
        faults.append(Fault("/blocks", f"A file may have at most {most_bytes} bytes; these are {total}."))
    return faults


def fault_of_size(upload: UploadHeader, number: int, size: int) -> Fault | None:
    """What is wrong with the bytes of one block when it may be the last one."""
    exact = upload.block_bytes(number)
    if exact is None:
        exact = size if 0 < size <= upload.block_size else upload.block_size
    return None if size == exact else Fault(_pointer(number), _wrong(number, size, exact))


def _faults_of_each(upload: UploadHeader, staged: Mapping[int, int], blocks: int) -> Iterator[Fault]:
    for number in range(blocks):
        size = staged.get(number)
        if size is None:
            yield Fault(_pointer(number), f"Block {number} is missing: send it.")
        elif number < blocks - 1 and size != upload.block_size:
            yield Fault(_pointer(number), _wrong(number, size, upload.block_size))
        elif fault := fault_of_size(upload, number, size):
            yield fault


def _superfluous(staged: Mapping[int, int], blocks: int) -> Iterator[Fault]:
    for number in sorted(staged):
        if number >= blocks:
            rule = f"Block {number} was sent, and the file is to have {blocks} blocks: count it, or begin a new upload."
            yield Fault(_pointer(number), rule)


def _pointer(number: int) -> str:
    return f"/blocks/{number}"


def _wrong(number: int, size: int, right: int) -> str:
    return f"Block {number} has {size} bytes and should have {right}: send it again."
