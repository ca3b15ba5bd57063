"""What makes an answer a file to be saved."""

import re
from urllib.parse import quote

_LONGEST = 150
"""Characters of a name; file systems take 255 bytes."""

_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f-\x9f\ud800-\udfff/\\:*?"<>|]+')


def attachment(name: str) -> dict[str, str]:
    """The header that names a file (RFC 5987 and RFC 6266), with what no file system takes left out.

    The ending stays when the name is shortened; programs that know ASCII only get the name without other letters.
    """
    stem, dot, ending = name.rpartition(".")
    stem = " ".join(_NOT_IN_NAMES.sub(" ", stem).split())[:_LONGEST].rstrip(". ") or "result"
    plain = " ".join(stem.encode("ascii", "ignore").decode().replace("%", " ").split()) or "result"
    whole = quote(f"{stem}{dot}{ending}", safe="")
    return {"Content-Disposition": f"attachment; filename=\"{plain}{dot}{ending}\"; filename*=UTF-8''{whole}"}
