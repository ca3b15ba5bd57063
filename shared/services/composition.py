"""The services over the ports, put together once: for the app, and for its tests over other ports.

Each is made when it is first asked for, from those that it needs, so that the order in which they stand here is the
reader's.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import cached_property

from shared.domain.admission import Limits
from shared.domain.staleness import Patience
from shared.function_names import DEAD_LETTERS, JOB_EVENTS
from shared.job_types.core import JobType
from shared.ports.bundle import Ports
from shared.ports.inputs import InputSource
from shared.services.accounting import Accounting
from shared.services.admission import Admission
from shared.services.announcer import Announcer
from shared.services.answer_cache import AnswerCache
from shared.services.answer_stream import AnswerStreams
from shared.services.answerer import Answerer
from shared.services.artifact_reader import ArtifactReader
from shared.services.artifacts import ArtifactStore
from shared.services.cursors import CursorStore
from shared.services.dead_letters import DeadLetters
from shared.services.estimates import Estimates
from shared.services.exports import Exports
from shared.services.figures import Figures, Sources
from shared.services.files.cleanup import FileCleanup
from shared.services.files.file_access import FileAccess
from shared.services.files.file_intake import FileIntake
from shared.services.files.file_making import FileMaking
from shared.services.files.file_reader import FileReader
from shared.services.files.file_store import FileStore
from shared.services.files.file_usage import FileUsage
from shared.services.files.upload_removal import UploadRemoval
from shared.services.files.upload_store import UploadStore
from shared.services.files.uploads import UploadLimits, Uploads
from shared.services.health import Health
from shared.services.history_purge import HistoryPurge
from shared.services.inputs import InputSources
from shared.services.item_attempt import Outcomes
from shared.services.item_path import ItemPath
from shared.services.item_runner import Contexts, ItemRunner
from shared.services.item_usage import ItemUsage
from shared.services.job_closer import JobCloser
from shared.services.job_control import JobControl
from shared.services.job_feed import JobFeed
from shared.services.job_intake import JobIntake
from shared.services.job_items import JobItems
from shared.services.job_lifecycle import JobLifecycle
from shared.services.job_merger import JobMerger
from shared.services.job_reader import JobReader
from shared.services.job_store import JobStore
from shared.services.job_stream import JobStreams
from shared.services.lane_worker import LaneWorker
from shared.services.notifications import Notifications
from shared.services.places_store import PlacesStore
from shared.services.planned_items import PlannedItems
from shared.services.progress_board import ProgressBoard
from shared.services.quotas import Quotas
from shared.services.real_time import RealTime
from shared.services.request_checks import RequestChecks
from shared.services.result_headers import ResultHeaders
from shared.services.result_intake import ResultIntake
from shared.services.result_removal import ResultRemoval
from shared.services.result_store import ResultStore
from shared.services.saved_results import SavedResults
from shared.services.snapshots import Snapshots
from shared.services.usage_days import UsageDays
from shared.services.usage_report import UsageReports
from shared.services.usage_store import UsageStore
from shared.services.usage_tally import UsageTally
from shared.services.vital_signs import VitalSigns
from shared.services.waiting_line import WaitingLine
from shared.services.watchdog import Watchdog
from shared.settings import Settings


class Services:
    """What the app's functions call. Making it opens nothing."""

    def __init__(
        self, ports: Ports, job_types: Mapping[str, JobType], settings: Settings, sources: Sequence[InputSource] = ()
    ) -> None:
        self._ports = ports
        self._job_types = job_types
        self._settings = settings
        self._clock = ports.clock
        self._accounting = Accounting(settings.model_prices)
        self.sources = InputSources([*sources, self.file_access])

    @cached_property
    def jobs(self) -> JobStore:
        """Jobs and the small documents around them."""
        return JobStore(self._ports.job_queue)

    @cached_property
    def files(self) -> FileStore:
        """Uploaded files."""
        return FileStore(self._ports.files, self._ports.blobs, self._file_usage, self._clock)

    @cached_property
    def _file_usage(self) -> FileUsage:
        """What the files of users take."""
        return FileUsage(self._ports.files, self._settings.files_bytes_per_user)

    @cached_property
    def file_reader(self) -> FileReader:
        """Files as callers see them."""
        return FileReader(self.files)

    @cached_property
    def _upload_store(self) -> UploadStore:
        return UploadStore(self._ports.files, self._clock)

    @cached_property
    def _upload_removal(self) -> UploadRemoval:
        return UploadRemoval(self._upload_store, self.files, self._ports.blobs, self._file_usage)

    @cached_property
    def _making(self) -> FileMaking:
        """Files out of blocks."""
        blobs, usage = self._ports.blobs, self._file_usage
        return FileMaking(self._upload_store, self.files, self._upload_removal, blobs, usage, self._clock)

    @cached_property
    def uploads(self) -> Uploads:
        """Files that are sent in blocks."""
        return Uploads(
            self._upload_store,
            self.files,
            self._making,
            self._upload_removal,
            blobs=self._ports.blobs,
            usage=self._file_usage,
            clock=self._clock,
            ids=self._ports.ids,
            limits=UploadLimits(self._settings.file_max_bytes, self._upload_patience),
        )

    @cached_property
    def file_intake(self) -> FileIntake:
        """Files that arrive whole."""
        blobs = self._ports.blobs
        return FileIntake(self.uploads, self._upload_store, self.files, self._upload_removal, blobs, self._clock)

    @cached_property
    def file_cleanup(self) -> FileCleanup:
        """Looks after uploads and removals that broke off."""
        return FileCleanup(
            self._upload_store,
            self.files,
            self._making,
            self._upload_removal,
            self._clock,
            self._upload_patience,
        )

    @property
    def _upload_patience(self) -> timedelta:
        return timedelta(hours=self._settings.upload_hours)

    @cached_property
    def file_access(self) -> FileAccess:
        """Files, as jobs read them."""
        return FileAccess(self.files, self._ports.blobs)

    @cached_property
    def results(self) -> ResultStore:
        """Items' results, and the headers over them."""
        labels = {label for job_type in self._job_types.values() for label in job_type.labels}
        return ResultStore(self._ports.analysis_results, sorted(labels))

    @cached_property
    def _headers(self) -> ResultHeaders:
        """The headers by themselves."""
        return ResultHeaders(self._ports.analysis_results)

    @cached_property
    def _removal(self) -> ResultRemoval:
        return ResultRemoval(self._ports.analysis_results, self.artifacts)

    @cached_property
    def artifacts(self) -> ArtifactStore:
        """Files that jobs make."""
        return ArtifactStore(self._ports.analysis_results, self._ports.blobs, self._clock)

    @cached_property
    def artifact_reader(self) -> ArtifactReader:
        """The same, as callers see them."""
        return ArtifactReader(self.reader, self.saved_results, self.artifacts)

    @cached_property
    def cursors(self) -> CursorStore:
        """Where items go on."""
        return CursorStore(self._ports.analysis_results)

    @cached_property
    def _planned(self) -> PlannedItems:
        """The items of jobs."""
        return PlannedItems(self._job_types, self.sources)

    @cached_property
    def _merger(self) -> JobMerger:
        """Results out of items."""
        return JobMerger(
            self._job_types,
            self.results,
            self._planned,
            self.artifacts,
            self.file_access,
            self._clock,
            self._ports.telemetry,
        )

    @cached_property
    def _answers(self) -> AnswerCache:
        """Earlier answers."""
        return AnswerCache(self._ports.analysis_results)

    @cached_property
    def _usage_store(self) -> UsageStore:
        """Calls of the model."""
        return UsageStore(self._ports.model_usage, self._accounting, self._clock, self._ports.ids)

    @cached_property
    def _places(self) -> PlacesStore:
        """Who is at work, and who waits."""
        return PlacesStore(self._ports.job_queue)

    @cached_property
    def _line(self) -> WaitingLine:
        """The order of those who wait."""
        return WaitingLine(self.jobs, self._places, self._clock)

    @cached_property
    def snapshots(self) -> Snapshots:
        """Jobs as they are now."""
        return Snapshots(self._ports.job_queue, self.jobs, self._line, self._clock)

    @cached_property
    def reader(self) -> JobReader:
        """Jobs as callers see them."""
        return JobReader(self.jobs, self.snapshots)

    @cached_property
    def items(self) -> JobItems:
        """Their items."""
        return JobItems(self._job_types, self._planned, self.results, self.snapshots, self._clock)

    @cached_property
    def feed(self) -> JobFeed:
        """What happens to jobs in this process."""
        return JobFeed(self.snapshots, self._clock)

    @cached_property
    def streams(self) -> JobStreams:
        """The same as server-sent events."""
        return JobStreams(self.feed, self.snapshots, self._clock)

    @cached_property
    def notifications(self) -> Notifications:
        """What people are told of the ends of jobs."""
        return Notifications(self._ports.job_queue, self.jobs, self._clock)

    @cached_property
    def quotas(self) -> Quotas:
        """What a user's day allows."""
        return Quotas(self._ports.job_queue, self._ports.job_events, self._clock, self._settings)

    @cached_property
    def checks(self) -> RequestChecks:
        """Whether a request can be done."""
        return RequestChecks(self.sources)

    @cached_property
    def estimates(self) -> Estimates:
        """What it will take."""
        return Estimates(self._accounting, self._settings)

    @cached_property
    def job_intake(self) -> JobIntake:
        """From a request to a stored job."""
        return JobIntake(
            self.jobs,
            self.feed,
            self.checks,
            self.quotas,
            self.estimates,
            self._clock,
            self._ports.ids,
            self._settings,
        )

    @cached_property
    def real_time(self) -> RealTime:
        """Requests that are answered while the caller waits."""
        answerer = Answerer(
            self._path,
            self._contexts,
            self._answers,
            self._usage_store,
            self._accounting,
            self._ports.telemetry,
            self._clock,
        )
        return RealTime(self.checks, self.estimates, self.quotas, self._ports.ids, answerer, self._clock)

    @cached_property
    def answer_streams(self) -> AnswerStreams:
        """Their answers as server-sent events."""
        return AnswerStreams(self._clock)

    @cached_property
    def admission(self) -> Admission:
        """Who may be at work."""
        limits = Limits(self._settings.processing_per_user, self._settings.processing_overall)
        return Admission(self._places, self.jobs, self._clock, limits)

    @cached_property
    def lifecycle(self) -> JobLifecycle:
        """The turns in a job's life."""
        return JobLifecycle(
            self._job_types,
            self.jobs,
            self.results,
            items=self._planned,
            cursors=self.cursors,
            merger=self._merger,
            artifacts=self.artifacts,
            snapshots=self.snapshots,
            board=self.board,
            feed=self.feed,
            tally=self.tally,
            announcer=self.announcer,
            clock=self._clock,
            settings=self._settings,
            telemetry=self._ports.telemetry,
        )

    @cached_property
    def control(self) -> JobControl:
        """Cancel and retry."""
        return JobControl(self.jobs, self.results, self.feed, self.lifecycle, self.quotas, self._clock, self._settings)

    @cached_property
    def runner(self) -> ItemRunner:
        """One item at a time."""
        return ItemRunner(
            self._job_types,
            self.jobs,
            self.results,
            contexts=self._contexts,
            path=self._path,
            cursors=self.cursors,
            usage=ItemUsage(self._usage_store, self._accounting, self.tally, self._ports.telemetry),
            outcomes=Outcomes(self._accounting, self._clock),
            board=self.board,
            clock=self._clock,
        )

    @cached_property
    def _contexts(self) -> Contexts:
        """What the work on items may use."""
        return Contexts(self.sources, self.file_access, self.artifacts, self._ports.model)

    @cached_property
    def _path(self) -> ItemPath:
        """The way of every item."""
        return ItemPath(self._answers, self.results, self._clock, self._settings.item_timeout_seconds)

    @cached_property
    def lanes(self) -> LaneWorker:
        """Many items, one after the other."""
        return LaneWorker(self.jobs, self.cursors, self.runner, self.closer, self._clock)

    @cached_property
    def closer(self) -> JobCloser:
        """The end of a job with the last of its items."""
        return JobCloser(self._job_types, self.results, self.board, self.lifecycle)

    @cached_property
    def board(self) -> ProgressBoard:
        """How far jobs are."""
        return ProgressBoard(self.jobs, self.feed, self._clock, self._ports.process)

    @cached_property
    def tally(self) -> UsageTally:
        """What jobs take."""
        return UsageTally(self.jobs, self._clock)

    @cached_property
    def letters(self) -> DeadLetters:
        """What failed for good."""
        labels = {name: job_type.labels for name, job_type in self._job_types.items()}
        return DeadLetters(self._ports.job_queue, self.jobs, self._ports.dead_letters, self._clock, labels)

    @cached_property
    def announcer(self) -> Announcer:
        """Tells of ends."""
        return Announcer(self.jobs, self.results, self._ports.job_events, self.letters, self._clock)

    @cached_property
    def saved_results(self) -> SavedResults:
        """Results as callers see them."""
        return SavedResults(self._headers, self._removal, self.jobs, self._clock)

    @cached_property
    def result_intake(self) -> ResultIntake:
        """Keeps what was answered in real time."""
        return ResultIntake(
            self.results, self._headers, self._removal, self.sources, self._merger, self._clock, self._ports.ids
        )

    @cached_property
    def exports(self) -> Exports:
        """Results as files."""
        return Exports(
            self._job_types, self.saved_results, self.results, self.sources, self._ports.reports, self._clock
        )

    @cached_property
    def usage(self) -> UsageReports:
        """What a user took."""
        return UsageReports(UsageDays(self._ports.model_usage, self._clock), self._clock)

    @cached_property
    def watchdog(self) -> Watchdog:
        """Looks after jobs of which nothing is heard."""
        patience = Patience.of_seconds(self._settings.stale_seconds, self._settings.stuck_seconds)
        return Watchdog(
            self.jobs,
            self.lifecycle,
            self.announcer,
            places=self.admission,
            signs=VitalSigns(self.jobs, self.snapshots, self._clock, patience),
            history=HistoryPurge(self._clock, self._settings.history_hours),
        )

    @cached_property
    def health(self) -> Health:
        """Whether what the app stands on can be reached."""
        ports = self._ports
        probes = {
            "store": lambda: ports.job_queue.read("health", "health"),
            "queue": ports.job_events.depth,
            "model": ports.model.reachable,
        }
        return Health(probes, ports.clock)

    @cached_property
    def figures(self) -> Figures:
        """What operators count."""
        queues = {JOB_EVENTS: self._ports.job_events, DEAD_LETTERS: self._ports.dead_letters}
        sources = Sources(self.jobs, self.admission, self.feed, self._clock)
        told = sources.of(self._job_types, queues, self._settings.processing_overall)
        return Figures(told, self._ports.telemetry, self._clock)
