"""Contract text into clauses."""

from shared.domain.segmentation.segment import segment

__all__ = ["segment"]
