"""Random workflows check the event ids: every leaf must get its own token back, retries and groups included.

A workflow holds either groups that fail or calls that are retried, since a failed task_all lets the library run ahead
of the Functions host, and a retry that begins then takes another id on each side: such a workflow breaks on Azure.
"""

import asyncio
import random
from typing import Any

import pytest

from devhost import Host, HostOptions, HostSettings
from tests.devhost.driving import run

Step = dict[str, Any]
RETRIED = ("retried activity", "retried child")
KINDS = ["activity", "activity", *RETRIED, "retried activity", "retried activity", "child", "timer", "entity"]
WORKFLOWS = 200


class Maker:
    """Makes random steps, each leaf with a token of its own."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - a reproducible choice, no secret
        self._leaves = 0

    def workflow(self) -> list[Step]:
        steps = [self._step() for _ in range(self._random.randint(1, 6))]
        if any(_fails(group) for group in _groups(steps)):
            for leaf in _leaves(steps):
                leaf["fails"] = 0 if leaf["kind"] in RETRIED else leaf["fails"]
        return steps

    def _step(self) -> Step:
        if self._random.random() < 0.15:
            return {"kind": "signal", "token": f"{self._random.randrange(256):02x}"}
        return self._tree(0)

    def _tree(self, depth: int) -> Step:
        if depth < 2 and self._random.random() < (0.55 if depth == 0 else 0.2):
            kind = self._random.choice(["all", "all", "any"]) if depth == 0 else "all"
            return {"kind": kind, "parts": [self._tree(depth + 1) for _ in range(self._random.randint(1, 5))]}
        return self._leaf()

    def _leaf(self) -> Step:
        choose = self._random.choice
        self._leaves += 1
        kind = choose(KINDS)
        fails = choose([0, 0, 1, 2, 5]) if kind in RETRIED else choose([0, 0, 0, 9])
        return {
            "kind": kind,
            "token": f"{self._random.randrange(256):02x}-{self._leaves}",
            "seconds": choose([0, 0, 0.002, 0.005]),
            "fails": fails,
            "pause": choose([1, 3]),
            "attempts": choose([1, 2, 3]),
        }


def _groups(steps: list[Step]) -> list[Step]:
    """Every task_all of these steps, at any depth."""
    inner = [group for step in steps for group in _groups(step.get("parts", []))]
    return inner + [step for step in steps if step["kind"] == "all"]


def _leaves(steps: list[Step]) -> list[Step]:
    inner = [leaf for step in steps for leaf in _leaves(step.get("parts", []))]
    return inner + [step for step in steps if "fails" in step]


def _is_right(step: Step, result: Any) -> bool:
    match step["kind"]:
        case "any":
            winner, value = result
            right = _is_right(step["parts"][winner], value)
        case _ if _fails(step):
            right = str(result).startswith("failed: ") and any(token in result for token in _failing_tokens(step))
        case "all":
            right = all(map(_is_right, step["parts"], result))
        case "signal" | "timer":
            right = result == {"signal": "signalled", "timer": None}[step["kind"]]
        case _:
            right = result == step["token"]
    return bool(right)


def _fails(step: Step) -> bool:
    if step["kind"] == "all":
        return any(map(_fails, step["parts"]))
    if step["kind"] in ("timer", "entity", "signal"):
        return False
    return bool(step["fails"] >= (step["attempts"] if step["kind"] in RETRIED else 1))


def _failing_tokens(step: Step) -> list[str]:
    if step["kind"] == "all":
        return [token for part in step["parts"] if _fails(part) for token in _failing_tokens(part)]
    return [step["token"]]


@pytest.fixture
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    """Hundreds of failures are wanted here."""
    caplog.set_level("CRITICAL")


@pytest.mark.usefixtures("quiet")
async def test_every_step_of_a_random_workflow_gets_its_own_result() -> None:
    from tests.devhost.apps import random_flows  # noqa: PLC0415 - an app is loaded by the test that serves it

    maker = Maker(seed=7)
    workflows = [maker.workflow() for _ in range(WORKFLOWS)]
    settings, options = HostSettings(max_activities=50), HostOptions(shutdown_grace=0.1)
    async with Host(random_flows.app, settings=settings, options=options) as host:
        client = host.durable_client()
        statuses = []
        for first in range(0, WORKFLOWS, 20):
            some = workflows[first : first + 20]
            statuses += await asyncio.gather(*(run(client, "flow", workflow) for workflow in some))

    wrong = [
        (workflow, status.output)
        for workflow, status in zip(workflows, statuses, strict=True)
        if not (_is_done_right(workflow, status) or _broke_the_library(workflow, status))
    ]
    assert wrong == []


def _is_done_right(workflow: list[Step], status: Any) -> bool:
    return status.runtime_status.value == "Completed" and all(map(_is_right, workflow, status.output))


def _broke_the_library(workflow: list[Step], status: Any) -> bool:
    """A failed task_all inside another group makes azure-functions-durable 1.7 fail the orchestration by itself."""
    groups = [step for step in workflow if step["kind"] in ("all", "any")]
    inner = [part for step in groups for part in step["parts"] if part["kind"] == "all"]
    return "completed twice" in str(status.output) and any(map(_fails, inner))
