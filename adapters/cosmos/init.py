"""`python -m adapters.cosmos.init`: creates the database and its containers where they are missing."""

import asyncio
import os
import sys
from collections.abc import Mapping

from adapters.cosmos.documents import CosmosDatabase
from shared.errors import ContractBatchError, PermanentError
from shared.settings import load_settings


async def initialise(environment: Mapping[str, str]) -> list[str]:
    """Create what is missing; what was done, in words.

    Raises:
        PermanentError: settings are wrong, the caller may not, or a container is there with another partition key.
        TemporaryError: the database cannot be reached.
    """
    settings = load_settings(environment)
    if not settings.cosmos_endpoint:
        raise PermanentError("COSMOS_ENDPOINT is not set: name the account's address, for example https://….azure.com.")
    database = CosmosDatabase(
        settings.cosmos_endpoint,
        settings.cosmos_key.get_secret_value(),
        settings.cosmos_database,
        verify_tls=settings.cosmos_verify_tls,
    )
    try:
        return await database.create_containers()
    finally:
        await database.close()


def main() -> int:
    """The command; its exit code."""
    try:
        news = asyncio.run(initialise(os.environ))
    except ContractBatchError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write("\n".join(news) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
