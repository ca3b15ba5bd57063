"""Whether the provider is there."""

from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openai import AsyncOpenAI

_SECONDS = 2.0


async def answers(client: "AsyncOpenAI") -> bool:
    """Ask for the list of models, which uses no tokens; a refusal comes from somebody who is there."""
    from openai import APIConnectionError, APIStatusError, OpenAIError  # noqa: PLC0415 - see Connection

    try:
        await client.models.list(timeout=_SECONDS)
    except APIConnectionError:
        return False
    except APIStatusError as error:
        return error.status_code < HTTPStatus.INTERNAL_SERVER_ERROR
    except OpenAIError:
        return False
    return True
