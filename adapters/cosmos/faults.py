"""Which of the service's failures pass, and the application's words for those that do not."""

from dataclasses import dataclass

from azure.core.exceptions import (
    ClientAuthenticationError,
    DecodeError,
    HttpResponseError,
    ServiceRequestError,
    ServiceResponseError,
)

from shared.errors import ContractBatchError, DocumentTooLargeError, PermanentError

FORBIDDEN = 403
NOT_FOUND = 404
CONFLICT = 409
PRECONDITION_FAILED = 412
TOO_LARGE = 413

_UNAUTHORIZED = 401
_THROTTLED = 429

_PASSING = {
    (FORBIDDEN, 3): "its region for writing is changing (403/3)",
    (NOT_FOUND, 1002): "what was written last has not arrived everywhere (404/1002)",
    (_THROTTLED, None): "it is out of request units (429); give it more, or let fewer jobs run at once",
    (449, None): "others are writing the same document (449)",
}
"""By status and substatus (None for any): the service says that it did nothing."""

_DOUBTFUL = {
    408: "it took too long (408)",
    410: "its partitions are moving (410)",
    500: "it failed inside (500)",
    502: "its gateway failed (502)",
    503: "it is not available (503)",
    504: "its gateway waited in vain (504)",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """A failure that passes. `retry_after` is in seconds; `may_be_done` when the work may have been done."""

    reason: str
    may_be_done: bool
    retry_after: float | None = None


_NO_IDENTITY = Fault(
    "the app cannot prove who it is: set COSMOS_KEY, give it a managed identity, or sign in with `az login`",
    may_be_done=False,
)


def status_of(error: Exception) -> int | None:
    """The status of the service's answer; None when there was none."""
    return error.status_code if isinstance(error, HttpResponseError) else None


def fault_of(error: Exception) -> Fault | None:
    """The failure, if the same call may succeed a little later."""
    if isinstance(error, ClientAuthenticationError):
        # Without an answer of the database it is the identity that cannot be had, now or ever: nobody can tell.
        return _NO_IDENTITY if error.response is None else None
    if isinstance(error, TimeoutError):
        return Fault("no answer came in time", may_be_done=True)
    if isinstance(error, ServiceRequestError | ServiceResponseError | DecodeError):
        # The SDK has one error for a connection that could not be opened and for one that broke after sending.
        return Fault("it cannot be reached, or the connection broke", may_be_done=True)
    status = status_of(error)
    if status in _DOUBTFUL:
        return Fault(_DOUBTFUL[status], may_be_done=True, retry_after=_retry_after(error))
    reason = _PASSING.get((status or 0, _substatus(error))) or _PASSING.get((status or 0, None))
    return Fault(reason, may_be_done=False, retry_after=_retry_after(error)) if reason else None


def refusal(error: HttpResponseError, action: str) -> ContractBatchError:
    """The application's error for a refusal that does not pass. The service's own text may quote a document."""
    status = status_of(error)
    code = f"{status}/{_substatus(error) or 0}"
    if isinstance(error, ClientAuthenticationError) or status == _UNAUTHORIZED:
        return PermanentError(
            f"The database does not know the caller ({code}), trying to {action}. Check COSMOS_KEY, or the managed "
            "identity when there is no key, and the machine's clock."
        )
    if status == FORBIDDEN:
        return PermanentError(
            f"The database forbids the caller to {action} ({code}). Give its identity the role `Cosmos DB Built-in "
            "Data Contributor`, and let its network through the account's firewall."
        )
    if status == TOO_LARGE:
        return DocumentTooLargeError(f"The document is too large for the database ({code}): store it in parts.")
    if status == NOT_FOUND:
        return PermanentError(
            f"The database or its container is not there, trying to {action} ({code}). Run `make cosmos-init`."
        )
    return PermanentError(
        f"The database refused to {action} ({code}). If the app was updated, run `make cosmos-init` for its indexes; "
        "otherwise this is a mistake of the app."
    )


def is_absence(error: Exception) -> bool:
    """Whether the document is not there; a substatus says that something else is wrong, such as the container."""
    return status_of(error) == NOT_FOUND and _substatus(error) is None


def _substatus(error: Exception) -> int | None:
    value = getattr(error, "sub_status", None)
    return int(value) if value else None


def _retry_after(error: Exception) -> float | None:
    headers = getattr(error, "headers", None) or {}
    try:
        return max(0.0, float(headers["x-ms-retry-after-ms"]) / 1000)
    except (KeyError, ValueError):
        return None
