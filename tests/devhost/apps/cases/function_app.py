"""Every durable behaviour the host has to get right, one orchestrator each."""

import asyncio
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Generator
from datetime import timedelta
from typing import Any, ClassVar

import azure.durable_functions as df
import azure.functions as func
from azure.durable_functions import DurableOrchestrationContext as Context
from azurefunctions.extensions.http.fastapi import JSONResponse, Request, StreamingResponse

app = df.DFApp(http_auth_level=func.AuthLevel.ANONYMOUS)
blueprint = df.Blueprint()

RETRY = df.RetryOptions(20, 3)
Steps = Generator[Any, Any, Any]


class Observed:
    """What the functions did, for the tests to look at."""

    runs: ClassVar[Counter[str]] = Counter()
    first_time: ClassVar[list[tuple[str, str]]] = []
    running = 0
    peak = 0
    total = 0
    threads: ClassVar[set[int]] = set()
    streams_closed: ClassVar[list[str]] = []

    @classmethod
    def reset_peak(cls) -> None:
        cls.running, cls.peak, cls.total = 0, 0, 0
        cls.threads.clear()

    @classmethod
    def enter(cls) -> None:
        cls.running += 1
        cls.total += 1
        cls.peak = max(cls.peak, cls.running)
        cls.threads.add(threading.get_ident())

    @classmethod
    def leave(cls) -> None:
        cls.running -= 1


# ------------------------------------------------------------------------------------------------- activities


@app.activity_trigger(input_name="number")
def increment(number: int) -> int:
    return number + 1


@app.activity_trigger(input_name="value")
async def echo(value: Any) -> Any:
    return value


@app.activity_trigger(input_name="seconds")
async def sleep_on_loop(seconds: float) -> float:
    Observed.enter()
    try:
        await asyncio.sleep(seconds)
    finally:
        Observed.leave()
    return seconds


@app.activity_trigger(input_name="seconds")
def sleep_in_thread(seconds: float) -> float:
    Observed.enter()
    try:
        time.sleep(seconds)
    finally:
        Observed.leave()
    return seconds


@app.activity_trigger(input_name="plan")
def flaky(plan: dict) -> dict:
    """Fails `plan["fails"]` times for its key, then tells how often it ran."""
    Observed.runs[plan["key"]] += 1
    if Observed.runs[plan["key"]] <= plan["fails"]:
        raise ValueError(f"failure {Observed.runs[plan['key']]}")
    return {"runs": Observed.runs[plan["key"]]}


@app.activity_trigger(input_name="message")
def fail(message: str) -> None:
    raise ValueError(message)


@app.activity_trigger(input_name="value", activity="renamed")
def has_another_name(value: Any) -> list[Any]:
    return ["renamed", value]


# ------------------------------------------------------------------------------------------------------ queues


@app.queue_trigger(arg_name="message", queue_name="Cases", connection="AzureWebJobsStorage")
async def take_message(message: func.QueueMessage) -> None:
    Observed.runs[message.get_json()["key"]] += 1


# ----------------------------------------------------------------------------------------------- orchestrators


@app.orchestration_trigger(context_name="context")
def chain(context: Context) -> Steps:
    number = context.get_input() or 0
    for _ in range(3):
        number = yield context.call_activity("increment", number)
    other = yield context.call_activity("renamed", {"k": [1, None, "ä"]})
    return {"number": number, "other": other}


@app.orchestration_trigger(context_name="context")
def no_steps(context: Context) -> Any:
    return {"id": context.instance_id, "input": context.get_input()}


@app.orchestration_trigger(context_name="context")
def one_step(context: Context) -> Steps:
    return (yield context.call_activity("echo", 1))


@app.orchestration_trigger(context_name="context")
def fan_out(context: Context) -> Steps:
    results = yield context.task_all([context.call_activity("echo", i) for i in range(context.get_input())])
    return sum(results)


