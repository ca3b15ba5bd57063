"""An answer that comes in pieces."""

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from adapters.openai_model.outcomes import Failure, Outcome, Usage
from adapters.openai_model.refusals import failure_of
from adapters.openai_model.replies import Choice, CountedUsage, Message, failure_of_choice, lost, outcome_of
from shared.ports.model import Told

if TYPE_CHECKING:
    from openai import AsyncOpenAI, AsyncStream

_BUSY = ("rate_limit_exceeded", "rate_limit_error")
_OVERLOAD, _SERVER = 429, 500
_ERRORS = range(400, 600)


class _Piece(BaseModel):
    delta: Message | None = None
    finish_reason: str | None = None


class _Chunk(BaseModel):
    model: str | None = None
    choices: list[_Piece] | None = None
    usage: CountedUsage | None = None


class Hearing:
    """What has come of an answer so far: also of one that is broken off."""

    def __init__(self, told: Told) -> None:
        self.model = ""
        self.usage = Usage()
        self._told = told
        self._text = ""
        self._refusal = ""
        self._reason: str | None = None
        self._whole: Outcome | None = None

    async def listen(self, client: "AsyncOpenAI", body: dict[str, Any]) -> None:
        """Take in the answer to a call. Whoever stops listening closes the connection, so that no more is written.

        Raises:
            OpenAIError: from the client.
            ValueError: what came is no JSON.
        """
        async with await client.chat.completions.create(**body) as stream:
            if _is_whole(stream):
                self._whole = await _whole_of(stream)
                return
            async for chunk in stream:
                self._take(chunk)

    @property
    def outcome(self) -> Outcome:
        """What the answer came to; an end that was not announced counts as a lost connection."""
        if self._whole is not None:
            return self._whole
        choice = Choice(message=Message(content=self._text, refusal=self._refusal), finish_reason=self._reason)
        failure = failure_of_choice(choice) if self._reason else lost()
        return Outcome(self.model, self._text, self.usage, failure)

    def failed(self, failure: Failure) -> Outcome:
        """The outcome of an answer that did not come to its end."""
        return Outcome(self.model, "", self.usage, failure)

    def _take(self, raw: object) -> None:
        try:
            chunk = _Chunk.model_validate(raw, from_attributes=True)
        except ValidationError:
            # Servers put in what their own clients know; whether the answer is whole, its end tells.
            return
        self.model = chunk.model or self.model
        # Some count in every piece, and most in one after the last.
        self.usage = chunk.usage.counted() if chunk.usage else self.usage
        for piece in (chunk.choices or [])[:1]:
            self._reason = piece.finish_reason or self._reason
            self._hear(piece.delta or Message())

    def _hear(self, delta: Message) -> None:
        self._refusal += delta.refusal or ""
        if delta.content:
            self._text += delta.content
            self._told(self._text)


def _is_whole(stream: "AsyncStream[Any]") -> bool:
    """Whether the server took no notice of the wish for a stream, as some do."""
    return "json" in stream.response.headers.get("content-type", "").partition(";")[0].lower()


async def _whole_of(stream: "AsyncStream[Any]") -> Outcome:
    try:
        content = await stream.response.aread()
    except Exception:  # noqa: BLE001 - the SDK gives its own errors only to who reads events
        return Outcome(failure=lost())
    return outcome_of(content)


def failure_in_stream(body: object, model: str) -> Failure:
    """The failure that an error in the middle of a stream stands for, where there is no status any more."""
    code, kind = (body.get(name) if isinstance(body, dict) else None for name in ("code", "type"))
    status = code if isinstance(code, int) and code in _ERRORS else _SERVER
    if code in _BUSY or kind in _BUSY:
        status = _OVERLOAD
    return failure_of(status, body, None, model, streamed=True)
