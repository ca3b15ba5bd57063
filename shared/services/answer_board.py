"""What the readers of a stream have not been told yet of the answers that are being written."""

import asyncio
import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic_core import from_json

from shared.domain.job import Item
from shared.services.real_time_call import Outcome


@dataclass(slots=True)
class _Line:
    """What is known of one item, and what of it was told."""

    item: Item
    raw: str = ""
    sent: str = ""
    ended: Outcome | None = None


@dataclass(slots=True)
class AnswerBoard:
    """What a reader has not got yet: however slow they are, of each item only the latest."""

    told_field: str
    title_field: str
    label_names: Sequence[str]
    news: asyncio.Event = field(default_factory=asyncio.Event)
    _changed: set[int] = field(default_factory=set)
    _lines: dict[int, _Line] = field(default_factory=dict)

    def told(self, item: Item, text: str) -> None:
        """See Listener.told."""
        self._line(item).raw = text

    def ended(self, outcome: Outcome) -> None:
        """See Listener.ended."""
        self._line(outcome.item).ended = outcome

    def take(self) -> Iterator[dict[str, Any]]:
        """The chunks that were not told yet."""
        changed, self._changed = sorted(self._changed), set()
        for index in changed:
            chunk = self._chunk(self._lines[index])
            if chunk is not None:
                yield chunk

    def _line(self, item: Item) -> _Line:
        self._changed.add(item.index)
        self.news.set()
        return self._lines.setdefault(item.index, _Line(item))

    def _chunk(self, line: _Line) -> dict[str, Any] | None:
        text = self._text(line)
        if text == line.sent and line.ended is None:
            return None
        sent, line.sent = line.sent, text
        identity = line.item.labels(self.label_names) | {self.title_field: line.item.subject}
        return identity | _difference(sent, text) | _last_words(line.ended)

    def _text(self, line: _Line) -> str:
        """What people are to see of the answer now. As it is in the result it has the last word."""
        content = line.ended.content if line.ended else None
        if content is not None:
            return str(content[self.told_field])
        begun = None if line.ended else _begun(line.raw, self.told_field)
        return line.sent if begun is None else begun


def _last_words(ended: Outcome | None) -> dict[str, Any]:
    if ended is None:
        return {}
    return {"answer": ended.content} if ended.error is None else {"error": str(ended.error)}


def _begun(raw: str, name: str) -> str | None:
    """The text of a field of JSON that is not all there; None when it has not begun, or cannot be read."""
    with contextlib.suppress(ValueError):
        answer = from_json(raw, allow_partial="trailing-strings")
        text = answer.get(name) if isinstance(answer, dict) else None
        return text if isinstance(text, str) else None
    return None


def _difference(sent: str, text: str) -> dict[str, Any]:
    """What makes the one text of the other: more of it, or all of it in its place."""
    if text.startswith(sent):
        return {"text": text[len(sent) :]}
    return {"text": text, "replace": True}
