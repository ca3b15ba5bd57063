"""Every setting, in one place, with its unit. Read once, from the environment."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shared.errors import PermanentError


class SettingsError(PermanentError):
    """Settings are missing or wrong; the message names all of them."""


class Settings(BaseModel):
    """The app's settings. The environment variable of a field is its name in capitals."""

    model_config = ConfigDict(frozen=True)

    auth_mode: Literal["none"] = Field(default="none", description="Who callers are: nobody is asked.")
    store: Literal["sqlite", "memory"] = Field(default="sqlite", description="Where documents are kept.")
    sqlite_path: Path = Field(
        default=Path(".local/contract-batch.sqlite3"), description="The file, when STORE is sqlite."
    )
    model: Literal["offline"] = Field(default="offline", description="Who answers.")
    model_timeout_seconds: float = Field(default=120.0, gt=0, le=240, description="For one answer, seconds.")
    item_attempts: int = Field(default=3, ge=1, le=10, description="Attempts at one contract.")


def load_settings(environment: Mapping[str, str]) -> Settings:
    """The settings of an environment.

    Raises:
        SettingsError: some are wrong; the message names each with what it should be.
    """
    given = {name: environment[name.upper()] for name in Settings.model_fields if name.upper() in environment}
    try:
        return Settings.model_validate(given)
    except ValidationError as error:
        faults = [f"{str(fault['loc'][0]).upper()}: {fault['msg']}" for fault in error.errors(include_input=False)]
        raise SettingsError("These settings cannot be used. " + "; ".join(faults) + ".") from None
