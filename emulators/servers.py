"""The two servers. What they keep is in memory and ends with them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from emulators.processes import node_program

WELL_KNOWN_COSMOS_KEY = "C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw=="
"""The key that Microsoft publishes for every emulator; it opens nothing else."""

_STORAGE_ACCOUNT = "devstoreaccount1"
_STORAGE_KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
_COSMOS_SCRIPT = str(Path(__file__).with_name("cosmos_server.js"))
_COSMOS_READY = re.compile(r"Ready to accept HTTPS? connections at \S+:(\d+)")
_STORAGE_READY = re.compile(r"(?:Blob|Queue) service is successfully listening at (\S+)")


@dataclass(frozen=True, slots=True)
class CosmosServer:
    """A running Cosmos DB server: where it is, and its key. Its certificate, if any, is its own."""

    endpoint: str
    key: str = WELL_KNOWN_COSMOS_KEY


@dataclass(frozen=True, slots=True)
class StorageServer:
    """A running storage server."""

    blob_url: str
    queue_url: str

    @property
    def connection_string(self) -> str:
        """What `AzureWebJobsStorage` takes."""
        return (
            f"DefaultEndpointsProtocol=http;AccountName={_STORAGE_ACCOUNT};AccountKey={_STORAGE_KEY};"
            f"BlobEndpoint={self.blob_url}/{_STORAGE_ACCOUNT};QueueEndpoint={self.queue_url}/{_STORAGE_ACCOUNT};"
        )


@contextmanager
def cosmos_server(*, tls: bool = True) -> Iterator[CosmosServer]:
    """A Cosmos DB server on a free port.

    Raises:
        EmulatorError: it cannot be started; the message says why.
    """
    with node_program(_COSMOS_SCRIPT, *([] if tls else ["--no-ssl"]), ready=_COSMOS_READY) as (port,):
        yield CosmosServer(f"{'https' if tls else 'http'}://127.0.0.1:{port}")


@contextmanager
def storage_server() -> Iterator[StorageServer]:
    """Azurite's blobs and queues on free ports.

    Raises:
        EmulatorError: it cannot be started; the message says why.
    """
    ports = ["--blobPort", "0", "--queuePort", "0", "--tablePort", "0"]
    choices = ["--skipApiVersionCheck", "--inMemoryPersistence", "--disableTelemetry"]
    script = "azurite/dist/src/azurite.js"
    with node_program(script, *ports, *choices, ready=_STORAGE_READY, lines=2) as (blob_url, queue_url):
        yield StorageServer(blob_url, queue_url)
