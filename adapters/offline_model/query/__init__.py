"""A question about a contract: the sentences that answer it, word by word, or that nothing does."""
