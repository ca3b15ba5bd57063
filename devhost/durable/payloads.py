"""How the management API shows instances, histories and entities."""

import json
from datetime import UTC, datetime
from typing import Any

from devhost.durable.entities import Entity
from devhost.durable.history import Event, EventType, History
from devhost.durable.instances import Instance

_COMPLETIONS = frozenset(
    {
        EventType.TASK_COMPLETED,
        EventType.TASK_FAILED,
        EventType.SUB_ORCHESTRATION_COMPLETED,
        EventType.SUB_ORCHESTRATION_FAILED,
    }
)
_NAMES = {
    EventType.EXECUTION_STARTED: "ExecutionStarted",
    EventType.EXECUTION_COMPLETED: "ExecutionCompleted",
    EventType.TASK_SCHEDULED: "TaskScheduled",
    EventType.TASK_COMPLETED: "TaskCompleted",
    EventType.TASK_FAILED: "TaskFailed",
    EventType.SUB_ORCHESTRATION_CREATED: "SubOrchestrationInstanceCreated",
    EventType.SUB_ORCHESTRATION_COMPLETED: "SubOrchestrationInstanceCompleted",
    EventType.SUB_ORCHESTRATION_FAILED: "SubOrchestrationInstanceFailed",
    EventType.TIMER_CREATED: "TimerCreated",
    EventType.TIMER_FIRED: "TimerFired",
    EventType.EVENT_SENT: "EventSent",
    EventType.EVENT_RAISED: "EventRaised",
    EventType.GENERIC: "GenericEvent",
    EventType.EXECUTION_SUSPENDED: "ExecutionSuspended",
    EventType.EXECUTION_RESUMED: "ExecutionResumed",
}
_INTERNAL = ("TaskScheduledId", "TimerId")


def instance_payload(instance: Instance, *, show_input: bool) -> dict[str, Any]:
    """One instance's status."""
    shown = instance.input if instance.input_is_text else json_value(instance.input)
    return {
        "name": instance.name,
        "instanceId": instance.id,
        "runtimeStatus": instance.status,
        "input": shown if show_input else None,
        "customStatus": json_value(instance.custom_status),
        "output": json_value(instance.output),
        "createdTime": _moment(instance.created),
        "lastUpdatedTime": _moment(instance.updated),
    }


def history_payload(history: History, *, show_output: bool, show_input: bool) -> list[dict[str, Any]]:
    """The history as the extension shows it: what was started and has ended appears once, with both times."""
    shown, ended = [], _ended(history)
    for event in history:
        if event.kind is EventType.ORCHESTRATOR_STARTED or event.event_id in ended:
            continue
        entry: dict[str, Any] = {"EventType": _NAMES[event.kind], "Timestamp": event.moment, **event.fields}
        _add_start(entry, event, history)
        if event.kind is EventType.EXECUTION_STARTED:
            entry["FunctionName"] = entry.pop("Name")
        if "Result" in entry:
            entry["Result"] = json_value(entry["Result"]) if show_output else None
        if not show_input:
            entry.pop("Input", None)
        shown.append({k: v for k, v in entry.items() if v is not None and k not in _INTERNAL})
    return shown


def entity_payload(entity: Entity, *, fetch_state: bool) -> dict[str, Any]:
    """One entity of a listing."""
    last = entity.last_operation
    payload: dict[str, Any] = {
        "entityId": {"name": entity.name, "key": entity.key},
        "lastOperationTime": _moment(last) if last else None,
    }
    if fetch_state:
        payload["state"] = json_value(entity.state)
    return payload


def json_value(text: str | None) -> Any:
    """What a JSON text stands for; None for None."""
    return None if text is None else json.loads(text)


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _ended(history: History) -> set[int]:
    return {event.fields["TaskScheduledId"] for event in history if event.kind in _COMPLETIONS}


def _add_start(entry: dict[str, Any], event: Event, history: History) -> None:
    if event.kind not in _COMPLETIONS:
        return
    start = history.scheduled[event.fields["TaskScheduledId"]]
    entry["ScheduledTime"] = start.moment
    entry["FunctionName"] = start.fields["Name"]
    entry["Input"] = start.fields["Input"]
