"""Analyses a CSV or TSV file of any size: how it is written, its rows, and what is in each column.

The work has three stages:

1. A bounded sample tells the dialect: encoding, delimiter, quote character, header (`sample.py`, `dialect.py`).
2. One pass over the bytes finds what the sample cannot show: undecodable bytes, mixed line endings, quotes that are
   never closed (`scan.py`).
3. DuckDB computes the figures of the columns (`table.py`, `columns.py`). It is used as a computing library over one
   local file: it reads nothing else, loads no extension and stores nothing.

DuckDB reads the file itself when it is regular and DuckDB counts as many rows as the scan. Every other file is first
rewritten by Python's csv module (`rewrite.py`), which also says which rows are malformed.
"""
