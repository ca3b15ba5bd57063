"""Forgets finished orchestrations after a time or beyond a count, so that memory does not grow for ever."""

from collections import deque
from datetime import datetime, timedelta

from devhost.clock import Alarm, Clock
from devhost.durable.instances import Instance, InstanceStore


class Retention:
    """Keeps at most `count` finished instances, none longer than `age`.

    Instances go in the order they finished. A child that its parent waited for finishes before its parent, so
    its history goes first.
    """

    def __init__(self, instances: InstanceStore, clock: Clock, age: timedelta, count: int) -> None:
        self._instances = instances
        self._clock = clock
        self._age = age
        self._count = count
        self._finished: deque[tuple[datetime, Instance]] = deque()
        self._alarm: Alarm | None = None

    def finished(self, instance: Instance) -> None:
        """Take note of an instance that has just finished, and sweep."""
        self._finished.append((instance.updated, instance))
        self._sweep()

    def stop(self) -> None:
        """Sweep no more."""
        if self._alarm is not None:
            self._alarm.cancel()

    def _sweep(self) -> None:
        oldest_kept = self._clock.now() - self._age
        while self._finished and (len(self._finished) > self._count or self._finished[0][0] <= oldest_kept):
            finished, instance = self._finished.popleft()
            # A rewound instance runs again, or has finished anew and stands further back.
            if instance.status.is_final and instance.updated == finished:
                self._instances.forget(instance)
        self._set_alarm()

    def _set_alarm(self) -> None:
        if self._alarm is None and self._finished:
            self._alarm = self._clock.call_at(self._finished[0][0] + self._age, self._rung)

    def _rung(self) -> None:
        self._alarm = None
        self._sweep()
