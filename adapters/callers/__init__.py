"""How callers prove who they are: one module for each `AUTH_MODE`."""
