"""What an orchestrator asked for: the action list of the executor's answer, read into typed values."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any

Action = dict[str, Any]


class ActionType(IntEnum):
    """Action type numbers of the out-of-process protocol (replay schema V2)."""

    CALL_ACTIVITY = 0
    CALL_ACTIVITY_WITH_RETRY = 1
    CALL_SUB_ORCHESTRATOR = 2
    CALL_SUB_ORCHESTRATOR_WITH_RETRY = 3
    CONTINUE_AS_NEW = 4
    CREATE_TIMER = 5
    WAIT_FOR_EXTERNAL_EVENT = 6
    CALL_ENTITY = 7
    CALL_HTTP = 8
    SIGNAL_ENTITY = 9
    WHEN_ANY = 11
    WHEN_ALL = 12


COMPOUND = frozenset({ActionType.WHEN_ANY, ActionType.WHEN_ALL})
RETRYING = frozenset({ActionType.CALL_ACTIVITY_WITH_RETRY, ActionType.CALL_SUB_ORCHESTRATOR_WITH_RETRY})


class UnsupportedActionError(Exception):
    """An orchestrator used an API that the local host does not run."""


@dataclass(frozen=True, slots=True)
class CallActivity:
    """Run an activity; `input` is JSON text or None."""

    event_id: int
    name: str
    input: str | None


@dataclass(frozen=True, slots=True)
class CallSubOrchestrator:
    """Run a child orchestration; the host names it when `instance_id` is None."""

    event_id: int
    name: str
    input: str | None
    instance_id: str | None


@dataclass(frozen=True, slots=True)
class StartTimer:
    """Fire at an aware moment."""

    event_id: int
    fire_at: datetime


@dataclass(frozen=True, slots=True)
class SendToEntity:
    """Call (wait for the answer) or signal (do not wait) an entity `@name@key`."""

    event_id: int
    entity: str
    operation: str
    input: str | None
    is_signal: bool


Command = CallActivity | CallSubOrchestrator | StartTimer | SendToEntity


def flatten(actions: Iterable[Action]) -> Iterator[Action]:
    """The actions in scheduling order, `task_any` and `task_all` taken apart."""
    for action in actions:
        if action["actionType"] in COMPOUND:
            yield from flatten(action["compoundActions"])
        else:
            yield action


def command(action: Action, event_id: int) -> Command:
    """The command an action stands for.

    Raises:
        UnsupportedActionError: for an API the local host does not run.
    """
    kind = action["actionType"]
    text = action.get("input")
    if kind in (ActionType.CALL_ACTIVITY, ActionType.CALL_ACTIVITY_WITH_RETRY):
        return CallActivity(event_id, action["functionName"], text)
    if kind in (ActionType.CALL_SUB_ORCHESTRATOR, ActionType.CALL_SUB_ORCHESTRATOR_WITH_RETRY):
        return CallSubOrchestrator(event_id, action["functionName"], text, action.get("instanceId"))
    if kind == ActionType.CREATE_TIMER:
        return StartTimer(event_id, datetime.fromisoformat(action["fireAt"]))
    if kind in (ActionType.CALL_ENTITY, ActionType.SIGNAL_ENTITY):
        signal = kind == ActionType.SIGNAL_ENTITY
        return SendToEntity(event_id, action["instanceId"], action["operation"], text, signal)
    raise UnsupportedActionError(_refusal(action))


def _refusal(action: Action) -> str:
    if action["actionType"] == ActionType.CALL_HTTP:
        uri = json.dumps(action.get("httpRequest", {}).get("uri"))
        return f"The local host does not run call_http ({uri}): make the HTTP request in an activity."
    return f"The local host does not know the orchestrator action type {action['actionType']}."
