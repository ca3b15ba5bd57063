"""A CSV file as a table that DuckDB reads, one pass for each question."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jobs.file_analysis.background import Stop, WorkStoppedError
from shared.errors import TemporaryError

if TYPE_CHECKING:
    import duckdb

MEMORY_LIMIT = "150MB"
_DISK_LIMIT = "2GB"
_THREADS = 2
_BUFFER_BYTES = 8_000_000
"""Of the file, for each of DuckDB's threads at least; its default of 32 MB costs 60 MB more and saves a fifth."""

_MIN_LINE_BYTES = 2_000_000
_LONG_ROW = 4_000_000


class IrregularFileError(Exception):
    """DuckDB's CSV reader does not take the file as it is."""


class TooLittleMemoryError(Exception):
    """The question needs more memory than DuckDB has."""


@dataclass(frozen=True, slots=True)
class Format:
    """How a regular file is written. `longest` is the longest row in bytes."""

    delimiter: str
    quote: str
    line_ending: str
    header: bool
    longest: int


class Table:
    """A CSV file with columns that are called c0, c1 and so on. Empty cells are NULL, all others VARCHAR."""

    def __init__(
        self, connection: "duckdb.DuckDBPyConnection", path: Path, width: int, form: Format, stop: Stop
    ) -> None:
        self._connection = connection
        self._path = path
        self._width = width
        self._form = form
        self._stop = stop

    def ask(self, expressions: Sequence[str]) -> Sequence[Any]:
        """The values of aggregates over all rows.

        Raises:
            IrregularFileError: the file is not written as its format says.
            TooLittleMemoryError: ask for less at once.
            TemporaryError: the disk is full.
            WorkStoppedError: the work is to stop.
        """
        import duckdb  # noqa: PLC0415 - the library is large, and only this job type needs it

        self._stop.check()
        try:
            with self._stop.interrupting(self._connection.interrupt):
                row = self._connection.execute(f"SELECT {', '.join(expressions)} FROM {self._source()}").fetchone()  # noqa: S608
        except duckdb.InterruptException as error:
            raise WorkStoppedError from error
        except duckdb.OutOfMemoryException as error:
            raise TooLittleMemoryError from error
        except duckdb.IOException as error:
            raise TemporaryError("The file could not be analysed: the disk may be full.") from error
        except duckdb.InvalidInputException as error:
            raise IrregularFileError from error
        return row or ()

    def _source(self) -> str:
        form = self._form
        columns = ", ".join(f"c{place}: 'VARCHAR'" for place in range(self._width))
        longest = max(_MIN_LINE_BYTES, form.longest)
        options = {
            "auto_detect": "false",
            "columns": f"{{{columns}}}",
            "delim": literal(form.delimiter),
            "quote": literal(form.quote),
            "escape": literal(form.quote),
            "header": str(form.header).lower(),
            "strict_mode": "true",
            "max_line_size": str(longest),
            "buffer_size": str(_buffer_for(longest)),
        }
        # With CRLF given, DuckDB 2.0.1 takes the last line ending for a row; found by itself, it does not.
        if form.line_ending != "\r\n":
            options["new_line"] = literal(repr(form.line_ending)[1:-1])
        listed = ", ".join(f"{name} = {value}" for name, value in options.items())
        return f"read_csv({literal(str(self._path))}, {listed})"


def _buffer_for(longest: int) -> int:
    """The size of DuckDB's buffers. It reads in parallel only from buffers that hold four of the longest rows.

    For very long rows that would take more memory than there is.
    """
    return max(_BUFFER_BYTES, (4 if longest <= _LONG_ROW else 2) * longest)


@contextmanager
def opened_table(source: Path, folder: Path, width: int, form: Format, stop: Stop) -> Iterator[Table]:
    """The file as a table. DuckDB can read nothing but it, and writes in `folder` only."""
    import duckdb  # noqa: PLC0415 - the library is large, and only this job type needs it

    # A name without characters that are patterns or escapes in DuckDB.
    path = folder / "input.csv"
    path.unlink(missing_ok=True)
    path.symlink_to(source.resolve())
    spill = folder / "spill"
    connection = duckdb.connect(
        ":memory:",
        config={
            "memory_limit": MEMORY_LIMIT,
            "threads": _THREADS,
            "temp_directory": str(spill),
            "max_temp_directory_size": _DISK_LIMIT,
            "preserve_insertion_order": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        },
    )
    try:
        connection.execute("SET enable_progress_bar = false")
        # In this order: the first is refused after the second, and both after the third.
        connection.execute(f"SET allowed_paths = [{literal(str(path))}]")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        yield Table(connection, path, width, form, stop)
    finally:
        connection.close()
        shutil.rmtree(spill, ignore_errors=True)


def literal(text: str) -> str:
    """A text as an SQL literal. DuckDB knows no escapes in it but the doubled quote."""
    return "'" + text.replace("'", "''") + "'"
