"""What makes replays cheap must change no result."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import azure.durable_functions as df
from dateutil.parser import parse
from hypothesis import given
from hypothesis import strategies as st

from devhost.durable.history import REPLAYED, Event, EventType, History, timestamp
from devhost.durable.library_costs import install, parse_timestamp


# A year of two digits is read as one of this century, so the local host's own century is where the two must agree.
@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - the strategy adds the zone
def test_a_timestamp_is_parsed_to_exactly_what_dateutil_makes_of_it(moment: datetime) -> None:
    text = timestamp(moment)
    ours, theirs = parse_timestamp(text), parse(text)
    assert (ours, repr(ours), type(ours.tzinfo)) == (theirs, repr(theirs), type(theirs.tzinfo))


def test_a_timestamp_of_another_form_is_left_to_dateutil() -> None:
    for text in ("2026-01-31T12:00:00+02:00", "2026-01-31 12:00", "31 Jan 2026"):
        assert repr(parse_timestamp(text)) == repr(parse(text))


def _orchestrator(context: df.DurableOrchestrationContext) -> Any:
    first = yield context.call_activity("a", 1)
    timer = context.create_timer(context.current_utc_datetime + timedelta(seconds=1))
    winner = yield context.task_any([timer, context.call_sub_orchestrator("b", first)])
    return [first, winner is timer, context.new_uuid(), str(context.current_utc_datetime)]


def _events() -> list[Event]:
    moments = (timestamp(datetime(2026, 1, 1, 0, 0, second, tzinfo=UTC)) for second in range(60))

    def event(kind: EventType, event_id: int = -1, **fields: Any) -> Event:
        return Event(kind, next(moments), event_id, **fields)

    return [
        event(EventType.ORCHESTRATOR_STARTED),
        event(EventType.EXECUTION_STARTED, Name="o", Input=None, Version=None),
        event(EventType.TASK_SCHEDULED, 0, Name="a", Input="1"),
        event(EventType.ORCHESTRATOR_STARTED),
        event(EventType.TASK_COMPLETED, TaskScheduledId=0, Result='{"x": 1}'),
        event(EventType.TIMER_CREATED, 1, FireAt=""),
        event(EventType.SUB_ORCHESTRATION_CREATED, 2, Name="b", InstanceId="c", Input="{}"),
        event(EventType.EXECUTION_SUSPENDED, Reason=""),
        event(EventType.EXECUTION_RESUMED, Reason=""),
        event(EventType.ORCHESTRATOR_STARTED),
        event(EventType.SUB_ORCHESTRATION_COMPLETED, TaskScheduledId=2, Result="2"),
    ]


def _replay(history: str) -> str:
    rest = {"input": None, "instanceId": "i", "isReplaying": True, "parentInstanceId": None}
    body = {"history": json.loads(history), **rest, "upperSchemaVersion": 1, "upperSchemaVersionNew": 2}
    state: str = df.Orchestrator.create(_orchestrator)(json.dumps(body))
    return state


def test_events_the_executor_ignores_make_no_difference_when_left_out() -> None:
    events = _events()
    whole = "[" + ",".join(event.played_text() for event in events) + "]"
    assert {event.kind for event in events} - REPLAYED
    shortened = History(events).replay_json([])
    assert len(shortened) < len(whole)
    assert _replay(shortened) == _replay(whole)
    assert json.loads(_replay(whole))["isDone"] is True


def test_an_event_is_shown_as_new_once_and_as_played_from_then_on() -> None:
    event = Event(EventType.TASK_COMPLETED, timestamp(datetime(2026, 1, 1, tzinfo=UTC)), TaskScheduledId=0, Result="1")
    (new,), (played,) = json.loads(History().replay_json([event])), json.loads(History([event]).replay_json([]))
    assert (new.pop("IsPlayed"), played.pop("IsPlayed")) == (False, True)
    assert new == played


def test_remembering_what_the_library_makes_again_changes_no_replay() -> None:
    history = History(_events()).replay_json([])
    before = _replay(history)
    install()
    assert [_replay(history), _replay(history)] == [before, before]
