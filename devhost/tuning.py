"""What makes a process of the host fast: its event loop, its garbage collector, its libraries."""

import asyncio
import gc
import warnings
from collections.abc import Callable

from devhost.durable import library_costs

# Said once per process by libraries about their own business; an app can do nothing about them.
_LIBRARY_WARNINGS = (
    "Potential duplicate Task completion",
    "azure.functions df_loads was called without expected_type",
    "azure.functions Durable JSON codec reconstructed",
    "enable_cleanup_closed ignored",
)


def fast_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Of uvloop where there is one (not on Windows), else of asyncio: its bookkeeping costs less."""
    try:
        import uvloop  # noqa: PLC0415 - may be missing
    except ImportError:
        return None
    return uvloop.new_event_loop


def spare_the_collector() -> None:
    """Leave all that was loaded at start out of garbage collection: a full pass would stop the loop for 50 ms."""
    gc.collect()
    gc.freeze()


def prepare_libraries() -> None:
    """Make the libraries cheaper, and quiet about what no app can change."""
    library_costs.install()
    for message in _LIBRARY_WARNINGS:
        warnings.filterwarnings("ignore", message=message)
