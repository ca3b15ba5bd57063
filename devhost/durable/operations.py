"""What a client of the management API can do to orchestrations."""

import json
import uuid

from devhost.durable.engine import Engine
from devhost.durable.history import EventType, History
from devhost.durable.instances import Filter, Instance
from devhost.durable.replay import Decision
from devhost.durable.status import RuntimeStatus
from devhost.functions import ORCHESTRATION, FunctionTable


class UnknownOrchestratorError(Exception):
    """There is no orchestrator of that name."""


class InstanceExistsError(Exception):
    """An unfinished instance has that id."""


class InstanceNotFoundError(Exception):
    """There is no instance of that id."""


class InstanceFinishedError(Exception):
    """The instance is finished (or, for a rewind, not failed), so the operation means nothing to it."""


class WrongStateError(Exception):
    """The operation does not fit the instance's state, for example resuming one that is not suspended."""


class Operations:
    """Starts, steers and purges orchestrations."""

    def __init__(self, engine: Engine, functions: FunctionTable) -> None:
        self._engine = engine
        self._functions = functions

    def start(
        self, name: str, instance_id: str | None, input_text: str | None, *, input_is_text: bool = False
    ) -> Instance:
        """Start an instance, under a new id when none is given.

        Raises:
            UnknownOrchestratorError: No orchestrator has that name.
            InstanceExistsError: An unfinished instance has that id.
        """
        if self._functions.find(ORCHESTRATION, name) is None:
            known = ", ".join(f"'{f.durable_name}'" for f in self._functions.of_kind(ORCHESTRATION))
            raise UnknownOrchestratorError(
                f"The function '{name}' doesn't exist, is disabled, or is not an orchestrator function. "
                f"The following are the known orchestrator functions: {known or 'none'}."
            )
        older = self._engine.instances.get(instance_id) if instance_id else None
        if older is not None and not older.status.is_final:
            raise InstanceExistsError(f"An Orchestration instance with the status {older.status} already exists.")
        instance = self._engine.create(name, instance_id or uuid.uuid4().hex, input_text)
        instance.input_is_text = input_is_text
        return instance

    def find(self, instance_id: str) -> Instance:
        """The instance of that id.

        Raises:
            InstanceNotFoundError: There is none.
        """
        instance = self._engine.instances.get(instance_id)
        if instance is None:
            raise InstanceNotFoundError(instance_id)
        return instance

    def select(self, wanted: Filter) -> list[Instance]:
        """The instances a filter means, oldest first."""
        return self._engine.instances.select(wanted)

    def raise_event(self, instance_id: str, event_name: str, input_text: str) -> None:
        """Send an external event; it waits if the orchestrator does not wait for it yet."""
        instance = self._unfinished(instance_id)
        event = self._engine.event(EventType.EVENT_RAISED, Name=event_name, Input=input_text)
        self._engine.deliver(instance, instance.generation, event)

    def terminate(self, instance_id: str, reason: str) -> None:
        """End an instance now; its running activities and children go on unheard."""
        instance = self._unfinished(instance_id)
        self._engine.finish(instance, Decision(RuntimeStatus.TERMINATED, output=json.dumps(reason)))

    def suspend(self, instance_id: str, reason: str) -> None:
        """Hold an instance; what it waits for gathers."""
        instance = self._unfinished(instance_id)
        if instance.status is RuntimeStatus.SUSPENDED:
            raise WrongStateError(f"The instance '{instance_id}' is already suspended.")
        self._engine.suspend(instance, reason)

    def resume(self, instance_id: str, reason: str) -> None:
        """Let a suspended instance go on."""
        instance = self._unfinished(instance_id)
        if instance.status is not RuntimeStatus.SUSPENDED:
            raise WrongStateError(f"The instance '{instance_id}' is not suspended.")
        self._engine.resume(instance, reason)

    def rewind(self, instance_id: str) -> None:
        """Run a failed instance again from before its failures; children that failed run anew."""
        instance = self.find(instance_id)
        if instance.status is not RuntimeStatus.FAILED:
            raise InstanceFinishedError(instance_id)
        self._engine.revive(instance, _without_failures(instance.history))

    def restart(self, instance_id: str, *, new_id: bool) -> Instance:
        """Start the same orchestrator with the same input, under a new id or its own."""
        old = self.find(instance_id)
        return self.start(old.name, None if new_id else old.id, old.input, input_is_text=old.input_is_text)

    def purge(self, instance_id: str) -> int:
        """Forget a finished instance with its finished descendants; the number of instances named (0 or 1)."""
        instance = self.find(instance_id)
        if not instance.status.is_final:
            return 0
        self._engine.instances.drop([instance])
        return 1

    def purge_matching(self, wanted: Filter) -> int:
        """Forget the finished instances a filter means; how many those are."""
        finished = [i for i in self.select(wanted) if i.status.is_final]
        self._engine.instances.drop(finished)
        return len(finished)

    def _unfinished(self, instance_id: str) -> Instance:
        instance = self.find(instance_id)
        if instance.status.is_final:
            raise InstanceFinishedError(instance_id)
        return instance


_FAILURES = frozenset({EventType.TASK_FAILED, EventType.SUB_ORCHESTRATION_FAILED})


def _without_failures(history: History) -> History:
    failed = {event.fields["TaskScheduledId"] for event in history if event.kind in _FAILURES}
    dropped = {*_FAILURES, EventType.EXECUTION_COMPLETED}
    return History(e for e in history if e.kind not in dropped and e.event_id not in failed)
