"""Reading English contract prose: clean text, sentences, tokens with their meaning in a contract, weights."""
