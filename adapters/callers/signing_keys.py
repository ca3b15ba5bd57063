"""The public keys of a token issuer, fetched when they are needed and kept for a while."""

import asyncio
import json
import logging
from dataclasses import dataclass
from typing import Any

import aiohttp
import jwt

from shared.errors import TemporaryError
from shared.ports.clock import Clock

FRESH_SECONDS = 3_600.0
"""After which the keys are fetched anew."""

KEPT_SECONDS = 86_400.0
"""For which they count when the issuer does not answer."""

PAUSE_SECONDS = 30.0
"""Between two fetches at least: whoever sends tokens with keys of their own making does not send us there each time."""

RETRY_SECONDS = 5.0
"""The same after a fetch that failed."""

TIMEOUT_SECONDS = 5.0
_MAX_BYTES = 1_000_000
_FAULTS = (aiohttp.ClientError, TimeoutError, OSError, ValueError, RecursionError)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A public key; `algorithm` is the only one it may be used with, when its issuer says so."""

    public_key: Any
    algorithm: str | None


class SigningKeys:
    """Finds a key by its id, in the set that the issuer publishes at an address."""

    def __init__(self, url: str, clock: Clock, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        self._url = url
        self._clock = clock
        self._timeout = aiohttp.ClientTimeout(total=timeout_seconds)
        self._keys: dict[str, SigningKey] = {}
        self._fetched = float("-inf")
        self._next_fetch = float("-inf")
        self._one_at_a_time = asyncio.Lock()

    async def find(self, key_id: object) -> SigningKey | None:
        """The key with this id, or None when the issuer has none.

        Raises:
            TemporaryError: the issuer's keys are not known and could not be fetched.
        """
        if not isinstance(key_id, str):
            return None
        known = key_id in self._keys and self._age() <= KEPT_SECONDS
        # Who can be checked does not wait for an issuer that takes its time with another's request.
        if self._wanted(key_id) and not (known and self._one_at_a_time.locked()):
            async with self._one_at_a_time:
                if self._wanted(key_id):
                    await self._fetch()
        if self._age() > KEPT_SECONDS:
            raise TemporaryError("Who you are cannot be checked now: the issuer's keys cannot be had. Try again.")
        return self._keys.get(key_id)

    def _age(self) -> float:
        return self._clock.monotonic() - self._fetched

    def _wanted(self, key_id: str) -> bool:
        """Whether the issuer is to be asked, and may be already."""
        stale = self._age() > FRESH_SECONDS or key_id not in self._keys
        return stale and self._clock.monotonic() >= self._next_fetch

    async def _fetch(self) -> None:
        try:
            self._keys = _usable(await self._download())
        except _FAULTS as error:
            _log.warning("The keys of the token issuer could not be fetched: %s.", type(error).__name__)
            self._next_fetch = self._clock.monotonic() + RETRY_SECONDS
        else:
            self._fetched = self._clock.monotonic()
            self._next_fetch = self._fetched + PAUSE_SECONDS

    async def _download(self) -> list[Any]:
        async with aiohttp.ClientSession(timeout=self._timeout) as session, session.get(self._url) as answer:
            answer.raise_for_status()
            raw = bytearray()
            async for chunk in answer.content.iter_any():
                raw += chunk
                if len(raw) > _MAX_BYTES:
                    raise ValueError("The key set is too large.")
        published = json.loads(raw)
        keys = published.get("keys") if isinstance(published, dict) else None
        if not keys or not isinstance(keys, list):
            raise ValueError("The key set has no keys.")
        return keys


def _usable(published: list[Any]) -> dict[str, SigningKey]:
    """The keys for signatures by their ids; one that cannot be used does not spoil the others."""
    keys: dict[str, SigningKey] = {}
    for entry in published:
        if not isinstance(entry, dict) or not isinstance(entry.get("kid"), str) or entry.get("use", "sig") != "sig":
            continue
        try:
            public_key = jwt.PyJWK(entry).key
        except (jwt.PyJWTError, ValueError, TypeError):
            _log.warning("A key of the token issuer is of a kind that cannot be used.")
            continue
        keys[entry["kid"]] = SigningKey(public_key, entry.get("alg"))
    return keys
