"""What a job took: calls of the model, tokens, money, and what the store charged."""

from pydantic import BaseModel, Field, computed_field

_FIELDS = 10


class Spent(BaseModel):
    """What calls of the model took, and what answers that were used again saved."""

    failed_calls: int = Field(default=0, description="Of the calls: brought no usable answer.")
    prompt_tokens: int = 0
    cached_tokens: int = Field(default=0, description="Of the prompt tokens: found in the provider's cache.")
    completion_tokens: int = 0
    estimated_cost: float = Field(default=0.0, description="US dollars, of the calls whose model has a price.")
    unpriced_calls: int = Field(default=0, description="Calls that used tokens of a model without a price.")
    cached_items: int = Field(default=0, description="Items for which an earlier answer of the model was used.")
    saved_tokens: int = Field(default=0, description="What those answers took when they were given.")
    saved_cost: float = Field(default=0.0, description="US dollars that they cost then, of models with a price.")

    @computed_field  # type: ignore[prop-decorator]
    @property
    def total_tokens(self) -> int:
        """Prompt and completion."""
        return self.prompt_tokens + self.completion_tokens


class Usage(Spent):
    """Sums over a job's calls, those that failed and were made again among them."""

    model_calls: int = 0
    request_units: float = Field(default=0.0, description="Cosmos DB's charge; 0 on stores that know none.")
    store_retries: int = Field(default=0, description="Calls to the store that had to be repeated.")

    def increments(self) -> dict[str, float]:
        """What is to be added to a stored sum: the fields that are not 0."""
        return {name: value for name in type(self).model_fields if (value := getattr(self, name))}

    def pieces(self) -> "list[Usage]":
        """The same in pieces that a patch of a document can hold: at most ten fields that are not 0."""
        amounts = list(self.increments().items())
        return [Usage(**dict(amounts[n : n + _FIELDS])) for n in range(0, len(amounts), _FIELDS)]

    def plus(self, other: "Usage") -> "Usage":
        """The sum of both."""
        return Usage(**{name: getattr(self, name) + getattr(other, name) for name in Usage.model_fields})
