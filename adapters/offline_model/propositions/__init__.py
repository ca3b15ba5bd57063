"""Does a text say that a proposition holds? Retrieval and general rules."""
