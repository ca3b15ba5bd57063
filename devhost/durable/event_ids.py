"""Gives every scheduled action the event id the executor expects, and starts it when the Functions host would.

Ids count up from 0 in scheduling order; external events take none, signals and continue_as_new take one. Retries
complicate this: the library only mirrors them, so each failure of a retried call takes the next id for a timer, and
each new attempt takes another, also for the timer after the last failure. None of those appear in the action list,
so the history is walked once more to see when they took their ids.

The Functions host goes through the action list one action after the other, and starts none before the one ahead of
it is over (`OutOfProcOrchestrationShim.ProcessAsyncActionsV2` of the durable extension). Three things follow that
an app only notices on Azure unless its local host does the same: a rolling window made with task_any runs one task
at a time after its first fill; a task_all that failed holds back what comes next until its last child has ended; and
an orchestrator that has returned is not completed before all of its actions are over.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from devhost.durable.actions import COMPOUND, RETRYING, Action, ActionType, Command, StartTimer, command
from devhost.durable.history import Event, EventType


@dataclass(slots=True)
class Plan:
    """How far the Functions host has come with an action list.

    `commands` is what it has started, by event id; `is_over` says that every action has been started and is over;
    `is_held_up` that some wait for an action ahead of them that is not.
    """

    commands: dict[int, Command] = field(default_factory=dict)
    cancelled_timers: set[int] = field(default_factory=set)
    is_over: bool = False
    is_held_up: bool = False


def plan(actions: Sequence[Action], events: Iterable[Event], now: datetime) -> Plan:
    """Number the actions of a whole replay, as far as the Functions host would have started them.

    Args:
        actions: The executor's action list, whole, in its order.
        events: The history the executor replayed, whole.
        now: The start of the delay of retry timers that begin in this turn.

    Raises:
        UnsupportedActionError: for an API the local host does not run.
    """
    return _Walk(actions, now).over(events)


class _Task:
    """A started action, or a group of them, as far as its end goes."""

    __slots__ = ("action", "attempts", "done", "is_any", "open_children", "parent", "timer_runs")

    def __init__(self, parent: "_Task | None", action: Action) -> None:
        self.parent = parent
        self.action = action
        self.is_any = action["actionType"] == ActionType.WHEN_ANY
        self.open_children = len(action.get("compoundActions", ()))
        self.done = action["actionType"] in COMPOUND and not self.open_children
        self.attempts = 1
        self.timer_runs = False

    def end(self) -> None:
        if self.done:
            return
        self.done = True
        if self.parent is not None:
            self.parent.child_ended()

    def child_ended(self) -> None:
        self.open_children -= 1
        # .NET's WhenAll waits for every child, failed or not, where the library's task_all ends with its first failure.
        if self.is_any or self.open_children == 0:
            self.end()


_OVER_AT_ONCE = frozenset({ActionType.SIGNAL_ENTITY, ActionType.CONTINUE_AS_NEW})


class _Walk:
    """Goes through the history, starting each action when the one before it is over."""

    def __init__(self, actions: Sequence[Action], now: datetime) -> None:
        self._actions = iter(actions)
        self._now = now
        self._plan = Plan()
        self._next_id = 0
        self._open: dict[int | str, _Task] = {}
        self._waiting: dict[str, list[_Task]] = defaultdict(list)
        self._early: dict[str, int] = defaultdict(int)
        self._current: _Task | None = None

    def over(self, events: Iterable[Event]) -> Plan:
        for event in events:
            if self._apply(event):
                self._advance()
        self._plan.is_over = self._current is None or self._current.done
        self._plan.is_held_up = next(self._actions, None) is not None
        return self._plan

    def _apply(self, event: Event) -> bool:
        """Whether an action may be over because of this event."""
        fields = event.fields
        match event.kind:
            case EventType.EXECUTION_STARTED:
                pass
            case EventType.TASK_COMPLETED | EventType.SUB_ORCHESTRATION_COMPLETED:
                self._finish(fields["TaskScheduledId"], failed=False)
            case EventType.TASK_FAILED | EventType.SUB_ORCHESTRATION_FAILED:
                self._finish(fields["TaskScheduledId"], failed=True)
            case EventType.TIMER_FIRED:
                self._finish(fields["TimerId"], failed=False)
            case EventType.EVENT_RAISED:
                self._raise(fields["Name"])
            case EventType.EVENT_SENT:
                self._rename(event)
                return False
            case _:
                return False
        return True

    def _advance(self) -> None:
        while self._current is None or self._current.done:
            action = next(self._actions, None)
            if action is None:
                return
            self._current = self._start(action, None)

    def _start(self, action: Action, parent: _Task | None) -> _Task:
        task = _Task(parent, action)
        kind = action["actionType"]
        if kind in COMPOUND:
            for child in action["compoundActions"]:
                self._start(child, task)
        elif kind == ActionType.WAIT_FOR_EXTERNAL_EVENT:
            self._wait(action["externalEventName"], task)
        else:
            self._start_plain(action, task)
        return task

    def _start_plain(self, action: Action, task: _Task) -> None:
        kind, event_id = action["actionType"], self._take_id()
        self._open[event_id] = task
        if kind != ActionType.CONTINUE_AS_NEW:
            self._plan.commands[event_id] = command(action, event_id)
        if kind == ActionType.CREATE_TIMER and action.get("isCanceled"):
            self._plan.cancelled_timers.add(event_id)
        if kind in _OVER_AT_ONCE or event_id in self._plan.cancelled_timers:
            self._finish(event_id, failed=False)

    def _take_id(self) -> int:
        self._next_id += 1
        return self._next_id - 1

    def _wait(self, name: str, task: _Task) -> None:
        if self._early[name]:
            self._early[name] -= 1
            task.end()
        else:
            self._waiting[name].append(task)

    def _raise(self, name: str) -> None:
        if name in self._open:
            self._finish(name, failed=False)
        elif self._waiting[name]:
            # The executor serves the youngest wait of a name first.
            self._waiting[name].pop().end()
        else:
            self._early[name] += 1

    def _rename(self, sent: Event) -> None:
        """From its EventSent on, an entity call is known by its request id."""
        task = self._open.pop(sent.event_id, None)
        if task is not None:
            self._open[json.loads(sent.fields["Input"])["id"]] = task

    def _finish(self, key: int | str, *, failed: bool) -> None:
        task = self._open.pop(key, None)
        if task is None:
            return
        if task.action["actionType"] in RETRYING and (failed or task.timer_runs):
            self._retry(task)
        else:
            task.end()

    def _retry(self, task: _Task) -> None:
        options = task.action["retryOptions"]
        if not task.timer_runs:
            pause = timedelta(milliseconds=options["firstRetryIntervalInMilliseconds"])
            event_id = self._take_id()
            self._plan.commands[event_id] = StartTimer(event_id, self._now + pause)
        elif task.attempts >= options["maxNumberOfAttempts"]:
            task.end()
            return
        else:
            task.attempts += 1
            event_id = self._take_id()
            self._plan.commands[event_id] = command(task.action, event_id)
        task.timer_runs = not task.timer_runs
        self._open[event_id] = task
