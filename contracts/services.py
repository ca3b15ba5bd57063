"""The services of contracts over the ports, put together once."""

from functools import cached_property

from contracts.blobs import ContractBlobs
from contracts.intake import ContractIntake
from contracts.reader import ContractReader
from contracts.source import ContractSource
from contracts.store import ContractStore
from shared.ports.bundle import Ports


class ContractServices:
    """What the app's functions call for contracts. Making it opens nothing."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports

    @cached_property
    def store(self) -> ContractStore:
        """Contracts, their texts and files."""
        return ContractStore(self._ports.contracts, ContractBlobs(self._ports.blobs), self._ports.clock)

    @cached_property
    def intake(self) -> ContractIntake:
        """From an upload to a stored contract."""
        ports = self._ports
        return ContractIntake(self.store, ports.text_extractor, ports.token_counter, ports.clock, ports.ids)

    @cached_property
    def reader(self) -> ContractReader:
        """Contracts as callers see them."""
        return ContractReader(self.store)

    @cached_property
    def source(self) -> ContractSource:
        """Contracts as inputs of jobs."""
        return ContractSource(self.store)
