"""Loads apps with the library that loads them in Azure, and prints what it makes of them.

Run by a Python 3.13 that has azure-functions-runtime: `python worker_report.py FOLDER...`. Prints one JSON object,
by folder: `{"functions": {name: [binding, ...]}}`, or `{"error": text}` where the library refused the app.
"""

import json
import sys
from types import SimpleNamespace
from typing import Any

from azure_functions_runtime import handle_event  # type: ignore[import-not-found] # only there, in .conformance


class _Record:
    """Stands for a message of the worker's protocol: the library only fills and reads fields."""

    def __init__(self, **fields: Any) -> None:
        self.__dict__.update(fields)


class _BindingInfo(_Record):
    undefined, out, inout = 0, 1, 2


def _load(folder: str) -> dict[str, Any]:
    """What the library says of one app."""
    sys.modules.pop("function_app", None)
    path = list(sys.path)
    sys.path.insert(0, folder)
    handle_event._functions._functions.clear()
    try:
        handle_event.load_function_metadata(folder, caller_info="worker_report")
    except Exception as error:  # noqa: BLE001 - the refusal is the report
        return {"error": f"{type(error).__name__}: {error}"}
    finally:
        sys.path[:] = path
    found = handle_event._metadata_result or []
    return {"functions": {f.name: [json.loads(binding) for binding in f.raw_bindings] for f in found}}


def main() -> None:
    """Report on every folder named."""
    handle_event.protos = SimpleNamespace(
        BindingInfo=_BindingInfo, RpcFunctionMetadata=_Record, RpcRetryOptions=_Record
    )
    handle_event.load_binding_registry()
    report = {folder: _load(folder) for folder in sys.argv[1:]}
    sys.__stdout__.write(json.dumps(report))  # type: ignore[union-attr] # a subprocess has one


if __name__ == "__main__":
    main()
