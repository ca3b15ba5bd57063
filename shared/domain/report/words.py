"""What every kind of report says, in whatever format."""

from shared.domain.word_differences import Mark, Run

ANSWER = "The answer"
MISSING = "What is missing"
GUIDANCE = "How to read this report"
OVERVIEW = "Overview"
CONTRACT = "Contract"
OVERALL = "Overall"
MARKS = (
    Run("Marked words: "),
    Run("only in the standard", Mark.REMOVED),
    Run(" and "),
    Run("only in the contract", Mark.ADDED),
    Run("."),
)
"""An example of each mark."""
