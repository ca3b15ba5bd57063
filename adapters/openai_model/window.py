"""What was spent in the last minute."""

from collections import deque
from dataclasses import dataclass

WINDOW_SECONDS = 60.0


@dataclass(slots=True, eq=False)
class Spending:
    """One call: when it began, and the tokens it is thought to take, or took."""

    begun: float
    tokens: int


class Window:
    """Limits on requests and tokens in any 60 seconds, counted at the moment a call begins; 0 is no limit.

    For every moment t: at most `requests` calls began in (t - 60, t], and their tokens, as they were known when the
    last of them began, sum up to `tokens` at most, unless it is one call alone.
    """

    def __init__(self, requests: int, tokens: int) -> None:
        self._requests = requests
        self._tokens = tokens
        self._spent: deque[Spending] = deque()

    def wait(self, tokens: int, now: float) -> float:
        """Seconds until a call of that many tokens may begin; 0 if it may now."""
        self._forget(now)
        leaving = max(self._too_many_requests(), self._too_many_tokens(tokens))
        return self._spent[leaving - 1].begun + WINDOW_SECONDS - now if leaving else 0.0

    def spend(self, tokens: int, now: float) -> Spending:
        """A call begins; its tokens may be put right later."""
        spending = Spending(now, tokens)
        self._spent.append(spending)
        return spending

    def take_back(self, spending: Spending) -> None:
        """The call was not made after all."""
        if spending in self._spent:
            self._spent.remove(spending)

    def _forget(self, now: float) -> None:
        while self._spent and self._spent[0].begun + WINDOW_SECONDS <= now:
            self._spent.popleft()

    def _too_many_requests(self) -> int:
        """How many of the oldest calls must be forgotten first."""
        return max(0, len(self._spent) + 1 - self._requests) if self._requests else 0

    def _too_many_tokens(self, tokens: int) -> int:
        if not self._tokens:
            return 0
        excess = sum(spending.tokens for spending in self._spent) + tokens - self._tokens
        leaving = 0
        while excess > 0 and leaving < len(self._spent):
            excess -= self._spent[leaving].tokens
            leaving += 1
        return leaving
