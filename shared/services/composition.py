"""The services over the ports, put together once: for the app, and for its tests over other ports."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared.domain.admission import Limits
from shared.domain.staleness import Patience
from shared.function_names import DEAD_LETTERS, JOB_EVENTS
from shared.job_type import JobType
from shared.ports.bundle import Ports
from shared.ports.clock import Clock
from shared.services.accounting import Accounting
from shared.services.admission import Admission
from shared.services.analyst import Analyst
from shared.services.announcer import Announcer
from shared.services.answer_cache import AnswerCache
from shared.services.answer_stream import AnswerStreams
from shared.services.answerer import Answerer
from shared.services.contract_files import ContractFiles
from shared.services.contract_intake import ContractIntake
from shared.services.contract_reader import ContractReader
from shared.services.contract_store import ContractStore
from shared.services.dead_letters import DeadLetters
from shared.services.estimates import Estimates
from shared.services.exports import Exports
from shared.services.figures import Figures, Sources
from shared.services.health import Health
from shared.services.history_purge import HistoryPurge
from shared.services.item_attempt import Outcomes
from shared.services.item_runner import ItemRunner
from shared.services.item_usage import ItemUsage
from shared.services.job_cards import JobCards
from shared.services.job_control import JobControl
from shared.services.job_feed import JobFeed
from shared.services.job_intake import JobIntake
from shared.services.job_items import JobItems
from shared.services.job_lifecycle import JobLifecycle
from shared.services.job_reader import JobReader
from shared.services.job_store import JobStore
from shared.services.job_stream import JobStreams
from shared.services.lane_worker import LaneWorker
from shared.services.notifications import Notifications
from shared.services.places_store import PlacesStore
from shared.services.progress_board import ProgressBoard
from shared.services.quotas import Quotas
from shared.services.real_time import RealTime
from shared.services.request_checks import RequestChecks
from shared.services.result_headers import ResultHeaders
from shared.services.result_intake import ResultIntake
from shared.services.result_removal import ResultRemoval
from shared.services.result_store import ResultStore
from shared.services.saved_results import SavedResults
from shared.services.usage_days import UsageDays
from shared.services.usage_report import UsageReports
from shared.services.usage_store import UsageStore
from shared.services.usage_tally import UsageTally
from shared.services.vital_signs import VitalSigns
from shared.services.waiting_line import WaitingLine
from shared.services.watchdog import Watchdog
from shared.settings import Settings


@dataclass(frozen=True, slots=True)
class Services:
    """What the app's functions call."""

    jobs: JobStore
    contracts: ContractStore
    contract_reader: ContractReader
    results: ResultStore
    saved_results: SavedResults
    result_intake: ResultIntake
    admission: Admission
    feed: JobFeed
    streams: JobStreams
    board: ProgressBoard
    tally: UsageTally
    reader: JobReader
    announcer: Announcer
    letters: DeadLetters
    notifications: Notifications
    lifecycle: JobLifecycle
    control: JobControl
    quotas: Quotas
    items: JobItems
    estimates: Estimates
    checks: RequestChecks
    real_time: RealTime
    answer_streams: AnswerStreams
    runner: ItemRunner
    lanes: LaneWorker
    watchdog: Watchdog
    job_intake: JobIntake
    contract_intake: ContractIntake
    exports: Exports
    health: Health
    figures: Figures
    usage: UsageReports


