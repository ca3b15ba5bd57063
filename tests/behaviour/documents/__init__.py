"""The port of documents, as every adapter must keep it."""
