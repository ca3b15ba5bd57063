"""Text out of uploaded files: .txt, .md, .pdf and .docx."""

from adapters.text_extraction.extractor import FileTextExtractor

__all__ = ["FileTextExtractor"]
