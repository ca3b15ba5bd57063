"""Where a service of the storage account is, and as whom the app comes to it."""

from dataclasses import dataclass, field
from typing import Literal

from shared.errors import PermanentError


@dataclass(frozen=True, slots=True)
class Place:
    """One service of one account.

    Attributes:
        service: Which one.
        connection_string: Of the account, with its key or a signature; `UseDevelopmentStorage=true` is Azurite.
        url: Instead of it, the service's address: the app comes with its managed identity.
        role: What the identity must be allowed, as Azure's role is called.
    """

    service: Literal["queue", "blob"]
    role: str
    connection_string: str = field(default="", repr=False)
    url: str = ""

    @property
    def setting(self) -> str:
        """The app setting that led here."""
        return "AzureWebJobsStorage" if self.connection_string else f"AzureWebJobsStorage__{self.service}ServiceUri"

    @property
    def title(self) -> str:
        """What a person calls it."""
        return f"The {self.service}s of the storage account"

    def check(self) -> None:
        """Refuse what could only fail later, and less clearly.

        Raises:
            PermanentError: the setting cannot be used.
        """
        given = self.connection_string.lower()
        if not given and not self.url.lower().startswith("https://"):
            raise PermanentError(f"{self.setting} must begin with https://: an identity is not shown over less.")
        if "endpoint=" in given and f"{self.service}endpoint=" not in given:
            # The client would make up an address of Azure's from the account's name.
            raise PermanentError(
                f"{self.setting} names endpoints, but none for {self.service}s: name one, or keep them elsewhere."
            )
