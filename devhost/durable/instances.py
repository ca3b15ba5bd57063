"""Orchestration instances, and the store that holds them in memory."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from devhost.clock import Alarm
from devhost.durable.history import Event, History
from devhost.durable.status import RuntimeStatus


@dataclass(frozen=True, slots=True)
class Parent:
    """Who waits for a child: the instance, its generation, and the id it scheduled the child under."""

    instance: "Instance"
    generation: int
    event_id: int


@dataclass(eq=False, slots=True)
class Instance:
    """One orchestration.

    `input`, `output` and `custom_status` are JSON text or None; `input_is_text` says that the starter sent the
    input as a JSON string holding that text, as the 1.x client does, and wants to see it so. `generation` counts
    the continue_as_new calls; what belongs to an earlier generation no longer reaches the instance. `inbox` holds
    the events of the next turn, `next_turn` its place in the loop, `earliest_turn` (loop time, s) holds it back.
    `hold_up_told` says that a developer has read why its work does not all run at once.
    """

    id: str
    name: str
    input: str | None
    created: datetime
    updated: datetime
    parent: Parent | None = None
    input_is_text: bool = False
    status: RuntimeStatus = RuntimeStatus.PENDING
    output: str | None = None
    custom_status: str | None = None
    generation: int = 0
    history: History = field(default_factory=History)
    inbox: list[Event] = field(default_factory=list)
    timers: dict[int, Alarm] = field(default_factory=dict)
    next_turn: Any = None
    earliest_turn: float = 0.0
    hold_up_told: bool = False

    def cancel_timers(self) -> None:
        """Forget every running timer."""
        for alarm in self.timers.values():
            alarm.cancel()
        self.timers.clear()


@dataclass(frozen=True, slots=True)
class Filter:
    """Which instances a listing or a purge means; None or empty means any."""

    created_from: datetime | None = None
    created_to: datetime | None = None
    statuses: frozenset[str] = frozenset()
    id_prefix: str | None = None

    def matches(self, instance: Instance) -> bool:
        """Whether every condition holds."""
        return (
            (self.created_from is None or instance.created >= self.created_from)
            and (self.created_to is None or instance.created <= self.created_to)
            and (not self.statuses or instance.status in self.statuses)
            and (self.id_prefix is None or instance.id.startswith(self.id_prefix))
        )


class InstanceStore:
    """Instances by id, oldest first."""

    def __init__(self) -> None:
        self._by_id: dict[str, Instance] = {}

    def __len__(self) -> int:
        return len(self._by_id)

    def __iter__(self) -> Iterator[Instance]:
        return iter(list(self._by_id.values()))

    def get(self, instance_id: str) -> Instance | None:
        """The instance of that id, if there is one."""
        return self._by_id.get(instance_id)

    def holds(self, instance: Instance) -> bool:
        """Whether this very instance is stored (and not a later one of the same id)."""
        return self._by_id.get(instance.id) is instance

    def put(self, instance: Instance) -> None:
        """Store an instance in place of an older one of the same id."""
        self._by_id.pop(instance.id, None)
        self._by_id[instance.id] = instance

    def select(self, wanted: Filter) -> list[Instance]:
        """The instances a filter means, oldest first."""
        return [instance for instance in self._by_id.values() if wanted.matches(instance)]

    def forget(self, instance: Instance) -> None:
        """Forget one instance, if it is still the one stored."""
        if self.holds(instance):
            del self._by_id[instance.id]

    def drop(self, instances: Iterable[Instance]) -> None:
        """Forget instances together with their finished descendants."""
        doomed = set(instances)
        children = self._finished_children()
        open_ = list(doomed)
        while open_:
            for child in children.get(open_.pop(), ()):
                if child not in doomed:
                    doomed.add(child)
                    open_.append(child)
        for instance in doomed:
            self.forget(instance)

    def _finished_children(self) -> dict[Instance, list[Instance]]:
        children: dict[Instance, list[Instance]] = {}
        for instance in self._by_id.values():
            if instance.parent is not None and instance.status.is_final:
                children.setdefault(instance.parent.instance, []).append(instance)
        return children
