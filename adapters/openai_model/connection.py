"""The one client of a process, opened at its first use."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from adapters.openai_model.config import AzureServer, OpenAIServer
from adapters.openai_model.identity import tokens_of

if TYPE_CHECKING:
    from openai import AsyncOpenAI

_CONNECT_SECONDS = 10.0


class Connection:
    """Opens and closes the client. Retries are not the client's business: every call is to be seen and counted."""

    def __init__(self, server: OpenAIServer | AzureServer, call_seconds: float) -> None:
        self._server = server
        self._call_seconds = call_seconds
        self._opening = asyncio.Lock()
        self._client: AsyncOpenAI | None = None
        self._credential: Any = None

    async def client(self) -> "AsyncOpenAI":
        """The client, opened now if it was not."""
        async with self._opening:
            if self._client is None:
                # The library takes most of a second to import: other work of the loop goes on meanwhile.
                self._client = await asyncio.to_thread(self._open)
            return self._client

    async def close(self) -> None:
        """Close the client and the credential; the next use opens them again."""
        async with self._opening:
            client, self._client = self._client, None
            credential, self._credential = self._credential, None
            for opened in (client, credential):
                if opened is not None:
                    await opened.close()

    def _open(self) -> "AsyncOpenAI":
        # Kept out of the start, which has ten seconds to index the app.
        from openai import AsyncAzureOpenAI, AsyncOpenAI, Timeout  # noqa: PLC0415

        timeout = Timeout(self._call_seconds, connect=min(_CONNECT_SECONDS, self._call_seconds))
        server = self._server
        if isinstance(server, OpenAIServer):
            return AsyncOpenAI(api_key=server.key, base_url=server.base_url, timeout=timeout, max_retries=0)
        return AsyncAzureOpenAI(
            azure_endpoint=server.endpoint,
            api_version=server.api_version,
            api_key=server.key or None,
            azure_ad_token_provider=None if server.key else self._identity(),
            timeout=timeout,
            max_retries=0,
        )

    def _identity(self) -> Callable[[], Awaitable[str]]:
        from azure.identity.aio import DefaultAzureCredential  # noqa: PLC0415 - only where there is no key

        self._credential = DefaultAzureCredential()
        return tokens_of(self._credential)
