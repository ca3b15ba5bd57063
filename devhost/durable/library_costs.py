"""Makes the library's replays cheaper, with the same results.

azure-functions-durable 1.7 does three things again on every replay whose result never changes:

- it parses every event's timestamp with `dateutil.parser.parse`, about 80 % of a replay's cost;
- it makes one and the same named tuple class, about 50 us a turn;
- it reads AZURE_FUNCTIONS_DURABLE_STRICT_TYPING from the environment for every value it encodes or decodes.

Here each result is remembered. A remembered timestamp equals dateutil's in every respect, time zone object included.
This belongs to the local host alone: the Functions host has none of it.
"""

import sys
from collections import namedtuple
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import azure.durable_functions
from azure.functions import _durable_functions
from dateutil import parser

_REMEMBERED = 16_384
_MODELS = f"{azure.durable_functions.__name__}.models"
_slow_parse: Callable[[str], datetime] = parser.parse
# dateutil's zone for "Z" is one object on a machine that keeps UTC and another one elsewhere.
_ZONE = _slow_parse("2026-01-01T00:00:00.000000Z").tzinfo
_read_strict_mode: Callable[[], bool] = _durable_functions._is_strict_mode  # noqa: SLF001 - what is remembered


@lru_cache(maxsize=_REMEMBERED)
def parse_timestamp(text: str) -> datetime:
    """What `dateutil.parser.parse(text)` returns."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return _slow_parse(text)
    return moment.replace(tzinfo=_ZONE) if moment.tzinfo is UTC else _slow_parse(text)


def install() -> None:
    """Let the library use the remembered results from now on."""
    # The package exports classes under their modules' own names, so the modules are reached by sys.modules.
    history: Any = sys.modules[f"{_MODELS}.history.HistoryEvent"]
    history.dt_parse = parse_timestamp
    executor: Any = sys.modules[f"{_MODELS}.TaskOrchestrationExecutor"]
    executor.namedtuple = _remembered_class
    _durable_functions._is_strict_mode = lru_cache(_read_strict_mode)  # noqa: SLF001 - the library reads it there


@lru_cache
def _remembered_class(name: str, fields: tuple[str, ...]) -> type:
    return namedtuple(name, fields)  # noqa: PYI024 - what the library makes of these arguments
