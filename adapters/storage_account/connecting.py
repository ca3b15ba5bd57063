"""How the vendor's clients are made."""

import logging
from typing import Any, Protocol, TypeVar

from adapters.storage_account.place import Place
from shared.errors import PermanentError

# The client writes a line for every request it sends, at a level that is on in production.
_quiet = logging.getLogger(f"{__name__}.requests")
_quiet.setLevel(logging.WARNING)

CONNECT_SECONDS = 5
READ_SECONDS = 30
"""Without a byte."""

_OPTIONS: dict[str, Any] = {
    "retry_total": 0,
    "connection_timeout": CONNECT_SECONDS,
    "read_timeout": READ_SECONDS,
    "logger": _quiet,
}

_Service_co = TypeVar("_Service_co", covariant=True)


class Credential(Protocol):
    """Who the app is, when it comes without a key."""

    async def close(self) -> None:
        """Let go of its connections."""


class ServiceClient(Protocol[_Service_co]):
    """The vendor's class of a service's client."""

    def from_connection_string(self, conn_str: str, **options: Any) -> _Service_co:
        """A client with the account's key or signature."""

    def __call__(self, account_url: str, credential: Any = None, **options: Any) -> _Service_co:
        """A client with a credential."""


def connected(
    place: Place, service_client: ServiceClient[_Service_co], **options: Any
) -> tuple[_Service_co, list[Credential]]:
    """A client of this place, and what has to be closed beside it.

    Raises:
        PermanentError: the setting cannot be used.
    """
    place.check()
    if not place.connection_string:
        credential = _identity()
        return service_client(place.url, credential, **_OPTIONS, **options), [credential]
    try:
        return service_client.from_connection_string(place.connection_string, **_OPTIONS, **options), []
    except ValueError as error:
        raise PermanentError(
            f"{place.setting} is no connection string: copy it from the storage account's access keys."
        ) from error


def _identity() -> Credential:
    from azure.identity.aio import DefaultAzureCredential  # noqa: PLC0415 - needless where there is a key

    return DefaultAzureCredential()
