"""What `ng build` made of the workbench, as it lies in a folder."""

import functools
import gzip
import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path

NONCE_PLACE = "nonce-of-the-answer"
"""Stands in the built page for a nonce."""

DIST = Path(__file__).resolve().parents[1] / "workbench" / "dist" / "browser"

_HASHED = re.compile(r"-[A-Z0-9]{8}\.\w+$")
_FOR_EVER = "public, max-age=31536000, immutable"
_ASK_EACH_TIME = "no-cache"
_PACKABLE = ("text/", "application/json", "image/svg")

_NOT_BUILT = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Contract Batch</title>
<style nonce="nonce-of-the-answer">
:root { color-scheme: light dark }
body { font: 17px/1.6 system-ui, sans-serif; max-width: 38em; margin: 12vh auto; padding: 0 1.5rem }
</style></head>
<body><main>
<h1>The workbench is not built yet</h1>
<p>The API runs. The page that people look at is made with Node.js 20 or later and npm:</p>
<pre>make workbench</pre>
<p>Then load this page again. Until then there is <a href="/api/docs">the description of the API</a>.</p>
</main></body></html>
"""


@dataclass(frozen=True, slots=True)
class WorkbenchFile:
    """A file as it leaves; `packed` is the same with gzip, where that makes it smaller."""

    content: bytes
    packed: bytes | None
    media_type: str
    cache_control: str


class BuiltWorkbench:
    """The built workbench, or its absence: it may be built while the app runs."""

    def __init__(self, folder: Path = DIST) -> None:
        self._folder = folder.resolve()

    def page(self) -> str:
        """The page, with NONCE_PLACE wherever a nonce belongs; one that says how to build it if it is not built."""
        index = self._folder / "index.html"
        return index.read_text(encoding="utf-8") if index.is_file() else _NOT_BUILT

    def file(self, name: str) -> WorkbenchFile | None:
        """The file of this name, with slashes between folders; None unless it lies within the folder."""
        if "\0" in name:
            return None
        path = (self._folder / name).resolve()
        if not path.is_relative_to(self._folder) or not path.is_file():
            return None
        return _read(path, path.stat().st_mtime_ns)


@functools.lru_cache(maxsize=256)
def _read(path: Path, changed: int) -> WorkbenchFile:  # noqa: ARG001 - a file that changed is read anew
    content = path.read_bytes()
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    packable = media_type.startswith(_PACKABLE)
    cache_control = _FOR_EVER if _HASHED.search(path.name) else _ASK_EACH_TIME
    return WorkbenchFile(content, gzip.compress(content) if packable else None, media_type, cache_control)
