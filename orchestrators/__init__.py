"""A job's life as plain generators, the same for every job type. They know no store, clock or randomness."""
