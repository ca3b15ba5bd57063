"""What the app's folder says about how to run it: `host.json` and `local.settings.json`."""

import os
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from devhost.errors import StartError
from devhost.queues.options import QueueOptions, read_queue_options
from devhost.settings_file import SettingsFile

_NO_TIMEOUT = "-1"
_PROCESSES = "FUNCTIONS_WORKER_PROCESS_COUNT"
_MOST_PROCESSES = 10
_DEFAULT_CONCURRENCY = 10 * (os.cpu_count() or 1)


@dataclass(frozen=True, slots=True)
class HostSettings:
    """What the host reads from `host.json`, with the Functions host's defaults.

    Attributes:
        route_prefix: Comes before every HTTP route (`extensions.http.routePrefix`).
        max_activities: Activities that run at once (`extensions.durableTask.maxConcurrentActivityFunctions`).
        max_orchestrators: Orchestrator turns at once (`...maxConcurrentOrchestratorFunctions`); the engine takes
            one at a time, which is within every limit.
        hub: The task hub's name (`extensions.durableTask.hubName`).
        function_timeout: How long an HTTP, queue or activity function may run (`functionTimeout`); None is for ever.
        queues: Of queue triggers (`extensions.queues`).
    """

    route_prefix: str = "api"
    max_activities: int = _DEFAULT_CONCURRENCY
    max_orchestrators: int = _DEFAULT_CONCURRENCY
    hub: str = "DevHost"
    function_timeout: timedelta | None = timedelta(minutes=30)
    queues: QueueOptions = field(default_factory=QueueOptions)


@dataclass(frozen=True, slots=True)
class LocalSettings:
    """What the host reads from `local.settings.json`: app settings, and the port to use unless told otherwise."""

    values: Mapping[str, str]
    port: int | None = None


def read_host_json(path: Path) -> HostSettings:
    """Read `host.json`; a missing file means the defaults.

    Raises:
        StartError: naming every fault of the file.
    """
    file = SettingsFile(path)
    default = HostSettings()
    http = file.section("extensions", "http")
    durable = file.section("extensions", "durableTask")
    settings = HostSettings(
        route_prefix=file.text(http, "routePrefix", default.route_prefix).strip("/"),
        max_activities=file.count(durable, "maxConcurrentActivityFunctions", default.max_activities),
        max_orchestrators=file.count(durable, "maxConcurrentOrchestratorFunctions", default.max_orchestrators),
        hub=file.text(durable, "hubName", default.hub),
        function_timeout=_function_timeout(file, default),
        queues=read_queue_options(file),
    )
    file.raise_faults()
    return settings


def _function_timeout(file: SettingsFile, default: HostSettings) -> timedelta | None:
    if file.document.get("functionTimeout") == _NO_TIMEOUT or default.function_timeout is None:
        return None
    return file.timespan(file.document, "functionTimeout", default.function_timeout)


def read_local_settings(path: Path) -> LocalSettings:
    """Read `local.settings.json`; a missing file means no settings.

    Raises:
        StartError: naming every fault of the file.
    """
    file = SettingsFile(path)
    if file.document.get("IsEncrypted"):
        file.fault("is encrypted, which the local host cannot read: run `func settings decrypt`.")
    values = file.section("Values")
    for name, value in values.items():
        if not isinstance(value, str):
            file.fault(f"Values.{name} must be a string: put it in quotes.")
    host = file.section("Host")
    port = file.count(host, "LocalHttpPort", 0)
    file.raise_faults()
    return LocalSettings(values, port or None)


def apply_to_environment(values: Mapping[str, str], environment: MutableMapping[str, str]) -> None:
    """Set app settings as environment variables; a variable that is set already wins."""
    for name, value in values.items():
        environment.setdefault(name, value)


def worker_processes(environment: Mapping[str, str]) -> int:
    """How many processes run functions (`FUNCTIONS_WORKER_PROCESS_COUNT`): one to ten, as on Azure.

    Raises:
        StartError: it is something else.
    """
    given = environment.get(_PROCESSES, "1")
    if not given.isdigit() or not 1 <= int(given) <= _MOST_PROCESSES:
        raise StartError([f"{_PROCESSES} is {given!r}: give a number from 1 to {_MOST_PROCESSES}, or leave it out."])
    return int(given)
