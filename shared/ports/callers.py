"""Who sent a request, as far as its headers prove it."""

from collections.abc import Mapping
from typing import Protocol

from shared.domain.caller import Caller


class Callers(Protocol):
    """Tells callers apart."""

    async def identify(self, headers: Mapping[str, str]) -> Caller:
        """The caller; `headers` are looked up without regard to case.

        Raises:
            UnauthenticatedError: the headers do not prove who it is; the message says what is wrong.
            TemporaryError: the proof could not be checked now.
        """
        ...
