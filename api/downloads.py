"""What makes an answer a file to be saved."""

import re
from urllib.parse import quote

_LONGEST = 150
"""Characters of a name."""

_MOST_BYTES = 255
"""Of a name with its ending, in UTF-8: file systems take no more."""

_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f-\x9f\ud800-\udfff/\\:*?"<>|]+')

_TURNS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What turns the letters behind it: a name could be made to look as if it ended otherwise."""


def attachment(name: str) -> dict[str, str]:
    """The header that names a file (RFC 5987 and RFC 6266), with what no file system takes left out.

    The ending stays when the name is shortened; programs that know ASCII only get the name without other letters.
    """
    stem, dot, ending = name.rpartition(".")
    words = " ".join(_NOT_IN_NAMES.sub(" ", _TURNS.sub("", stem)).split())[:_LONGEST]
    stem = _shortened(words, _MOST_BYTES - len(f"{dot}{ending}".encode())).rstrip(". ") or "result"
    plain = " ".join(stem.encode("ascii", "ignore").decode().replace("%", " ").split()) or "result"
    whole = quote(f"{stem}{dot}{ending}", safe="")
    return {"Content-Disposition": f"attachment; filename=\"{plain}{dot}{ending}\"; filename*=UTF-8''{whole}"}


def _shortened(text: str, most: int) -> str:
    """What of the text so many bytes hold, without half a character at its end."""
    return text.encode()[:most].decode(errors="ignore")
