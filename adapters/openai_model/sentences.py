"""What people read when the model gives no answer. Nothing here quotes the contract or the provider."""

import re

CONTENT_FILTER = (
    "The model's provider refused to read this contract: its content filter found something in it or in the answer. "
    "Ask your administrator to adjust the filter of the model's deployment, or compare this contract by hand."
)
REFUSED = (
    "The model declined to answer about this contract. "
    "Try the other model, and if it declines too, compare this contract by hand."
)
TOO_LARGE = "The contracts are longer than the model can read at once. Compare fewer clauses, or choose another model."
TRUNCATED = "The model's answer was longer than it may be. Compare fewer clauses at once."
ANSWER_LIMIT = (
    "The model cannot write answers as long as the app allows. Ask your administrator to lower MODEL_ANSWER_TOKENS."
)
ACCESS = (
    "The model's provider did not let the app in. "
    "Ask your administrator to check the key, or the managed identity and its role, in the app's settings."
)
QUOTA = (
    "The account with the model's provider is used up. "
    "Ask your administrator to look at its quota and its billing; then submit the contract again."
)
CONNECTION = "The connection to the model's provider was lost before the answer had come."
TIMEOUT = "The model did not answer in time."
RATE_LIMITED = "The model's provider is busy: it takes no more requests at present."
SERVER_ERROR = "The model's provider has a fault."

_CODE = re.compile(r"[A-Za-z0-9_.-]{1,60}")
_MINUTE = 60


def unknown_model(name: str) -> str:
    """The provider has no such model."""
    return (
        f"The model's provider has no model called '{name}'. "
        "Ask your administrator to check MODEL_PRIMARY, MODEL_SECONDARY and the provider's address in the settings."
    )


def rejected(status: int, code: str | None) -> str:
    """The provider wants nothing to do with the request, for a reason that only its code tells safely."""
    named = f", {code}" if code and _CODE.fullmatch(code) else ""
    return (
        f"The model's provider rejected the request (HTTP {status}{named}). "
        "Report this to your administrator: the app and the model's deployment do not fit together."
    )


def gave_up(reason: str, tries: int, wait: float | None) -> str:
    """A passing failure that did not pass; `wait` is how many seconds the provider asked for."""
    asked = ("", " It was asked once.")[tries] if tries <= 1 else f" It was asked {tries} times."
    return f"{reason}{asked} Try again in {_span(wait)}."


def _span(seconds: float | None) -> str:
    if seconds is None or seconds <= _MINUTE:
        return "a minute"
    return f"{-(-seconds // _MINUTE):.0f} minutes"
