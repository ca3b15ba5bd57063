"""SQLite's errors in the application's words."""

import sqlite3
from pathlib import Path

from shared.errors import ContractBatchError, PermanentError, TemporaryError

_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL})
_TEMPORARY = {
    **dict.fromkeys(_BUSY, "is being written by another process; try again in a moment"),
    sqlite3.SQLITE_FULL: "cannot grow because the disk is full; free some space and try again",
    sqlite3.SQLITE_IOERR: "could not be read or written by the operating system; check the disk and try again",
    sqlite3.SQLITE_NOMEM: "needs more memory than there is; try again when less is running",
    sqlite3.SQLITE_INTERRUPT: "was interrupted; try again",
}
_PERMANENT = {
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; check that its folder exists and that the app may write there",
    sqlite3.SQLITE_READONLY: "cannot be written; give the app the right to write it and its folder",
    sqlite3.SQLITE_PERM: "cannot be used; give the app the right to read and write it and its folder",
    sqlite3.SQLITE_NOTADB: "is not an SQLite database; name another file, or move this one away",
    sqlite3.SQLITE_CORRUPT: "is damaged; restore it from a backup, or move it away to start with an empty one",
}
_PRIMARY_CODE = 0xFF


def is_busy(error: sqlite3.Error) -> bool:
    """Whether another connection is in the way."""
    return _code(error) in _BUSY


def translated(error: Exception, path: Path) -> Exception:
    """The application's error for one of SQLite's or the file system's, new at each call; any other as it is."""
    if isinstance(error, sqlite3.Error):
        return _of_sqlite(error, path)
    if isinstance(error, OSError):
        return PermanentError(f"The database {path} cannot be opened: {error}. Check its folder and its rights.")
    return error


def _of_sqlite(error: sqlite3.Error, path: Path) -> ContractBatchError:
    code = _code(error)
    if code in _TEMPORARY:
        return TemporaryError(f"The database {path} {_TEMPORARY[code]} ({error}).")
    sentence = _PERMANENT.get(code, "refused the operation; check that this version of the app wrote it")
    return PermanentError(f"The database {path} {sentence} ({error}).")


def _code(error: sqlite3.Error) -> int:
    """The primary result code; an error of Python's own module has none."""
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _PRIMARY_CODE
