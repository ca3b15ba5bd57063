"""Chooses the adapters by the settings. Nothing else names an adapter."""

from adapters.folder.blobs import FolderBlobs
from adapters.memory.documents import MemoryDatabase
from adapters.memory.queue import MemoryQueue
from adapters.offline_model.model import OfflineModel
from adapters.sqlite.documents import SqliteDatabase
from adapters.system_clock import RandomIds, SystemClock
from adapters.text_extraction.extractor import FileTextExtractor
from adapters.tokens import O200kTokenCounter
from shared.ports.bundle import Ports
from shared.settings import Settings


def connect(settings: Settings) -> Ports:
    """The ports as the settings choose them. Opens no file and no connection: each opens on first use."""
    database = SqliteDatabase(settings.sqlite_path) if settings.store == "sqlite" else MemoryDatabase()
    return Ports(
        job_queue=database.container("job_queue"),
        analysis_results=database.container("analysis_results"),
        model_usage=database.container("model_usage"),
        contracts=database.container("contracts"),
        job_events=MemoryQueue(),
        dead_letters=MemoryQueue(),
        blobs=FolderBlobs(settings.blobs_path),
        model=OfflineModel(),
        text_extractor=FileTextExtractor(),
        token_counter=O200kTokenCounter(),
        clock=SystemClock(),
        ids=RandomIds(),
        close=database.close,
    )
