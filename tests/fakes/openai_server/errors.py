"""Error responses as OpenAI writes them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web


@dataclass
class ApiError(Exception):
    """An error response."""

    status: int
    message: str
    code: str | None = None
    kind: str = "invalid_request_error"
    param: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    """Sent instead of OpenAI's shape, for servers that have a shape of their own."""

    def response(self) -> web.Response:
        shape = {"message": self.message, "type": self.kind, "param": self.param, "code": self.code}
        body = {"error": shape} if self.body is None else self.body
        return web.json_response(body, status=self.status, headers=dict(self.headers))


def invalid(message: str, param: str | None = None, code: str | None = None) -> ApiError:
    return ApiError(400, message, code, param=param)


def no_access(given: str) -> ApiError:
    shown = f"{given[:3]}***" if given else "nothing"
    return ApiError(401, f"Incorrect API key provided: {shown}.", "invalid_api_key")


def no_model(model: str) -> ApiError:
    return ApiError(404, f"The model `{model}` does not exist or you do not have access to it.", "model_not_found")
