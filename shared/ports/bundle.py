"""All ports together: what an app is composed from."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from shared.ports.blobs import Blobs
from shared.ports.callers import Callers
from shared.ports.clock import Clock, IdSource
from shared.ports.documents import Container
from shared.ports.model import Model
from shared.ports.queue import Queue
from shared.ports.reports import ReportWriters
from shared.ports.telemetry import Telemetry
from shared.ports.text_extraction import TextExtractor, TokenCounter


@dataclass(frozen=True, slots=True)
class Ports:
    """One answer to each port. The five containers bear the names they have in the database.

    `process` is a name that no other process of the app has, of letters and digits.

    `close` lets go of files and connections, for whoever composes an app and outlives it. The Functions worker does
    not: it ends the process, which loses nothing.
    """

    job_queue: Container
    analysis_results: Container
    model_usage: Container
    contracts: Container
    files: Container
    job_events: Queue
    dead_letters: Queue
    blobs: Blobs
    model: Model
    callers: Callers
    text_extractor: TextExtractor
    token_counter: TokenCounter
    reports: ReportWriters
    clock: Clock
    ids: IdSource
    process: str
    telemetry: Telemetry
    close: Callable[[], Awaitable[None]]
