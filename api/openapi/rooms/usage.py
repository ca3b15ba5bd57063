"""`/api/usage`."""

from collections.abc import Iterator

from api.openapi.operation import Answer, Operation, Parameter
from shared.services.usage_report import DEFAULT_DAYS, MAX_DAYS, UsageReport

_DAY = {"type": "string", "format": "date"}
_RANGE = (
    Parameter("from", f"The first day (UTC); left out: {DEFAULT_DAYS - 1} days before the last.", _DAY),
    Parameter("to", f"The last day, at most {MAX_DAYS} with the first; left out: today.", _DAY),
)


def usage() -> Iterator[Operation]:
    """What a user took."""
    yield Operation(
        "get_usage_of_user",
        "GET",
        "usage/user/{user_id}",
        "Usage",
        "Sum up what a user took of the model",
        [Answer(200, "In all, and by day, operation and model.", (UsageReport,))],
        "Calls, tokens and cost, and what was saved because the model had answered the same before.",
        parameters=_RANGE,
        problems=[400, 404],
    )
