"""Runs orchestrations: collects their events, takes their turns, carries out what they decide.

Everything happens on the event loop. A turn replays the whole history through the real executor; events that
arrive before it begins share it. Turns run one at a time, so every `maxConcurrentOrchestratorFunctions` holds.
"""

import asyncio
import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from devhost.clock import Clock
from devhost.durable.actions import Command
from devhost.durable.history import Event, EventType, History, timestamp
from devhost.durable.instances import Instance, InstanceStore, Parent
from devhost.durable.replay import Decision, TurnInput, take_turn
from devhost.durable.status import RuntimeStatus
from devhost.functions import ORCHESTRATION, FunctionTable
from devhost.precedence import Precedence

_log = logging.getLogger(__name__)

_LONG_TURN = 0.25
_SHORTEST_WAIT = 0.001
_LONGEST_WAIT = 1.0
_HOLD_UP = (
    "Orchestrator '%s' (%s) is ahead of the Functions host, which starts what a wait adds only when all earlier waits "
    "are over: a rolling window made with task_any runs one task at a time. Start the work in one task_all or task_any."
)


@dataclass(slots=True)
class TurnStatistics:
    """How much turning was done: counts, and seconds of wall time."""

    turns: int = 0
    events: int = 0
    seconds: float = 0.0


class Engine:
    """Orchestration instances and their turns.

    Args:
        functions: Where the orchestrators are found.
        clock: Time of timestamps.
        turn_spacing: After a turn of t seconds an instance's next turn waits `turn_spacing * t` (at most 1 s),
            so that completions gather and replays can never use up the loop. 0 switches that off.
        precedence: Lets requests go before turns.
    """

    def __init__(
        self,
        functions: FunctionTable,
        clock: Clock,
        turn_spacing: float = 2.0,
        precedence: Precedence | None = None,
    ) -> None:
        self._functions = functions
        self._clock = clock
        self._turn_spacing = turn_spacing
        self._precedence = precedence or Precedence()
        self._stopped = False
        self.instances = InstanceStore()
        self.statistics = TurnStatistics()
        self.carry_out: Callable[[Instance, Command], None]
        self.on_finished: Callable[[Instance], None] = lambda _: None

    def event(self, kind: EventType, event_id: int = -1, **fields: object) -> Event:
        """An event of this moment."""
        return Event(kind, timestamp(self._clock.now()), event_id, **fields)

    def create(self, name: str, instance_id: str, input_text: str | None, parent: Parent | None = None) -> Instance:
        """Start an instance; one of the same id is replaced."""
        now = self._clock.now()
        instance = Instance(instance_id, name, input_text, now, now, parent)
        self.instances.put(instance)
        instance.inbox.append(self._execution_started(name, input_text))
        self._wake(instance)
        return instance

    def deliver(self, instance: Instance, generation: int, event: Event) -> None:
        """Put an event before the instance's next turn; drop it if it comes too late.

        Too late is: of an earlier generation, for a finished instance, or for one that was purged or replaced.
        """
        if instance.generation != generation or instance.status.is_final or not self.instances.holds(instance):
            return
        instance.inbox.append(event)
        self._wake(instance)

    def suspend(self, instance: Instance, reason: str) -> None:
        """Take no more turns until `resume`; events keep gathering."""
        instance.status = RuntimeStatus.SUSPENDED
        self._note(instance, EventType.EXECUTION_SUSPENDED, reason)
        self._hold(instance)

    def resume(self, instance: Instance, reason: str) -> None:
        """Go on after `suspend`."""
        instance.status = RuntimeStatus.RUNNING
        self._note(instance, EventType.EXECUTION_RESUMED, reason)
        self._wake(instance)

    def revive(self, instance: Instance, history: History) -> None:
        """Run a finished instance again from another history."""
        instance.status, instance.output, instance.history = RuntimeStatus.RUNNING, None, history
        instance.inbox.append(self.event(EventType.GENERIC))
        self._wake(instance)

    def finish(self, instance: Instance, decision: Decision) -> None:
        """End an instance as decided and tell its parent."""
        instance.status, instance.output = decision.status, decision.output
        instance.updated = self._clock.now()
        instance.inbox.clear()
        instance.cancel_timers()
        self._hold(instance)
        instance.history.append(
            self.event(EventType.EXECUTION_COMPLETED, OrchestrationStatus=decision.status, Result=decision.output)
        )
        if decision.status is RuntimeStatus.FAILED:
            _log.error("Orchestration '%s' (%s) failed: %s", instance.name, instance.id, decision.output)
        self._tell_parent(instance, decision)
        self.on_finished(instance)

    def stop(self) -> None:
        """Take no more turns and ring no more timers."""
        self._stopped = True
        for instance in self.instances:
            instance.cancel_timers()
            self._hold(instance)

    def _execution_started(self, name: str, input_text: str | None) -> Event:
        # The executor reads Version and insists on its being there.
        return self.event(EventType.EXECUTION_STARTED, Name=name, Input=input_text, Version=None)

    def _note(self, instance: Instance, kind: EventType, reason: str) -> None:
        instance.updated = self._clock.now()
        instance.history.append(self.event(kind, Reason=reason))

    @staticmethod
    def _hold(instance: Instance) -> None:
        if instance.next_turn is not None:
            instance.next_turn.cancel()
            instance.next_turn = None

    def _wake(self, instance: Instance) -> None:
        if instance.next_turn is not None or not instance.inbox or self._stopped:
            return
        if instance.status is RuntimeStatus.SUSPENDED:
            return
        loop = asyncio.get_running_loop()
        wait = instance.earliest_turn - loop.time()
        # Called soon rather than now: every completion of the same loop pass then shares one turn.
        if wait < _SHORTEST_WAIT:
            self._queue(instance)
        else:
            instance.next_turn = loop.call_later(wait, self._queue, instance)

    def _queue(self, instance: Instance) -> None:
        instance.next_turn = self._precedence.soon(partial(self._turn, instance))

    def _turn(self, instance: Instance) -> None:
        instance.next_turn = None
        new = [self.event(EventType.ORCHESTRATOR_STARTED), *instance.inbox]
        instance.inbox.clear()
        began = time.perf_counter()
        try:
            decision = self._decide(instance, new)
            self._apply(instance, new, decision)
        except Exception as error:  # noqa: BLE001 - one broken instance must not end the host
            _log.exception("The host could not take a turn of '%s' (%s).", instance.name, instance.id)
            self.finish(instance, Decision(RuntimeStatus.FAILED, output=json.dumps(f"Host error: {error}")))
        self._account(instance, time.perf_counter() - began)
        self._wake(instance)

    def _decide(self, instance: Instance, new: list[Event]) -> Decision:
        function = self._functions.find(ORCHESTRATION, instance.name)
        if function is None:
            message = f"The orchestrator function '{instance.name}' does not exist."
            return Decision(RuntimeStatus.FAILED, output=json.dumps(message))
        parent_id = instance.parent.instance.id if instance.parent else None
        return take_turn(
            TurnInput(
                function.code,
                instance.name,
                instance.id,
                parent_id,
                instance.input,
                instance.history,
                new,
                self._clock.now(),
            )
        )

    def _account(self, instance: Instance, seconds: float) -> None:
        self.statistics.turns += 1
        self.statistics.events += len(instance.history)
        self.statistics.seconds += seconds
        wait = min(self._turn_spacing * seconds, _LONGEST_WAIT)
        instance.earliest_turn = asyncio.get_running_loop().time() + wait
        if seconds > _LONG_TURN:
            _log.warning(
                "A turn of orchestrator '%s' (%s) took %.2f s: orchestrators must not block, and should have at "
                "most some 200 children each.",
                instance.name,
                instance.id,
                seconds,
            )

    def _apply(self, instance: Instance, new: list[Event], decision: Decision) -> None:
        instance.history.extend(new)
        instance.updated = self._clock.now()
        if instance.status is RuntimeStatus.PENDING:
            instance.status = RuntimeStatus.RUNNING
        if decision.custom_status is not None:
            instance.custom_status = decision.custom_status
        if decision.is_held_up and not instance.hold_up_told:
            instance.hold_up_told = True
            _log.warning(_HOLD_UP, instance.name, instance.id)
        for event_id in decision.cancelled_timers:
            alarm = instance.timers.pop(event_id, None)
            if alarm is not None:
                alarm.cancel()
        for command in decision.commands:
            self.carry_out(instance, command)
        if decision.status is RuntimeStatus.CONTINUED_AS_NEW:
            self._begin_generation(instance, decision)
        elif decision.status.is_final:
            self.finish(instance, decision)

    def _begin_generation(self, instance: Instance, decision: Decision) -> None:
        instance.cancel_timers()
        instance.generation += 1
        instance.input = decision.output
        instance.history = History()
        arrived = [e for e in instance.inbox if e.kind is EventType.EVENT_RAISED]
        started = self._execution_started(instance.name, decision.output)
        instance.inbox = [started, *decision.kept_events, *arrived]

    def _tell_parent(self, instance: Instance, decision: Decision) -> None:
        if instance.parent is None:
            return
        parent = instance.parent
        common = {"TaskScheduledId": parent.event_id}
        if decision.status is RuntimeStatus.COMPLETED:
            event = self.event(EventType.SUB_ORCHESTRATION_COMPLETED, **common, Result=decision.output)
        else:
            reason = json.loads(decision.output) if decision.output else str(decision.status)
            event = self.event(
                EventType.SUB_ORCHESTRATION_FAILED, **common, Reason=reason, Details=decision.details or ""
            )
        self.deliver(parent.instance, parent.generation, event)
