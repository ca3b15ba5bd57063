"""What metrics say, read as Prometheus reads them."""

from prometheus_client.parser import text_string_to_metric_families


class Scrape:
    """The samples of an exposition."""

    def __init__(self, exposition: bytes) -> None:
        families = list(text_string_to_metric_families(exposition.decode()))
        self.kinds = {family.name: family.type for family in families}
        self.meanings = {family.name: family.documentation for family in families}
        self._samples = {
            (sample.name, frozenset(sample.labels.items())): sample.value
            for family in families
            for sample in family.samples
        }

    def value(self, name: str, **labels: str) -> float | None:
        """The value of a sample with exactly these labels; None when there is none."""
        return self._samples.get((f"contract_batch_{name}", frozenset(labels.items())))

    def names(self) -> set[str]:
        """The samples there are."""
        return {name for name, _ in self._samples}

    def labels(self) -> set[str]:
        """The names of all labels."""
        return {name for _, labels in self._samples for name, _ in labels}
