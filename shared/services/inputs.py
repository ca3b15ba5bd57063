"""All kinds of inputs together: what a request names, by id."""

from collections.abc import Mapping, Sequence
from typing import Any

from shared.errors import NotFoundError
from shared.job_types.values import Inputs
from shared.ports.inputs import InputHeader, InputSource

_NOUN = "input"


class InputSources:
    """Finds the kind of an id by how it begins."""

    def __init__(self, sources: Sequence[InputSource]) -> None:
        self._sources = {source.prefix: source for source in sources}

    def noun_of(self, input_id: str) -> str:
        """What people call such an input, as its kind says."""
        source = self._source_of(input_id)
        return source.noun if source else _NOUN

    async def find(self, ids: Sequence[str], visible_to: str | None = None) -> Inputs:
        """The headers of those that there are, by id; with a user, of those only that this user may read."""
        found: dict[str, InputHeader] = {}
        for prefix, source in self._sources.items():
            if mine := [input_id for input_id in ids if input_id.startswith(prefix)]:
                found |= await source.find(mine, visible_to)
        return found

    async def titles(self, ids: Sequence[str], visible_to: str | None = None) -> Mapping[str, str]:
        """Their titles, by id. See `find`."""
        return {input_id: header.title for input_id, header in (await self.find(ids, visible_to)).items()}

    async def load(self, input_id: str) -> Any:
        """The input as its kind keeps it.

        Raises:
            NotFoundError: there is no such input.
        """
        source = self._source_of(input_id)
        if source is None:
            raise NotFoundError(f"There is no {_NOUN} {input_id}.")
        return await source.load(input_id)

    def _source_of(self, input_id: str) -> InputSource | None:
        kind, underscore, _ = input_id.partition("_")
        return self._sources.get(kind + underscore)
