"""The app: functions over the services."""

from azure.durable_functions import DFApp
from azure.functions import AuthLevel

from activities.blueprint import activities
from api.admin import admin
from api.contracts import contracts
from api.door import Door
from api.job_control import job_control
from api.job_events import job_events
from api.job_items import job_items
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
    services, door = compose(ports, by_name, settings), Door(ports.callers)
    app = DFApp(http_auth_level=AuthLevel.FUNCTION)
    for job_type in job_types:
        app.register_functions(starter(door, job_type, services.job_intake, services.admission))
    for blueprint in (
        jobs(door, services.reader, job_types),
        job_control(door, services.reader, services.control, services.admission),
        job_items(door, services.reader, services.items),
        contracts(door, services.contracts, services.contract_intake),
        originals(door, services.contracts),
        results(door, services.results, job_types),
        admin(door, services.letters, services.control, services.admission),
        watchdog_timer(services.watchdog),
        job_events(services.notifications),
        orchestrations(by_name),
        activities(services.lifecycle, services.runner, services.admission),
    ):
        app.register_functions(blueprint)
    return app
