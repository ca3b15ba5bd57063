"""Reads a JSON file of settings by type, and gathers every fault."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

from devhost.errors import StartError

_TIMESPAN = re.compile(r"(?:(\d+)\.)?(\d{1,2}):(\d{1,2})(?::(\d{1,2}(?:\.\d+)?))?")


class SettingsFile:
    """A file that holds a JSON object, or that is not there and holds an empty one.

    Raises:
        StartError: from the constructor, when the file holds something else.
    """

    def __init__(self, path: Path) -> None:
        self.document = _load_object(path)
        self._name = path.name
        self._faults: list[str] = []

    def fault(self, text: str) -> None:
        """Note what is wrong."""
        self._faults.append(f"{self._name}: {text}")

    def raise_faults(self) -> None:
        """Raise what was noted, if anything was.

        Raises:
            StartError: naming every fault of the file.
        """
        if self._faults:
            raise StartError(self._faults)

    def section(self, *path: str) -> dict[str, Any]:
        """The object below these names; empty when it is not there."""
        found: Any = self.document
        for name in path:
            found = found.get(name, {}) if isinstance(found, dict) else None
        if isinstance(found, dict):
            return found
        self.fault(f"{'.'.join(path)} must be an object.")
        return {}

    def text(self, section: dict[str, Any], name: str, default: str) -> str:
        """A string."""
        value = section.get(name, default)
        if isinstance(value, str):
            return value
        self.fault(f"{name} must be a string.")
        return default

    def count(self, section: dict[str, Any], name: str, default: int, *, low: int = 1, high: int | None = None) -> int:
        """A whole number within limits; the default is fine whatever they are."""
        value = section.get(name, default)
        is_number = isinstance(value, int) and not isinstance(value, bool)
        if is_number and (value == default or low <= value <= (value if high is None else high)):
            return int(value)
        self.fault(f"{name} must be a whole number {_limits(low, high)}.")
        return default

    def timespan(self, section: dict[str, Any], name: str, default: timedelta) -> timedelta:
        """A time span, written `hh:mm:ss`."""
        value = section.get(name)
        if value is None:
            return default
        match = _TIMESPAN.fullmatch(value) if isinstance(value, str) else None
        if match is None:
            self.fault(f'{name} must be a time span as "hh:mm:ss".')
            return default
        days, hours, minutes, seconds = match.groups(default="0")
        return timedelta(days=int(days), hours=int(hours), minutes=int(minutes), seconds=float(seconds))


def _limits(low: int, high: int | None) -> str:
    return f"above {low - 1}" if high is None else f"from {low} to {high}"


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
