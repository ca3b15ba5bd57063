"""What the Functions host starts, and when, for an action list of the library."""

from datetime import UTC, datetime, timedelta
from typing import Any

from devhost.durable.actions import ActionType, StartTimer
from devhost.durable.event_ids import Plan, plan
from devhost.durable.history import Event, EventType, timestamp

NOW = datetime(2026, 1, 1, tzinfo=UTC)
Action = dict[str, Any]


def _activity(name: str) -> Action:
    return {"actionType": ActionType.CALL_ACTIVITY, "functionName": name, "input": "null"}


def _retried(name: str, attempts: int) -> Action:
    options = {"firstRetryIntervalInMilliseconds": 1000, "maxNumberOfAttempts": attempts}
    return {**_activity(name), "actionType": ActionType.CALL_ACTIVITY_WITH_RETRY, "retryOptions": options}


def _timer(*, cancelled: bool = False) -> Action:
    return {"actionType": ActionType.CREATE_TIMER, "fireAt": timestamp(NOW), "isCanceled": cancelled}


def _any(*actions: Action) -> Action:
    return {"actionType": ActionType.WHEN_ANY, "compoundActions": list(actions)}


def _all(*actions: Action) -> Action:
    return {"actionType": ActionType.WHEN_ALL, "compoundActions": list(actions)}


def _event(kind: EventType, **fields: Any) -> Event:
    return Event(kind, timestamp(NOW), **fields)


def _done(*ids: int) -> list[Event]:
    return [_event(EventType.TASK_COMPLETED, TaskScheduledId=number) for number in ids]


def _failed(event_id: int) -> list[Event]:
    return [_event(EventType.TASK_FAILED, TaskScheduledId=event_id)]


def _fired(event_id: int) -> list[Event]:
    return [_event(EventType.TIMER_FIRED, TimerId=event_id)]


def _plan(actions: list[Action], events: list[Event]) -> Plan:
    return plan(actions, [_event(EventType.EXECUTION_STARTED), *events], NOW)


def _names(planned: Plan) -> dict[int, str]:
    return {number: getattr(command, "name", "timer") for number, command in planned.commands.items()}


def test_what_follows_a_race_starts_when_its_first_task_is_over() -> None:
    actions = [_any(_activity("a"), _activity("b")), _activity("c")]
    assert _names(_plan(actions, [])) == {0: "a", 1: "b"}
    assert _names(_plan(actions, _done(1))) == {0: "a", 1: "b", 2: "c"}


def test_a_rolling_window_goes_on_one_task_at_a_time() -> None:
    """Each wait lists only what it adds, and the host awaits just that."""
    actions = [_any(_activity("a"), _activity("b")), _any(_activity("c")), _any(_activity("d"))]
    assert _names(_plan(actions, _done(0, 1))) == {0: "a", 1: "b", 2: "c"}
    assert _names(_plan(actions, _done(0, 1, 2))) == {0: "a", 1: "b", 2: "c", 3: "d"}


def test_what_follows_a_failed_group_waits_for_its_last_child() -> None:
    actions = [_all(_activity("a"), _activity("b")), _activity("c")]
    assert _names(_plan(actions, _failed(0))) == {0: "a", 1: "b"}
    assert _names(_plan(actions, [*_failed(0), *_done(1)])) == {0: "a", 1: "b", 2: "c"}


def test_all_is_over_when_the_last_action_is() -> None:
    actions = [_activity("a"), _any(_activity("b"), _timer())]
    assert not _plan(actions, _done(0)).is_over
    assert _plan(actions, _done(0, 1)).is_over


def test_each_failure_of_a_retried_call_takes_an_id_for_its_pause_and_one_for_the_next_attempt() -> None:
    actions = [_retried("a", attempts=2), _activity("b")]
    once = _plan(actions, _failed(0))
    assert once.commands[1] == StartTimer(1, NOW + timedelta(seconds=1))
    assert _names(_plan(actions, [*_failed(0), *_fired(1)])) == {0: "a", 1: "timer", 2: "a"}
    in_vain = [*_failed(0), *_fired(1), *_failed(2)]
    assert _names(_plan(actions, in_vain)) == {0: "a", 1: "timer", 2: "a", 3: "timer"}
    assert _names(_plan(actions, [*in_vain, *_fired(3)]))[4] == "b"


def test_a_cancelled_timer_is_over_at_once() -> None:
    planned = _plan([_any(_timer(cancelled=True)), _activity("a")], [])
    assert planned.cancelled_timers == {0}
    assert _names(planned) == {0: "timer", 1: "a"}


def test_signals_take_an_id_and_hold_nothing_back() -> None:
    signal = {"actionType": ActionType.SIGNAL_ENTITY, "instanceId": "@e@k", "operation": "o"}
    planned = _plan([signal, _activity("a")], [])
    assert list(planned.commands) == [0, 1]


def test_events_take_no_id_and_may_come_before_their_wait() -> None:
    wait = {"actionType": ActionType.WAIT_FOR_EXTERNAL_EVENT, "externalEventName": "go"}
    early = [_event(EventType.EVENT_RAISED, Name="go")]
    assert _names(_plan([_activity("a"), wait, _activity("b")], [*early, *_done(0)])) == {0: "a", 1: "b"}
    assert not _plan([wait], []).is_over
