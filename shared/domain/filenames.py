"""Names of files that people send, and their media types."""

import mimetypes
import re
import unicodedata
from pathlib import PurePath

MAX_FILENAME_CHARACTERS = 255
UNKNOWN_MEDIA_TYPE = "application/octet-stream"

_CONTROL_CATEGORIES = frozenset({"Cc", "Cs", "Zl", "Zp"})
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,126}/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}", re.ASCII)
# Without the lists of the machine, so that a name means the same everywhere.
_BY_ENDING = mimetypes.MimeTypes()


def without_controls(line: str) -> str:
    """`line` without control characters, line breaks and halves of surrogate pairs."""
    return "".join(char for char in line if unicodedata.category(char) not in _CONTROL_CATEGORIES)


def bare_filename(raw: str) -> str:
    """The name without folders and control characters, its ending kept; empty when nothing is left of it.

    At most 255 characters.
    """
    path = PurePath(without_controls(raw).replace("\\", "/").strip())
    if path.name == "..":
        return ""
    longest_stem = MAX_FILENAME_CHARACTERS - len(path.suffix)
    return path.stem[:longest_stem] + path.suffix if longest_stem > 0 else path.name[:MAX_FILENAME_CHARACTERS]


def bare_media_type(raw: str) -> str | None:
    """The media type without parameters, in lower case; None when it is none."""
    kind = raw.partition(";")[0].strip().lower()
    return kind if _MEDIA_TYPE.fullmatch(kind) else None


def media_type_of(filename: str, given: str | None) -> str:
    """The media type of a file: the given one, unless it says nothing; then by the name's ending."""
    kind = bare_media_type(given or "")
    if kind is not None and kind != UNKNOWN_MEDIA_TYPE:
        return kind
    return _BY_ENDING.guess_type(filename)[0] or UNKNOWN_MEDIA_TYPE
