"""What the adapter is told by the settings."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from shared.ports.model import ModelLimits, ModelSelection
from shared.settings import Settings

_OPENAI = "https://api.openai.com/v1"


@dataclass(frozen=True, slots=True)
class OpenAIServer:
    """OpenAI, or a server like it."""

    base_url: str
    key: str = field(repr=False)

    @property
    def place(self) -> str:
        """Which server this is, without what may be secret in its address."""
        return f"openai:{_place(self.base_url)}"


@dataclass(frozen=True, slots=True)
class AzureServer:
    """Azure OpenAI; without a key, the app's managed identity is shown."""

    endpoint: str
    api_version: str
    key: str = field(repr=False)

    @property
    def place(self) -> str:
        """Which resource this is. The API's version is how it is spoken to, not who answers."""
        return f"azure:{_place(self.endpoint)}"


@dataclass(frozen=True, slots=True)
class OpenAIConfig:
    """Where to ask, which models, and how much at a time.

    `call_seconds` bounds one call; no call is made again later than `retry_seconds` after the first one began.
    A limit a minute that is 0 is none.
    """

    server: OpenAIServer | AzureServer
    primary: str
    secondary: str
    limits: ModelLimits
    call_seconds: float
    retry_seconds: float
    concurrency: int
    requests_per_minute: int
    tokens_per_minute: int

    def model_of(self, selection: ModelSelection) -> str:
        """The model or deployment behind a selection; the primary one when there is no second."""
        return self.secondary or self.primary if selection == "secondary" else self.primary


def config_of(settings: Settings) -> OpenAIConfig:
    """The settings that concern this adapter."""
    return OpenAIConfig(
        server=_server_of(settings),
        primary=settings.model_primary,
        secondary=settings.model_secondary,
        limits=ModelLimits(settings.model_prompt_tokens, settings.model_answer_tokens),
        call_seconds=settings.model_timeout_seconds,
        # Whatever begins by then can still end before the attempt at the contract is cut off.
        retry_seconds=max(0.0, settings.item_timeout_seconds - settings.model_timeout_seconds),
        concurrency=settings.model_concurrency,
        requests_per_minute=settings.model_requests_per_minute,
        tokens_per_minute=settings.model_tokens_per_minute,
    )


def _place(address: str) -> str:
    """Host, port and path of an address."""
    parts = urlsplit(address)
    host = parts.netloc.rpartition("@")[2].lower()
    return host + parts.path.rstrip("/")


def _server_of(settings: Settings) -> OpenAIServer | AzureServer:
    if settings.azure_openai_endpoint:
        key = settings.azure_openai_api_key.get_secret_value().strip()
        return AzureServer(settings.azure_openai_endpoint, settings.azure_openai_api_version, key)
    return OpenAIServer(settings.openai_base_url or _OPENAI, settings.openai_api_key.get_secret_value().strip())
