"""Which encoding a file has, from counts of what is and what is not valid UTF-8 in it."""

import codecs
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from jobs.file_analysis.background import Stop
from jobs.file_analysis.result import Encoding
from jobs.file_analysis.sample import Sample, utf16_of

Confidence = Literal["certain", "likely", "guess"]

SHOWN = 5
"""Places that a note names."""

_BAD = re.compile("[\udc80-\udcff]")
_NOT_IN_1252 = b"\x81\x8d\x8f\x90\x9d"
_FAR_MORE = 10
"""So many valid characters for each invalid byte make a damaged UTF-8 file, and no file in another encoding."""

_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Decoding:
    """The encoding, how sure that is, and Python's name for the codec, which drops a BOM."""

    encoding: Encoding
    confidence: Confidence
    codec: str


@dataclass(slots=True)
class Utf8Check:
    """Counts of a file that is read as UTF-8 in blocks that end between characters.

    `offsets` has the places of the first bad bytes, `multibyte` counts the second and further bytes of characters.
    """

    bom: bool = False
    bad: int = 0
    multibyte: int = 0
    not_in_1252: int = 0
    offsets: list[int] = field(default_factory=list)

    def add(self, block: bytes, offset: int) -> None:
        """Count one block that begins at this offset of the file."""
        if offset == 0:
            self.bom = block.startswith(codecs.BOM_UTF8)
        if block.isascii():
            return
        try:
            self.multibyte += len(block) - len(block.decode())
        except UnicodeDecodeError:
            self._add_damaged(block, offset)

    def _add_damaged(self, block: bytes, offset: int) -> None:
        text = block.decode("utf-8", "surrogateescape")
        bad = [found.start() for found in _BAD.finditer(text)]
        self.multibyte += len(block) - len(text)
        self.bad += len(bad)
        self.not_in_1252 += sum(map(block.count, _NOT_IN_1252))
        for place in bad[: SHOWN - len(self.offsets)]:
            self.offsets.append(offset + len(text[:place].encode("utf-8", "surrogateescape")))

    def decoding(self) -> Decoding:
        """The encoding that these counts suggest."""
        if self.bad == 0 or self.bom or self.multibyte >= _FAR_MORE * self.bad:
            confidence: Confidence = "certain" if self.bad == 0 or self.bom else "likely"
            return Decoding("utf-8-sig" if self.bom else "utf-8", confidence, "utf-8-sig")
        if self.not_in_1252 == 0:
            return Decoding("windows-1252", "guess", "cp1252")
        return Decoding("latin-1", "guess", "latin-1")


def decoding_of_sample(sample: Sample) -> Decoding:
    """The encoding that the sample suggests. Bytes further on may show that it is another one."""
    utf16 = utf16_of(sample.start)
    if utf16 is not None:
        name, bom = utf16
        encoding: Encoding = "utf-16-le" if name == "utf-16-le" else "utf-16-be"
        return Decoding(encoding, "certain" if bom else "likely", name)
    check = Utf8Check()
    check.add(sample.start if sample.whole else _without_cut_character(sample.start), 0)
    return check.decoding()


def _without_cut_character(block: bytes) -> bytes:
    """The block without the beginning of a character at its end."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    decoder.decode(block)
    beginning, _ = decoder.getstate()
    return block[: len(block) - len(beginning)]


def decoded(block: bytes, decoding: Decoding) -> str:
    """The text of a block, which may begin and end inside a character; NULs are replaced as everywhere."""
    return block.decode(decoding.codec, "replace").removeprefix("\ufeff").replace("\0", "\ufffd")


def transcode_utf16(source: Path, codec: str, target: Path, stop: Stop) -> int:
    """Write a UTF-16 file as UTF-8. Returns how many characters could not be decoded; they became U+FFFD."""
    decoder = codecs.getincrementaldecoder(codec)("replace")
    replaced = 0
    with source.open("rb") as read, target.open("wb") as written:
        first = True
        while True:
            stop.check()
            block = read.read(_CHUNK)
            text = decoder.decode(block, final=not block)
            if first:
                text, first = text.removeprefix("\ufeff"), False
            replaced += text.count("\ufffd")
            # Half of a surrogate pair, which the decoder lets pass, is no character.
            written.write(text.encode("utf-8", "replace"))
            if not block:
                return replaced
