"""What the model must answer to a question, and what people read."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from shared.domain.titles import ContractTitle

AnswerStatus = Literal["stated", "not_stated"]
"""Whether the contract answers the question; that it does not is an answer too."""


class QuoteAnswer(BaseModel):
    """A passage that shows the answer, as the model gives it."""

    model_config = ConfigDict(extra="forbid")

    clause_id: str
    quote: str = Field(description="Copied from the clause word by word, as short as shows the answer.")


class QueryAnswer(BaseModel):
    """The model's whole answer about one contract."""

    model_config = ConfigDict(extra="forbid")

    # The answer comes first, so that it can be told while the rest is written.
    answer: str = Field(min_length=1, description="One to four sentences; what is missing, when it is not stated.")
    status: AnswerStatus
    confidence: float = Field(ge=0, le=1, description="How sure you are, from 0 to 1.")
    quotes: list[QuoteAnswer] = Field(description="The passages that show the answer; [] if it is not stated.")

    @field_validator("answer")
    @classmethod
    def says_something(cls, answer: str) -> str:
        """Refuse blanks and dots."""
        if not any(map(str.isalnum, answer)):
            raise ValueError("It says nothing.")
        return answer


class Quote(BaseModel):
    """A passage of the contract that shows the answer: `text` is the contract's text from `start` up to `end`."""

    clause_id: str = Field(description="Empty for words before the first clause.")
    clause_number: str
    clause_heading: str
    text: str
    start: int = Field(ge=0, description="Characters from the beginning of the contract's text.")
    end: int = Field(ge=0)


class Read(BaseModel):
    """How much of the contract the model was shown."""

    complete: bool
    clauses: int = Field(ge=0, description="Clauses shown.")
    of: int = Field(ge=0, description="Clauses that the contract has.")
    clause_ids: list[str] = Field(
        default=[], exclude_if=lambda ids: not ids, description="Those shown, when it was not the whole contract."
    )


class ContractAnswer(BaseModel):
    """One contract's answer: an element of `answers`."""

    contract_id: str
    contract_title: ContractTitle
    status: AnswerStatus
    answer: str
    confidence: float = Field(ge=0, le=1, description="The model's own, less for quotes that are not in the text.")
    quotes: list[Quote] = Field(description="Checked: each stands in the contract word by word.")
    dropped_quotes: int = Field(
        ge=0, description="Passages the model quoted that are not in the contract, or show nothing."
    )
    read: Read
    model: str = Field(description="Who answered, e.g. offline-extractive.")
