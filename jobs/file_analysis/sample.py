"""A bounded sample of a file, and what its first bytes tell: what kind of file it is and in which encoding."""

import codecs
import re
from dataclasses import dataclass

from shared.errors import PermanentError
from shared.job_types.context import Files

START_BYTES = 1024 * 1024
SLICE_BYTES = 64 * 1024
"""Of the slices in the middle and at the end."""

_HELP = "Upload a CSV or TSV file instead."
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "a ZIP archive or an Excel workbook (.xlsx)", "Save the sheet as CSV, or unpack the archive."),
    (b"PK\x05\x06", "an empty ZIP archive", _HELP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel or Word file", "Save the sheet as CSV."),
    (b"%PDF-", "a PDF", _HELP),
    (b"PAR1", "a Parquet file", "Export it as CSV."),
    (b"ARROW1", "an Arrow file", "Export it as CSV."),
    (b"Obj\x01", "an Avro file", "Export it as CSV."),
    (b"SQLite format 3\x00", "an SQLite database", "Export a table as CSV."),
    (b"\x1f\x8b", "compressed with gzip", "Decompress it first."),
    (b"BZh91AY&SY", "compressed with bzip2", "Decompress it first."),
    (b"\xfd7zXZ\x00", "compressed with xz", "Decompress it first."),
    (b"\x28\xb5\x2f\xfd", "compressed with Zstandard", "Decompress it first."),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "Unpack it first."),
    (b"\x89PNG", "a picture", _HELP),
    (b"\xff\xd8\xff", "a picture", _HELP),
)
_MARKUP = re.compile(rb'\s*(?:(<\?xml|<!doctype|<html)|(\{\s*"|\[\s*[\[{]))', re.IGNORECASE)
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f\x1a\x1b\x00"))
_TOO_MANY = 0.05
"""The share of bytes that no text has, or of NULs, from which on a file is binary."""

_UTF16_SHARE = 0.3
"""The share of NULs among the bytes of one parity from which on a text without BOM is UTF-16."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The first bytes of a file and two slices further on, which are empty when the start is the whole file."""

    start: bytes
    middle: bytes
    end: bytes
    size: int

    @property
    def whole(self) -> bool:
        """Whether `start` is all of the file."""
        return len(self.start) >= self.size


async def take_sample(files: Files, file_id: str, size: int) -> Sample:
    """The file's first MiB, and 64 KiB from its middle and its end if it is longer."""
    start = await _read(files, file_id, 0, min(size, START_BYTES))
    if size <= START_BYTES:
        return Sample(start, b"", b"", size)
    # Even offsets: a slice of UTF-16 must not begin inside a character.
    middle, end = (max(START_BYTES, place) & ~1 for place in (size // 2, size - SLICE_BYTES))
    return Sample(
        start,
        await _read(files, file_id, middle, min(size, middle + SLICE_BYTES)),
        await _read(files, file_id, end, size),
        size,
    )


async def _read(files: Files, file_id: str, start: int, end: int) -> bytes:
    if start == end:
        return b""
    return b"".join([chunk async for chunk in files.open(file_id, start, end)])


def refuse_other_kinds(sample: Sample) -> None:
    """Return when the file may be CSV or TSV.

    Raises:
        PermanentError: it is something else; the message says what, and what to upload instead.
    """
    for signature, kind, advice in _SIGNATURES:
        if sample.start.startswith(signature):
            raise PermanentError(f"The file is {kind}, not CSV or TSV. {advice}")
    found = _MARKUP.match(sample.start.removeprefix(codecs.BOM_UTF8))
    if found:
        raise PermanentError(f"The file is {'XML or HTML' if found[1] else 'JSON'}, not CSV or TSV. {_HELP}")
    if utf16_of(sample.start) is None and _is_binary(sample):
        raise PermanentError(f"The file has binary data and is not CSV or TSV. {_HELP}")


def _is_binary(sample: Sample) -> bool:
    read = sample.start + sample.middle + sample.end
    unusual = len(read) - len(read.translate(None, _CONTROL))
    return max(unusual, read.count(0)) > _TOO_MANY * len(read)


def utf16_of(start: bytes) -> tuple[str, bool] | None:
    """`utf-16-le` or `utf-16-be` and whether a BOM says so; None when the text is not UTF-16."""
    if start.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le", True
    if start.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be", True
    pairs = len(start) // 2
    high, low = start[0 : 2 * pairs : 2].count(0), start[1 : 2 * pairs : 2].count(0)
    # In Western text every second byte is NUL, and hardly any of the others.
    if low > _UTF16_SHARE * pairs and low > 10 * high:
        return "utf-16-le", False
    if high > _UTF16_SHARE * pairs and high > 10 * low:
        return "utf-16-be", False
    return None
