"""How long documents about a job are kept. Cosmos DB removes them `ttl` seconds after their last change."""

KEPT_FOR_EVER = -1

KEPT_AFTER_END = 7 * 24 * 3600
"""Seconds that a job, and what belongs to it alone, outlives its end."""

KEPT_WHILE_OPEN = 30 * 24 * 3600
"""Seconds for what is written once when a job begins: longer than any job runs, and then its week."""

KEPT_ANSWER = 7 * 24 * 3600
"""Seconds that an answer which belongs to no result can be used again."""
