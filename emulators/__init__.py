"""Servers from npm that stand for Azure on this machine: Cosmos DB and Storage, on free ports, gone with their user."""

from emulators.processes import EmulatorError
from emulators.servers import (
    WELL_KNOWN_COSMOS_KEY,
    CosmosServer,
    StorageServer,
    cosmos_server,
    storage_server,
)

__all__ = ["WELL_KNOWN_COSMOS_KEY", "CosmosServer", "EmulatorError", "StorageServer", "cosmos_server", "storage_server"]
