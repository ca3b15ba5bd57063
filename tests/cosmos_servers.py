"""Cosmos DB servers that tests share: each is started once, at the first test that asks for it."""

import os
from collections.abc import Iterator

import pytest

from emulators import CosmosServer, EmulatorError, cosmos_server


@pytest.fixture(scope="session")
def cosmos() -> Iterator[CosmosServer]:
    """A server over TLS with a certificate of its own, as Microsoft's emulator is one."""
    yield from _running(tls=True)


@pytest.fixture(scope="session")
def plain_cosmos() -> Iterator[CosmosServer]:
    """A server over plain HTTP, which others can stand in front of."""
    yield from _running(tls=False)


def _running(*, tls: bool) -> Iterator[CosmosServer]:
    try:
        with cosmos_server(tls=tls) as server:
            yield server
    except EmulatorError as error:
        if "CI" in os.environ:
            raise
        pytest.skip(str(error))
