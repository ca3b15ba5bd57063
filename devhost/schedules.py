"""Timer schedules as the Functions host reads them: NCRONTAB expressions and plain intervals, in UTC."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from cronsim import CronSim, CronSimError

from devhost.app_settings import MissingSettingError, expand

Schedule = Callable[[datetime], datetime]
"""Gives the first moment after a moment (aware, UTC) at which the timer is due."""

_INTERVAL = re.compile(r"(\d+):(\d{1,2}):(\d{1,2})")


class ScheduleError(Exception):
    """A schedule that cannot be read."""


def parse_schedule(text: str) -> Schedule:
    """Read six fields (seconds first), five fields (no seconds), or an interval `hh:mm:ss`.

    `%NAME%` stands for an app setting's value.

    Raises:
        ScheduleError: saying what is wrong and what to do.
    """
    try:
        expression = expand(text)
    except MissingSettingError as error:
        raise ScheduleError(f"its schedule {error}") from error
    interval = _INTERVAL.fullmatch(expression.strip())
    if interval is not None:
        hours, minutes, seconds = map(int, interval.groups())
        pause = timedelta(hours=hours, minutes=minutes, seconds=seconds)
        if pause > timedelta(0):
            return lambda moment: moment + pause
    try:
        CronSim(expression, datetime(2026, 1, 1))  # noqa: DTZ001 - only to check the expression
    except CronSimError as error:
        raise ScheduleError(
            f"its schedule '{expression}' cannot be read ({error}): write six fields, seconds first, as in "
            "'0 */5 * * * *', or an interval as hh:mm:ss."
        ) from error
    return lambda moment: next(CronSim(expression, moment))
