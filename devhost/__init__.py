"""A local Azure Functions host for Python apps with Durable Functions; knows no application."""

from devhost.clock import ManualClock, SystemClock
from devhost.errors import StartError
from devhost.host import Host
from devhost.options import HostOptions
from devhost.settings import HostSettings

__all__ = ["Host", "HostOptions", "HostSettings", "ManualClock", "StartError", "SystemClock"]
