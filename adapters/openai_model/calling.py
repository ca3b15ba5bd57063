"""One call to the provider."""

import asyncio
from typing import TYPE_CHECKING, Any

from adapters.openai_model import sentences
from adapters.openai_model.outcomes import Failure, Outcome
from adapters.openai_model.pauses import retry_after
from adapters.openai_model.refusals import failure_of
from adapters.openai_model.replies import lost, outcome_of
from adapters.openai_model.streaming import Hearing, failure_in_stream
from shared.errors import TemporaryError
from shared.ports.clock import Clock

if TYPE_CHECKING:
    from openai import APIStatusError, AsyncOpenAI


async def call(client: "AsyncOpenAI", body: dict[str, Any], seconds: float, clock: Clock) -> Outcome:
    """Make the call; whatever becomes of it is the outcome. `seconds` bounds the whole of it.

    Errors are turned into data here: an exception of the SDK holds the provider's message, which can quote the
    contract, and must not travel along as the cause of ours.
    """
    from openai import APIConnectionError, APIStatusError, APITimeoutError  # noqa: PLC0415 - the client imported it

    try:
        async with asyncio.timeout(seconds):
            # The body is read here and not by the SDK, which takes any JSON for a completion.
            raw = await client.chat.completions.with_raw_response.create(**body)
    except (TimeoutError, APITimeoutError):
        return Outcome(failure=_late())
    except APIConnectionError:
        return Outcome(failure=lost())
    except APIStatusError as error:
        return Outcome(failure=_refusal(error, body, clock))
    return outcome_of(raw.content)


async def hear(client: "AsyncOpenAI", body: dict[str, Any], hearing: Hearing, seconds: float, clock: Clock) -> Outcome:
    """The same for an answer that comes in pieces."""
    from openai import APIConnectionError, APIError, APIStatusError, APITimeoutError  # noqa: PLC0415 - see above

    try:
        async with asyncio.timeout(seconds):
            await hearing.listen(client, body)
    except (TimeoutError, APITimeoutError):
        return hearing.failed(_late())
    except (APIConnectionError, ValueError):
        # It may have been cut off after its last word.
        return hearing.outcome
    except APIStatusError as error:
        return hearing.failed(_refusal(error, body, clock))
    except APIError as error:
        return hearing.failed(failure_in_stream(error.body, str(body["model"])))
    return hearing.outcome


def _late() -> Failure:
    return Failure("timeout", TemporaryError(sentences.TIMEOUT), passing=True)


def _refusal(error: "APIStatusError", body: dict[str, Any], clock: Clock) -> Failure:
    wait = retry_after(error.response.headers, clock.now())
    return failure_of(error.status_code, error.body, wait, str(body["model"]), streamed="stream" in body)
