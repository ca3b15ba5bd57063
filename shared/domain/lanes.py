"""How a job's items are dealt to lanes that work side by side.

A lane is an orchestration that does its items one after another, so the number of lanes is the number of
items at work. Items are dealt heaviest first, each to the lane that has least to do (Graham's LPT rule), so that
the lanes end together. A lane starts its history anew after every page of items: replaying costs the square
of a page, never of the job.
"""

import heapq
from collections.abc import Sequence

from shared.domain.job import Item

PAGE_ITEMS = 10
"""Items between two fresh starts of a lane's history."""

Lane = list[list[Item]]
"""A lane's pages of items."""


def deal(items: Sequence[Item], max_concurrent: int) -> list[Lane]:
    """The lanes of a job, at most `max_concurrent`.

    Cost: n log n in the items.
    """
    count = min(max_concurrent, len(items))
    dealt: list[list[Item]] = [[] for _ in range(count)]
    loads = [(0, lane) for lane in range(count)]
    heaviest_first = sorted(range(len(items)), key=lambda n: (-items[n].weight, n))
    for n in heaviest_first:
        load, lane = heapq.heappop(loads)
        dealt[lane].append(items[n])
        # Every item counts at least one, so that items of no weight are dealt out evenly too.
        heapq.heappush(loads, (load + max(items[n].weight, 1), lane))
    return [_pages(lane_items) for lane_items in dealt]


def _pages(items: list[Item]) -> Lane:
    return [items[at : at + PAGE_ITEMS] for at in range(0, len(items), PAGE_ITEMS)]