@app.orchestration_trigger(context_name="context")
def fan_out_sleeping(context: Context) -> Steps:
    order = context.get_input()
    tasks = [context.call_activity(order["activity"], order["seconds"]) for _ in range(order["count"])]
    results = yield context.task_all(tasks)
    return len(results)


@app.orchestration_trigger(context_name="context")
def fan_out_children(context: Context) -> Steps:
    children, each = context.get_input()
    results = yield context.task_all([context.call_sub_orchestrator("fan_out", each) for _ in range(children)])
    return sum(results)


@app.orchestration_trigger(context_name="context")
def rolling_window(context: Context) -> Steps:
    count, width = context.get_input()
    waiting, total = list(range(count)), 0
    running: list[Any] = []
    while waiting or running:
        while waiting and len(running) < width:
            running.append(context.call_activity("echo", waiting.pop(0)))
        ended = yield context.task_any(running)
        running.remove(ended)
        total += ended.result
    return total


@app.orchestration_trigger(context_name="context")
def rolling_window_children(context: Context) -> Steps:
    children, count, width = context.get_input()
    tasks = [context.call_sub_orchestrator("rolling_window", [count, width]) for _ in range(children)]
    return sum((yield context.task_all(tasks)))


@app.orchestration_trigger(context_name="context")
def retry_until_good(context: Context) -> Steps:
    plan = {"key": context.get_input(), "fails": 2}
    first = yield context.call_activity_with_retry("flaky", RETRY, plan)
    after = yield context.call_activity("increment", 10)
    return [first, after]


@app.orchestration_trigger(context_name="context")
def retry_in_vain(context: Context) -> Steps:
    try:
        yield context.call_activity_with_retry("flaky", RETRY, {"key": context.get_input(), "fails": 99})
    except Exception as error:  # noqa: BLE001 - the executor raises plain exceptions
        after = yield context.call_activity("increment", 1)
        return {"error": str(error).split("\n")[0], "after": after}
    return None


@app.orchestration_trigger(context_name="context")
def retries_side_by_side(context: Context) -> Steps:
    plans = [{"key": f"{context.get_input()}-{i}", "fails": i % 3} for i in range(10)]
    results = yield context.task_all([context.call_activity_with_retry("flaky", RETRY, plan) for plan in plans])
    after = yield context.call_activity("increment", 5)
    return [[result["runs"] for result in results], after]


@app.orchestration_trigger(context_name="context")
def retry_child(context: Context) -> Steps:
    return (yield context.call_sub_orchestrator_with_retry("flaky_child", RETRY, context.get_input()))


@app.orchestration_trigger(context_name="context")
def flaky_child(context: Context) -> Steps:
    return (yield context.call_activity("flaky", {"key": context.get_input(), "fails": 2}))


@app.orchestration_trigger(context_name="context")
def race_with_timer(context: Context) -> Steps:
    work_seconds, limit_seconds = context.get_input()
    work = context.call_activity("sleep_on_loop", work_seconds)
    timer = context.create_timer(context.current_utc_datetime + timedelta(seconds=limit_seconds))
    winner = yield context.task_any([work, timer])
    if winner is work:
        timer.cancel()
        return ["work", work.result]
    return ["timer", None]


@app.orchestration_trigger(context_name="context")
def two_events(context: Context) -> Steps:
    first = yield context.wait_for_external_event("go")
    second = yield context.wait_for_external_event("go")
    return [first, second]


@app.orchestration_trigger(context_name="context")
def step_then_two_events(context: Context) -> Steps:
    yield context.call_activity("sleep_on_loop", 0.1)
    first = yield context.wait_for_external_event("go")
    second = yield context.wait_for_external_event("go")
    return [first, second]


@app.orchestration_trigger(context_name="context")
def family(context: Context) -> Steps:
    unnamed = yield context.call_sub_orchestrator("child", {"v": 1})
    named = yield context.call_sub_orchestrator("child", {"v": 2}, instance_id=f"{context.instance_id}-named")
    try:
        yield context.call_sub_orchestrator("raises", "the child went wrong")
    except Exception as error:  # noqa: BLE001 - the executor raises plain exceptions
        return [unnamed, named, str(error)]
    return None


