"""How to wait, so that tests need not."""

from collections.abc import Awaitable, Callable

Pause = Callable[[float], Awaitable[None]]
"""Waits so many seconds."""
