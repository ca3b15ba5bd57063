"""Chooses the adapters by the settings. Nothing else names an adapter."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from types import MappingProxyType
from typing import Protocol

from adapters.blob.blobs import StorageBlobs
from adapters.callers.easyauth import EasyAuth, signs_in
from adapters.callers.jwt import BearerTokens
from adapters.callers.nobody_asked import NobodyAsked
from adapters.callers.signing_keys import SigningKeys
from adapters.cosmos.documents import CosmosDatabase
from adapters.documents.timed import TimedContainer
from adapters.documents.versioned import VersionedContainer
from adapters.folder.blobs import FolderBlobs
from adapters.memory.documents import MemoryDatabase
from adapters.memory.queue import MemoryQueue
from adapters.offline_model.model import OfflineModel
from adapters.openai_model.model import openai_model
from adapters.reports.writers import DocxWriter, PdfWriter
from adapters.sqlite.documents import SqliteDatabase
from adapters.storage_queue.queues import StorageQueues
from adapters.system_clock import RandomIds, SystemClock
from adapters.telemetry.prometheus import PrometheusTelemetry
from adapters.text_extraction.extractor import FileTextExtractor
from adapters.tokens import O200kTokenCounter
from shared.function_names import DEAD_LETTERS, JOB_EVENTS
from shared.ports.blobs import Blobs
from shared.ports.bundle import Ports
from shared.ports.callers import Callers
from shared.ports.documents import Container
from shared.ports.model import Model
from shared.ports.queue import Queue
from shared.settings import Settings


class Database(Protocol):
    """What every adapter of documents offers beside its containers."""

    def container(self, name: str) -> Container:
        """The container of this name."""
        ...

    async def close(self) -> None:
        """Let go of files and connections."""
        ...


Close = Callable[[], Awaitable[None]]


_NOWHERE: Mapping[str, str] = MappingProxyType({})


def connect(settings: Settings, platform: Mapping[str, str] = _NOWHERE) -> Ports:
    """The ports as the settings choose them. Opens no file and no connection: each opens on first use.

    `platform` are the environment variables by which the platform says what it does for the app.
    """
    closing: list[Close] = []
    database = _database(settings, closing)
    job_events, dead_letters = _queues(settings, closing)
    telemetry = PrometheusTelemetry()

    def timed(name: str) -> Container:
        return VersionedContainer(TimedContainer(database.container(name), name, telemetry))

    return Ports(
        job_queue=timed("job_queue"),
        analysis_results=timed("analysis_results"),
        model_usage=timed("model_usage"),
        contracts=timed("contracts"),
        files=timed("files"),
        job_events=job_events,
        dead_letters=dead_letters,
        blobs=_blobs(settings, closing),
        model=_model(settings, closing),
        callers=_callers(settings, platform),
        text_extractor=FileTextExtractor(),
        token_counter=O200kTokenCounter(),
        reports={"pdf": PdfWriter(), "docx": DocxWriter()},
        clock=SystemClock(),
        ids=RandomIds(),
        process=RandomIds().new_id().replace("-", "")[:12],
        telemetry=telemetry,
        close=lambda: _close_all(closing),
    )


def _callers(settings: Settings, platform: Mapping[str, str]) -> Callers:
    if settings.auth_mode == "easyauth":
        return EasyAuth(settings.admin_role, platform_signs_in=signs_in(platform))
    if settings.auth_mode == "jwt":
        return BearerTokens(settings, SigningKeys(settings.jwt_jwks_url, SystemClock()))
    return NobodyAsked()


def _database(settings: Settings, closing: list[Close]) -> Database:
    database: Database = MemoryDatabase()
    if settings.store == "sqlite":
        database = SqliteDatabase(settings.sqlite_path)
    elif settings.store == "cosmos":
        database = CosmosDatabase(
            settings.cosmos_endpoint,
            settings.cosmos_key.get_secret_value(),
            settings.cosmos_database,
            verify_tls=settings.cosmos_verify_tls,
        )
    closing.append(database.close)
    return database


def _queues(settings: Settings, closing: list[Close]) -> tuple[Queue, Queue]:
    connection, url = settings.storage_connection.get_secret_value(), settings.storage_url("queue")
    if not connection and not url:
        return MemoryQueue(), MemoryQueue()
    queues = StorageQueues(connection, url)
    closing.append(queues.close)
    return queues.queue(JOB_EVENTS), queues.queue(DEAD_LETTERS)


def _blobs(settings: Settings, closing: list[Close]) -> Blobs:
    if settings.blobs == "folder":
        return FolderBlobs(settings.blobs_path)
    blobs = StorageBlobs(settings.storage_connection.get_secret_value(), settings.storage_url("blob"))
    closing.append(blobs.close)
    return blobs


def _model(settings: Settings, closing: list[Close]) -> Model:
    if settings.model == "offline":
        return OfflineModel()
    model = openai_model(settings, O200kTokenCounter(), SystemClock())
    closing.append(model.close)
    return model


async def _close_all(closing: list[Close]) -> None:
    """Close everything, also when something does not let itself be closed."""
    async with AsyncExitStack() as stack:
        for close in closing:
            stack.push_async_callback(close)
