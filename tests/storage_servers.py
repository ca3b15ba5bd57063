"""Azurite for the tests: one process for all of them. Each test uses queues and containers of its own."""

import itertools
import os
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from emulators import EmulatorError, StorageServer, storage_server

_numbers = itertools.count()


@pytest.fixture(scope="session")
def azurite() -> Iterator[StorageServer]:
    """A storage server. Where none can be started the test is skipped with the reason, except in CI."""
    with ExitStack() as running:
        try:
            server = running.enter_context(storage_server())
        except EmulatorError as error:
            if os.environ.get("CI"):
                raise
            pytest.skip(f"no storage server: {error}")
        yield server


def unused_name(prefix: str) -> str:
    """A name for a queue or a container that no other test uses."""
    return f"{prefix}-{next(_numbers)}"
