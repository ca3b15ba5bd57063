"""Signs addresses at which a client writes one blob itself."""

from datetime import UTC, datetime, timedelta

from azure.storage.blob import BlobSasPermissions, UserDelegationKey, generate_blob_sas
from azure.storage.blob.aio import BlobServiceClient

_KEY_LASTS = timedelta(hours=12)
_CLOCKS_DIFFER = timedelta(minutes=5)


class Signer:
    """Signs with the account's key; for a managed identity with a key that the service lends it."""

    def __init__(self, service: BlobServiceClient, *, with_identity: bool) -> None:
        self._service = service
        self._with_identity = with_identity
        self._lent: UserDelegationKey | None = None
        self._lent_until = datetime.min.replace(tzinfo=UTC)

    async def signature(self, container: str, name: str, seconds: int) -> str | None:
        """The query of a signed address with the right to create and write this blob; None without a key."""
        expiry = datetime.now(UTC) + timedelta(seconds=seconds)
        lent = await self._lent_key(expiry) if self._with_identity else None
        key = getattr(self._service.credential, "account_key", None)
        if lent is None and key is None:
            return None
        return str(
            generate_blob_sas(
                str(self._service.account_name),
                container,
                name,
                account_key=None if lent else key,
                user_delegation_key=lent,
                permission=BlobSasPermissions(create=True, write=True),
                expiry=expiry,
                protocol="https" if self._service.scheme == "https" else None,
            )
        )

    async def _lent_key(self, needed_until: datetime) -> UserDelegationKey:
        """A key that is good until then, borrowed anew when the last one is not."""
        if self._lent is None or self._lent_until < needed_until:
            start = datetime.now(UTC) - _CLOCKS_DIFFER
            until = needed_until + _KEY_LASTS
            self._lent = await self._service.get_user_delegation_key(start, until)
            self._lent_until = until
        return self._lent
