"""Documents in this process's memory: for tests, and for a try without a file (STORE=memory)."""
