"""Azure Storage's errors in the application's words. The client's own sentences stay out: they name addresses."""

from collections.abc import Mapping

from azure.core.exceptions import (
    AzureError,
    ClientAuthenticationError,
    DecodeError,
    HttpResponseError,
    ServiceRequestError,
    ServiceResponseError,
)

from adapters.storage_account.place import Place
from shared.errors import ContractBatchError, PermanentError, TemporaryError

_TEMPORARY_STATUSES = frozenset({408, 429, 500, 502, 503, 504})
_REFUSED_STATUSES = frozenset({401, 403})


def is_temporary(error: AzureError) -> bool:
    """Whether the same call may succeed later."""
    # An answer that broke off in the middle has the status of one that did not; a download that broke off several
    # times has none. An identity that cannot be had now may be had later: Azure does not tell the two apart.
    if isinstance(error, ServiceRequestError | ServiceResponseError | DecodeError):
        return True
    if isinstance(error, HttpResponseError) and error.response is None:
        return True
    return _status(error) in _TEMPORARY_STATUSES or code_of(error).endswith("BeingDeleted")


def asked_pause(error: AzureError) -> float | None:
    """How many seconds the service wants to be left alone, if it says so."""
    headers: Mapping[str, str] = getattr(getattr(error, "response", None), "headers", {})
    text = headers.get("Retry-After", "")
    return float(text) if text.isdecimal() else None


def translated(error: AzureError, place: Place) -> ContractBatchError:
    """The application's error for one of the client's."""
    reason = " ".join(str(part) for part in (_status(error), code_of(error)) if part) or type(error).__name__
    if isinstance(error, ClientAuthenticationError) and error.response is None:
        return TemporaryError(
            f"The app cannot prove to the storage account who it is ({reason}). Try again; if it stays so, correct "
            f"{place.setting}; without a key in it, give the app a managed identity, or on a laptop sign in with "
            "`az login`."
        )
    if is_temporary(error):
        return TemporaryError(
            f"{place.title} cannot be used now ({reason}). Try again; if it stays so, check that what {place.setting} "
            "names can be reached from here, and that it runs, if it is Azurite."
        )
    if _status(error) in _REFUSED_STATUSES:
        return PermanentError(
            f"{place.title} refuse the app ({reason}). Give its identity the role {place.role!r}, or correct the key "
            f"in {place.setting}."
        )
    return PermanentError(f"{place.title} refuse the request ({reason}). Check the account's kind and its settings.")


def _status(error: AzureError) -> int | None:
    return error.status_code if isinstance(error, HttpResponseError) else None


def code_of(error: AzureError) -> str:
    """The service's own word for it, such as `QueueNotFound`; empty where it said none."""
    code = getattr(error, "error_code", None)
    return str(getattr(code, "value", code) or "")
