"""Files that are there whole or not at all."""

import os
import tempfile
from pathlib import Path

_ATTEMPTS = 100


def written(path: Path, content: bytes, *, flush: bool = True) -> None:
    """Write a file, new or in place of the one that is there; `flush` makes sure that it survives a power cut."""
    handle, temporary = temporary_beside(path)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            if flush:
                os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def temporary_beside(path: Path) -> tuple[int, str]:
    """An open file in the folder of `path`, which is made if need be, and its name; the name begins with a dot."""
    for attempt in range(_ATTEMPTS):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            return tempfile.mkstemp(dir=path.parent, prefix=".")
        except (FileNotFoundError, FileExistsError):
            # Whoever deletes the last blob of a folder takes the folder away, perhaps at this very moment. One that
            # vanishes between two looks of mkdir's is said to exist.
            if attempt + 1 == _ATTEMPTS:
                raise
    raise AssertionError("the last attempt returns or raises")
