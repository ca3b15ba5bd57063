"""Names of queues."""

import re

_NAME = re.compile(r"(?=.{3,63}$)[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_POISON = "-poison"


def is_queue_name(name: str) -> bool:
    """Whether Azure allows a queue of that name."""
    return _NAME.fullmatch(name) is not None


def poison_queue(name: str) -> str | None:
    """Where the messages of a queue go that cannot be worked off; None where the real host has no place for them."""
    poison = name + _POISON
    return poison if not name.endswith(_POISON) and is_queue_name(poison) else None
