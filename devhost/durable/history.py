"""The history of one orchestration, in the JSON form the azure-functions-durable 1.x executor reads.

Each event's JSON text is made once and joined ever after: a turn never dumps the history again.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from enum import IntEnum
from typing import Any


class EventType(IntEnum):
    """Event type numbers of the out-of-process protocol."""

    EXECUTION_STARTED = 0
    EXECUTION_COMPLETED = 1
    EXECUTION_TERMINATED = 3
    TASK_SCHEDULED = 4
    TASK_COMPLETED = 5
    TASK_FAILED = 6
    SUB_ORCHESTRATION_CREATED = 7
    SUB_ORCHESTRATION_COMPLETED = 8
    SUB_ORCHESTRATION_FAILED = 9
    TIMER_CREATED = 10
    TIMER_FIRED = 11
    ORCHESTRATOR_STARTED = 12
    EVENT_SENT = 14
    EVENT_RAISED = 15
    GENERIC = 17
    EXECUTION_SUSPENDED = 19
    EXECUTION_RESUMED = 20


SCHEDULING = frozenset(
    {
        EventType.TASK_SCHEDULED,
        EventType.SUB_ORCHESTRATION_CREATED,
        EventType.TIMER_CREATED,
        EventType.EVENT_SENT,
    }
)

# The executor looks at no other event type (TaskOrchestrationExecutor.process_event), so nothing else is
# sent to it. Leaving the scheduling events out halves a replay and keeps every activity's input out of it.
REPLAYED = frozenset(
    {
        EventType.ORCHESTRATOR_STARTED,
        EventType.EXECUTION_STARTED,
        EventType.TASK_COMPLETED,
        EventType.TASK_FAILED,
        EventType.SUB_ORCHESTRATION_COMPLETED,
        EventType.SUB_ORCHESTRATION_FAILED,
        EventType.TIMER_FIRED,
        EventType.EVENT_SENT,
        EventType.EVENT_RAISED,
    }
)

_NEW = '{"IsPlayed": false'
_PLAYED = '{"IsPlayed": true'


def timestamp(moment: datetime) -> str:
    """An aware moment as the protocol writes it, for example `2026-01-31T12:00:00.000000Z`."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


class Event:
    """One history event.

    Args:
        kind: The event's type.
        moment: Timestamp text, see `timestamp`.
        event_id: The id of what this event schedules; -1 for all others.
        fields: The type's own fields, for example `TaskScheduledId` and `Result`.
    """

    __slots__ = ("event_id", "fields", "kind", "moment")

    def __init__(self, kind: EventType, moment: str, event_id: int = -1, **fields: Any) -> None:
        self.kind = kind
        self.moment = moment
        self.event_id = event_id
        self.fields = fields

    def new_text(self) -> str:
        """The JSON text of an event that no turn has seen."""
        # IsPlayed comes first, so that turning the text into its played form is one cheap replacement.
        own = {"EventType": int(self.kind), "EventId": self.event_id, "Timestamp": self.moment}
        return json.dumps({"IsPlayed": False, **own, **self.fields})

    def played_text(self) -> str:
        """The JSON text of an event that an earlier turn has seen."""
        return _PLAYED + self.new_text()[len(_NEW) :]


class History:
    """The events of one generation of an orchestration, oldest first."""

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self._events: list[Event] = []
        self._replayed: list[str] = []
        self.scheduled: dict[int, Event] = {}
        self.extend(events)

    def __iter__(self) -> Iterator[Event]:
        return iter(self._events)

    def __len__(self) -> int:
        return len(self._events)

    def append(self, event: Event) -> None:
        """Add an event that from now on counts as played."""
        self._events.append(event)
        if event.kind in REPLAYED:
            self._replayed.append(event.played_text())
        if event.kind in SCHEDULING:
            self.scheduled[event.event_id] = event

    def extend(self, events: Iterable[Event]) -> None:
        """Add several played events."""
        for event in events:
            self.append(event)

    def replay_json(self, new: Iterable[Event]) -> str:
        """The JSON array to replay: everything so far as played, then `new`."""
        texts = (event.new_text() for event in new if event.kind in REPLAYED)
        return "[" + ",".join([*self._replayed, *texts]) + "]"
