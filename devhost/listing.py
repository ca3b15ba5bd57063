"""What the host tells a developer at its start, in the manner of `func start`."""

from collections.abc import Iterator

from devhost.bindings import http_methods
from devhost.functions import HTTP, QUEUE, TIMER, AppFunction
from devhost.host import Host
from devhost.queues.connections import queue_of


def describe_functions(host: Host) -> Iterator[str]:
    """One line per function: HTTP functions with their address, all others with their trigger."""
    yield "Functions:"
    for function in sorted(host.functions, key=lambda f: (f.kind != HTTP, f.kind, f.name)):
        yield f"  {function.name}: {_trigger(function, host)}"


def _trigger(function: AppFunction, host: Host) -> str:
    if function.kind == HTTP:
        methods = ",".join(http_methods(function)) or "ALL"
        path = "/".join(part for part in (host.settings.route_prefix, function.trigger.route.strip("/")) if part)
        return f"[{methods}] {host.base_url}/{path}"
    if function.kind == TIMER:
        return f"{function.kind} {function.trigger.schedule}"
    if function.kind == QUEUE:
        return f"{function.kind} {queue_of(function.trigger.queue_name)}"
    return function.kind
