"""The formats that reports are written in.

The libraries are loaded when a report is written first: the app's start has ten seconds to index itself.
"""

from datetime import datetime

from shared.domain.report import Report


class PdfWriter:
    """Writes PDF, by reportlab."""

    media_type = "application/pdf"

    def write(self, report: Report, made: datetime) -> bytes:
        """The report as pages of A4."""
        from adapters.reports.pdf.document import pdf  # noqa: PLC0415 - see above

        return pdf(report, made)


class DocxWriter:
    """Writes Word files, by python-docx."""

    media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def write(self, report: Report, made: datetime) -> bytes:
        """The report as a document that can be worked on."""
        from adapters.reports.docx.document import docx  # noqa: PLC0415 - see above

        return docx(report, made)
