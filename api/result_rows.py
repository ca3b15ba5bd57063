"""Results as lists show them."""

from typing import Any

from shared.services.saved_results import ResultRow


def shown_row(row: ResultRow) -> dict[str, Any]:
    """A result in short. `contracts` is the former name of `items`, for clients that know it."""
    return row.model_dump(mode="json") | {"contracts": row.items}
