"""Creating the database and its containers; doing it again changes nothing."""

from typing import Any

from azure.core.exceptions import HttpResponseError
from azure.cosmos import PartitionKey
from azure.cosmos.aio import CosmosClient, DatabaseProxy

from adapters.cosmos.faults import CONFLICT, FORBIDDEN, status_of
from adapters.cosmos.schema import ContainerDefinition
from shared.errors import PermanentError


async def create_containers(
    client: CosmosClient, database: str, definitions: tuple[ContainerDefinition, ...]
) -> list[str]:
    """Create what is missing and bring indexes up to date; what was done, in words.

    No throughput is asked for, so that serverless accounts and databases with shared or autoscale throughput work.

    Raises:
        PermanentError: a container is there with another partition key, or the caller may not create any.
    """
    try:
        news = "there already" if await _is_there(client.create_database(database)) else "created"
        proxy = client.get_database_client(database)
        containers = [await _ensure(proxy, definition) for definition in definitions]
    except HttpResponseError as error:
        if status_of(error) != FORBIDDEN:
            raise
        raise PermanentError(
            "The caller may not create databases or containers. No role of the data plane allows it: an identity "
            "without a key cannot do this. Run it with the account's key, or create them with Azure's deployment tools."
        ) from error
    return [f"database {database}: {news}", *containers]


async def _ensure(database: DatabaseProxy, definition: ContainerDefinition) -> str:
    settings: dict[str, Any] = {
        "partition_key": PartitionKey(path=definition.partition_path),
        "indexing_policy": definition.indexing_policy(),
        "default_ttl": definition.default_ttl,
    }
    if not await _is_there(database.create_container(definition.name, **settings)):
        return f"container {definition.name}: created"
    properties = await database.get_container_client(definition.name).read()
    paths = properties["partitionKey"]["paths"]
    if paths != [definition.partition_path]:
        raise PermanentError(
            f"Container {definition.name} is partitioned by {', '.join(paths)}, and the app needs "
            f"{definition.partition_path}. A partition key cannot be changed: move its documents to a new container, "
            "or name another database."
        )
    if definition.is_met_by(properties):
        return f"container {definition.name}: there already"
    await database.replace_container(definition.name, **settings)
    return f"container {definition.name}: indexes and expiry brought up to date"


async def _is_there(creation: Any) -> bool:
    """Whether what was to be created is there already."""
    try:
        await creation
    except HttpResponseError as error:
        if status_of(error) != CONFLICT:
            raise
        return True
    return False
