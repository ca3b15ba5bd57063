"""What an adapter accepts: keys, field names, conditions.

A mistake of our own code (a field name that is none, a partition that is not the document's) is a ValueError
and never reaches a user; a value that came from outside and cannot be stored is a PermanentError.
"""

import re
from collections.abc import Mapping, Sequence

from adapters.documents.encoding import encode
from shared.errors import PermanentError
from shared.ports.documents import JsonDocument, Query, Scalar

MAX_ID_BYTES = 1023
MAX_PARTITION_BYTES = 2048
_FORBIDDEN_IN_ID = frozenset("/\\?#\0\t\r\n")
# An id is the last part of an address: these two would make it the address of something else.
_NEVER_IDS = frozenset({".", ".."})
_FIELD_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_OWN_FIELDS = frozenset({"_attachments", "_etag", "_rid", "_self", "_ts"})

Condition = tuple[str, tuple[Scalar, ...]]
"""A field and the values one of which it must have."""

Fragment = tuple[str, str]
"""A field and the text that must be in its text."""


def document_id(body: JsonDocument, partition_field: str, partition: str) -> str:
    """The id of a document that may be written.

    Raises:
        ValueError: it has no text as id, is not of this partition, or has a field that is the store's own.
        PermanentError: the id or the partition is not one that a store can keep.
    """
    identifier = body.get("id")
    if not isinstance(identifier, str):
        raise ValueError("A document needs a text as its `id`.")  # noqa: TRY004  a wrong value of a dict
    if body.get(partition_field) != partition:
        raise ValueError(f"The document's `{partition_field}` is not the partition it is written to.")
    if own := _OWN_FIELDS & body.keys():
        raise ValueError(f"{', '.join(sorted(own))}: the store's own field, not to be written.")
    if not can_exist(partition, identifier):
        raise PermanentError(
            f"{identifier!r} in partition {partition!r} cannot be stored: an id has 1 to {MAX_ID_BYTES} bytes "
            "without / \\ ? #, tabs, line breaks and NUL, does not end with a space, and is not . or ..; "
            f"a partition has at most {MAX_PARTITION_BYTES} bytes."
        )
    return identifier


def can_exist(partition: str, identifier: str) -> bool:
    """Whether a document with this key can be in the store at all (the limits are Cosmos DB's)."""
    try:
        sizes = len(identifier.encode()), len(partition.encode())
    except UnicodeEncodeError:
        return False
    return (
        0 < sizes[0] <= MAX_ID_BYTES
        and sizes[1] <= MAX_PARTITION_BYTES
        and _FORBIDDEN_IN_ID.isdisjoint(identifier)
        and identifier not in _NEVER_IDS
        and not identifier.endswith(" ")
        and "\0" not in partition
    )


def field_name(name: str) -> str:
    """The name, if it is one of a top-level field that our code uses.

    Raises:
        ValueError: it is not; paths (`a.b`, `/a/b`) are not either.
    """
    if not _FIELD_NAME.fullmatch(name):
        raise ValueError(f"{name!r} is not the name of a top-level field.")
    return name


def conditions(where: Mapping[str, Scalar | Sequence[Scalar]]) -> list[Condition]:
    """The conditions of a query, every one with its list of values.

    Raises:
        ValueError: a field name or value is not one a condition can have.
        PermanentError: a value is not JSON.
    """
    return [(field_name(name), _values(name, wanted)) for name, wanted in where.items()]


def fragments(contains: Mapping[str, str]) -> list[Fragment]:
    """The texts that a query looks for.

    Raises:
        ValueError: a field name is not one a condition can have, or what is looked for is no text.
        PermanentError: a text is none that UTF-8 can hold.
    """
    for name, text in contains.items():
        if not isinstance(text, str):
            raise ValueError(f"`{name}` is searched for a {type(text).__name__}, not for a text.")  # noqa: TRY004  a wrong value of a dict
        encode(text)
    return [(field_name(name), text) for name, text in contains.items()]


def check_partition(partition: str | None) -> None:
    """Refuse a partition that is no text UTF-8 can hold.

    Raises:
        PermanentError: it is not.
    """
    encode(partition)


def check_query(query: Query, partition: str | None) -> None:
    """Refuse what no query can be.

    Raises:
        ValueError: a field name, the direction or the limit is wrong.
        PermanentError: the partition is no text UTF-8 can hold.
    """
    check_partition(partition)
    for name in (query.order_by, *(query.fields or ())):
        field_name(name)
    if query.direction not in ("asc", "desc"):
        raise ValueError(f"direction is {query.direction!r}; it must be 'asc' or 'desc'.")
    if query.limit < 1:
        raise ValueError(f"limit is {query.limit}; it must be at least 1.")


def _values(name: str, wanted: Scalar | Sequence[Scalar]) -> tuple[Scalar, ...]:
    values = tuple(wanted) if isinstance(wanted, Sequence) and not isinstance(wanted, str) else (wanted,)
    for value in values:
        if not (value is None or isinstance(value, str | int | float)):
            raise ValueError(f"`{name}` is compared with a {type(value).__name__}, not with a JSON scalar.")
    encode(values)
    return values
