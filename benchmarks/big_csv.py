"""A large CSV file for measurements: made in one stream, the same bytes for the same size and seed.

`python -m benchmarks.big_csv PATH BYTES` writes it; with `--profile` it is also analysed, in a process of its own, and
what that took is reported.
"""

import argparse
import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

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


def main() -> None:
    """Write the file that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("bytes", type=int)
    arguments = parser.parse_args()
    print(f"{write_csv(arguments.path, arguments.bytes):,} rows, {arguments.path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
