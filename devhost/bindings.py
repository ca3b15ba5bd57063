"""Functions as the worker reports them to the Functions host: plain metadata, comparable with the real worker's."""

import json
from typing import Any

from devhost.functions import AppFunction


def binding_metadata(function: AppFunction) -> list[dict[str, Any]]:
    """The function's bindings as the worker's JSON shows them.

    For example `{"direction": "IN", "type": "httpTrigger", "name": "req", "methods": ["POST"],
    "authLevel": "FUNCTION", "route": "jobs"}`: enums in upper case, and no `methods` when all are meant.
    """
    return [json.loads(json.dumps(b.get_dict_repr(), default=_enum_name)) for b in function.bindings]


def _enum_name(value: Any) -> str:
    return str(value.name)


def http_methods(function: AppFunction) -> list[str]:
    """The methods an HTTP function answers to, upper case; empty for all."""
    return [getattr(method, "value", method).upper() for method in function.trigger.methods or ()]
