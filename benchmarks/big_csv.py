"""A large CSV file for measurements: made in one stream, the same bytes for the same size and seed.

`python -m benchmarks.big_csv PATH BYTES` writes it; with `--profile` it is also analysed, in a process of its own, and
what that took is reported.
"""

import argparse
import asyncio
import random
import resource
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, process_time

import duckdb

from jobs.file_analysis.background import Stop
from jobs.file_analysis.profile import outlook_of, profile_file
from jobs.file_analysis.result import AnalysedFile
from jobs.file_analysis.sample import take_sample
from shared.job_types.context import FileFacts

HEADER = "id,reference,amount,award_date,signed_at,start_time,active,status,supplier,description,discount,unused"
_TAILS = 20_000
"""Different ends of rows; the first three columns differ in every row."""

_BATCH = 5_000
"""Rows joined for one write."""

_STATUSES = ("open", "awarded", "closed", "cancelled", "on hold")
_WORDS = (
    "supply",
    "of",
    "road",
    "salt",
    "winter",
    "maintenance",
    "bridge",
    "works",
    "design",
    "café",
    "Zürich",
    "audit",
)


def write_csv(path: Path, size: int, seed: int = 1) -> int:
    """Write a file of at least `size` bytes, and at most one batch of rows more. Returns its number of data rows."""
    source = random.Random(seed)  # noqa: S311 - the file must be the same every time
    tails = [_tail(source) for _ in range(_TAILS)]
    written = rows = 0
    with path.open("wb") as file:
        written += file.write(f"{HEADER}\n".encode())
        while written < size:
            written += file.write("".join(_rows(rows, tails, source)).encode())
            rows += _BATCH
    return rows


def _rows(first: int, tails: list[str], source: random.Random) -> Iterator[str]:
    for number in range(first, first + _BATCH):
        scattered = number * 2_654_435_761 % 4_294_967_296
        yield f"{number},R-{scattered:08x},{scattered % 10_000_000 / 100:.2f},{source.choice(tails)}"


def _tail(source: random.Random) -> str:
    day = date(2015, 1, 1) + timedelta(days=source.randrange(4_000))
    moment = datetime(2015, 1, 1) + timedelta(seconds=source.randrange(340_000_000))  # noqa: DTZ001 - as files have it
    cells = (
        day.isoformat(),
        moment.isoformat(sep=" "),
        time(source.randrange(24), source.randrange(60), source.randrange(60)).isoformat(),
        source.choice(("true", "false")),
        source.choice(_STATUSES),
        f'"Supplier {source.randrange(5_000)}, Inc."',
        _description(source),
        f"{source.random():.4f}" if source.random() < 0.1 else "",
        "",
    )
    return ",".join(cells) + "\n"


def _description(source: random.Random) -> str:
    words = " ".join(source.choices(_WORDS, k=source.randrange(3, 12)))
    match source.randrange(20):
        case 0:
            return f'"{words} ""{source.choice(_WORDS)}"""'
        case 1:
            return f'"{words}\n{source.choice(_WORDS)}"'
        case _:
            return words


@dataclass(frozen=True, slots=True)
class Cost:
    """What an analysis took: seconds, the CPU's seconds, and by how many bytes the process's memory grew at most."""

    rows: int
    seconds: float
    cpu: float
    growth: int


def measure_analysis(path: Path) -> Cost:
    """Analyse a file in a process of its own, which has imported all it needs before memory is measured."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_analyse, path).result()


def _analyse(path: Path) -> Cost:
    size = path.stat().st_size
    file = AnalysedFile(id="file_big", filename=path.name, size=size, sha256="")
    duckdb.connect(":memory:").close()
    before, began, cpu = _peak_memory(), perf_counter(), process_time()
    sample = asyncio.run(take_sample(_OneFile(path), file.id, size))
    analysis = profile_file(path, file, outlook_of(sample), Stop())
    return Cost(analysis.rows, perf_counter() - began, process_time() - cpu, _peak_memory() - before)


def _peak_memory() -> int:
    """The most memory the process has had so far, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


class _OneFile:
    """The port `Files` over one path."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def head(self, file_id: str) -> FileFacts:
        return FileFacts(file_id, self._path.name, "text/csv", self._path.stat().st_size, "")

    async def open(self, file_id: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:  # noqa: ARG002
        with self._path.open("rb") as file:
            file.seek(start)
            yield file.read(-1 if end is None else end - start)

    @asynccontextmanager
    async def local(self, file_id: str) -> AsyncIterator[Path]:  # noqa: ARG002
        yield self._path


def main() -> None:
    """Write the file that the command line asks for, and measure its analysis if it does."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("bytes", type=int)
    parser.add_argument("--profile", action="store_true", help="analyse it too")
    arguments = parser.parse_args()
    print(f"{write_csv(arguments.path, arguments.bytes):,} rows, {arguments.path.stat().st_size:,} bytes")
    if arguments.profile:
        cost = measure_analysis(arguments.path)
        print(
            f"{cost.rows:,} rows analysed in {cost.seconds:.1f} s, {cost.cpu:.1f} s of CPU; "
            f"memory grew by {cost.growth / 1e6:.0f} MB at most"
        )


if __name__ == "__main__":
    main()
