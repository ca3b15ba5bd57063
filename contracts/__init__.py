"""Contracts: how they are stored, read and taken in, and how jobs find them."""
