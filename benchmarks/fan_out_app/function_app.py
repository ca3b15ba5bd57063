"""The app with a model that answers after MODEL_SECONDS and costs nothing: what is left is the app's own cost.

With MODEL_SPREAD of 0.5 the answers take between half and one and a half times as long, evenly spread.
"""

import asyncio
import dataclasses
import os
import zlib

from adapters.bootstrap import connect
from api.application import create_app
from jobs.contract_comparison.models import ComparisonAnswer, Risk
from jobs.registry import JOB_TYPES
from shared.ports.model import Completion, ModelCall, ModelRequest, ModelSelection, Report, Told
from shared.settings import load_settings

NAME = "sleeping"


class SleepingModel:
    """Waits as a model would, so many calls at once, then has nothing to say."""

    limits = None

    def __init__(self, seconds: float, spread: float, concurrency: int) -> None:
        self._seconds = seconds
        self._spread = spread
        self._places = asyncio.Semaphore(concurrency)
        answer = ComparisonAnswer(findings=[], summary="Nothing compared.", overall_risk=Risk.NONE)
        self._text = answer.model_dump_json()

    def identity(self, selection: ModelSelection) -> str:
        """See Model.identity."""
        return f"{NAME}/{selection}"

    async def reachable(self) -> bool:
        """See Model.reachable."""
        return True

    async def complete(self, request: ModelRequest, report: Report, told: Told | None = None) -> Completion:
        """Wait, and answer with no findings."""
        share = zlib.crc32(request.variables["contract"]["contract_id"].encode()) / 2**32
        seconds = self._seconds * (1 + self._spread * (2 * share - 1))
        async with self._places:
            await asyncio.sleep(seconds)
        if told is not None:
            told(self._text)
        report(ModelCall(NAME, seconds))
        return Completion(self._text, NAME)


_settings = load_settings(os.environ)
_model = SleepingModel(
    float(os.environ["MODEL_SECONDS"]), float(os.environ["MODEL_SPREAD"]), _settings.model_concurrency
)
app = create_app(_settings, dataclasses.replace(connect(_settings), model=_model), JOB_TYPES)
