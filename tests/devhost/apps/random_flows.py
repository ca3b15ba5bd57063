"""An app that runs a random tree of steps and hands every leaf's own token back."""

import asyncio
from collections import Counter
from collections.abc import Generator
from datetime import timedelta
from typing import Any

import azure.durable_functions as df

app = df.DFApp()
_runs: Counter[str] = Counter()
Step = dict[str, Any]


@app.activity_trigger(input_name="step")
async def act(step: dict) -> str:
    """Fails `step["fails"]` times, then returns the step's token."""
    _runs[step["token"]] += 1
    await asyncio.sleep(step["seconds"])
    if _runs[step["token"]] <= step["fails"]:
        raise ValueError(f"fail {step['token']}")
    token: str = step["token"]
    return token


@app.entity_trigger(context_name="context")
def parrot(context: df.DurableEntityContext) -> None:
    context.set_state(context.get_state(lambda: 0) + 1)
    context.set_result(context.get_input())


@app.orchestration_trigger(context_name="context")
def child(context: df.DurableOrchestrationContext) -> Generator[Any, Any, Any]:
    return (yield context.call_activity("act", context.get_input()))


@app.orchestration_trigger(context_name="context")
def flow(context: df.DurableOrchestrationContext) -> Generator[Any, Any, Any]:
    results: list[Any] = []
    for step in context.get_input():
        if step["kind"] == "signal":
            context.signal_entity(df.EntityId("parrot", step["token"][:2]), "say", 1)
            results.append("signalled")
            continue
        try:
            results.append(_plain((yield _task(context, step)), step))
        except Exception as error:  # noqa: BLE001 - the executor raises plain exceptions
            results.append(_first_line(error))
    return results


def _task(context: df.DurableOrchestrationContext, step: Step) -> Any:
    retry = df.RetryOptions(step.get("pause", 1), step.get("attempts", 1))
    soon = context.current_utc_datetime + timedelta(seconds=step.get("seconds", 0))
    makers = {
        "activity": lambda: context.call_activity("act", step),
        "retried activity": lambda: context.call_activity_with_retry("act", retry, step),
        "child": lambda: context.call_sub_orchestrator("child", step),
        "retried child": lambda: context.call_sub_orchestrator_with_retry("child", retry, step),
        "timer": lambda: context.create_timer(soon),
        "entity": lambda: context.call_entity(df.EntityId("parrot", step["token"][:2]), "say", step["token"]),
        "all": lambda: context.task_all([_task(context, part) for part in step["parts"]]),
        "any": lambda: context.task_any([_task(context, part) for part in step["parts"]]),
    }
    return makers[step["kind"]]()


def _plain(result: Any, step: Step) -> Any:
    if step["kind"] != "any":
        return result
    failed = isinstance(result.result, Exception)
    winner = result.parent.children.index(result)
    return [winner, _first_line(result.result) if failed else result.result]


def _first_line(error: BaseException) -> str:
    return "failed: " + str(error).split("\n")[0]
