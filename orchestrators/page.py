"""What is left of a lane's page, as the orchestrations count it: places on the page and attempts, no items."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Self

_MOST_LOST = 6
"""Rounds in which an item may be lost: two minutes of an unreachable store, or one that takes its worker down."""


_DELAY_OF_LOST = 2_000


class Entry(NamedTuple):
    """An item without an outcome: its place on the page, which attempt at it comes next, how often it was lost."""

    place: int
    attempt: int = 1
    lost: int = 0


@dataclass(frozen=True, slots=True)
class Remains:
    """Of a page: what is to be done in this round, what in the next, and which round this is, counted from 1."""

    now: Sequence[Entry]
    later: Sequence[Entry] = ()
    turn: int = 1

    @classmethod
    def whole(cls, lane: dict[str, Any]) -> Self:
        """A page that nobody has begun."""
        first = lane["page"] * lane["page_items"]
        return cls([Entry(place) for place in range(min(lane["page_items"], lane["items"] - first))])

    @classmethod
    def of_json(cls, left: dict[str, Any]) -> Self:
        """As `as_json` wrote it."""
        now, later = ([Entry(*entry) for entry in left[name]] for name in ("now", "later"))
        return cls(now, later, left["turn"])

    def as_json(self) -> dict[str, Any]:
        """For an orchestration that goes on with it."""
        return {"now": self.now, "later": self.later, "turn": self.turn}

    def __bool__(self) -> bool:
        """Whether anything is left."""
        return bool(self.now or self.later)

    def next_round(self) -> Self:
        """Where there is nothing more to do in this round."""
        return replace(self, now=self.later, later=(), turn=self.turn + 1)

    def delay(self, asked: int) -> int:
        """Milliseconds that pauses begin with: what the job asks for, but 2,000 where something was lost.

        A job that will not wait for the model must wait for a store all the same.
        """
        return max(asked, _DELAY_OF_LOST) if any(entry.lost for entry in self.now) else asked

    def given(self) -> Sequence[Entry]:
        """What the next activity is given: all that was never lost; what was lost comes by itself.

        So an item that takes its worker down takes no other item with it twice.
        """
        return [entry for entry in self.now if not entry.lost] or self.now[:1]

    def after(self, receipt: dict[str, Any], attempts: int) -> Self:
        """After the activity told which places it did not begin, which go round again, and which got further."""
        # A receipt of the version before has no such field: its orchestration goes on all the same.
        moved = receipt.get("moved", [])
        remains = self._after_moves(moved)
        begun = [entry for entry in remains.given() if entry.place not in receipt["rest"]]
        failed = [entry for entry in begun if entry.place in receipt["again"] and entry.attempt < attempts]
        again = [entry._replace(attempt=entry.attempt + 1) for entry in failed]
        left = remains.without(begun, again)
        return replace(left, now=[entry._replace(lost=0) if entry.place in moved else entry for entry in left.now])

    def _after_moves(self, moved: Sequence[int]) -> Self:
        """With the items that got further before their first attempt again: what is left of them is new.

        That they were lost before is forgotten later, since `given` must say what the activity was given.
        """
        return replace(self, now=[entry._replace(attempt=1) if entry.place in moved else entry for entry in self.now])

    def after_loss(self) -> Self:
        """After the infrastructure lost the activity, which says nothing about the items."""
        given = self.given()
        again = [entry._replace(lost=entry.lost + 1) for entry in given if entry.lost < _MOST_LOST]
        return self.without(given, again)

    def without(self, begun: Sequence[Entry], again: Sequence[Entry]) -> Self:
        """Without what was begun, and with what goes round again."""
        return replace(self, now=[entry for entry in self.now if entry not in begun], later=[*self.later, *again])


def work_of(lane: dict[str, Any], remains: Remains) -> dict[str, Any]:
    """The input of the activity that does what comes next: `todo` has places with the number of their attempt.

    Where nothing of the lane is left besides, `all_items` says how many the job has: whoever has done the last of them
    finishes it.
    """
    given = remains.given()
    is_rest = is_last_page(lane) and not remains.later and len(given) == len(remains.now)
    common = {name: lane[name] for name in ("job", "lane", "page", "attempts")}
    todo = [[entry.place, entry.attempt] for entry in given]
    return common | {"todo": todo, "all_items": lane["all_items"] if is_rest else None}


def is_last_page(lane: dict[str, Any]) -> bool:
    """Whether the lane has no page after this one."""
    return bool((lane["page"] + 1) * lane["page_items"] >= lane["items"])