def compose(ports: Ports, job_types: Mapping[str, JobType], settings: Settings) -> Services:
    """The services over these ports; opens nothing."""
    clock, ids, accounting = ports.clock, ports.ids, Accounting(settings.model_prices)
    jobs, results = JobStore(ports.job_queue), ResultStore(ports.analysis_results)
    headers, removal = ResultHeaders(ports.analysis_results), ResultRemoval(ports.analysis_results)
    contracts = ContractStore(ports.contracts, ContractFiles(ports.blobs), clock)
    places = PlacesStore(ports.job_queue)
    line = WaitingLine(jobs, places, clock)
    reader, cards = JobReader(jobs, line, clock), JobCards(ports.job_queue, line, clock)
    feed = JobFeed(cards, clock)
    quotas = Quotas(ports.job_queue, ports.job_events, clock, settings)
    checks, estimates = RequestChecks(contracts), Estimates(accounting, settings)
    board, tally = ProgressBoard(jobs, feed, clock, ports.process), UsageTally(jobs, clock)
    admission = Admission(places, jobs, clock, Limits(settings.processing_per_user, settings.processing_overall))
    letters = DeadLetters(ports.job_queue, jobs, ports.dead_letters, clock)
    announcer = Announcer(jobs, results, ports.job_events, letters, clock)
    stores = (job_types, jobs, contracts, results)
    told: dict[str, Any] = {"board": board, "tally": tally, "clock": clock, "telemetry": ports.telemetry}
    lifecycle = JobLifecycle(*stores, **told, feed=feed, reader=reader, announcer=announcer, settings=settings)
    usage = UsageStore(ports.model_usage, accounting, clock, ids)
    analyst, answers = Analyst(contracts, ports.model), AnswerCache(ports.analysis_results)
    runner = ItemRunner(
        job_types,
        jobs,
        results,
        analyst=analyst,
        answers=answers,
        usage=ItemUsage(usage, accounting, tally, ports.telemetry),
        outcomes=Outcomes(accounting, clock),
        board=board,
        clock=clock,
        item_timeout=settings.item_timeout_seconds,
    )
    item_seconds = settings.item_timeout_seconds
    saved_results = SavedResults(headers, removal, jobs, clock)
    answerer = Answerer(analyst, answers, usage, accounting, ports.telemetry, clock, item_seconds)
    return Services(
        jobs=jobs,
        contracts=contracts,
        contract_reader=ContractReader(contracts),
        results=results,
        saved_results=saved_results,
        result_intake=ResultIntake(results, headers, contracts, clock, ids),
        admission=admission,
        feed=feed,
        streams=JobStreams(feed, cards, clock),
        board=board,
        tally=tally,
        reader=reader,
        announcer=announcer,
        letters=letters,
        notifications=Notifications(ports.job_queue, jobs, clock),
        lifecycle=lifecycle,
        control=JobControl(jobs, results, feed, lifecycle, quotas, clock, settings),
        quotas=quotas,
        items=JobItems(job_types, jobs, results, clock),
        estimates=estimates,
        checks=checks,
        real_time=RealTime(checks, estimates, quotas, ids, answerer, clock),
        answer_streams=AnswerStreams(clock),
        runner=runner,
        lanes=LaneWorker(jobs, results, runner, tally, clock),
        watchdog=Watchdog(jobs, lifecycle, announcer, places=admission, **_patience(jobs, clock, settings)),
        job_intake=JobIntake(jobs, feed, checks, quotas, estimates, clock, ids, settings),
        contract_intake=ContractIntake(contracts, ports.text_extractor, ports.token_counter, clock, ids),
        exports=Exports(job_types, saved_results, results, contracts, ports.reports, clock),
        health=_health(ports),
        usage=UsageReports(UsageDays(ports.model_usage, clock), clock),
        figures=_figures(ports, job_types, settings, Sources(jobs, admission, feed, clock)),
    )


def _patience(jobs: JobStore, clock: Clock, settings: Settings) -> dict[str, Any]:
    """What the watchdog knows of time."""
    patience = Patience.of_seconds(settings.stale_seconds, settings.stuck_seconds)
    return {"signs": VitalSigns(jobs, clock, patience), "history": HistoryPurge(clock, settings.history_hours)}


def _figures(ports: Ports, job_types: Mapping[str, JobType], settings: Settings, sources: Sources) -> Figures:
    queues = {JOB_EVENTS: ports.job_events, DEAD_LETTERS: ports.dead_letters}
    return Figures(sources.of(job_types, queues, settings.processing_overall), ports.telemetry, ports.clock)


def _health(ports: Ports) -> Health:
    probes = {
        "store": lambda: ports.job_queue.read("health", "health"),
        "queue": ports.job_events.depth,
        "model": ports.model.reachable,
    }
    return Health(probes, ports.clock)
