"""The text of a model's answer: as the model that a job type asked for, and in short."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from shared.errors import InvalidAnswerError

SHOWN_FAULTS = 5
"""How many faults of an answer are named: enough to mend it."""

AnswerT = TypeVar("AnswerT", bound=BaseModel)


def parsed_answer(model: type[AnswerT], text: str) -> AnswerT:
    """The answer, checked.

    Raises:
        InvalidAnswerError: it does not satisfy its schema.
    """
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        # What the model wrote may be the contract's own text: places and kinds of fault are enough to mend the answer.
        names = frozenset(_names(model.model_json_schema()))
        faults = [
            f"{_place(fault['loc'], names)}: {fault['msg']}"
            for fault in error.errors(include_url=False, include_context=False, include_input=False)
        ]
        raise InvalidAnswerError(
            f"The model's answer does not fit its schema: {'; '.join(faults[:SHOWN_FAULTS])}"
        ) from None


def cut_off(text: str, characters: int) -> str:
    """The text in at most so many characters; it shows where something is missing."""
    return text if len(text) <= characters else text[: characters - 1].rstrip() + "…"


def _names(schema: object) -> Iterator[str]:
    """The names of all properties in a JSON schema."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for inner in schema.values():
            yield from _names(inner)


def _place(steps: Sequence[str | int], names: frozenset[str]) -> str:
    """Where in an answer, without names that the model made up."""
    return "/".join(str(step) if isinstance(step, int) or step in names else "?" for step in steps)
