"""Tokens of the app's managed identity, with an error that says what to do."""

from collections.abc import Awaitable, Callable
from typing import Any

from shared.errors import TemporaryError

_SCOPE = "https://cognitiveservices.azure.com/.default"


def tokens_of(credential: Any) -> Callable[[], Awaitable[str]]:
    """Gives the token to show to Azure OpenAI; the credential keeps it until it is nearly over.

    The function raises:
        TemporaryError: there is no token now. Azure does not tell an identity that is missing from one whose service
            is away for a moment.
    """
    from azure.core.exceptions import AzureError  # noqa: PLC0415 - with the credential, when there is no key
    from azure.identity.aio import get_bearer_token_provider  # noqa: PLC0415

    provider: Callable[[], Awaitable[str]] = get_bearer_token_provider(credential, _SCOPE)

    async def token() -> str:
        given: str | None
        try:
            given = await provider()
        except AzureError:
            given = None
        # Raised out here, so that the vendor's message, which can name ids and addresses, does not travel along.
        if given is None:
            raise TemporaryError(
                "The app could not prove to Azure OpenAI who it is. Try again in a minute. If it happens again, ask "
                "your administrator to give the app a managed identity with the role 'Cognitive Services OpenAI User', "
                "or to set AZURE_OPENAI_API_KEY."
            )
        return given

    return token
