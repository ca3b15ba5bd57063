"""The request as OpenAI takes it, and what it says about one that is not so."""

import re
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tests.fakes.openai_server.errors import ApiError, invalid
from tests.fakes.openai_server.script import Refusing

_STRICT_WORDS = frozenset(
    {
        "$defs", "$ref", "additionalProperties", "anyOf", "const", "description",
        "enum", "items", "properties", "required", "title", "type",
    }
)  # fmt: skip


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class WireMessage(_Closed):
    role: Literal["system", "developer", "user", "assistant"]
    content: str


class JsonSchema(_Closed):
    name: str = Field(pattern=r"^[a-zA-Z0-9_-]{1,64}$")
    schema_: dict[str, Any] = Field(alias="schema")
    strict: bool | None = None
    description: str | None = None


class ResponseFormat(_Closed):
    type: Literal["text", "json_object", "json_schema"]
    json_schema: JsonSchema | None = None


class StreamOptions(_Closed):
    include_usage: bool = False


class ChatRequest(_Closed):
    """What this server knows of the body; several choices are not among it."""

    model: str
    messages: list[WireMessage] = Field(min_length=1)
    max_completion_tokens: int | None = Field(default=None, ge=1)
    max_tokens: int | None = Field(default=None, ge=1)
    response_format: ResponseFormat | None = None
    temperature: float | None = Field(default=None, ge=0, le=2)
    seed: int | None = None
    stream: bool = False
    stream_options: StreamOptions | None = None

    @property
    def answer_tokens(self) -> int:
        return self.max_completion_tokens or self.max_tokens or 4_096


def read_request(body: Any, refusing: Refusing) -> ChatRequest:
    """The checked request.

    Raises:
        ApiError: it is not one that the server takes.
    """
    _check_known(body, refusing)
    try:
        request = ChatRequest.model_validate(body)
    except ValidationError as error:
        raise _complaint(error) from None
    if request.max_tokens is not None and request.max_completion_tokens is not None:
        raise invalid("Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.")
    if request.stream_options is not None and not request.stream:
        raise invalid("The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options")
    _check_format(request)
    return request


def _check_known(body: Any, refusing: Refusing) -> None:
    if not isinstance(body, dict):
        raise invalid("The body is not a JSON object.")
    wanted = body.get("response_format") or {}
    if refusing.max_completion_tokens and "max_completion_tokens" in body:
        raise invalid("Unrecognized request argument supplied: max_completion_tokens")
    if refusing.stream_options and "stream_options" in body:
        raise invalid("Unrecognized request argument supplied: stream_options")
    if refusing.stream and body.get("stream"):
        message = "Your organization must be verified to stream this model."
        raise invalid(message, "stream", "unsupported_value")
    if refusing.response_format and wanted:
        raise ApiError(422, "", body={"detail": [{"type": "extra_forbidden", "loc": ["body", "response_format"]}]})
    if refusing.json_schema and wanted.get("type") == "json_schema":
        message = "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model."
        raise invalid(message, "response_format")


def _complaint(error: ValidationError) -> ApiError:
    fault = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(step) for step in fault["loc"])
    if fault["type"] == "extra_forbidden":
        return invalid(f"Unrecognized request argument supplied: {where}")
    if fault["type"] == "missing":
        return invalid(f"Missing required parameter: '{where}'.", where, "missing_required_parameter")
    return invalid(f"Invalid value for '{where}': {fault['msg']}.", where, "invalid_value")


def _check_format(request: ChatRequest) -> None:
    wanted = request.response_format
    if wanted is None:
        return
    said = " ".join(message.content for message in request.messages)
    if wanted.type == "json_object" and not re.search("json", said, re.IGNORECASE):
        raise invalid("'messages' must contain the word 'json' to use 'response_format' of type 'json_object'.")
    if (wanted.type == "json_schema") != (wanted.json_schema is not None):
        raise invalid("Missing required parameter: 'response_format.json_schema'.", "response_format.json_schema")
    if wanted.json_schema and wanted.json_schema.strict:
        _check_strict(wanted.json_schema.schema_, "")


def _check_strict(schema: Any, where: str) -> None:
    """Strict mode's rules as its documentation has them, at every depth."""
    if unknown := set(schema) - _STRICT_WORDS:
        raise _bad_schema(where, f"'{min(unknown)}' is not permitted")
    if "$ref" in schema and len(schema) > 1:
        raise _bad_schema(where, "$ref cannot have other keywords beside it")
    properties = schema.get("properties", {})
    if schema.get("type") == "object":
        if schema.get("additionalProperties") is not False:
            raise _bad_schema(where, "'additionalProperties' is required to be supplied and to be false")
        if set(schema.get("required", [])) != set(properties):
            raise _bad_schema(where, "'required' is required to be an array including every key in properties")
    inner = [*properties.items(), *schema.get("$defs", {}).items(), *enumerate(schema.get("anyOf", []))]
    if "items" in schema:
        inner.append(("items", schema["items"]))
    for name, part in inner:
        _check_strict(part, f"{where}/{name}")


def _bad_schema(where: str, what: str) -> ApiError:
    return invalid(
        f"Invalid schema for response_format 'answer': In context={where or '/'}, {what}.", "response_format"
    )
