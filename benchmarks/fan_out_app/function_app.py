"""The app with a model that answers after MODEL_SECONDS and costs nothing: what is left is the app's own cost."""

import asyncio
import dataclasses
import os

from adapters.bootstrap import connect
from api.application import create_app
from jobs.contract_comparison.models import ComparisonAnswer, Risk
from jobs.registry import JOB_TYPES
from shared.ports.model import Completion, ModelRequest
from shared.settings import load_settings


class SleepingModel:
    """Waits as a model would, then has nothing to say."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        answer = ComparisonAnswer(findings=[], summary="Nothing compared.", overall_risk=Risk.NONE)
        self._text = answer.model_dump_json()

    async def complete(self, request: ModelRequest) -> Completion:
        """Wait, and answer with no findings."""
        await asyncio.sleep(self._seconds)
        return Completion(self._text, f"sleeping ({request.task})", seconds=self._seconds)


_settings = load_settings(os.environ)
_model = SleepingModel(float(os.environ["MODEL_SECONDS"]))
app = create_app(_settings, dataclasses.replace(connect(_settings), model=_model), JOB_TYPES)
