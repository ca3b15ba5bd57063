"""Tokens of the app's managed identity, with errors that say what to do."""

from collections.abc import Awaitable, Callable
from typing import Any

from shared.errors import PermanentError, TemporaryError

_SCOPE = "https://cognitiveservices.azure.com/.default"


def tokens_of(credential: Any) -> Callable[[], Awaitable[str]]:
    """Gives the token to show to Azure OpenAI; the credential keeps it until it is nearly over.

    The function raises:
        PermanentError: there is no identity, or it is not accepted.
        TemporaryError: Azure's identity service cannot be reached.
    """
    from azure.core.exceptions import AzureError, ClientAuthenticationError  # noqa: PLC0415 - with its credential
    from azure.identity.aio import get_bearer_token_provider  # noqa: PLC0415

    provider: Callable[[], Awaitable[str]] = get_bearer_token_provider(credential, _SCOPE)

    async def token() -> str:
        try:
            return await provider()
        except ClientAuthenticationError:
            refused = True
        except AzureError:
            refused = False
        # Raised out here, so that the vendor's message, which can name ids and addresses, does not travel along.
        if refused:
            raise PermanentError(
                "The app has no identity that Azure OpenAI accepts. Ask your administrator to give it a managed "
                "identity with the role 'Cognitive Services OpenAI User', or to set AZURE_OPENAI_API_KEY."
            )
        raise TemporaryError("Azure's identity service could not be reached. Try again in a minute.")

    return token
