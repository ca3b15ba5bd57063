"""Two contracts as clauses in, findings out: alignment, differences, risk."""
