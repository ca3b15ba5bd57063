"""Imports an app's `function_app.py` by folder and reads the functions its app object holds."""

import importlib.util
import inspect
import sys
import traceback
import typing
from pathlib import Path
from types import ModuleType
from typing import Any
from weakref import WeakKeyDictionary

from azure.functions import FunctionRegister

from devhost.errors import StartError
from devhost.functions import AppFunction

_FILE = "function_app.py"
_MODULE = "function_app"

# An app's builders add to what they build (an HTTP trigger gets its route, for one), so each app is read once.
_read: WeakKeyDictionary[Any, tuple[AppFunction, ...]] = WeakKeyDictionary()


def load_app(folder: Path) -> Any:
    """Import `function_app.py` of `folder` and return its app object.

    The folder goes to the front of `sys.path`, as in the worker, so that the app's own modules are found.

    Raises:
        StartError: The file is missing, fails to import (with its traceback), or does not hold exactly one app.
    """
    path = folder.resolve() / _FILE
    if not path.is_file():
        raise StartError(
            [f"There is no {_FILE} in {folder.resolve()}: name the app's folder with --app, or create the file."]
        )
    return _only_app(_import(path))


def _import(path: Path) -> ModuleType:
    root = str(path.parent)
    if root not in sys.path:
        sys.path.insert(0, root)
    spec = importlib.util.spec_from_file_location(_MODULE, path)
    if spec is None or spec.loader is None:
        raise StartError([f"{path} cannot be imported as a Python module."])
    module = importlib.util.module_from_spec(spec)
    sys.modules[_MODULE] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        del sys.modules[_MODULE]
        shown = "".join(traceback.format_exception(error))
        raise StartError(
            [f"{_FILE} failed to import: {type(error).__name__}: {str(error).rstrip('.')}. Its traceback:\n\n{shown}"]
        ) from error
    return module


def _only_app(module: ModuleType) -> Any:
    names = [name for name, value in vars(module).items() if isinstance(value, FunctionRegister)]
    if not names:
        raise StartError([f"{_FILE} holds no app: assign a df.DFApp() to a module-level name."])
    if len(names) > 1:
        listed = ", ".join(names)
        raise StartError([f"{_FILE} holds several apps ({listed}): keep exactly one module-level name for one app."])
    return getattr(module, names[0])


def read_functions(app: Any) -> tuple[AppFunction, ...]:
    """The functions of an app object, with their annotations resolved.

    Raises:
        StartError: naming each function that is not complete, or whose annotations cannot be resolved.
    """
    if app not in _read:
        faults: list[str] = []
        functions = [f for builder in app._function_builders if (f := _build(app, builder, faults))]  # noqa: SLF001 - get_functions() stops at its first fault and cannot be called twice
        if faults:
            raise StartError(faults)
        _read[app] = tuple(functions)
    return _read[app]


def _build(app: Any, builder: Any, faults: list[str]) -> AppFunction | None:
    try:
        built = builder.build(app.auth_level)
    except ValueError as error:
        faults.append(f"{error} Add one trigger decorator, or remove the function.")
        return None
    code, name = built.get_user_function(), built.get_function_name()
    bindings = tuple(built.get_bindings())
    try:
        hints = typing.get_type_hints(code)
    except Exception as error:  # noqa: BLE001 - evaluating an annotation runs arbitrary code
        faults.append(
            f"Function '{name}': an annotation cannot be resolved ({error}). Import the name at module level, not "
            "under TYPE_CHECKING: the worker evaluates every annotation."
        )
        return None
    bound = {b.name for b in bindings}
    wants_context = "context" in inspect.signature(code).parameters and "context" not in bound
    return AppFunction(name, code, built.get_trigger(), bindings, hints, wants_context)
