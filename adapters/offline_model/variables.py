"""The variables of a request as the model that its task needs."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from shared.errors import PermanentError

VariablesT = TypeVar("VariablesT", bound=BaseModel)


def read_variables(model: type[VariablesT], variables: Mapping[str, Any]) -> VariablesT:
    """The variables, checked.

    Raises:
        PermanentError: they are not what the task needs; the message names every fault.
    """
    try:
        return model.model_validate(dict(variables))
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise PermanentError(f"The task cannot be done with what was sent: {faults}.") from error
