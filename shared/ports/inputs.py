"""What requests name by an id, such as contracts and files, whoever keeps it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class InputHeader:
    """What is known of an input before it is loaded.

    `weight` is its share of the work: tokens of a contract, bytes of a file.
    """

    title: str
    weight: int = 1


class InputSource(Protocol):
    """Keeps the inputs of one kind. An input never changes, and the id of a deleted one is not used again."""

    @property
    def noun(self) -> str:
        """What people call one of them: `contract`."""
        ...

    @property
    def prefix(self) -> str:
        """How the ids begin that are of this kind, up to their first underscore: `contract_`."""
        ...

    async def find(self, ids: Sequence[str], visible_to: str | None) -> Mapping[str, InputHeader]:
        """The headers of those that there are, by id; with a user, of those only that this user may read."""
        ...

    async def load(self, input_id: str) -> Any:
        """The input as its kind keeps it, such as a `Contract`. It may come from a cache of the process.

        Raises:
            NotFoundError: it was deleted.
        """
        ...
