"""Every setting, in one place, with its unit. Read once, from the environment."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, Json, SecretStr, ValidationError

from shared.errors import PermanentError

_ADDRESS = r"^(https?://[^\s/]+\S*)?$"
_SECURE_ADDRESS = r"^(https://[^\s/]+\S*)?$"
_SAFE_ADDRESS = re.compile(r"https://|http://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(/|$)", re.IGNORECASE)
_BASE64 = r"^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"
_CONNECTION = re.compile(r"(^|;)(UseDevelopmentStorage=true|AccountName=|[A-Za-z]+Endpoint=)", re.IGNORECASE)


class SettingsError(PermanentError):
    """Settings are missing or wrong; the message names all of them."""


class ModelPrice(BaseModel):
    """What a model costs, in US dollars a million tokens."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    prompt: float = Field(ge=0, allow_inf_nan=False)
    cached: float | None = Field(
        default=None, ge=0, allow_inf_nan=False, description="Prompt tokens from the cache; None: as the others."
    )
    completion: float = Field(ge=0, allow_inf_nan=False)


AuthMode = Literal["none", "easyauth", "jwt"]


class Settings(BaseModel):
    """The app's settings. The environment variable of a field is its alias, or its name in capitals."""

    model_config = ConfigDict(frozen=True, populate_by_name=True, str_strip_whitespace=True)

    auth_mode: AuthMode = Field(default="none", description="How callers prove who they are.")
    jwt_issuer: str = Field(default="", description="Who must have issued a token, when AUTH_MODE is jwt.")
    jwt_audience: str = Field(default="", description="For whom it must have been issued.")
    jwt_jwks_url: str = Field(default="", pattern=_ADDRESS, description="Where the issuer's public keys are.")
    jwt_user_claim: str = Field(default="sub", min_length=1, description="The claim that names the user.")
    admin_role: str = Field(default="admin", min_length=1, description="Who has it sees and does everything.")
    cors_origins: str = Field(default="", description="Pages of these origins may call, with commas between them.")
    starts_per_minute: int = Field(default=300, ge=0, description="Jobs and uploads of one caller; 0: no limit.")

    processing_per_user: int = Field(default=10, ge=1, description="Jobs of one user at once.")
    processing_overall: int = Field(default=100, ge=1, le=1_000, description="Jobs at once.")
    ageing_seconds: float = Field(default=60.0, gt=0, description="Of waiting that make up for a level of priority.")
    daily_jobs: int = Field(default=500, ge=0, description="Jobs of a user in a day (UTC); 0: no limit.")
    daily_cost: float = Field(default=50.0, ge=0, description="US dollars of a user in a day, estimated; 0: no limit.")

    store: Literal["sqlite", "cosmos", "memory"] = Field(default="sqlite", description="Where documents are kept.")
    sqlite_path: Path = Field(
        default=Path(".local/contract-batch.sqlite3"), description="The file, when STORE is sqlite."
    )
    cosmos_endpoint: str = Field(default="", pattern=_ADDRESS, description="The account's address.")
    cosmos_key: SecretStr = Field(default=SecretStr(""), description="Empty: managed identity.")
    cosmos_database: str = Field(default="contract-batch", min_length=1, description="The database's name.")
    cosmos_verify_tls: bool = Field(default=True, description="false is for an emulator with a certificate of its own.")

    storage_connection: SecretStr = Field(
        default=SecretStr(""), alias="AzureWebJobsStorage", description="Queues; empty: kept in memory."
    )
    storage_account: str = Field(
        default="", alias="AzureWebJobsStorage__accountName", description="Instead of it, with managed identity."
    )
    storage_queue_url: str = Field(
        default="",
        alias="AzureWebJobsStorage__queueServiceUri",
        pattern=_SECURE_ADDRESS,
        description="Where the account's queues are.",
    )
    storage_blob_url: str = Field(
        default="",
        alias="AzureWebJobsStorage__blobServiceUri",
        pattern=_SECURE_ADDRESS,
        description="Where its blobs are.",
    )
    blobs: Literal["folder", "storage"] = Field(default="folder", description="Where originals and long texts are.")
    blobs_path: Path = Field(default=Path(".local/blobs"), description="The folder, when BLOBS is folder.")

    file_max_bytes: int = Field(default=50_000_000_000, ge=1, le=800_000_000_000, description="Of one file.")
    files_bytes_per_user: int = Field(
        default=100_000_000_000, ge=0, description="Of all files of a user, open uploads too; 0: no limit."
    )
    upload_hours: float = Field(default=24.0, gt=0, description="An upload is kept so long untouched, hours.")

    model: Literal["offline", "openai"] = Field(default="offline", description="Who answers.")
    openai_api_key: SecretStr = Field(default=SecretStr(""), description="Of OpenAI, or of a server like it.")
    openai_base_url: str = Field(default="", pattern=_ADDRESS, description="Any server that speaks OpenAI's protocol.")
    azure_openai_endpoint: str = Field(default="", pattern=_ADDRESS, description="Azure OpenAI instead of OpenAI.")
    azure_openai_api_key: SecretStr = Field(default=SecretStr(""), description="Empty: managed identity.")
    azure_openai_api_version: str = Field(default="2024-10-21", min_length=1, description="Of its data plane.")
    model_primary: str = Field(default="", description="The model or deployment behind `primary`.")
    model_secondary: str = Field(default="", description="Behind `secondary`; empty: the primary one.")
    model_timeout_seconds: float = Field(default=120.0, gt=0, le=240, description="For one call, seconds.")
    model_prompt_tokens: int = Field(default=100_000, ge=4_000, description="Of one question.")
    model_answer_tokens: int = Field(default=6_000, ge=500, description="Of one answer.")
    model_concurrency: int = Field(default=20, ge=1, le=1_000, description="Calls at once, a process.")
    model_requests_per_minute: int = Field(default=0, ge=0, description="A process; 0: no limit.")
    model_tokens_per_minute: int = Field(default=0, ge=0, description="A process; 0: no limit.")
    model_prices: Json[dict[str, ModelPrice]] = Field(default={}, description="US dollars a million tokens.")
    realtime_token_budget: int = Field(default=50_000, ge=1, description="Of a real-time call, the reserved included.")
    realtime_reserved_tokens: int = Field(default=8_000, ge=0, description="Of it, for instructions and the answer.")
    item_attempts: int = Field(default=3, ge=1, le=10, description="Attempts at one item.")
    item_timeout_seconds: float = Field(default=480.0, gt=0, le=540, description="For one attempt, seconds.")
    stale_seconds: float = Field(default=30.0, ge=10, description="Without a heartbeat, until a job counts as stale.")
    stuck_seconds: float = Field(default=600.0, ge=60, description="Stale, until its orchestration is replaced.")
    worker_processes: int = Field(
        default=1, ge=1, le=10, alias="FUNCTIONS_WORKER_PROCESS_COUNT", description="Of Python, that run functions."
    )
    history_hours: float = Field(default=24.0, gt=0, description="Ended orchestrations are kept, hours.")

    def model_behind(self, selection: Literal["primary", "secondary"]) -> str:
        """The name of the model that a request's selection means; empty for the offline one, which costs nothing."""
        if self.model == "offline":
            return ""
        return (selection == "secondary" and self.model_secondary) or self.model_primary

    def storage_url(self, service: Literal["queue", "blob"]) -> str:
        """Where a service of the storage account is for a managed identity; empty without an account."""
        given = self.storage_queue_url if service == "queue" else self.storage_blob_url
        if given or not self.storage_account:
            return given
        return f"https://{self.storage_account}.{service}.core.windows.net"


