"""Identifiers that count."""

import itertools


class SequentialIds:
    """The port `IdSource`: `id-1`, `id-2`, ..."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    def new_id(self) -> str:
        return f"id-{next(self._numbers)}"
