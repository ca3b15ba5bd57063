"""The app in this process, on a host that has the limits and the prefix of the app's own `host.json`."""

from pathlib import Path
from typing import Any

from devhost import Host
from devhost.settings import read_host_json

_SETTINGS = read_host_json(Path(__file__).resolve().parents[2] / "host.json")


def host_of(app: Any, **arguments: Any) -> Host:
    """A host of this app; the arguments are those of `Host`."""
    return Host(app, settings=_SETTINGS, **arguments)
