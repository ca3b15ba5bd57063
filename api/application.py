"""The app: services over the ports, functions over the services."""

from azure.durable_functions import DFApp
from azure.functions import AuthLevel

from activities.blueprint import activities
from api.contracts import contracts
from api.job_events import job_events
from api.job_starters import starter
from api.jobs import jobs
from api.results import results
from api.watchdog import watchdog_timer
from orchestrators.blueprint import orchestrations
from shared.job_type import JobType
from shared.ports.bundle import Ports
from shared.services.accounting import Accounting
from shared.services.announcer import Announcer
from shared.services.contract_files import ContractFiles
from shared.services.contract_intake import ContractIntake
from shared.services.contract_store import ContractStore
from shared.services.item_runner import ItemRunner
from shared.services.job_intake import JobIntake
from shared.services.job_lifecycle import JobLifecycle
from shared.services.job_reader import JobReader
from shared.services.job_store import JobStore
from shared.services.notifications import Notifications
from shared.services.progress_board import ProgressBoard
from shared.services.result_store import ResultStore
from shared.services.usage_store import UsageStore
from shared.services.usage_tally import UsageTally
from shared.services.watchdog import Watchdog
from shared.settings import Settings


def create_app(settings: Settings, ports: Ports, job_types: tuple[JobType, ...]) -> DFApp:
    """The functions app over these ports, with these job types. Opens nothing: that happens on first use."""
    clock, ids = ports.clock, ports.ids
    by_name = {job_type.name: job_type for job_type in job_types}
    job_store = JobStore(ports.job_queue)
    accounting = Accounting(settings.model_prices)
    contract_store = ContractStore(ports.contracts, ContractFiles(ports.blobs), clock)
    result_store = ResultStore(ports.analysis_results)
    board, tally = ProgressBoard(job_store, clock), UsageTally(job_store, clock)
    reader = JobReader(job_store, clock)
    announcer = Announcer(job_store, result_store, ports.job_events, ports.dead_letters, clock)
    lifecycle = JobLifecycle(
        by_name,
        job_store,
        contract_store,
        result_store,
        board=board,
        tally=tally,
        reader=reader,
        announcer=announcer,
        clock=clock,
    )
    runner = ItemRunner(
        by_name,
        job_store,
        contract_store,
        result_store,
        usage=UsageStore(ports.model_usage, accounting, clock, ids),
        accounting=accounting,
        board=board,
        tally=tally,
        model=ports.model,
        clock=clock,
        item_timeout=settings.item_timeout_seconds,
    )
    job_intake = JobIntake(job_store, contract_store, clock, ids)
    contract_intake = ContractIntake(contract_store, ports.text_extractor, ports.token_counter, clock, ids)
    app = DFApp(http_auth_level=AuthLevel.FUNCTION)
    for job_type in job_types:
        app.register_functions(starter(job_type, job_intake))
    for blueprint in (
        jobs(reader, job_types),
        contracts(contract_store, contract_intake),
        results(result_store, job_types),
        watchdog_timer(Watchdog(job_store, lifecycle, announcer)),
        job_events(Notifications(ports.job_queue, job_store, clock)),
        orchestrations(by_name),
        activities(lifecycle, runner, settings.item_attempts),
    ):
        app.register_functions(blueprint)
    return app
