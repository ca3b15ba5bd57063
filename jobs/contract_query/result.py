"""The saved query, whole, as people read it."""

from typing import Literal

from pydantic import BaseModel, Field

from jobs.contract_errors import ContractError
from jobs.contract_query.models import AnswerStatus, ContractAnswer
from shared.domain.timestamps import Timestamp
from shared.domain.titles import ContractTitle


class QueryRow(BaseModel):
    """One contract in short."""

    contract_id: str
    contract_title: ContractTitle
    status: AnswerStatus
    answer: str = Field(max_length=300, description="Cut off behind 300 characters.")
    confidence: float = Field(ge=0, le=1)
    quotes: int = Field(ge=0, description="Passages that show the answer.")
    model: str


class QueryMetadata(BaseModel):
    """What the query is about, for lists."""

    title: str
    description: str
    job_id: str
    contracts_queried: int


class QueryResponse(BaseModel):
    """The answer to a query."""

    success: Literal[True]
    question: str
    contract_ids: list[str]
    answer_summary: str = Field(description="All answers in a few lines, put together by rules.")
    table: list[QueryRow] = Field(description="A row for each contract that could be read, in the request's order.")
    answers: list[ContractAnswer] = Field(description="The same contracts with whole answers and quotes.")
    errors: list[ContractError] = Field(description="Why some of the contracts could not be read.")


class SavedQuery(BaseModel):
    """The result of a query job."""

    id: str
    type: Literal["query"]
    record: Literal["result"]
    user_id: str
    job_id: str
    created_date: Timestamp
    modified_date: Timestamp
    query_text: str
    contract_ids: list[str]
    metadata: QueryMetadata
    overview: list[QueryRow]
    errors: list[ContractError] = Field(description="Why some of the contracts could not be read.")
    not_analysed: int = Field(ge=0, description="Contracts whose turn did not come before the job was ended.")
    results: QueryResponse
