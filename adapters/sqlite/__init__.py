"""Documents in one SQLite file: the store of a machine on its own (STORE=sqlite)."""
