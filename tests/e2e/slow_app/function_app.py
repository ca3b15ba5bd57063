"""The app with a model that is slow and keeps a book of what it was asked, in the file MODEL_BOOK names.

An answer takes it MODEL_SECONDS, or a tenth of a second. Beside the app's job types it has one that no page knows.
"""

import asyncio
import dataclasses
import os
from pathlib import Path

from adapters.bootstrap import connect
from api.application import create_app
from jobs.registry import JOB_TYPES
from shared.ports.model import Completion, Model, ModelLimits, ModelRequest, ModelSelection, Report, Told
from shared.settings import load_settings
from tests.e2e.word_count import WORD_COUNT

SECONDS = float(os.environ.get("MODEL_SECONDS", "0.1"))


class SlowModel:
    """Notes the contract, waits, and answers as the model behind it does."""

    def __init__(self, behind: Model, book: Path) -> None:
        self._behind = behind
        self._book = book

    @property
    def limits(self) -> ModelLimits | None:
        """As the model behind it."""
        return self._behind.limits

    def identity(self, selection: ModelSelection) -> str:
        """As the model behind it."""
        return self._behind.identity(selection)

    async def reachable(self) -> bool:
        """See Model.reachable."""
        return True

    async def complete(self, request: ModelRequest, report: Report, told: Told | None = None) -> Completion:
        """Answer, late and on record."""
        with self._book.open("a") as book:
            book.write(request.variables["contract"]["contract_id"] + "\n")
        await asyncio.sleep(SECONDS)
        return await self._behind.complete(request, report, told)


_settings = load_settings(os.environ)
_ports = connect(_settings)
_model = SlowModel(_ports.model, Path(os.environ["MODEL_BOOK"]))
app = create_app(_settings, dataclasses.replace(_ports, model=_model), (*JOB_TYPES, WORD_COUNT))
