"""What work costs at the store, summed for whoever asked for the work.

An adapter says `charge(...)` where it is charged; a service that wants to know opens `metered()` around its calls. The
sum follows the calls through tasks, so that neither a document nor a signature has to carry it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(slots=True)
class StoreCharges:
    """What the calls under a meter cost."""

    request_units: float = 0.0
    """Cosmos DB's request charge; 0 for stores that know none."""
    retries: int = 0
    """Calls that were repeated because the store was overloaded, unreachable or slow."""


_meters: ContextVar[tuple[StoreCharges, ...]] = ContextVar("_meters", default=())


def charge(request_units: float = 0.0, retries: int = 0) -> None:
    """Add to every meter that is open around the caller."""
    for meter in _meters.get():
        meter.request_units += request_units
        meter.retries += retries


@contextmanager
def metered() -> Iterator[StoreCharges]:
    """A meter over the calls made inside; meters may be nested, and each counts all that is within it."""
    meter = StoreCharges()
    token = _meters.set((*_meters.get(), meter))
    try:
        yield meter
    finally:
        _meters.reset(token)
