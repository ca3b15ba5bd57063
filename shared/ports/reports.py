"""Reports as files."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from shared.domain.report import Report


class ReportWriter(Protocol):
    """Writes reports in one format."""

    @property
    def media_type(self) -> str:
        """Of its files."""
        ...

    def write(self, report: Report, made: datetime) -> bytes:
        """The report as a file which says that it was made at this time.

        The same report and time give the same bytes, whatever characters the texts hold. Very long reports leave
        clauses out, the least risky ones, and say so. CPU-bound, for seconds: call it in a thread.
        """
        ...


ReportWriters = Mapping[str, ReportWriter]
"""By the ending of their files: `pdf`, `docx`."""
