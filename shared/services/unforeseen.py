"""Errors that nobody foresaw, told to people and to the log."""

import logging
import traceback

from shared.errors import PermanentError

_log = logging.getLogger(__name__)


def unforeseen(error: Exception, about: str) -> PermanentError:
    """An error that nobody foresaw as one that people can read; the log gets its kind and its place.

    Its message may quote a document, and is repeated nowhere. `about` names what failed, for the log.
    """
    kind, place = type(error).__name__, "".join(traceback.format_tb(error.__traceback__))
    _log.error("%s failed with %s at\n%s", about, kind, place)
    return PermanentError(
        f"An unexpected error ({kind}) stopped the work on this item. "
        "Submit it again; if it happens again, report it with the job's id, or the time."
    )