@app.orchestration_trigger(context_name="context")
def child(context: Context) -> Steps:
    number = yield context.call_activity("increment", context.get_input()["v"])
    return {"number": number, "parent": context.parent_instance_id, "id": context.instance_id}


@app.orchestration_trigger(context_name="context")
def raises(context: Context) -> Steps:
    yield context.call_activity("increment", 1)
    raise RuntimeError(context.get_input())


@app.orchestration_trigger(context_name="context")
def custom_status(context: Context) -> Steps:
    context.set_custom_status({"step": 1})
    yield context.wait_for_external_event("next")
    context.set_custom_status({"step": 2})
    yield context.wait_for_external_event("next again")
    context.set_custom_status("done")
    return 0


@app.orchestration_trigger(context_name="context")
def big_custom_status(context: Context) -> Steps:
    context.set_custom_status("x" * 20_000)
    yield context.call_activity("echo", 1)


@app.orchestration_trigger(context_name="context")
def counts_to_five(context: Context) -> Steps:
    number = context.get_input()
    yield context.call_activity("increment", number)
    if number < 5:
        context.continue_as_new(number + 1)
        return None
    return f"stopped at {number}"


@app.orchestration_trigger(context_name="context")
def timer_over_generations(context: Context) -> Steps:
    """Generation 0 leaves a 60 s timer running; generation 1 waits for a 600 s timer of the same event id."""
    generation = context.get_input()
    work = context.call_activity("increment", generation)
    seconds = 60 if generation == 0 else 600
    timer = context.create_timer(context.current_utc_datetime + timedelta(seconds=seconds))
    if generation == 0:
        yield context.task_any([work, timer])
        context.continue_as_new(1)
        return None
    started = context.current_utc_datetime
    yield context.task_all([work, timer])
    return (context.current_utc_datetime - started).total_seconds()


@app.orchestration_trigger(context_name="context")
def late_result(context: Context) -> Steps:
    """Generation 0 leaves an activity running whose result has the event id of generation 1's activity."""
    generation = context.get_input()
    if generation == 0:
        slow = context.call_activity("sleep_on_loop", 0.15)
        yield context.task_any([slow, context.call_activity("echo", "fast")])
        context.continue_as_new(1)
        return None
    return (yield context.call_activity("slow_echo", "of generation 1"))


@app.activity_trigger(input_name="value")
async def slow_echo(value: str) -> str:
    await asyncio.sleep(0.4)
    return value


@app.orchestration_trigger(context_name="context")
def keeps_events(context: Context) -> Steps:
    """Takes one event a generation; events that came meanwhile must reach the later generations."""
    taken = context.get_input() or []
    if taken == []:
        yield context.call_activity("sleep_on_loop", 0.1)
    taken.append((yield context.wait_for_external_event(f"event {len(taken)}")))
    if len(taken) < 3:
        context.continue_as_new(taken)
        return None
    return taken


@app.orchestration_trigger(context_name="context")
def waits_for_ever(context: Context) -> Steps:
    yield context.wait_for_external_event("never")


@app.orchestration_trigger(context_name="context")
def three_slow_steps(context: Context) -> Steps:
    for i in range(3):
        yield context.call_activity("sleep_on_loop", 0.1)
        context.set_custom_status(i + 1)
    return "ok"


@app.orchestration_trigger(context_name="context")
def catches(context: Context) -> Steps:
    errors = []
    try:
        yield context.call_activity("fail", "bad luck")
    except Exception as error:  # noqa: BLE001 - the executor raises plain exceptions
        errors.append(str(error))
    try:
        yield context.task_all([context.call_activity("increment", 1), context.call_activity("fail", "in a group")])
    except Exception as error:  # noqa: BLE001 - the executor raises plain exceptions
        errors.append(str(error))
    number = yield context.call_activity("increment", 41)
    return {"errors": errors, "number": number}


