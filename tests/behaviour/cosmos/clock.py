"""A clock on which waiting takes no time."""

from datetime import UTC, datetime


class SkippingClock:
    """The port `Clock`: a sleep moves the time on and returns at once; `slept` has all of them, in seconds."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def now(self) -> datetime:
        return datetime(2026, 1, 31, tzinfo=UTC)

    def monotonic(self) -> float:
        return sum(self.slept)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
