"""What a question about a contract must bring."""

from pydantic import BaseModel, ConfigDict

from shared.domain.clauses import Clause


class AskedContract(BaseModel):
    """A contract, or excerpts of one, as clauses in reading order."""

    model_config = ConfigDict(frozen=True)

    contract_id: str
    title: str
    complete: bool = True
    clauses: list[Clause]


class QueryVariables(BaseModel):
    """`request.variables` of the task `contract_query`."""

    model_config = ConfigDict(frozen=True)

    question: str
    contract: AskedContract
