"""Answers to the ports: databases, models, file formats. Only `adapters.bootstrap` is named elsewhere."""