def variable(field: str) -> str:
    """The environment variable of a field of Settings."""
    return Settings.model_fields[field].alias or field.upper()


def load_settings(environment: Mapping[str, str]) -> Settings:
    """The settings of an environment.

    Raises:
        SettingsError: some are wrong or missing; the message names each with what it should be.
    """
    given = {name: environment[variable(name)] for name in Settings.model_fields if variable(name) in environment}
    faults: list[str] = []
    settings: Settings | None = None
    try:
        settings = Settings.model_validate(given)
    except ValidationError as error:
        faults += [f"{_variable_of(fault['loc'])}: {fault['msg']}" for fault in error.errors(include_input=False)]
    faults += _missing({name: text.strip() for name, text in given.items()})
    if settings is not None:
        faults += _unfit(settings)
    if settings is None or faults:
        raise SettingsError("These settings cannot be used. " + "; ".join(faults) + ".")
    return settings


def _variable_of(location: tuple[int | str, ...]) -> str:
    """The variable a fault is about; an alias stands for itself in the location."""
    first, *inner = (str(step) for step in location)
    return ".".join([variable(first) if first in Settings.model_fields else first, *inner])


def _missing(given: Mapping[str, str]) -> Iterator[str]:
    """What one setting makes another need, read from what was given so that it is told with all other faults."""
    if given.get("auth_mode") == "jwt":
        needed = ("jwt_issuer", "jwt_audience", "jwt_jwks_url")
        yield from (f"{variable(name)}: needed when AUTH_MODE is jwt" for name in needed if not given.get(name))
    if given.get("store") == "cosmos" and not given.get("cosmos_endpoint"):
        yield "COSMOS_ENDPOINT: needed when STORE is cosmos"
    if given.get("blobs") == "storage":
        yield from _missing_of_blobs(given)
    if given.get("model") == "openai":
        yield from _missing_of_openai(given)


