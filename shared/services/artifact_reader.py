"""Artifacts as callers see them."""

from shared.domain.caller import Caller
from shared.domain.endings import result_id
from shared.domain.job import JobReference
from shared.errors import NotFoundError
from shared.services.artifacts import Artifact, ArtifactStore
from shared.services.job_reader import JobReader
from shared.services.saved_results import SavedResults


class ArtifactReader:
    """Finds artifacts. Whoever may see a job, or its result when the job is forgotten, may read what it made."""

    def __init__(self, jobs: JobReader, results: SavedResults, artifacts: ArtifactStore) -> None:
        self._jobs = jobs
        self._results = results
        self._artifacts = artifacts

    async def find(self, job_id: str, name: str, caller: Caller) -> Artifact:
        """An artifact that can be read.

        Raises:
            NotFoundError: there is no such job for this caller, or it has no such artifact.
        """
        return await self._artifacts.find(await self._reference(job_id, caller), name)

    async def _reference(self, job_id: str, caller: Caller) -> JobReference:
        try:
            return (await self._jobs.find(job_id, caller)).reference
        except NotFoundError as missing:
            # Jobs are kept for a week after their end, results until they are deleted.
            try:
                header = await self._results.find(result_id(job_id), caller)
            except NotFoundError:
                raise missing from None
            return JobReference(job_id=job_id, user_id=header["user_id"], job_type=header["type"])
