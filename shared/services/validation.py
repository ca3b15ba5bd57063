"""Bodies against their models, with every fault in words and in place."""

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from shared.domain.json_pointers import step
from shared.errors import Fault

_Model = TypeVar("_Model", bound=BaseModel)


def checked(model: type[_Model], body: dict[str, Any], prefix: str, faults: list[Fault]) -> _Model | None:
    """The body as its model, or None and its faults added to `faults`, their pointers behind `prefix`."""
    try:
        return model.model_validate(body)
    except ValidationError as error:
        faults += [
            Fault(prefix + "".join(step(name) for name in fault["loc"]), _sentence(fault["msg"]))
            for fault in error.errors(include_url=False, include_input=False)
        ]
        return None


def _sentence(message: str) -> str:
    return message.removeprefix("Value error, ").rstrip(".") + "."
