"""What the app's folder says about how to run it: `host.json` and `local.settings.json`."""

import json
import os
import re
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from devhost.errors import StartError

_TIMESPAN = re.compile(r"(?:(\d+)\.)?(\d{1,2}):(\d{1,2})(?::(\d{1,2}(?:\.\d+)?))?")
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
        function_timeout: How long an HTTP function or an activity may run (`functionTimeout`); None is for ever.
    """

    route_prefix: str = "api"
    max_activities: int = _DEFAULT_CONCURRENCY
    max_orchestrators: int = _DEFAULT_CONCURRENCY
    hub: str = "DevHost"
    function_timeout: timedelta | None = timedelta(minutes=30)


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
    reader = _Reader("host.json", _load_object(path))
    default = HostSettings()
    http = reader.section("extensions", "http")
    durable = reader.section("extensions", "durableTask")
    settings = HostSettings(
        route_prefix=reader.text(http, "routePrefix", default.route_prefix).strip("/"),
        max_activities=reader.count(durable, "maxConcurrentActivityFunctions", default.max_activities),
        max_orchestrators=reader.count(durable, "maxConcurrentOrchestratorFunctions", default.max_orchestrators),
        hub=reader.text(durable, "hubName", default.hub),
        function_timeout=reader.timespan("functionTimeout", default.function_timeout),
    )
    reader.raise_faults()
    return settings


def read_local_settings(path: Path) -> LocalSettings:
    """Read `local.settings.json`; a missing file means no settings.

    Raises:
        StartError: naming every fault of the file.
    """
    document = _load_object(path)
    reader = _Reader("local.settings.json", document)
    if document.get("IsEncrypted"):
        reader.fault("is encrypted, which the local host cannot read: run `func settings decrypt`.")
    values = reader.section("Values")
    for name, value in values.items():
        if not isinstance(value, str):
            reader.fault(f"Values.{name} must be a string: put it in quotes.")
    host = reader.section("Host")
    port = reader.count(host, "LocalHttpPort", 0)
    reader.raise_faults()
    return LocalSettings(values, port or None)


def apply_to_environment(values: Mapping[str, str], environment: MutableMapping[str, str]) -> None:
    """Set app settings as environment variables; a variable that is set already wins."""
    for name, value in values.items():
        environment.setdefault(name, value)


def _load_object(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError as error:
        raise StartError([f"{path.name} is not valid JSON ({error}): correct it."]) from error
    if not isinstance(document, dict):
        raise StartError([f"{path.name} must hold a JSON object."])
    return document


class _Reader:
    """Reads typed values and gathers every fault."""

    def __init__(self, file: str, document: dict[str, Any]) -> None:
        self._file = file
        self._document = document
        self._faults: list[str] = []

    def fault(self, text: str) -> None:
        self._faults.append(f"{self._file}: {text}")

    def raise_faults(self) -> None:
        if self._faults:
            raise StartError(self._faults)

    def section(self, *path: str) -> dict[str, Any]:
        found: Any = self._document
        for name in path:
            found = found.get(name, {}) if isinstance(found, dict) else None
        if isinstance(found, dict):
            return found
        self.fault(f"{'.'.join(path)} must be an object.")
        return {}

    def text(self, section: dict[str, Any], name: str, default: str) -> str:
        value = section.get(name, default)
        if isinstance(value, str):
            return value
        self.fault(f"{name} must be a string.")
        return default

    def count(self, section: dict[str, Any], name: str, default: int) -> int:
        value = section.get(name, default)
        if isinstance(value, int) and not isinstance(value, bool) and (value > 0 or value == default):
            return value
        self.fault(f"{name} must be a whole number above 0.")
        return default

    def timespan(self, name: str, default: timedelta | None) -> timedelta | None:
        value = self._document.get(name)
        if value is None:
            return default
        if value == "-1":
            return None
        match = _TIMESPAN.fullmatch(value) if isinstance(value, str) else None
        if match is None:
            self.fault(f'{name} must be a time span as "hh:mm:ss".')
            return default
        days, hours, minutes, seconds = match.groups(default="0")
        return timedelta(days=int(days), hours=int(hours), minutes=int(minutes), seconds=float(seconds))
