"""A recorded orchestration: the events it was given, turn by turn, and what it decided on each."""

import json
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import azure.functions as func
from azure.durable_functions import Orchestrator

FOLDER = Path(__file__).parent / "histories"

Recording = dict[str, Any]
"""`orchestrator`, `instanceId`, `parentInstanceId`, `input` and `turns`: lists of `events` with the `decision`."""

_ORCHESTRATOR_STARTED = 12
_STATE_LABEL = "\n\n$OutOfProcData$:"


class DivergedError(Exception):
    """Today's orchestrator decides otherwise than the recorded one did."""


def load(folder: Path = FOLDER) -> dict[str, Recording]:
    """The recordings by their names."""
    return {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))}


def turns_of(events: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """The events of each turn: a turn begins with OrchestratorStarted."""
    turn: list[dict[str, Any]] = []
    for event in events:
        if event["EventType"] == _ORCHESTRATOR_STARTED and turn:
            yield turn
            turn = []
        turn.append(event)
    yield turn


def replay(recording: Recording, generator: Callable[[Any], Any]) -> None:
    """Take every recorded turn again, each from the beginning, as the Functions host does.

    Raises:
        DivergedError: a decision is not the recorded one; the message has the turn and both decisions.
    """
    decisions = decisions_of(recording, generator)
    for number, (turn, decided) in enumerate(zip(recording["turns"], decisions, strict=True), start=1):
        if decided != turn["decision"]:
            raise DivergedError(
                f"In turn {number} the orchestrator decided\n{json.dumps(decided, indent=1)}\nand it was recorded "
                f"deciding\n{json.dumps(turn['decision'], indent=1)}\nJobs that are running when this change is "
                "deployed would break. Record anew only if that is meant: python -m tests.replay.record"
            )


def decisions_of(recording: Recording, generator: Callable[[Any], Any]) -> Iterator[dict[str, Any]]:
    """What an orchestrator decides on each turn: which actions it adds, and where it stands."""
    earlier: list[dict[str, Any]] = []
    for number in range(1, len(recording["turns"]) + 1):
        state = _state(_body(recording, number), generator)
        actions = [action for group in state["actions"] for action in group]
        lasting = [_without_cancellation(action) for action in actions]
        yield _decision(state, actions) | {
            "keepsEarlierActions": lasting[: len(earlier)] == earlier,
            "actions": lasting[len(earlier) :],
        }
        earlier = lasting


def _decision(state: dict[str, Any], actions: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "cancelled": [action["fireAt"] for action in _flat(actions) if action.get("isCanceled")],
        "isDone": state["isDone"],
        "output": state.get("output"),
        "customStatus": state.get("customStatus"),
        "error": state.get("error"),
    }


def _state(body: str, generator: Callable[[Any], Any]) -> dict[str, Any]:
    handle = Orchestrator.create(generator)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library's own, about its own business
        try:
            text = handle(func.OrchestrationContext(body))
        except Exception as error:
            # An orchestrator's failure comes as an exception with the state in its message.
            _, label, text = str(error).partition(_STATE_LABEL)
            if not label:
                raise
    state: dict[str, Any] = json.loads(text)
    return state


def _body(recording: Recording, turns: int) -> str:
    taken = recording["turns"][:turns]
    history = [event | {"IsPlayed": turn is not taken[-1]} for turn in taken for event in turn["events"]]
    header = {name: recording[name] for name in ("input", "instanceId", "parentInstanceId")}
    versions = {"upperSchemaVersion": 1, "upperSchemaVersionNew": 2}
    return json.dumps({"history": history, "isReplaying": turns > 1} | header | versions)


def _flat(actions: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for action in actions:
        yield action
        yield from _flat(action.get("compoundActions", []))


def _without_cancellation(action: dict[str, Any]) -> dict[str, Any]:
    # A timer may be cancelled turns after it was started: that is told apart, so that actions are only added.
    kept = {name: value for name, value in action.items() if name != "isCanceled"}
    if "compoundActions" in kept:
        kept["compoundActions"] = [_without_cancellation(child) for child in kept["compoundActions"]]
    return kept
