"""`GET /api/jobs/{id}/artifacts/{name}`: a file that a job made, whole or a range of it."""

from azure.functions import Blueprint
from azurefunctions.extensions.http.fastapi import Request, Response

from api.door import Door, caller_of
from api.ranges import ranged
from shared.services.artifact_reader import ArtifactReader
from shared.services.artifacts import ArtifactStore


def job_artifacts(door: Door, reader: ArtifactReader, artifacts: ArtifactStore) -> Blueprint:
    """The endpoint of artifacts."""
    blueprint = Blueprint()

    @blueprint.function_name(name="get_job_artifact")
    @blueprint.route(route="api/jobs/{job_id}/artifacts/{name}", methods=["GET"])
    @door.answers
    async def get_job_artifact(req: Request) -> Response:
        artifact = await reader.find(req.path_params["job_id"], req.path_params["name"], caller_of(req))
        return await ranged(
            req,
            size=artifact.size,
            etag=f"{artifact.job_id}-{artifact.name}",
            media_type=artifact.media_type,
            filename=artifact.name,
            open_range=lambda start, end: artifacts.open(artifact, start, end),
        )

    return blueprint
