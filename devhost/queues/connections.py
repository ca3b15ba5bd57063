"""Which storage account a queue trigger listens to, and which queue there."""

from collections.abc import Mapping

from devhost.app_settings import MissingSettingError, expand
from devhost.queues.names import is_queue_name

STORAGE = "AzureWebJobsStorage"
_PREFIX = "AzureWebJobs"
_IDENTITY = ("__queueServiceUri", "__serviceUri", "__accountName")


class TriggerError(Exception):
    """A queue trigger that cannot listen; the message says why and what to do."""


def queue_of(text: str) -> str:
    """The queue's name: settings in it read, capitals made small, as the real host does.

    Raises:
        TriggerError: there can be no such queue, or a setting in it is not set.
    """
    try:
        name = expand(text).lower()
    except MissingSettingError as error:
        raise TriggerError(f"its queue {error}") from error
    if not is_queue_name(name):
        raise TriggerError(
            f"its queue '{name}' cannot be: a name has 3 to 63 small letters, digits and single hyphens, and begins "
            "and ends with a letter or a digit."
        )
    return name


def connection_of(setting: str | None, settings: Mapping[str, str]) -> str | None:
    """The connection string behind the setting's name; None where AzureWebJobsStorage is meant and is not set.

    Raises:
        TriggerError: the setting is missing or is no connection string.
    """
    name = setting or STORAGE
    names = [name] if name.startswith(_PREFIX) else [_PREFIX + name, name]
    given = next((settings[each] for each in names if settings.get(each)), None)
    if given is not None:
        if _is_connection_string(given):
            return given
        raise TriggerError(f"the app setting {name} is not the connection string of a storage account with queues.")
    if any(settings.get(each + ending) for each in names for ending in _IDENTITY):
        raise TriggerError(
            f"{name} is for a managed identity, which the local host does not have: set {name} to a connection string."
        )
    if STORAGE in names:
        return None
    raise TriggerError(f"its connection names the app setting {name}, which is not set: add it to local.settings.json.")


def _is_connection_string(text: str) -> bool:
    parts = dict(part.lower().split("=", 1) for part in text.split(";") if "=" in part)
    if parts.get("usedevelopmentstorage") == "true":
        return True
    is_signed = "sharedaccesssignature" in parts or {"accountname", "accountkey"} <= parts.keys()
    return is_signed and ("queueendpoint" in parts or "accountname" in parts)
