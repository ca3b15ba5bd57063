"""One pass over the bytes of a file: what a sample cannot show, and a count of rows that does not rest on a parser."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from jobs.file_analysis.background import Stop
from jobs.file_analysis.encoding import Utf8Check
from jobs.file_analysis.result import LineEnding
from shared.errors import PermanentError

MAX_LINE_BYTES = 16 * 1024 * 1024
_BLOCK = 1024 * 1024
_DOUBLED = (b"\r\n\r\n", b"\r\r", b"\n\r")


@dataclass(slots=True)
class Scan:
    """What the bytes of a file show.

    Line endings and lines are counted outside quotes, where every second quote character closes what the one before
    opened. That holds for all files without malformed quotes.

    Attributes:
        utf8: Counts of valid and invalid UTF-8.
        nuls: NUL bytes.
        lf, crlf, cr: Line endings of each kind.
        lines: Lines with anything in them.
        blank: Lines with nothing in them.
        starts_blank: The first line is one of them.
        in_quotes: The file ends inside quotes.
        longest_record: At least the bytes of the longest row, at most 2 MiB more.
    """

    utf8: Utf8Check = field(default_factory=Utf8Check)
    nuls: int = 0
    lf: int = 0
    crlf: int = 0
    cr: int = 0
    lines: int = 0
    blank: int = 0
    starts_blank: bool = False
    in_quotes: bool = False
    longest_record: int = 0

    @property
    def line_ending(self) -> LineEnding:
        """The one kind of line ending that the file has, or `mixed`, or `none`."""
        kinds: tuple[tuple[LineEnding, int], ...] = (("lf", self.lf), ("crlf", self.crlf), ("cr", self.cr))
        found = [name for name, count in kinds if count]
        return found[0] if len(found) == 1 else "mixed" if found else "none"

    @property
    def regular(self) -> bool:
        """Whether a parser needs no help with it."""
        sound = self.utf8.bad == 0 and self.nuls == 0 and not self.in_quotes and not self.starts_blank
        return sound and self.line_ending != "mixed" and self.longest_record <= MAX_LINE_BYTES


def scan_file(path: Path, quote: str, stop: Stop) -> Scan:
    """Read the file once, in blocks of about a MiB.

    Raises:
        PermanentError: a line is longer than 16 MiB.
        WorkStoppedError: the work is to stop.
    """
    scan = Scan()
    mark = quote.encode()
    offset = open_bytes = 0
    outside = b""
    for block in _blocks_of_lines(path):
        stop.check()
        scan.utf8.add(block, offset)
        scan.nuls += block.count(0) if 0 in block else 0
        outside = _outside_quotes(block, mark, scan)
        ends = _count_lines(outside, scan, first=offset == 0)
        open_bytes += len(block)
        scan.longest_record = max(scan.longest_record, open_bytes)
        if ends:
            open_bytes = 0 if not scan.in_quotes else len(block)
        offset += len(block)
    if outside and not outside.endswith((b"\n", b"\r")):
        scan.lines += 1
    return scan


def _blocks_of_lines(path: Path) -> Iterator[bytes]:
    """The file in blocks that end with a line, each of about a MiB or one longer line."""
    rest: list[bytes] = []
    size = ended = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            end = _end_of_lines(block)
            if size + (_end_of_first_line(block) if end else len(block)) > MAX_LINE_BYTES:
                raise PermanentError(
                    f"Line {ended + 1:,} is longer than 16 MB. Check that the file is CSV or TSV, with one row a line."
                )
            if end:
                lines = b"".join([*rest, block[:end]])
                ended += lines.count(b"\n") or lines.count(b"\r")
                yield lines
                rest, size = [block[end:]], len(block) - end
            else:
                rest.append(block)
                size += len(block)
    if size:
        yield b"".join(rest)


def _end_of_lines(block: bytes) -> int:
    """Behind the last line ending of the block. A CR at its very end may be half of a CRLF and does not count."""
    end = block.rfind(b"\n") + 1
    return end or block.rfind(b"\r", 0, len(block) - 1) + 1


def _end_of_first_line(block: bytes) -> int:
    return min(place for place in (block.find(b"\n"), block.find(b"\r")) if place >= 0)


def _outside_quotes(block: bytes, mark: bytes, scan: Scan) -> bytes:
    """The block with everything between quotes as one letter."""
    parts = block.split(mark)
    began_inside = scan.in_quotes
    if len(parts) % 2 == 0:
        scan.in_quotes = not began_inside
    if len(parts) == 1 and not began_inside:
        return block
    outside = b"x".join(parts[began_inside::2])
    return b"x" + outside if began_inside else outside


def _count_lines(outside: bytes, scan: Scan, *, first: bool) -> int:
    """Add the lines that end in the block. Returns their number."""
    # Looking for a CR first saves most files most of the searches.
    has_cr = b"\r" in outside
    crlf = outside.count(b"\r\n") if has_cr else 0
    lf, cr = outside.count(b"\n") - crlf, outside.count(b"\r") - crlf if has_cr else 0
    blank = 0
    doubled = b"\n\n" in outside or (has_cr and any(pair in outside for pair in _DOUBLED))
    if doubled or outside.startswith((b"\n", b"\r")):
        blank = sum(not line for line in outside.splitlines())
    if first and re.match(rb"(\xef\xbb\xbf)?[\r\n]", outside):
        scan.starts_blank = True
    scan.crlf += crlf
    scan.lf += lf
    scan.cr += cr
    scan.blank += blank
    scan.lines += crlf + lf + cr - blank
    return crlf + lf + cr
