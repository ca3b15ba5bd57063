"""The Model port, answered by rules."""

import asyncio
import time
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel

from adapters.offline_model.comparison.comparing import compare
from adapters.offline_model.comparison.variables import ComparisonVariables
from adapters.offline_model.propositions.judging import judge_proposition
from adapters.offline_model.query.answering import answer_question
from adapters.offline_model.query.variables import QueryVariables
from adapters.offline_model.variables import read_variables
from shared.errors import PermanentError
from shared.ports.model import Completion, ModelCall, ModelRequest, ModelSelection, Report, Told

MODEL_NAME = "offline-extractive"
RULES_VERSION = "1"
"""Counted up with every change that makes any answer another: stored answers of other versions are not used."""


class PropositionVariables(BaseModel):
    """`request.variables` of the task `proposition`."""

    text: str
    proposition: str


def _contract_comparison(variables: Mapping[str, Any]) -> BaseModel:
    return compare(read_variables(ComparisonVariables, variables))


def _contract_query(variables: Mapping[str, Any]) -> BaseModel:
    return answer_question(read_variables(QueryVariables, variables))


def _proposition(variables: Mapping[str, Any]) -> BaseModel:
    asked = read_variables(PropositionVariables, variables)
    return judge_proposition(asked.text, asked.proposition)


TASKS: Mapping[str, Callable[[Mapping[str, Any]], BaseModel]] = MappingProxyType(
    {"contract_comparison": _contract_comparison, "contract_query": _contract_query, "proposition": _proposition}
)
"""What it can do: task name to a function from `request.variables` to the answer."""


class OfflineModel:
    """Answers requests by their task and variables; the messages are not read."""

    limits = None
    """It reads texts of any length."""

    def identity(self, selection: ModelSelection) -> str:  # noqa: ARG002 - it has one set of rules for all
        """The rules and their version."""
        return f"{MODEL_NAME}/{RULES_VERSION}"

    async def reachable(self) -> bool:
        """It is part of this process."""
        return True

    async def complete(self, request: ModelRequest, report: Report, told: Told | None = None) -> Completion:
        """The task's answer as JSON text, told in one piece; tokens are 0, since none are used.

        Raises:
            PermanentError: the task is none of `TASKS`, or its variables are not what it needs.
        """
        answer = TASKS.get(request.task)
        if answer is None:
            known = ", ".join(sorted(TASKS))
            raise PermanentError(
                f"The offline model cannot do the task '{request.task}'; it can do: {known}. "
                "Configure a language model for other tasks."
            )
        started = time.perf_counter()
        text = await asyncio.to_thread(lambda: answer(request.variables).model_dump_json())
        if told is not None:
            told(text)
        report(ModelCall(MODEL_NAME, time.perf_counter() - started))
        return Completion(text=text, model=MODEL_NAME)