def _unfit(settings: Settings) -> Iterator[str]:
    """What no setting shows by itself. Secrets are looked at here, where nothing repeats them."""
    if not re.fullmatch(_BASE64, settings.cosmos_key.get_secret_value().strip()):
        yield "COSMOS_KEY: is no key of an account, which is base64; copy it again"
    connection = settings.storage_connection.get_secret_value().strip()
    if connection and not _CONNECTION.search(connection):
        yield "AzureWebJobsStorage: is no connection string; copy it from the storage account's access keys"
    if settings.jwt_jwks_url and not _SAFE_ADDRESS.match(settings.jwt_jwks_url):
        yield "JWT_JWKS_URL: should begin with https://, or whoever is on the way could put in keys of their own"
    if settings.realtime_token_budget <= settings.realtime_reserved_tokens:
        yield "REALTIME_TOKEN_BUDGET: should be more than REALTIME_RESERVED_TOKENS, or nothing is ever read"
    if settings.store == "memory" and settings.worker_processes > 1:
        yield "STORE: memory is of one process; set FUNCTIONS_WORKER_PROCESS_COUNT to 1, or keep documents elsewhere"
    if settings.item_timeout_seconds < settings.model_timeout_seconds:
        yield "ITEM_TIMEOUT_SECONDS: should not be less than MODEL_TIMEOUT_SECONDS, which bounds one of its calls"


def _missing_of_blobs(given: Mapping[str, str]) -> Iterator[str]:
    connection = given.get("storage_connection", "").lower()
    if not connection and not given.get("storage_account") and not given.get("storage_blob_url"):
        yield "AzureWebJobsStorage: needed when BLOBS is storage (or AzureWebJobsStorage__accountName)"
    elif "endpoint=" in connection and "blobendpoint=" not in connection:
        # So it is when the local host, for lack of a storage account, lends the app queues of its own.
        yield "AzureWebJobsStorage: needed when BLOBS is storage, with a BlobEndpoint; here are queues only"


def _missing_of_openai(given: Mapping[str, str]) -> Iterator[str]:
    if not given.get("model_primary"):
        yield "MODEL_PRIMARY: needed when MODEL is openai"
    endpoint = given.get("azure_openai_endpoint")
    if not endpoint and not given.get("openai_api_key"):
        yield "OPENAI_API_KEY: needed when MODEL is openai, unless AZURE_OPENAI_ENDPOINT is set"
    if endpoint and given.get("openai_base_url"):
        yield "OPENAI_BASE_URL: not together with AZURE_OPENAI_ENDPOINT; remove one of them"
