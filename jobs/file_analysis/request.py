"""The request of an analysis, as it comes over the wire and as it is stored."""

from types import MappingProxyType

from pydantic import BaseModel, ConfigDict, Field

from shared.domain.caller import UNNAMED
from shared.domain.file import FileId
from shared.domain.job import UserId

EXAMPLE = MappingProxyType({"file_id": "file_awards-2024"})


class FileAnalysisRequest(BaseModel):
    """Analyse one CSV or TSV file."""

    model_config = ConfigDict(extra="forbid")

    file_id: FileId
    user_id: UserId = Field(default=UNNAMED)
