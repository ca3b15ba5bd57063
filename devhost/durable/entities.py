"""Durable entities: small keyed states, each working off its operations one batch at a time."""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import azure.functions as func

from devhost.background import Background
from devhost.clock import Clock
from devhost.functions import ENTITY, AppFunction, FunctionTable
from devhost.invocation import Invoker

_log = logging.getLogger(__name__)

Reply = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation on an entity.

    `input` is JSON text of the JSON text the entity reads, or None. `reply` takes the response message
    (`{"result": ...}` as JSON text); None for a signal.
    """

    name: str
    input: str | None
    reply: Reply | None = None


@dataclass(slots=True)
class Entity:
    """The state (JSON text, None when there is none) and the operations that wait for it."""

    name: str
    key: str
    state: str | None = None
    last_operation: datetime | None = None
    waiting: list[Operation] = field(default_factory=list)
    busy: bool = False


class EntityStore:
    """All entities of the app, run through the library's entity executor."""

    def __init__(self, functions: FunctionTable, invoker: Invoker, clock: Clock, background: Background) -> None:
        self._functions = functions
        self._invoker = invoker
        self._clock = clock
        self._background = background
        self._entities: dict[tuple[str, str], Entity] = {}

    def get(self, name: str, key: str) -> Entity | None:
        """The entity, if it exists."""
        entity = self._entities.get((name.lower(), key))
        return entity if entity is not None and entity.state is not None else None

    def select(self, name: str | None = None) -> list[Entity]:
        """The existing entities, of one name or of all."""
        return [e for e in self._entities.values() if e.state is not None and (name is None or e.name == name.lower())]

    def post(self, name: str, key: str, operation: Operation) -> None:
        """Queue an operation; entities come into being with their first one."""
        entity = self._entities.setdefault((name.lower(), key), Entity(name.lower(), key))
        entity.waiting.append(operation)
        if not entity.busy:
            entity.busy = True
            self._background.spawn(self._work_off(entity))

    async def _work_off(self, entity: Entity) -> None:
        try:
            while entity.waiting:
                batch, entity.waiting = entity.waiting, []
                results = await self._run(entity, batch)
                entity.last_operation = self._clock.now()
                for operation, result in zip(batch, results, strict=True):
                    if operation.reply is not None:
                        operation.reply(_response(result))
        finally:
            entity.busy = False
            if entity.state is None and not entity.waiting:
                self._entities.pop((entity.name, entity.key), None)

    async def _run(self, entity: Entity, batch: list[Operation]) -> list[dict[str, Any]]:
        function = self._functions.find(ENTITY, entity.name)
        if function is None:
            message = f"The entity function '{entity.name}' does not exist."
            _log.warning("%s Its operations are dropped.", message)
            return [_error(message)] * len(batch)
        try:
            return await self._execute(function, entity, batch)
        except Exception as error:  # noqa: BLE001 - a failed batch is answered, not raised
            _log.exception("Entity '%s' failed.", entity.name)
            return [_error(str(error))] * len(batch)

    async def _execute(self, function: AppFunction, entity: Entity, batch: list[Operation]) -> list[dict[str, Any]]:
        body = {
            "self": {"name": entity.name, "key": entity.key},
            "exists": entity.state is not None,
            "state": entity.state,
            "batch": [{"name": o.name, "input": o.input, "isSignal": o.reply is None} for o in batch],
        }
        context = func.EntityContext(json.dumps(body))
        answer = json.loads(await self._invoker.in_thread(lambda: function.code(context)))
        entity.state = answer["entityState"] if answer["entityExists"] else None
        results: list[dict[str, Any]] = answer["results"]
        for operation, result in zip(batch, results, strict=True):
            if result["isError"]:
                _log.warning("Entity '%s': operation '%s' failed: %s", entity.name, operation.name, result)
        return results


def _error(message: str) -> dict[str, Any]:
    return {"isError": True, "result": json.dumps(message)}


def _response(result: dict[str, Any]) -> str:
    # The executor cannot read a response whose result is null; "null" is the JSON text of no result.
    message = {"result": result.get("result") or "null"}
    if result["isError"]:
        message["exceptionType"] = "System.Exception"
    return json.dumps(message)
