"""The request of an analysis, as it comes over the wire and as it is stored."""

import re
from types import MappingProxyType
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictStr

from shared.domain.caller import UNNAMED
from shared.domain.job import UserId

FILE_PREFIX = "file_"
_FILE_ID = re.compile(r"file_[A-Za-z0-9_-]{1,115}")

EXAMPLE = MappingProxyType({"file_id": "file_awards-2024"})


def normalise_file_id(raw: str) -> str:
    """The id with its prefix, which is added when it is missing; surrounding white space is dropped.

    Raises:
        ValueError: it has other characters than letters, digits, `_` and `-`, or more than 120 of them.
    """
    trimmed = raw.strip()
    prefixed = trimmed if trimmed.startswith(FILE_PREFIX) else FILE_PREFIX + trimmed
    if _FILE_ID.fullmatch(prefixed) is None:
        raise ValueError("A file's id has letters, digits, _ and - only, at most 120 with its prefix file_")
    return prefixed


class FileAnalysisRequest(BaseModel):
    """Analyse one CSV or TSV file."""

    model_config = ConfigDict(extra="forbid")

    file_id: Annotated[StrictStr, AfterValidator(normalise_file_id)]
    user_id: UserId = Field(default=UNNAMED)