@app.orchestration_trigger(context_name="context")
def does_not_catch(context: Context) -> Steps:
    yield context.call_activity("fail", "not caught")


@app.orchestration_trigger(context_name="context")
def calls_nobody(context: Context) -> Steps:
    yield context.call_activity("nobody", 1)


@app.orchestration_trigger(context_name="context")
def calls_http(context: Context) -> Steps:
    yield context.call_http("GET", "http://127.0.0.1/")


@app.orchestration_trigger(context_name="context")
def nested_groups(context: Context) -> Steps:
    """A task_all below a task_any, one of its children failing before another succeeds."""
    inner = context.task_all([context.call_activity("fail", "x"), context.call_activity("sleep_on_loop", 0.05)])
    yield context.task_any([inner, context.call_activity("sleep_on_loop", 0.3)])
    yield context.call_activity("sleep_on_loop", 0.2)


@app.orchestration_trigger(context_name="context")
def changes_its_mind(context: Context) -> Steps:
    Observed.runs["turns of changes_its_mind"] += 1
    name = "increment" if Observed.runs["turns of changes_its_mind"] == 1 else "echo"
    yield context.call_activity(name, 1)
    yield context.call_activity("echo", 2)


@app.orchestration_trigger(context_name="context")
def uses_entity(context: Context) -> Steps:
    entity = df.EntityId("counter", context.get_input())
    context.signal_entity(entity, "add", 5)
    context.signal_entity(entity, "add", 2)
    seen = [(yield context.call_entity(entity, "get")), (yield context.call_entity(entity, "add", 10))]
    try:
        yield context.call_entity(entity, "explode")
    except Exception as error:  # noqa: BLE001 - the executor raises plain exceptions
        seen.append(str(error))
    together = yield context.task_all([context.call_entity(entity, "get"), context.call_activity("increment", 1)])
    return [*seen, *together]


@app.orchestration_trigger(context_name="context")
def notes_first_time(context: Context) -> Steps:
    for mark in "abc":
        if not context.is_replaying:
            Observed.first_time.append((mark, context.instance_id))
        if mark != "c":
            yield context.call_activity("increment", 1)
    return [context.new_uuid(), str(context.current_utc_datetime)]


@app.orchestration_trigger(context_name="context")
def patient_parent(context: Context) -> Steps:
    return (yield context.call_sub_orchestrator("sleeper", context.get_input()))


@app.orchestration_trigger(context_name="context")
def sleeper(context: Context) -> Steps:
    yield context.create_timer(context.current_utc_datetime + timedelta(seconds=context.get_input()))
    return "slept"


@app.orchestration_trigger(context_name="context")
def fails_once(context: Context) -> Steps:
    first = yield context.call_activity("increment", 1)
    second = yield context.call_activity("flaky", {"key": context.get_input(), "fails": 1})
    return [first, second]


# --------------------------------------------------------------------------------------------------- entity


@app.entity_trigger(context_name="context")
def counter(context: df.DurableEntityContext) -> None:
    value = context.get_state(lambda: 0)
    match context.operation_name:
        case "add":
            context.set_state(value + context.get_input())
            context.set_result(value + context.get_input())
        case "get":
            context.set_result(value)
        case "reset":
            context.set_state(0)
        case "delete":
            context.destruct_on_exit()
        case "explode":
            raise ValueError("entity failure")


# ---------------------------------------------------------------------------------------- blueprint with HTTP


@blueprint.route(route="start/{name}", methods=["POST"])
@blueprint.durable_client_input(client_name="client")
async def start(req: Request, client: df.DurableOrchestrationClient) -> JSONResponse:
    body = await req.body()
    instance_id = await client.start_new(
        req.path_params["name"], req.query_params.get("id"), await req.json() if body else None
    )
    links = client.create_http_management_payload(instance_id)
    return JSONResponse(links, status_code=202, headers={"Location": links["statusQueryGetUri"]})


