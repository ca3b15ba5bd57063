"""What a clause is about, by stated rules: its heading first, then its words."""

from shared.domain.classification.classify import classify, classify_text
from shared.domain.classification.headings import type_of_heading, types_of_heading

__all__ = ["classify", "classify_text", "type_of_heading", "types_of_heading"]
