"""The job types: one folder each, with the same file names in each, and one explicit registry."""
