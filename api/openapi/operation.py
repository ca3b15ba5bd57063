"""The words in which an endpoint is declared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

JsonSchema = Mapping[str, Any]
Models = tuple[type[BaseModel], ...]
"""One model, or several of which exactly one fits."""

JSON = "application/json"
EVENTS = "text/event-stream"
HTML = "text/html"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of the query or a header, which may always be left out."""

    name: str
    description: str
    schema: JsonSchema
    place: str = "query"
    is_list: bool = False
    """Several values with commas between them."""


@dataclass(frozen=True, slots=True)
class Body:
    """One form in which a request's body may come: models, or a schema for any other media type."""

    models: Models | JsonSchema
    media_type: str = JSON
    example: Any = None
    files: str | None = None
    """Of a form: the field that holds the files."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer that is no problem document.

    `content` is the models of a JSON body or of the data of events, or a schema for any other media type; neither for
    an answer without a body.
    """

    status: int
    description: str
    content: Models | JsonSchema | None = None
    media_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)
    """What each header of the answer tells, by its name."""
    events: Sequence[str] = ()
    """Of a stream: the names of its events; the models are what their data tells."""


@dataclass(frozen=True, slots=True)
class Operation:
    """An endpoint; `name` is its function's, `route` as the function has it, without `api/` before it."""

    name: str
    method: str
    route: str
    tag: str
    summary: str
    answers: Sequence[Answer]
    description: str = ""
    parameters: Sequence[Parameter] = ()
    bodies: Sequence[Body] = ()
    problems: Sequence[int] = ()
    """Beside those that every operation may answer with."""
    public: bool = False
    """Everybody may ask, known or not."""

    @property
    def path(self) -> str:
        """The path as callers write it."""
        return f"/api/{self.route}"
