"""What a call comes to."""

from dataclasses import dataclass

from adapters.openai_model.dialect import Feature
from shared.errors import ContractBatchError
from shared.ports.model import CallError


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the provider counted them; 0 where it did not."""

    prompt: int = 0
    cached: int = 0
    completion: int = 0

    @property
    def total(self) -> int:
        """What counts against a limit of tokens a minute."""
        return self.prompt + self.completion


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a call brought no answer.

    `error` is for people. A passing failure is worth another try, after `retry_after` seconds if the provider said so.
    `refused` is what the server does not understand and can be left out.
    """

    kind: CallError
    error: ContractBatchError
    passing: bool = False
    retry_after: float | None = None
    refused: Feature | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The model's text, or why there is none. `model` is the name that the provider gave, if it gave one."""

    model: str = ""
    text: str = ""
    usage: Usage = Usage()
    failure: Failure | None = None
