"""Loads apps with the local host's own loading, and prints what it makes of them, like `worker_report.py`.

Run as a process of its own (`python -m tests.conformance.host_report FOLDER`), so that importing an app leaves no
trace in the tests'.
"""

import json
import sys
from pathlib import Path
from typing import Any

from devhost import StartError
from devhost.bindings import binding_metadata
from devhost.checks import find_faults
from devhost.loading import load_app, read_functions


def _load(folder: Path) -> dict[str, Any]:
    try:
        functions = read_functions(load_app(folder))
    except StartError as error:
        return {"error": str(error)}
    faults = find_faults(functions)
    if faults:
        return {"error": "\n".join(faults)}
    return {"functions": {function.name: binding_metadata(function) for function in functions}}


def main() -> None:
    """Report on the folders named."""
    report = {folder: _load(Path(folder)) for folder in sys.argv[1:]}
    sys.stdout.write(json.dumps(report))


if __name__ == "__main__":
    main()
