"""A clause as it stands in a contract."""

from pydantic import BaseModel, ConfigDict, Field

from shared.domain.clauses.types import ClauseType


class Clause(BaseModel):
    """A clause as it stands in a contract's text.

    The clauses of a contract are in reading order and do not overlap. `text` is exactly
    `contract_text[start:end]`, heading included. A lettered sub-clause with a heading of its own is a clause
    of its own, with `parent_id` naming the clause it stands in; one without stays in its parent's text.
    """

    model_config = ConfigDict(frozen=True)

    clause_id: str = Field(description="Unique within the contract, in reading order: c001, c002, ...")
    clause_type: ClauseType
    number: str = Field(default="", description="As printed: 7, 7.2, (a), ARTICLE IV; empty when there is none.")
    heading: str = Field(default="", description="Without its number; empty when the clause has none.")
    text: str
    start: int = Field(ge=0, description="Character offset into the contract's text, inclusive.")
    end: int = Field(ge=0, description="Character offset into the contract's text, exclusive.")
    body_offset: int = Field(default=0, ge=0, description="Where in `text` the words after number and heading begin.")
    level: int = Field(default=1, ge=1, description="1 for a top-level clause.")
    parent_id: str | None = None
    also: tuple[ClauseType, ...] = Field(
        default=(), description="Further types its text touches, in the order of `ClauseType`."
    )

    @property
    def types(self) -> tuple[ClauseType, ...]:
        """The main type, then the further ones."""
        return (self.clause_type, *self.also)

    @property
    def body(self) -> str:
        """The text after number and heading; empty for a heading that only groups its sub-clauses."""
        return self.text[self.body_offset :]
