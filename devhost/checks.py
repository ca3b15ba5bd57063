"""Refuses what the host cannot run and what the real worker would refuse, every fault at once."""

import inspect
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from devhost.annotations import annotation_faults
from devhost.bindings import http_methods
from devhost.functions import ACTIVITY, DURABLE_CLIENT, ENTITY, HTTP, ORCHESTRATION, QUEUE, TIMER, WARM_UP, AppFunction
from devhost.queues.connections import TriggerError, connection_of, queue_of
from devhost.routing import RouteError, RouteTemplate
from devhost.schedules import ScheduleError, parse_schedule

_TRIGGERS = (HTTP, TIMER, QUEUE, WARM_UP, ORCHESTRATION, ACTIVITY, ENTITY)
_BINDINGS = (*_TRIGGERS, DURABLE_CLIENT, "http")
_ANY_METHOD = "any method"
_RESERVED = ("admin", "runtime")
_WARM_UP_NAME = "warmup"


def find_faults(functions: Iterable[AppFunction]) -> list[str]:
    """One sentence for each fault of the app, naming the function and what to do; empty when it can run."""
    functions = list(functions)
    faults = [
        f"Function '{function.name}': {fault}"
        for function in functions
        for check in _CHECKS
        for fault in check(function)
    ]
    return [*faults, *_duplicate_names(functions), *_duplicate_routes(functions)]


def _unsupported(function: AppFunction) -> Iterator[str]:
    for binding in function.bindings:
        if binding.type not in _BINDINGS:
            yield (
                f"the local host does not run {binding.type} (parameter '{binding.name}'). It runs HTTP, timer, "
                "queue, warm-up, orchestration, activity and entity triggers with durable clients; take the function "
                "out, or run the app with `func start`."
            )


def _wrong_parameters(function: AppFunction) -> Iterator[str]:
    declared = set(inspect.signature(function.code).parameters)
    bound = {binding.name for binding in function.bindings} - {"$return"}
    if function.kind in (ORCHESTRATION, ENTITY):
        # The library wraps these in a handle of its own, whose parameter is always called `context`.
        declared, bound = set(inspect.signature(_inner(function)).parameters), {function.trigger.name}
    extra = declared - bound - {"context"}
    missing = bound - declared
    if extra:
        yield f"its parameters {_quoted(extra)} are bound by no decorator: name them in one, or remove them."
    if missing:
        yield f"its decorators bind {_quoted(missing)}, which is no parameter: give both the same name."


def _inner(function: AppFunction) -> Callable[..., Any]:
    """The user's own function below the library's wrappers."""
    for attribute in ("orchestrator_function", "entity_function", "client_function"):
        inner = getattr(function.code, attribute, None)
        if inner is not None:
            found: Callable[..., Any] = inner
            return found
    return function.code


def _wrong_kind_of_function(function: AppFunction) -> Iterator[str]:
    code = _inner(function)
    is_async = inspect.iscoroutinefunction(code) or inspect.isasyncgenfunction(code)
    if function.kind == ORCHESTRATION:
        if is_async:
            yield "an orchestrator must be a plain `def` generator: replace `async def` by `def` and await by yield."
        return
    if function.kind == ENTITY and is_async:
        yield "an entity must be a plain `def`: the library does not await it."
    elif inspect.isgeneratorfunction(code) or inspect.isasyncgenfunction(code):
        yield "it is a generator, which only an orchestrator may be: return a value, or a StreamingResponse of one."
    elif function.client_parameters and not is_async:
        yield "a function with a durable client must be `async def`: the library awaits it."


def _bad_route(function: AppFunction) -> Iterator[str]:
    if function.kind == HTTP:
        try:
            RouteTemplate(function.trigger.route)
        except RouteError as error:
            yield f"{error}"


def _reserved_route(function: AppFunction) -> Iterator[str]:
    """The host compares the template's text, before the app's route prefix: a constraint may say the word."""
    if function.kind != HTTP:
        return
    route = function.trigger.route.strip("/").lower()
    reserved = next((word for word in _RESERVED if route.startswith(word)), None)
    if reserved:
        yield (
            f"the Functions host refuses routes that begin with '{reserved}', whatever the route prefix: "
            f"choose another route, or write its first segment as {{area:regex(^{reserved}$)}}."
        )


def _bad_schedule(function: AppFunction) -> Iterator[str]:
    if function.kind == TIMER:
        try:
            parse_schedule(function.trigger.schedule)
        except ScheduleError as error:
            yield f"{error}"


def _bad_queue(function: AppFunction) -> Iterator[str]:
    if function.kind == QUEUE:
        for check, text in ((queue_of, function.trigger.queue_name), (_connection, function.trigger.connection)):
            try:
                check(text)
            except TriggerError as error:
                yield f"{error}"


def _bad_warm_up(function: AppFunction) -> Iterator[str]:
    # Names are unique, so that there is no second one.
    if function.kind == WARM_UP and function.name.lower() != _WARM_UP_NAME:
        yield f"the Functions host calls no other warm-up function than '{_WARM_UP_NAME}': give it that name."


def _connection(setting: str) -> None:
    connection_of(setting, os.environ)


_CHECKS = (
    _unsupported,
    _wrong_parameters,
    _wrong_kind_of_function,
    annotation_faults,
    _bad_route,
    _reserved_route,
    _bad_schedule,
    _bad_queue,
    _bad_warm_up,
)


def _duplicate_names(functions: list[AppFunction]) -> Iterator[str]:
    names = Counter(function.name.lower() for function in functions)
    for name, count in names.items():
        if count > 1:
            yield f"Function '{name}' exists {count} times: give every function a name of its own."
    durable = Counter((f.kind, f.durable_name) for f in functions if f.kind in (ORCHESTRATION, ACTIVITY, ENTITY))
    for (kind, name), count in durable.items():
        if count > 1 and names[name.lower()] < count:
            yield f"Function '{name}': {count} functions have that {kind} name; rename all but one."


def _duplicate_routes(functions: list[AppFunction]) -> Iterator[str]:
    seen: dict[tuple[str, str], str] = {}
    for function in functions:
        if function.kind != HTTP or list(_bad_route(function)):
            continue
        shape = RouteTemplate(function.trigger.route).shape
        for method in http_methods(function) or [_ANY_METHOD]:
            other = seen.setdefault((shape, method), function.name)
            if other != function.name:
                route = function.trigger.route
                yield f"Function '{function.name}': {method} '{route}' is also the route of '{other}'; change one."


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in sorted(names))
