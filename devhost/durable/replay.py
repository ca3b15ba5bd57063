"""One turn of an orchestrator: replays its history through the real executor and reads what it decided."""

import json
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import azure.functions as func

from devhost.durable.actions import (
    Action,
    ActionType,
    CallActivity,
    CallSubOrchestrator,
    Command,
    SendToEntity,
    StartTimer,
    UnsupportedActionError,
    flatten,
)
from devhost.durable.event_ids import Plan, plan
from devhost.durable.history import Event, EventType, History
from devhost.durable.status import RuntimeStatus

Handle = Callable[[Any], str]

_STATE_LABEL = "\n\n$OutOfProcData$:"
_CUSTOM_STATUS_LIMIT = 16 * 1024
_COMMANDS_OF: dict[EventType, type] = {
    EventType.TASK_SCHEDULED: CallActivity,
    EventType.SUB_ORCHESTRATION_CREATED: CallSubOrchestrator,
    EventType.TIMER_CREATED: StartTimer,
    EventType.EVENT_SENT: SendToEntity,
}


@dataclass(frozen=True, slots=True)
class TurnInput:
    """What a turn starts from: the instance as far as the executor sees it, and the new events."""

    handle: Handle
    name: str
    instance_id: str
    parent_id: str | None
    input: str | None
    history: History
    new_events: Sequence[Event]
    now: datetime


@dataclass(slots=True)
class Decision:
    """What a turn decided.

    `output` is JSON text (of the failure's message when the status is Failed); `custom_status` is JSON text or
    None when the orchestrator set none; `kept_events` are raised events that a continue_as_new carries over;
    `is_held_up` says that the orchestrator has asked for more than the Functions host would have started.
    """

    status: RuntimeStatus = RuntimeStatus.RUNNING
    commands: list[Command] = field(default_factory=list)
    cancelled_timers: set[int] = field(default_factory=set)
    output: str | None = None
    details: str | None = None
    custom_status: str | None = None
    kept_events: list[Event] = field(default_factory=list)
    is_held_up: bool = False


class NonDeterminismError(Exception):
    """A replay asked for something else than the history says was asked before."""


def take_turn(turn: TurnInput) -> Decision:
    """Replay and decide. Never raises for what the app's code did: that is a Failed decision."""
    try:
        state, failure = _execute(turn)
    except Exception as error:  # noqa: BLE001 - the executor itself broke down, which fails the instance in Azure too
        return _failed(turn.name, f"{type(error).__name__}: {error}", error)
    actions = [action for actions in state["actions"] for action in actions]
    try:
        planned = plan(actions, [*turn.history, *turn.new_events], turn.now)
        _check_determinism(turn.history, planned)
        custom_status = _custom_status(state)
    except (UnsupportedActionError, NonDeterminismError, ValueError) as problem:
        return _failed(turn.name, str(problem), problem)
    # What the orchestrator came to counts once all that it started is over, as on the Functions host.
    decision = _outcome(turn, state, actions, failure) if planned.is_over else Decision()
    decision.custom_status = custom_status
    decision.commands = _new_commands(turn.history, planned)
    decision.cancelled_timers = planned.cancelled_timers
    decision.is_held_up = planned.is_held_up
    return decision


def _execute(turn: TurnInput) -> tuple[dict[str, Any], BaseException | None]:
    """The executor's state, and the exception the orchestrator's code ended with.

    Raises:
        Exception: whatever the executor raises about itself.
    """
    try:
        return json.loads(turn.handle(func.OrchestrationContext(_body(turn)))), None
    except Exception as error:
        # An orchestrator's failure comes as an exception that carries the state in its message.
        _, label, state = str(error).partition(_STATE_LABEL)
        if not label:
            raise
        return json.loads(state), error.__cause__ or error


def _body(turn: TurnInput) -> str:
    rest = {
        "input": turn.input,
        "instanceId": turn.instance_id,
        "isReplaying": len(turn.history) > 0,
        "parentInstanceId": turn.parent_id,
        "upperSchemaVersion": 1,
        "upperSchemaVersionNew": 2,
    }
    return '{"history": ' + turn.history.replay_json(turn.new_events) + ", " + json.dumps(rest)[1:]


def _custom_status(state: dict[str, Any]) -> str | None:
    if state.get("customStatus") is None:
        return None
    text = json.dumps(state["customStatus"])
    if len(text) > _CUSTOM_STATUS_LIMIT:
        raise ValueError(
            f"The custom status is {len(text)} characters long and Azure takes at most {_CUSTOM_STATUS_LIMIT}: "
            "keep counters in it and store the rest elsewhere."
        )
    return text


def _check_determinism(history: History, planned: Plan) -> None:
    """Compare with what was scheduled before, as the Durable Task Framework does."""
    for event_id, event in history.scheduled.items():
        command = planned.commands.get(event_id)
        wanted = _COMMANDS_OF[event.kind]
        same_kind = type(command) is wanted
        if same_kind and getattr(command, "name", None) == event.fields.get("Name"):
            continue
        if same_kind and wanted in (StartTimer, SendToEntity):
            continue
        raise NonDeterminismError(
            f"Non-deterministic orchestrator: an earlier turn scheduled {_describe(event)} as number {event_id}, "
            f"and this replay {_contrast(command)}. Orchestrator code may only depend on its input, on results it "
            "waited for, and on the context's own time and ids."
        )


def _describe(event: Event) -> str:
    return f"{event.kind.name} {event.fields.get('Name', '')}".strip()


def _contrast(command: Command | None) -> str:
    if command is None:
        return "scheduled nothing there"
    return f"scheduled {type(command).__name__} {getattr(command, 'name', '')}".strip()


def _new_commands(history: History, planned: Plan) -> list[Command]:
    gone = planned.cancelled_timers
    scheduled = history.scheduled
    return [c for i, c in planned.commands.items() if i not in scheduled and i not in gone]


def _outcome(turn: TurnInput, state: dict[str, Any], actions: list[Action], failure: BaseException | None) -> Decision:
    if state.get("error"):
        return _failed(turn.name, state["error"], failure)
    if not state.get("isDone"):
        return Decision()
    if actions and actions[-1]["actionType"] == ActionType.CONTINUE_AS_NEW:
        kept = _unread_events(turn, actions)
        return Decision(RuntimeStatus.CONTINUED_AS_NEW, output=actions[-1].get("input"), kept_events=kept)
    return Decision(RuntimeStatus.COMPLETED, output=json.dumps(state.get("output")))


def _failed(name: str, message: str, failure: BaseException | None) -> Decision:
    details = "".join(traceback.format_exception(failure)) if failure else None
    output = json.dumps(f"Orchestrator function '{name}' failed: {message}")
    return Decision(RuntimeStatus.FAILED, output=output, details=details)


def _unread_events(turn: TurnInput, actions: list[Action]) -> list[Event]:
    """Raised events that no wait of this generation took; continue_as_new keeps them."""
    events = [*turn.history, *turn.new_events]
    replies = {json.loads(e.fields["Input"])["id"] for e in events if e.kind == EventType.EVENT_SENT}
    raised = [e for e in events if e.kind == EventType.EVENT_RAISED and e.fields["Name"] not in replies]
    waits = Counter(
        action["externalEventName"]
        for action in flatten(actions)
        if action["actionType"] == ActionType.WAIT_FOR_EXTERNAL_EVENT
    )
    unread = []
    for event in raised:
        waits[event.fields["Name"]] -= 1
        if waits[event.fields["Name"]] < 0:
            unread.append(event)
    return unread
