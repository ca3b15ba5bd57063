"""Records orchestrations anew: `python -m tests.replay.record`.

Do so only when a change of the orchestrators is meant to change what they decide, and say in the changelog that
jobs must be at their end before that version is deployed.
"""

import asyncio
import dataclasses
import json
import logging
import sys
from collections.abc import Callable
from typing import Any

import azure.functions as func

from devhost.functions import ORCHESTRATION, AppFunction
from shared.function_names import FINISH_JOB, PLAN_JOB, READ_PROGRESS, WORK_LANE
from tests.fakes.activities import FakeActivities
from tests.fakes.builders import JOB_TYPE, reference
from tests.fakes.driving import SteppingClock, driving
from tests.replay.history import FOLDER, Recording, decisions_of, turns_of

_AWAY = OSError("The store is away.")


def _success(activities: FakeActivities) -> None:
    activities.lanes = (((0, 1), (2,)), ((3,),))


def _finished_by_its_last_item(activities: FakeActivities) -> None:
    _success(activities)
    activities.closes = True


def _retries(activities: FakeActivities) -> None:
    activities.lanes = (((0, 1),), ((2,),))
    activities.will(0, "retry", "retry")
    activities.will(1, OSError("The worker was lost."))
    activities.will(2, "failed")
    for step in (PLAN_JOB, WORK_LANE, READ_PROGRESS, FINISH_JOB):
        activities.fail(step, _AWAY)


def _out_of_time(activities: FakeActivities) -> None:
    activities.lanes = (((0, 1),),)
    activities.seconds = 1.5
    activities.will(0, "retry")


def _failed_plan(activities: FakeActivities) -> None:
    activities.fail(PLAN_JOB, *[_AWAY] * 16)


SCENARIOS: dict[str, Callable[[FakeActivities], None]] = {
    "success": _success,
    "finished_by_its_last_item": _finished_by_its_last_item,
    "retries": _retries,
    "failed_plan": _failed_plan,
    "out_of_time": _out_of_time,
}


class Recorder:
    """Watches what the host gives to orchestrators; the last turn of a generation has all that came before."""

    def __init__(self) -> None:
        self._generations: dict[tuple[str, str], tuple[AppFunction, dict[str, Any]]] = {}

    def watched(self, function: AppFunction) -> AppFunction:
        """The function with the recorder before it."""
        if function.kind != ORCHESTRATION:
            return function

        def watching(context: Any) -> Any:
            body = json.loads(context.body)
            for event in body["history"]:
                # A stack trace has the paths of this machine.
                event.update({"Details": ""} if "Details" in event else {})
            self._generations[body["instanceId"], body["input"]] = (function, body)
            return function.code(func.OrchestrationContext(json.dumps(body)))

        return dataclasses.replace(function, code=watching)

    def recordings(self) -> list[Recording]:
        """One for each generation of each orchestration, in the order they began."""
        return [_recording(function, body) for function, body in self._generations.values()]


def _recording(function: AppFunction, body: dict[str, Any]) -> Recording:
    events = [{name: value for name, value in event.items() if name != "IsPlayed"} for event in body["history"]]
    recording: Recording = {
        "orchestrator": function.name,
        **{name: body[name] for name in ("instanceId", "parentInstanceId", "input")},
        "turns": [{"events": turn} for turn in turns_of(events)],
    }
    generator = function.code.orchestrator_function  # type: ignore[attr-defined]
    for turn, decision in zip(recording["turns"], decisions_of(recording, generator), strict=True):
        turn["decision"] = decision
    return recording


async def record(scenario: str) -> list[Recording]:
    """Run a scenario through the local host."""
    activities, recorder = FakeActivities(SteppingClock()), Recorder()
    SCENARIOS[scenario](activities)
    async with driving(activities, recorder.watched) as driver:
        await driver.start(JOB_TYPE, "job-1", reference().model_dump())
        await driver.to_end("job-1")
    return recorder.recordings()


async def main() -> None:
    """Record every scenario into `histories`."""
    logging.disable()  # the faults of the scenarios are meant
    FOLDER.mkdir(exist_ok=True)
    for outdated in FOLDER.glob("*.json"):
        outdated.unlink()
    for scenario in SCENARIOS:
        for number, recording in enumerate(await record(scenario)):
            path = FOLDER / f"{scenario}-{number}-{recording['orchestrator']}.json"
            path.write_text(json.dumps(recording, indent=1) + "\n", "utf-8")
            sys.stdout.write(f"{path.name}: {len(recording['turns'])} turns\n")


if __name__ == "__main__":
    asyncio.run(main())
