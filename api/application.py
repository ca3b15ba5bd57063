"""The app: functions over the services."""

from collections.abc import Iterator, Mapping

from azure.durable_functions import DFApp
from azure.functions import AuthLevel, Blueprint

from activities.blueprint import activities
from api.admin import admin
from api.contracts import contracts
from api.cors import preflights
from api.door import Door
from api.durable_status import durable_status
from api.estimates import estimating
from api.exports import exports, json_export
from api.file_uploads import file_uploads
from api.files import files
from api.health import health
from api.job_artifacts import job_artifacts
from api.job_control import job_control
from api.job_events import job_events
from api.job_items import job_items
from api.job_starters import starter
from api.job_types import job_kinds
from api.jobs import jobs
from api.me import me
from api.metrics import metrics
from api.openapi.endpoints import openapi
from api.originals import originals
from api.origins import Origins
from api.real_time import answering
from api.result_savers import result_saver
from api.results import results
from api.starts import StartLimit
from api.streams import streams
from api.usage import usage
from api.warm_up import warm_up
from api.watchdog import watchdog_timer
from api.whole_result import WholeResults
from api.workbench import workbench
from api.workbench_files import BuiltWorkbench
from contracts.services import ContractServices
from contracts.stored_files import StoredFileIntake
from orchestrators.blueprint import orchestrations
from shared.job_types.core import JobType
from shared.ports.bundle import Ports
from shared.services.composition import Services
from shared.settings import Settings


def create_app(settings: Settings, ports: Ports, job_types: tuple[JobType, ...]) -> DFApp:
    """The functions app over these ports, with these job types. Opens nothing: that happens on first use."""
    by_name = {job_type.name: job_type for job_type in job_types}
    contract_services = ContractServices(ports)
    services = Services(ports, by_name, settings, [contract_services.source])
    door = _door(settings, ports)
    app = DFApp(http_auth_level=_auth_level(settings))
    stored_files = StoredFileIntake(services.file_reader, contract_services.intake)
    whole = WholeResults(services.results, job_types)
    for job_type in job_types:
        app.register_functions(starter(door, job_type, services.job_intake, services.admission))
        if job_type.real_time is not None:
            app.register_functions(
                answering(door, job_type, job_type.real_time, services.real_time, services.answer_streams)
            )
            app.register_functions(result_saver(door, job_type, job_type.real_time, services.result_intake))
    for blueprint in (
        preflights(door),
        jobs(door, services.reader, job_types),
        job_kinds(door, job_types),
        durable_status(door, services.reader),
        job_control(door, services.reader, services.control, services.admission, services.tally),
        streams(door, services.reader, services.streams),
        job_items(door, services.reader, services.items),
        job_artifacts(door, services.artifact_reader, services.artifacts),
        contracts(door, contract_services.reader, contract_services.intake, stored_files),
        originals(door, contract_services.reader),
        files(door, services.file_reader, services.file_intake),
        file_uploads(door, services.uploads),
        results(door, whole, services.saved_results, [job_type.result_type for job_type in job_types]),
        json_export(door, whole, services.saved_results),
        *_by_capability(door, by_name, services, _limit(settings, ports, "estimates")),
        usage(door, services.usage),
        admin(door, services.letters, services.control, services.admission),
        openapi(door, job_types, settings.auth_mode),
        me(door, settings.auth_mode),
        workbench(door, BuiltWorkbench()),
        health(door, services.health),
        warm_up(services.health),
        metrics(door, ports.telemetry, services.figures),
        watchdog_timer(services.watchdog, services.file_cleanup, ports.telemetry),
        job_events(services.notifications),
        orchestrations(by_name),
        activities(services.lifecycle, services.lanes, services.admission, services.snapshots, services.tally),
    ):
        app.register_functions(blueprint)
    return app


def _by_capability(
    door: Door, job_types: Mapping[str, JobType], services: Services, limit: StartLimit
) -> Iterator[Blueprint]:
    """The endpoints that are there if any type has what they need."""
    if any(job_type.pricing for job_type in job_types.values()):
        yield estimating(door, job_types, services.checks, services.estimates, limit)
    if any(job_type.exporting for job_type in job_types.values()):
        yield exports(door, services.exports)


def _door(settings: Settings, ports: Ports) -> Door:
    return Door(
        ports.callers, _limit(settings, ports, "jobs, uploads, calls and files"), Origins(settings.cors_origins)
    )


def _limit(settings: Settings, ports: Ports, what: str) -> StartLimit:
    return StartLimit(settings.starts_per_minute, ports.clock, what=what)


def _auth_level(settings: Settings) -> AuthLevel:
    """Of all functions: without a sign-in a key of the host's keeps strangers out; a page cannot keep such a key."""
    return AuthLevel.FUNCTION if settings.auth_mode == "none" else AuthLevel.ANONYMOUS
