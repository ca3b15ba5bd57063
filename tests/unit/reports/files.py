"""The writers, and the text of what they wrote."""

from collections.abc import Callable
from dataclasses import dataclass

from adapters.reports.writers import DocxWriter, PdfWriter
from shared.domain.report import Report
from shared.ports.reports import ReportWriter
from tests.fakes.reports import MADE, docx_texts, flat, pdf_pages


@dataclass(frozen=True)
class Format:
    """A writer, and the way back to text."""

    writer: ReportWriter
    texts: Callable[[bytes], list[str]]

    def written(self, report: Report) -> str:
        """The text of the file, without white space."""
        return flat("".join(self.texts(self.writer.write(report, MADE))))


PDF = Format(PdfWriter(), pdf_pages)
DOCX = Format(DocxWriter(), docx_texts)
