"""The app: functions over the services."""

from azure.durable_functions import DFApp
from azure.functions import AuthLevel

from activities.blueprint import activities
from api.contracts import contracts
from api.door import Door
from api.health import health
from api.job_events import job_events
from api.job_items import job_items
from api.job_starters import starter
from api.jobs import jobs
from api.metrics import metrics
from api.openapi.endpoints import openapi
from api.originals import originals
from api.results import results
from api.watchdog import watchdog_timer
from orchestrators.blueprint import orchestrations
from shared.function_names import DEAD_LETTERS, JOB_EVENTS
from shared.job_type import JobType
from shared.ports.bundle import Ports
from shared.services.composition import compose
from shared.settings import Settings


def create_app(settings: Settings, ports: Ports, job_types: tuple[JobType, ...]) -> DFApp:
    """The functions app over these ports, with these job types. Opens nothing: that happens on first use."""
    by_name = {job_type.name: job_type for job_type in job_types}
    services, door = compose(ports, by_name, settings), Door(ports.callers)
    app = DFApp(http_auth_level=AuthLevel.FUNCTION)
    for job_type in job_types:
        app.register_functions(starter(door, job_type, services.job_intake))
    for blueprint in (
        jobs(door, services.reader, job_types),
        job_items(door, services.reader, services.items),
        contracts(door, services.contracts, services.contract_intake),
        originals(door, services.contracts),
        results(door, services.results, job_types),
        openapi(door, job_types),
        health(door, services.health),
        metrics(door, ports.telemetry, {JOB_EVENTS: ports.job_events, DEAD_LETTERS: ports.dead_letters}),
        watchdog_timer(services.watchdog),
        job_events(services.notifications),
        orchestrations(by_name),
        activities(services.lifecycle, services.runner),
    ):
        app.register_functions(blueprint)
    return app
