"""How many bytes each user's files take, in one document a user that is changed by atomic patches only.

Bytes are counted before they are stored, and then it is seen whether that was too much, so that uploads which race
never come to more than the limit together. What was too much is taken off again; until that is done, others may be
refused that would just have fitted.
"""

import hashlib
import logging

from shared.errors import AlreadyExistsError, ContractBatchError, NotFoundError, StorageFullError
from shared.ports.documents import Container, JsonDocument

_BYTES = "bytes"
_GIGABYTE = 1_000_000_000

_log = logging.getLogger(__name__)


class FileUsage:
    """Counts bytes against the limit of a user; a limit of 0 is none."""

    def __init__(self, container: Container, limit: int) -> None:
        self._container = container
        self._limit = limit

    async def reserve(self, user_id: str, size: int) -> None:
        """Count so many bytes more.

        Raises:
            StorageFullError: they are too many; nothing was counted.
        """
        used = await self._add(user_id, size)
        if self._limit and used > self._limit:
            await self.give_back(user_id, size)
            raise StorageFullError(
                f"Your files take {_gigabytes(used - size)} GB of the {_gigabytes(self._limit)} GB that they may, and "
                f"{_gigabytes(size)} GB more do not fit. Delete files that you no longer need."
            )

    async def give_back(self, user_id: str, size: int) -> None:
        """Count so many bytes less. When the store cannot be reached they stay counted."""
        if not size:
            return
        try:
            left = await self._add(user_id, -size)
            if left < 0:  # a removal that broke off and was finished later was counted twice
                await self._add(user_id, -left)
        except ContractBatchError as error:
            _log.warning("%d bytes of files that are gone stay counted for their user: %s", size, error)

    async def used(self, user_id: str) -> int:
        """How many bytes are counted."""
        found = await self._container.read(usage_id(user_id), usage_id(user_id))
        return int(found.body[_BYTES]) if found else 0

    async def _add(self, user_id: str, size: int) -> int:
        key = usage_id(user_id)
        try:
            body = await self._container.patch(key, key, increment={_BYTES: size})
        except NotFoundError:
            await self._begin(user_id)
            body = await self._container.patch(key, key, increment={_BYTES: size})
        return int(body[_BYTES])

    async def _begin(self, user_id: str) -> None:
        key = usage_id(user_id)
        body: JsonDocument = {"id": key, "type": "file_usage", "schema_version": 1, "user_id": user_id, _BYTES: 0}
        try:
            await self._container.create(key, body)
        except AlreadyExistsError:
            _log.debug("Another upload began to count the user's bytes.")


def usage_id(user_id: str) -> str:
    """The id of a user's document; a user's name may hold what no id can."""
    return f"file_usage_{hashlib.sha256(user_id.encode()).hexdigest()}"


def _gigabytes(size: int) -> str:
    return f"{size / _GIGABYTE:,.3f}".rstrip("0").rstrip(".")
