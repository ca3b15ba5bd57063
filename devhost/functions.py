"""The functions of an app as the host knows them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

ORCHESTRATION = "orchestrationTrigger"
ACTIVITY = "activityTrigger"
ENTITY = "entityTrigger"
HTTP = "httpTrigger"
TIMER = "timerTrigger"
QUEUE = "queueTrigger"
WARM_UP = "warmupTrigger"
DURABLE_CLIENT = "durableClient"


@dataclass(frozen=True, slots=True)
class AppFunction:
    """One function.

    `code` is what the decorators made of the user's function; `trigger` and `bindings` are the Azure library's
    objects, the trigger being one of the bindings; `hints` are the resolved annotations of `code`.
    """

    name: str
    code: Callable[..., Any]
    trigger: Any
    bindings: tuple[Any, ...]
    hints: dict[str, Any] = field(default_factory=dict)
    wants_context: bool = False
    client_parameters: tuple[str, ...] = field(init=False)
    """Parameters that take a durable client."""

    def __post_init__(self) -> None:
        # Read once: the library's bindings compute their type whenever they are asked.
        clients = tuple(binding.name for binding in self.bindings if binding.type == DURABLE_CLIENT)
        object.__setattr__(self, "client_parameters", clients)

    @property
    def kind(self) -> str:
        """The trigger's type, for example `httpTrigger`."""
        return str(self.trigger.type)

    @property
    def durable_name(self) -> str:
        """The name orchestrators, activities and entities are called by; entity names ignore case."""
        if self.kind == ORCHESTRATION:
            return self.trigger.orchestration or self.name
        if self.kind == ACTIVITY:
            return self.trigger.activity or self.name
        if self.kind == ENTITY:
            return str(self.trigger.entity_name or self.name).lower()
        return self.name


class FunctionTable:
    """The functions of an app by trigger and durable name."""

    def __init__(self, functions: Iterable[AppFunction]) -> None:
        self._all = tuple(functions)
        self._durable = {(f.kind, f.durable_name): f for f in self._all}

    def of_kind(self, kind: str) -> list[AppFunction]:
        """All functions with that trigger, in the app's order."""
        return [f for f in self._all if f.kind == kind]

    def find(self, kind: str, durable_name: str) -> AppFunction | None:
        """The orchestrator, activity or entity of that name."""
        return self._durable.get((kind, durable_name))

    def __iter__(self) -> Any:
        return iter(self._all)
