"""What stops the host from starting."""

from collections.abc import Sequence


class StartError(Exception):
    """The app or its settings cannot be run as they are.

    Args:
        faults: One sentence each, naming the function or file and what to do.
    """

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)
