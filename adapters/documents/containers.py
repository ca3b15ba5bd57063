"""The containers of the database and the field that each is partitioned by."""

from collections.abc import Mapping
from types import MappingProxyType

PARTITION_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "job_queue": "user_id",
        "analysis_results": "user_id",
        "model_usage": "user_id",
        "contracts": "id",
        "files": "id",
    }
)
"""Container name to partition field, as `infra/` creates them in Cosmos DB."""


def partition_field(container: str) -> str:
    """The field a container is partitioned by.

    Raises:
        ValueError: the database has no such container.
    """
    if container not in PARTITION_FIELDS:
        raise ValueError(f"There is no container {container!r}; there are {', '.join(PARTITION_FIELDS)}.")
    return PARTITION_FIELDS[container]
