"""Which adapters the settings choose."""

from pathlib import Path
from typing import Any

import pytest

from adapters.blob.blobs import StorageBlobs
from adapters.bootstrap import connect
from adapters.cosmos.container import CosmosContainer
from adapters.documents.timed import TimedContainer
from adapters.documents.versioned import VersionedContainer
from adapters.folder.blobs import FolderBlobs
from adapters.memory.documents import MemoryContainer
from adapters.memory.queue import MemoryQueue
from adapters.offline_model.model import OfflineModel
from adapters.openai_model.model import OpenAIModel
from adapters.sqlite.documents import SqliteContainer
from adapters.storage_queue.queues import StorageQueue
from shared.settings import load_settings

COSMOS = {"STORE": "cosmos", "COSMOS_ENDPOINT": "https://127.0.0.1:1/", "COSMOS_KEY": "a2V5"}
STORAGE = {"AzureWebJobsStorage": "UseDevelopmentStorage=true", "BLOBS": "storage"}
IDENTITY = {"AzureWebJobsStorage__accountName": "ledger", "BLOBS": "storage"}
OPENAI = {"MODEL": "openai", "OPENAI_API_KEY": "sk", "MODEL_PRIMARY": "gpt-test"}


def adapters(environment: dict[str, str]) -> tuple[type[Any], ...]:
    """The kinds of what answers the ports that settings choose."""
    ports = connect(load_settings(environment))
    store = ports.job_queue
    assert isinstance(store, VersionedContainer)
    assert isinstance(store._inner, TimedContainer)
    return type(store._inner._inner), type(ports.job_events), type(ports.blobs), type(ports.model)


def left_in(folder: Path) -> list[str]:
    """The names of what a folder holds."""
    return [entry.name for entry in folder.iterdir()]


@pytest.mark.parametrize(
    ("environment", "chosen"),
    [
        ({}, (SqliteContainer, MemoryQueue, FolderBlobs, OfflineModel)),
        ({"STORE": "memory"}, (MemoryContainer, MemoryQueue, FolderBlobs, OfflineModel)),
        (COSMOS, (CosmosContainer, MemoryQueue, FolderBlobs, OfflineModel)),
        (STORAGE, (SqliteContainer, StorageQueue, StorageBlobs, OfflineModel)),
        (IDENTITY, (SqliteContainer, StorageQueue, StorageBlobs, OfflineModel)),
        (OPENAI, (SqliteContainer, MemoryQueue, FolderBlobs, OpenAIModel)),
        (COSMOS | STORAGE | OPENAI, (CosmosContainer, StorageQueue, StorageBlobs, OpenAIModel)),
    ],
)
def test_each_part_is_chosen_by_its_own_setting(environment: dict[str, str], chosen: tuple[type[Any], ...]) -> None:
    assert adapters(environment) == chosen


async def test_what_was_never_used_was_never_opened_and_closes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for environment in ({}, COSMOS | STORAGE | OPENAI):
        await connect(load_settings(environment)).close()
    assert left_in(tmp_path) == []


async def test_one_part_that_does_not_close_does_not_keep_the_others_open(tmp_path: Path) -> None:
    ports = connect(load_settings({"SQLITE_PATH": str(tmp_path / "documents.sqlite3")} | OPENAI))
    await ports.contracts.create("contract_a", {"id": "contract_a"})

    async def refuses() -> None:
        raise OSError("The connection does not close.")

    model = ports.model
    assert isinstance(model, OpenAIModel)
    model._connection.close = refuses  # type: ignore[method-assign]
    with pytest.raises(OSError, match="does not close"):
        await ports.close()
    assert left_in(tmp_path) == ["documents.sqlite3"], "SQLite was left open: its log is still there"
