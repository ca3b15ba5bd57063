"""The app: functions over the services."""

from azure.durable_functions import DFApp
from azure.functions import AuthLevel

from activities.blueprint import activities
from api.contracts import contracts
from api.job_events import job_events
from api.job_starters import starter
from api.jobs import jobs
from api.originals import originals
from api.results import results
from api.watchdog import watchdog_timer
from orchestrators.blueprint import orchestrations
from shared.job_type import JobType
from shared.ports.bundle import Ports
from shared.services.composition import compose
from shared.settings import Settings


def create_app(settings: Settings, ports: Ports, job_types: tuple[JobType, ...]) -> DFApp:
    """The functions app over these ports, with these job types. Opens nothing: that happens on first use."""
    by_name = {job_type.name: job_type for job_type in job_types}
    services = compose(ports, by_name, settings.model_prices, item_timeout=settings.item_timeout_seconds)
    app = DFApp(http_auth_level=AuthLevel.FUNCTION)
    for job_type in job_types:
        app.register_functions(starter(job_type, services.job_intake))
    for blueprint in (
        jobs(services.reader, job_types),
        contracts(services.contracts, services.contract_intake),
        originals(services.contracts),
        results(services.results, job_types),
        watchdog_timer(services.watchdog),
        job_events(services.notifications),
        orchestrations(by_name),
        activities(services.lifecycle, services.runner, settings.item_attempts),
    ):
        app.register_functions(blueprint)
    return app
