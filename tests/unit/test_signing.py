"""Addresses signed for a managed identity, with the key that the service lends."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs

from azure.storage.blob import UserDelegationKey

from adapters.blob.signing import Signer


class LendingService:
    """The vendor's client of an account, as far as signing needs it."""

    account_name = "account"
    scheme = "https"
    credential = SimpleNamespace()

    def __init__(self) -> None:
        self.lent: list[tuple[datetime, datetime]] = []

    async def get_user_delegation_key(self, start: datetime, expiry: datetime) -> UserDelegationKey:
        self.lent.append((start, expiry))
        key = UserDelegationKey()
        key.signed_oid = key.signed_tid = "6f9a3d5e-0000-4000-8000-000000000000"
        key.signed_start, key.signed_expiry = (moment.strftime("%Y-%m-%dT%H:%M:%SZ") for moment in (start, expiry))
        key.signed_service, key.signed_version, key.value = "b", "2024-11-04", "a2V5"
        return key


def signer(service: Any, *, with_identity: bool = True) -> Signer:
    return Signer(service, with_identity=with_identity)


async def test_an_identity_signs_with_a_lent_key_for_one_blob_and_writing_only() -> None:
    service = LendingService()
    query = parse_qs(await signer(service).signature("files", "a/b", 600) or "")
    assert (query["sr"], query["sp"], query["spr"]) == (["b"], ["cw"], ["https"])
    assert query["skoid"] == ["6f9a3d5e-0000-4000-8000-000000000000"]
    expiry = datetime.fromisoformat(query["se"][0])
    assert timedelta(seconds=590) < expiry - datetime.now(UTC) <= timedelta(seconds=600)
    [(start, until)] = service.lent
    assert start < datetime.now(UTC) < expiry < until


async def test_the_lent_key_is_used_until_it_is_too_short() -> None:
    service = LendingService()
    signing = signer(service)
    for _ in range(3):
        await signing.signature("files", "a", 600)
    assert len(service.lent) == 1
    await signing.signature("files", "a", 13 * 3600)
    assert len(service.lent) == 2


async def test_without_a_key_nothing_is_signed() -> None:
    service = LendingService()
    assert await signer(service, with_identity=False).signature("files", "a", 600) is None
    assert service.lent == []
