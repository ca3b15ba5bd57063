"""Carries out what orchestrators ask for, and brings the answers back to them."""

import json
import uuid

from devhost.activities import ActivityResult, ActivityRunner
from devhost.background import Background
from devhost.clock import Clock
from devhost.durable.actions import CallActivity, CallSubOrchestrator, Command, SendToEntity, StartTimer
from devhost.durable.engine import Engine
from devhost.durable.entities import EntityStore, Operation
from devhost.durable.history import EventType, timestamp
from devhost.durable.instances import Instance, Parent


class Dispatcher:
    """The engine's hands."""

    def __init__(
        self,
        engine: Engine,
        activities: ActivityRunner,
        entities: EntityStore,
        clock: Clock,
        background: Background,
    ) -> None:
        self._engine = engine
        self._activities = activities
        self._entities = entities
        self._clock = clock
        self._background = background

    def carry_out(self, instance: Instance, command: Command) -> None:
        """Write the scheduling event into the history and start the work."""
        match command:
            case CallActivity():
                self._call_activity(instance, command)
            case CallSubOrchestrator():
                self._call_sub_orchestrator(instance, command)
            case StartTimer():
                self._start_timer(instance, command)
            case SendToEntity():
                self._send_to_entity(instance, command)

    def _call_activity(self, instance: Instance, command: CallActivity) -> None:
        instance.history.append(
            self._engine.event(EventType.TASK_SCHEDULED, command.event_id, Name=command.name, Input=command.input)
        )
        self._background.spawn(self._run_activity(instance, instance.generation, command))

    async def _run_activity(self, instance: Instance, generation: int, command: CallActivity) -> None:
        outcome = await self._activities.run(command.name, command.input)
        scheduled = {"TaskScheduledId": command.event_id}
        if isinstance(outcome, ActivityResult):
            event = self._engine.event(EventType.TASK_COMPLETED, **scheduled, Result=outcome.result)
        else:
            event = self._engine.event(
                EventType.TASK_FAILED, **scheduled, Reason=outcome.reason, Details=outcome.details
            )
        self._engine.deliver(instance, generation, event)

    def _call_sub_orchestrator(self, instance: Instance, command: CallSubOrchestrator) -> None:
        child_id = command.instance_id or f"{instance.id}:{instance.generation:x}:{command.event_id:x}"
        instance.history.append(
            self._engine.event(
                EventType.SUB_ORCHESTRATION_CREATED,
                command.event_id,
                Name=command.name,
                InstanceId=child_id,
                Input=command.input,
            )
        )
        older = self._engine.instances.get(child_id)
        if older is None or older.status.is_final:
            parent = Parent(instance, instance.generation, command.event_id)
            self._engine.create(command.name, child_id, command.input, parent)
            return
        refusal = self._engine.event(
            EventType.SUB_ORCHESTRATION_FAILED,
            TaskScheduledId=command.event_id,
            Reason=f"An orchestration with the instance id '{child_id}' is already running.",
            Details="",
        )
        self._engine.deliver(instance, instance.generation, refusal)

    def _start_timer(self, instance: Instance, command: StartTimer) -> None:
        event_id, generation, fire_at = command.event_id, instance.generation, timestamp(command.fire_at)
        instance.history.append(self._engine.event(EventType.TIMER_CREATED, event_id, FireAt=fire_at))

        def fire() -> None:
            instance.timers.pop(event_id, None)
            fired = self._engine.event(EventType.TIMER_FIRED, TimerId=event_id, FireAt=fire_at)
            self._engine.deliver(instance, generation, fired)

        instance.timers[event_id] = self._clock.call_at(command.fire_at, fire)

    def _send_to_entity(self, instance: Instance, command: SendToEntity) -> None:
        request_id, generation = uuid.uuid4().hex, instance.generation
        message = {
            "op": command.operation,
            "id": request_id,
            "signal": command.is_signal,
            "parent": instance.id,
        }
        instance.history.append(
            self._engine.event(
                EventType.EVENT_SENT,
                command.event_id,
                InstanceId=command.entity,
                Name="op",
                Input=json.dumps(message),
            )
        )

        def reply(response: str) -> None:
            answer = self._engine.event(EventType.EVENT_RAISED, Name=request_id, Input=response)
            self._engine.deliver(instance, generation, answer)

        _, name, key = command.entity.split("@", 2)
        # An operation's input is the JSON text of a JSON text: the entity context decodes it twice.
        text = None if command.input is None else json.dumps(command.input)
        self._entities.post(name, key, Operation(command.operation, text, None if command.is_signal else reply))
