"""Every operation there is."""

from collections.abc import Sequence

from api.openapi.operation import Operation
from api.openapi.rooms.admin import admin
from api.openapi.rooms.contracts import contracts
from api.openapi.rooms.control import control
from api.openapi.rooms.exports import exports
from api.openapi.rooms.files import files
from api.openapi.rooms.items import items
from api.openapi.rooms.jobs import jobs
from api.openapi.rooms.real_time import real_time
from api.openapi.rooms.results import results
from api.openapi.rooms.service import service
from api.openapi.rooms.streams import streams
from api.openapi.rooms.usage import usage
from shared.job_types.core import JobType


def catalogue(job_types: Sequence[JobType]) -> tuple[Operation, ...]:
    """The operations of an app with these job types, in the order in which people read them."""
    return (
        *contracts(),
        *files(),
        *jobs(job_types),
        *real_time(job_types),
        *items(job_types),
        *control(),
        *streams(),
        *results(job_types),
        *exports(job_types),
        *usage(),
        *admin(job_types),
        *service(),
    )
