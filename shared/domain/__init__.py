"""The words of the business as types and pure functions: jobs, items, progress, contracts, clauses."""
