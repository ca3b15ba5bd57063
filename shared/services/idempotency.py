"""Keys with which a client marks the repeats of one request."""

from shared.errors import Fault

MAX_KEY_CHARACTERS = 255


def key_faults(key: str | None) -> list[Fault]:
    """What is wrong with an idempotency key."""
    rule = f"The Idempotency-Key may have at most {MAX_KEY_CHARACTERS} characters."
    return [Fault("", rule)] if len(key or "") > MAX_KEY_CHARACTERS else []
