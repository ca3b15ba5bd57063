"""The token with which a listing goes on: the last document's place in the order, bound to the query.

It is checked, not secret: it says only where to go on, while the partition and the conditions always come from
the query itself, so that a forged token cannot show anything its bearer may not list from the start.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import blake2b

from adapters.documents.encoding import encode
from adapters.documents.rules import conditions, fragments
from shared.errors import Fault, InvalidRequestError
from shared.ports.documents import Query

_DIGEST_BYTES = 12

Position = tuple[str, str, str]
"""A document's place in a listing: the value ordered by, the id, the partition."""


def order_value(value: str) -> str:
    """What a text is ordered by: its code points up to the first NUL, where SQLite's JSON stops reading."""
    return value.partition("\0")[0]


class Paging:
    """Writes and reads the tokens of one query; `limit` and `fields` may change from page to page."""

    def __init__(self, container: str, query: Query, partition: str | None) -> None:
        self._identity = (container, query, partition)

    def token(self, position: Position) -> str:
        """The token that goes on after a position."""
        payload = encode(position).encode()
        digest = blake2b(self._binding() + payload, digest_size=_DIGEST_BYTES).digest()
        return urlsafe_b64encode(digest + payload).decode().rstrip("=")

    def position(self, token: str) -> Position:
        """The position in a token.

        Raises:
            InvalidRequestError: this query never returned such a token.
        """
        position = _read_position(token)
        if position is None or self.token(position) != token:
            raise InvalidRequestError(
                [
                    Fault(
                        "/continuation",
                        "is not one that this listing returned; leave it out to start from the first page.",
                    )
                ]
            )
        return position

    def _binding(self) -> bytes:
        container, query, partition = self._identity
        where = sorted((name, sorted(encode(value) for value in values)) for name, values in conditions(query.where))
        texts = sorted(fragments(query.contains))
        return encode([container, partition, where, texts, query.order_by, query.direction]).encode()


def _read_position(token: str) -> Position | None:
    try:
        parts = json.loads(urlsafe_b64decode(token + "=" * (-len(token) % 4))[_DIGEST_BYTES:])
    except (ValueError, RecursionError):
        return None
    if isinstance(parts, list) and len(parts) == 3 and all(isinstance(part, str) for part in parts):  # noqa: PLR2004  Position
        return parts[0], parts[1], parts[2]
    return None
