"""Which passages of a contract were asked for, and under which type."""

from collections.abc import Sequence

from adapters.offline_model.comparison.passages import Passage
from adapters.offline_model.comparison.variables import ComparisonVariables
from shared.domain.clauses import ClauseType


class Scope:
    """The passages of one contract that a request is about.

    In full mode that is every one. In clauses mode it is those of a selected type; a further type of a passage
    counts only where no passage has it as its main type, so that asking for `termination` does not bring up every
    clause that mentions a right to terminate.
    """

    def __init__(self, variables: ComparisonVariables, passages: Sequence[Passage]) -> None:
        self._variables = variables
        self._main_types = {passage.clause_type for passage in passages}

    def type_of(self, passage: Passage) -> ClauseType | None:
        """The type under which the passage is compared; None when it was not asked for."""
        main = passage.clause_type
        if self._variables.comparison_mode == "full" or self._is_selected(main):
            return main
        further = (kind for kind in passage.types if self._is_selected(kind) and kind not in self._main_types)
        return min(further, default=None)

    def _is_selected(self, kind: ClauseType) -> bool:
        if self._variables.selected_clauses == "all":
            return kind is not ClauseType.OTHER
        return kind in self._variables.selected_clauses
