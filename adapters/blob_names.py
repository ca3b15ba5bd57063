"""The names that blobs may have, the same in every adapter."""

import re

_NAME = re.compile(r"(?!.{513})[A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)*", re.ASCII)


def checked_name(name: str) -> str:
    """The name, if it is one.

    Raises:
        ValueError: it is not; nothing outside the store can be named.
    """
    if not _NAME.fullmatch(name) or any(segment.endswith(".") for segment in name.split("/")):
        raise ValueError(f"{name!r} is not the name of a blob.")
    return name
