"""Where the database is, and how to get in."""

from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Account:
    """One database of an account. An empty key means the identity of the process."""

    endpoint: str
    key: str = field(repr=False)
    database: str
    verify_tls: bool = True

    @property
    def is_local(self) -> bool:
        """Whether the endpoint is on this machine, where only an emulator can be."""
        host = urlsplit(self.endpoint).hostname or ""
        if host == "localhost":
            return True
        try:
            return ip_address(host).is_loopback
        except ValueError:
            return False
