"""Further processes for activities: Python runs one thread at a time in each."""
