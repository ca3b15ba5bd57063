"""The one document of all places, in the container `job_queue`, and the jobs that wait for one."""

from dataclasses import dataclass

from shared.domain.admission import OpenJob, Places
from shared.domain.job import JobReference, JobStatus
from shared.domain.retention import KEPT_FOR_EVER
from shared.errors import AlreadyExistsError
from shared.ports.documents import Container, JsonDocument, Query

PARTITION = "\x1fadmission"
"""No user is called so: the name of a user has no control characters."""

_ID = "places"


@dataclass(frozen=True, slots=True)
class Seen:
    """The places as they were read or written last."""

    places: Places
    etag: str


class PlacesStore:
    """Reads and replaces the places."""

    def __init__(self, container: Container) -> None:
        self._container = container

    async def read(self) -> Seen:
        """The places as they are now; the document is made when there is none."""
        while True:
            found = await self._container.read(PARTITION, _ID)
            if found is not None:
                return Seen(Places.model_validate(found.body), found.etag)
            try:
                return Seen(Places(), await self._container.create(PARTITION, _body(Places())))
            except AlreadyExistsError:
                continue

    async def replace(self, places: Places, etag: str) -> Seen:
        """Store changed places.

        Raises:
            ConflictError: somebody else changed them since.
        """
        return Seen(places, await self._container.replace(PARTITION, _body(places), etag))

    async def queued(self, user_id: str, limit: int) -> list[OpenJob]:
        """The first of a user's queued jobs, in the order of their turns."""
        where = {"type": "batch_job", "status": str(JobStatus.QUEUED)}
        query = Query(where, "turn", "asc", limit, fields=["id", "user_id", "job_type", "turn"])
        page = await self._container.query(query, user_id)
        return [_open_job(body) for body in page.documents]


def _body(places: Places) -> JsonDocument:
    identity = {"id": _ID, "type": "admission", "user_id": PARTITION, "ttl": KEPT_FOR_EVER}
    return identity | places.model_dump(mode="json")


def _open_job(body: JsonDocument) -> OpenJob:
    reference = JobReference(job_id=body["id"], user_id=body["user_id"], job_type=body["job_type"])
    return OpenJob(reference, JobStatus.QUEUED, body["turn"])
