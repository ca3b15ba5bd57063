"""The containers as the app needs them: partition keys, indexes, expiry."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from adapters.documents.containers import PARTITION_FIELDS

Order = tuple[str, Literal["ascending", "descending"]]
CompositeIndex = tuple[Order, ...]

EXPIRY_BY_DOCUMENT = -1
"""A container's `defaultTtl` under which a document lives for its own `ttl` seconds, or for ever when it has none."""


@dataclass(frozen=True, slots=True)
class ContainerDefinition:
    """One container.

    A listing needs a composite index over what it is ordered by, in its own directions: the field, the id and, over
    all partitions, the partition. `unindexed` are the paths of large fields that nobody searches: indexing them would
    cost request units at each write.
    """

    name: str
    composite_indexes: tuple[CompositeIndex, ...] = ()
    unindexed: tuple[str, ...] = ()
    default_ttl: int | None = None

    @property
    def partition_path(self) -> str:
        """The path of the partition key."""
        return f"/{PARTITION_FIELDS[self.name]}"

    def indexing_policy(self) -> dict[str, Any]:
        """As the service's API spells it."""
        return {
            "indexingMode": "consistent",
            "automatic": True,
            "includedPaths": [{"path": "/*"}],
            "excludedPaths": [{"path": path} for path in self._excluded()],
            "compositeIndexes": [_spelled(index) for index in self.composite_indexes],
        }

    def is_met_by(self, properties: Mapping[str, Any]) -> bool:
        """Whether a container with these properties has all that is asked for here; it may have more."""
        policy = properties.get("indexingPolicy") or {}
        excluded = {entry["path"] for entry in policy.get("excludedPaths") or ()}
        indexes = [_paths(index) for index in policy.get("compositeIndexes") or ()]
        return (
            excluded >= set(self._excluded())
            and all(_paths(_spelled(index)) in indexes for index in self.composite_indexes)
            and properties.get("defaultTtl") == self.default_ttl
        )

    def _excluded(self) -> list[str]:
        return [*self.unindexed, '/"_etag"/?']


def _spelled(index: CompositeIndex) -> list[dict[str, str]]:
    return [{"path": f"/{field}", "order": order} for field, order in index]


def _paths(index: list[dict[str, str]]) -> list[tuple[str, str]]:
    return [(entry["path"], entry.get("order", "ascending")) for entry in index]


_NEWEST_FIRST: CompositeIndex = (("created_date", "descending"), ("id", "descending"))
_LATEST_END_FIRST: CompositeIndex = (("completed_date", "descending"), ("id", "descending"))
_LATEST_ANSWER_FIRST: CompositeIndex = (("answered_date", "descending"), ("id", "descending"))
_BY_ID_EVERYWHERE: CompositeIndex = (("id", "ascending"), ("user_id", "ascending"))

_LONGEST_UNTOUCHED_FIRST: CompositeIndex = (("touched", "ascending"), ("id", "ascending"))

_LARGE = ("/content/*", "/piece/?")

CONTAINERS = (
    ContainerDefinition(
        "job_queue",
        (
            _NEWEST_FIRST,
            _LATEST_END_FIRST,
            (("created_date", "ascending"), ("id", "ascending"), ("user_id", "ascending")),
            (("turn", "ascending"), ("id", "ascending")),
            (("turn", "ascending"), ("id", "ascending"), ("user_id", "ascending")),
            (("time", "descending"), ("id", "descending"), ("user_id", "descending")),
            _BY_ID_EVERYWHERE,
        ),
        ("/request/*", "/items/*", "/item_errors/*", "/progress/*"),
        EXPIRY_BY_DOCUMENT,
    ),
    ContainerDefinition(
        "analysis_results", (_NEWEST_FIRST, _LATEST_ANSWER_FIRST, _BY_ID_EVERYWHERE), _LARGE, EXPIRY_BY_DOCUMENT
    ),
    ContainerDefinition("model_usage", ((("timestamp", "ascending"), ("id", "ascending")),)),
    ContainerDefinition("contracts", (_NEWEST_FIRST,), _LARGE),
    ContainerDefinition("files", (_NEWEST_FIRST, _LONGEST_UNTOUCHED_FIRST)),
)
"""All containers. A new listing of a service needs its index here, unless it is one partition's in the order of ids."""
