"""What the title pages of all kinds of report tell of a saved result."""

from collections.abc import Iterable, Mapping
from typing import Any

from shared.domain.report.model import Fact


def closing_facts(result: Mapping[str, Any], models: Iterable[str], done: str) -> list[Fact]:
    """When it was made, who answered, and its id; `done` is what was done then: `Compared on`."""
    return [
        Fact(done, f"{result['created_date'][:16].replace('T', ' ')} UTC"),
        Fact("Answered by", ", ".join(dict.fromkeys(models)) or "nobody"),
        Fact("Result", result["id"]),
    ]