@blueprint.route(route="start-late/{name}", methods=["POST"])
@blueprint.durable_client_input(client_name="client")
async def start_late(req: Request, client: df.DurableOrchestrationClient) -> JSONResponse:
    await sleep_on_loop_for(0.05)
    return JSONResponse(await client.start_new(req.path_params["name"]), status_code=202)


async def sleep_on_loop_for(seconds: float) -> None:
    Observed.enter()
    try:
        await asyncio.sleep(seconds)
    finally:
        Observed.leave()


@blueprint.durable_client_input(client_name="client")
@blueprint.route(route="follow/{count:int}", methods=["GET"])
async def follow(req: Request, client: df.DurableOrchestrationClient) -> StreamingResponse:
    instance_id = await client.start_new("fan_out", None, int(req.path_params["count"]))

    async def events() -> AsyncIterator[str]:
        while True:
            status = await client.get_status(instance_id)
            yield f"data: {status.runtime_status.value}\n\n"
            if status.runtime_status.value in ("Completed", "Failed"):
                yield f"data: {status.output}\n\n"
                return
            await asyncio.sleep(0.01)

    return StreamingResponse(events(), media_type="text/event-stream")


@blueprint.route(route="endless/{mark}", methods=["GET"])
async def endless(req: Request) -> StreamingResponse:
    mark = req.path_params["mark"]

    async def ticks() -> AsyncIterator[str]:
        try:
            while True:
                yield "tick\n"
                await asyncio.sleep(0.01)
        except asyncio.CancelledError:
            Observed.streams_closed.append(f"{mark} cancelled")
            raise
        finally:
            Observed.streams_closed.append(f"{mark} finally")

    return StreamingResponse(ticks(), media_type="text/plain")


@blueprint.route(route="silent/{mark}", methods=["GET"])
async def silent(req: Request) -> StreamingResponse:
    mark = req.path_params["mark"]

    async def silence() -> AsyncIterator[str]:
        try:
            yield ": hello\n\n"
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            Observed.streams_closed.append(f"{mark} cancelled")
            raise
        finally:
            Observed.streams_closed.append(f"{mark} finally")

    return StreamingResponse(silence(), media_type="text/event-stream")


@blueprint.route(route="echo/{*rest}", methods=["GET", "PUT"])
async def echo_request(req: Request) -> JSONResponse:
    return JSONResponse(
        {
            "path": dict(req.path_params),
            "query": dict(req.query_params),
            "method": req.method,
            "body": (await req.body()).decode(),
        }
    )


@blueprint.route(route="broken", methods=["GET"])
async def broken(req: Request) -> JSONResponse:  # noqa: ARG001 - the trigger binds it
    raise RuntimeError("the handler is broken")


@blueprint.route(route="broken-stream", methods=["GET"])
async def broken_stream(req: Request) -> StreamingResponse:  # noqa: ARG001 - the trigger binds it
    async def chunks() -> AsyncIterator[str]:
        yield "first"
        raise RuntimeError("the stream is broken")

    return StreamingResponse(chunks(), media_type="text/plain")


@blueprint.route(route="nothing", methods=["GET"])
async def nothing(req: Request):  # type: ignore[no-untyped-def] # noqa: ANN201, ARG001 - the worker refuses `-> None`
    return None


@blueprint.route(route="plain", methods=["GET"])
def plain_function(req: Request) -> JSONResponse:  # noqa: ARG001 - the trigger binds it
    return JSONResponse({"on the loop": threading.current_thread() is threading.main_thread()})


@blueprint.activity_trigger(input_name="number")
def double(number: int) -> int:
    return number * 2


@blueprint.orchestration_trigger(context_name="context")
def calls_by_object(context: Context) -> Steps:
    return (yield context.call_activity(double, 21))


app.register_functions(blueprint)
