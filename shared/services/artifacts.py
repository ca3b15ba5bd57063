"""Files that jobs make: a document each beside the job's results, and a blob.

The document comes first, when a block of the artifact is staged for the first time, so that what a crash leaves behind
can be found and removed with the result.
"""

import re
from collections.abc import AsyncIterator, Sequence
from typing import Any, Literal

from pydantic import BaseModel

from shared.domain.job import ArtifactFacts, JobReference
from shared.domain.timestamps import Timestamp
from shared.errors import AlreadyExistsError, NotFoundError, PermanentError
from shared.ports.blobs import Blobs
from shared.ports.clock import Clock
from shared.ports.documents import Container, JsonDocument, Query

MAX_ARTIFACTS = 100
"""Of a job."""

MAX_BLOCK_BYTES = 16 * 1024 * 1024
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9_-])?", re.ASCII)
_TYPE = "artifact"


class Artifact(BaseModel):
    """A file that a job made, or that it is making."""

    id: str
    type: Literal["artifact"] = "artifact"
    user_id: str
    job_id: str
    name: str
    media_type: str = "application/octet-stream"
    size: int = 0
    state: Literal["staged", "committed"] = "staged"
    created_date: Timestamp

    @property
    def facts(self) -> ArtifactFacts:
        """What its job says of it."""
        return ArtifactFacts(name=self.name, media_type=self.media_type, size=self.size)


class ArtifactStore:
    """Stores, lists, reads and removes the artifacts of jobs."""

    def __init__(self, container: Container, blobs: Blobs, clock: Clock) -> None:
        self._container = container
        self._blobs = blobs
        self._clock = clock

    def of(self, reference: JobReference) -> "JobArtifacts":
        """The artifacts of one job, as its work sees them."""
        return JobArtifacts(reference, self, self._blobs)

    async def begin(self, reference: JobReference, name: str) -> None:
        """Note that blocks of this artifact are staged.

        Raises:
            PermanentError: the name is none, or the job has as many artifacts as it may.
        """
        artifact = Artifact(
            id=artifact_id(reference.job_id, name),
            user_id=reference.user_id,
            job_id=reference.job_id,
            name=checked_name(name),
            created_date=self._clock.now(),
        )
        where = {"type": _TYPE, "job_id": reference.job_id}
        if await self._container.count(where, reference.user_id) >= MAX_ARTIFACTS:
            raise PermanentError(f"A job may make {MAX_ARTIFACTS} artifacts: put more rows into each.")
        try:
            await self._container.create(reference.user_id, artifact.model_dump(mode="json"))
        except AlreadyExistsError:
            return

    async def complete(self, reference: JobReference, name: str, media_type: str, size: int) -> None:
        """Note that the artifact can be read."""
        fields = {"state": "committed", "media_type": media_type, "size": size}
        await self._container.patch(reference.user_id, artifact_id(reference.job_id, name), assign=fields)

    async def find(self, reference: JobReference, name: str) -> Artifact:
        """An artifact that can be read.

        Raises:
            NotFoundError: the job has none of this name, or not yet.
        """
        found = None
        if _NAME.fullmatch(name):
            found = await self._container.read(reference.user_id, artifact_id(reference.job_id, name))
        if found is None or found.body["state"] != "committed":
            raise NotFoundError(f"Job {reference.job_id} has no artifact {name[:100]}, or not yet.")
        return Artifact.model_validate(found.body)

    def open(self, artifact: Artifact, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """Its bytes from `start` up to but not including `end`."""
        return self._blobs.open(blob_name(artifact.job_id, artifact.name), start, end)

    async def committed(self, reference: JobReference) -> list[ArtifactFacts]:
        """The artifacts that can be read; what was only staged is removed."""
        facts: list[ArtifactFacts] = []
        for body in await self._all(reference.user_id, reference.job_id):
            artifact = Artifact.model_validate(body)
            if artifact.state == "committed":
                facts.append(artifact.facts)
            else:
                await self._remove(body)
        return facts

    async def remove(self, user_id: str, job_id: str) -> None:
        """Remove all artifacts of a job. A removal that broke off is finished by the next."""
        for body in await self._all(user_id, job_id):
            await self._remove(body)

    async def _remove(self, body: JsonDocument) -> None:
        name = blob_name(body["job_id"], body["name"])
        await self._blobs.discard(name)
        await self._blobs.delete(name)
        await self._container.delete(body["user_id"], body["id"])

    async def _all(self, user_id: str, job_id: str) -> Sequence[dict[str, Any]]:
        # A few more than a job may have: processes that began artifacts at the same time.
        page = await self._container.query(Query({"type": _TYPE, "job_id": job_id}, limit=2 * MAX_ARTIFACTS), user_id)
        return page.documents


class JobArtifacts:
    """See shared.job_types.context.Artifacts. `staged` says whether a block was staged through it."""

    def __init__(self, reference: JobReference, store: ArtifactStore, blobs: Blobs) -> None:
        self._reference = reference
        self._store = store
        self._blobs = blobs
        self._begun: set[str] = set()
        self.staged = False

    async def stage(self, name: str, block_id: str, data: bytes) -> None:
        """See Artifacts.stage.

        Raises:
            PermanentError: the name is none, or the block is larger than MAX_BLOCK_BYTES.
        """
        if len(data) > MAX_BLOCK_BYTES:
            raise PermanentError(f"A block of an artifact has at most {MAX_BLOCK_BYTES:,} bytes, not {len(data):,}.")
        if name not in self._begun:
            await self._store.begin(self._reference, name)
            self._begun.add(name)
        self.staged = True
        await self._blobs.stage(blob_name(self._reference.job_id, name), block_id, data)

    async def commit(self, name: str, block_ids: Sequence[str], media_type: str) -> None:
        """See Artifacts.commit."""
        if name not in self._begun:
            await self._store.begin(self._reference, name)
        self.staged = True
        blob = blob_name(self._reference.job_id, checked_name(name))
        await self._blobs.commit(blob, block_ids, media_type)
        await self._store.complete(self._reference, name, media_type, await self._blobs.size(blob) or 0)


def checked_name(name: str) -> str:
    """The name, if an artifact may have it.

    Raises:
        PermanentError: it may not.
    """
    if not _NAME.fullmatch(name):
        raise PermanentError("An artifact's name has letters, digits, '.', '_' and '-' only, 100 at most.")
    return name


def artifact_id(job_id: str, name: str) -> str:
    """The id of an artifact's document."""
    return f"{job_id}:artifact:{name}"


def blob_name(job_id: str, name: str) -> str:
    """The name of an artifact's blob."""
    return f"artifacts/{job_id}/{name}"
