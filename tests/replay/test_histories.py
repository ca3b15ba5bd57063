"""Orchestrations that were recorded are replayed through the real executor with today's orchestrators.

The Functions host replays every running job from its beginning, with the code that is deployed by then. An
orchestrator that decides otherwise than before on the same history breaks those jobs.
"""

import json
from collections.abc import Callable, Generator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from orchestrators import lane
from orchestrators.job import run_job
from orchestrators.lane import run_lane
from shared.function_names import PLAN_JOB, RUN_LANE, WORK_LANE
from tests.fakes.builders import JOB_TYPE
from tests.replay.history import FOLDER, DivergedError, Recording, load, replay
from tests.replay.record import SCENARIOS, record

ORCHESTRATORS: dict[str, Callable[[Any], Any]] = {JOB_TYPE: run_job, RUN_LANE: run_lane}
RECORDINGS = load()
EARLIER = load(FOLDER / "before_cursors")
RETRIED_LANE = RECORDINGS["retries-1-run_lane"]


@pytest.mark.parametrize("name", RECORDINGS)
def test_todays_orchestrators_decide_on_a_recorded_history_as_they_did_then(name: str) -> None:
    recording = RECORDINGS[name]
    replay(recording, ORCHESTRATORS[recording["orchestrator"]])


@pytest.mark.parametrize("name", EARLIER)
def test_an_orchestration_of_the_version_before_goes_on_as_it_began(name: str) -> None:
    """Its receipts do not say what moved: items had no cursors."""
    recording = EARLIER[name]
    replay(recording, ORCHESTRATORS[recording["orchestrator"]])


def test_the_recordings_show_a_success_retries_and_a_failure() -> None:
    assert {name.partition("-")[0] for name in RECORDINGS} == set(SCENARIOS)
    lasts = {name: recording["turns"][-1]["decision"] for name, recording in RECORDINGS.items()}
    assert lasts["success-0-contract_comparison"]["output"] == "completed"
    assert lasts["finished_by_its_last_item-0-contract_comparison"]["output"] == "completed"
    assert lasts["retries-0-contract_comparison"]["output"] == "completed"
    assert "The store is away." in lasts["failed_plan-0-contract_comparison"]["error"]
    assert all(decision["isDone"] or decision["error"] for decision in lasts.values())
    assert all(turn["decision"]["keepsEarlierActions"] for found in RECORDINGS.values() for turn in found["turns"])


@pytest.mark.parametrize("scenario", SCENARIOS)
async def test_recording_again_gives_the_same_histories(scenario: str) -> None:
    again = await record(scenario)
    recorded = [found for name, found in RECORDINGS.items() if name.startswith(f"{scenario}-")]
    assert again == recorded


Lane = Generator[Any, Any, Any]


def _one_activity_more(context: Any) -> Lane:
    yield context.call_activity("look_around", None)
    yield from run_lane(context)


def _one_timer_less(context: Any) -> Lane:
    context.create_timer = lambda _moment: context.call_activity(PLAN_JOB, None)
    yield from run_lane(context)


def _another_name(context: Any) -> Lane:
    call = context.call_activity
    context.call_activity = lambda name, work: call(f"{name}_2", work)
    yield from run_lane(context)


def _another_input(context: Any) -> Lane:
    call = context.call_activity
    context.call_activity = lambda name, work: call(name, work | {"more": 1})
    yield from run_lane(context)


def _the_time_of_the_machine(context: Any) -> Lane:
    timer = context.create_timer
    context.create_timer = lambda _moment: timer(datetime.now(UTC) + timedelta(seconds=2))
    yield from run_lane(context)


def _no_second_attempt(context: Any) -> Lane:
    yield from run_lane(context)
    yield context.call_activity(WORK_LANE, None)


@pytest.mark.parametrize(
    "broken",
    [
        _one_activity_more,
        _one_timer_less,
        _another_name,
        _another_input,
        _the_time_of_the_machine,
        _no_second_attempt,
    ],
)
def test_a_change_that_would_break_running_jobs_is_told(broken: Callable[[Any], Lane]) -> None:
    with pytest.raises(DivergedError, match="Jobs that are running when this change is deployed would break"):
        replay(RETRIED_LANE, broken)


def test_another_pause_before_an_attempt_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lane, "pause_before", lambda attempt, _: timedelta(seconds=attempt))
    replay(RECORDINGS["success-1-run_lane"], run_lane)
    with pytest.raises(DivergedError, match="In turn"):
        replay(RETRIED_LANE, run_lane)


def test_a_history_with_another_answer_leads_elsewhere() -> None:
    stopped = json.dumps({"again": [], "rest": [], "stopped": True, "ended": None})
    turns = [
        turn | {"events": [event | {"Result": stopped} if "Result" in event else event for event in turn["events"]]}
        for turn in RETRIED_LANE["turns"]
    ]
    changed: Recording = RETRIED_LANE | {"turns": turns}
    with pytest.raises(DivergedError):
        replay(changed, run_lane)
