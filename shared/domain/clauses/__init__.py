"""Clauses of a contract and the one vocabulary of their types."""

from shared.domain.clauses.model import Clause
from shared.domain.clauses.types import ClauseType

__all__ = ["Clause", "ClauseType"]
