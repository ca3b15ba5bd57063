"""A contract as it is stored, and its id."""

import re
from typing import Literal

from pydantic import BaseModel, Field

from shared.domain.caller import ANYBODY
from shared.domain.clauses import Clause
from shared.domain.timestamps import Timestamp

ID_PREFIX = "contract_"
_ID = re.compile(r"contract_[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,118}[A-Za-z0-9_-])?")


class OriginalFile(BaseModel):
    """The file a contract came in, as it was uploaded."""

    blob: str = Field(description="Its name in the store of blobs.")
    media_type: str
    size: int = Field(description="Bytes.")


class ContractHeader(BaseModel):
    """A contract without its text: what a listing shows."""

    id: str
    type: Literal["contract"] = "contract"
    user_id: str = Field(description="Who uploaded it.")
    title: str
    filename: str | None = None
    text_characters: int
    text_tokens: int = Field(description="o200k_base tokens of the text.")
    clause_count: int
    sha256: str = Field(description="Of the text's UTF-8.")
    created_date: Timestamp
    original: OriginalFile | None = Field(default=None, description="Null for a contract uploaded as text.")
    file_id: str | None = Field(default=None, description="The file that it was made of, which has the original.")
    shared: bool = Field(default=False, description="Everybody may read it and compare with it.")

    @property
    def visible_to(self) -> str:
        """Whoever may read it beside administrators: a user, or ANYBODY."""
        return ANYBODY if self.shared else self.user_id


class Contract(ContractHeader):
    """A contract with its text and clauses."""

    text: str
    clauses: list[Clause]

    @property
    def header(self) -> ContractHeader:
        """The same without the text."""
        return ContractHeader.model_validate(self.model_dump(exclude={"text", "clauses"}))


def normalise_contract_id(raw: str) -> str:
    """The id with its prefix, added when it is missing; surrounding white space is dropped."""
    trimmed = raw.strip()
    return trimmed if trimmed.startswith(ID_PREFIX) else ID_PREFIX + trimmed


def is_contract_id(normalised: str) -> bool:
    """Whether a normalised id can name a contract: letters, digits, `_`, `.`, `-`, at most 129 characters.

    It does not end in a dot, because no part of a blob's name may.
    """
    return _ID.fullmatch(normalised) is not None
