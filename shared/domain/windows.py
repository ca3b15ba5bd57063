"""How wide a job works, and in how many orchestrations.

Every completion replays its orchestration's whole history, so the cost of a flat fan-out grows with the
square of its items. Jobs of up to 100 items run in one orchestration. Larger ones are cut into pages of at most 100,
each in a child orchestration; a few children run side by side and share the job's width between them.
"""

import math
from dataclasses import dataclass

MAX_PAGE = 100
"""Items in one orchestration."""

_CHILD_WINDOW = 10
"""Items at once that one child is meant to have; a wider job gets more children instead."""


@dataclass(frozen=True, slots=True)
class Windows:
    """Items a page, and how many items at once each of the children that run side by side may have."""

    page_size: int
    widths: tuple[int, ...]


def windows_of(items: int, max_concurrent: int) -> Windows:
    """The shape of a fan-out; the widths add up to `max_concurrent`, so the job is never wider than that."""
    if items <= MAX_PAGE:
        return Windows(MAX_PAGE, (max_concurrent,))
    children = math.ceil(max_concurrent / _CHILD_WINDOW)
    base, wider = divmod(max_concurrent, children)
    widths = tuple(base + 1 if number < wider else base for number in range(children))
    return Windows(min(MAX_PAGE, math.ceil(items / children)), widths)
