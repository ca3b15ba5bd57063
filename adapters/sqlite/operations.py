"""Reading and writing one document: each a function of the connection with one changing statement at most."""

import secrets
import sqlite3
from dataclasses import dataclass
from itertools import count

from adapters.documents.encoding import decode, encode
from adapters.documents.patching import Patch
from shared.errors import AlreadyExistsError, ConflictError, NotFoundError
from shared.ports.documents import JsonDocument, Versioned

_etag_prefix = secrets.token_hex(8)
_etag_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Table:
    """A container's table; the name is one of our own four."""

    name: str

    def create(self, connection: sqlite3.Connection, partition: str, document_id: str, text: str) -> str:
        """Insert the document; its etag. Raises AlreadyExistsError."""
        etag = _next_etag()
        statement = f"INSERT INTO {self.name} (partition, id, etag, body) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"  # noqa: S608  our own table names
        if connection.execute(statement, (partition, document_id, etag, text)).rowcount == 0:
            raise AlreadyExistsError(f"{self.name} already has a document {document_id!r} in {partition!r}.")
        return etag

    def upsert(self, connection: sqlite3.Connection, partition: str, document_id: str, text: str) -> str:
        """Insert or overwrite the document; its etag."""
        etag = _next_etag()
        statement = (
            f"INSERT INTO {self.name} (partition, id, etag, body) VALUES (?, ?, ?, ?) "  # noqa: S608  our own table names
            "ON CONFLICT (id, partition) DO UPDATE SET etag = excluded.etag, body = excluded.body"
        )
        connection.execute(statement, (partition, document_id, etag, text))
        return etag

    def replace(self, connection: sqlite3.Connection, partition: str, document_id: str, text: str, etag: str) -> str:
        """Overwrite the document that has the etag; its new one. Raises ConflictError, NotFoundError."""
        new_etag = _next_etag()
        statement = f"UPDATE {self.name} SET etag = ?, body = ? WHERE partition = ? AND id = ? AND etag = ?"  # noqa: S608  our own table names
        if connection.execute(statement, (new_etag, text, partition, document_id, etag)).rowcount == 0:
            self._existing(connection, partition, document_id)
            raise ConflictError(f"Document {document_id!r} of {self.name} was changed meanwhile: read it again.")
        return new_etag

    def patch(self, connection: sqlite3.Connection, partition: str, document_id: str, patch: Patch) -> JsonDocument:
        """Change the document; what it is then. Raises NotFoundError, PermanentError."""
        document = decode(self._existing(connection, partition, document_id)[0])
        patch.apply(document)
        statement = f"UPDATE {self.name} SET etag = ?, body = ? WHERE partition = ? AND id = ?"  # noqa: S608  our own table names
        connection.execute(statement, (_next_etag(), encode(document), partition, document_id))
        return document

    def delete(self, connection: sqlite3.Connection, partition: str, document_id: str) -> bool:
        """Remove the document; whether there was one."""
        statement = f"DELETE FROM {self.name} WHERE partition = ? AND id = ?"  # noqa: S608  our own table names
        return connection.execute(statement, (partition, document_id)).rowcount > 0

    def read(self, connection: sqlite3.Connection, partition: str, document_id: str) -> Versioned | None:
        """The document, if there is one."""
        row = self._row(connection, partition, document_id)
        return Versioned(decode(row[0]), row[1]) if row else None

    def _existing(self, connection: sqlite3.Connection, partition: str, document_id: str) -> tuple[str, str]:
        row = self._row(connection, partition, document_id)
        if row is None:
            raise NotFoundError(f"{self.name} has no document {document_id!r} in {partition!r}.")
        return row

    def _row(self, connection: sqlite3.Connection, partition: str, document_id: str) -> tuple[str, str] | None:
        statement = f"SELECT body, etag FROM {self.name} WHERE partition = ? AND id = ?"  # noqa: S608  our own table names
        rows: list[tuple[str, str]] = connection.execute(statement, (partition, document_id)).fetchall()
        return rows[0] if rows else None


def _next_etag() -> str:
    """Unique over processes and time, so that a document that was deleted and made anew has another one too."""
    return f"{_etag_prefix}-{next(_etag_numbers)}"
